"""Rooms, instruments and desks, clinics and their appointments, and handovers, as they are found."""

from __future__ import annotations

from console.domain.blanks import Blank
from console.domain.facility import Clinic, Desk, Instrument, LaneKind, Room
from console.domain.floor import Appointment, InstrumentNow, RoomNow, RoomOut
from console.domain.handover import Handover
from console.view.rooms import state_word
from console.view.search.seen import Seen
from console.view.search.things import Kind, Thing, Where, thing


def room_thing(seen: Seen, room: Room, now: RoomNow) -> Thing:
    """A room: its grade, how it stands, and whose batches are in it."""
    inside = ", ".join(station.batch for station in now.stations.values() if station.batch)
    told = [
        room.title,
        f"grade {room.grade}",
        state_word(now),
        f"because {now.out_reason}" if now.out is not RoomOut.NO and now.out_reason else "",
        f"expected back {seen.at(now.out_until)}" if now.out is not RoomOut.NO and now.out_until else "",
        inside,
    ]
    line = " · ".join(part for part in told if part)
    return thing(Kind.PLACE, room.id, line, Where("board", about=f"room:{room.id}"), names=room.aliases)


def instrument_thing(seen: Seen, instrument: Instrument, now: InstrumentNow) -> Thing:
    """An instrument: where it stands, and whose cells it holds."""
    out = f"out: {now.out_reason}" if now.out_reason else ""
    held = f"holds {now.batch}" + (f" since {seen.at(now.since)}" if now.since else "") if now.batch else "free"
    told = [instrument.title, instrument.kind, f"in {instrument.room}", out or held]
    line = " · ".join(part for part in told if part)
    return thing(Kind.PLACE, instrument.id, line, Where("board", about=f"instrument:{instrument.id}"), word="instrument")


def desk_thing(seen: Seen, desk: Desk) -> Thing:
    """A lane of work outside the cleanrooms."""
    return thing(Kind.PLACE, desk.id, desk.title, Where("board", about=f"lane:{desk.id}"), word="desk", names=desk.aliases)


def clinic_thing(seen: Seen, clinic: Clinic) -> Thing:
    """A clinic: where it is, in time, and when somebody sits at the bedside."""
    line = f"{clinic.title} · {clinic.zone} · {clinic.opens:%H:%M} to {clinic.closes:%H:%M}"
    desk = seen.floor.facility.desk(LaneKind.CLINIC) if seen.floor.facility else None
    return thing(Kind.APPOINTMENT, clinic.id, line, Where("board", about=f"lane:{desk.id}" if desk else ""), word="clinic")


def appointment_thing(seen: Seen, appointment: Appointment) -> Thing:
    """A clinic slot: what for, when, where, and whose batch it is for."""
    told = [
        appointment.kind.value,
        seen.at(appointment.slot_at),
        appointment.clinic,
        f"for {appointment.batch}" if appointment.batch else "",
        "given back" if appointment.cancelled else "",
    ]
    line = " · ".join(part for part in told if part)
    where = Where("batch", appointment.batch) if appointment.batch else Where("board")
    return thing(Kind.APPOINTMENT, appointment.id, line, where)


def sheet_thing(seen: Seen, sheet: Blank) -> Thing:
    """A numbered sheet: of which room and hours, how it stands, who gave it out, and whose steps it carries."""
    told = [
        sheet.room,
        f"{seen.at(sheet.from_at)} to {seen.at(sheet.until_at)}",
        sheet.state.value,
        f"issued by {seen.name(sheet.issued_by)}",
        ", ".join(dict.fromkeys(line.batch for line in sheet.lines)),
    ]
    line = " · ".join(part for part in told if part)
    return thing(Kind.SHEET, sheet.number, line, Where("blanks", sheet=sheet.number), also=(sheet.reason,))


def handover_thing(seen: Seen, handover: Handover) -> Thing:
    """A handover: by whom, when, and whether somebody has accepted it."""
    given = f"given {seen.at(handover.given_at)}" if handover.given_at else "the giver's signature is missing"
    taken = f"{'taken' if handover.taken else 'accepted'} by {seen.name(handover.taker)}" if handover.taker else "not accepted yet"
    line = f"{seen.name(handover.giver)} · {given} · {taken}"
    return thing(Kind.HANDOVER, handover.id, line, Where("handover"), also=(handover.must_know,))
