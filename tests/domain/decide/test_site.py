"""The rules for the site itself: facility, recipes, people and their roles, duty, rooms, instruments, materials."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from console.domain import commands as c
from console.domain import events as e
from console.domain.decide import CONSOLE
from console.domain.evolve import evolve
from console.domain.facility import Facility, Person, Role
from console.domain.floor import MaterialState, RoomOut
from console.domain.recipe import Recipe
from tests.domain.builders import ADMIN, BY_ROLE, CART, DAY, HOUR, MINUTE, OPERATOR, QA, START, SUPERVISOR, House, after, site
from tests.domain.decide.case import Case, holds
from tests.domain.decide.houses import dirty


def facility() -> Facility:
    told = site().facility
    assert told is not None
    return told


def adopt(told: Facility) -> c.AdoptFacility:
    return c.AdoptFacility(by=ADMIN, facility=told)


def without(room: str) -> c.AdoptFacility:
    return adopt(replace(facility(), rooms=tuple(r for r in facility().rooms if r.id != room)))


def with_person(*roles: Role) -> c.AdoptFacility:
    return adopt(replace(facility(), people=(*facility().people, Person("newcomer", "New Comer", roles))))


def recipe(**changes: object) -> Recipe:
    return replace(site().recipes["CAL-v1"], **{"id": "CAL-v2", "version": 2, **changes})  # type: ignore[arg-type]


def approve(told: Recipe) -> c.ApproveRecipe:
    return c.ApproveRecipe(by=QA, recipe=told)


def circle() -> Recipe:
    first, *rest = recipe().steps
    last = rest[-1].code if rest else first.code
    return recipe(steps=(replace(first, after=(last,)), *rest))


def add(user: str = "newcomer", *roles: Role) -> c.AddPerson:
    return c.AddPerson(by=ADMIN, person=Person(user, "New Comer", roles or (Role.OPERATOR,)))


def change(user: str = OPERATOR, *roles: Role, by: str = QA, reason: str = "trained", active: bool = True) -> c.ChangePerson:
    return c.ChangePerson(by=by, user=user, roles=roles or (Role.SUPERVISOR,), reason=reason, active=active)


def certify(user: str = OPERATOR, key: str = "0a" * 32) -> c.CertifyKey:
    return c.CertifyKey(by=ADMIN, user=user, public_key=key)


def on_duty() -> House:
    house = House()
    house.ask(c.ComeOnDuty(by=OPERATOR, user=OPERATOR))
    return house


def room_out(
    room: str = "CR1", out: RoomOut = RoomOut.OUT_OF_SERVICE, reason: str = "dP lost", back_in: timedelta | None = None
) -> c.TakeRoomOut:
    expected = None if back_in is None else START + back_in
    return c.TakeRoomOut(by=OPERATOR, room=room, out=out, reason=reason, expected_at=expected)


def room_back(room: str = "CR1", reason: str = "dP back") -> c.ReturnRoom:
    return c.ReturnRoom(by=QA, room=room, reason=reason)


def with_room_out() -> House:
    house = House()
    house.ask(room_out())
    return house


def instrument_out(name: str = "CP1", reason: str = "alarm", back_in: timedelta | None = None) -> c.TakeInstrumentOut:
    expected = None if back_in is None else START + back_in
    return c.TakeInstrumentOut(by=OPERATOR, instrument=name, reason=reason, expected_at=expected)


def instrument_back(name: str = "CP1", reason: str = "mended") -> c.ReturnInstrument:
    return c.ReturnInstrument(by=QA, instrument=name, reason=reason)


def with_instrument_out() -> House:
    house = House()
    house.ask(instrument_out())
    return house


def clean(house: House, station: str = "") -> c.CleanStation:
    planned = house.step("B-2", "LINE_CLEARANCE").placement
    assert planned is not None
    return c.CleanStation(by=OPERATOR, room=planned.lane, station=station or planned.station)


def lot(name: str = "L-1") -> c.ReceiveMaterial:
    return c.ReceiveMaterial(by=OPERATOR, material=name, title="Vector")


def with_lot() -> House:
    house = House()
    house.ask(lot())
    return house


def to_state(name: str = "L-1") -> c.ChangeMaterial:
    return c.ChangeMaterial(by=QA, material=name, state=MaterialState.RELEASED)


def used_room(house: House) -> str:
    return house.step("B-1", "LINE_CLEARANCE").lane


def last_qa() -> House:
    """Everyone of QA but one has left."""
    house = House()
    for person in facility().people:
        if Role.QA in person.roles and person.id != QA:
            house.ask(change(person.id, Role.OPERATOR, by=ADMIN))
    return house


CASES = [
    Case("facility-empty", House, lambda h: adopt(Facility("x", "UTC")), lambda h: adopt(facility())),
    Case("station-used", lambda: after("LINE_CLEARANCE"), lambda h: without(used_room(h)), lambda h: without("CR5")),
    Case("role-system", House, lambda h: with_person(Role.SYSTEM), lambda h: with_person(Role.OPERATOR)),
    Case("role-admin", House, lambda h: with_person(Role.ADMIN, Role.QA), lambda h: with_person(Role.ADMIN)),
    Case("recipe-known", House, lambda h: approve(recipe(id="CAL-v1")), lambda h: approve(recipe())),
    Case("recipe-steps", House, lambda h: approve(recipe(steps=())), lambda h: approve(recipe())),
    Case("recipe-steps", House, lambda h: approve(recipe(steps=recipe().steps * 2)), lambda h: approve(recipe())),
    Case("recipe-steps", House, lambda h: approve(recipe(steps=recipe().steps[1:])), lambda h: approve(recipe())),
    Case("recipe-circle", House, lambda h: approve(circle()), lambda h: approve(recipe())),
    Case("person-id", House, lambda h: add("New Comer"), lambda h: add("new.comer-2")),
    Case("person-id", House, lambda h: add("x" * 41), lambda h: add("x" * 40)),
    Case("person-known", House, lambda h: add(OPERATOR), lambda h: add()),
    Case("role-system", House, lambda h: add("newcomer", Role.SYSTEM), lambda h: add()),
    Case("role-admin", House, lambda h: add("newcomer", Role.ADMIN, Role.OPERATOR), lambda h: add("newcomer", Role.ADMIN)),
    Case("person-unknown", House, lambda h: change("nobody"), lambda h: change()),
    Case("own-roles", House, lambda h: change(QA), lambda h: change()),
    Case("own-roles", House, lambda h: change(ADMIN, Role.QA, by=ADMIN), lambda h: change(by=ADMIN)),
    Case("last-of-role", last_qa, lambda h: change(QA, Role.OPERATOR, by=ADMIN), lambda h: change(by=ADMIN)),
    Case("last-of-role", last_qa, lambda h: change(QA, Role.QA, by=ADMIN, active=False), lambda h: change(QA, Role.QA, by=ADMIN)),
    Case("last-of-role", House, lambda h: change(ADMIN, Role.OPERATOR), lambda h: change()),
    Case("role-system", House, lambda h: change(OPERATOR, Role.SYSTEM), lambda h: change()),
    Case("role-admin", House, lambda h: change(OPERATOR, Role.ADMIN, Role.QA), lambda h: change(OPERATOR, Role.ADMIN)),
    Case("reason", House, lambda h: change(reason=" "), lambda h: change()),
    Case("person-unknown", House, lambda h: certify("nobody"), lambda h: certify()),
    Case("key", House, lambda h: certify(key="0A" * 32), lambda h: certify()),
    Case("on-duty", on_duty, lambda h: c.ComeOnDuty(by=OPERATOR, user=OPERATOR), lambda h: c.LeaveDuty(by=OPERATOR, user=OPERATOR)),
    Case("off-duty", House, lambda h: c.LeaveDuty(by=OPERATOR, user=OPERATOR), lambda h: c.ComeOnDuty(by=OPERATOR, user=OPERATOR)),
    Case("room-unknown", House, lambda h: room_out("CR99"), lambda h: room_out()),
    Case("room-out", House, lambda h: room_out(out=RoomOut.NO), lambda h: room_out()),
    Case("room-out", with_room_out, lambda h: room_out(), lambda h: room_out(out=RoomOut.EXCURSION_HOLD)),
    Case("room-out", with_room_out, lambda h: room_out(), lambda h: room_out(back_in=DAY)),
    Case("expected-past", House, lambda h: room_out(back_in=0 * DAY), lambda h: room_out(back_in=MINUTE)),
    Case("reason", House, lambda h: room_out(reason=""), lambda h: room_out()),
    Case("room-in", House, lambda h: room_back(), lambda h: room_out()),
    Case("reason", with_room_out, lambda h: room_back(reason=""), lambda h: room_back()),
    Case("station-unknown", dirty, lambda h: clean(h, "9"), clean),
    Case("station-clean", dirty, lambda h: c.CleanStation(by=OPERATOR, room="CR9", station="1"), clean),
    Case("instrument-out", with_instrument_out, lambda h: instrument_out(), lambda h: instrument_out("CP2")),
    Case("instrument-out", House, lambda h: instrument_out("CP99"), lambda h: instrument_out()),
    Case("instrument-out", with_instrument_out, lambda h: instrument_out(), lambda h: instrument_out(back_in=DAY)),
    Case("expected-past", House, lambda h: instrument_out(back_in=-DAY), lambda h: instrument_out(back_in=MINUTE)),
    Case("reason", House, lambda h: instrument_out(reason=""), lambda h: instrument_out()),
    Case("instrument-in", with_instrument_out, lambda h: instrument_back("CP2"), lambda h: instrument_back()),
    Case("reason", with_instrument_out, lambda h: instrument_back(reason=""), lambda h: instrument_back()),
    Case("material-known", with_lot, lambda h: lot(), lambda h: lot("L-2")),
    Case("material-unknown", with_lot, lambda h: to_state("L-2"), lambda h: to_state()),
]


@pytest.mark.parametrize("case", CASES, ids=str)
def test_rule(case: Case) -> None:
    holds(case)


def test_a_new_facility_file_gives_nobody_back_the_roles_they_lost() -> None:
    house = House()
    house.ask(change(SUPERVISOR, Role.OPERATOR))
    house.ask(change(OPERATOR, Role.OPERATOR, active=False))
    house.ask(certify("bokafor"))
    house.ask(adopt(facility()))
    people = house.floor.people
    assert people[SUPERVISOR].roles == (Role.OPERATOR,)
    assert not people[OPERATOR].active
    assert people["bokafor"].public_key == "0a" * 32


def test_a_new_facility_file_keeps_what_stands_in_its_rooms() -> None:
    house = after("ENRICH")
    before = house.floor.rooms[used_room(house)], house.floor.instruments
    house.ask(adopt(facility()))
    assert (house.floor.rooms[used_room(house)], house.floor.instruments) == before


def test_a_recipe_once_approved_never_changes_even_by_an_entry_from_elsewhere() -> None:
    house = House()
    other = replace(house.floor.recipes[CART], title="Something else")
    told = e.RecipeApproved(by=QA, at=house.now, recipe=other)
    assert evolve(house.floor, told).recipes[CART].title == "Autologous CAR-T, seven days, fresh"


def test_the_console_founds_a_site_and_configures_nothing_once_it_lives() -> None:
    house = after("APH_COLLECT")
    assert house.no(c.ApproveRecipe(by=CONSOLE, recipe=recipe())) == "right"
    assert House().ask(c.ApproveRecipe(by=CONSOLE, recipe=recipe()))


@pytest.mark.parametrize("state", list(MaterialState))
def test_a_material_lot_stands_where_it_was_put(state: MaterialState) -> None:
    house = with_lot()
    assert house.floor.materials["L-1"].state is MaterialState.QUARANTINE
    house.ask(c.ChangeMaterial(by=QA, material="L-1", state=state))
    assert house.floor.materials["L-1"].state is state


def test_people_are_on_the_floor_from_coming_to_leaving() -> None:
    house = on_duty()
    assert house.floor.on_duty == {OPERATOR: house.now}
    house.ask(c.LeaveDuty(by=OPERATOR, user=OPERATOR))
    assert house.floor.on_duty == {}


def test_a_room_out_says_since_when_and_until_when_and_both_are_gone_when_it_is_back() -> None:
    house = House()
    house.ask(room_out(back_in=DAY))
    first = house.floor.rooms["CR1"]
    assert (first.out_since, first.out_until) == (START, START + DAY)
    house.wait(HOUR).ask(room_out(reason="the part comes later", back_in=2 * DAY))
    later = house.floor.rooms["CR1"]
    assert (later.out_since, later.out_until, later.out_reason) == (START, START + 2 * DAY, "the part comes later")
    house.wait(HOUR).ask(room_out(out=RoomOut.EXCURSION_HOLD))
    held = house.floor.rooms["CR1"]
    assert (held.out, held.out_since, held.out_until) == (RoomOut.EXCURSION_HOLD, START + 2 * HOUR, None)
    house.ask(room_back())
    assert (house.floor.rooms["CR1"].out_since, house.floor.rooms["CR1"].out_until) == (None, None)


def test_an_instrument_out_says_since_when_and_until_when_and_both_are_gone_when_it_is_back() -> None:
    house = House()
    house.ask(instrument_out(back_in=DAY))
    house.wait(HOUR).ask(instrument_out(reason="the part comes later", back_in=2 * DAY))
    later = house.floor.instruments["CP1"]
    assert (later.out_since, later.out_until, later.out_reason) == (START, START + 2 * DAY, "the part comes later")
    house.ask(instrument_back())
    back = house.floor.instruments["CP1"]
    assert (back.out_reason, back.out_since, back.out_until) == ("", None, None)


def test_anyone_of_the_plant_takes_a_room_or_an_instrument_out_and_only_qa_returns_it() -> None:
    for role, who in BY_ROLE.items():
        house = House()
        if role in (Role.ADMIN, Role.INSPECTOR):
            assert house.no(replace(room_out(), by=who)) == "right"
            continue
        house.ask(replace(room_out(), by=who))
        house.ask(replace(instrument_out(), by=who))
        for back in (room_back(), instrument_back()):
            if role is Role.QA:
                house.ask(replace(back, by=who))
            else:
                assert house.no(replace(back, by=who)) == "right"
