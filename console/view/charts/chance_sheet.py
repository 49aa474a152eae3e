"""Where everything of the chance of release stands: the steps, their band, the promise, and how many waited below."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from console.view.charts.axes import Mark, Scale, days
from console.view.charts.chance import DAY_H, Curve, span
from console.view.charts.intervals import NAN
from console.view.charts.placement import Box, spread
from console.view.charts.words import Hours

Wide = Callable[[str], float]
"""How wide these words are, in pixels."""
Way = tuple[tuple[float, float], ...]
"""Points of a line, in pixels of the field."""
SHARES = tuple(Mark(share / 100, f"{share} %", share in (0, 50, 100)) for share in (0, 25, 50, 75, 100))
MARK_PX = 56.0
ROOM = 0.04
"""The field is a little higher than 0 to 1, so that no line lies on its edge."""


@dataclass(frozen=True, slots=True)
class Size:
    """The room there is, in pixels: the field, and one line of words."""

    width: float
    height: float
    line: float


@dataclass(frozen=True, slots=True)
class Promised:
    """What was promised by when: the word of its end, and the least and the most hours it gives; NaN for none."""

    word: str = ""
    low: float = NAN
    high: float = NAN


@dataclass(frozen=True)
class Sheet:
    """The chance of release laid out; boxes in pixels of the margin at the right, `promise` the label over the field.

    `released`, `low`, `high` and `lost` are step lines; `marks` the days of the axis and `waiting` how many waited at each, one
    for one; `band` is where the promise ends, from the earliest to the latest (both the same where hours count).
    """

    x: Scale
    y: Scale
    released: Way
    low: Way
    high: Way
    lost: Way
    marks: tuple[Mark, ...]
    waiting: tuple[str, ...]
    beside: tuple[tuple[Box, str, float], ...]
    promise: Box | None
    promise_words: str
    band: tuple[float, float] | None


def lay_out(curve: Curve, promise: Promised, size: Size, wide: Wide) -> Sheet:
    """The whole chart for this room."""
    given = [each for each in (promise.low, promise.high) if each == each]
    low, high = span(curve, given)
    x = Scale(low / DAY_H, high / DAY_H, 0.0, size.width - 1)
    y = Scale(-ROOM, 1.0 + ROOM, size.height - 1, 0.0)
    end = max(low, min(high, _known_until(curve, high)))
    marks = tuple(days(low / DAY_H, high / DAY_H, max(2, int(size.width / MARK_PX))))
    words, label = _promise_label(promise, x, size, wide)
    return Sheet(
        x, y,
        _way(curve.hours, curve.chance, x, y, low, end), _way(curve.hours, curve.low, x, y, low, end),
        _way(curve.hours, curve.high, x, y, low, end), _way(curve.hours, curve.lost, x, y, low, end),
        marks, tuple(str(curve.waiting(mark.at * DAY_H)) for mark in marks),
        _beside(curve, y, size, wide), label, words,
        (x.px(given[0] / DAY_H), x.px(given[1] / DAY_H)) if given else None,
    )  # fmt: skip


def names(curve: Curve) -> tuple[tuple[str, float], ...]:
    """What is written beside the ends of the lines: how many are released and lost at the last age known."""
    if not curve.enough:
        return ()
    last = len(curve.hours) - 1
    value, low, high = (100 * float(each[last]) for each in (curve.chance, curve.low, curve.high))
    found = [(f"released {value:.0f} % ({low:.0f}–{high:.0f} %)", value / 100)]
    if curve.lost[last] > 0:
        found.append((f"lost {100 * float(curve.lost[last]):.0f} %", float(curve.lost[last])))
    return tuple(found)


def _beside(curve: Curve, y: Scale, size: Size, wide: Wide) -> tuple[tuple[Box, str, float], ...]:
    named = names(curve)
    wished = [y.px(at) for _, at in named]
    centres = spread(wished, [size.line] * len(named), 0.0, size.height)
    if centres is None:
        return ()
    return tuple(
        (Box(8.0, centre - size.line / 2, wide(words), size.line), words, wish)
        for (words, _), centre, wish in zip(named, centres, wished, strict=True)
    )


def _promise_label(promise: Promised, x: Scale, size: Size, wide: Wide) -> tuple[str, Box | None]:
    """The promise's name over the field, its middle over its lines as far as the field goes."""
    low, high = promise.low, promise.high
    if low != low:
        return "", None
    span_words = f"{low / DAY_H:.1f} d" if high - low < DAY_H / 20 else f"{low / DAY_H:.1f}–{high / DAY_H:.1f} d"
    words = f"{promise.word} promised by {span_words}"
    width = wide(words) + 4
    middle = (x.px(low / DAY_H) + x.px(high / DAY_H)) / 2
    return words, Box(max(0.0, min(middle - width / 2, size.width - width)), 0.0, width, size.line)


def _way(hours: Hours, values: Hours, x: Scale, y: Scale, low: float, end: float) -> Way:
    """A step line from the axis' beginning to the last age known."""
    before = int(np.searchsorted(hours, low, side="right"))
    level = float(values[before - 1]) if before else 0.0
    found = [(x.px(low / DAY_H), y.px(level))]
    after = int(np.searchsorted(hours, end, side="right"))
    for at, value in zip(hours[before:after], values[before:after], strict=True):
        place = x.px(float(at) / DAY_H)
        found += [(place, y.px(level)), (place, y.px(float(value)))]
        level = float(value)
    return (*found, (x.px(end / DAY_H), y.px(level)))


def _known_until(curve: Curve, high: float) -> float:
    """Up to the last age anyone has reached; where nothing runs any more the last word holds for ever."""
    return high if curve.settled else max(fate.hours for fate in curve.fates)
