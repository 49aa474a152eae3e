"""Impossible or senseless input is refused at once and names its culprit; what is refused as impossible has no plan at all."""

from __future__ import annotations

import time
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from hypothesis import given

from console.planning.faults import Fault, FaultKind, faults
from console.planning.problem import (
    WHOLE_ROOM,
    Anchor,
    Assay,
    Closed,
    Fact,
    Grid,
    InstrumentSpec,
    Lag,
    Loan,
    Place,
    Plan,
    PlanBatch,
    PlanStep,
    Pool,
    Problem,
    RoomSpec,
    Stand,
)
from tests.planning.brute import lawful_plans
from tests.planning.facilities import facility, smalls

CR1, CR2 = Place("CR1", "A", "C1"), Place("CR2", "A")


def problem_of(*batches: PlanBatch, **given) -> Problem:
    """Two rooms; operators from 6 to 22 o'clock on each of seven days."""
    shifts = tuple((96 * day + at, count) for day in range(7) for at, count in ((0, 0), (24, 2), (88, 0)))
    whole = Problem(
        Grid(datetime(2026, 3, 2, tzinfo=UTC), 15),
        horizon=7 * 96,
        rooms=(RoomSpec("CR1", "Room 1", ("A",)), RoomSpec("CR2", "Room 2", ("A",))),
        instruments=(InstrumentSpec("C1", "Cocoon 1"),),
        pools=(Pool("OPS", "Operators", shifts), Pool("INC", "Incubators", ((0, 1),))),
        assays=(Assay("PCR", "PCR run", ((40, 8), (140, 8))),),
        batches=batches,
        days=tuple(range(0, 7 * 96, 96)),
    )
    return replace(whole, **given)


def batch(*steps: PlanStep, **given) -> PlanBatch:
    return PlanBatch("B-1", steps, stands=given.pop("stands", (Stand("Campaign", (CR1, CR2)),)), **given)


def step(code: str, duration: int = 8, **given) -> PlanStep:
    return PlanStep(code, duration, code.capitalize(), stand=given.pop("stand", 0), **given)


def only(problem: Problem) -> Fault:
    found = faults(problem)
    assert len(found) == 1, found
    return found[0]


def test_a_sound_problem_has_none():
    two = batch(step("GROW", crew=(("OPS", 2),)), step("FILL"), lags=(Lag("GROW", "FILL", 0, 0),), promise_step="FILL", due=90)
    assert faults(problem_of(two)) == ()
    assert faults(facility(50, 12, 3)) == ()


def test_a_step_longer_than_any_shift():
    found = only(problem_of(batch(step("GROW", 65, crew=(("OPS", 1),)))))
    assert (found.kind, found.culprit) == (FaultKind.TOO_LONG, "B-1 GROW")
    assert found.words == "B-1 Grow takes 16 h 15 min and needs 1 of Operators, who are never there for more than 16 h."
    assert faults(problem_of(batch(step("GROW", 64, crew=(("OPS", 1),))))) == ()


def test_more_people_than_there_are():
    found = only(problem_of(batch(step("GROW", crew=(("OPS", 3),)))))
    assert found.kind is FaultKind.TOO_LONG and "3 of Operators" in found.words


def test_two_pools_that_are_never_there_together():
    night = Pool("QA", "Quality assurance", ((0, 1), (24, 0), (88, 1), (120, 0)))
    problem = problem_of(batch(step("GROW", 4, crew=(("OPS", 1), ("QA", 1)))))
    assert "1 of Operators and 1 of Quality assurance" in only(replace(problem, pools=(*problem.pools, night))).words


@pytest.mark.parametrize(
    "lags",
    [
        (Lag("A", "B", 1), Lag("B", "C"), Lag("C", "A")),
        (Lag("A", "B", 30), Lag("B", "C", 30), Lag("A", "C", 0, 50)),
        (Lag("A", "B", 9, 5), Lag("B", "C")),
    ],
    ids=["round and round", "two leasts beyond a most", "a most below its least"],
)
def test_limits_that_contradict_each_other_name_their_steps(lags):
    found = only(problem_of(batch(step("A", crew=()), step("B"), step("C"), lags=lags)))
    assert found.kind is FaultKind.CIRCLE
    assert set(found.culprit.removeprefix("B-1 ").split(", ")) == ({"A", "B"} if lags[0].most else {"A", "B", "C"})


