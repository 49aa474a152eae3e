"""Where everything of a run chart stands: points, limits, the promise's steps, and words that lie over none of them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from math import ceil, floor, isfinite
from zoneinfo import ZoneInfo

from console.view.charts.axes import Mark, Scale
from console.view.charts.placement import Box, pack_best, spread
from console.view.charts.xmr import XmR

Wide = Callable[[str], float]
"""How wide these words are, in pixels."""
HOUR_STEPS = (0.5, 1.0, 2.0, 4.0, 6.0, 12.0, 24.0, 48.0, 96.0, 168.0)
DATE_PX = 58.0
MOST_SIGNALS = 12
"""Signals that are named; the others keep their mark, and the table has them all."""


@dataclass(frozen=True, slots=True)
class Size:
    """The room there is, in pixels: the field, one line of words, and the most lines the lane over the field may have."""

    width: float
    height: float
    line: float
    lanes: int


@dataclass(frozen=True)
class Sheet:
    """A run chart laid out; boxes are in pixels of the lane (over the field) and of the margin at the right.

    `named` are the signals' words with the point each hangs over and its row in the lane (0 is the lowest); `beside` the names
    of the lines at the right, with the height in the field each would like to stand at.
    """

    x: Scale
    y: Scale
    dates: tuple[Mark, ...]
    hours: tuple[Mark, ...]
    named: tuple[tuple[Box, str, int], ...]
    beside: tuple[tuple[Box, str, float], ...]
    steps: tuple[tuple[float, float, float], ...]
    lane: float
    left_out: int


def lay_out(chart: XmR, size: Size, wide: Wide, zone: ZoneInfo) -> Sheet:
    """The whole chart for this room."""
    low, high = span(chart)
    x = Scale(-0.6, max(1, chart.n) - 0.4, 0.0, size.width - 1)
    y = Scale(low, high, size.height - 1, 0.0)
    named, left_out = _named(chart, x, size, wide)
    rows = 1 + max((round((0.0 - box.bottom) / size.line) for box, _, _ in named), default=-1)
    return Sheet(
        x, y, dates(chart, size.width, zone), hours(low, high, size.height), named, beside(chart, y, size, wide),
        steps(chart, x, y), rows * size.line + (4.0 if rows else 0.0), left_out,
    )  # fmt: skip


def span(chart: XmR) -> tuple[float, float]:
    """The hours in sight: every point, both limits, and the promise."""
    known = [each.hours for each in chart.points] + [each.promise_h for each in chart.points]
    known = [each for each in (*known, chart.low, chart.high) if isfinite(each)]
    if not known:
        return 0.0, 24.0
    pad = max(0.5, 0.06 * (max(known) - min(known)))
    return min(known) - pad, max(known) + pad


def hours(low: float, high: float, height: float) -> tuple[Mark, ...]:
    """Marks of the hours; whole days lead."""
    wish = (high - low) / max(2.0, height / 34.0)
    step = next((each for each in HOUR_STEPS if each >= wish), HOUR_STEPS[-1] * ceil(wish / HOUR_STEPS[-1]))
    at = [k * step for k in range(ceil(low / step), floor(high / step) + 1)]
    return tuple(Mark(each, f"{each:g} h", each % 24 == 0) for each in at)


def dates(chart: XmR, width: float, zone: ZoneInfo) -> tuple[Mark, ...]:
    """Under every few points the site's day on which its batch ended; the axis counts batches, not days."""
    every = max(1, ceil(chart.n * DATE_PX / max(1.0, width)))
    found = []
    for index in range(0, chart.n, every):
        local = chart.points[index].at.astimezone(zone)
        found.append(Mark(float(index), f"{local.day} {local:%b}"))
    return tuple(found)


def lines(chart: XmR) -> tuple[tuple[str, float], ...]:
    """The lines of the chart with their names, the promise's last step among them."""
    found = []
    if chart.enough:
        found = [("upper limit", chart.high), ("mean", chart.mean), ("lower limit", chart.low)]
    gave = [each.promise_h for each in chart.points if isfinite(each.promise_h)]
    if gave:
        found.append(("promise", gave[-1]))
    return tuple((f"{name} {at:.1f} h", at) for name, at in found)


def beside(chart: XmR, y: Scale, size: Size, wide: Wide) -> tuple[tuple[Box, str, float], ...]:
    """The names of the lines beside the field, each as near to its line as the others allow; none where there is no room."""
    named = lines(chart)
    wished = [y.px(at) for _, at in named]
    centres = spread(wished, [size.line] * len(named), 0.0, size.height)
    if centres is None:
        return ()
    return tuple(
        (Box(8.0, centre - size.line / 2, wide(words), size.line), words, wish)
        for (words, _), centre, wish in zip(named, centres, wished, strict=True)
    )


def steps(chart: XmR, x: Scale, y: Scale) -> tuple[tuple[float, float, float], ...]:
    """The promise of each batch as a level stroke as wide as its place (from, to, height); equal neighbours are one stroke."""
    found: list[tuple[float, float, float]] = []
    for index, point in enumerate(chart.points):
        if not isfinite(point.promise_h):
            continue
        left, right, level = x.px(index - 0.5), x.px(index + 0.5), round(y.px(point.promise_h), 1)
        if found and found[-1][1:] == (left, level):
            left = found.pop()[0]
        found.append((left, right, level))
    return tuple(found)


def told(chart: XmR) -> tuple[tuple[int, str], ...]:
    """The words over each point that has a signal, all its signals in one breath, with the batch they are about."""
    found: dict[int, list[str]] = {}
    for signal in chart.signals:
        found.setdefault(signal.index, []).append(signal.words)
    return tuple((index, f"{chart.points[index].batch}: {', '.join(words)}") for index, words in sorted(found.items()))


def _named(chart: XmR, x: Scale, size: Size, wide: Wide) -> tuple[tuple[tuple[Box, str, int], ...], int]:
    words = told(chart)
    anchors = [x.px(index) for index, _ in words]
    widths = [wide(each) + 4 for _, each in words]
    places = pack_best(anchors, widths, _urgency(chart, [index for index, _ in words]), 0.0, size.width, size.lanes, MOST_SIGNALS)
    named = [
        (Box(place[1], -(place[0] + 1) * size.line, width, size.line), text, index)
        for (index, text), width, place in zip(words, widths, places, strict=True)
        if place is not None
    ]
    return tuple(named), len(words) - len(named)


def _urgency(chart: XmR, indices: Sequence[int]) -> list[int]:
    """What lies beyond a limit is named before runs, the newest first."""
    beyond = {each.index for each in chart.signals if each.rule == "beyond"}
    return sorted(range(len(indices)), key=lambda k: (indices[k] not in beyond, -indices[k]))
