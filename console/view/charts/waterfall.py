"""Why the forecast of one batch moved: where it stood, what moved it by how much, and where it stands, row by row."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from math import inf
from zoneinfo import ZoneInfo

from console.forecast.explained import Part, Waterfall
from console.view.charts.tables import Table, number
from console.view.charts.words import HOUR_S, hours_from, local_text, near
from console.view.spoken import counted, moment, span

SMALL = timedelta(minutes=10)
"""A part that moved less is told together with the other small ones."""
NOTHING = timedelta(seconds=30)
HOUR = timedelta(hours=1)
OF = {"release": "release", "promise": "the promise's end"}


class Kind(StrEnum):
    """What a row of the waterfall is."""

    BEFORE = "before"
    PART = "part"
    SMALL = "small ones"
    AFTER = "after"


@dataclass(frozen=True, slots=True)
class Bar:
    """One row: its bar from `start_h` to `end_h` (hours from the origin; the same for before and after), and its words."""

    kind: Kind
    title: str
    at: datetime | None
    start_h: float
    end_h: float
    moved: timedelta
    batch: str = ""
    many: int = 1

    @property
    def text(self) -> str:
        """By how much it moved the forecast, in words."""
        return shift_text(self.moved) if self.kind in (Kind.PART, Kind.SMALL) else ""


@dataclass(frozen=True, slots=True)
class Fall:
    """The rows of one waterfall from the forecast that stood to the one that stands; hours count from `origin_s`."""

    told: Waterfall
    origin_s: float
    bars: tuple[Bar, ...]

    @property
    def low(self) -> float:
        """The earliest hour of any bar."""
        return min((min(bar.start_h, bar.end_h) for bar in self.bars), default=0.0)

    @property
    def high(self) -> float:
        """The latest hour of any bar."""
        return max((max(bar.start_h, bar.end_h) for bar in self.bars), default=1.0)


def fall(told: Waterfall, most: int = 12, since: str = "") -> Fall:
    """The waterfall as rows, `most` parts at most (1 or more): the largest keep their own, the others are told together.

    `since` is how the chosen instant is called. Without a forecast at either end there are no rows.
    """
    if told.before is None or told.after is None:
        return Fall(told, 0.0, ())
    origin_s = told.before.timestamp() // HOUR_S * HOUR_S
    at_h = hours_from(origin_s, told.before)
    bars = [Bar(Kind.BEFORE, since or "Forecast then", told.since, at_h, at_h, timedelta())]
    moved = timedelta()
    for kind, part, many in _folded(told.parts, most):
        start, moved = moved, moved + part.moved
        bars.append(
            Bar(kind, part.title, part.at, at_h + start / HOUR, at_h + moved / HOUR, part.moved, part.batch or told.batch, many)
        )
    end_h = hours_from(origin_s, told.after)
    bars.append(Bar(Kind.AFTER, "Forecast now", told.made_at, end_h, end_h, timedelta()))
    return Fall(told, origin_s, tuple(bars))


def _folded(parts: Sequence[Part], most: int) -> list[tuple[Kind, Part, int]]:
    """The parts in the order they happened, small ones and those beyond `most` as one at the end; the sum stays."""
    sized = sorted(range(len(parts)), key=lambda i: (-abs(parts[i].moved), i))
    own = [i for i in sized if abs(parts[i].moved) >= SMALL]
    if len(own) > most or (len(own) == most and len(own) < len(parts)):
        own = own[: max(0, most - 1)]
    rest = [each for i, each in enumerate(parts) if i not in set(own)]
    if len(rest) == 1:
        own, rest = [*own, parts.index(rest[0])], []
    ordered = sorted(own, key=lambda i: (_instant(parts[i]), i))
    found = [(Kind.PART, parts[i], 1) for i in ordered]
    if rest:
        together = sum((each.moved for each in rest), timedelta())
        largest = max(abs(each.moved) for each in rest)
        title = f"{len(rest)} others" if largest >= SMALL else f"{len(rest)} small ones"
        found.append((Kind.SMALL, Part(f"{title} together", together), len(rest)))
    return found


def _instant(part: Part) -> float:
    """When a part happened; what has no instant of its own comes last."""
    return part.at.timestamp() if part.at is not None else inf


def shift_text(moved: timedelta) -> str:
    """A movement in words: 2 h 10 min later, 40 min earlier, unmoved."""
    if abs(moved) < NOTHING:
        return "unmoved"
    return f"{span(abs(moved))} {'later' if moved > timedelta() else 'earlier'}"


def headline(told: Waterfall, now: datetime, zone: ZoneInfo) -> str:
    """The sum in one line: P50 moved +2 h 10 min: from today 14:10 to today 16:20."""
    if told.before is None or told.after is None:
        return told.why_not or "There is no forecast at one of the two instants."
    moved, end = told.after - told.before, near(told.after, now, zone)
    of = "" if told.of == "release" else f" of {OF.get(told.of, told.of)}"
    if abs(moved) < NOTHING:
        return f"P50{of} has not moved: {end}"
    sign = "+" if moved > timedelta() else ""
    return f"P50{of} moved {sign}{span(moved)}: from {near(told.before, now, zone)} to {end}"


def when_text(bar: Bar, now: datetime, zone: ZoneInfo) -> str:
    """When it happened, short: 08:37 of today, else with its day; empty for what has no instant of its own."""
    return near(bar.at, now, zone).removeprefix("today ") if bar.at is not None else ""


def value_text(drawn: Fall, bar: Bar, now: datetime, zone: ZoneInfo) -> str:
    """What stands at the right of a row: the forecast itself in the first and last, the movement in the others."""
    if bar.kind is Kind.BEFORE and drawn.told.before is not None:
        return near(drawn.told.before, now, zone)
    if bar.kind is Kind.AFTER and drawn.told.after is not None:
        return near(drawn.told.after, now, zone)
    return bar.text


def words(drawn: Fall, index: int, now: datetime, zone: ZoneInfo) -> str:
    """One row in words, for the status line and for ears."""
    bar, told = drawn.bars[index], drawn.told
    of = OF.get(told.of, told.of)
    if bar.kind is Kind.BEFORE and told.before is not None:
        return f"{bar.title}, {moment(told.since, now, zone)}: {of} was expected {moment(told.before, now, zone)}."
    if bar.kind is Kind.AFTER and told.after is not None:
        return f"Now, {moment(told.made_at, now, zone)}: {of} is expected {moment(told.after, now, zone)}."
    when = f"{moment(bar.at, now, zone)}: " if bar.at else ""
    whose = f" ({bar.batch})" if bar.batch and bar.batch != told.batch else ""
    return f"{when}{bar.title}{whose}: {bar.text}."


def table(told: Waterfall, zone: ZoneInfo) -> Table:
    """Every part unfolded with its instant, what it moved in hours, and where the forecast stood after it."""
    columns = ("at", "what", "moved h", "P50 after it", "batch", "who", "entries")
    if told.before is None or told.after is None:
        return Table(f"Why {told.batch} moved", columns, ())
    rows = [(local_text(told.since, zone), "forecast then", "", local_text(told.before, zone), told.batch, "", "")]
    stands = told.before
    for part in told.parts:
        stands += part.moved
        rows.append((
            local_text(part.at, zone), part.title, number(part.moved / HOUR, 2), local_text(stands, zone),
            part.batch or told.batch, part.who, str(len(part.entries)),
        ))  # fmt: skip
    rows.append((local_text(told.made_at, zone), "forecast now", "", local_text(told.after, zone), told.batch, "", ""))
    return Table(f"Why {told.batch} moved", columns, tuple(rows), frozenset({2, 6}))


def summary(told: Waterfall) -> str:
    """How much was looked at, in words."""
    entries = sum(len(part.entries) for part in told.parts)
    return f"{counted(len(told.parts), 'part')} from {counted(entries, 'entry', 'entries')}"
