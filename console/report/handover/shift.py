"""Shifts in site time: when the one that runs ends, and when the one that comes does."""

from __future__ import annotations

from datetime import datetime, time, timedelta, tzinfo

from console.domain.facility import Facility

USUAL = timedelta(hours=12)
"""How long a shift is taken to be where the site states none."""

NEAR = timedelta(hours=2)
"""A shift that ends within this is going: a handover is for the one after it."""


def shift_end(facility: Facility | None, now: datetime, zone: tzinfo) -> datetime:
    """When the shift ends that a handover at this instant is for, in UTC-comparable aware time.

    Before its end it is the shift after the running one; early in a shift (a handover signed late) it is the running one's.
    """
    ends = _ends(facility, now, zone)
    later = [end for end in ends if end > now + NEAR]
    return later[0] if later else now + USUAL


def _ends(facility: Facility | None, now: datetime, zone: tzinfo) -> list[datetime]:
    """The ends of all shifts of the coming three days, in order; midnight belongs to the day after."""
    found = []
    today = now.astimezone(zone).date()
    for shift in facility.shifts if facility else ():
        for ahead in range(-1, 4):
            day = today + timedelta(days=ahead)
            if day.isoweekday() in shift.days:
                last = day + timedelta(days=int(shift.end <= shift.start and shift.end != time(0)))
                last += timedelta(days=int(shift.end == time(0)))
                found.append(datetime.combine(last, shift.end, zone))
    return sorted(found)
