"""Walking the board by keyboard: along a station, and up or down to what lies nearest in time."""

from __future__ import annotations

from dataclasses import dataclass

from console.view.board.columns import Bars
from console.view.board.lanes import Group, Layout, Row


@dataclass(frozen=True, slots=True)
class Spot:
    """Where the keyboard stands: on a bar, or on the title of a group."""

    bar: int | None = None
    group: Group | None = None


NOWHERE = Spot()


def along(bars: Bars, layout: Layout, bar: int, step: int) -> int:
    """The bar that many places later (earlier below 0) on the same line; the last one stays."""
    line = _line(bars, layout, bar)
    return line[min(max(line.index(bar) + step, 0), len(line) - 1)]


def end_of(bars: Bars, layout: Layout, bar: int, *, last: bool) -> int:
    """The last bar of the line, or its first."""
    line = _line(bars, layout, bar)
    return line[-1] if last else line[0]


def across(bars: Bars, layout: Layout, spot: Spot, moment: float, step: int) -> Spot:
    """The next line below (step 1) or above (-1) that has a bar, or the title of a group: nearest to the moment."""
    stops = _stops(bars, layout)
    if not stops:
        return spot
    here = next((n for n, stop in enumerate(stops) if _is(bars, stop, spot)), None)
    if here is None:
        return _nearest(bars, stops[0 if step > 0 else -1], moment)
    return _nearest(bars, stops[min(max(here + step, 0), len(stops) - 1)], moment)


def first(bars: Bars, layout: Layout, moment: float) -> Spot:
    """Where the keyboard enters the board: the topmost line, nearest to the moment."""
    stops = _stops(bars, layout)
    return _nearest(bars, stops[0], moment) if stops else Spot()


Stop = tuple[Row, tuple[int, ...]]


def _stops(bars: Bars, layout: Layout) -> list[Stop]:
    stops: list[Stop] = []
    for row in layout.rows:
        if row.lane is None:
            stops.append((row, ()))
            continue
        stops += [(row, s.tracks) for s in row.strips if any(_count(bars, track) for track in s.tracks)]
    return stops


def _count(bars: Bars, track: int) -> int:
    return bars.offsets[track + 1] - bars.offsets[track]


def _is(bars: Bars, stop: Stop, spot: Spot) -> bool:
    row, tracks = stop
    if spot.bar is None:
        return spot.group is not None and row.lane is None and row.group is spot.group
    track = bars.value(spot.bar, "track")
    return track in tracks or (row.lane is None and any(track in strip.tracks for strip in row.strips))


def _nearest(bars: Bars, stop: Stop, moment: float) -> Spot:
    row, tracks = stop
    if row.lane is None:
        return Spot(group=row.group)
    near = [i for track in tracks if (i := nearest(bars, track, moment)) is not None]
    return Spot(bar=min(near, key=lambda i: (distance(bars, i, moment), i)))


def nearest(bars: Bars, track: int, moment: float) -> int | None:
    """The bar of a track that covers the moment or lies closest to it."""
    covering = bars.at(track, moment)
    if covering is not None:
        return covering
    first_bar, last_bar = bars.offsets[track], bars.offsets[track + 1]
    low, _ = bars.slice(track, moment, moment + 1)
    near = [i for i in (low - 1, low) if first_bar <= i < last_bar]
    return min(near, key=lambda i: (distance(bars, i, moment), i), default=None)


def on_row(bars: Bars, row: Row, moment: float) -> int | None:
    """The bar of a row that covers the moment or lies closest to it, whichever of its stations it lies on."""
    found = [bar for strip in row.strips for track in strip.tracks if (bar := nearest(bars, track, moment)) is not None]
    return min(found, key=lambda bar: (distance(bars, bar, moment), bar), default=None)


def distance(bars: Bars, i: int, moment: float) -> float:
    """Seconds between a bar and a moment, 0 inside it."""
    return max(bars.value(i, "start") - moment, moment - bars.value(i, "end"), 0.0)


def _line(bars: Bars, layout: Layout, bar: int) -> list[int]:
    strip = layout.strip_of(bars.value(bar, "track"))
    tracks = strip.tracks if strip else (bars.value(bar, "track"),)
    line = [i for track in tracks for i in range(bars.offsets[track], bars.offsets[track + 1])]
    if len(tracks) > 1:
        line.sort(key=lambda i: (bars.value(i, "start"), i))
    return line
