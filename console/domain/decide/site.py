"""The rules for the site itself: its facility, recipes, people, duty, rooms, instruments and materials."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import datetime
from typing import Any

from console.domain import commands as c
from console.domain import events as e
from console.domain.commands.command import Command
from console.domain.decide.checks import reasoned
from console.domain.events.event import Event
from console.domain.facility import Role
from console.domain.floor import Floor, RoomOut, StationState
from console.domain.recipe import Recipe
from console.domain.refusal import Refusal

Answer = list[Event] | Refusal


def adopt(floor: Floor, command: c.AdoptFacility, at: datetime) -> Answer:
    """Take a facility file; rooms, stations and instruments in use cannot vanish."""
    told = command.facility
    if not told.rooms:
        return Refusal("facility-empty", "The facility file has no rooms.", "Give it at least one room.", "rooms")
    for person in told.people:
        refusal = _roles(person.roles)
        if refusal is not None:
            return refusal
    stations = {r.id: set(r.stations) for r in told.rooms}
    for room in floor.rooms.values():
        used = [s for s, now in room.stations.items() if now.batch and s not in stations.get(room.id, set())]
        if used:
            return Refusal(
                "station-used",
                f"{room.id} station {used[0]} holds a batch and is not in the file.",
                "Keep it in the file.",
                "rooms",
            )
    return [e.FacilityAdopted(by=command.by, at=at, facility=told)]


def approve(floor: Floor, command: c.ApproveRecipe, at: datetime) -> Answer:
    """Approve a recipe version; an approved version never changes."""
    recipe = command.recipe
    known = floor.recipes.get(recipe.id)
    if known is not None and known != recipe:
        return Refusal("recipe-known", f"{recipe.id} is approved in another form.", "Give the change a new version.", "recipe")
    codes = [s.code for s in recipe.steps]
    strange = [a for s in recipe.steps for a in s.after if a not in codes]
    if len(set(codes)) != len(codes) or strange or not codes:
        return Refusal("recipe-steps", f"{recipe.id}: steps repeat or follow unknown ones.", "Mend the recipe.", "recipe")
    if _circular(recipe):
        return Refusal("recipe-circle", f"{recipe.id}: steps wait for each other.", "Mend the recipe.", "recipe")
    return [e.RecipeApproved(by=command.by, at=at, recipe=recipe)]


def _circular(recipe: Recipe) -> bool:
    left = {s.code: set(s.after) for s in recipe.steps}
    while left:
        free = {code for code, after in left.items() if not after & left.keys()}
        if not free:
            return True
        left = {code: after for code, after in left.items() if code not in free}
    return False


def add(floor: Floor, command: c.AddPerson, at: datetime) -> Answer:
    """Let someone join under an id never used before."""
    person = command.person
    if not re.fullmatch(r"[a-z0-9][a-z0-9._-]{1,39}", person.id):
        return Refusal("person-id", "A user id has 2 to 40 small letters, digits, dots or dashes.", "Choose another id.", "person")
    if person.id in floor.people:
        return Refusal("person-known", f"{person.id} exists already; ids are never used again.", "Choose another id.", "person")
    return _roles(person.roles) or [e.PersonAdded(by=command.by, at=at, person=person)]


def change(floor: Floor, command: c.ChangePerson, at: datetime) -> Answer:
    """Change someone's roles; the last QA and the last admin stay."""
    person = floor.people.get(command.user)
    if person is None:
        return Refusal("person-unknown", f"{command.user} is not known here.", "Choose someone of the site.", "user")
    if command.user == command.by:
        return Refusal("own-roles", "Nobody changes their own roles.", "Another administrator, or QA, does it.", "user")
    for last in (Role.QA, Role.ADMIN):
        others = [p for p in floor.people.values() if p.active and last in p.roles and p.id != command.user]
        gone = last in person.roles and (last not in command.roles or not command.active)
        if gone and not others:
            return Refusal(
                "last-of-role", f"{person.name} is the last {last.value.upper()}.", "Give the role to someone else first.", "roles"
            )
    return (
        _roles(command.roles)
        or reasoned(command.reason, "Changing a person's roles")
        or [
            e.PersonChanged(
                by=command.by,
                at=at,
                user=command.user,
                roles=command.roles,
                qualifications=command.qualifications,
                active=command.active,
                reason=command.reason,
            )
        ]
    )