def test_a_stand_that_may_be_nowhere():
    found = only(problem_of(batch(step("GROW"), stands=(Stand("Campaign", ()),))))
    assert (found.kind, found.culprit) == (FaultKind.NO_PLACE, "B-1 Campaign")


@pytest.mark.parametrize(
    ("place", "named"),
    [
        (Place("CR7", "A"), "B-1 CR7"),
        (Place("CR1", "Z"), "B-1 CR1 station Z"),
        (Place("CR1", "A", "C9"), "B-1 C9"),
    ],
)
def test_a_place_that_is_not_there(place, named):
    found = only(problem_of(batch(step("GROW"), stands=(Stand("Campaign", (CR1, place)),))))
    assert (found.kind, found.culprit) == (FaultKind.UNKNOWN, named)


def test_maintenance_that_leaves_no_room_for_a_campaign():
    weekly = tuple(Closed(at, at + 10, "Cleaning") for at in range(50, 7 * 96, 60))  # never open for more than 50 slots
    rooms = (RoomSpec("CR1", "Room 1", ("A",), weekly), RoomSpec("CR2", "Room 2", ("A",), weekly))
    grown = batch(step("GROW", 8), step("FILL", 8), lags=(Lag("GROW", "FILL", 35, 60),))
    found = only(problem_of(grown, rooms=rooms))
    assert (found.kind, found.culprit) == (FaultKind.MAINTENANCE, "B-1 Campaign: Room 1 and Room 2")
    assert "12 h 45 min" in found.words
    assert faults(problem_of(grown, rooms=(rooms[0], RoomSpec("CR2", "Room 2", ("A",))))) == ()
    assert faults(problem_of(replace(grown, lags=(Lag("GROW", "FILL", 34, 60),)), rooms=rooms)) == ()
    whole = replace(grown, stands=(Stand("Requalification", (Place("CR1", WHOLE_ROOM),)),))
    assert faults(problem_of(whole, rooms=rooms)) == ()


def test_an_instrument_that_is_never_free_of_calibration_for_long_enough():
    often = InstrumentSpec("C1", "Cocoon 1", tuple(Closed(at, at + 2) for at in range(20, 7 * 96, 20)))
    kept = Stand("Campaign", (CR1,), instrument_from="GROW", instrument_until="GROW")
    assert only(problem_of(batch(step("GROW", 21), stands=(kept,)), instruments=(often,))).kind is FaultKind.MAINTENANCE
    assert faults(problem_of(batch(step("GROW", 18), stands=(kept,)), instruments=(often,))) == ()


def test_changeover_by_way_of_a_third_family_is_no_shorter():
    table = {("X", "Y"): 4, ("Y", "Z"): 4, ("X", "Z"): 9, ("X", "X"): 2}
    assert only(problem_of(changeover={**table, ("Z", "Y"): 4, ("Y", "X"): 4, ("Z", "X"): 8})).culprit == "X, Y, Z"
    sound = {(a, b): 1 if a == b else 4 for a in "XYZ" for b in "XYZ"}
    assert faults(problem_of(changeover=sound)) == ()


