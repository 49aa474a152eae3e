"""When a step may start by other people's clocks: the clinic's slots, its bedside day, and the hour at which lots begin."""

from __future__ import annotations

from datetime import time, tzinfo

from console.domain.batch import Batch
from console.domain.facility import Clinic
from console.domain.floor import AppointmentKind, Floor
from console.planning.floor.calendar import MIDNIGHT, Calendar
from console.planning.problem import Span

COLLECTION = (time(8), time(12))
"""Between which clock times, in the clinic's zone, a collection may start on a weekday while it has no slot."""

FRIDAY = 5

Windows = tuple[Span, ...] | None


def collection_starts(floor: Floor, batch: Batch, clinic: Clinic, zone: tzinfo, calendar: Calendar, told: int | None) -> Windows:
    """The slot the clinic gave; without one, weekday mornings and what it is told now. A slot that has passed is any time now."""
    slot = _slot(floor, batch, AppointmentKind.APHERESIS, calendar)
    if slot is not None:
        return ((slot, slot + 1),) if slot >= calendar.now else None
    days = zip(calendar.dates(), *(calendar.clocks(at, 0, zone) for at in COLLECTION), strict=True)
    return _with([(first, last + 1) for day, first, last in days if day.isoweekday() <= FRIDAY], told, calendar)


def bedside_starts(floor: Floor, batch: Batch, clinic: Clinic, zone: tzinfo, calendar: Calendar, told: int | None) -> Windows:
    """The clinic's days between its first and its last bedside start, from the patient's slot on where there is one."""
    slot = _slot(floor, batch, AppointmentKind.INFUSION, calendar) or 0
    opens = calendar.clocks(clinic.opens, 0, zone)
    closes = calendar.clocks(clinic.closes, int(clinic.closes <= clinic.opens), zone)
    return tuple((max(first, slot), last + 1) for first, last in zip(opens, closes, strict=True) if last >= slot)


def lot_starts(clock: time, calendar: Calendar, told: int | None) -> Windows:
    """From its clock to midnight, on any day; and when it is told to start now."""
    return _with(list(zip(calendar.clocks(clock), calendar.clocks(MIDNIGHT, 1), strict=True)), told, calendar)


def _slot(floor: Floor, batch: Batch, kind: AppointmentKind, calendar: Calendar) -> int | None:
    slots = [
        calendar.slot(a.slot_at) for a in floor.appointments.values() if a.batch == batch.id and a.kind is kind and not a.cancelled
    ]
    return max(slots, default=None)


def _with(windows: list[Span], told: int | None, calendar: Calendar) -> Windows:
    """The windows and what is told now; None (any time) once that has passed: whoever is late begins when they can."""
    if told is None:
        return tuple(windows)
    if told < calendar.now:
        return None
    inside = any(start <= told < end for start, end in windows)
    return tuple(windows) if inside else tuple(sorted([*windows, (told, told + 1)]))
