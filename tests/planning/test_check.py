"""The independent check finds what a slower one finds, says who and when, and believes facts."""

from __future__ import annotations

import time
from dataclasses import replace
from datetime import UTC, datetime
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from console.planning.build import build
from console.planning.check import Rule, Violation, check
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
from tests.planning.facilities import facility, small_of, under_way
from tests.planning.oracle import broken

A, B = Place("CR1", "A", "C1"), Place("CR1", "B")


def any_plan(problem: Problem, chance: Random) -> Plan:
    """Anything goes, but mostly in order: wrong in some rules, right in others."""
    starts, places = {}, {}
    for batch in problem.batches:
        at = batch.release + chance.randint(-1, 20)
        for step in batch.steps:
            starts[batch.id, step.code] = at
            at += step.duration + chance.choice((-1, 0, 0, 1, 2, 4))
        for number, stand in enumerate(batch.stands):
            places[batch.id, number] = chance.choice(stand.places)
    return Plan(starts, places)


@given(st.randoms(use_true_random=False))
def test_it_finds_exactly_the_rules_a_search_slot_by_slot_finds(chance):
    problem = small_of(chance)
    plan = any_plan(problem, chance)
    assert {violation.rule for violation in check(problem, plan)} == broken(problem, plan)


def problem_of(*batches: PlanBatch, **given) -> Problem:
    return Problem(
        Grid(datetime(2026, 3, 28, tzinfo=UTC), 15),
        horizon=100,
        rooms=given.pop("rooms", (RoomSpec("CR1", "Room 1", ("A", "B")),)),
        instruments=(InstrumentSpec("C1", "Cocoon 1", given.pop("calibrated", ())),),
        pools=given.pop("pools", (Pool("OPS", "Operators", ((0, 2), (50, 1))),)),
        assays=(Assay("PCR", "PCR run", ((20, 1), (40, 2))),),
        batches=batches,
        **given,
    )


def batch(name: str, *steps: PlanStep, **given) -> PlanBatch:
    stands = given.pop("stands", (Stand("Campaign", (A, B)),))
    return PlanBatch(name, steps, stands=stands, **given)


def step(code: str, duration: int = 10, **given) -> PlanStep:
    return PlanStep(code, duration, given.pop("title", code.capitalize()), stand=given.pop("stand", 0), **given)


def only(violations: tuple[Violation, ...]) -> Violation:
    assert len(violations) == 1, violations
    return violations[0]


def at(*starts: tuple[str, str, int], places=((A, "B-1", 0), (A, "B-2", 0))) -> Plan:
    return Plan({(name, code): start for name, code, start in starts}, {(name, stand): place for place, name, stand in places})


@pytest.mark.parametrize(
    ("changed", "starts", "rule", "span"),
    [
        ({"now": 6}, (5, 15), Rule.PAST, (5, 6)),
        ({"horizon": 24}, (5, 15), Rule.HORIZON, (24, 25)),
        ({}, (1, 15), Rule.TOO_EARLY, (1, 3)),
        ({}, (5, 95), Rule.TOO_LATE, (90, 95)),
        ({}, (5, 61), Rule.WINDOW, (61, 71)),
        ({}, (5, 14), Rule.PRECEDENCE, (14, 15)),
        ({}, (5, 46), Rule.HOLD_LIMIT, (45, 46)),
        ({}, (30, 44), Rule.CLOCK, (44, 48)),
    ],
)
def test_a_batch_alone_breaks_its_own_limits(changed, starts, rule, span):
    lags = (Lag("WORK", "NEXT", 0, 30, title="dry hold"),) if rule in {Rule.PRECEDENCE, Rule.HOLD_LIMIT} else ()
    late, windows = (90, None) if rule is Rule.TOO_LATE else (None, ((0, 61), (62, 90))) if rule is Rule.WINDOW else (None, None)
    anchors = (Anchor("WORK", "NEXT", (0, 48)),) if rule is Rule.CLOCK else ()
    one = batch(
        "B-1", step("WORK"), step("NEXT", attended=False, windows=windows, latest=late), lags=lags, anchors=anchors, release=3
    )
    problem = replace(problem_of(one, days=(0, 24)), **({"horizon": 200} | changed))
    found = only(check(problem, at(("B-1", "WORK", starts[0]), ("B-1", "NEXT", starts[1]))))
    assert (found.rule, (found.start, found.end), found.batch) == (rule, span, "B-1")