@pytest.mark.parametrize(
    ("wrong", "kind", "culprit"),
    [
        (batch(step("A", -1)), FaultKind.NEGATIVE, "B-1 A"),
        (batch(step("A"), step("A")), FaultKind.TWICE, "B-1 A"),
        (batch(stands=()), FaultKind.EMPTY, "B-1"),
        (batch(step("A", crew=(("PILOTS", 1),))), FaultKind.UNKNOWN, "B-1 PILOTS"),
        (batch(step("A", assay="MASS")), FaultKind.UNKNOWN, "B-1 MASS"),
        (batch(step("A", stand=3)), FaultKind.UNKNOWN, "B-1 A"),
        (batch(step("A"), lags=(Lag("A", "Q"),)), FaultKind.UNKNOWN, "B-1 Q"),
        (batch(step("A"), anchors=(Anchor("Q", "A", (0,)),)), FaultKind.UNKNOWN, "B-1 Q"),
        (batch(step("A"), loans=(Loan("INC", "A", "Q"),)), FaultKind.UNKNOWN, "B-1 Q"),
        (batch(step("A"), loans=(Loan("INC", "A", "A", 2),)), FaultKind.TOO_LONG, "B-1 INC"),
        (batch(step("A"), promise_step="Q"), FaultKind.UNKNOWN, "B-1 Q"),
        (batch(step("A"), release=50, due=40), FaultKind.DATES, "B-1"),
        (batch(step("A", windows=())), FaultKind.EMPTY, "B-1 A"),
        (batch(step("A", windows=((0, 40), (60, 60))), release=50), FaultKind.EMPTY, "B-1 A"),
        (batch(step("A", assay="PCR"), release=150), FaultKind.EMPTY, "B-1 A"),
        (batch(step("A", latest=40), release=50), FaultKind.DATES, "B-1 A"),
        (batch(step("A", 60), step("B", latest=70), lags=(Lag("A", "B"),), release=11), FaultKind.DATES, "B-1 B"),
        (batch(step("A"), step("B"), lags=(Lag("A", "B", 660),)), FaultKind.DATES, "B-1 B"),
        (batch(step("A", 700)), FaultKind.TOO_LONG, "B-1 A"),
    ],
)
def test_a_batch_that_makes_no_sense_is_named(wrong, kind, culprit):
    assert (kind, culprit) in {(found.kind, found.culprit) for found in faults(problem_of(wrong))}


@pytest.mark.parametrize(
    ("wrong", "kind", "culprit"),
    [
        ({"assays": (Assay("PCR", "PCR run", ()),)}, FaultKind.EMPTY, "PCR"),
        ({"pools": (Pool("OPS", "Operators", ((5, 2),)),)}, FaultKind.EMPTY, "OPS"),
        ({"pools": (Pool("OPS", "Operators", ((0, -2),)),)}, FaultKind.NEGATIVE, "OPS"),
        ({"rooms": (RoomSpec("CR1"), RoomSpec("CR1"))}, FaultKind.TWICE, "CR1"),
        ({"rooms": (RoomSpec("CR1", closed=(Closed(9, 8),)),)}, FaultKind.NEGATIVE, "CR1"),
        ({"changeover": {("X", "Y"): -1}}, FaultKind.NEGATIVE, "X, Y"),
        ({"now": 700}, FaultKind.DATES, "horizon"),
    ],
)
def test_a_site_that_makes_no_sense_is_named(wrong, kind, culprit):
    assert (kind, culprit) in {(found.kind, found.culprit) for found in faults(problem_of(**wrong))}


def test_facts_are_believed_whatever_they_were():
    long = batch(step("GROW", 80, crew=(("OPS", 5),), fact=Fact(0, 80)), step("FILL"), lags=(Lag("GROW", "FILL", 9, 5),))
    assert faults(problem_of(long, now=100)) == ()


@given(smalls)
def test_a_batch_found_impossible_has_no_lawful_plan(problem):
    for found in faults(problem):
        if found.kind in {FaultKind.CIRCLE, FaultKind.TOO_LONG, FaultKind.MAINTENANCE, FaultKind.DATES, FaultKind.EMPTY}:
            name = found.culprit.split()[0]
            assert next(lawful_plans(problem, Plan(), name), None) is None


def test_a_year_is_looked_through_in_about_a_second():
    problem = facility(1000, 12, 1)
    before = time.process_time()
    assert faults(problem) == ()
    assert time.process_time() - before < 3  # 0.3 s on a quiet machine
