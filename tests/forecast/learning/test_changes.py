"""Drift: what changes is told soon, what does not is seldom told, and after a change the old sightings count little."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from console.domain.durations import DurationLaw, LawKind
from console.forecast.durations import History, learn
from console.forecast.learning.changes import FEWEST_AFTER, latest_change
from console.forecast.learning.series import FORGOTTEN, series_of
from console.forecast.learning.sightings import Sighting
from console.service.library import shipped_facility
from tests.forecast.truth import CART, HOUR, MONDAY, Life, after, calm, ordered, site

Draw = Callable[[np.random.Generator, int], NDArray[np.float64]]
NAME = "CART-7D"


def two_humps(rng: np.random.Generator, n: int) -> NDArray[np.float64]:
    found = 0.3 * rng.standard_normal(n)
    found[rng.random(n) < 0.2] += 1.3
    return found


STILL: dict[str, Draw] = {
    "normal": lambda rng, n: rng.standard_normal(n),
    "heavy tails": lambda rng, n: rng.standard_t(3, n),
    "a wait of minutes": lambda rng, n: np.log(rng.triangular(0.01, 0.03, 0.12, n) + 0.1),
    "two humps": two_humps,
}


@pytest.mark.parametrize("name", STILL)
def test_of_a_hundred_things_that_never_change_few_are_told_within_200_sightings(name: str):
    rng = np.random.default_rng(11)
    told = 0
    for _ in range(40):
        x = [float(v) for v in STILL[name](rng, 200)]
        told += any(latest_change(x[:n]) is not None for n in range(13, 201, 4))
    assert told <= 2


@pytest.mark.parametrize(("shift", "within"), [(1.5, 30), (2.0, 15), (3.0, 7), (-2.0, 15)])
def test_a_shift_is_told_within_so_many_batches_in_nine_cases_of_ten(shift: float, within: int):
    rng = np.random.default_rng(12)
    late = []
    for _ in range(40):
        x = rng.standard_normal(40 + within)
        x[40:] += shift
        late.append(next((n for n in range(1, within + 1) if latest_change([float(v) for v in x[: 40 + n]])), math.inf))
    assert np.mean(np.array(late) <= within) >= 0.9


def test_a_change_is_placed_where_it_was_and_told_in_the_middle_of_before_and_after():
    rng = np.random.default_rng(13)
    x = 0.1 * rng.standard_normal(70)
    x[50:] += 0.8
    found = latest_change([float(v) for v in x])
    assert found is not None
    assert (found.first, found.n) == (50, 20)
    assert abs(found.before) < 0.06 and abs(found.after - 0.8) < 0.06


def test_of_two_changes_the_latest_is_told_against_what_lay_between():
    x = [*np.tile([0.0, 0.1], 15), *np.tile([1.0, 1.1], 15), *np.tile([0.4, 0.5], 10)]
    found = latest_change([float(v) for v in x])
    assert found is not None
    assert found.first == 60
    assert abs(found.before - 1.05) < 1e-9 and abs(found.after - 0.45) < 1e-9


@given(value=st.floats(-20, 20), n=st.integers(0, 60))
def test_what_is_always_the_same_has_not_changed(value: float, n: int):
    assert latest_change([value] * n) is None


@given(values=st.lists(st.floats(-50, 50), max_size=80))
def test_whatever_was_seen_the_answer_fits_it(values: list[float]):
    found = latest_change(values)
    assert found is None or (0 < found.first <= len(values) - FEWEST_AFTER and found.n == len(values) - found.first)


def test_one_wild_value_is_no_change():
    rng = np.random.default_rng(14)
    x = [float(v) for v in 0.2 * rng.standard_normal(40)]
    x[-3] = 6.0
    assert latest_change(x) is None


def sightings(values: list[float]) -> list[Sighting]:
    return [Sighting((NAME, "ENRICH"), MONDAY + timedelta(days=n), value) for n, value in enumerate(values)]


def test_after_a_told_change_the_estimate_follows_and_old_sightings_count_a_tenth():
    rng = np.random.default_rng(15)
    x = [float(v) for v in (*(1.0 + 0.1 * rng.standard_normal(100)), *(1.6 + 0.1 * rng.standard_normal(10)))]
    law = DurationLaw(LawKind.LOGNORMAL, site().recipes[CART].by_code["ENRICH"].law.a)
    steady, moved = series_of(sightings(x[:100]), law), series_of(sightings(x), law)
    assert steady.changed is None and moved.changed is not None
    assert moved.since == MONDAY + timedelta(days=100)
    assert moved.tally.n == pytest.approx(10 + 100 * FORGOTTEN)
    assert moved.tally.mean == pytest.approx(1.3, abs=0.04)


def test_the_tests_of_one_batch_are_one_witness_of_a_change():
    law = DurationLaw(LawKind.LOGNORMAL, Decimal(1))
    rng = np.random.default_rng(16)
    day = [1.0 + 0.2 * float(z) for z in rng.standard_normal(20)]
    day[-1] = 1.9  # one bad afternoon, with fifteen tests
    told = [
        Sighting((NAME, "lab"), MONDAY + n * timedelta(days=1), v, batch=f"B-{n}") for n, v in enumerate(day) for _ in range(15)
    ]
    assert series_of(told, law).changed is None
    assert series_of([replace(s, batch="") for s in told], law).changed is not None


def test_a_site_that_has_slowed_down_hears_of_it_with_the_step_and_its_hours():
    floor = site(calm(shipped_facility()))
    for n in range(30):
        floor = ordered(floor, f"B-{n:02}", MONDAY + n * 24 * HOUR)
        floor = after(floor, Life(floor, f"B-{n:02}", np.random.default_rng(n), 1.0 if n < 20 else 1.8).lived().events)
    history = learn(floor)
    drift = next(d for d in history.drifts if d.key == "ENRICH")
    assert drift.recipe == NAME and drift.title == floor.recipes[CART].by_code["ENRICH"].title
    assert drift.lately_h / drift.before_h == pytest.approx(1.8, abs=0.35)
    assert drift.n == pytest.approx(10, abs=2) and drift.since is not None
    assert drift.since > MONDAY + 19 * 24 * HOUR
    slow = history.step(floor.recipes[CART], floor.recipes[CART].by_code["ENRICH"], "", None).median
    usual = History().step(floor.recipes[CART], floor.recipes[CART].by_code["ENRICH"], "", None).median
    assert slow > 1.4 * usual


def test_twenty_batches_of_a_steady_site_tell_of_no_drift():
    floor = site(calm(shipped_facility()))
    for n in range(20):
        floor = ordered(floor, f"B-{n:02}", MONDAY + n * 24 * HOUR)
        floor = after(floor, Life(floor, f"B-{n:02}", np.random.default_rng(n)).lived().events)
    assert learn(floor).drifts == ()
