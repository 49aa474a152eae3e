"""The penalty of a planned end: convex, close to the expected tardiness it stands for, nothing when the promise is far."""

from __future__ import annotations

from itertools import pairwise
from statistics import NormalDist

import pytest
from hypothesis import given
from hypothesis import strategies as st

from console.planning.problem import Fact, Lag, PlanBatch, PlanStep, Pool
from console.planning.risk import CALENDAR, delay_of, expected_tardiness, last_end, longest_chain, penalty_for

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


@given(
    st.lists(st.tuples(st.integers(1, 9), st.integers(0, 3)), min_size=1, max_size=12),
    st.integers(0, 5), st.integers(1, 3), st.integers(0, 60), st.booleans(), st.booleans(),
)  # fmt: skip
def test_the_last_end_before_a_promise_is_the_one_that_trying_every_slot_finds(stretches, length, count, due, windowed, at_start):
    levels, at = [], 0
    for lasts, level in stretches:
        levels.append((at, level))
        at += lasts
    pool = Pool("P", "Operators", tuple(levels))
    windows = ((3, 9), (14, 15), (30, 41)) if windowed else None
    step = PlanStep("S", length, crew=(("P", count),), windows=windows)
    batch = PlanBatch("B", (step,), promise_step="S", promise_at_start=at_start)

    def works(start):
        staffed = all(next((v for a, v in reversed(levels) if a <= slot), 0) >= count for slot in range(start, start + length))
        return staffed and (windows is None or any(a <= start < b for a, b in windows))

    shift = 0 if at_start else length
    wanted = next((start + shift for start in range(due - shift, -1, -1) if works(start)), due)
    assert last_end(batch, {"P": pool}, due) == wanted
