"""Where an axis of time is marked, in the clock of a named zone, on change nights too."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from math import floor
from zoneinfo import ZoneInfo

MINUTE_STEPS = (5, 15, 30, 60, 120, 180, 360, 720)
DAY_STEPS = (1, 2, 7, 14, 28, 91, 364)
MINUTES_A_DAY = 1440
DAY_S = 86_400


@dataclass(frozen=True, slots=True)
class Tick:
    """One mark: the instant in seconds since 1970-01-01 UTC, what to write there, and whether it leads."""

    at_s: float
    label: str
    major: bool


def ticks(start_s: float, end_s: float, zone: ZoneInfo, target: int) -> list[Tick]:
    """Marks at round local times between two instants (seconds UTC), about `target` of them at most.

    A local hour that does not exist is left out; one that comes twice is marked twice, with its offset.
    """
    if not start_s < end_s or target < 1:
        return []
    minutes = next((m for m in MINUTE_STEPS if (end_s - start_s) / (m * 60) <= target), None)
    marks = _days(start_s, end_s, zone, target) if minutes is None else _hours(start_s, end_s, zone, minutes)
    return sorted((mark for mark in marks if start_s <= mark.at_s <= end_s), key=lambda mark: mark.at_s)


def offset_text(moment: datetime) -> str:
    """The offset of an aware local time from UTC as people write it: +05:30, −04:00."""
    minutes = round((moment.utcoffset() or timedelta()).total_seconds() / 60)
    hours, rest = divmod(abs(minutes), 60)
    return f"{'−' if minutes < 0 else '+'}{hours:02d}:{rest:02d}"


def day_label(day: date) -> str:
    """A day with its weekday, in words that do not depend on the machine's language: Mon 23 Nov."""
    return f"{_WEEKDAYS[day.weekday()]} {day.day} {_MONTHS[day.month - 1]}"


_WEEKDAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def _hours(start_s: float, end_s: float, zone: ZoneInfo, minutes: int) -> Iterator[Tick]:
    day, last = _local_day(start_s, zone), _local_day(end_s, zone)
    while day <= last:
        yield _midnight(day, zone)
        for minute in range(minutes, MINUTES_A_DAY, minutes):
            yield from _wall(day, minute, zone)
        day += timedelta(days=1)


def _wall(day: date, minute: int, zone: ZoneInfo) -> Iterator[Tick]:
    """The instants (none, one or two) at which the local clock shows this minute of this day."""
    first = datetime(day.year, day.month, day.day, minute // 60, minute % 60, tzinfo=zone)
    second = first.replace(fold=1)
    label = f"{minute // 60:02d}:{minute % 60:02d}"
    if first.utcoffset() == second.utcoffset():
        yield Tick(first.timestamp(), label, False)
    elif first.timestamp() < second.timestamp():
        yield Tick(first.timestamp(), f"{label} {offset_text(first)}", False)
        yield Tick(second.timestamp(), f"{label} {offset_text(second)}", False)


def _days(start_s: float, end_s: float, zone: ZoneInfo, target: int) -> Iterator[Tick]:
    span = (end_s - start_s) / DAY_S
    step = next((d for d in DAY_STEPS if span / d <= target), DAY_STEPS[-1])
    while span / step > target:
        step *= 2
    first = _local_day(start_s, zone)
    # Ordinal 1 is a Monday, so multiples of seven plus one keep weeks on Mondays wherever the view begins.
    ordinal = first.toordinal() - (first.toordinal() - 1) % step
    last = _local_day(end_s, zone).toordinal()
    while ordinal <= last:
        if ordinal >= 1:
            yield _midnight(date.fromordinal(ordinal), zone, leads=step >= 7 or ordinal % 7 == 1)
        ordinal += step


def _midnight(day: date, zone: ZoneInfo, leads: bool = True) -> Tick:
    # Where midnight itself is skipped this is the day's first instant.
    return Tick(datetime(day.year, day.month, day.day, tzinfo=zone).timestamp(), day_label(day), leads)


def _local_day(at_s: float, zone: ZoneInfo) -> date:
    return datetime.fromtimestamp(floor(at_s), UTC).astimezone(zone).date()
