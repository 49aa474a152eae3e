"""Shifts in site time: when the one that runs ends, when the one that comes does, and who is rostered for it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, time, timedelta, tzinfo

from console.domain.facility import Facility, Person

USUAL = timedelta(hours=12)
"""How long a shift is taken to be where the site states none."""

NEAR = timedelta(hours=2)
"""A shift that ends within this is going: a handover is for the one after it."""


@dataclass(frozen=True, slots=True)
class Turn:
    """One shift on one day: its ids, because shifts may share their hours, and when it begins and ends."""

    ids: frozenset[str]
    start: datetime
    end: datetime

    def has(self, person: Person) -> bool:
        """Whether this person is rostered for it."""
        return person.shift in self.ids


def coming(facility: Facility | None, now: datetime, zone: tzinfo) -> Turn:
    """The shift that a handover at this instant is for, in aware time.

    Before its end it is the shift after the running one; early in a shift (a handover signed late) it is the running one.
    """
    later = [turn for turn in _turns(facility, now, zone) if turn.end > now + NEAR]
    return later[0] if later else Turn(frozenset(), now, now + USUAL)


def short(at: datetime, zone: tzinfo) -> str:
    """An instant in site time as people say it: Tue 24 Nov 14:30."""
    local = at.astimezone(zone)
    return f"{local:%a} {local.day} {local:%b %H:%M}"


def last_ends(facility: Facility | None, now: datetime, zone: tzinfo) -> dict[str, datetime]:
    """By shift, when it last ended before an instant; those that run now are not there."""
    turns = _turns(facility, now, zone, apart=True)
    running = {shift for turn in turns if turn.start <= now < turn.end for shift in turn.ids}
    return {shift: turn.end for turn in turns if turn.end <= now for shift in turn.ids if shift not in running}


def _turns(facility: Facility | None, now: datetime, zone: tzinfo, *, apart: bool = False) -> list[Turn]:
    """The shifts of the days around an instant by their ends; those that end together are one; midnight is of the day after."""
    found: dict[tuple[datetime, str], Turn] = {}
    today = now.astimezone(zone).date()
    for shift in facility.shifts if facility else ():
        for ahead in range(-3, 4):
            day = today + timedelta(days=ahead)
            if day.isoweekday() in shift.days:
                last = day + timedelta(days=int(shift.end <= shift.start and shift.end != time(0)))
                last += timedelta(days=int(shift.end == time(0)))
                start, end = datetime.combine(day, shift.start, zone), datetime.combine(last, shift.end, zone)
                key = (end, shift.id if apart else "")
                held = found.get(key)
                ids = (held.ids if held else frozenset()) | {shift.id}
                found[key] = Turn(ids, min(start, held.start) if held else start, end)
    return [found[key] for key in sorted(found)]
