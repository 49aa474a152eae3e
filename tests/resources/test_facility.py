"""The demo site: nine rooms, eight cassette processors, and people enough that nobody checks themselves."""

from __future__ import annotations

import re
from pathlib import Path

import resources
from console.domain.facility import Facility, LaneKind, Measure, Role
from console.domain.recipe import RecipeStep
from console.service.library import shipped_facility, shipped_recipes
from console.service.library_faults import facility_faults

WHITEBOARD = (
    "A. Reyes",
    "B. Okafor",
    "C. Lindqvist",
    "D. Marsh",
    "E. Tanaka",
    "F. Dubois",
    "G. Novak",
    "H. Silva",
    "I. Brandt",
    "J. Costa",
    "K. Ahmed",
    "L. Winter",
    "M. Keller",
    "N. Rossi",
    "O. Berg",
    "P. Diaz",
    "R. Lund",
)


def of(facility: Facility, role: Role, shift: str) -> list[str]:
    return [p.id for p in facility.people if role in p.roles and p.shift == shift]


def test_no_faults_and_nine_rooms() -> None:
    facility = shipped_facility()
    assert facility_faults(facility) == ()
    assert [r.id for r in facility.rooms] == [f"CR{n}" for n in range(1, 10)]


def test_eight_cassette_processors_one_to_a_station() -> None:
    cassettes = [i for i in shipped_facility().instruments if i.kind == "cassette"]
    assert len({(i.room, i.station) for i in cassettes}) == len(cassettes) == 8


def test_the_people_of_the_whiteboard_work_here() -> None:
    assert set(WHITEBOARD) <= {p.name for p in shipped_facility().people}


def test_every_shift_can_do_verify_review_and_release() -> None:
    facility = shipped_facility()
    for shift in facility.shifts:
        assert len(of(facility, Role.OPERATOR, shift.id)) >= 4
        for role in (Role.SUPERVISOR, Role.QC_ANALYST, Role.QC_REVIEWER, Role.QA):
            assert of(facility, role, shift.id), (shift.id, role)
    assert len([p for p in facility.people if Role.QA in p.roles]) >= 2


def test_every_recipe_has_a_room_and_every_kept_instrument_exists() -> None:
    facility = shipped_facility()
    kinds = {i.kind for i in facility.instruments}
    for recipe in shipped_recipes().values():
        assert any(recipe.id in room.recipes for room in facility.rooms), recipe.id
        assert {s.instrument for s in recipe.steps if s.instrument} <= kinds
    assert all(p.recipe in shipped_recipes() for p in facility.products)


def test_two_sponsors_promise_seven_calendar_days() -> None:
    promised = [p for p in shipped_facility().products if p.patient]
    assert len({p.sponsor for p in promised}) == 2
    for product in promised:
        assert product.promise is not None
        assert (product.promise.from_step, product.promise.to_step) == ("APH_COLLECT", "INFUSE")
        assert (product.promise.days, product.promise.measure) == (7, Measure.CALENDAR)


def test_every_desk_a_recipe_needs_is_there() -> None:
    facility = shipped_facility()
    steps: list[RecipeStep] = [s for r in shipped_recipes().values() for s in r.steps]
    for kind in {s.lane for s in steps} - {LaneKind.ROOM}:
        assert facility.desk(kind) is not None


def test_no_real_sponsor_or_instrument_maker_is_named() -> None:
    named = re.compile(r"cocoon|prodigy|lonza|miltenyi|galapagos|landmark|kite|novartis|cytiva|fresenius", re.IGNORECASE)
    for folder in ("recipes", "facilities"):
        for file in (Path(resources.__file__).parent / folder).glob("*.toml"):
            assert not named.search(file.read_text(encoding="utf-8")), file.name