def test_two_in_one_station_are_named_with_the_room():
    problem = problem_of(batch("B-1", step("WORK", attended=False)), batch("B-2", step("WORK", attended=False)))
    found = only(check(problem, at(("B-1", "WORK", 5), ("B-2", "WORK", 12))))
    assert (found.rule, found.batch, found.others) == (Rule.STATION, "B-2", (("B-1", "WORK"),))
    assert (found.start, found.end) == (12, 15)
    assert found.words == "B-1 Work and B-2 Work are both in Room 1 station A."


def test_changeover_is_by_family_and_direction():
    stands = [(Stand("Campaign", (A, B), family),) for family in ("X", "Y")]
    one, other = (batch(f"B-{n + 1}", step("WORK"), stands=stands[n]) for n in (0, 1))
    problem = problem_of(one, other, changeover={("X", "Y"): 4})
    found = only(check(problem, at(("B-1", "WORK", 5), ("B-2", "WORK", 18))))
    assert (found.rule, found.start, found.end) == (Rule.CHANGEOVER, 15, 18)
    assert "without the 1 h of changeover" in found.words
    assert not check(problem, at(("B-1", "WORK", 5), ("B-2", "WORK", 19)))
    assert not check(problem, at(("B-1", "WORK", 18), ("B-2", "WORK", 8)))


def test_a_whole_room_is_every_station_and_may_be_closed():
    requalified = batch("B-1", step("WORK", attended=False), stands=(Stand("Requalification", (Place("CR1", WHOLE_ROOM),)),))
    rooms = (RoomSpec("CR1", "Room 1", ("A", "B"), (Closed(0, 40),)),)
    places = ((Place("CR1", WHOLE_ROOM), "B-1", 0), (B, "B-2", 0))
    assert not check(problem_of(requalified, rooms=rooms), at(("B-1", "WORK", 5), places=places))
    problem = problem_of(requalified, batch("B-2", step("WORK")))
    assert only(check(problem, at(("B-1", "WORK", 5), ("B-2", "WORK", 5), places=places))).rule is Rule.STATION


def test_one_attended_manipulation_in_a_room_and_an_open_one_alone():
    problem = problem_of(batch("B-1", step("WORK")), batch("B-2", step("WORK")))
    places = ((A, "B-1", 0), (B, "B-2", 0))
    assert only(check(problem, at(("B-1", "WORK", 5), ("B-2", "WORK", 14), places=places))).rule is Rule.ATTENDED
    problem = problem_of(batch("B-1", step("WORK", open=True)), batch("B-2", step("WORK", attended=False)))
    assert only(check(problem, at(("B-1", "WORK", 5), ("B-2", "WORK", 14), places=places))).rule is Rule.OPEN


def test_cells_may_stay_in_a_closed_room_but_nobody_may_work_there():
    rooms = (RoomSpec("CR1", "Room 1", ("A", "B"), (Closed(20, 30, "Leak"),)),)
    grown = step("GROW", 20, attended=False, fact=Fact(5, 25, over=False))
    held = (Stand("Campaign", (A, B), held=A),)
    stays = problem_of(batch("B-1", grown, step("WORK"), stands=held), rooms=rooms, now=10)
    assert not check(stays, at(("B-1", "WORK", 30)))
    found = only(check(stays, at(("B-1", "WORK", 25))))
    assert (found.rule, found.start, found.end) == (Rule.CLOSED, 25, 30)
    new = problem_of(batch("B-1", step("GROW", 20, attended=False)), rooms=rooms)
    assert only(check(new, at(("B-1", "GROW", 5)))).words == "B-1 Grow needs Room 1 while it is closed (Leak)."


def test_an_instrument_holds_one_patient_and_is_calibrated_without():
    shared = Place("CR1", "B", "C1")
    stands = (Stand("Campaign", (A, shared), instrument_from="WORK", instrument_until="WORK"),)
    one, other = (batch(f"B-{n}", step("WORK", attended=False), stands=stands) for n in (1, 2))
    plan = at(("B-1", "WORK", 5), ("B-2", "WORK", 14), places=((A, "B-1", 0), (shared, "B-2", 0)))
    assert only(check(problem_of(one, other), plan)).rule is Rule.INSTRUMENT
    calibrated = problem_of(one, calibrated=(Closed(14, 20, "Calibration"),))
    assert only(check(calibrated, plan)).rule is Rule.CLOSED


