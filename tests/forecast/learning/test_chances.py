"""Chances: they start at what the plant states, lean to what other recipes of the kind saw, and end at what this one sees."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from decimal import Decimal

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from console.domain import events as e
from console.domain.batch import StepState
from console.domain.floor import Floor
from console.domain.quality import Severity
from console.domain.recipe import RecipeKind
from console.forecast.durations import History, learn
from console.forecast.hours import DayClocks
from console.forecast.learning.sightings import CHANCE_WEIGHT, Cases
from console.forecast.mishaps import Mishaps, mishaps_of
from console.forecast.seen import Seen
from console.service.library import shipped_facility
from tests.forecast.truth import CART, HOUR, MONDAY, Life, after, calm, ordered, site, zones

NAME = "CART-7D"
COUNTS = st.tuples(st.integers(0, 200), st.integers(0, 200)).map(lambda ab: Cases(min(ab), max(ab)))


def lived(count: int) -> Floor:
    floor = site(calm(shipped_facility()))
    for n in range(count):
        floor = ordered(floor, f"B-{n}", MONDAY + n * 24 * HOUR)
        floor = after(floor, Life(floor, f"B-{n}", np.random.default_rng(n)).lived().events)
    return floor


@given(own=COUNTS, others=COUNTS, stated=st.floats(0, 1))
def test_a_chance_lies_between_what_is_stated_and_what_was_seen(own: Cases, others: Cases, stated: float):
    seen = [c.happened / c.of for c in (own, others) if c.of]
    assert min([stated, *seen]) - 1e-9 <= own.chance(stated, others) <= max([stated, *seen]) + 1e-9


def test_the_other_recipes_of_the_kind_count_as_one_and_its_own_batches_each():
    floor = site()
    recipe = floor.recipes[CART]
    kinds = {NAME: "patient", "OTHER": "patient", "LVV": "lot"}
    cases = {("OTHER", "lost"): Cases(20, 100), ("LVV", "lost"): Cases(90, 100)}
    history = History(cases=cases, kinds=kinds)
    assert recipe.kind is RecipeKind.PATIENT
    assert history.chance(recipe, "lost", Decimal("0.02")) == pytest.approx((0.02 * CHANCE_WEIGHT + 20) / (CHANCE_WEIGHT + 100))
    own = replace(history, cases={**cases, (NAME, "lost"): Cases(0, 10_000)})
    assert own.chance(recipe, "lost", Decimal("0.02")) < 0.001


def test_deviations_an_extension_and_an_unfit_patient_are_counted_where_the_record_tells_of_them():
    floor = lived(4)
    told = [
        e.DeviationOpened(
            by="o", at=MONDAY + 20 * HOUR, deviation="DV-1", title="t", severity=Severity.MINOR, batches=("B-0", "B-1")
        ),
        e.DeviationOpened(by="o", at=MONDAY + 30 * HOUR, deviation="DV-2", title="t", severity=Severity.CRITICAL, batches=("B-2",)),
        e.DeviationOpened(by="o", at=MONDAY + 9999 * HOUR, deviation="DV-3", title="t", severity=Severity.MAJOR, batches=("B-3",)),
    ]
    floor = after(floor, told)
    late, frozen = floor.batches["B-1"], floor.batches["B-2"]
    harvest = late.steps["HARVEST_WASH"]
    assert harvest.placement is not None
    moved = replace(harvest.placement, start=harvest.placement.start + timedelta(hours=24))
    late = replace(late, steps={**late.steps, "HARVEST_WASH": replace(harvest, placement=moved, baseline=harvest.placement)})
    cryo = replace(frozen.steps["CRYO_BACKUP"], state=StepState.DONE)
    frozen = replace(frozen, steps={**frozen.steps, "CRYO_BACKUP": cryo})
    history = learn(replace(floor, batches={**floor.batches, "B-1": late, "B-2": frozen}))
    seen = {what: (c.happened, c.of) for (_, what), c in history.cases.items()}
    assert seen["minor_deviation"] == (2, 4) and seen["major_deviation"] == (1, 4)
    assert seen["extension"] == (1, 4) and seen["unfit"] == (1, 4) and seen["lost"] == (0, 4)


def test_what_befell_past_batches_moves_what_may_befall_this_one():
    from_now = MONDAY + 40 * HOUR
    floor = ordered(site(shipped_facility()), "B", MONDAY)
    recipe = floor.recipes[CART]
    cases = {(NAME, what): Cases(30, 40) for what in ("minor_deviation", "extension", "unfit", "oos", "lost")}
    taught, plain = (_mishaps(floor, history, from_now) for history in (History(cases=cases), History()))
    assert recipe.name == NAME
    for what in ("minor", "extension", "unfit", "oos", "lost"):
        assert getattr(taught, what) > getattr(plain, what) + 0.2
    assert taught.incident == plain.incident == pytest.approx(0.015)  # the floor does not remember what stood when


def _mishaps(floor: Floor, history: History, now: datetime) -> Mishaps:
    return mishaps_of(Seen(floor, now, zones, history, DayClocks(now)), floor.batches["B"], floor.recipes[CART])
