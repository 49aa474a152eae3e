"""Every question becomes the command it says, and what the floor refuses points at a field that is there."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest

from console.domain import commands as c
from console.domain.commands.command import Command
from console.domain.decide import decide
from console.domain.floor import Floor
from console.domain.refusal import Refusal
from console.domain.rights import Right
from console.view.action_table import TABLE
from console.view.asks import ASKS, Answers, Scene, ask_for
from tests.ui.front import DAY0, NOW, ZONE, floor_of, ordered, person, run_until, site_floor

BY_SCREENS = {"site.import", "draft.apply", "draft.keep", "draft.print"} | {
    f"handover.{name}" for name in ("give", "point", "assign", "check", "section", "ask", "answer", "accept", "withdraw")
}
OWN_PAGES = ("audit", "blanks")
"""Pages that ask on themselves what they ask."""
PLANNED, RUNNING = "HARVEST_DECISION", "EXPAND"


@pytest.fixture(scope="module")
def floor() -> Floor:
    found = ordered(site_floor(), "B-0415", DAY0 + timedelta(days=3), "W1234561234")
    return run_until(found, "B-0415", NOW)


def scene(floor: Floor, step: str = "", batch: str = "B-0415", role: str = "supervisor") -> Scene:
    return Scene(floor, person(floor, role), NOW, ZONE, ZoneInfo, batch, step)


def made(scene: Scene, action: str, **given: str) -> Command | Refusal:
    ask = ask_for(action, scene)
    filled = {field.key: field.value for field in ask.fields} | {k.replace("__", "."): v for k, v in given.items()}
    return ask.command(Answers(filled, NOW, ZONE))


def test_every_writing_action_asks_something_but_the_import_and_those_of_a_draft_which_is_asked_where_it_is_compared() -> None:
    asked = {row.id for row in TABLE if row.writes and row.page not in OWN_PAGES and row.right is not Right.PRINT}
    assert asked - BY_SCREENS == set(ASKS)


@pytest.mark.parametrize("action", ASKS)
def test_every_question_is_whole(floor: Floor, action: str) -> None:
    ask = ask_for(action, scene(floor, RUNNING))
    assert ask.action == action
    assert ask.title and ask.button
    assert len({field.key for field in ask.fields}) == len(ask.fields)


def test_it_started_forty_minutes_ago_in_one_gesture_with_a_reason(floor: Floor) -> None:
    command = made(scene(floor, PLANNED), "step.earlier", at="40 min", reason="gloves on")
    assert isinstance(command, c.StartStep)
    assert command.at == NOW - timedelta(minutes=40)
    assert (command.reason, command.lane) == ("gloves on", "")


def test_starting_at_once_leaves_the_time_to_the_machine(floor: Floor) -> None:
    command = made(scene(floor, PLANNED), "step.start")
    assert isinstance(command, c.StartStep)
    assert command.at is None
    assert ask_for("step.start", scene(floor, PLANNED)).at_once


def test_values_are_decimals_with_comma_or_point(floor: Floor) -> None:
    command = made(scene(floor, RUNNING), "step.values", values__ph="7,12", values__glucose="5.0")
    assert isinstance(command, c.RecordStep)
    assert command.values == {"ph": Decimal("7.12"), "glucose": Decimal("5.0")}


def test_a_word_where_a_number_belongs_is_refused_at_its_field(floor: Floor) -> None:
    found = made(scene(floor, RUNNING), "step.values", values__ph="clear")
    assert isinstance(found, Refusal)
    assert found.place == "values.ph"


def test_a_step_moved_keeps_its_length_and_its_place(floor: Floor) -> None:
    where = scene(floor, PLANNED)
    command = made(where, "step.move", start="2026-11-25 18:00", reason="clinic asked")
    before = where.step.placement
    assert isinstance(command, c.MoveStep) and before is not None
    assert command.placement.end - command.placement.start == before.end - before.start
    assert command.placement.lane == before.lane


def test_a_step_moved_there_and_back_stands_where_it_stood(floor: Floor) -> None:
    where = scene(floor, PLANNED)
    there = made(where, "step.move", start="2026-11-25 18:00", reason="there")
    assert isinstance(there, c.MoveStep)
    moved = floor_of((there, NOW), start=floor)
    old = where.step.placement
    assert old is not None
    back = made(replace(where, floor=moved), "step.move", start="2026-11-25 15:00", reason="back")
    assert isinstance(back, c.MoveStep)
    assert back.placement == old


def test_a_batch_moves_only_what_has_not_begun(floor: Floor) -> None:
    command = made(scene(floor), "batch.move", by="+3 h", reason="courier late")
    assert isinstance(command, c.PlanBatch)
    batch = floor.batches["B-0415"]
    assert RUNNING not in command.placements
    for code, placement in command.placements.items():
        old = batch.steps[code].placement
        assert old is not None
        assert placement.start - old.start == timedelta(hours=3)
    assert not isinstance(decide(floor, command, NOW), Refusal)


def test_a_new_batch_takes_the_next_number_and_is_planned_from_its_first_step(floor: Floor) -> None:
    ask = ask_for("batch.new", scene(floor))
    assert {field.key: field.value for field in ask.fields}["batch"] == "B-0416"
    product = next(key for key, _ in {f.key: f for f in ask.fields}["product"].choices if key.startswith("CART-7D"))
    clinic = {f.key: f for f in ask.fields}["clinic"].choices[0][0]
    command = made(scene(floor), "batch.new", product=product, start="tomorrow 08:30", clinic=clinic, coi="W1234569999")
    assert isinstance(command, c.OrderBatch)
    assert min(p.start for p in command.placements.values()).astimezone(ZONE).strftime("%a %H:%M") == "Mon 08:30"
    assert not isinstance(decide(floor, command, NOW), Refusal)


@pytest.mark.parametrize("kind", ["apheresis", "infusion"])
def test_an_appointment_is_booked_then_moved_then_given_back(floor: Floor, kind: str) -> None:
    action = f"batch.{kind}"
    booked = made(scene(floor), action, slot_at="2026-11-26 14:00")
    assert isinstance(booked, c.MakeAppointment)
    with_slot = floor_of((booked, NOW), start=floor)
    moved = made(scene(with_slot), action, slot_at="2026-11-26 16:00", reason="patient asked")
    assert isinstance(moved, c.MoveAppointment)
    given = made(scene(with_slot), action, do="give back", reason="febrile")
    assert isinstance(given, c.CancelAppointment)
    again = made(scene(floor_of((given, NOW), start=with_slot)), action, slot_at="2026-11-27 10:00")
    assert isinstance(again, c.MakeAppointment)
    assert again.appointment != booked.appointment


def test_hold_and_lift_name_the_same_hold(floor: Floor) -> None:
    hold = made(scene(floor), "batch.hold", reason="label torn")
    assert isinstance(hold, c.PlaceHold)
    held = floor_of((hold, NOW), start=floor)
    lift = made(scene(held, role="qa"), "batch.lift", reason="label replaced")
    assert isinstance(lift, c.LiftHold)
    assert lift.hold == hold.hold
    second = made(scene(held), "batch.hold", reason="again")
    assert isinstance(second, c.PlaceHold)
    assert second.hold != hold.hold


def test_a_verifier_is_offered_from_the_others_only(floor: Floor) -> None:
    where = scene(floor, "TRANSDUCE", role="operator")
    fields = {field.key: field for field in ask_for("step.finish", where).fields}
    offered = {key for key, _ in fields["verifier"].choices}
    assert offered
    assert where.user not in offered


def test_a_correction_of_a_time_is_written_as_an_instant(floor: Floor) -> None:
    where = scene(floor, RUNNING)
    command = made(where, "step.correct", name="started_at", new="2026-11-20 21:40", reason="clock misread")
    assert isinstance(command, c.CorrectStep)
    assert not isinstance(decide(floor, command, NOW), Refusal)


def test_lab_work_goes_from_sample_to_review() -> None:
    floor = run_until(ordered(site_floor(), "B-0415", DAY0, "W1234561234"), "B-0415", NOW)
    analyst, reviewer = person(floor, "qc_analyst"), person(floor, "qc_reviewer")
    taken = made(scene(floor, "IPC_SAMPLE_D5"), "step.sample")
    assert isinstance(taken, c.TakeSample)
    found = floor_of((taken, NOW), start=floor)
    for action, given in (
        ("test.receive", {}),
        ("test.start", {"code": "STER_IPC"}),
        ("test.result", {"text": "no growth"}),
    ):
        command = made(replace(scene(found), user=analyst), action, **given)
        assert not isinstance(command, Refusal), command
        found = floor_of((command, NOW), start=found)
    review = made(replace(scene(found), user=reviewer), "test.review", verdict="PASS")
    assert isinstance(review, c.ReviewResult)
    assert not isinstance(decide(found, review, NOW), Refusal)


@pytest.mark.parametrize(
    ("action", "step", "given"),
    [
        ("batch.cancel", "", {}),
        ("batch.hold", "", {}),
        ("batch.note", "", {}),
        ("batch.deviation", "", {}),
        ("step.skip", PLANNED, {}),
        ("step.move", PLANNED, {}),
        ("step.earlier", PLANNED, {"at": "2 h"}),
        ("step.finish", RUNNING, {}),
    ],
)
def test_what_the_floor_refuses_points_at_a_field_or_at_what_was_touched(
    floor: Floor, action: str, step: str, given: dict[str, str]
) -> None:
    where = scene(floor, step)
    command = made(where, action, **given)
    assert not isinstance(command, Refusal)
    answer = decide(floor, command, NOW)
    assert isinstance(answer, Refusal)
    keys = {field.key for field in ask_for(action, where).fields}
    touched = {"batch", "step", "by"}
    assert answer.place in keys | touched or any(key.startswith(f"{answer.place}.") for key in keys)
