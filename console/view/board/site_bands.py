"""The site's own hours on the board: shifts, rooms and instruments that are out, and the night of a clinic."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta, tzinfo

from console.domain.facility import Clinic, Facility, LaneKind, Shift
from console.domain.floor import Floor, RoomOut
from console.domain.promise import Zones
from console.view.board.picture import Band, Closed
from console.view.board.window import LATEST

REACH_D = 95
"""Shifts are drawn so many days before and after now: further than one can zoom."""


def shift_bands(facility: Facility, now: datetime, zone: tzinfo) -> tuple[Band, ...]:
    """Every shift near the present, in the order in which they begin; on a change night as long as it truly is."""
    today = now.astimezone(zone).date()
    days = [today + timedelta(days=n) for n in range(-REACH_D, REACH_D + 1)]
    found = [_band(shift, day, zone) for day in days for shift in facility.shifts if day.isoweekday() in shift.days]
    return tuple(sorted(found, key=lambda band: (band.start, band.end)))


def _band(shift: Shift, day: date, zone: tzinfo) -> Band:
    last = day if shift.end > shift.start else day + timedelta(days=1)
    return Band(_local(day, shift.start, zone), _local(last, shift.end, zone), shift.title)


def _back(expected: datetime | None, now: datetime) -> int:
    """When it is expected back; what should be back and is not may stay out for ever."""
    return int(LATEST) if expected is None or expected <= now else int(expected.timestamp())


def closed_times(floor: Floor, now: datetime, zones: Zones) -> tuple[Closed, ...]:
    """When nobody may work where; what is out stays out until it is expected back, or somebody says otherwise."""
    found = [
        Closed(room.id, int(room.out_since.timestamp()), _back(room.out_until, now), room.out_reason)
        for room in floor.rooms.values()
        if room.out is not RoomOut.NO and room.out_since is not None
    ]
    found += [
        Closed(instrument.id, int(instrument.out_since.timestamp()), _back(instrument.out_until, now), instrument.out_reason)
        for instrument in floor.instruments.values()
        if instrument.out_reason and instrument.out_since is not None
    ]
    return (*found, *_nights(floor.facility, now, zones)) if floor.facility else tuple(found)


def _nights(facility: Facility, now: datetime, zones: Zones) -> Iterator[Closed]:
    """The clinics' night, when all clinics that share the lane keep the same hours."""
    desk = facility.desk(LaneKind.CLINIC)
    hours = {(clinic.zone, clinic.opens, clinic.closes) for clinic in facility.clinics}
    if desk is None or len(hours) != 1:
        return
    clinic: Clinic = facility.clinics[0]
    zone = zones(clinic.zone)
    today = now.astimezone(zone).date()
    for n in range(-REACH_D, REACH_D):
        day = today + timedelta(days=n)
        opens = _local(day + timedelta(days=1), clinic.opens, zone)
        yield Closed(desk.id, _local(day, clinic.closes, zone), opens, "no bedside start at night")


def _local(day: date, at: time, zone: tzinfo) -> int:
    return int(datetime.combine(day, at, zone).astimezone(UTC).timestamp())