def _roles(roles: tuple[Role, ...]) -> Refusal | None:
    if Role.SYSTEM in roles:
        return Refusal("role-system", "Nobody acts as the console itself.", "Choose another role.", "roles")
    if Role.ADMIN in roles and len(roles) > 1:
        return Refusal(
            "role-admin", "An administrator holds no role on the floor (PIC/S PI 041).", "Use a second account.", "roles"
        )
    return None


def certify(floor: Floor, command: c.CertifyKey, at: datetime) -> Answer:
    """State whose key this is."""
    if command.user not in floor.people:
        return Refusal("person-unknown", f"{command.user} is not known here.", "Choose someone of the site.", "user")
    if not re.fullmatch(r"[0-9a-f]{64}", command.public_key):
        return Refusal("key", "That is no Ed25519 public key.", "Give 64 hex digits.", "public_key")
    return [e.PersonKeyCertified(by=command.by, at=at, user=command.user, public_key=command.public_key)]


def on_duty(floor: Floor, command: c.ComeOnDuty, at: datetime) -> Answer:
    """Come on the floor once."""
    if command.user in floor.on_duty:
        return Refusal("on-duty", f"{floor.person_name(command.user)} is on duty already.", "", "user")
    return [e.PersonCameOnDuty(by=command.by, at=at, user=command.user)]


def off_duty(floor: Floor, command: c.LeaveDuty, at: datetime) -> Answer:
    """Leave the floor."""
    if command.user not in floor.on_duty:
        return Refusal("off-duty", f"{floor.person_name(command.user)} is not on duty.", "", "user")
    return [e.PersonLeftDuty(by=command.by, at=at, user=command.user)]


def room_out(floor: Floor, command: c.TakeRoomOut, at: datetime) -> Answer:
    """Anyone may take a room out, or say anew when it is expected back."""
    room = floor.rooms.get(command.room)
    if room is None:
        return Refusal("room-unknown", f"There is no room {command.room}.", "Choose a room of the facility.", "room")
    if command.out is RoomOut.NO or (room.out is command.out and not _expected_anew(room.out_until, command.expected_at)):
        return Refusal("room-out", f"{command.room} is out already.", "Say when it is expected back, or nothing.", "room")
    return (
        _expected(command.expected_at, at)
        or reasoned(command.reason, "Taking a room out")
        or [
            e.RoomTakenOut(
                by=command.by, at=at, room=room.id, out=command.out, reason=command.reason, expected_at=command.expected_at
            )
        ]
    )


def _expected_anew(before: datetime | None, expected: datetime | None) -> bool:
    return expected is not None and expected != before


def _expected(expected: datetime | None, at: datetime) -> Refusal | None:
    if expected is None or expected > at:
        return None
    return Refusal("expected-past", "It would be back before it was taken out.", "State a later time, or none.", "expected_at")


def room_back(floor: Floor, command: c.ReturnRoom, at: datetime) -> Answer:
    """Only QA returns a room."""
    room = floor.rooms.get(command.room)
    if room is None or room.out is RoomOut.NO:
        return Refusal("room-in", f"{command.room} is not out.", "", "room")
    return reasoned(command.reason, "Returning a room") or [
        e.RoomReturned(by=command.by, at=at, room=room.id, reason=command.reason)
    ]


def clean(floor: Floor, command: c.CleanStation, at: datetime) -> Answer:
    """Record the cleaning of a station no batch stands at."""
    room = floor.rooms.get(command.room)
    now = room.stations.get(command.station) if room else None
    if now is None:
        return Refusal(
            "station-unknown", f"There is no station {command.station} in {command.room}.", "Choose one of the facility.", "station"
        )
    if now.batch or now.state is not StationState.DIRTY:
        return Refusal("station-clean", f"{command.room} station {command.station} is not waiting to be cleaned.", "", "station")
    return [e.StationCleaned(by=command.by, at=at, room=command.room, station=command.station)]


