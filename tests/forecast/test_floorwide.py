"""All batches of a floor at once: the forecast keeps the dispatch rule, scenario by scenario, and says what came last."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from console.domain import events as e
from console.domain.facility import Role
from console.domain.floor import Floor
from console.forecast.durations import History
from console.forecast.expected import forecast_floor
from console.forecast.explained import DriverKind
from console.forecast.floorwide import FloorNetwork, compile_floor, run, seen_from
from console.forecast.standing import After
from console.service.library import shipped_facility, shipped_recipes
from tests.forecast.brute import Brute
from tests.forecast.oracle.floors import Case, crowded, friday, held, lived, lonely, planned, rooms, shared, short_at_night, staffed
from tests.forecast.truth import CART, HOUR, MONDAY, after, calm, ordered, zones

DAY = 24 * HOUR
SCENARIOS, SEED = 40, 5
NOTHING = History()


def compiled(case: Case) -> FloorNetwork:
    return compile_floor(seen_from(case.floor, case.now, zones, NOTHING))


def apart(network: FloorNetwork) -> dict[str, tuple[float, ...]]:
    """For every batch how far P10, P50 and P90 of the last end lie from the plain simulation's, from the same luck, in hours."""
    made = run(network, SCENARIOS, SEED)
    lives = [Brute(network, n, SCENARIOS, SEED).lived() for n in range(SCENARIOS)]
    found = {}
    for batch, drawn in made.items():
        last = network.networks[batch].release if network.networks[batch].release in drawn.ends else next(iter(drawn.ends))
        true = np.array([life.ends[batch, last] for life in lives])
        found[batch] = tuple(float(abs(np.quantile(drawn.ends[last], p) - np.quantile(true, p))) for p in (0.1, 0.5, 0.9))
    return found


@pytest.mark.parametrize("make", [crowded, held, shared, short_at_night])
def test_every_scenario_keeps_the_dispatch_rule_as_a_plain_simulation_does(make):
    assert all(p10 <= 1.0 and p50 <= 0.5 and p90 <= 1.0 for p10, p50, p90 in apart(compiled(make())).values())


@settings(max_examples=4, deadline=None)
@given(
    starts=st.lists(st.integers(0, 30), min_size=2, max_size=3),
    suites=st.sampled_from([("CR1",), ("CR1", "CR2")]),
    hands=st.integers(2, 4),
    days=st.floats(0.2, 6.9),
)
def test_small_floors_are_forecast_as_a_plain_simulation_lives_them(
    starts: list[int], suites: tuple[str, ...], hands: int, days: float
):
    facility = staffed(rooms(shipped_facility(), suites), Role.OPERATOR, ("D", "E", "N", "WD", "WN"), hands)
    now = MONDAY + days * DAY
    case = Case("any", lived(planned(facility, [hours / 2 for hours in starts]), now), now)
    assert all(p10 <= 1.0 and p50 <= 0.5 and p90 <= 1.0 for p10, p50, p90 in apart(compiled(case)).values())


def test_two_pairs_of_hands_for_six_batches_make_a_queue_that_is_kept():
    assert all(p50 <= 4.0 for _, p50, _ in apart(compiled(lonely())).values())


def test_in_one_room_hands_are_in_one_batch_at_a_time():
    network = compiled(shared())
    made = run(network, SCENARIOS, SEED)
    one, other = (made[b] for b in ("B00", "B01"))
    jobs = [job for job in network.networks["B00"].jobs if job.room]
    assert jobs
    for mine in jobs:
        for theirs in (job for job in network.networks["B01"].jobs if job.room == mine.room):
            meet = (one.starts[mine.code] < other.ends[theirs.code] - 1e-3) & (
                other.starts[theirs.code] < one.ends[mine.code] - 1e-3
            )
            assert not meet.any(), (mine.code, theirs.code)


def test_a_step_of_two_is_not_begun_where_one_is_here_unless_its_crew_stays():
    case = short_at_night()
    network = compiled(case)
    made = run(network, SCENARIOS, SEED)
    levels = network.rota.levels["operator"][:-1]
    assert levels.min() == 1
    begun = [
        (job, network.rota.slot(made[b].starts[job.code], network.rota.first))
        for b, n in network.networks.items()
        for job in n.jobs
        if job.started is None and ("operator", 2) in job.crew
    ]
    assert all((levels[slots] >= 2).all() for job, slots in begun if not job.stays)
    assert any(job.stays for job, _ in begun)


def test_more_people_are_no_hindrance_and_where_enough_are_here_nobody_waits():
    network = compiled(crowded())
    few = run(network, SCENARIOS, SEED)
    many = run(replace(network, rota=network.rota.with_more("operator", 40)), SCENARIOS, SEED)
    steps = [(b, code) for b in few for code in few[b].starts]
    assert sum(float(few[b].starts[c].mean() - many[b].starts[c].mean()) for b, c in steps) > 10.0
    assert not any(
        (waited > 1e-3).any()
        for b, drawn in many.items()
        for code, waited in drawn.held.items()
        if dict(network.networks[b].by_code[code].crew).get("operator") and not network.networks[b].by_code[code].room
    )


def test_the_next_batch_comes_to_a_station_when_the_one_before_has_left_it():
    floor = planned(rooms(shipped_facility(), ("CR1",), 1), (0, 150))
    network = compile_floor(seen_from(floor, MONDAY - DAY, zones, NOTHING))
    assert network.standing["B01", "LINE_CLEARANCE"]
    made = run(network, SCENARIOS, SEED)
    assert (made["B01"].starts["LINE_CLEARANCE"] >= made["B00"].ends["CHANGEOVER"]).all()
    assert (made["B01"].held["LINE_CLEARANCE"] > 0.0).any()


