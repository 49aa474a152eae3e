"""What one would use instead of the forecast: noted from what was known when it was made, and from nothing else."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from statistics import median

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from console.domain import events as e
from console.domain.batch import ReportedRow
from console.domain.durations import fixed
from console.domain.evolve import evolve
from console.domain.floor import Floor
from console.forecast.baselines import (
    LATELY,
    NOT_BEGUN,
    Noting,
    begun_at,
    course_of,
    nominal_release,
    planned_release,
    recents,
    standing_at,
    way_to_release,
    with_baselines,
)
from console.forecast.durations import History
from console.forecast.expected import forecast_floor
from console.service.library import shipped_recipes
from tests.forecast.truth import CART, HOUR, MONDAY, Life, after, ordered, site, until, zones

RECIPE = shipped_recipes()[CART]
ZONE = zones("America/New_York")
DAY = 24 * HOUR


def lived(floor: Floor, batch: str, hours: float = 400, seed: int = 1) -> Floor:
    events = Life(floor, batch, np.random.default_rng(seed)).lived().events
    return after(floor, until(events, MONDAY + hours * HOUR))


def released(floor: Floor, batch: str) -> datetime:
    at = floor.batches[batch].released_at
    assert at is not None
    return at


def of_three(hours: float = 400) -> Floor:
    """Three past batches, a week apart, and one that stands planned."""
    floor = site()
    for n in range(3):
        floor = ordered(floor, f"P{n}", MONDAY - (4 - n) * 7 * DAY)
        floor = lived(floor, f"P{n}", seed=n)
    return ordered(floor, "B", MONDAY)


def test_what_release_waits_for_is_on_the_way_and_a_changeover_is_not():
    way = way_to_release(RECIPE)
    assert {"APH_COLLECT", "EXPAND", "QC_RELEASE", "DISPOSITION"} <= way
    assert not {"CHANGEOVER", "PACK_SHIP", "INFUSE", "CRYO_BACKUP"} & way


@settings(max_examples=15)
@given(hours=st.floats(-72, 300), seed=st.integers(0, 20))
def test_where_a_batch_stands_is_the_step_that_began_last(hours: float, seed: int):
    floor = lived(ordered(site(), "B", MONDAY), "B", hours, seed)
    batch = floor.batches["B"]
    began = course_of(RECIPE, batch).began
    step = standing_at(RECIPE, batch)
    since = begun_at(RECIPE, batch, step)
    if began:
        assert began[step] == since == max(began.values())
    else:
        placed = batch.steps["APH_COLLECT"].placement
        assert step == NOT_BEGUN and placed is not None and since == placed.start


def test_the_recent_median_is_that_of_the_last_releases_from_the_same_step():
    floor = of_three()
    found = recents(floor)
    past = [floor.batches[f"P{n}"] for n in range(3)]
    for code in ("APH_COLLECT", "EXPAND", "RECORD_REVIEW"):
        left = [(released(floor, b.id) - s) / HOUR for b in past if (s := b.steps[code].started_at) is not None]
        assert found.left[RECIPE.name, code] == pytest.approx(median(left)) and found.n[RECIPE.name, code] == 3
    begun = MONDAY + 3 * HOUR
    assert found.at(RECIPE, "EXPAND", begun) == begun + timedelta(hours=found.left[RECIPE.name, "EXPAND"])
    assert found.at(RECIPE, "EXPAND", None) is None
    assert found.at(shipped_recipes()["LVV-SUSP-50L-v1"], "EXPAND", begun) is None


def test_only_the_last_releases_count():
    floor = site()
    for n in range(LATELY + 5):
        at = MONDAY + n * DAY
        slow = 100 if n < 5 else 10
        rows = (
            ReportedRow(1, "collection", ("APH_COLLECT",), started_at=at, finished_at=at + HOUR),
            ReportedRow(2, "release", ("DISPOSITION",), started_at=at + slow * HOUR, finished_at=at + slow * HOUR),
        )
        floor = evolve(floor, e.BatchReported(by="s", at=at, batch=f"R{n}", recipe=CART, rows=rows, sha256="0" * 64))
    found = recents(floor)
    assert found.n[RECIPE.name, "APH_COLLECT"] == LATELY and found.left[RECIPE.name, "APH_COLLECT"] == 10.0


def test_where_nothing_varies_the_typical_times_are_the_truth():
    steps = tuple(replace(s, law=fixed(str(s.law.typical_h)), wait=None) for s in RECIPE.steps)
    floor = ordered(site(), "B", MONDAY)
    batch = floor.batches["B"]
    at = nominal_release(replace(RECIPE, steps=steps), batch, MONDAY - DAY, ZONE)
    planned = planned_release(RECIPE, batch)
    assert planned is not None and abs(at - planned) < 3 * HOUR  # the plan rounds to slots and leaves a usual wait
    late = MONDAY + 400 * HOUR
    assert nominal_release(RECIPE, batch, late, ZONE) > late


def test_a_batch_of_which_nothing_is_planned_has_typical_times_from_now_and_no_date_of_a_plan():
    floor = evolve(site(), e.BatchOrdered(by="p", at=MONDAY, batch="B", recipe=CART, product="AV-119", clinic="NORTHQUAY"))
    noted = with_baselines(forecast_floor(floor, MONDAY, zones, History(), 20), floor, zones, recents(floor), History())
    told = noted.forecasts["B"]
    assert told.plan_at is None and told.recent_at is None and told.step == NOT_BEGUN
    assert told.nominal_at is not None and told.nominal_at > MONDAY + 5 * DAY


@settings(max_examples=15)
@given(hours=st.floats(-72, 250), seed=st.integers(0, 20), more=st.floats(0, 50))
def test_the_typical_release_never_comes_earlier_because_time_passes(hours: float, seed: int, more: float):
    floor = lived(ordered(site(), "B", MONDAY), "B", hours, seed)
    batch, now = floor.batches["B"], MONDAY + hours * HOUR
    at = nominal_release(RECIPE, batch, now, ZONE)
    assert at <= nominal_release(RECIPE, batch, now + more * HOUR, ZONE)
    assert at == batch.released_at or (batch.released_at is None and at >= now)


def test_a_forecast_notes_what_one_would_have_used_instead():
    floor = of_three()
    now = MONDAY - DAY
    made = forecast_floor(floor, now, zones, History(), 50)
    noted = with_baselines(made, floor, zones, recents(floor), History(model="m-7"))
    told = noted.forecasts["B"]
    assert (told.recipe, told.step, told.model) == (CART, NOT_BEGUN, "m-7")
    assert told.plan_at == planned_release(RECIPE, floor.batches["B"])
    assert told.nominal_at is not None and told.recent_at is not None
    assert replace(noted, forecasts={}) == replace(made, forecasts={}, model="m-7")
    assert told.release == made.forecasts["B"].release
    for batch in floor.batches:
        if batch != "B" and batch in noted.forecasts:  # released: nothing of it is forecast any more
            assert noted.forecasts[batch].plan_at is None


@settings(max_examples=6)
@given(gaps=st.lists(st.floats(-5, 60), min_size=2, max_size=5), seed=st.integers(0, 30))
def test_what_was_noted_before_changes_nothing(gaps: list[float], seed: int):
    """Outlook after outlook, while time passes and things happen or do not, it is noted as if for the first time."""
    planned, noting, now = of_three(), Noting(), MONDAY - 3 * DAY
    recent = recents(planned)
    for n, gap in enumerate(gaps):
        now += gap * HOUR
        floor = planned if n % 2 else lived(planned, "B", (now - MONDAY) / HOUR, seed)
        made = replace(forecast_floor(floor, MONDAY, zones, History(), 5), made_at=now)
        assert noting.noted(made, floor, zones, recent, History()) == with_baselines(made, floor, zones, recent, History())


@settings(max_examples=10)
@given(seed=st.integers(0, 30))
def test_nothing_that_comes_later_changes_what_was_noted(seed: int):
    """The median of recent batches and the typical times see only what had happened by then."""
    floor = lived(of_three(), "B", 90)
    later = lived(floor, "B", 400, seed)
    then = floor.batches["B"]
    assert recents(floor) == recents(replace(later, batches={**later.batches, "B": then}))
