"""Where replay goes from an instant: an hour, a shift or a day away in the site's clock, and what day an instant lies in."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

from console.domain.facility import Facility

HOUR = timedelta(hours=1)
SHIFT = timedelta(hours=12)
"""A shift's length where the site states none."""


def hour_away(at: datetime, count: int) -> datetime:
    """So many hours later (earlier below 0), as time passes: in the night of 25 hours there is one more."""
    return at + count * HOUR


def day_away(at: datetime, count: int, zone: ZoneInfo) -> datetime:
    """The same wall clock so many days later; where that clock does not exist, as much later as the clocks went forward."""
    local = at.astimezone(zone)
    wall = datetime.combine(local.date() + timedelta(days=count), local.time(), zone)
    return wall.replace(fold=local.fold).astimezone(UTC)


def shift_away(at: datetime, count: int, zone: ZoneInfo, facility: Facility | None) -> datetime:
    """The next (above 0) or last (below 0) instant at which a shift begins; half a day away where the site has no shifts."""
    begins = _begins(at, zone, facility)
    later, earlier = [b for b in begins if b > at], [b for b in begins if b < at]
    if count > 0:
        return later[0] if later else at + SHIFT
    return earlier[-1] if earlier else at - SHIFT


def day_of(at: datetime, zone: ZoneInfo) -> tuple[datetime, datetime]:
    """The first instant of the site's day at an instant, and of the day after: 23, 24 or 25 hours apart."""
    day = at.astimezone(zone).date()
    first, last = (datetime.combine(d, time(), zone).astimezone(UTC) for d in (day, day + timedelta(days=1)))
    return first, last


def within(at: datetime, first: datetime, last: datetime) -> datetime:
    """The instant, or the end of the record it lies beyond."""
    return min(max(at, first), last)


def _begins(at: datetime, zone: ZoneInfo, facility: Facility | None) -> list[datetime]:
    """When shifts begin, from eight days before to eight after: some sites rest over a weekend."""
    today = at.astimezone(zone).date()
    found = set()
    for shift in facility.shifts if facility else ():
        for ahead in range(-8, 9):
            day = today + timedelta(days=ahead)
            if day.isoweekday() in shift.days:
                found.add(datetime.combine(day, shift.start, zone).astimezone(UTC))
    return sorted(found)
