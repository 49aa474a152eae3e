"""A shift handed over: its rules one by one, and its life as a state machine against a plain list of what was said."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from console.domain import commands as c
from console.domain import events as e
from console.domain.audit import audit
from console.domain.codec import floor_from_plain, floor_plain
from console.domain.commands.command import Command
from console.domain.decide import CONSOLE, decide
from console.domain.evolve import evolve
from console.domain.facility import Person, Role
from console.domain.handover import Duty, HandoverPoint, HandoverWords
from console.domain.refusal import Refusal
from tests.domain.builders import ADMIN, HOUR, OPERATOR, QA, START, SUPERVISOR, House
from tests.domain.decide.case import Case, holds

NEXT, THIRD = "kvance", "qhuang"
FIRST = HandoverPoint("P-1", 3, "CR3 is out: dP lost", QA, START + HOUR, "room:CR3")
SECOND = HandoverPoint("P-2", 7, "DV-1 blocks B-1", QA, START + 2 * HOUR, "deviation:DV-1", 1)


def staffed() -> House:
    house = House()
    known = [p.id for p in house.floor.people.values() if Role.SUPERVISOR in p.roles]
    for user in {SUPERVISOR, NEXT, THIRD} - set(known):
        house.ask(c.AddPerson(by=ADMIN, person=Person(user, user.title(), (Role.SUPERVISOR,))))
    return house


def begun() -> House:
    house = staffed()
    house.ask(take(SUPERVISOR, "HO-0"))
    return house


def given() -> House:
    house = begun()
    house.ask(give())
    return house


def checked(*points: str) -> House:
    house = given()
    for point in points or ("P-1", "P-2"):
        house.ask(check(point))
    return house


def asked() -> House:
    house = checked()
    house.ask(question())
    return house


def accepted() -> House:
    house = checked()
    house.ask(accept(house))
    return house


def taken() -> House:
    house = begun()
    house.ask(take(NEXT, "HO-1", told=QA, reason="he was called away"))
    return house


def give(by: str = SUPERVISOR, **changes: Any) -> c.GiveHandover:
    told: dict[str, Any] = {
        "handover": "HO-1", "must_know": "Nothing in CR3 before QA was there.", "points": (FIRST, SECOND),
        "facts": (HandoverWords(3, "CR1 runs B-1"),), "remarks": (HandoverWords(9, "two gowned in"),),
    }  # fmt: skip
    return c.GiveHandover(by=by, **{**told, **changes})


def question(by: str = NEXT, **changes: Any) -> c.QuestionHandover:
    told: dict[str, Any] = {"handover": "HO-1", "question": "HQ-1", "words": "Who has the key?", "point": "P-1"}
    return c.QuestionHandover(by=by, **{**told, **changes})


def answer(by: str = SUPERVISOR, **changes: Any) -> c.AnswerQuestion:
    return c.AnswerQuestion(by=by, **{"handover": "HO-1", "question": "HQ-1", "answer": "QA has it.", **changes})


def check(point: str = "P-1", by: str = NEXT, handover: str = "HO-1") -> c.CheckPoint:
    return c.CheckPoint(by=by, handover=handover, point=point)


def accept(house: House, by: str = NEXT, **changes: Any) -> c.AcceptHandover:
    found = house.floor.handover
    return c.AcceptHandover(by=by, **{"handover": "HO-1", "digest": found.digest if found else "", **changes})


def take(by: str = NEXT, handover: str = "HO-1", told: str = "", reason: str = "") -> c.TakeDuty:
    return c.TakeDuty(by=by, handover=handover, told=told, reason=reason)


def withdraw(by: str = SUPERVISOR, reason: str = "the room is back", handover: str = "HO-1") -> c.WithdrawHandover:
    return c.WithdrawHandover(by=by, handover=handover, reason=reason)


def owned(**changes: Any) -> c.GiveHandover:
    return give(points=(replace(FIRST, **changes),))


CASES = [
    Case("words-long", begun, lambda h: give(must_know="x" * 4001), lambda h: give(must_know="x" * 4000)),
    Case("words-long", begun, lambda h: give(remarks=(HandoverWords(9, "x" * 4001),)), lambda h: give()),
    Case("words-long", given, lambda h: question(words="x" * 4001), lambda h: question(words="x" * 4000)),
    Case("words-long", asked, lambda h: answer(answer="x" * 4001), lambda h: answer(answer="x" * 4000)),
    Case("not-on-duty", begun, lambda h: give(NEXT), lambda h: give()),
    Case("not-on-duty", staffed, lambda h: give(), lambda h: take(SUPERVISOR)),
    Case("handover-under-way", given, lambda h: give(handover="HO-2"), lambda h: withdraw()),
    Case("handover-known", begun, lambda h: give(handover="HO-0"), lambda h: give()),
    Case("handover-known", begun, lambda h: give(handover=" "), lambda h: give()),
    Case("handover-known", begun, lambda h: take(NEXT, "HO-0", QA, "ill"), lambda h: take(NEXT, "HO-1", QA, "ill")),
    Case("nothing-owed", taken, lambda h: give(settles="HO-9"), lambda h: give(settles="HO-1")),
    Case("nothing-owed", taken, lambda h: give(THIRD, settles="HO-1"), lambda h: give(settles="HO-1")),
    Case("must-know", begun, lambda h: give(must_know="  "), lambda h: give()),
    Case("point-twice", begun, lambda h: give(points=(FIRST, FIRST)), lambda h: give()),
    Case("point-owner", begun, lambda h: owned(owner=" "), lambda h: owned()),
    Case("point-owner", begun, lambda h: owned(due=None), lambda h: owned()),
    Case("point-owner", begun, lambda h: owned(words=""), lambda h: owned()),
    Case("section", begun, lambda h: owned(section=11), lambda h: owned(section=10)),
    Case("section", begun, lambda h: give(remarks=(HandoverWords(0, "x"),)), lambda h: give(remarks=(HandoverWords(1, "x"),))),
    Case("handover-none", begun, lambda h: check(), lambda h: give()),
    Case("handover-none", given, lambda h: withdraw(handover="HO-9"), lambda h: withdraw()),
    Case("handover-own", given, lambda h: check(by=SUPERVISOR), lambda h: check()),
    Case("handover-own", given, lambda h: question(SUPERVISOR), lambda h: question()),
    Case("handover-own", checked, lambda h: accept(h, SUPERVISOR), accept),
    Case("question-empty", given, lambda h: question(words=" "), lambda h: question()),
    Case("question-known", asked, lambda h: question(), lambda h: question(question="HQ-2")),
    Case("point-unknown", given, lambda h: question(point="P-9"), lambda h: question(point="")),
    Case("point-unknown", given, lambda h: check("P-9"), lambda h: check()),
    Case("point-checked", checked, lambda h: check(), lambda h: check(by=THIRD)),
    Case("question-none", given, lambda h: answer(), lambda h: question()),
    Case("question-none", asked, lambda h: answer(handover="HO-9"), lambda h: answer()),
    Case("answer-giver", asked, lambda h: answer(NEXT), lambda h: answer()),
    Case("answer-empty", asked, lambda h: answer(answer=" "), lambda h: answer()),
    Case("handover-words", checked, lambda h: accept(h, digest="0" * 64), accept),
    Case("points-unchecked", lambda: checked("P-1"), accept, lambda h: check("P-2")),
    Case("points-unchecked", checked, lambda h: accept(h, THIRD), accept),
    Case("questions-open", asked, accept, lambda h: accept(h, carried=("HQ-1",))),
    Case("duty-yours", begun, lambda h: take(SUPERVISOR, told=QA, reason="ill"), lambda h: take(told=QA, reason="ill")),
    Case("handover-waits", given, lambda h: take(NEXT, "HO-2", QA, "ill"), lambda h: check()),
    Case("qa-told", begun, lambda h: take(reason="ill"), lambda h: take(told=QA, reason="ill")),
    Case("qa-told", begun, lambda h: take(told=OPERATOR, reason="ill"), lambda h: take(told=QA, reason="ill")),
    Case("reason", begun, lambda h: take(told=QA), lambda h: take(told=QA, reason="ill")),
    Case("reason", given, lambda h: withdraw(reason=" "), lambda h: withdraw()),
    Case("withdraw-giver", given, lambda h: withdraw(NEXT), lambda h: withdraw()),
]  # fmt: skip


@pytest.mark.parametrize("case", CASES, ids=str)
def test_rule(case: Case) -> None:
    holds(case)


def test_the_outgoing_supervisor_stays_responsible_until_the_other_one_accepts() -> None:
    house = given()
    assert house.floor.responsible == SUPERVISOR
    house.wait(HOUR)
    for point in ("P-1", "P-2"):
        house.ask(check(point))
    assert house.floor.responsible == SUPERVISOR
    house.ask(accept(house))
    assert house.floor.responsible == NEXT and house.floor.handover is None
    assert house.floor.duties == {SUPERVISOR: Duty(START, START + HOUR), NEXT: Duty(START + HOUR)}
    handed = house.floor.handed
    assert handed is not None and (handed.giver, handed.given_at, handed.taker, handed.taken_at) == (
        SUPERVISOR, START, NEXT, START + HOUR,
    )  # fmt: skip


def test_a_question_is_answered_once_or_taken_over_by_name_and_may_be_answered_later() -> None:
    house = asked()
    house.ask(answer())
    assert house.no(answer()) == "question-none"
    house.ask(accept(house))
    late = asked()
    late.ask(accept(late, carried=("HQ-1",)))
    assert late.floor.handed is not None and late.floor.handed.questions[0].carried
    late.ask(answer())
    assert late.floor.handed.questions[0].answer == "QA has it."


def test_the_missing_signature_of_a_giver_is_shown_until_he_gives_it_and_duty_stays_where_it_is() -> None:
    house = taken()
    assert (house.floor.responsible, list(house.floor.owed)) == (NEXT, ["HO-1"])
    house.wait(8 * HOUR).ask(give(settles="HO-1", handover="HO-2"))
    assert (house.floor.responsible, house.floor.owed, house.floor.handover) == (NEXT, {}, None)
    handed = house.floor.handed
    assert handed is not None and handed.taken and handed.must_know and handed.given_at == START + 8 * HOUR
    assert (handed.taker, handed.told, handed.reason) == (NEXT, QA, "he was called away")


def test_nobody_is_missed_where_nobody_had_duty() -> None:
    house = begun()
    assert house.floor.owed == {} and house.floor.responsible == SUPERVISOR


def test_a_second_acceptance_from_elsewhere_is_kept_and_flagged_and_changes_no_duty() -> None:
    house = accepted()
    second = e.HandoverAccepted(by=THIRD, at=house.now, handover="HO-1", digest="")
    assert audit(house.floor, second) == ("handover-none",)
    after = evolve(house.floor, second)
    assert after.responsible == NEXT and after.handed is not None and after.handed.also == (THIRD,)
    assert evolve(after, second).handed == after.handed


def test_entries_from_elsewhere_are_held_against_the_same_rules() -> None:
    house = checked()
    found = house.floor.handover
    assert found is not None
    own = e.HandoverAccepted(by=SUPERVISOR, at=house.now, handover="HO-1", digest=found.digest)
    assert audit(house.floor, own) == ("handover-own",)
    assert audit(house.floor, replace(own, by=NEXT)) == ()
    assert audit(house.floor, e.DutyTaken(by=THIRD, at=house.now, handover="HO-2")) == ("handover-waits",)
    again = e.HandoverGiven(by=SUPERVISOR, at=house.now, handover="HO-2", must_know="x")
    assert audit(house.floor, again) == ("handover-under-way",)


def test_a_handover_under_way_comes_back_from_a_snapshot_as_it_was() -> None:
    house = asked()
    assert floor_from_plain(floor_plain(house.floor)) == house.floor
    assert floor_from_plain(floor_plain(taken().floor)) == taken().floor


def test_the_console_and_an_operator_have_no_duty() -> None:
    house = staffed()
    assert house.no(take(CONSOLE)) == "right"
    assert house.no(take(OPERATOR)) == "right"


PEOPLE = st.sampled_from([SUPERVISOR, NEXT, THIRD])


class Shifts(RuleBasedStateMachine):
    """Three supervisors say what they like in any order; beside it stands who must have duty by what was accepted."""

    def __init__(self) -> None:
        super().__init__()
        self.house = staffed()
        self.responsible, self.giver, self.under_way = "", "", ""
        self.done: set[tuple[str, str]] = set()
        self.open: set[str] = set()
        self.missing: set[tuple[str, str]] = set()
        self.number = 0

    def said(self, command: Command) -> bool:
        """Whether the floor took it; time goes by."""
        self.house.wait(timedelta(minutes=1))
        answer = decide(self.house.floor, command, self.house.now)
        if isinstance(answer, Refusal):
            return False
        self.house.ask(command)
        return True

    def new(self) -> str:
        self.number += 1
        return f"HO-{self.number}"

    @rule(by=PEOPLE)
    def gives(self, by: str) -> None:
        name = self.new()
        expected = by == self.responsible and not self.under_way
        assert self.said(give(by, handover=name)) == expected
        if expected:
            self.giver, self.under_way, self.done, self.open = by, name, set(), set()

    @rule(by=PEOPLE, point=st.sampled_from(["P-1", "P-2"]))
    def checks(self, by: str, point: str) -> None:
        expected = bool(self.under_way) and by != self.giver and (by, point) not in self.done
        assert self.said(check(point, by, self.under_way or "HO-0")) == expected
        if expected:
            self.done.add((by, point))

    @rule(by=PEOPLE)
    def asks(self, by: str) -> None:
        self.number += 1
        name = f"HQ-{self.number}"
        expected = bool(self.under_way) and by != self.giver
        assert self.said(question(by, handover=self.under_way or "HO-0", question=name)) == expected
        if expected:
            self.open.add(name)

    @rule(by=PEOPLE)
    def answers(self, by: str) -> None:
        name = min(self.open, default="HQ-0")
        expected = bool(self.open) and by == self.giver
        if self.under_way:
            assert self.said(answer(by, handover=self.under_way, question=name)) == expected
            if expected:
                self.open.discard(name)

    @rule(by=PEOPLE, over=st.booleans())
    def accepts(self, by: str, over: bool) -> None:
        found = self.house.floor.handover
        carried = tuple(sorted(self.open)) if over else ()
        whole = {(by, "P-1"), (by, "P-2")} <= self.done and (over or not self.open)
        expected = bool(self.under_way) and by != self.giver and whole
        command = accept(self.house, by, handover=found.id if found else "HO-0", carried=carried)
        assert self.said(command) == expected
        if expected:
            self.responsible, self.under_way, self.giver, self.open = by, "", "", set()

    @rule(by=PEOPLE)
    def takes(self, by: str) -> None:
        name = self.new()
        expected = by != self.responsible and not self.under_way
        assert self.said(take(by, name, QA, "nobody came")) == expected
        if expected:
            self.missing |= {(name, self.responsible)} if self.responsible else set()
            self.responsible = by

    @rule(by=PEOPLE)
    def settles(self, by: str) -> None:
        owed = min((name for name, giver in self.missing if giver == by), default="HO-0")
        assert self.said(give(by, handover=self.new(), settles=owed)) == ((owed, by) in self.missing)
        self.missing.discard((owed, by))

    @rule(by=PEOPLE)
    def withdraws(self, by: str) -> None:
        expected = bool(self.under_way) and by == self.giver
        assert self.said(withdraw(by, handover=self.under_way or "HO-0")) == expected
        if expected:
            self.under_way, self.giver, self.open = "", "", set()

    @invariant()
    def one_has_duty_and_it_is_the_one_who_accepted_or_took_it(self) -> None:
        floor = self.house.floor
        assert floor.responsible == self.responsible
        assert [user for user, duty in floor.duties.items() if duty.until is None] == (
            [self.responsible] if self.responsible else []
        )
        assert (floor.handover.id if floor.handover else "") == self.under_way
        assert {(h.id, h.giver) for h in floor.owed.values()} == self.missing


TestShifts = Shifts.TestCase
TestShifts.settings = settings(max_examples=25, stateful_step_count=30, deadline=None)