def instrument_out(floor: Floor, command: c.TakeInstrumentOut, at: datetime) -> Answer:
    """Anyone may take an instrument out; cells in it stay where they are."""
    found = floor.instruments.get(command.instrument)
    if found is None or (found.out_reason and not _expected_anew(found.out_until, command.expected_at)):
        return Refusal("instrument-out", f"{command.instrument} is unknown, or out already.", "", "instrument")
    return (
        _expected(command.expected_at, at)
        or reasoned(command.reason, "Taking an instrument out")
        or [
            e.InstrumentTakenOut(
                by=command.by, at=at, instrument=found.id, reason=command.reason, expected_at=command.expected_at
            )
        ]
    )


def instrument_back(floor: Floor, command: c.ReturnInstrument, at: datetime) -> Answer:
    """Only QA returns an instrument."""
    found = floor.instruments.get(command.instrument)
    if found is None or not found.out_reason:
        return Refusal("instrument-in", f"{command.instrument} is not out.", "", "instrument")
    return reasoned(command.reason, "Returning an instrument") or [
        e.InstrumentReturned(by=command.by, at=at, instrument=found.id, reason=command.reason)
    ]


def receive(floor: Floor, command: c.ReceiveMaterial, at: datetime) -> Answer:
    """Take a lot in, into quarantine."""
    if command.material in floor.materials:
        return Refusal("material-known", f"Lot {command.material} is here already.", "", "material")
    return [e.MaterialReceived(by=command.by, at=at, material=command.material, title=command.title, expires_at=command.expires_at)]


def material(floor: Floor, command: c.ChangeMaterial, at: datetime) -> Answer:
    """Change where a material lot stands."""
    if command.material not in floor.materials:
        return Refusal("material-unknown", f"There is no lot {command.material}.", "Receive it first.", "material")
    return [e.MaterialChanged(by=command.by, at=at, material=command.material, state=command.state, reason=command.reason)]


def session_open(floor: Floor, command: c.OpenSession, at: datetime) -> Answer:
    """The console notes a login."""
    return [e.SessionOpened(by=command.by, at=at, user=command.user)]


def session_close(floor: Floor, command: c.CloseSession, at: datetime) -> Answer:
    """The console notes the end of a session."""
    return [e.SessionClosed(by=command.by, at=at, user=command.user, why=command.why)]


def session_refused(floor: Floor, command: c.RefuseSession, at: datetime) -> Answer:
    """The console notes a failed login or signing attempt."""
    return [e.SessionRefused(by=command.by, at=at, user=command.user, why=command.why)]


def absorbed(floor: Floor, command: c.NoteAbsorbed, at: datetime) -> Answer:
    """The console notes what it took in from elsewhere."""
    return [
        e.EntriesAbsorbed(by=command.by, at=at, chain=command.chain, upto=command.upto, count=command.count, flags=command.flags)
    ]


def upgraded(floor: Floor, command: c.NoteUpgrade, at: datetime) -> Answer:
    """The console notes a migration."""
    return [
        e.SiteUpgraded(
            by=command.by,
            at=at,
            from_revision=command.from_revision,
            to_revision=command.to_revision,
            change_number=command.change_number,
        )
    ]


RULES: dict[type[Command], Callable[[Floor, Any, datetime], Answer]] = {
    c.AdoptFacility: adopt,
    c.ApproveRecipe: approve,
    c.AddPerson: add,
    c.ChangePerson: change,
    c.CertifyKey: certify,
    c.ComeOnDuty: on_duty,
    c.LeaveDuty: off_duty,
    c.TakeRoomOut: room_out,
    c.ReturnRoom: room_back,
    c.CleanStation: clean,
    c.TakeInstrumentOut: instrument_out,
    c.ReturnInstrument: instrument_back,
    c.ReceiveMaterial: receive,
    c.ChangeMaterial: material,
    c.OpenSession: session_open,
    c.CloseSession: session_close,
    c.RefuseSession: session_refused,
    c.NoteAbsorbed: absorbed,
    c.NoteUpgrade: upgraded,
}
