"""The penalty of a planned end: convex, close to the expected tardiness it stands for, nothing when the promise is far."""

from __future__ import annotations

from itertools import pairwise
from statistics import NormalDist

import pytest
from hypothesis import given
from hypothesis import strategies as st

from console.planning.problem import Fact, Lag, PlanBatch, PlanStep
from console.planning.risk import CALENDAR, delay_of, expected_tardiness, longest_chain, penalty_for

delays = st.tuples(st.integers(0, 5000), st.floats(-20, 60), st.floats(2, 60))


@given(delays)
def test_the_penalty_is_convex_never_falls_and_ends_as_a_whole_slot_for_a_slot(delay):
    due, mean, deviation = delay
    penalty = penalty_for(due, mean, deviation)
    costs = [penalty.cost(end) for end in range(due - 600, due + 600)]
    growth = [after - before for before, after in pairwise(costs)]
    assert growth == sorted(growth)
    assert growth[0] == 0 and growth[-1] == 100
    assert 1 <= len(penalty.pieces) <= 5


@given(delays)
def test_the_penalty_is_the_expected_tardiness_within_a_few_per_cent_of_the_spread(delay):
    due, mean, deviation = delay
    penalty = penalty_for(due, mean, deviation)
    for end in range(due - 300, due + 300, 7):
        wanted = 100 * expected_tardiness(end, due, mean, deviation)
        assert abs(penalty.cost(end) - wanted) <= 8 * deviation + 50  # the pieces stand on whole slots


def test_expected_tardiness_is_that_of_many_drawn_delays():
    draws = [expected_tardiness(100 + delay, 110, 0, 0) for delay in _normal_points(5.0, 12.0)]
    assert abs(sum(draws) / len(draws) - expected_tardiness(100, 110, 5.0, 12.0)) < 0.05


def test_a_sure_delay_costs_from_the_promise_on():
    assert penalty_for(100, 0, 0).pieces == ((100, 100),)
    assert penalty_for(100, 7, 0).pieces == ((93, 100),)


@given(st.integers(0, 500), st.floats(0, 40), st.floats(2, 40))
def test_a_wider_spread_never_costs_less_well_before_the_promise(due, mean, deviation):
    near = penalty_for(due, mean, deviation).cost(due - 60)
    assert penalty_for(due, mean, deviation + 20).cost(due - 60) >= near - 100


def test_the_delay_is_that_of_the_longest_chain_still_ahead():
    steps = (
        PlanStep("A", 4, mean=5.0, deviation=3.0, fact=Fact(0, 4)),
        PlanStep("B", 10, mean=12.0, deviation=4.0),
        PlanStep("C", 2, mean=9.0, deviation=9.0),
        PlanStep("D", 3, mean=4.0, deviation=3.0),
    )
    lags = (Lag("A", "B"), Lag("A", "C"), Lag("B", "D"), Lag("C", "D", 3))
    batch = PlanBatch("B-1", steps, lags, promise_step="D")
    assert longest_chain(batch) == ("A", "B", "D")
    assert delay_of(batch) == (3.0, CALENDAR * 5.0)
    mean, deviation = delay_of(batch, calendar=1.0, missed=50)
    assert mean == 3.0 + 10.0  # one in five misses a shift: 0 four times, 50 once
    assert deviation == pytest.approx((25 + 0.2 * 0.8 * 2500) ** 0.5)


def _normal_points(mean: float, deviation: float) -> list[float]:
    from_normal = NormalDist(mean, deviation)
    return [from_normal.inv_cdf((n + 0.5) / 4000) for n in range(4000)]
