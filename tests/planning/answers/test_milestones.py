"""Milestones: which there are, what each waits for, when it is expected, and when it was reached."""

from __future__ import annotations

from dataclasses import replace

import pytest

from console.domain.recipe import Recipe
from console.planning.answers.milestones import HARVEST, Milestone, gates_of, harvest_of, milestones_of, title_of
from tests.domain.builders import CART, HOUR, House, after, ordered, site


def of(house: House, **expected: tuple[int, int]) -> dict[str, Milestone]:
    spans = {code: (house.now + a * HOUR, house.now + b * HOUR) for code, (a, b) in expected.items()}
    return {m.name: m for m in milestones_of(house.floor, house.batch("B-1"), spans)}


def cart(**changes: object) -> Recipe:
    return replace(site().recipes[CART], **changes)  # type: ignore[arg-type]


def test_the_patients_recipe_has_its_two_decisions_and_the_harvest_in_the_order_of_the_recipe() -> None:
    assert [name for name, _ in gates_of(cart())] == ["LD_GO", "INFUSION_GO", HARVEST]
    assert dict(gates_of(cart()))[HARVEST] == ("HARVEST_WASH",)


@pytest.mark.parametrize(("recipe", "code"), [(CART, "HARVEST_WASH"), ("LVV-SUSP-50L-v1", "HARVEST"), ("CAL-v1", "")])
def test_the_harvest_is_the_step_that_reaches_it(recipe: str, code: str) -> None:
    found = harvest_of(site().recipes[recipe])
    assert bool(found) == bool(code) and (not code or site().recipes[recipe].by_code[found].reaches == "HARVESTED")
    assert harvest_of(None) == ""


def test_a_milestone_of_steps_the_recipe_does_not_have_is_none_and_a_stated_harvest_stands() -> None:
    told = (("LD_GO", ("NOPE",)), ("EMPTY", ()), (HARVEST, ("FORMULATE_FILL",)))
    assert gates_of(cart(milestones=told)) == ((HARVEST, ("FORMULATE_FILL",)),)


def test_before_anything_is_done_each_waits_for_all_its_steps_and_is_expected_as_planned() -> None:
    house = ordered()
    found = of(house)
    assert found["LD_GO"].waits_for == ("Receipt and identity check", "Enrichment", "Activation and load")
    planned = house.step("B-1", "ACTIVATE_LOAD").placement
    assert planned is not None
    assert (found["LD_GO"].expected_at, found["LD_GO"].done_at) == (planned.end, None)


def test_a_forecast_is_believed_before_the_plan_and_a_fact_before_both() -> None:
    house = after("ENRICH")
    found = of(house, ENRICH=(50, 60), ACTIVATE_LOAD=(1, 2))["LD_GO"]
    assert (found.expected_at, found.waits_for) == (house.now + 2 * HOUR, ("Activation and load",))


def test_it_is_reached_when_the_last_of_its_steps_is_over() -> None:
    house = after("ACTIVATE_LOAD")
    found = of(house)["LD_GO"]
    assert found.done_at == found.expected_at == house.step("B-1", "ACTIVATE_LOAD").finished_at
    assert found.waits_for == ()
    assert of(house)[HARVEST].done_at is None


def test_without_a_place_nobody_knows_when() -> None:
    house = House()
    house.order("B-1", placements={})
    assert {m.expected_at for m in of(house).values()} == {None}
    assert of(house, ENRICH=(1, 2))["LD_GO"].expected_at is None


def test_a_batch_of_a_recipe_the_site_does_not_hold_has_none() -> None:
    house = ordered()
    assert milestones_of(replace(house.floor, recipes={}), house.batch("B-1")) == ()


def test_every_milestone_has_a_title_in_words() -> None:
    assert [title_of(name) for name in ("LD_GO", "INFUSION_GO", HARVEST, "SHIP_OK")] == [
        "Lymphodepletion go", "Infusion go", "Harvest", "Ship ok",
    ]  # fmt: skip
