"""What CP-SAT returns is lawful, no dearer than brute force finds, and leaves alone what may not move."""

from __future__ import annotations

import time
from dataclasses import replace
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from console.planning.build import build
from console.planning.check import check
from console.planning.cpsat import prove_window, solve
from console.planning.problem import Lag, Plan, PlanBatch, Pool, Problem, cost, cost_of, moved
from console.planning.prove import Status
from tests.planning.brute import lawful_plans
from tests.planning.facilities import facility, small_of, smalls, under_way

ENOUGH_S = 20.0


@pytest.fixture(scope="module")
def week() -> Problem:
    """Ten batches at a busy rate."""
    return facility(10, 14, 3)


@pytest.fixture(scope="module")
def built(week: Problem) -> Plan:
    return build(week).plan


@given(problem=smalls)
def test_what_is_solved_is_lawful_and_what_is_infeasible_says_so(problem: Problem):
    found = solve(problem, ENOUGH_S)
    assert found.status in (Status.PROVED, Status.INFEASIBLE)
    if found.status is Status.PROVED:
        assert check(problem, found.plan) == ()
        assert found.cost == found.bound == cost(problem, found.plan)
    else:
        assert found.plan == Plan() and not build_all(problem)


def build_all(problem: Problem) -> bool:
    """Whether the engine places everything: then nobody may call it infeasible."""
    return not build(problem).unplaced


@settings(max_examples=25)
@given(problem=smalls)
def test_one_free_batch_costs_what_brute_force_finds(problem: Problem):
    alone = replace(problem, batches=problem.batches[:2])
    first, own = alone.batches
    others = solve(replace(alone, batches=(first,)), ENOUGH_S).plan
    if not others.starts:
        return
    found = prove_window(alone, others, [own.id], ENOUGH_S)
    least = min((cost_of(own, plan) for plan in lawful_plans(alone, others, own.id)), default=None)
    if least is None:
        assert found.status is Status.INFEASIBLE and found.plan == others
    else:
        assert found.proved and cost_of(own, found.plan) == least
        assert check(alone, found.plan) == ()


