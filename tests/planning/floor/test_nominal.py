"""The nominal timetable: typical times in order, anchors in site time, a free station, the clinic's night."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from console.domain.commands import AdoptFacility, ApproveRecipe, OrderBatch
from console.domain.decide import CONSOLE, decide
from console.domain.evolve import evolve
from console.domain.facility import LaneKind
from console.domain.floor import Floor
from console.domain.refusal import Refusal
from console.planning.floor.nominal import bedside, nominal_plan, occupied, room_stretches, spots_for
from console.service.library import shipped_facility, shipped_recipes

START = datetime(2026, 10, 12, 13, 30, tzinfo=UTC)


def site() -> Floor:
    floor = Floor()
    commands = [AdoptFacility(by=CONSOLE, facility=shipped_facility())]
    floor = after(floor, commands[0])
    for recipe in shipped_recipes().values():
        floor = after(floor, ApproveRecipe(by=CONSOLE, recipe=recipe))
    return floor


def after(floor: Floor, command: object, now: datetime = START) -> Floor:
    answer = decide(floor, command, now)  # type: ignore[arg-type]  # tests hand in any command
    assert not isinstance(answer, Refusal), answer
    for event in answer:
        floor = evolve(floor, event)
    return floor


def ordered(floor: Floor, number: str, start: datetime = START) -> Floor:
    recipe = floor.recipes["CART-7D-v1"]
    assert floor.facility is not None
    product = next(p for p in floor.facility.products if p.recipe in (recipe.id, recipe.name) and p.patient)
    clinic = floor.facility.clinics[0].id
    planner = next(p.id for p in floor.facility.people if any(r.value in ("supervisor", "planner") for r in p.roles))
    command = OrderBatch(
        by=planner,
        batch=number,
        recipe=recipe.id,
        product=product.id,
        clinic=clinic,
        coi=f"COI-{number}",
        placements=nominal_plan(floor, recipe, clinic, start, ZoneInfo),
    )
    return after(floor, command)


def test_every_step_starts_after_what_it_waits_for() -> None:
    floor = site()
    for recipe in floor.recipes.values():
        plan = nominal_plan(floor, recipe, floor.facility.clinics[0].id if floor.facility else "", START, ZoneInfo)
        assert set(plan) == {s.code for s in recipe.steps if not s.optional}
        for step in recipe.steps:
            for before in step.after:
                if step.code in plan and before in plan:
                    assert plan[step.code].start >= plan[before].end, (recipe.id, step.code, before)


def test_harvest_stands_at_three_in_the_morning_of_day_seven_in_site_time_across_the_change_night() -> None:
    floor = site()
    start = datetime(2026, 10, 29, 13, 30, tzinfo=UTC)
    recipe = floor.recipes["CART-7D-v1"]
    plan = nominal_plan(floor, recipe, floor.facility.clinics[0].id if floor.facility else "", start, ZoneInfo)
    local = plan["HARVEST_WASH"].start.astimezone(ZoneInfo("America/New_York"))
    assert (local.date().isoformat(), local.hour, local.minute) == ("2026-11-05", 3, 0)


def test_each_of_eight_batches_gets_a_station_of_its_own_and_the_ninth_overlaps_least() -> None:
    floor = site()
    for n in range(8):
        floor = ordered(floor, f"B-{n:04}", START + timedelta(hours=n))
    recipe = floor.recipes["CART-7D-v1"]
    assert len(occupied(floor)) == 8
    assert len(list(spots_for(floor, recipe, room_stretches(recipe)[0]))) == 8
    floor = ordered(floor, "B-0008", START + timedelta(hours=9))
    assert len(occupied(floor)) == 8


def test_the_bedside_is_closed_at_night() -> None:
    floor = site()
    assert floor.facility is not None
    clinic = floor.facility.clinics[0]
    zone = ZoneInfo(clinic.zone)
    late = datetime(2026, 10, 12, 23, 0, tzinfo=zone)
    opened = bedside(late, clinic, zone).astimezone(zone)
    assert opened.date().isoformat() == "2026-10-13"
    assert opened.time() == clinic.opens


def test_rooms_hold_only_room_steps() -> None:
    floor = site()
    recipe = floor.recipes["CART-7D-v1"]
    plan = nominal_plan(floor, recipe, floor.facility.clinics[0].id if floor.facility else "", START, ZoneInfo)
    for code, placement in plan.items():
        assert (placement.lane in floor.rooms) == (recipe.by_code[code].lane is LaneKind.ROOM)


def test_a_recipe_of_two_rooms_leaves_the_first_for_another() -> None:
    floor = site()
    recipe = floor.recipes["LVV-SUSP-50L-v1"]
    plan = nominal_plan(floor, recipe, "", START, ZoneInfo)
    assert plan["CULTURE"].lane == plan["CHANGEOVER_UP"].lane
    assert plan["CHROMATOGRAPHY"].lane == plan["LINE_CLEARANCE_DOWN"].lane != plan["CULTURE"].lane
