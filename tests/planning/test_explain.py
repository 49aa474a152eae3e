"""Why a bar stands here: the chain ends at what really binds, and every lever's gain is what solving again gives."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from random import Random

from hypothesis import given
from hypothesis import strategies as st

from console.planning.build import build
from console.planning.decisions import options
from console.planning.explain import explain
from console.planning.insert import earliest
from console.planning.offer import offer
from console.planning.problem import Closed
from console.planning.timetable import Timetable
from tests.planning.facilities import facility, under_way
from tests.planning.tiny import HOUR, one_room, patient
from tests.planning.troubles import middle


@cache
def planned():
    problem = facility(30, 14, 2)
    plan = build(problem, ("due",)).plan
    return under_way(problem, plan, middle(plan, Random(2))), plan


@given(st.integers(0, 1_000_000))
def test_the_chain_goes_back_in_time_and_ends_with_a_reason(seed):
    problem, plan = planned()
    chance = Random(seed)
    batch = chance.choice(problem.batches)
    step = chance.choice(batch.steps)
    told = explain(problem, plan, batch.id, step.code)
    assert told.causes[0].code == step.code
    assert [c.follows for c in told.causes[:-1]] == [c.code for c in told.causes[1:]]
    assert not told.causes[-1].follows
    assert all(cause.words for cause in told.causes)
    assert told.sentence.startswith(f"{told.causes[0].title} of {batch.id}")


@given(st.integers(0, 1_000_000))
def test_a_step_that_nothing_keeps_can_start_sooner_and_one_that_is_bound_cannot(seed):
    problem, plan = planned()
    batch = Random(seed).choice([b for b in problem.batches if any(s.fact is None for s in b.steps)])
    last = explain(problem, plan, batch.id).causes[-1]
    if last.kind == "free":
        assert last.start > problem.now
    elif last.others:
        assert set(last.others) <= set(problem.batch_of) - {batch.id}


@given(st.integers(0, 1_000_000))
def test_each_levers_gain_is_what_solving_again_gives(seed):
    problem, plan = planned()
    batch = Random(seed).choice([b for b in problem.batches if any(s.fact is None for s in b.steps)])
    told = explain(problem, plan, batch.id)
    table = Timetable.of(problem, plan)
    before = table.remove(batch.id).goal()
    again = {f"{words} ({choice.value})": other for choice, words, _, other in options(problem, batch)}
    for lever in told.levers:
        assert lever.gain > 0 and lever.end == before - lever.gain
        if lever.words in again:
            tried = earliest(table.fork(again[lever.words]), batch.id)
            assert tried is not None and tried.goal() == lever.end


def test_a_room_out_of_service_is_the_reason_and_giving_it_back_the_lever():
    problem = one_room(patient("B-1"), closed=(Closed(0, 4 * HOUR, "leak"),))
    told = explain(problem, build(problem).plan, "B-1")
    assert [cause.code for cause in told.causes] == ["FORMULATE", "HARVEST"]
    assert "leak" in told.causes[-1].words and told.causes[-1].kind == "closed"
    (lever,) = told.levers
    assert (lever.gain, lever.end) == (4 * HOUR, 3 * HOUR) and "given back by QA" in lever.words


def test_another_patient_in_the_room_is_named_with_what_giving_way_would_cost():
    problem = one_room(patient("B-1"), patient("B-2"))
    told = explain(problem, build(problem, ("due",)).plan, "B-2")
    assert told.causes[-1].others == ("B-1",)
    lever = next(lever for lever in told.levers if lever.subject == "B-1")
    assert lever.gain == 3 * HOUR and lever.others == (("B-1", 3 * HOUR),)
    (entry,) = told.entries if told.code == "HARVEST" else explain(problem, build(problem, ("due",)).plan, "B-2", "HARVEST").entries
    assert entry.start == 3 * HOUR and "B-1" in entry.words


def test_a_batch_without_a_plan_says_so():
    problem, plan = planned()
    assert "nothing left" in explain(problem, plan, "nobody").sentence


def test_an_offer_is_lawful_and_names_who_pays():
    problem, plan = planned()
    pattern = max(problem.batches, key=lambda b: b.release)

    def make(slot):
        shift = slot - pattern.release
        due = None if pattern.due is None else pattern.due + shift
        return replace(pattern, id="NEW", release=slot, due=due)

    slots = range(problem.now + 8, problem.now + 8 + 96 * 5, 48)
    found = offer(problem, plan, make, slots, most=3)
    assert 1 <= len([one for one in found if one.lawful]) <= 3
    for one in found:
        if one.plan is None:
            continue
        assert one.plan.starts["NEW", pattern.steps[0].code] >= one.slot
        for cost in one.others:
            assert one.plan.completion(problem.batch_of[cost.batch]) == cost.after != plan.completion(problem.batch_of[cost.batch])


def test_where_nothing_can_begin_nothing_is_offered():
    problem, plan = planned()
    (first,) = offer(problem, plan, lambda slot: None, [problem.now + 4])
    assert not first.lawful


def test_a_conflict_that_stands_already_is_no_reason():
    problem = one_room(patient("B-1"), patient("B-2"))
    plan = build(problem, ("due",)).plan
    doubled = replace(plan, starts={**plan.starts, ("B-2", "HARVEST"): 4, ("B-2", "FORMULATE"): 12})
    told = explain(problem, doubled, "B-2", "HARVEST")
    assert told.causes[-1].kind != "station" and "stands in CR1" not in told.sentence