def test_plans_that_wait_for_one_another_in_a_circle_come_to_an_end():
    network = compile_floor(seen_from(planned(shipped_facility(), (0, 24)), MONDAY - DAY, zones, NOTHING))
    first = "LINE_CLEARANCE"
    circle = {("B00", first): (After("B01", "CHANGEOVER"),), ("B01", first): (After("B00", "CHANGEOVER"),)}
    made = run(replace(network, standing=circle), SCENARIOS, SEED)
    assert (made["B01"].starts[first] >= made["B00"].ends["CHANGEOVER"]).all()


@pytest.mark.parametrize("make", [crowded, held])
def test_what_came_last_before_a_step_is_where_it_begins(make):
    network = compiled(make())
    made = run(network, SCENARIOS, SEED, trace=True)
    kinds = set()
    for batch, drawn in made.items():
        for code, binding in drawn.bindings.items():
            job = network.networks[batch].by_code[code]
            assert binding.which.shape == (SCENARIOS,) and binding.which.max() < len(binding.causes)
            for n, cause in enumerate(binding.causes):
                here = binding.which == n
                kinds |= {cause.kind} if here.any() else set()
                other = cause.batch in made and cause.code in made[cause.batch].ends and not job.panel
                if other and cause.kind in (DriverKind.CREW, DriverKind.ROOM) and cause.batch != batch:
                    assert np.allclose(drawn.starts[code][here], made[cause.batch].ends[cause.code][here], atol=1e-2)
                elif other and cause.kind is DriverKind.STEP:
                    gap = drawn.starts[code][here] - made[batch].ends[cause.code][here]
                    assert (gap >= -1e-6).all() and (gap < 0.5).all(), (batch, code, cause)
    assert {DriverKind.STEP, DriverKind.ROOM, DriverKind.TEST, DriverKind.CLOCK} <= kinds


def test_tracing_changes_nothing():
    network = compiled(crowded())
    plain, traced = run(network, SCENARIOS, SEED), run(network, SCENARIOS, SEED, trace=True)
    assert all((plain[b].ends[c] == traced[b].ends[c]).all() for b in plain for c in plain[b].ends)
    assert not any(drawn.bindings for drawn in plain.values()) and all(drawn.bindings for drawn in traced.values())


def test_a_batch_keeps_its_network_until_something_of_it_changes():
    case = crowded()
    first, later = compiled(case), compile_floor(seen_from(case.floor, case.now + HOUR / 6, zones, NOTHING))
    assert all(first.networks[b] is later.networks[b] for b in first.networks)
    begun = next(job.code for job in first.networks["B00"].jobs if job.started is None)
    told = after(case.floor, [e.StepStarted(by="o", at=case.now, batch="B00", step=begun, lane="CR1")])
    changed = compile_floor(seen_from(told, case.now, zones, NOTHING))
    assert changed.networks["B00"] is not first.networks["B00"] and changed.networks["B01"] is first.networks["B01"]


def test_the_order_of_batches_changes_nothing_where_they_wait_for_one_another():
    case = crowded()
    turned = replace(case.floor, batches=dict(reversed(list(case.floor.batches.items()))))
    assert (
        forecast_floor(turned, case.now, zones, NOTHING, 80).forecasts
        == forecast_floor(case.floor, case.now, zones, NOTHING, 80).forecasts
    )


def test_a_floor_without_facility_people_or_places_holds_nobody_up():
    floor = after(Floor(), [e.RecipeApproved(by="qa", at=MONDAY, recipe=shipped_recipes()[CART])])
    orders = [e.BatchOrdered(by="p", at=MONDAY, batch=b, recipe=CART, product="AV-119") for b in ("B-1", "B-2")]
    bare = after(floor, orders)
    nobody = replace(calm(shipped_facility()), people=())
    for told in (bare, planned(nobody, (0, 200))):
        network = compile_floor(seen_from(told, MONDAY, zones, NOTHING))
        made = run(network, 40, SEED)
        assert len(made) == 2 and not any((waited > 0).any() for drawn in made.values() for waited in drawn.held.values())


def test_what_begins_in_more_than_two_weeks_is_forecast_as_if_alone():
    floor = ordered(planned(shipped_facility(), (0, 1)), "LATE", MONDAY + timedelta(days=20))
    network = compile_floor(seen_from(floor, MONDAY, zones, NOTHING))
    assert network.alone == {"LATE"}
    made = run(network, SCENARIOS, SEED)
    assert set(made) == {"B00", "B01", "LATE"} and not made["LATE"].held


def test_time_going_by_alone_moves_nothing_that_lies_ahead():
    """Hours count from the week's Monday: over its midnight the same floor is forecast the same."""
    floor = planned(shipped_facility(), (200, 201))
    sunday = MONDAY + timedelta(days=6, hours=10, minutes=29, seconds=59)
    before, behind = (
        forecast_floor(floor, at, zones, NOTHING, 100).forecasts["B00"].release for at in (sunday, sunday + HOUR / 1800)
    )
    assert before is not None and behind is not None
    assert abs(before.p50 - behind.p50) < HOUR / 60 and abs(before.p90 - behind.p90) < HOUR / 60


def test_a_wait_over_the_weekend_is_known_on_monday_before_anybody_came():
    """It waited from Friday noon until QA went home that night; of the days without anybody nothing is learned."""
    case = friday()
    floor = compile_floor(seen_from(case.floor, case.now, zones, History()))
    passage = floor.passage("B00", 10, 1)
    review = passage.network.by_code["RECORD_REVIEW"]
    assert review.known is not None and floor.now - review.known > 60.0
    assert passage.waited(review) is not None
    assert 15.0 < floor.rota.last_chance(review.crew, review.typical, floor.now) - review.known < 16.0
