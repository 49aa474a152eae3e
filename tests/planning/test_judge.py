"""The judge works a lawful plan off no later than planned when nothing varies, and keeps the rules of the floor when it does."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from random import Random

from console.planning.build import build
from console.planning.problem import (
    Assay,
    Fact,
    Grid,
    Lag,
    Place,
    Plan,
    PlanBatch,
    PlanStep,
    Pool,
    Problem,
    RoomSpec,
    Stand,
)
from tests.planning.facilities import facility, law_of, under_way
from tests.planning.judge import Judgement, as_planned, judge, lognormal

A, B = Place("R1", "A"), Place("R1", "B")
ONE_STAND = (Stand("", (A, B), "F"),)


def drawn(batch, step, chance):
    """The generator's own law."""
    return law_of(batch, step.code).sample(chance) * 4


def test_without_chance_a_lawful_plan_is_kept_to_the_slot():
    for seed in (1, 2, 3):
        problem = facility(30, 12, seed)
        plan = build(problem, ("due",)).plan
        run = judge(problem, plan, 0, as_planned)
        assert run.breaches == 0 and run.limits > 200
        for batch in problem.batches:
            done, planned = run.completions[batch.id], plan.completion(batch)
            assert done is not None and planned is not None and done <= planned + 1


def test_without_chance_work_under_way_is_kept_too():
    problem = facility(30, 12, 4)
    plan = build(problem, ("due",)).plan
    later = under_way(problem, plan, problem.batches[12].release)
    run = judge(later, plan, 0, as_planned)
    assert all((run.completions[batch.id] or 1e9) <= (plan.completion(batch) or 0) + 1 for batch in problem.batches)


def test_the_same_seed_is_the_same_run_and_chance_makes_late():
    problem = facility(20, 12, 2)
    plan = build(problem, ("due",)).plan
    runs = [judge(problem, plan, seed, drawn) for seed in (1, 1, 2)]
    assert runs[0] == runs[1] != runs[2]
    assert sum(run.breaches for run in runs) > 0


def _problem(*batches: PlanBatch, levels=((0, 9),), runs=((20, 1), (30, 2)), **given) -> Problem:
    return Problem(
        Grid(datetime(2026, 1, 1, tzinfo=UTC)),
        400,
        (RoomSpec("R1", "", ("A", "B")),),
        pools=(Pool("P", "Operators", levels),),
        assays=(Assay("Q", "Assay", runs),),
        batches=batches,
        **given,
    )


def _batch(name: str, *steps: PlanStep, stands=ONE_STAND, lags=(), due=400) -> PlanBatch:
    return PlanBatch(name, steps, lags, stands=stands, due=due, promise_step=steps[-1].code)


def _longer(by: dict[str, float]):
    """The named batches' steps take so much longer than planned."""
    return lambda batch, step, chance: step.duration + by.get(batch.id, 0)


def test_who_follows_in_a_station_waits_for_the_changeover():
    one, two = (_batch(name, PlanStep("S", 4, stand=0)) for name in ("B-1", "B-2"))
    plan = Plan({("B-1", "S"): 0, ("B-2", "S"): 6}, {("B-1", 0): A, ("B-2", 0): A})
    run = judge(_problem(one, two, changeover={("F", "F"): 2}), plan, 0, _longer({"B-1": 3.5}))
    assert run.completions == {"B-1": 7.5, "B-2": 14.0}  # looked at each slot: cleared at 9.5, begun at 10


def test_hands_in_a_room_are_free_again_when_they_are():
    one, two = (_batch(name, PlanStep("S", 4, stand=0), due=9) for name in ("B-1", "B-2"))
    plan = Plan({("B-1", "S"): 0, ("B-2", "S"): 4}, {("B-1", 0): A, ("B-2", 0): B})
    run = judge(_problem(one, two), plan, 0, _longer({"B-1": 2.5}))
    assert run.completions == {"B-1": 6.5, "B-2": 10.5}
    assert run.late == {"B-2"}


