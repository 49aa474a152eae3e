"""Where the figures of a programme stand: words at the left, and each unit's own axis under its rows at the right."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from math import isfinite

from console.view.charts.axes import Mark, Scale, days
from console.view.charts.programme_words import Line, Unit

Wide = Callable[[str], float]
"""How wide these words are, in pixels."""
AXIS_PX, EDGE_PX = 20.0, 14.0
LEAST_FIELD, MOST_FIELD = 90.0, 300.0
SHARES = tuple(Mark(float(share), f"{share} %", share in (0, 100)) for share in (0, 50, 100))


@dataclass(frozen=True, slots=True)
class Row:
    """One row: its upper edge and how high it is, in pixels."""

    top: float
    high: float


@dataclass(frozen=True)
class Sheet:
    """The rows in their order, the pixel at which the axes begin, and each unit's axis: scale, marks, upper and lower edge."""

    rows: tuple[Row, ...]
    left: float
    axes: Mapping[Unit, tuple[Scale, tuple[Mark, ...], float, float]]


def lay_out(lines: Sequence[Line], width: float, height: float, wide: Wide) -> Sheet:
    """Rows of one height; under the last row of each unit its axis. Lines of one unit stand together."""
    units = list(dict.fromkeys(line.unit for line in lines))
    field = min(MOST_FIELD, max(LEAST_FIELD, width * 0.34))
    left = width - field
    high = max(0.0, (height - AXIS_PX * len(units)) / max(1, len(lines)))
    rows: list[Row] = []
    axes: dict[Unit, tuple[Scale, tuple[Mark, ...], float, float]] = {}
    top = 0.0
    for unit in units:
        first = top
        for _ in [line for line in lines if line.unit is unit]:
            rows.append(Row(top, high))
            top += high
        low, end, marks = _scale(unit, [line for line in lines if line.unit is unit], field)
        axes[unit] = (Scale(low, end, left, width - EDGE_PX), marks, first, top)
        top += AXIS_PX
    return Sheet(tuple(rows), left, axes)


def _scale(unit: Unit, lines: Sequence[Line], room: float) -> tuple[float, float, tuple[Mark, ...]]:
    if unit is Unit.PERCENT:
        return 0.0, 100.0, SHARES
    known = [each for line in lines for each in (line.at, line.low, line.high, line.promise) if isfinite(each)]
    if not known:
        return 0.0, 1.0, ()
    pad = max(0.1, 0.08 * (max(known) - min(known)))
    low, high = min(known) - pad, max(known) + pad
    return low, high, tuple(days(low, high, max(2, int(room / 55))))
