"""A facility that could never make what it says it makes is told so, with the culprit, before anything is founded on it."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, time
from zoneinfo import ZoneInfo

from console.domain.recipe import Recipe
from console.planning.floor.possible import impossible_products
from console.service.library import shipped_facility, shipped_recipes

NOW = datetime(2026, 11, 23, 14, tzinfo=UTC)


def hinders(facility, recipes=None, with_people=False):
    """What makes products impossible, as (kind, culprit)."""
    found = impossible_products(facility, (recipes or shipped_recipes()).values(), NOW, ZoneInfo, with_people)
    return {(fault.kind.value, fault.culprit.split()[0]) for fault in found}


def test_the_shipped_facility_can_make_all_it_says():
    assert hinders(shipped_facility(), with_people=True) == set()


def test_a_room_no_recipe_may_use_leaves_its_product_without_a_place():
    facility = shipped_facility()
    rooms = tuple(replace(r, recipes=("CAL-v1",)) if "FILL-FINISH-v1" in r.recipes else r for r in facility.rooms)
    assert hinders(replace(facility, rooms=rooms)) == {("no place", "QM-7F")}


def test_an_instrument_nobody_has_leaves_its_product_without_a_place():
    facility = shipped_facility()
    fit = tuple(i for i in facility.instruments if i.kind != "bioreactor")
    assert hinders(replace(facility, instruments=fit)) == {("no place", "AV-LVV")}


def test_limits_that_contradict_one_another_are_named():
    recipes = shipped_recipes()
    cart = recipes["CART-7D-v1"]
    lags = tuple(replace(lag, min_h=lag.max_h, max_h=lag.min_h) if lag.name == "ACTIVATION_WINDOW" else lag for lag in cart.lags)
    changed: dict[str, Recipe] = {**recipes, "CART-7D-v1": replace(cart, lags=lags)}
    assert {culprit for _, culprit in hinders(shipped_facility(), changed)} >= {"AV-119"}


def test_a_step_longer_than_any_shift_is_named_unless_people_are_left_aside():
    facility = shipped_facility()
    short = replace(facility, shifts=tuple(replace(shift, start=time(9), end=time(11)) for shift in facility.shifts))
    assert ("too long", "AV-119") in hinders(short, with_people=True)
    assert hinders(short, with_people=False) == set()
