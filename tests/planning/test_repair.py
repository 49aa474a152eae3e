"""After any trouble the plan is lawful again or says honestly that it cannot be; what has started never moves."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from console.planning.build import build
from console.planning.check import check
from console.planning.decisions import Choice
from console.planning.problem import Closed, Penalty, Place, cost, moved
from console.planning.repair import repair
from tests.planning.facilities import facility, under_way
from tests.planning.tiny import HOUR, one_room, patient
from tests.planning.troubles import KINDS, middle, troubled


@cache
def planned(batches=40, a_week=12, seed=1):
    problem = facility(batches, a_week, seed)
    return problem, build(problem, ("due",)).plan


@given(st.integers(0, 100_000), st.sampled_from(KINDS))
def test_a_repaired_plan_is_lawful_or_says_what_it_could_not_place(seed, kind):
    problem, plan = planned()
    later = troubled(problem, plan, kind, Random(seed))
    mended = repair(later, plan)
    lost = {one.batch for one in mended.unresolved}
    rest = replace(later, batches=tuple(b for b in later.batches if b.id not in lost))
    assert check(rest, mended.plan) == ()
    assert mended.cost_after == cost(rest, mended.plan)
    assert set(mended.moved) == set(moved(rest, plan, mended.plan))
    for batch in rest.batches:
        for step in batch.steps:
            if step.fact is not None:
                assert mended.plan.starts[batch.id, step.code] == step.fact.start
        for number, stand in enumerate(batch.stands):
            if stand.held is not None:
                assert mended.plan.places[batch.id, number] == stand.held


@given(st.integers(0, 100_000))
def test_without_trouble_nothing_moves(seed):
    problem, plan = planned()
    later = under_way(problem, plan, middle(plan, Random(seed)))
    mended = repair(later, plan)
    assert (mended.moved, mended.unresolved) == ((), ())
    assert mended.cost_after == mended.cost_before


def test_a_room_that_is_out_moves_only_who_has_not_come():
    problem, plan = planned()
    later = under_way(problem, plan, middle(plan, Random(1)))
    inside = {b.id for b in later.batches for s in b.stands if s.held is not None and s.held.room == "CR2"}
    shut = Closed(later.now, later.now + 192, "out")
    rooms = tuple(replace(r, closed=(*r.closed, shut)) if r.id == "CR2" else r for r in later.rooms)
    later = replace(later, rooms=rooms)
    mended = repair(later, plan)
    rest = {one.batch for one in mended.unresolved}
    for batch in later.batches:
        for number, stand in enumerate(batch.stands):
            if batch.id in rest or stand.held is not None:
                continue
            steps = [batch.steps[n] for n in batch.at_stand(number)]
            first, last = min(mended.plan.start(batch, s) for s in steps), max(mended.plan.end(batch, s) for s in steps)
            if mended.plan.places[batch.id, number].room == "CR2":
                assert last <= later.now or first >= later.now + 192
    assert all(mended.plan.places[name, 0].room == "CR2" for name in inside - rest if (name, 0) in mended.plan.places)


def test_where_the_law_leaves_no_place_the_decisions_of_people_are_tried():
    free = one_room(patient("B-1"))
    plan = build(free).plan
    night = one_room(patient("B-1"), levels=((0, 1),))
    mended = repair(night, plan)
    (stuck,) = mended.unresolved
    assert stuck.batch == "B-1"
    helps = {one.choice for one in stuck.decisions if one.cost is not None}
    assert helps == {Choice.OVERTIME}
    overtime = next(one for one in stuck.decisions if one.choice is Choice.OVERTIME)
    assert "Operators" in overtime.words and overtime.plan is not None and overtime.end == 3 * HOUR
    assert stuck.decisions[-1].choice is Choice.OTHER_SITE


def test_a_room_out_for_good_can_only_be_given_back():
    free = one_room(patient("B-1"))
    plan = build(free).plan
    shut = one_room(patient("B-1"), closed=(Closed(0, 40 * HOUR, "leak"),))
    (stuck,) = repair(shut, plan).unresolved
    assert {one.choice for one in stuck.decisions if one.cost is not None} == {Choice.RETURN}
    assert stuck.reasons[0].subject == "CR1"


def test_a_hold_that_cannot_be_kept_needs_a_deviation():
    free = one_room(patient("B-1"))
    plan = build(free).plan
    gap = one_room(patient("B-1"), levels=((0, 2), (2 * HOUR, 0), (5 * HOUR, 2), (6 * HOUR + 1, 0)))
    (stuck,) = repair(gap, plan).unresolved
    assert Choice.HOLD in {one.choice for one in stuck.decisions if one.cost is not None}


def test_others_give_way_where_that_costs_less():
    dear = replace(patient("B-9", weight=20), due=3 * HOUR)
    dear = replace(dear, penalty=Penalty(((3 * HOUR, 100),)))
    free = one_room(patient("B-1"))
    plan = build(free).plan
    both = one_room(patient("B-1"), dear)
    mended = repair(both, plan)
    assert mended.unresolved == ()
    assert mended.plan.completion(both.batch_of["B-9"]) == 3 * HOUR
    assert mended.moved == (("B-1", "HARVEST"), ("B-1", "FORMULATE"))
    assert check(both, mended.plan) == ()


@pytest.mark.parametrize("kind", KINDS)
def test_the_same_trouble_gets_the_same_repair(kind):
    problem, plan = planned()
    assert repair(troubled(problem, plan, kind, Random(4)), plan) == repair(troubled(problem, plan, kind, Random(4)), plan)


def test_a_place_the_site_does_not_have_is_mended_as_any_other_trouble():
    problem = one_room(patient("B-1"))
    plan = build(problem).plan
    elsewhere = replace(plan, places={("B-1", 0): Place("CR77", "9")})
    mended = repair(problem, elsewhere)
    assert mended.unresolved == () and mended.plan.places["B-1", 0] == Place("CR1", "1")
    assert check(problem, mended.plan) == ()