def test_a_crew_stays_past_its_shift_but_nobody_begins_what_cannot_be_staffed():
    crew = (("P", 1),)
    steps = PlanStep("S", 4, crew=crew), PlanStep("T", 3, crew=crew)
    one = _batch("B-1", *steps, stands=(), lags=(Lag("S", "T", 0, 2),))
    plan = Plan({("B-1", "S"): 0, ("B-1", "T"): 5})
    problem = _problem(one, levels=((0, 1), (8, 0), (50, 1)))
    assert judge(problem, plan, 0, as_planned) == Judgement({"B-1": 7.0}, frozenset(), 0, 1)
    late = judge(problem, plan, 0, lambda batch, step, chance: 6.0 if step.code == "S" else 9.0)
    assert late == Judgement({"B-1": 59.0}, frozenset(), 1, 1)
    assert judge(problem, plan, 0, lambda batch, step, chance: 4.0 if step.code == "S" else 9.0).completions == {"B-1": 13.0}


def test_a_missed_run_is_the_next_one():
    one = _batch("B-1", PlanStep("S", 4), PlanStep("Q", 3, assay="Q"), stands=(), lags=(Lag("S", "Q"),))
    plan = Plan({("B-1", "S"): 16, ("B-1", "Q"): 20})
    assert judge(_problem(one), plan, 0, as_planned).completions == {"B-1": 23.0}
    assert judge(_problem(one), plan, 0, _longer({"B-1": 0.5})).completions == {"B-1": 33.5}


def test_a_full_run_takes_the_earlier_planned_and_leaves_the_other():
    ones = [_batch(f"B-{n}", PlanStep("S", 4), PlanStep("Q", 3, assay="Q"), stands=(), lags=(Lag("S", "Q"),)) for n in (1, 2)]
    plan = Plan({("B-1", "S"): 5, ("B-1", "Q"): 10, ("B-2", "S"): 10, ("B-2", "Q"): 20})
    run = judge(_problem(*ones, runs=((10, 1), (20, 1), (30, 1))), plan, 0, _longer({"B-1": 2.0}))
    assert run.completions == {"B-1": 25.0, "B-2": 33.0}


def test_an_open_manipulation_waits_until_it_is_alone():
    one = _batch("B-1", PlanStep("S", 4, stand=0, attended=False))
    two = _batch("B-2", PlanStep("S", 4, stand=0, open=True))
    plan = Plan({("B-1", "S"): 0, ("B-2", "S"): 4}, {("B-1", 0): A, ("B-2", 0): B})
    assert judge(_problem(one, two), plan, 0, _longer({"B-1": 5.0})).completions == {"B-1": 9.0, "B-2": 13.0}


def test_nothing_pulled_forward_takes_what_is_planned_for_others():
    crew = (("P", 1),)
    one = _batch("B-1", PlanStep("S", 2, crew=crew), PlanStep("T", 6, crew=crew), stands=(), lags=(Lag("S", "T"),))
    two = _batch("B-2", PlanStep("S", 4, crew=crew), stands=())
    plan = Plan({("B-1", "S"): 0, ("B-1", "T"): 10, ("B-2", "S"): 6})
    assert judge(_problem(one, two, levels=((0, 1),)), plan, 0, as_planned).completions == {"B-1": 16.0, "B-2": 10.0}
    assert judge(_problem(one, two, levels=((0, 2),)), plan, 0, as_planned).completions == {"B-1": 8.0, "B-2": 10.0}


def test_facts_are_where_they_are():
    begun = _batch("B-1", PlanStep("S", 4, stand=0, fact=Fact(0, 9, over=False)), stands=(Stand("", (A,), held=A),))
    two = _batch("B-2", PlanStep("S", 4, stand=0))
    run = judge(_problem(begun, two, now=5), Plan({("B-2", "S"): 6}, {("B-2", 0): A}), 0, as_planned)
    assert run.completions == {"B-1": 9.0, "B-2": 13.0}


def test_the_default_law_has_its_median_where_it_is_planned():
    step = PlanStep("S", 10, mean=11.0)
    takes = sorted(lognormal(_batch("B-1", step), step, chance) for chance in _chances(2000))
    assert abs(takes[1000] - 10) < 0.5 and abs(sum(takes) / 2000 - 11) < 0.4
    assert lognormal(_batch("B-1", step), replace(step, mean=0.0), Random(1)) == 10


def _chances(count: int):
    return [Random(seed) for seed in range(count)]
