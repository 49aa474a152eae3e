"""The rules that hold for every command: who asks, when it happened, what a newer program has locked; and that none is unproven."""

from __future__ import annotations

import ast
from datetime import timedelta
from pathlib import Path

import pytest

import console.domain.decide as decided
from console.domain import commands as c
from console.domain.codec import COMMANDS, Unknown
from console.domain.commands.command import Command
from console.domain.decide import CONSOLE, RULES
from console.domain.evolve import evolve
from console.domain.facility import Role
from console.domain.floor import AppointmentKind
from console.domain.rights import ALLOWED, Right
from tests.domain.builders import ANALYST, DAY, MINUTE, OPERATOR, QA, SUPERVISOR, House, after, ordered
from tests.domain.decide import (
    test_batches,
    test_blanks,
    test_copies,
    test_dispositions,
    test_handover,
    test_model,
    test_places,
    test_plan,
    test_quality,
    test_review,
    test_site,
    test_steps,
)
from tests.domain.decide.case import Case, holds

SECONDS = timedelta(seconds=1)


def note(house: House, by: str = OPERATOR, late: timedelta | None = None, reason: str = "") -> c.AddNote:
    at = None if late is None else house.now - late
    return c.AddNote(by=by, batch="B-1", text="clinic called", at=at, reason=reason)


def inactive() -> House:
    house = ordered()
    house.ask(c.ChangePerson(by=QA, user=OPERATOR, roles=(Role.OPERATOR,), active=False, reason="left the company"))
    return house


def locked(*entities: str, at: str = "APH_QC") -> House:
    """A house in which a newer program wrote of these things."""
    house = after(at)
    house.floor = evolve(house.floor, Unknown("thing.done", 9, entities, OPERATOR, house.now))
    return house


def anything(house: House) -> c.ReceiveMaterial:
    return c.ReceiveMaterial(by=OPERATOR, material="M-1", title="Media")


CASES = [
    Case("person-unknown", ordered, lambda h: note(h, "nobody"), note),
    Case("person-unknown", ordered, lambda h: note(h, ""), note),
    Case("person-unknown", inactive, note, lambda h: note(h, SUPERVISOR)),
    Case("right", ordered, lambda h: note(h, CONSOLE), note),
    Case("time-future", ordered, lambda h: note(h, late=-MINUTE - SECONDS), lambda h: note(h, late=-MINUTE)),
    Case("late-reason", ordered, lambda h: note(h, late=15 * MINUTE + SECONDS), lambda h: note(h, late=15 * MINUTE)),
    Case("late-reason", ordered, lambda h: note(h, late=DAY, reason="  "), lambda h: note(h, late=DAY, reason="hands were full")),
    Case("newer-entry", lambda: locked("batch:B-1"), note, anything),
    Case("newer-entry", lambda: locked("room:CR9"), lambda h: c.TakeRoomOut(by=OPERATOR, room="CR9", reason="x"), note),
]


@pytest.mark.parametrize("case", CASES, ids=str)
def test_rule(case: Case) -> None:
    holds(case)


def test_what_a_newer_program_wrote_about_a_room_locks_work_in_it() -> None:
    planned = after("APH_QC").step("B-1", "LINE_CLEARANCE").placement
    assert planned is not None
    house = locked(f"room:{planned.lane}")
    assert house.no(house.starting("B-1", "LINE_CLEARANCE")) == "newer-entry"


@pytest.mark.parametrize("entity", ["sample:X-9", "appointment:X-9", "material:X-9", "test:X-9", "deviation:X-9"])
def test_what_a_newer_program_wrote_about_anything_locks_it(entity: str) -> None:
    house = locked(entity, at="IPC_SAMPLE_D5")
    infusion = AppointmentKind.INFUSION
    asked: dict[str, Command] = {
        "sample": c.TakeSample(by=OPERATOR, batch="B-1", step="APH_COLLECT", sample="X-9"),
        "appointment": c.MakeAppointment(by=SUPERVISOR, appointment="X-9", kind=infusion, clinic="STBRIDE", slot_at=house.now),
        "material": c.ReceiveMaterial(by=OPERATOR, material="X-9", title="Media"),
        "test": c.StartTest(by=ANALYST, batch="B-1", test="X-9", code="STER_IPC", sample="S-B-1-IPC_SAMPLE_D5"),
        "deviation": test_quality.deviation("X-9"),
    }
    assert house.no(asked[entity.split(":")[0]]) == "newer-entry"


def test_the_consoles_own_entries_are_never_locked_out() -> None:
    house = locked("batch:B-1", "user:areyes")
    assert house.ask(c.OpenSession(by=CONSOLE, user=OPERATOR))


def test_a_late_entry_bears_the_instant_it_speaks_of_and_its_reason() -> None:
    house = ordered()
    (told,) = house.ask(house.starting("B-1", "APH_COLLECT", at=house.now - 40 * MINUTE, reason="hands were full"))
    assert told.at == house.now - 40 * MINUTE
    assert getattr(told, "reason", "") == "hands were full"


def test_every_command_has_a_rule_and_a_right() -> None:
    assert set(RULES) == set(COMMANDS.values())
    assert {command.right for command in COMMANDS.values()} <= set(Right)
    machine = {name for name, kind in COMMANDS.items() if kind.right is Right.MACHINE}
    assert machine == {"OpenSession", "CloseSession", "RefuseSession", "NoteAbsorbed", "NoteUpgrade", "LeaveFloor"}
    assert ALLOWED[Right.MACHINE] == {Role.SYSTEM}


def test_no_rule_is_without_a_case_that_breaks_it_and_one_that_keeps_it() -> None:
    told: set[str] = set()
    for path in Path(decided.__file__).parent.glob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "Refusal" and isinstance(node.args[0], ast.Constant):
                told.add(str(node.args[0].value))
    lab = (test_quality, test_dispositions, test_model, test_review, test_copies, test_blanks)
    tables = (test_steps, test_places, test_batches, test_plan, test_site, test_handover, *lab)
    proven = {case.rule for table in tables for case in table.CASES} | {case.rule for case in CASES}
    assert len(told) > 90
    assert told == proven
