"""The time axis: days above, hours below, in the site's clock, with the 23- and the 25-hour night shown as they are."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

from console.view.board.window import TimeWindow
from console.view.zoned_ticks import day_label, offset_text, ticks

HOUR_PX = 62
"""Least distance between two hour labels."""
CHANGE_PX = 96
"""The same where a label carries its offset."""


@dataclass(frozen=True, slots=True)
class Hour:
    """A mark of the axis; `label` is empty where two would touch, `leads` at a day's first instant."""

    at: float
    label: str
    leads: bool


@dataclass(frozen=True, slots=True)
class Day:
    """One local day within the window: its first and last instant in sight, its name, and its length in hours."""

    start: float
    end: float
    label: str
    hours: float

    @property
    def text(self) -> str:
        """The day, and how long it is when that is not twenty-four hours."""
        return self.label if self.hours == 24 else f"{self.label} · {self.hours:g} h day"


@dataclass(frozen=True, slots=True)
class Axis:
    """Everything written along the top."""

    days: tuple[Day, ...]
    hours: tuple[Hour, ...]
    zone: str


@lru_cache(maxsize=32)
def axis(window: TimeWindow, width: int, zone: ZoneInfo) -> Axis:
    """The axis of a window across so many pixels."""
    target = max(2, width // HOUR_PX)
    marks = ticks(window.start, window.end, zone, target)
    hours: list[Hour] = []
    free = float("-inf")
    for mark in marks:
        label = mark.label if ":" in mark.label else ""
        x = window.x(mark.at_s, width)
        if x < free:
            label = ""
        if label:
            free = x + (CHANGE_PX if len(label) > 5 else HOUR_PX * 0.8)
        hours.append(Hour(mark.at_s, label, ":" not in mark.label))
    return Axis(_days(window, width, zone), tuple(hours), zone_text(window.start, window.end, zone))


def _days(window: TimeWindow, width: int, zone: ZoneInfo) -> tuple[Day, ...]:
    step = max(1, -(-round(window.span / 86_400 * 78) // max(1, width)))
    first = _local(window.start, zone).date()
    first -= timedelta(days=(first.toordinal() - 1) % step)
    days = []
    while (start := _midnight(first, zone)) < window.end:
        later = first + timedelta(days=step)
        end = _midnight(later, zone)
        hours = (end - start) / 3600 if step == 1 else 24.0
        if end > window.start:
            days.append(Day(max(start, window.start), min(end, window.end), day_label(first), hours))
        first = later
    return tuple(days)


def zone_text(start: float, end: float, zone: ZoneInfo) -> str:
    """The zone of the axis in words: EST −05:00, or both clocks when the window sees the change."""
    seen: list[str] = []
    for at in (start, end):
        moment = _local(at, zone)
        text = zone_name(moment)
        if text not in seen:
            seen.append(text)
    return " → ".join(seen)


def zone_name(moment: datetime) -> str:
    """The short name of an aware local time's zone with its offset, the offset alone where it has no name."""
    name, offset = moment.tzname() or "", offset_text(moment)
    return f"{name} {offset}" if name.isalpha() else f"UTC{offset}"


def stamp(at: float, zone: ZoneInfo, *, day: bool = True) -> str:
    """An instant in the site's clock: Sun 22 Nov 14:05 EST; on the repeated hour the zone's name tells which."""
    moment = _local(at, zone)
    name = moment.tzname() or ""
    short = name if name.isalpha() else offset_text(moment)
    clock = f"{moment:%H:%M} {short}"
    return f"{day_label(moment.date())} {clock}" if day else clock


def clock(at: float, zone: ZoneInfo) -> str:
    """The site's clock at an instant: 14:05, with the offset in the hour that comes twice."""
    moment = _local(at, zone)
    twice = moment.replace(fold=0).utcoffset() != moment.replace(fold=1).utcoffset()
    return f"{moment:%H:%M}{offset_text(moment)}" if twice else f"{moment:%H:%M}"


def span_text(start: float, end: float, zone: ZoneInfo) -> str:
    """A stretch of days: 3 Aug – 14 Dec."""
    first, last = (day_label(_local(at, zone).date()).split(" ", 1)[1] for at in (start, end))
    return first if first == last else f"{first} – {last}"


def lasting(seconds: float) -> str:
    """A length of time as people say it: 45 min, 3 h 20 min, 2 d 4 h."""
    minutes = round(abs(seconds) / 60)
    if minutes < 60:
        return f"{minutes} min"
    hours, minutes = divmod(minutes, 60)
    if hours < 24:
        return f"{hours} h {minutes} min" if minutes else f"{hours} h"
    days, hours = divmod(hours, 24)
    return f"{days} d {hours} h" if hours else f"{days} d"


def _local(at: float, zone: ZoneInfo) -> datetime:
    return datetime.fromtimestamp(int(at // 1), UTC).astimezone(zone)


def _midnight(day: date, zone: ZoneInfo) -> float:
    return datetime(day.year, day.month, day.day, tzinfo=zone).timestamp()
