"""Everything the floor knows as it can be found; what did not change since the last look is not put into words anew."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from typing import Any

from console.service.spelling import Asked
from console.view.search.batches import batch_thing, order_of
from console.view.search.people import person_thing
from console.view.search.places import (
    appointment_thing,
    clinic_thing,
    desk_thing,
    handover_thing,
    instrument_thing,
    room_thing,
    sheet_thing,
)
from console.view.search.quality import deviation_thing, lot_thing, sample_thing
from console.view.search.seen import Seen
from console.view.search.things import Thing, fit

Sought = tuple[str, tuple[Any, ...], Callable[[], Thing]]
"""Something on the floor: its name in the index, all that its words rest on, and how they are made."""

Fitting = tuple[int, Thing]
"""How well a thing fits, and the thing."""


class FloorIndex:
    """The things of a floor, kept from look to look; one thread asks it. `sought` says what is in it, in order."""

    def __init__(self, sought: Callable[[Seen], Iterator[Sought]]) -> None:
        self._sought = sought
        self._held: dict[str, tuple[tuple[Any, ...], Thing]] = {}

    def things(self, seen: Seen) -> list[Thing]:
        """All things, in their order; those that left the floor are forgotten."""
        facts = (seen.floor.facility, seen.floor.recipes, seen.floor.people, seen.zone)
        held: dict[str, tuple[tuple[Any, ...], Thing]] = {}
        for name, rests_on, make in self._sought(seen):
            basis = (*facts, *rests_on)
            known = self._held.get(name)
            same = known is not None and all(one is other for one, other in zip(known[0], basis, strict=True))
            held[name] = known if known is not None and same else (basis, make())
        self._held = held
        return [made for _, made in held.values()]

    def find(self, seen: Seen, asked: Asked) -> list[Fitting]:
        """The things that fit what was typed, the best first, in their order among equals."""
        found = [(how, one) for one in self.things(seen) if (how := fit(one, asked)) is not None]
        return sorted(found, key=lambda fitting: fitting[0])


def near(seen: Seen) -> Iterator[Sought]:
    """What is looked through at every key: the live floor."""
    floor = seen.floor
    forecasts = seen.outlook.forecasts if seen.outlook else {}
    for batch in sorted(sorted(floor.batches.values(), key=lambda b: b.id, reverse=True), key=order_of):
        made = forecasts.get(batch.id)
        yield f"b:{batch.id}", (batch, made), partial(batch_thing, seen, batch, made, False)
    for lot in floor.materials.values():
        yield f"m:{lot.id}", (lot,), partial(lot_thing, seen, lot)
    for person in floor.people.values():
        rests_on = (person, floor.on_duty.get(person.id), person.id == floor.responsible)
        yield f"p:{person.id}", rests_on, partial(person_thing, seen, person)
    for deviation in floor.deviations.values():
        if deviation.closed_at is None:
            yield f"d:{deviation.id}", (deviation,), partial(deviation_thing, seen, deviation)
    yield from _places(seen)
    for handover in filter(None, (floor.handover, floor.handed, *floor.owed.values())):
        yield f"h:{handover.id}", (handover,), partial(handover_thing, seen, handover)


def _places(seen: Seen) -> Iterator[Sought]:
    floor, facility = seen.floor, seen.floor.facility
    if facility is None:
        return
    for room in facility.rooms:
        if (now := floor.rooms.get(room.id)) is not None:
            yield f"r:{room.id}", (now,), partial(room_thing, seen, room, now)
    for tool in facility.instruments:
        if (held := floor.instruments.get(tool.id)) is not None:
            yield f"i:{tool.id}", (held,), partial(instrument_thing, seen, tool, held)
    for desk in facility.desks:
        yield f"l:{desk.id}", (), partial(desk_thing, seen, desk)
    for clinic in facility.clinics:
        yield f"c:{clinic.id}", (), partial(clinic_thing, seen, clinic)


def far(seen: Seen) -> Iterator[Sought]:
    """What grows with the years: batches that left, deviations that are closed, samples, sheets and appointments."""
    floor = seen.floor
    for batch in reversed(tuple(floor.left.values())):
        yield f"b:{batch.id}", (batch,), partial(batch_thing, seen, batch, None, True)
    for deviation in reversed(tuple(floor.deviations.values())):
        if deviation.closed_at is not None:
            yield f"d:{deviation.id}", (deviation,), partial(deviation_thing, seen, deviation)
    for batch in (*floor.batches.values(), *floor.left.values()):
        for sample in batch.samples.values():
            yield f"s:{sample.id}", (sample, batch.recipe), partial(sample_thing, seen, sample)
    for sheet in reversed(tuple(floor.blanks.values())):
        yield f"x:{sheet.number}", (sheet,), partial(sheet_thing, seen, sheet)
    for appointment in reversed(tuple(floor.appointments.values())):
        yield f"a:{appointment.id}", (appointment,), partial(appointment_thing, seen, appointment)