def test_people_are_counted_and_facts_alone_break_nothing():
    crew = (("OPS", 2),)
    fact = batch("B-1", step("WORK", crew=crew, fact=Fact(45, 55)), stands=(Stand("Campaign", (A,), held=A),))
    assert not check(problem_of(fact, now=60), Plan())
    added = batch("B-2", PlanStep("TEST", 4, crew=(("OPS", 1),)))
    problem = problem_of(fact, added)
    found = only(check(problem, at(("B-2", "TEST", 52), places=())))
    assert (found.rule, found.batch, found.start, found.end) == (Rule.PEOPLE, "B-2", 52, 55)
    assert found.others == (("B-1", "WORK"),)
    assert found.words == "Operators: 3 are needed and 1 are there for B-1 Work and B-2 TEST."
    assert not check(problem, at(("B-2", "TEST", 55), places=()))


def test_a_loan_lasts_from_the_first_step_to_the_end_of_the_last():
    pools = (Pool("INC", "Incubators", ((0, 1),)),)
    kept = (Loan("INC", "IN", "OUT"),)
    one, other = (batch(f"B-{n}", step("IN", 2), step("OUT", 2), loans=kept) for n in (1, 2))
    plan = at(
        ("B-1", "IN", 5), ("B-1", "OUT", 30), ("B-2", "IN", 28), ("B-2", "OUT", 40), places=((A, "B-1", 0), (B, "B-2", 0))
    )  # fmt: skip
    found = only(check(problem_of(one, other, pools=pools), plan))
    assert (found.rule, found.start, found.end) == (Rule.PEOPLE, 28, 32)


def test_a_run_takes_so_many_samples_and_starts_when_it_starts():
    one, other = (batch(f"B-{n}", PlanStep("TEST", 4, assay="PCR"), stands=()) for n in (1, 2))
    problem = problem_of(one, other)
    assert only(check(problem, at(("B-1", "TEST", 20), ("B-2", "TEST", 20), places=()))).rule is Rule.ASSAY
    assert only(check(problem, at(("B-1", "TEST", 21), ("B-2", "TEST", 20), places=()))).batch == "B-1"
    assert not check(problem, at(("B-1", "TEST", 40), ("B-2", "TEST", 40), places=()))


def test_a_batch_that_is_not_planned_is_missing_once_and_a_gap_is_named():
    one = batch("B-1", step("WORK"), step("NEXT"))
    assert only(check(problem_of(one), Plan())).words == "B-1 is not in the plan."
    found = only(check(problem_of(one), at(("B-1", "WORK", 5), places=((A, "B-1", 0),))))
    assert (found.rule, found.step) == (Rule.MISSING, "NEXT")


def test_a_stand_is_where_it_is_held_and_only_where_it_may_be():
    one = batch("B-1", step("WORK"))
    assert only(check(problem_of(one), at(("B-1", "WORK", 5), places=((Place("CR2", "A"), "B-1", 0),)))).rule is Rule.PLACE
    assert only(check(problem_of(one), at(("B-1", "WORK", 5), places=()))).words == "B-1 Work has no place in the plan."
    held = batch("B-1", step("WORK"), stands=(Stand("Campaign", (A, B), held=B),))
    assert "where it is" in only(check(problem_of(held), at(("B-1", "WORK", 5), places=((A, "B-1", 0),)))).words
    assert not check(problem_of(held), at(("B-1", "WORK", 5), places=()))


def test_what_two_stands_did_to_each_other_before_now_is_history():
    begun = step("GROW", 10, attended=False, fact=Fact(0, 10))
    one, other = (batch(f"B-{n}", begun, step("WORK", attended=False), stands=(Stand("Campaign", (A,), held=A),)) for n in (1, 2))
    problem = problem_of(one, other, now=20)
    found = only(check(problem, at(("B-1", "WORK", 20), ("B-2", "WORK", 40))))
    assert (found.rule, found.start, found.end) == (Rule.STATION, 20, 30)


def test_a_thousand_batches_are_checked_in_about_a_second():
    problem = facility(1000, 12, 1)
    plan = any_plan(problem, Random(1))
    before = time.process_time()
    found = check(problem, plan)
    assert {violation.rule for violation in found} >= {Rule.HOLD_LIMIT, Rule.STATION, Rule.PEOPLE, Rule.ASSAY, Rule.WINDOW}
    assert time.process_time() - before < 5


@pytest.mark.parametrize("days", [1, 8, 15.4, 23, 40])
def test_a_lawful_plan_stays_lawful_while_it_is_worked_off(days):
    problem = facility(40, 12, 5)
    plan = build(problem, ("due",)).plan
    assert check(problem, plan) == ()
    assert check(under_way(problem, plan, round(days * 96)), plan) == ()
