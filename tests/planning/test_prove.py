"""What a solver claims is believed only by our own count, and the search over windows never makes a plan worse."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from console.planning.build import Stop, build, never
from console.planning.check import check
from console.planning.optimise import Polish, least_costs, nearest, optimise
from console.planning.problem import Fact, Lag, Plan, PlanBatch, PlanStep, Problem, cost, cost_of
from console.planning.prove import Claim, Proved, Status, believe
from console.planning.reach import first_of, last_of, least_gaps, length
from console.planning.starts import clear, stretches
from tests.planning.facilities import facility, smalls


@pytest.fixture(scope="module")
def week() -> Problem:
    return facility(12, 16, 1)


@pytest.fixture(scope="module")
def plans(week: Problem) -> tuple[Plan, Plan]:
    """A dear plan and a cheaper one of the same batches."""
    built = build(week, ("first come",)).plan
    return later(week, built), built


def later(problem: Problem, plan: Plan) -> Plan:
    """The same plan with the last step of every batch four weeks later: nothing checks that it is lawful, only what it costs."""
    ends = {(batch.id, batch.promise_step) for batch in problem.batches}
    return replace(plan, starts={key: at + 2688 * (key in ends) for key, at in plan.starts.items()})


def names(problem: Problem) -> list[str]:
    return [batch.id for batch in problem.batches]


def test_a_cheaper_whole_plan_is_taken_and_a_dearer_one_is_not(week: Problem, plans: tuple[Plan, Plan]):
    dear, cheap = plans
    taken = believe(week, dear, names(week), Claim(cheap, bound=0))
    assert taken.plan is cheap and taken.cost == cost(week, cheap) and taken.status is Status.BETTER and not taken.proved
    kept = believe(week, cheap, names(week), Claim(dear, bound=0))
    assert kept.plan is cheap and kept.status is Status.KEPT


def test_proved_is_said_only_when_the_bound_meets_the_cost_of_the_plan_we_hold(week: Problem, plans: tuple[Plan, Plan]):
    dear, cheap = plans
    least = cost(week, cheap)
    assert believe(week, dear, names(week), Claim(cheap, bound=least)).status is Status.PROVED
    assert believe(week, cheap, names(week), Claim(None, bound=least)).proved
    assert not believe(week, dear, names(week), Claim(None, bound=least)).proved
    assert not believe(week, cheap, names(week), Claim(cheap, bound=least - 1, fewest=True)).fewest


def test_a_plan_with_a_gap_or_that_touches_others_is_not_believed(week: Problem, plans: tuple[Plan, Plan]):
    dear, cheap = plans
    gap = replace(cheap, starts={key: at for key, at in cheap.starts.items() if key[0] != week.batches[0].id})
    assert believe(week, dear, names(week), Claim(gap, bound=0)).plan is dear
    assert believe(week, dear, names(week)[1:], Claim(cheap, bound=0)).plan is dear


def test_as_cheap_with_fewer_moves_is_better_and_with_more_is_not(week: Problem, plans: tuple[Plan, Plan]):
    _, told = plans
    first = week.batches[0]
    code = next(step.code for step in first.steps if step.code != first.promise_step)
    nudged = replace(told, starts={**told.starts, (first.id, code): told.starts[first.id, code] + 1})
    assert believe(week, nudged, [first.id], Claim(told), baseline=told).plan is told
    assert believe(week, told, [first.id], Claim(nudged), baseline=told).plan is told


def test_a_window_without_a_lawful_plan_leaves_ours_and_says_so(week: Problem, plans: tuple[Plan, Plan]):
    found = believe(week, plans[1], names(week), Claim(infeasible=True))
    assert found == Proved(plans[1], cost(week, plans[1]), None, False, Status.INFEASIBLE)
    assert believe(week, Plan(), names(week), Claim()).status is Status.UNKNOWN


def test_the_search_over_windows_takes_what_is_better_and_ends_when_all_is_proved(week: Problem, plans: tuple[Plan, Plan]):
    dear, cheap = plans
    asked: list[list[str]] = []

    def prove(problem: Problem, plan: Plan, batches: Sequence[str], seconds: float, stop: Stop) -> Proved:
        asked.append(list(batches))
        free = set(batches)
        starts = {key: (cheap if key[0] in free else plan).starts[key] for key in plan.starts}
        mixed = Plan(starts, plan.places)
        return believe(problem, plan, batches, Claim(mixed, bound=cost(problem, mixed)))

    polish = Polish(week, dear, least_costs(week), seed=3)
    rounds = 0
    while polish.window(prove):
        rounds += 1
        assert rounds < 100
    assert cost(week, polish.plan) == cost(week, cheap)
    assert polish.windows == len(asked) == polish.proved
    assert all(len(set(batches)) == len(batches) for batches in asked)


def test_windows_that_find_nothing_come_to_an_end(week: Problem, plans: tuple[Plan, Plan]):
    dear, _ = plans
    sizes: list[int] = []

    def prove(problem: Problem, plan: Plan, batches: Sequence[str], seconds: float, stop: Stop) -> Proved:
        sizes.append(len(batches))
        return believe(problem, plan, batches, Claim())

    polish = Polish(week, dear, least_costs(week))
    while polish.window(prove):
        assert len(sizes) < 200
    assert polish.plan == dear and max(sizes[-3:]) == len(week.batches)


def test_a_window_is_the_batch_and_its_neighbours_and_nothing_that_may_not_move(week: Problem, plans: tuple[Plan, Plan]):
    _, plan = plans
    centre, pinned = week.batches[5], replace(week.batches[6], pinned=True)
    batches = [*week.batches[:6], pinned, *week.batches[7:]]
    found = nearest(batches, plan, centre, 4)
    assert found[0] is centre and len(found) == 4 and pinned not in found
    assert found == nearest(batches, plan, centre, 11)[:4] and len(nearest(batches, plan, centre, 99)) == 11


def test_stopped_at_once_the_plan_is_the_one_given(week: Problem, plans: tuple[Plan, Plan]):
    found = optimise(week, plans[1], lambda: True)
    assert found.plan == plans[1] and found.windows == 0 and found.cost == cost(week, plans[1])


def test_without_a_solver_the_same_seed_and_attempts_give_the_same_better_plan(week: Problem, plans: tuple[Plan, Plan]):
    first, second = (optimise(week, plans[1], never, seed=5, attempts=60) for _ in range(2))
    assert first == second and first.tried == 60
    assert first.cost <= cost(week, plans[1]) and check(week, first.plan) == ()
    assert first.floor <= first.cost


@given(problem=smalls)
def test_no_plan_costs_less_than_each_batch_alone(problem: Problem):
    built, alone = build(problem), least_costs(problem)
    assert all(alone[b.id] <= cost_of(b, built.plan) for b in problem.batches if built.plan.holds(b))


@st.composite
def chains(draw: st.DrawFn) -> PlanBatch:
    """Three or four steps with any limits between any two of them, perhaps one of them a fact."""
    count = draw(st.integers(3, 4))
    steps = [PlanStep(str(n), draw(st.integers(0, 3)), stand=0) for n in range(count)]
    if draw(st.booleans()):
        start = draw(st.integers(0, 3))
        steps[0] = replace(steps[0], fact=Fact(start, start + draw(st.integers(0, 4))))
    codes = st.sampled_from([step.code for step in steps])
    lags = []
    for _ in range(draw(st.integers(1, 4))):
        before, after = draw(codes), draw(codes)
        if before != after:
            least = draw(st.integers(-2, 3))
            most = draw(st.none() | st.integers(least, least + 3))
            lags.append(Lag(before, after, least, most, draw(st.booleans()), draw(st.booleans())))
    return PlanBatch("B", tuple(steps), tuple(lags))


@given(batch=chains())
def test_the_gaps_are_those_that_every_assignment_keeps(batch: PlanBatch):
    last = 6
    bounds = [(0, last) if s.fact is None else (s.fact.start, s.fact.start) for s in batch.steps]
    kept = [starts for starts in assignments(bounds) if keeps(batch, starts)]
    gaps = least_gaps(batch, bounds)
    assert (gaps is None) == (not kept)
    if gaps is None:
        return
    for u in range(len(batch.steps)):
        for v in range(len(batch.steps)):
            assert gaps[u, v] == min(starts[v] - starts[u] for starts in kept)
    steps, lengths = tuple(range(len(batch.steps))), [length(step) for step in batch.steps]
    first, end = first_of(gaps, steps), last_of(gaps, steps, lengths)
    assert first is None or all(starts[first] == min(starts) for starts in kept)
    assert end is None or all(
        starts[end] + lengths[end] == max(s + d for s, d in zip(starts, lengths, strict=True)) for starts in kept
    )


def assignments(bounds: list[tuple[int, int]]) -> list[tuple[int, ...]]:
    found: list[tuple[int, ...]] = [()]
    for first, last in bounds:
        found = [(*starts, at) for starts in found for at in range(first, last + 1)]
    return found


def keeps(batch: PlanBatch, starts: tuple[int, ...]) -> bool:
    """Whether these starts keep every limit that is not between two facts."""

    def edge(code: str, end: bool) -> int:
        n = batch.index[code]
        return starts[n] + (length(batch.steps[n]) if end else 0)

    for lag in batch.lags:
        apart = edge(lag.after, lag.to_end) - edge(lag.before, lag.from_end)
        if apart < lag.least or (lag.most is not None and apart > lag.most):
            return False
    return True


@given(blocked=st.lists(st.booleans(), min_size=1, max_size=20), size=st.integers(1, 6))
def test_clear_starts_and_their_stretches(blocked: list[bool], size: int):
    found = clear(np.array(blocked), size)
    clear_at = {at for at in range(len(blocked) - size + 1) if not any(blocked[at : at + size])}
    assert set(np.flatnonzero(found).tolist()) == clear_at
    spans = stretches(found, 0, len(found) - 1) if len(found) else []
    assert {at for first, last in spans for at in range(first, last + 1)} == clear_at
