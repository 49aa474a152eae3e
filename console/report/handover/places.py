"""Sections 3 and 4: every room and instrument, what runs there, what comes, what is out and what that holds up."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from console.domain.batch import Batch, Step, StepState
from console.domain.facility import Role
from console.domain.floor import RoomNow, RoomOut, StationState
from console.domain.handover import HandoverPoint, HandoverWords, Sbar, Standing
from console.report.handover.seen import Seen, span

OUT = {RoomOut.OUT_OF_SERVICE: "out of service", RoomOut.EXCURSION_HOLD: "on excursion hold"}
_FREE = (StationState.CLEAN_HOLD, StationState.CLEARED)
MANY = 3
"""So many steps that something holds up are named; the others are counted."""


def rooms_out(seen: Seen) -> Iterator[HandoverPoint]:
    """Rooms that are out, and stations nobody has cleaned."""
    for room in seen.floor.rooms.values():
        subject = f"room:{room.id}"
        if room.out is not RoomOut.NO:
            since = f" since {seen.clock(room.out_since)}" if room.out_since else ""
            words = f"{room.id} is {OUT[room.out]}{since}: {room.out_reason}"
            held = ", ".join(f"station {name} holds {s.batch}" for name, s in room.stations.items() if s.batch)
            sbar = Sbar(
                _back(seen, room.out_until) + (f". {held[:1].upper()}{held[1:]}" if held else ""), _harm(seen, room=room.id)
            )
            yield seen.point(
                3, "out", subject, words, Role.QA, room.out_until, sbar=sbar, do="give the room back, or say until when",
                standing=Standing.BLOCKED,
            )  # fmt: skip
        for name, station in room.stations.items():
            if station.state is StationState.DIRTY and not station.batch:
                since = f" since {seen.clock(station.since)}" if station.since else ""
                words = f"{room.id} station {name} waits to be cleaned{since}"
                sbar = Sbar("", _harm(seen, room=room.id, station=name))
                yield seen.point(3, f"dirty{name}", subject, words, Role.SUPERVISOR, sbar=sbar, do="have it cleaned")


def _back(seen: Seen, until: datetime | None) -> str:
    return f"Expected back {seen.clock(until)}" if until is not None else "Nobody knows until when"


def _harm(seen: Seen, room: str = "", instrument: str = "", station: str = "") -> str:
    """Which steps of the coming shift are planned there, and which deviation stands about it."""
    hurt = []
    for batch in seen.live:
        for step in batch.steps.values():
            at = step.placement
            if step.state is not StepState.PLANNED or at is None or at.start >= seen.until:
                continue
            if (room and at.lane == room and station in ("", at.station)) or (instrument and at.instrument == instrument):
                hurt.append((at.start, f"{batch.id} {seen.title(batch, step.code)} {seen.clock(at.start)}"))
    named = [words for _, words in sorted(hurt)[:MANY]]
    more = f" and {len(hurt) - MANY} more" if len(hurt) > MANY else ""
    words = [f"Holds up: {', '.join(named)}{more}" if hurt else "Nothing of this shift is planned there"]
    open_ = [d.id for d in seen.floor.deviations.values() if room and d.room == room and d.closed_at is None]
    return ". ".join([*words, *([f"Open deviation: {', '.join(open_)}"] if open_ else [])])


def rooms_now(seen: Seen) -> Iterator[HandoverWords]:
    """What is in each room, what comes next there, how old its line clearance is, its flags, and which rooms are eligible."""
    coming = _coming(seen)
    for room in seen.floor.rooms.values():
        subject = f"room:{room.id}"
        for name, station in room.stations.items():
            if station.batch:
                running = _running(seen, station.batch, room.id)
                cleared = station.state is StationState.CLEARED and station.since
                age = f", line cleared {span(seen.now - station.since)} ago" if cleared and station.since else ""
                words = f"{room.id} station {name}: {station.batch}{running}{age}"
                yield HandoverWords(3, words, Standing.RUNS if running else Standing.NONE, f"batch:{station.batch}")
            elif station.state is StationState.CLEARED and station.since:
                yield HandoverWords(3, f"{room.id} station {name}: line cleared {span(seen.now - station.since)} ago, unused")
        flags = [d.id for d in seen.floor.deviations.values() if d.room == room.id and d.closed_at is None]
        if flags and room.out is RoomOut.NO:
            yield HandoverWords(3, f"{room.id}: open deviation {', '.join(flags)}", Standing.NONE, subject)
        if room.id in coming and coming[room.id][0].placement is not None:
            step, batch = coming[room.id]
            at = f" {seen.clock(step.placement.start)}" if step.placement else ""
            words = f"{room.id} next: {batch.id} {seen.title(batch, step.code)}{at}"
            yield HandoverWords(3, words, Standing.NEXT, f"batch:{batch.id}")
    eligible = [room.id for room in seen.floor.rooms.values() if _eligible(room)]
    if eligible:
        yield HandoverWords(3, f"A clean station is free in: {', '.join(eligible)}", Standing.ELIGIBLE)


def _eligible(room: RoomNow) -> bool:
    return room.out is RoomOut.NO and any(not s.batch and s.state in _FREE for s in room.stations.values())


def _running(seen: Seen, batch_id: str, room: str) -> str:
    batch = seen.floor.batches.get(batch_id)
    steps = [s for s in batch.steps.values() if s.state is StepState.RUNNING and s.lane == room] if batch else []
    return "".join(f", {seen.title(batch, s.code)} runs" for s in steps if batch is not None)


def _coming(seen: Seen) -> dict[str, tuple[Step, Batch]]:
    """The first planned step of each room before the coming shift ends."""
    found: dict[str, tuple[Step, Batch]] = {}
    for batch in seen.live:
        for step in batch.steps.values():
            planned = step.placement
            if step.state is not StepState.PLANNED or planned is None or planned.lane not in seen.floor.rooms:
                continue
            first = found.get(planned.lane)
            sooner = first is None or first[0].placement is None or planned.start < first[0].placement.start
            if planned.start < seen.until and sooner:
                found[planned.lane] = (step, batch)
    return found


def instruments_out(seen: Seen) -> Iterator[HandoverPoint]:
    """Instruments that are out of use."""
    for instrument in seen.floor.instruments.values():
        if instrument.out_reason:
            since = f" since {seen.clock(instrument.out_since)}" if instrument.out_since else ""
            words = f"{instrument.id} is out of use{since}: {instrument.out_reason}"
            holds = f". It still holds {instrument.batch}" if instrument.batch else ""
            sbar = Sbar(_back(seen, instrument.out_until) + holds, _harm(seen, instrument=instrument.id))
            yield seen.point(
                4, "out", f"instrument:{instrument.id}", words, Role.QA, instrument.out_until, sbar=sbar,
                do="give it back, or say until when", standing=Standing.BLOCKED,
            )  # fmt: skip


def instruments_now(seen: Seen) -> Iterator[HandoverWords]:
    """Which instrument holds whose cells; and that alarms and overrides are not kept here."""
    held = [f"{i.id} {i.batch}" for i in seen.floor.instruments.values() if i.batch]
    if held:
        yield HandoverWords(4, f"Holding cells: {', '.join(held)}", Standing.RUNS)
    free = [i.id for i in seen.floor.instruments.values() if not i.batch and not i.out_reason]
    if free:
        yield HandoverWords(4, f"Free: {', '.join(free)}", Standing.ELIGIBLE)
    yield HandoverWords(4, "This console keeps no alarm list and no overrides yet: they are said by hand below.")
