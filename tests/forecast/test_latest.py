"""The latest safe start of the harvest: as late as trying every start shows, no later, and none where none would do."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from decimal import Decimal
from functools import cache

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from console.domain import events as e
from console.domain.floor import Floor
from console.domain.promise import promise_of
from console.forecast.durations import learn
from console.forecast.expected import forecast_batch
from console.forecast.hours import DayClocks
from console.forecast.latest import latest_start
from console.forecast.montecarlo import Futures, futures
from console.forecast.network import Network, network_of
from console.forecast.outlook import Forecast
from console.forecast.seen import Seen
from tests.forecast.truth import CART, HOUR, MONDAY, Life, after, calm, ordered, site, until, zones

DAY = 24 * HOUR
SCENARIOS, SEED = 400, 7
HARVEST, CLINICS = "HARVEST_WASH", ("NORTHQUAY", "LAKEMONT", "STBRIDE")


@cache
def living(days: float = 6.0, clinic: str = "NORTHQUAY", quiet: bool = False) -> tuple[Floor, datetime]:
    """A batch some days after its collection, everything done so far as the recipe says."""
    start, now = MONDAY, MONDAY + days * DAY
    floor = site()
    if quiet and floor.facility is not None:
        floor = site(calm(floor.facility))
    floor = ordered(floor, "B-1", start, clinic=clinic)
    return after(floor, until(Life(floor, "B-1", np.random.default_rng(3)).lived().events, now)), now


@cache
def network(days: float, clinic: str) -> tuple[Network, Futures, float]:
    """What is left of the batch, its futures, and the hours to its promise."""
    floor, now = living(days, clinic)
    batch = floor.batches["B-1"]
    seen = Seen(floor, now, zones, learn(floor), DayClocks(now))
    promise = promise_of(floor, batch, zones)
    assert promise is not None and promise.by is not None
    left = network_of(seen, batch, floor.recipes[CART], promise.to_step)
    return left, futures(left, SCENARIOS, SEED), seen.hours(promise.by)


def share_at(left: Network, base: Futures, start: float, by: float, at_start: bool) -> float:
    """The share of scenarios that keep the promise when the harvest begins just then, with every clock in place: the oracle."""
    jobs = tuple(replace(j, known=start, after=(), opens=(), out=None) if j.code == HARVEST else j for j in left.jobs)
    no_wait = {job.row: np.zeros(SCENARIOS) for job in left.jobs if job.code == HARVEST}
    run = futures(replace(left, jobs=jobs, follower=""), SCENARIOS, SEED, replace(base, drawn={**base.drawn, **no_wait}))
    return float(np.mean(run.passes & ((run.starts if at_start else run.ends)[left.promise_to] <= by)))


@settings(max_examples=12)
@given(
    days=st.sampled_from([2.0, 4.5, 6.0]),
    clinic=st.sampled_from(CLINICS),
    share=st.integers(30, 90),
    late=st.integers(-6, 20),
    at_start=st.booleans(),
)
def test_it_is_the_last_start_with_which_enough_keep_the_promise(
    days: float, clinic: str, share: int, late: int, at_start: bool
) -> None:
    left, base, due = network(days, clinic)
    by, needed = due + late, share / 100
    found = latest_start(left, base, HARVEST, by, at_start, needed, SEED)
    tried = {start: share_at(left, base, start, by, at_start) for start in np.arange(by - 30.0, by, 0.5)}
    enough = [start for start, kept in tried.items() if kept >= needed]
    if found is None:
        assert not enough
        return
    assert share_at(left, base, found - 1e-6, by, at_start) >= needed > share_at(left, base, found + 0.02, by, at_start)
    assert not enough or found - 1e-6 <= max(enough) + 0.5


def test_in_the_seventh_night_it_lies_some_hours_after_the_planned_harvest_and_well_before_the_clinic_closes() -> None:
    forecast = seen_in(*living())
    assert forecast.harvest_by is not None and forecast.promise_at is not None
    assert timedelta(hours=12) < forecast.promise_at - forecast.harvest_by < timedelta(hours=18)


def seen_in(floor: Floor, now: datetime) -> Forecast:
    """The forecast of the batch."""
    found = forecast_batch(floor, floor.batches["B-1"], now, zones, learn(floor), SCENARIOS, SEED)
    assert found is not None
    return found


@pytest.mark.parametrize("hours", [1, 3, 5])
def test_a_harvest_planned_later_than_it_is_at_risk_and_one_planned_well_before_it_is_not(hours: int) -> None:
    floor, now = living(quiet=True)
    latest = seen_in(floor, now).harvest_by
    assert latest is not None
    for sign in (-1, 1):
        step = floor.batches["B-1"].steps[HARVEST]
        assert step.placement is not None
        planned = replace(step.placement, start=latest + sign * hours * HOUR, end=latest + (sign * hours + 2) * HOUR)
        moved = after(floor, [e.StepMoved(by="s", at=now, batch="B-1", step=HARVEST, placement=planned, reason="r")])
        keep = seen_in(moved, now).p_keep
        assert keep is not None and (keep < 0.8) == (sign > 0), keep


def test_a_stricter_bar_asks_for_an_earlier_start() -> None:
    floor, now = living()
    assert floor.facility is not None
    found = []
    for bar in ("0.50", "0.80", "0.90"):
        strict = replace(floor, facility=replace(floor.facility, at_risk_below=Decimal(bar)))
        found.append(seen_in(strict, now).harvest_by)
    first, second, third = found
    assert first is not None and second is not None and second < first
    assert third is None or third < second


def test_no_start_is_safe_where_the_bar_is_higher_than_any_chance() -> None:
    floor, now = living()
    assert floor.facility is not None
    certain = replace(floor, facility=replace(floor.facility, at_risk_below=Decimal(1)))
    assert seen_in(certain, now).harvest_by is None


def test_once_the_harvest_has_begun_nothing_is_left_to_say() -> None:
    assert seen_in(*living(7.2)).harvest_by is None
    assert living(7.2)[0].batches["B-1"].steps[HARVEST].started_at is not None


def test_before_the_promise_runs_nothing_is_said() -> None:
    assert seen_in(*living(0.05)).harvest_by is None
    assert seen_in(*living(0.5)).harvest_by is not None


def test_a_batch_without_a_promise_has_no_latest_start() -> None:
    floor = ordered(site(), "B-1", MONDAY, recipe="LVV-SUSP-50L-v1", product="")
    assert seen_in(floor, MONDAY).harvest_by is None
