"""What an honest forecast never does: know the future, heed an order or a zone that means nothing, or make up figures."""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
from dataclasses import replace
from datetime import UTC, datetime, time, timedelta
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from console.domain import events as e
from console.domain.batch import Batch
from console.domain.facility import Clinic, Measure, Promise
from console.domain.floor import Floor
from console.domain.quality import Severity
from console.forecast.durations import History, learn
from console.forecast.expected import forecast_floor
from console.forecast.outlook import Outlook, Quantiles
from console.service.library import shipped_facility
from tests.forecast.oracle.floors import CASES, Case, crowded, lived, planned, queued
from tests.forecast.plants.campaign import Walk
from tests.forecast.plants.flow import PRODUCTS, flow_recipe, flow_site
from tests.forecast.plants.lives import BEFORE, Lived, Plant, live
from tests.forecast.plants.truths import Truth
from tests.forecast.test_expected import certain_site
from tests.forecast.truth import CART, HOUR, MONDAY, Life, after, calm, ordered, site, until, zones

ROOT = Path(__file__).resolve().parents[2]
NOTHING = History()


def asked(floor: Floor, now: datetime, history: History = NOTHING, scenarios: int = 200, seed: int = 0) -> Outlook:
    return forecast_floor(floor, now, zones, history, scenarios, seed)


def sound(quantiles: Quantiles, now: datetime) -> bool:
    told = (quantiles.p10, quantiles.p25, quantiles.p50, quantiles.p75, quantiles.p90)
    return list(told) == sorted(told) and told[0] >= now and told[-1] < now + timedelta(days=4000)


# ----------------------------------------------------------------------------------------------- the future


@pytest.fixture(scope="module")
def months() -> Lived:
    """Some weeks of a plant with a known truth."""
    facility, recipe = flow_site(), flow_recipe()
    plant = Plant("weeks", facility, recipe, PRODUCTS, "", MONDAY, 14, 26.0)
    return live(plant, Truth(facility, recipe, MONDAY - BEFORE, zones(facility.zone), 3))


def test_what_comes_later_changes_no_forecast_made_before(months: Lived):
    """The journal's future is planted with slow steps, a closed room and lost batches: at t the same is told, and learned."""
    for day in (5.3, 9.7, 13.1):
        now = MONDAY + day * 24 * HOUR
        slower = [replace(event, at=now + 9 * (event.at - now)) if event.at > now else event for event in months.events]
        lost = [e.BatchTerminated(by="q", at=now + HOUR / 60, batch=b, reason="planted") for b in months.spans]
        opened = e.DeviationOpened(
            by="o", at=now + HOUR / 60, deviation="D", title="planted", severity=Severity.MAJOR, batches=tuple(months.spans)
        )
        planted = sorted([*slower, *lost, opened], key=lambda event: event.at)
        honest = after(months.floor, until(months.events, now))
        told = after(months.floor, until(planted, now))
        assert after(months.floor, planted) != after(months.floor, months.events)
        assert learn(told) == learn(honest)
        assert asked(told, now, learn(told)) == asked(honest, now, learn(honest))


def test_history_learned_before_an_instant_rests_on_nothing_after_it(months: Lived):
    """Learning as time passes, floor by floor, gives what learning at once from the floor of that instant gives."""
    moments = [(MONDAY + days * 24 * HOUR, "") for days in (6.0, 11.0, 16.0)]
    walk = Walk(months.floor, months.events, moments)
    for at, _, floor in walk.floors():
        known, _ = walk.past(floor, 1000)
        cut = learn(after(months.floor, until(months.events, at)))
        assert cut.batches == learn(known).batches
        assert {key: tally.n for key, tally in cut.took.items()} == pytest.approx(
            {key: t.n for key, t in learn(known).took.items()}
        )


# ----------------------------------------------------------------------------------------------- orders and zones


@pytest.mark.parametrize("make", CASES, ids=lambda make: make.__name__)
def test_the_order_in_which_batches_are_kept_changes_nothing(make):
    case: Case = make()
    names = list(case.floor.batches)
    told = asked(case.floor, case.now, scenarios=100).forecasts
    floor = replace(case.floor, batches={name: case.floor.batches[name] for name in names[::-1]})
    assert asked(floor, case.now, scenarios=100).forecasts == told


@pytest.mark.parametrize("zone", ["Asia/Kolkata", "America/Los_Angeles", "Pacific/Chatham"])
def test_an_instant_is_the_same_instant_in_every_zone(zone: str):
    case = crowded()
    elsewhere = asked(case.floor, case.now.astimezone(zones(zone)))
    assert elsewhere.forecasts == asked(case.floor, case.now).forecasts


TOLD = """
from tests.forecast.test_honest import digest
print(digest())
"""


