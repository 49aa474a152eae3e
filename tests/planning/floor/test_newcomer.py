"""A new batch among the others: lawful where a lawful place is left, and never in anybody's way."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from console.domain.batch import Batch, Step
from console.domain.floor import Floor
from console.planning.check import check
from console.planning.floor.newcomer import newcomer
from console.planning.floor.nominal import nominal_plan
from console.planning.floor.problem import followed, plan_of, problem_of
from tests.planning.floor.test_nominal import ordered, site
from tests.planning.floor.test_problem import lived

MONDAY = datetime(2026, 10, 12, 13, 30, tzinfo=UTC)


def with_new(floor: Floor, recipe: str, product: str, clinic: str, start: datetime, now: datetime) -> tuple[Floor, bool]:
    """The floor with one more batch where the planner puts it."""
    told = newcomer(floor, floor.recipes[recipe], product, clinic, start, now, ZoneInfo)
    name = f"N-{len(floor.batches)}"
    steps = {s.code: Step(s.code, placement=told.placements.get(s.code)) for s in floor.recipes[recipe].steps}
    return replace(floor, batches={**floor.batches, name: Batch(name, recipe, product, clinic, steps=steps)}), told.lawful


def broken(floor: Floor, now: datetime) -> set[tuple[str, str, str]]:
    problem = problem_of(floor, now, ZoneInfo)
    return {(v.rule.value, v.batch, v.step) for v in check(problem, followed(problem, plan_of(floor, problem)))}


def test_nine_patients_of_one_week_find_lawful_places_that_typical_times_do_not_leave() -> None:
    now = MONDAY - timedelta(days=3)
    floor, nominal = site(), site()
    for n in range(9):
        start = MONDAY + timedelta(days=n // 3, minutes=50 * (n % 3))
        floor, lawful = with_new(floor, "CART-7D-v1", "AV-119", "NORTHQUAY", start, now)
        nominal = ordered(nominal, f"B-{n}", start)
        assert broken(floor, now) == set() or not lawful
        if n < 8:
            assert lawful
    assert broken(nominal, now)


@pytest.mark.parametrize("recipe", ["CART-7D-v1", "MRNA-IVT-1G-v1", "FILL-FINISH-v1", "LVV-SUSP-50L-v1"])
def test_on_a_lived_floor_it_breaks_nothing_that_was_whole(recipe: str) -> None:
    floor, now = lived(1.0)
    facility = floor.facility
    assert facility is not None
    product = next(p for p in facility.products if p.recipe == recipe)
    clinic = "NORTHQUAY" if product.patient else ""
    first = min(floor.recipes[recipe].steps[0].clock or datetime.min.time(), datetime.max.time())
    day = (now + timedelta(days=12)).astimezone(ZoneInfo(facility.zone)).date()
    start = datetime.combine(day, first, ZoneInfo(facility.zone)).astimezone(UTC)
    before = broken(floor, now)
    then, lawful = with_new(floor, recipe, product.id, clinic, start, now)
    assert lawful
    assert broken(then, now) <= before


def test_the_first_step_stands_to_the_minute_where_it_is_wished() -> None:
    floor, start = site(), MONDAY + timedelta(minutes=7)
    told = newcomer(floor, floor.recipes["CART-7D-v1"], "AV-119", "NORTHQUAY", start, MONDAY - timedelta(days=1), ZoneInfo)
    assert told.lawful and told.placements["APH_COLLECT"].start == start
    assert set(told.placements) == {s.code for s in floor.recipes["CART-7D-v1"].steps if not s.optional}


def test_without_a_lawful_place_it_stands_at_its_typical_times_and_says_so() -> None:
    floor = site()
    recipe, late = floor.recipes["CART-7D-v1"], MONDAY - timedelta(hours=3)
    told = newcomer(floor, recipe, "AV-119", "NORTHQUAY", late, MONDAY, ZoneInfo)
    assert not told.lawful and told.placements == nominal_plan(floor, recipe, "NORTHQUAY", late, ZoneInfo)
    assert newcomer(Floor(), recipe, "AV-119", "", MONDAY, MONDAY, ZoneInfo).placements == {}
