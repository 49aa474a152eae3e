"""Controlled blanks: their rules one by one, their life state by state, and what two people key becomes what the floor says."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest

from console.domain import commands as c
from console.domain import events as e
from console.domain.blanks import (
    CLOSED_KEPT,
    MOST_NUMBER,
    ORIGINAL_MOST,
    OWED_KEPT,
    BlankAccount,
    BlankEntry,
    BlankState,
    console_mark,
    number_of,
    number_parts,
)
from console.domain.codec import floor_from_plain, floor_plain
from console.domain.commands.command import Command
from console.domain.decide import decide
from console.domain.evolve import evolve
from console.domain.facility import Role
from tests.domain.builders import BY_ROLE, HOUR, MINUTE, OPERATOR, QA, SUPERVISOR, THIRD, House
from tests.domain.decide.case import Case, holds
from tests.domain.sheets import (
    HOUSES,
    ROOM,
    N,
    at,
    attach,
    bring,
    closed,
    issue,
    key,
    keyed,
    out,
    printed_out,
    ready,
    returned,
    sheet,
    sign,
    verified,
    verify,
    void,
    written,
)  # fmt: skip

COMMANDS: dict[str, tuple[Callable[[House, str], Command], set[BlankState], set[Role]]] = {
    "return": (
        lambda h, by: bring(by),
        {BlankState.OUT},
        {Role.OPERATOR, Role.SUPERVISOR, Role.QC_ANALYST, Role.QC_REVIEWER, Role.QA},
    ),
    "void": (lambda h, by: void(by), {BlankState.OUT, BlankState.RETURNED}, {Role.SUPERVISOR, Role.QA}),
    "key": (
        lambda h, by: key(h, by=by),
        {BlankState.RETURNED, BlankState.KEYED},
        {Role.OPERATOR, Role.SUPERVISOR, Role.QC_ANALYST, Role.QC_REVIEWER, Role.QA},
    ),
    "verify": (
        lambda h, by: verify(h, by=by),
        {BlankState.KEYED},
        {Role.SUPERVISOR, Role.QC_ANALYST, Role.QC_REVIEWER, Role.QA},  # the operator of these roles has keyed it first
    ),
    "attach": (
        lambda h, by: attach(by, digest="0b" * 32),
        {BlankState.RETURNED, BlankState.KEYED, BlankState.VERIFIED, BlankState.CLOSED},
        {Role.OPERATOR, Role.SUPERVISOR, Role.QC_ANALYST, Role.QC_REVIEWER, Role.QA},
    ),
    "sign": (lambda h, by: sign(by), {BlankState.VERIFIED, BlankState.CLOSED}, {Role.OPERATOR}),  # who is named on the sheet
}


@pytest.mark.parametrize("role", sorted(BY_ROLE), ids=str)
@pytest.mark.parametrize("state", list(BlankState), ids=lambda state: state.value)
@pytest.mark.parametrize("name", sorted(COMMANDS))
def test_every_command_in_every_state_by_every_role(name: str, state: BlankState, role: Role) -> None:
    made, states, roles = COMMANDS[name]
    house = HOUSES[state]()
    assert sheet(house).state is state
    answer = decide(house.floor, made(house, BY_ROLE[role]), house.now)
    assert isinstance(answer, list) == (state in states and role in roles), answer


NEXT = {
    "return": BlankState.RETURNED, "void": BlankState.VOID, "key": BlankState.KEYED, "verify": BlankState.VERIFIED,
}  # fmt: skip


@pytest.mark.parametrize("name", sorted(NEXT))
def test_each_command_brings_the_sheet_to_its_next_state(name: str) -> None:
    made, states, _ = COMMANDS[name]
    for state in states:
        house = HOUSES[state]()
        house.ask(made(house, SUPERVISOR))
        assert sheet(house).state is NEXT[name]


# -------------------------------------------------------------------------------------------------------------------- rules


def entry(house: House, number: str = "1", **changes: Any) -> c.KeyBlank:
    """The good sheet keyed with one line changed."""
    return key(house, *(replace(one, **changes) if one.line == number else one for one in written(house)))


def good_key(house: House) -> c.KeyBlank:
    return key(house)


def free(house: House, **changes: Any) -> c.KeyBlank:
    """The good sheet with a free row about a batch that is not here, kept as it was read."""
    row = {"line": "+1", "batch": "B-9", "step": "ENRICH", "remark": "came late", "not_entered": "not ours"}
    return key(house, *written(house), BlankEntry(**{**row, **changes}))


def last_number() -> House:
    """A console whose numbers are used up but for one: an entry from elsewhere bore a great one."""
    house = ready()
    house.floor = replace(house.floor, blank_counts={"TEST": MOST_NUMBER - 1})
    return house


CASES = [
    Case("blank-rooms", ready, lambda h: issue(rooms=()), lambda h: issue()),
    Case("blank-rooms", ready, lambda h: issue(rooms=("CR99",)), lambda h: issue()),
    Case("blank-rooms", ready, lambda h: issue(rooms=(ROOM, ROOM)), lambda h: issue(rooms=(ROOM, "CR2"))),
    Case("blank-hours", ready, lambda h: issue(hours=0), lambda h: issue(hours=1)),
    Case("blank-hours", ready, lambda h: issue(hours=25), lambda h: issue(hours=24)),
    Case("blank-now", ready, lambda h: issue(at=h.now - 5 * MINUTE), lambda h: issue()),
    Case("blank-mark", ready, lambda h: issue(mark=""), lambda h: issue()),
    Case("blank-mark", ready, lambda h: issue(mark="te-1"), lambda h: issue()),
    Case("reason", ready, lambda h: issue(reason=" "), lambda h: issue()),
    Case("reason", out, lambda h: void(reason=" "), lambda h: void()),
    Case("blank-unknown", out, lambda h: bring(number="P-TEST-000009"), lambda h: bring()),
    Case("blank-state", out, lambda h: key(h), lambda h: bring()),
    Case("blank-pages", out, lambda h: bring(pages=-1), lambda h: bring(pages=0)),
    Case("blank-pages-missing", printed_out, lambda h: bring(pages=2), lambda h: bring(pages=2, reason="page 3 was torn off")),
    Case("blank-pages-missing", printed_out, lambda h: bring(pages=1), lambda h: bring(pages=3)),
    Case("blank-early", out, lambda h: bring(at=at(h, -1), reason="found"), lambda h: bring(at=at(h, 1), reason="found")),
    Case("blank-early", returned, lambda h: entry(h, started_at=at(h, -1)), good_key),
    Case(
        "blank-early", keyed, lambda h: verify(h, at=h.now - 6 * MINUTE), lambda h: verify(h, at=h.now - 5 * MINUTE),
    ),
    Case("blank-late", returned, lambda h: entry(h, finished_at=at(h, 7)), good_key),
    Case("blank-ends", returned, lambda h: entry(h, started_at=at(h, 1)), good_key),
    Case("blank-lines", returned, lambda h: key(h, *written(h), written(h)[0]), good_key),
    Case("blank-lines", returned, lambda h: key(h, *written(h), BlankEntry("", "B-1", "EXPAND", nothing=True)), good_key),
    Case("blank-lines-left", returned, lambda h: key(h, *written(h)[:2]), good_key),
    Case("blank-row", returned, lambda h: key(h, *written(h), BlankEntry("+1", nothing=True)), good_key),
    Case("blank-row", returned, lambda h: entry(h, batch="B-1", step="ENRICH"), good_key),
    Case("blank-nothing", returned, lambda h: entry(h, nothing=True), good_key),
    Case("blank-nothing", returned, lambda h: entry(h, "3", nothing=False), good_key),
    Case("blank-value", returned, lambda h: entry(h, values={"mood": Decimal(1)}), good_key),
    Case("blank-wild", returned, lambda h: entry(h, "2", values={"recovery": Decimal("NaN")}), good_key),
    Case("blank-person", returned, lambda h: entry(h, performer=""), good_key),
    Case("blank-person", returned, lambda h: entry(h, verifier="nobody"), good_key),
    Case("blank-remark", returned, lambda h: entry(h, remark="x" * 1001), lambda h: entry(h, remark="x" * 1000)),
    Case("blank-sample", returned, lambda h: entry(h, sample="S" * 65), lambda h: entry(h, sample="S" * 64)),
    Case("blank-long", returned, lambda h: entry(h, station="1" * 65), good_key),
    Case("blank-long", returned, lambda h: entry(h, instrument="CP1\x1b[2J"), good_key),
    Case("blank-long", returned, lambda h: free(h, batch="B-" + "9" * 99), lambda h: free(h)),
    Case("blank-long", returned, lambda h: free(h, step="\x00"), lambda h: free(h)),
    Case("blank-long", returned, lambda h: free(h, line="+" * 65), lambda h: free(h, line="+12")),
    Case("blank-long", returned, lambda h: free(h, values={f"v{n}": Decimal(n) for n in range(65)}), lambda h: free(h)),
    Case("blank-long", returned, lambda h: free(h, values={"v" * 65: Decimal(1)}), lambda h: free(h)),
    Case("blank-numbers", last_number, lambda h: issue(rooms=(ROOM, "CR2")), lambda h: issue()),
    Case("blank-same", keyed, lambda h: verify(h, by=OPERATOR), lambda h: verify(h)),
    Case(
        "blank-differs", keyed,
        lambda h: verify(h, *(replace(one, performer=THIRD) if one.line == "1" else one for one in written(h))),
        lambda h: verify(h),
    ),
    Case("original-digest", returned, lambda h: attach(digest="no"), lambda h: attach()),
    Case("original-size", returned, lambda h: attach(size=ORIGINAL_MOST + 1), lambda h: attach(size=ORIGINAL_MOST)),
    Case("original-size", returned, lambda h: attach(size=0), lambda h: attach()),
    Case("original-name", returned, lambda h: attach(name="a\nb"), lambda h: attach(name="")),
    Case("original-known", closed, lambda h: attach(), lambda h: attach(digest="0c" * 32)),
    Case("blank-not-owed", verified, lambda h: sign(THIRD), lambda h: sign()),
]  # fmt: skip


@pytest.mark.parametrize("case", CASES, ids=str)
def test_rule(case: Case) -> None:
    holds(case)


# -------------------------------------------------------------------------------------------------------------- the numbers


def test_a_sheet_carries_what_the_floor_has_planned_for_the_room_frozen_and_with_its_limits() -> None:
    house = out()
    lines = sheet(house).lines
    assert [(one.id, one.step) for one in lines] == [("1", "LINE_CLEARANCE"), ("2", "ENRICH"), ("3", "ACTIVATE_LOAD")]
    enrich = lines[1]
    assert (enrich.coi_tail, enrich.people, enrich.verified, enrich.after) == ("-B-1", 2, True, ("Line clearance",))
    assert {limit.name for limit in enrich.values} == {"cd3_purity", "recovery", "viability"}
    age = next(limit for limit in enrich.limits if limit.title.startswith("Apheresis age"))
    assert age.due_at is not None and age.max_h == 48
    before = sheet(house).digest
    house.ask(c.CancelBatch(by=SUPERVISOR, batch="B-1", reason="x")) if not house.batch("B-1").live else None
    assert sheet(house).digest == before


def test_what_runs_when_a_sheet_is_issued_stands_on_it_with_its_start() -> None:
    house = ready()
    house.start("B-1", "LINE_CLEARANCE")
    house.ask(issue())
    assert sheet(house).lines[0].started_at == house.step("B-1", "LINE_CLEARANCE").started_at


def test_a_room_without_work_gets_a_sheet_too_and_one_command_numbers_them_in_order() -> None:
    house = ready()
    told = house.ask(issue(rooms=("CR9", ROOM)))
    assert [(event.blank, event.room, bool(event.lines)) for event in told if isinstance(event, e.BlankIssued)] == [
        (N, "CR9", False), ("P-TEST-000002", ROOM, True),
    ]  # fmt: skip
    house.ask(issue(mark="EAST"))
    house.ask(issue())
    assert set(house.floor.blanks) == {N, "P-TEST-000002", "P-EAST-000001", "P-TEST-000003"}


def test_a_number_is_never_used_again_when_its_sheet_has_left_the_floor() -> None:
    house = ready()
    for _ in range(CLOSED_KEPT + 2):
        (event,) = house.ask(issue())
        assert isinstance(event, e.BlankIssued)
        house.ask(void(number=event.blank))
    assert len(house.floor.blanks) == CLOSED_KEPT and N not in house.floor.blanks
    (event,) = house.ask(issue())
    assert isinstance(event, e.BlankIssued) and event.blank == number_of("TEST", CLOSED_KEPT + 3)
    account = house.floor.blank_account()
    assert account == BlankAccount(CLOSED_KEPT + 3, 0, CLOSED_KEPT + 2, 1) and account.balanced
    assert floor_from_plain(floor_plain(house.floor)) == house.floor


def test_a_sheet_that_somebody_has_not_signed_for_waits_for_them_on_the_floor_while_others_leave() -> None:
    house = closed()
    for _ in range(CLOSED_KEPT + 2):
        (event,) = house.ask(issue())
        assert isinstance(event, e.BlankIssued)
        house.ask(void(number=event.blank))
    assert sheet(house).owed and len(house.floor.blanks) == CLOSED_KEPT + 1
    house.ask(sign())
    house.ask(sign(sheet(house).owed[0]))
    assert N not in house.floor.blanks and len(house.floor.blanks) == CLOSED_KEPT
    assert house.floor.blank_account() == BlankAccount(CLOSED_KEPT + 3, 1, CLOSED_KEPT + 2, 0)


def test_of_sheets_nobody_ever_signs_for_only_so_many_wait() -> None:
    house = closed()
    last = sheet(house)
    many = {f"P-TEST-{n:06d}": replace(last, number=f"P-TEST-{n:06d}") for n in range(2, OWED_KEPT + 9)}
    floor = replace(house.floor, blanks={N: last, **many})
    (event,) = decide(floor, attach(number="P-TEST-000009", digest="0c" * 32), house.now)  # type: ignore[misc]
    assert len(evolve(floor, event).blanks) == OWED_KEPT


def test_should_one_number_come_twice_both_sheets_are_kept_and_the_account_says_that_something_is_wrong() -> None:
    house = out()
    first = sheet(house)
    again = e.BlankIssued(by=QA, at=house.now, blank=N, room="CR2", from_at=house.now, until_at=house.now + HOUR)
    floor = evolve(house.floor, again)
    assert floor.blanks[N] == first and floor.blanks[f"{N}/2"].room == "CR2"
    assert floor.blanks[f"{N}/2"].digest == again.digest, "the digest on its pages is that of the number printed on them"
    assert not floor.blank_account().balanced


def test_a_clock_that_was_set_back_keeps_no_sheet_from_its_way() -> None:
    house = closed()
    house.ask(issue())
    house.wait(-9 * HOUR)
    number = "P-TEST-000002"
    nothing = tuple(BlankEntry(one.id, nothing=True) for one in sheet(house, number).lines)
    for command in (
        bring(number=number), key(house, *nothing, number=number), verify(house, *nothing, number=number), attach(number=number),
    ):  # fmt: skip
        house.ask(command)
        house.wait(-MINUTE)
    assert sheet(house, number).state is BlankState.CLOSED
    house.ask(sign())


def test_the_mark_of_a_console_is_its_own_and_reads_back_from_the_number() -> None:
    marks = {console_mark(f"chain-{n}") for n in range(100)}
    assert len(marks) == 100
    assert all(number_parts(number_of(mark, 7)) == (mark, 7) for mark in marks)
    assert number_parts("P-TEST-٠٠٠٠٠١") is None  # the figures of another script
    assert number_parts("P-TEST-1") is None and number_parts("B-0412") is None