def digest() -> str:
    """A digest over every instant and chance told of two floors, to be taken in other processes."""
    told = []
    for make in (crowded, queued):
        case = make()
        for name, forecast in sorted(asked(case.floor, case.now, learn(case.floor)).forecasts.items()):
            steps = sorted((code, *(at.astimezone(UTC).isoformat() for at in span)) for code, span in forecast.steps.items())
            told.append(repr((name, str(forecast.release), forecast.p_keep, forecast.p_never, steps)))
    return hashlib.sha256("\n".join(told).encode()).hexdigest()


def test_neither_the_machines_zone_nor_its_hashes_change_a_figure():
    there = {**os.environ, "TZ": "Asia/Kathmandu", "PYTHONHASHSEED": "77"}
    answer = subprocess.run(
        [sys.executable, "-c", TOLD], cwd=ROOT, env=there, capture_output=True, text=True, check=False, timeout=60
    )
    assert answer.stdout.strip() == digest(), answer.stderr


# ----------------------------------------------------------------------------------------------- nothing left to vary


@settings(max_examples=15)
@given(hours=st.floats(-60, 190), seed=st.integers(0, 9))
def test_where_nothing_is_left_to_chance_the_forecast_has_no_width(hours: float, seed: int):
    now = MONDAY + hours * HOUR
    floor = ordered(ordered(certain_site(), "B", MONDAY), "C", MONDAY + 5 * HOUR)
    for n, batch in enumerate(("B", "C")):
        floor = after(floor, until(Life(floor, batch, np.random.default_rng([seed, n])).lived().events, now))
    for forecast in asked(floor, now, scenarios=60).forecasts.values():
        for told in (forecast.release, forecast.end):
            assert told is None or told.p10 == told.p90


def test_once_all_is_done_nothing_is_forecast():
    floor = ordered(site(calm(shipped_facility())), "B", MONDAY)
    life = Life(floor, "B", np.random.default_rng(5)).lived()
    over = max(life.ends.values()) + HOUR
    forecast = asked(after(floor, life.events), over).forecasts["B"]
    assert (forecast.release, forecast.end, dict(forecast.steps), forecast.p_keep) == (None, None, {}, 1.0)


# ----------------------------------------------------------------------------------------------- promises on the clock

NIGHTS = (datetime(2026, 3, 1, 14, 30, tzinfo=UTC), datetime(2026, 10, 25, 13, 30, tzinfo=UTC))
"""Collections a week before the nights in which New York's clocks change."""


@pytest.mark.parametrize("start", NIGHTS)
@pytest.mark.parametrize("late", range(8, 17, 2))
def test_an_infusion_in_the_night_of_the_clocks_waits_for_the_clinics_morning(start: datetime, late: int):
    """The gap is a night by the clinic's own clock: eleven hours, one more or one less when the clocks change in it."""
    floor = ordered(site(calm(shipped_facility())), "B", start)
    harvest = floor.batches["B"].steps["HARVEST_WASH"].placement
    assert harvest is not None
    moved = replace(harvest, start=harvest.start + late * HOUR, end=harvest.end + late * HOUR)
    floor = after(floor, [e.StepMoved(by="s", at=start, batch="B", step="HARVEST_WASH", placement=moved, reason="r")])
    forecast = asked(floor, start - HOUR).forecasts["B"]
    assert forecast.end is not None
    for at in (forecast.end.p10, forecast.end.p25, forecast.end.p50, forecast.end.p75, forecast.end.p90):
        local = (at + timedelta(milliseconds=1)).astimezone(zones("America/New_York")).time()
        assert time(8) <= local <= time(21, 0, 1)


@pytest.mark.parametrize("start", NIGHTS)
def test_days_end_with_the_clinics_day_and_hours_with_the_hour(start: datetime):
    clinic = Clinic("C", "C", "America/New_York", time(8), time(21))
    by = {}
    for measure in Measure:
        facility = replace(calm(shipped_facility()), clinics=(clinic,))
        promise = Promise("APH_COLLECT", "INFUSE", 7, measure)
        facility = replace(facility, products=tuple(replace(p, promise=promise) if p.patient else p for p in facility.products))
        floor = ordered(site(facility), "B", start, clinic="C")
        collected = floor.batches["B"].steps["APH_COLLECT"].placement
        told = asked(floor, start - HOUR).forecasts["B"].promise_at
        assert collected is not None and told is not None
        by[measure] = told - collected.end
        local = collected.end.astimezone(zones("America/New_York"))
        wanted = datetime.combine(local.date() + timedelta(days=7), time(21), local.tzinfo).astimezone(UTC) - collected.end
    assert by == {Measure.HOURS: timedelta(hours=168), Measure.CALENDAR: wanted}


# ----------------------------------------------------------------------------------------------- histories that say little

