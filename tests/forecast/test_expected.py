"""The forecast of live batches: honest quantiles, promises in the clinic's own day, and what stands in the way said plainly."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, time, timedelta
from decimal import Decimal

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from console.domain import events as e
from console.domain.batch import BatchStatus, StepState
from console.domain.durations import fixed
from console.domain.facility import Clinic, Facility, Measure, Promise
from console.domain.floor import AppointmentKind, Floor, RoomOut
from console.domain.quality import Severity, Verdict
from console.domain.recipe import Recipe
from console.forecast.durations import History, learn
from console.forecast.expected import forecast_batch, forecast_floor
from console.forecast.outlook import Forecast, Quantiles
from console.service.library import shipped_facility, shipped_recipes
from tests.forecast.truth import CART, HOUR, MONDAY, Life, after, calm, ordered, site, until, zones

NOTHING = History()


def one(floor: Floor, now: datetime, batch: str = "B", history: History = NOTHING, scenarios: int = 400) -> Forecast:
    made = forecast_floor(floor, now, zones, history, scenarios).forecasts
    return made[batch]


def release(forecast: Forecast) -> Quantiles:
    assert forecast.release is not None
    return forecast.release


def in_order(quantiles: Quantiles) -> bool:
    return quantiles.p10 <= quantiles.p25 <= quantiles.p50 <= quantiles.p75 <= quantiles.p90


def lived(floor: Floor, hours: float, seed: int = 1, batch: str = "B") -> Floor:
    events = Life(floor, batch, np.random.default_rng(seed)).lived().events
    return after(floor, until(events, MONDAY + hours * HOUR))


def certain_recipe(recipe: Recipe) -> Recipe:
    """The recipe with every law a certainty and no invalid tests."""
    steps = tuple(replace(s, law=fixed(str(s.law.typical_h)), wait=fixed("0") if s.wait else None) for s in recipe.steps)
    tests = tuple(replace(t, law=fixed(str(t.law.typical_h)), invalid=Decimal(0)) for t in recipe.tests)
    return replace(recipe, steps=steps, tests=tests)


def certain_site() -> Floor:
    """A plant where nothing varies."""
    facility = calm(shipped_facility())
    clinics = tuple(replace(c, travel=fixed("1.25")) for c in facility.clinics)
    still = replace(facility, laws=tuple((name, fixed("0")) for name, _ in facility.laws), clinics=clinics)
    return site(still, [certain_recipe(shipped_recipes()[CART])])


@settings(max_examples=25)
@given(hours=st.floats(-72, 200), seed=st.integers(0, 50))
def test_at_any_moment_of_any_life_the_forecast_holds_together(hours: float, seed: int):
    now = MONDAY + hours * HOUR
    floor = lived(ordered(site(), "B", MONDAY), hours, seed)
    forecast = one(floor, now, scenarios=200)
    for found in (forecast.release, forecast.end):
        assert found is None or (in_order(found) and found.p10 >= now)
    assert 0 <= forecast.p_never <= 1 and forecast.p_keep is not None and 0 <= forecast.p_keep <= 1 - forecast.p_never + 1e-9
    assert (forecast.release is None) == (floor.batches["B"].released_at is not None)
    steps = floor.batches["B"].steps
    assert all(not steps[code].over for code in forecast.steps)
    assert all(start <= end and end >= now for start, end in forecast.steps.values())
    recipe = floor.recipes[CART]
    for code, (start, _) in forecast.steps.items():
        before = [forecast.steps[b][1] for b in recipe.by_code[code].after if b in forecast.steps]
        assert steps[code].state is StepState.RUNNING or all(end - HOUR / 60 <= start for end in before)


@given(order=st.permutations(["B-1", "B-2", "B-3", "B-4"]))
@settings(max_examples=6)
def test_the_order_of_the_batches_changes_nothing(order: list[str]):
    floor = site()
    for n in range(1, 5):
        floor = ordered(floor, f"B-{n}", MONDAY + n * 24 * HOUR)
    turned = replace(floor, batches={b: floor.batches[b] for b in order})
    now = MONDAY + 30 * HOUR
    assert forecast_floor(turned, now, zones, NOTHING, 100).forecasts == forecast_floor(floor, now, zones, NOTHING, 100).forecasts


def test_the_same_floor_and_seed_give_the_same_and_another_seed_another():
    floor = ordered(site(), "B", MONDAY)
    first = forecast_floor(floor, MONDAY, zones, NOTHING, 300, seed=1)
    assert first == forecast_floor(floor, MONDAY, zones, NOTHING, 300, seed=1)
    other = forecast_floor(floor, MONDAY, zones, NOTHING, 300, seed=2).forecasts["B"]
    assert other.release != first.forecasts["B"].release
    assert abs(release(other).p50 - release(first.forecasts["B"]).p50) < HOUR
    assert forecast_batch(floor, floor.batches["B"], MONDAY, zones, NOTHING, 300, seed=1) == first.forecasts["B"]


def test_where_nothing_varies_the_forecast_is_the_plan_to_the_minute():
    floor = ordered(certain_site(), "B", MONDAY)
    forecast = one(floor, MONDAY - HOUR)
    planned = floor.batches["B"].steps["SAMPLE_RELEASE"].placement
    assert planned is not None and release(forecast).p10 == release(forecast).p90
    end = forecast.steps["SAMPLE_RELEASE"][1]
    assert abs(end - planned.end) < HOUR / 60
    assert forecast.steps["QC_RELEASE"][1] - end == pytest.approx(timedelta(hours=3.65), abs=timedelta(minutes=3))
    assert forecast.p_keep == 1 and forecast.p_never == 0


def test_a_sterility_bottle_is_read_by_the_clock():
    """Tests that are read at 08:00 on D7 hold the panel, however early all else is."""
    recipe = certain_recipe(shipped_recipes()[CART])
    quick = tuple(replace(t, law=fixed("0.1")) if t.read_clock is None else t for t in recipe.tests)
    steps = tuple(replace(s, law=fixed("0.05")) if s.code in ("HARVEST_WASH", "FORMULATE_FILL") else s for s in recipe.steps)
    floor = ordered(site(certain_site().facility, [replace(recipe, tests=quick, steps=steps)]), "B", MONDAY)
    end = one(floor, MONDAY).steps["QC_RELEASE"][1].astimezone(zones("America/New_York"))
    assert (end.time().replace(microsecond=0, second=0), end.date()) == (time(8), (MONDAY + timedelta(days=7)).date())


def test_time_already_spent_is_believed_and_never_given_back():
    floor = ordered(site(calm(shipped_facility())), "B", MONDAY)
    start = MONDAY + 5 * HOUR
    began = [e.StepStarted(by="o", at=start, batch="B", step="APH_COLLECT", lane="CLINIC")]
    waiting = after(floor, began)
    ends = [one(waiting, start + spent * HOUR).steps["APH_COLLECT"][1] for spent in (0.5, 3.5, 6.0, 20.0, 200.0)]
    assert ends == sorted(ends)
    assert all(end >= start + spent * HOUR for end, spent in zip(ends, (0.5, 3.5, 6.0, 20.0, 200.0), strict=True))


def test_a_harvest_that_slips_into_the_morning_costs_the_promise():
    """The story of the late harvest (domain.md 9.6): at 09:00 even chances, at 12:00 next to none; the model says so itself."""
    floor = ordered(site(calm(shipped_facility())), "B", MONDAY)
    chances = []
    for hour in (3, 6, 9, 12):
        harvest = floor.batches["B"].steps["HARVEST_WASH"].placement
        assert harvest is not None
        at = harvest.start + (hour - 3) * HOUR
        moved = replace(harvest, start=at, end=at + 1.5 * HOUR)
        floor_then = after(floor, [e.StepMoved(by="s", at=MONDAY, batch="B", step="HARVEST_WASH", placement=moved, reason="r")])
        kept = one(floor_then, MONDAY - HOUR, scenarios=1000).p_keep
        assert kept is not None
        chances.append(kept)
    assert chances == sorted(chances, reverse=True)
    assert chances[0] > 0.85 and 0.1 < chances[2] < 0.75 and chances[3] < 0.15


def test_no_quantile_of_an_infusion_lies_in_the_clinics_night():
    floor = ordered(site(), "B", MONDAY)
    for hour in range(6, 16):
        harvest = floor.batches["B"].steps["HARVEST_WASH"].placement
        assert harvest is not None
        moved = replace(harvest, start=harvest.start + hour * HOUR, end=harvest.end + hour * HOUR)
        late = after(floor, [e.StepMoved(by="s", at=MONDAY, batch="B", step="HARVEST_WASH", placement=moved, reason="r")])
        end = one(late, MONDAY - HOUR).end
        assert end is not None
        for at in (end.p10, end.p25, end.p50, end.p75, end.p90):
            local = (at + timedelta(milliseconds=1)).astimezone(zones("America/New_York")).time()
            assert time(8) <= local <= time(21, 0, 1)


WEEKS = (datetime(2026, 3, 2, 14, 30, tzinfo=UTC), datetime(2026, 10, 26, 13, 30, tzinfo=UTC), datetime(2026, 9, 28, 1, tzinfo=UTC))


@pytest.mark.parametrize("zone", ["America/New_York", "Australia/Lord_Howe"])
@pytest.mark.parametrize("start", WEEKS)
@pytest.mark.parametrize("measure", list(Measure))
def test_promises_over_the_change_of_clocks_are_kept_to_the_day_or_to_the_hour(zone: str, start: datetime, measure: Measure):
    clinic = Clinic("C", "C", zone, time(8), time(21), fixed("1.25"))
    facility = replace(_facility(measure), zone=zone, clinics=(clinic,))
    floor = ordered(site(facility), "B", start, clinic="C")
    forecast = one(floor, start - 10 * HOUR)
    collected = floor.batches["B"].steps["APH_COLLECT"].placement
    assert collected is not None and forecast.promise_at is not None and forecast.end is not None
    if measure is Measure.HOURS:
        assert forecast.promise_at == collected.end + timedelta(days=7)
    else:
        local = forecast.promise_at.astimezone(zones(zone))
        assert local.time() == time(21)
        assert local.date() == collected.end.astimezone(zones(zone)).date() + timedelta(days=7)
    assert forecast.promise_to == "INFUSE" and forecast.p_keep is not None
    assert (forecast.end.p50 <= forecast.promise_at) == (forecast.p_keep > 0.49)


def _facility(measure: Measure) -> Facility:
    facility = calm(shipped_facility())
    promise = Promise("APH_COLLECT", "INFUSE", 7, measure)
    return replace(facility, products=tuple(replace(p, promise=promise) if p.patient else p for p in facility.products))


def test_the_promise_of_calendar_days_is_kept_by_a_bedside_start():
    """The last instant is the last bedside start of the day (ux.md): an infusion running past it is still in time."""
    floor = ordered(site(calm(shipped_facility())), "B", MONDAY)
    by = one(floor, MONDAY).promise_at
    assert by is not None
    begun = after(floor, [e.StepStarted(by="o", at=by - HOUR / 12, batch="B", step="INFUSE", lane="CLINIC")])
    forecast = one(begun, by + HOUR / 6)
    assert forecast.end is None and forecast.p_keep == 1
    late = after(floor, [e.StepStarted(by="o", at=by + HOUR, batch="B", step="INFUSE", lane="CLINIC")])
    assert one(late, by + 2 * HOUR).p_keep == 0


def test_a_lot_is_promised_by_its_due_date_and_one_without_has_no_promise():
    floor = site()
    at = MONDAY - 72 * HOUR
    due = MONDAY + timedelta(days=75)
    order = e.BatchOrdered(by="p", at=at, batch="L", recipe="LVV-SUSP-50L-v1", product="AV-LVV", due_at=due)
    forecast = one(after(floor, [order]), MONDAY, "L")
    assert (forecast.promise_to, forecast.promise_at) == ("DISPOSITION", due)
    assert forecast.release == forecast.end and forecast.p_keep is not None and forecast.p_keep > 0.5
    bare = one(after(floor, [replace(order, due_at=None)]), MONDAY, "L")
    assert (bare.promise_at, bare.p_keep, bare.end, bare.promise_to) == (None, None, None, "") and bare.release is not None


def test_a_released_batch_has_no_release_ahead_and_its_promise_stays():
    floor = ordered(site(), "B", MONDAY)
    life = Life(floor, "B", np.random.default_rng(4)).lived()
    signed = life.ends["DISPOSITION"]
    forecast = one(after(floor, until(life.events, signed)), signed)
    assert forecast.release is None and forecast.end is not None and forecast.p_never == 0
    assert forecast.p_keep is not None and 0.5 < forecast.p_keep <= 1 - 0.034 + 1e-9
    done = after(floor, life.events)
    ended = one(done, max(life.ends.values()) + HOUR)
    assert ended.end is None and ended.p_keep == 1 and not ended.steps


def test_batches_that_ended_were_imported_or_have_a_strange_recipe_have_no_forecast():
    floor = ordered(ordered(site(), "B", MONDAY), "C", MONDAY)
    floor = after(floor, [e.BatchCancelled(by="p", at=MONDAY, batch="C", reason="r")])
    floor = after(floor, [e.BatchReported(by="p", at=MONDAY, batch="W", recipe=CART, sha256="0", rows=())])
    floor = after(floor, [e.BatchOrdered(by="p", at=MONDAY, batch="X", recipe="NO-SUCH-v1")])
    assert set(forecast_floor(floor, MONDAY, zones, NOTHING, 50).forecasts) == {"B"}


def test_a_hold_delays_the_release_and_is_named():
    floor = lived(ordered(site(), "B", MONDAY), 167)
    now = MONDAY + 167 * HOUR
    free = release(one(floor, now)).p50
    held = after(floor, [e.BatchHeld(by="q", at=now, batch="B", hold="H-1", reason="label in doubt")])
    forecast = one(held, now)
    assert release(forecast).p50 > free + 4 * HOUR
    assert any("label in doubt" in text for text in forecast.blockers)
    resumed = after(held, [e.BatchResumed(by="q", at=now, batch="B", hold="H-1", reason="checked")])
    assert release(one(resumed, now)).p50 == free


def test_open_deviations_failed_tests_and_closed_rooms_are_named_and_waited_for():
    floor = ordered(site(), "B", MONDAY)
    life = Life(floor, "B", np.random.default_rng(3)).lived()
    now = life.ends["SAMPLE_RELEASE"] + HOUR
    floor = after(floor, until(life.events, now))
    free = one(floor, now)
    opened = e.DeviationOpened(by="o", at=now, deviation="DV-1", title="t", severity=Severity.MAJOR, batches=("B",))
    waits = one(after(floor, [opened]), now)
    assert release(waits).p50 > release(free).p50 + 5 * HOUR and any("DV-1" in text for text in waits.blockers)
    test = next(t for t in floor.batches["B"].tests.values() if t.code == "MYCO_PCR")
    failed = [
        e.ResultEntered(by="a", at=now, test=test.id, batch="B", text="detected"),
        e.ResultReviewed(by="r", at=now, test=test.id, batch="B", verdict=Verdict.OOS),
    ]
    oos = one(after(floor, failed), now)
    assert oos.p_never == pytest.approx(0.225, abs=0.07) and any("out of specification" in text for text in oos.blockers)
    repeat = e.ResultReviewed(by="r", at=now, test=test.id, batch="B", verdict=Verdict.INVALID)
    invalid = one(after(floor, [failed[0], repeat]), now)
    assert release(invalid).p50 > now + 3.5 * HOUR and any("to be repeated" in text for text in invalid.blockers)


def test_a_room_out_of_use_holds_back_what_is_planned_there():
    floor = lived(ordered(site(), "B", MONDAY), 160)
    step, now = floor.batches["B"].steps["HARVEST_WASH"], MONDAY + 160 * HOUR
    assert step.placement is not None
    out = [e.RoomTakenOut(by="o", at=now, room=step.placement.lane, out=RoomOut.OUT_OF_SERVICE, reason="door")]
    forecast = one(after(floor, out), now)
    assert any("door" in text for text in forecast.blockers)
    assert forecast.steps["HARVEST_WASH"][0] > one(floor, now).steps["HARVEST_WASH"][0] + 2 * HOUR


def test_a_room_expected_back_at_a_stated_time_is_believed_and_no_longer_when_that_has_passed():
    now = MONDAY + 160 * HOUR
    floor = lived(ordered(certain_site(), "B", MONDAY), 157)
    step = floor.batches["B"].steps["HARVEST_WASH"]
    assert step.placement is not None and step.started_at is None
    told = e.RoomTakenOut(
        by="o", at=now - HOUR, room=step.placement.lane, out=RoomOut.OUT_OF_SERVICE, reason="door", expected_at=now + 9 * HOUR
    )
    forecast = one(after(floor, [told]), now)
    start = forecast.steps["HARVEST_WASH"][0]
    assert now + 9 * HOUR <= start <= now + 11 * HOUR
    assert any("expected back in 9 h" in text for text in forecast.blockers)
    overdue, unsaid = (replace(told, expected_at=at) for at in (now - timedelta(minutes=5), None))
    assert one(after(floor, [overdue]), now).steps == one(after(floor, [unsaid]), now).steps


def test_an_infusion_slot_is_waited_for_and_a_cancelled_one_is_not():
    floor = ordered(certain_site(), "B", MONDAY)
    usual = one(floor, MONDAY).steps["INFUSE"][0]
    slot = e.AppointmentMade(
        by="p", at=MONDAY, appointment="A-1", kind=AppointmentKind.INFUSION, clinic="NORTHQUAY", slot_at=usual + 2 * HOUR, batch="B"
    )
    booked = after(floor, [slot])
    assert one(booked, MONDAY).steps["INFUSE"][0] == pytest.approx(usual + 2 * HOUR, abs=timedelta(seconds=1))
    freed = after(booked, [e.AppointmentCancelled(by="p", at=MONDAY, appointment="A-1", batch="B")])
    assert one(freed, MONDAY).steps["INFUSE"][0] == usual


def test_a_batch_without_any_plan_is_forecast_by_its_recipes_clock():
    floor = site(calm(shipped_facility()))
    floor = after(floor, [e.BatchOrdered(by="p", at=MONDAY, batch="B", recipe=CART, product="AV-119", clinic="NORTHQUAY")])
    floor = after(floor, [e.StepStarted(by="o", at=MONDAY, batch="B", step="APH_COLLECT", lane="CLINIC")])
    start = one(floor, MONDAY + HOUR).steps["HARVEST_WASH"][0].astimezone(zones("America/New_York"))
    assert start.date() == (MONDAY + timedelta(days=7)).date() and time(3) <= start.time() <= time(4)


def test_a_lost_patient_grows_less_likely_as_the_batch_goes_on():
    floor = ordered(site(), "B", MONDAY)
    never = [one(lived(floor, hours), MONDAY + hours * HOUR).p_never for hours in (0, 60, 120, 165)]
    assert never == sorted(never, reverse=True) and 0.04 < never[0] < 0.06 and never[-1] < 0.02


def test_a_rejected_batch_is_gone():
    floor = ordered(site(), "B", MONDAY)
    told = e.DispositionSigned(by="q", at=MONDAY, batch="B", decision=BatchStatus.REJECTED)
    assert "B" not in forecast_floor(after(floor, [told]), MONDAY, zones, NOTHING, 50).forecasts


def test_every_shipped_recipe_can_be_forecast():
    for recipe in shipped_recipes().values():
        floor = ordered(site(), "B", MONDAY, recipe.id, "")
        assert in_order(release(one(floor, MONDAY, scenarios=100)))


def test_eighty_per_cent_intervals_hold_about_eighty_per_cent():
    """A small plant whose truth is known: eight past batches, then lives cut off at random moments."""
    base = site(calm(shipped_facility()))
    floor = base
    for n in range(8):
        floor = ordered(floor, f"H-{n}", MONDAY + n * 24 * HOUR)
        floor = after(floor, Life(floor, f"H-{n}", np.random.default_rng(n)).lived().events)
    history, planned, inside, before = learn(floor), ordered(base, "B", MONDAY), 0, 0
    for n in range(150):
        life = Life(planned, "B", np.random.default_rng(500 + n)).lived()
        now = MONDAY + float(np.random.default_rng(n).uniform(-10, 160)) * HOUR
        quantiles = release(one(after(planned, until(life.events, now)), now, history=history, scenarios=300))
        inside += quantiles.p10 <= life.ends["DISPOSITION"] <= quantiles.p90
        before += life.ends["DISPOSITION"] <= quantiles.p50
    assert 0.68 <= inside / 150 <= 0.90 and 0.38 <= before / 150 <= 0.62
