"""A plan built from nothing is lawful to the independent check, at every size and in every order."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from console.planning.build import RULES, build
from console.planning.check import check
from console.planning.problem import Closed, Plan, cost
from tests.planning.facilities import facility, small


@pytest.mark.parametrize(("batches", "a_week", "seed"), [(1, 10, 1), (20, 12, 1), (50, 14, 2), (120, 16, 3), (300, 14, 4)])
def test_what_is_built_is_lawful(batches, a_week, seed):
    problem = facility(batches, a_week, seed)
    built = build(problem)
    assert check(problem, built.plan) == ()
    assert built.unplaced == ()
    assert built.cost == cost(problem, built.plan)


@given(st.integers(0, 100_000))
def test_tiny_facilities_are_planned_lawfully_or_left_out_honestly(seed):
    problem = small(seed)
    built = build(problem)
    placed = tuple(b for b in problem.batches if b.id not in built.unplaced)
    assert all(built.plan.holds(b) for b in placed)
    assert check(replace(problem, batches=placed), built.plan) == ()


def test_the_best_of_the_rules_is_taken():
    problem = facility(50, 14, 2)
    each = {name: build(problem, (name,)).cost for name in RULES}
    assert build(problem).cost == min(each.values())
    assert len(set(each.values())) > 1


def test_a_pinned_batch_stays_where_it_was_told():
    problem = facility(20, 12, 1)
    plan = build(problem).plan
    last = max(problem.batches, key=lambda b: plan.starts[b.id, b.steps[0].code])
    later = replace(problem, batches=tuple(replace(b, pinned=True) if b is last else b for b in problem.batches))
    again = build(later, keep=plan).plan
    assert all(again.starts[last.id, step.code] == plan.starts[last.id, step.code] for step in last.steps)
    assert check(later, again) == ()


def test_stopping_leaves_a_lawful_part():
    problem = facility(40, 12, 1)
    left = [15]

    def stop():
        left[0] -= 1
        return left[0] < 0

    built = build(problem, ("due",), stop=stop)
    placed = tuple(b for b in problem.batches if b.id not in built.unplaced)
    assert 0 < len(placed) < 40
    assert check(replace(problem, batches=placed), built.plan) == ()


def test_where_nothing_fits_nothing_is_claimed():
    problem = facility(3, 12, 1)
    shut = tuple(replace(room, closed=(Closed(0, problem.horizon, "shut"),)) for room in problem.rooms)
    built = build(replace(problem, rooms=shut))
    assert set(built.unplaced) == {b.id for b in problem.batches}
    assert built.plan == Plan()
