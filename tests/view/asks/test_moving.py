"""Moving a step by writing is judged as a drag is: the same verdict, the same command, never half a plan."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from console.domain import commands as c
from console.domain.decide import decide
from console.domain.floor import Floor
from console.domain.refusal import Refusal
from console.planning.answers.tried import Tried, tried
from console.planning.moves import Verdict, Wish
from console.view import instants
from console.view.asks import Answers, Ask, Scene, ask_for
from console.view.board.verdict import WORKING, Here, verdict_words
from tests.ui.front import DAY0, ZONE, ordered, person, run_until, site_floor

BATCH, STEP = "B-0415", "ENRICH"
START = DAY0 + timedelta(days=3)
NOW = START + timedelta(hours=6, minutes=30)


@pytest.fixture(scope="module")
def floor() -> Floor:
    found = ordered(site_floor(), BATCH, START, "W1234561234")
    return run_until(found, BATCH, START + timedelta(hours=5, minutes=44))


@pytest.fixture(scope="module")
def judge(floor: Floor) -> Tried:
    return tried(floor, NOW, ZoneInfo)


def scene(floor: Floor, judge: Tried | None, step: str = STEP) -> Scene:
    return Scene(floor, person(floor, "supervisor"), NOW, ZONE, ZoneInfo, BATCH, step, tried=judge)


def filled(ask: Ask, **given: str) -> Answers:
    return Answers({field.key: field.value for field in ask.fields} | given, NOW, ZONE)


def test_until_somebody_judges_it_says_so_and_moves_one_step(floor: Floor) -> None:
    ask = ask_for("step.move", scene(floor, None))
    told = ask.foreseen(filled(ask))
    assert told is not None and told.words == WORKING
    command = ask.command(filled(ask, reason="room busy"))
    assert isinstance(command, c.MoveStep) and command.reason == "room busy"


@given(st.integers(0, 120))
def test_the_written_verdict_is_the_one_a_drag_gives(floor: Floor, judge: Tried, quarters: int) -> None:
    at = NOW.replace(minute=0, second=0) + timedelta(minutes=15 * quarters)
    ask = ask_for("step.move", scene(floor, judge))
    told = ask.foreseen(filled(ask, start=instants.write(at, ZONE)))
    place = judge.mover.plan.places[BATCH, judge.problem.batch_of[BATCH].step(STEP).stand or 0]
    preview = judge.mover.preview(Wish(BATCH, STEP, judge.problem.grid.ceil(at), place))
    assert told is not None and told.words == verdict_words(Here(judge.problem, ZONE, int(NOW.timestamp())), preview)


@given(st.integers(0, 120))
def test_several_steps_move_as_one_signed_change_and_the_floor_takes_it(floor: Floor, judge: Tried, quarters: int) -> None:
    at = NOW.replace(minute=0, second=0) + timedelta(minutes=15 * quarters)
    ask = ask_for("step.move", scene(floor, judge))
    command = ask.command(filled(ask, start=instants.write(at, ZONE), reason="room busy"))
    assert isinstance(command, c.MoveStep | c.ChangePlan)
    if isinstance(command, c.ChangePlan):
        assert len(command.moves) > 1
        (mine,) = [move for move in command.moves if (move.batch, move.step) == (BATCH, STEP)]
        assert mine.placement.start == at
        assert not isinstance(decide(floor, command, NOW), Refusal)


def test_a_start_that_is_not_allowed_says_why_and_may_be_written_all_the_same(floor: Floor, judge: Tried) -> None:
    ask = ask_for("step.move", scene(floor, judge))
    early = filled(ask, start=instants.write(START - timedelta(hours=1), ZONE), reason="as it happened")
    told = ask.foreseen(early)
    assert told is not None and told.sign == "1" and told.words.startswith("not allowed: ")
    assert told.small == "Moved there all the same, it stands in the plan as a conflict."
    assert isinstance(ask.command(early), c.MoveStep)


def test_an_end_that_is_written_is_kept(floor: Floor, judge: Tried) -> None:
    ask = ask_for("step.move", scene(floor, judge))
    command = ask.command(filled(ask, start="tomorrow 09:00", end="tomorrow 13:37", reason="slow"))
    assert isinstance(command, c.ChangePlan)
    (mine,) = [move for move in command.moves if move.step == STEP]
    assert mine.placement.end.astimezone(ZONE).strftime("%H:%M") == "13:37"


def test_a_time_that_cannot_be_read_has_no_verdict_and_is_refused_when_asked(floor: Floor, judge: Tried) -> None:
    ask = ask_for("step.move", scene(floor, judge))
    wrong = filled(ask, start="noonish", reason="x")
    assert ask.foreseen(wrong) is None
    refused = ask.command(wrong)
    assert isinstance(refused, Refusal) and refused.place == "start"


def test_each_place_says_from_when_on_it_is_lawful(floor: Floor, judge: Tried) -> None:
    plain = ask_for("step.move", scene(floor, None, "TRANSDUCE"))
    told = ask_for("step.move", scene(floor, judge, "TRANSDUCE"))
    before, after = (next(field for field in ask.fields if field.key == "lane") for ask in (plain, told))
    assert [key for key, _ in before.choices] == [key for key, _ in after.choices]
    firsts = {each.place: each.spans for each in judge.mover.lawful(BATCH, "TRANSDUCE", 0, judge.problem.now + 14 * 96)}
    for (key, words), (_, more) in zip(before.choices, after.choices, strict=True):
        room, station, _ = key.split("|")
        lawful = any(place and (place.room, place.station) == (room, station) and spans for place, spans in firsts.items())
        assert more.startswith(f"{words}: from ") if lawful else more == f"{words}: none before Thu 3 Dec 10:00"


def test_what_the_planner_does_not_know_is_moved_without_a_verdict(floor: Floor, judge: Tried) -> None:
    later = ordered(floor, "B-0499", NOW + timedelta(days=9), "W1234569999")
    strange = replace(scene(floor, judge), floor=later, batch_id="B-0499")
    ask = ask_for("step.move", strange)
    told = ask.foreseen(filled(ask))
    assert told is not None and "does not know this step" in told.words
    assert isinstance(ask.command(filled(ask, reason="x")), c.MoveStep)


def test_what_would_be_no_preview_is_no_lawful_verdict(judge: Tried) -> None:
    assert judge.mover.preview(Wish("B-0000", STEP, 0)).verdict is Verdict.NO
