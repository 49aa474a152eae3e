"""Brute force finds by trying what a person finds by counting: it may be believed where the engine is tested."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

from console.planning.problem import Fact, Grid, Lag, Place, Plan, PlanBatch, PlanStep, Pool, Problem, RoomSpec, Stand
from tests.planning.brute import earliest_completion, lawful_plans, lawful_starts

A, B = Place("R1", "A"), Place("R1", "B")


def _batch(name: str, fact: Fact | None = None) -> PlanBatch:
    """Two slots of work, then at least one and at most two later two slots more, at one stand."""
    steps = (PlanStep("S1", 2, stand=0, fact=fact), PlanStep("S2", 2, crew=(("P", 1),), stand=0))
    held = A if fact is not None else None
    return PlanBatch(name, steps, (Lag("S1", "S2", 1, 2),), stands=(Stand("", (A, B), held=held),), promise_step="S2")


def _problem(*batches: PlanBatch) -> Problem:
    pools = (Pool("P", "Operators", ((0, 0), (6, 1))),)
    return Problem(Grid(datetime(2026, 1, 1, tzinfo=UTC)), 12, (RoomSpec("R1", "", ("A", "B")),), pools=pools, batches=batches)


def test_one_batch_waits_for_its_people():
    problem = _problem(_batch("B-1"))
    assert earliest_completion(problem, Plan(), "B-1") == 8
    # S2 may start from 6 to 10, S1 three or four slots before it
    assert lawful_starts(problem, Plan(), "B-1", "S2") == {place: set(range(6, 11)) for place in (A, B)}
    assert lawful_starts(problem, Plan(), "B-1", "S1") == {place: set(range(2, 8)) for place in (A, B)}


def test_the_second_batch_finds_no_hands_until_the_first_is_done():
    problem = replace(_problem(_batch("B-1"), _batch("B-2")), horizon=14)
    first = Plan({("B-1", "S1"): 3, ("B-1", "S2"): 6}, {("B-1", 0): A})
    # B-1 has the hands in the room over [3, 5) and [6, 8), and holds A until 8: nothing of B-2 fits around that but after it
    plans = lawful_plans(problem, first, "B-2")
    found = {(plan.starts["B-2", "S1"], plan.starts["B-2", "S2"], plan.places["B-2", 0]) for plan in plans}
    assert found == {(*starts, place) for starts in ((8, 11), (8, 12), (9, 12)) for place in (A, B)}
    assert earliest_completion(replace(problem, horizon=12), first, "B-2") is None


def test_a_started_batch_stays_where_it_is():
    problem = _problem(_batch("B-1", fact=Fact(1, 4)))
    assert lawful_starts(problem, Plan(), "B-1", "S2") == {A: {6}}
    assert lawful_starts(problem, Plan(), "B-1", "S1") == {A: {1}}
