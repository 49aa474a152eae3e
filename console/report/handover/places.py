"""Sections 3 and 4: every room and instrument, what runs there, what comes, what is out, and what must not be done."""

from __future__ import annotations

from collections.abc import Iterator

from console.domain.batch import Batch, Step, StepState
from console.domain.floor import RoomNow, RoomOut, StationState
from console.domain.handover import HandoverPoint, HandoverWords
from console.report.handover.seen import Seen, span

_OUT = {RoomOut.OUT_OF_SERVICE: "out of service", RoomOut.EXCURSION_HOLD: "on excursion hold"}
_FREE = (StationState.CLEAN_HOLD, StationState.CLEARED)


def rooms_out(seen: Seen) -> Iterator[HandoverPoint]:
    """Rooms that are out, and stations nobody has cleaned."""
    for room in seen.floor.rooms.values():
        subject = f"room:{room.id}"
        if room.out is not RoomOut.NO:
            since = f" since {seen.clock(room.out_since)}" if room.out_since else ""
            back = "" if room.out_until else ", nobody knows until when"
            words = f"{room.id} is {_OUT[room.out]}{since}: {room.out_reason}{back}"
            yield seen.point(3, "out", subject, words, "qa", room.out_until)
        for name, station in room.stations.items():
            if station.state is StationState.DIRTY and not station.batch:
                words = f"{room.id} station {name} waits to be cleaned" + (
                    f" since {seen.clock(station.since)}" if station.since else ""
                )
                yield seen.point(3, f"dirty{name}", subject, words)


def rooms_now(seen: Seen) -> Iterator[HandoverWords]:
    """What is in each room, what comes next there, how old its line clearance is, and which rooms are eligible."""
    coming = _coming(seen)
    for room in seen.floor.rooms.values():
        held = [(name, s) for name, s in room.stations.items() if s.batch]
        for name, station in held:
            running = _running(seen, station.batch, room.id)
            cleared = (
                f", cleared {span(seen.now - station.since)} ago" if station.state is StationState.CLEARED and station.since else ""
            )
            yield HandoverWords(3, f"{room.id} station {name}: {station.batch}{running}{cleared}")
        if room.id in coming and coming[room.id][0].placement is not None:
            step, batch = coming[room.id]
            at = f" {seen.clock(step.placement.start)}" if step.placement else ""
            yield HandoverWords(3, f"{room.id} next: {batch.id} {seen.title(batch, step.code)}{at}")
    eligible = [room.id for room in seen.floor.rooms.values() if _eligible(room)]
    if eligible:
        yield HandoverWords(3, f"A clean station is free in: {', '.join(eligible)}")


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
            holds = f", it still holds {instrument.batch}" if instrument.batch else ""
            words = f"{instrument.id} is out of use: {instrument.out_reason}{holds}"
            yield seen.point(4, "out", f"instrument:{instrument.id}", words, "qa", instrument.out_until)


def instruments_now(seen: Seen) -> Iterator[HandoverWords]:
    """Which instrument holds whose cells; and that alarms and overrides are not kept here."""
    held = [f"{i.id} {i.batch}" for i in seen.floor.instruments.values() if i.batch]
    if held:
        yield HandoverWords(4, f"Holding cells: {', '.join(held)}")
    free = [i.id for i in seen.floor.instruments.values() if not i.batch and not i.out_reason]
    if free:
        yield HandoverWords(4, f"Free: {', '.join(free)}")
    yield HandoverWords(4, "This console keeps no alarm list and no overrides yet: they are said by hand below.")


def must_not(seen: Seen) -> Iterator[HandoverWords]:
    """What the next shift must not do, for as long as QA has not given it back."""
    for room in seen.floor.rooms.values():
        if room.out is not RoomOut.NO:
            yield HandoverWords(10, f"Do not start anything in {room.id}: {_OUT[room.out]}, {room.out_reason}.")
    for instrument in seen.floor.instruments.values():
        if instrument.out_reason:
            yield HandoverWords(10, f"Do not load {instrument.id}: {instrument.out_reason}.")
    for batch in seen.live:
        for hold in batch.holds.values():
            yield HandoverWords(10, f"Do not start a step of {batch.id}: on hold, {hold.reason}.")
    for entity in sorted(seen.floor.locked):
        yield HandoverWords(10, f"Do not record on {entity.replace(':', ' ')} here: a newer program wrote about it.")
