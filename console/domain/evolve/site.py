"""How the site's own events change the floor: facility, recipes, people, duty, rooms, instruments, materials."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from console.domain import events as e
from console.domain.events.event import Event
from console.domain.evolve.parts import put, with_station, without
from console.domain.facility import Person
from console.domain.floor import Floor, InstrumentNow, MaterialLot, RoomNow, RoomOut, StationNow, StationState


def _facility(floor: Floor, event: e.FacilityAdopted) -> Floor:
    rooms = {r.id: _room(floor, r.id, r.stations) for r in event.facility.rooms}
    instruments = {i.id: floor.instruments.get(i.id, InstrumentNow(i.id)) for i in event.facility.instruments}
    people = dict(floor.people)
    for person in event.facility.people:
        known = people.get(person.id)
        people[person.id] = _as_known(person, known) if known else person
    return replace(floor, facility=event.facility, rooms=rooms, instruments=instruments, people=people)


def _as_known(told: Person, known: Person) -> Person:
    """A file names people anew, but rights, training and standing change by entries of their own only."""
    return replace(known, name=told.name, shift=told.shift)


def _room(floor: Floor, room: str, stations: tuple[str, ...]) -> RoomNow:
    known = floor.rooms.get(room, RoomNow(room))
    return replace(known, stations={s: known.stations.get(s, StationNow()) for s in stations})


def _recipe(floor: Floor, event: e.RecipeApproved) -> Floor:
    if event.recipe.id in floor.recipes:
        return floor  # an approved version never changes
    return replace(floor, recipes=put(floor.recipes, event.recipe.id, event.recipe))


def _person(floor: Floor, event: e.PersonAdded) -> Floor:
    if event.person.id in floor.people:
        return floor
    return replace(floor, people=put(floor.people, event.person.id, event.person))


def _changed(floor: Floor, event: e.PersonChanged) -> Floor:
    person = floor.people.get(event.user)
    if person is None:
        return floor
    after = replace(person, roles=event.roles, qualifications=event.qualifications, active=event.active)
    return replace(floor, people=put(floor.people, event.user, after))


def _key(floor: Floor, event: e.PersonKeyCertified) -> Floor:
    person = floor.people.get(event.user)
    if person is None:
        return floor
    return replace(floor, people=put(floor.people, event.user, replace(person, public_key=event.public_key)))


def _on_duty(floor: Floor, event: e.PersonCameOnDuty) -> Floor:
    return replace(floor, on_duty=put(floor.on_duty, event.user, event.at))


def _off_duty(floor: Floor, event: e.PersonLeftDuty) -> Floor:
    return replace(floor, on_duty=without(floor.on_duty, event.user))


def _room_out(floor: Floor, event: e.RoomTakenOut) -> Floor:
    room = floor.rooms.get(event.room)
    if room is None:
        return floor
    told_anew = room.out is event.out and event.expected_at is not None
    since = room.out_since if told_anew else event.at
    after = replace(room, out=event.out, out_reason=event.reason, out_since=since, out_until=event.expected_at)
    return replace(floor, rooms=put(floor.rooms, room.id, after))


def _room_back(floor: Floor, event: e.RoomReturned) -> Floor:
    room = floor.rooms.get(event.room)
    if room is None:
        return floor
    after = replace(room, out=RoomOut.NO, out_reason="", out_since=None, out_until=None)
    return replace(floor, rooms=put(floor.rooms, room.id, after))


def _cleaned(floor: Floor, event: e.StationCleaned) -> Floor:
    return with_station(floor, event.room, event.station, StationNow(StationState.CLEAN_HOLD, "", event.at))


def _instrument_out(floor: Floor, event: e.InstrumentTakenOut) -> Floor:
    found = floor.instruments.get(event.instrument)
    if found is None:
        return floor
    told_anew = bool(found.out_reason) and event.expected_at is not None
    since = found.out_since if told_anew else event.at
    after = replace(found, out_reason=event.reason, out_since=since, out_until=event.expected_at)
    return replace(floor, instruments=put(floor.instruments, found.id, after))


def _instrument_back(floor: Floor, event: e.InstrumentReturned) -> Floor:
    found = floor.instruments.get(event.instrument)
    if found is None:
        return floor
    after = replace(found, out_reason="", out_since=None, out_until=None)
    return replace(floor, instruments=put(floor.instruments, found.id, after))


def _material(floor: Floor, event: e.MaterialReceived) -> Floor:
    lot = MaterialLot(event.material, event.title, expires_at=event.expires_at)
    return replace(floor, materials=put(floor.materials, lot.id, lot))


def _material_state(floor: Floor, event: e.MaterialChanged) -> Floor:
    lot = floor.materials.get(event.material)
    if lot is None:
        return floor
    return replace(floor, materials=put(floor.materials, lot.id, replace(lot, state=event.state)))


RULES: dict[type[Event], Callable[[Floor, Any], Floor]] = {
    e.FacilityAdopted: _facility,
    e.RecipeApproved: _recipe,
    e.PersonAdded: _person,
    e.PersonChanged: _changed,
    e.PersonKeyCertified: _key,
    e.PersonCameOnDuty: _on_duty,
    e.PersonLeftDuty: _off_duty,
    e.RoomTakenOut: _room_out,
    e.RoomReturned: _room_back,
    e.StationCleaned: _cleaned,
    e.InstrumentTakenOut: _instrument_out,
    e.InstrumentReturned: _instrument_back,
    e.MaterialReceived: _material,
    e.MaterialChanged: _material_state,
}