@settings(max_examples=25)
@given(problem=smalls, chance=st.randoms(use_true_random=False))
def test_with_facts_that_overran_one_free_batch_still_costs_what_brute_force_finds(problem: Problem, chance: Random):
    planned = solve(problem, ENOUGH_S).plan
    running = overrun(under_way(problem, planned, chance.randint(1, problem.horizon // 2)), chance.randint(0, 3))
    own, ahead = running.batches[-1], solve(running, ENOUGH_S).plan
    others = without(ahead if ahead.starts else planned, own.id)
    if check(replace(running, batches=running.batches[:-1]), others) or not ahead.starts:
        return
    found = prove_window(running, others, [own.id], ENOUGH_S)
    least = min((cost_of(own, plan) for plan in lawful_plans(running, others, own.id)), default=None)
    assert (least is None) == (found.status is Status.INFEASIBLE)
    assert least is None or (cost_of(own, found.plan) == least and check(running, found.plan) == ())


def without(plan: Plan, batch: str) -> Plan:
    """The plan of all others."""
    return Plan(
        {key: at for key, at in plan.starts.items() if key[0] != batch},
        {key: place for key, place in plan.places.items() if key[0] != batch},
    )


def overrun(problem: Problem, slots: int) -> Problem:
    """Whatever is running takes so much longer."""
    return replace(problem, batches=tuple(_overrun(batch, slots) for batch in problem.batches))


@settings(max_examples=6)
@given(chance=st.randoms(use_true_random=False))
def test_two_free_batches_cost_what_brute_force_finds(chance: Random):
    problem = tiny(chance)
    one, other = problem.batches
    least: int | None = None
    for plan in lawful_plans(replace(problem, batches=(one,)), Plan(), one.id):
        for both in lawful_plans(problem, plan, other.id):
            spent = cost(problem, both)
            least = spent if least is None or spent < least else least
    found = solve(problem, ENOUGH_S)
    assert found.status is (Status.INFEASIBLE if least is None else Status.PROVED)
    assert least is None or found.cost == least


def tiny(chance: Random) -> Problem:
    """Two batches of two steps each in few slots, so that every plan of both can be tried."""
    problem = small_of(chance)
    problem = replace(problem, horizon=14, now=0, pools=(Pool("P", "Operators", ((0, 2), (8, 1))), Pool("D", "", ((0, 1),))))
    return replace(problem, batches=tuple(_two_steps(batch) for batch in problem.batches[:2]))


def _two_steps(batch: PlanBatch) -> PlanBatch:
    first, second = batch.steps[:2]
    second = replace(second, stand=0, latest=None, windows=None)
    stands = tuple(replace(stand, instrument_until="S2" if stand.instrument_from else "") for stand in batch.stands[:1])
    return replace(
        batch, steps=(replace(first, latest=None, windows=None), second), lags=(Lag("S1", "S2", 0, 2),), anchors=(), loans=(),
        stands=stands, promise_step="S2", release=0,
    )  # fmt: skip


def test_a_window_leaves_the_others_where_they_are(week: Problem, built: Plan):
    free = [batch.id for batch in week.batches[3:8]]
    found = prove_window(week, built, free, 5.0)
    assert check(week, found.plan) == ()
    assert found.cost <= cost(week, built)
    assert {name for name, _ in moved(week, built, found.plan)} <= set(free)


@pytest.mark.parametrize("seed", range(3))
def test_what_has_started_is_believed_and_never_moves(seed: int):
    problem = facility(8, 14, seed)
    plan = build(problem).plan
    running = under_way(problem, plan, problem.batches[4].release)
    found = prove_window(running, plan, [batch.id for batch in running.batches], 5.0)
    assert check(running, found.plan) == ()
    facts = [(batch.id, step.code) for batch in running.batches for step in batch.steps if step.fact is not None]
    assert facts and all(found.plan.starts[key] == plan.starts[key] for key in facts)
    for batch in running.batches:
        for number, stand in enumerate(batch.stands):
            assert stand.held is None or found.plan.places[batch.id, number] == stand.held


def test_what_overran_pushes_what_follows_and_stays_lawful():
    problem = facility(8, 14, 1)
    plan = build(problem).plan
    running = under_way(problem, plan, problem.batches[4].release)
    running = overrun(running, 8)
    found = prove_window(running, Plan(), [batch.id for batch in running.batches], ENOUGH_S)
    assert found.status is Status.INFEASIBLE or check(running, found.plan) == ()
    assert found.status is not Status.UNKNOWN


def _overrun(batch: PlanBatch, slots: int) -> PlanBatch:
    steps = tuple(
        replace(step, fact=replace(step.fact, end=step.fact.end + slots)) if step.fact is not None and not step.fact.over else step
        for step in batch.steps
    )
    return replace(batch, steps=steps)


def test_what_starts_before_the_freeze_and_what_is_pinned_stay(week: Problem, built: Plan):
    freeze = week.batches[5].release
    frozen = replace(week, freeze=freeze)
    told = {key for key, at in built.starts.items() if at < freeze}
    found = prove_window(frozen, built, [batch.id for batch in week.batches], 5.0)
    assert told and not told & set(moved(week, built, found.plan))
    pinned = replace(week, batches=tuple(replace(batch, pinned=True) for batch in week.batches))
    assert prove_window(pinned, built, [batch.id for batch in week.batches], 5.0).plan == built


def test_of_equally_cheap_plans_the_one_that_moves_least_is_taken(week: Problem, built: Plan):
    free = [batch.id for batch in week.batches]
    best = prove_window(week, built, free, ENOUGH_S)
    again = prove_window(week, best.plan, free, ENOUGH_S)
    assert again.plan == best.plan and again.cost == best.cost


def test_a_batch_that_has_no_plan_is_placed_and_a_hopeless_one_leaves_the_plan_as_it_was(week: Problem, built: Plan):
    name = week.batches[4].id
    others = without(built, name)
    found = prove_window(week, others, [name], 5.0)
    assert found.status is Status.PROVED and check(week, found.plan) == ()
    nobody = replace(week, pools=tuple(replace(pool, levels=((0, 0),)) for pool in week.pools))
    hopeless = prove_window(nobody, others, [name], 5.0)
    assert hopeless.status is Status.INFEASIBLE and hopeless.plan == others and not hopeless.proved


def test_a_search_that_is_stopped_leaves_the_plan_lawful():
    problem = facility(40, 16, 2)
    plan = build(problem).plan
    assert prove_window(problem, plan, [batch.id for batch in problem.batches], 60.0, stop=lambda: True).plan == plan
    since = time.monotonic()
    found = prove_window(problem, plan, [batch.id for batch in problem.batches], 60.0, stop=lambda: time.monotonic() > since + 1.0)
    assert time.monotonic() - since < 30.0
    assert check(problem, found.plan) == () and found.cost <= cost(problem, plan)
    assert found.proved == (found.bound == found.cost)