STRANGE = {
    "one": [2.0],
    "all equal": [2.0] * 12,
    "negative": [-3.0] * 6,
    "no time": [0.0] * 4,
    "clock jump": [2.0] * 8 + [30_000.0],
    "wild": [1e-6, 400.0, 0.01, 90.0],
}


def strange(hours: list[float], code: str) -> Floor:
    """A floor whose finished batches took these hours for one step, whatever the other steps say."""
    floor = site(calm(shipped_facility()))
    done: dict[str, Batch] = {}
    for n, took in enumerate(hours):
        name = f"H{n}"
        one = ordered(floor, name, MONDAY - (400 - n) * 24 * HOUR)
        batch = after(one, Life(one, name, np.random.default_rng(n)).lived().events).batches[name]
        step = batch.steps[code]
        assert step.started_at is not None
        wrong = replace(step, finished_at=step.started_at + took * HOUR)
        done[name] = replace(batch, steps={**batch.steps, code: wrong})
    return replace(floor, batches=done, latest=MONDAY - 24 * HOUR)


@pytest.mark.parametrize("code", ["HARVEST_WASH", "RECORD_REVIEW", "EXPAND"])
@pytest.mark.parametrize("name", STRANGE)
def test_a_degenerate_history_ends_in_a_clear_statement_and_finite_figures(name: str, code: str):
    past = strange(STRANGE[name], code)
    history = learn(past)
    odd = sum(hours <= 0.0 for hours in STRANGE[name]) + sum(hours > 10_000 for hours in STRANGE[name])
    said = [left for left in history.left_out if left.what == code]
    assert len(said) == odd and all(left.why and left.batch for left in said)
    now = MONDAY - HOUR
    floor = ordered(replace(past, batches={}), "B", MONDAY)
    for at, batch_floor in ((now, floor), (MONDAY + 166 * HOUR, lived(floor, MONDAY + 166 * HOUR))):
        forecast = asked(batch_floor, at, history).forecasts["B"]
        assert forecast.release is not None and sound(forecast.release, at)
        assert forecast.p_keep is not None and 0.0 <= forecast.p_keep <= 1.0 and forecast.n_history == len(STRANGE[name])


@settings(max_examples=20)
@given(st.lists(st.floats(-50, 2000) | st.sampled_from([0.0, 1e-9, 24.0]), min_size=1, max_size=5))
def test_no_history_of_a_step_breaks_the_forecast(hours: list[float]):
    floor = strange([1.0], "HARVEST_WASH")
    batch = next(iter(floor.batches.values()))
    step = batch.steps["HARVEST_WASH"]
    assert step.started_at is not None
    done = {
        f"H{n}": replace(
            batch, id=f"H{n}", steps={**batch.steps, step.code: replace(step, finished_at=step.started_at + took * HOUR)}
        )
        for n, took in enumerate(hours)
    }
    history = learn(replace(floor, batches=done))
    forecast = asked(ordered(replace(floor, batches={}), "B", MONDAY), MONDAY, history, scenarios=60).forecasts["B"]
    assert forecast.release is not None and sound(forecast.release, MONDAY)


def test_a_clock_that_went_back_leaves_a_running_step_with_time_ahead():
    """A start told for an hour after now (a console whose clock is behind) has lasted no time yet."""
    floor = ordered(site(calm(shipped_facility())), "B", MONDAY)
    ahead = after(floor, [e.StepStarted(by="o", at=MONDAY + HOUR, batch="B", step="APH_COLLECT", lane="CLINIC")])
    forecast = asked(ahead, MONDAY).forecasts["B"]
    assert forecast.release is not None and sound(forecast.release, MONDAY)
    assert MONDAY < forecast.steps["APH_COLLECT"][1] < MONDAY + 8 * HOUR


# ----------------------------------------------------------------------------------------------- numbers


def test_the_same_seed_tells_the_same_and_more_scenarios_agree_more():
    case = crowded()
    assert asked(case.floor, case.now, seed=5) == asked(case.floor, case.now, seed=5)
    truth = _middles(asked(case.floor, case.now, scenarios=6000, seed=99))
    off = {
        n: np.sqrt(np.mean([(_middles(asked(case.floor, case.now, scenarios=n, seed=s)) - truth) ** 2 for s in range(4)]))
        for n in (60, 1200)
    }
    assert off[1200] < 0.6 * off[60] and off[1200] < 0.25


def _middles(outlook: Outlook) -> np.ndarray:
    """The P50 of every release, in hours from when it was made, batch by batch."""
    found = [(name, f.release.p50) for name, f in sorted(outlook.forecasts.items()) if f.release is not None]
    return np.array([(at - outlook.made_at) / HOUR for _, at in found])


def test_a_floor_of_planned_batches_only_is_forecast_whole():
    floor = planned(shipped_facility(), (0, 24, 48))
    assert set(asked(floor, MONDAY - 20 * HOUR).forecasts) == {"B00", "B01", "B02"} and CART in floor.recipes
