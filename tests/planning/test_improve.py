"""Improving never breaks a plan, never makes it worse, and can be stopped at any moment."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from console.planning.build import build
from console.planning.check import check
from console.planning.improve import calm, improve
from console.planning.problem import cost, moved
from tests.planning.facilities import facility, small, under_way


@pytest.mark.parametrize("seed", [1, 2])
def test_the_improved_plan_is_lawful_and_costs_less(seed):
    problem = facility(50, 16, seed)
    before = build(problem, ("due",)).plan
    better = improve(problem, before, 150, seed=3)
    assert check(problem, better.plan) == ()
    assert better.cost == cost(problem, better.plan) < cost(problem, before)


def test_the_same_seed_and_count_give_the_same_plan():
    problem = facility(30, 14, 2)
    before = build(problem, ("due",)).plan
    assert improve(problem, before, 60, seed=5) == improve(problem, before, 60, seed=5)


@given(st.integers(0, 25))
def test_cancelled_anywhere_the_plan_is_valid_and_no_worse(after):
    problem = facility(15, 14, 2)
    before = build(problem, ("due",)).plan
    left = [after]

    def stop():
        left[0] -= 1
        return left[0] < 0

    better = improve(problem, before, 1000, seed=1, stop=stop)
    assert better.tried == after
    assert check(problem, better.plan) == ()
    assert better.cost <= cost(problem, before)


@given(st.integers(0, 100_000))
def test_started_work_and_the_frozen_horizon_never_move(seed):
    problem = small(seed)
    plan = build(problem).plan
    if not all(plan.holds(b) for b in problem.batches):
        return
    later = under_way(problem, plan, problem.now + 6)
    later = replace(later, freeze=later.now + 8)
    better = improve(later, plan, 20, seed=1).plan
    for batch in later.batches:
        for step in batch.steps:
            key = (batch.id, step.code)
            if step.fact is not None or plan.starts[key] < later.freeze:
                assert better.starts[key] == plan.starts[key]


def test_what_gains_nothing_stays_as_told():
    problem = facility(20, 10, 1)
    told = build(problem, ("due",)).plan
    shuffled = improve(problem, told, 100, seed=9).plan
    quiet = calm(problem, shuffled, told)
    assert cost(problem, quiet) <= cost(problem, shuffled)
    assert len(moved(problem, told, quiet)) <= len(moved(problem, told, shuffled))
    assert check(problem, quiet) == ()
