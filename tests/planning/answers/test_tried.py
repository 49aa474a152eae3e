"""Moves tried on a floor's plan: nothing recorded, the next wish judged on top, what they mend and break counted."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from console.domain.batch import Placement
from console.domain.floor import Floor
from console.domain.plan import StepMove
from console.planning.answers.tried import Tried, tried, with_moves
from console.planning.check import check
from console.planning.moves import Verdict, Wish
from tests.ui.front import DAY0, ordered, run_until, site_floor

BATCH = "B-0415"
START = DAY0 + timedelta(days=3)
NOW = START + timedelta(hours=6, minutes=30)


@pytest.fixture(scope="module")
def floor() -> Floor:
    found = ordered(site_floor(), BATCH, START, "W1234561234")
    return run_until(found, BATCH, START + timedelta(hours=5, minutes=44))


def wished(judge: Tried, step: str, slots: int) -> tuple[StepMove, ...]:
    """All moves once a step is wished so many slots later than it lies."""
    preview = judge.mover.preview(Wish(BATCH, step, judge.mover.plan.starts[BATCH, step] + slots))
    assert preview.verdict is not Verdict.NO
    return judge.with_preview(preview)


def test_nothing_tried_is_the_plan_of_today(floor: Floor) -> None:
    judge = tried(floor, NOW, ZoneInfo)
    assert judge.mover.plan == judge.today
    assert (judge.moves, judge.effects, judge.broken, judge.mended) == ((), (), (), 0)


def test_a_wish_granted_and_tried_again_is_the_same_plan_and_breaks_nothing(floor: Floor) -> None:
    judge = tried(floor, NOW, ZoneInfo)
    moves = wished(judge, "TRANSDUCE", 4)
    again = tried(floor, NOW, ZoneInfo, moves)
    for move in moves:
        assert again.mover.plan.starts[move.batch, move.step] == judge.problem.grid.ceil(move.placement.start)
    assert {(move.batch, move.code) for move in again.moves} == {(move.batch, move.step) for move in moves}
    assert again.broken == () and check(again.problem, again.mover.plan) == ()


def test_the_next_wish_is_judged_on_top_of_the_draft_and_holds_both(floor: Floor) -> None:
    first = wished(tried(floor, NOW, ZoneInfo), "TRANSDUCE", 4)
    second = wished(tried(floor, NOW, ZoneInfo, first), "ACTIVATE_LOAD", 2)
    steps = {move.step for move in second}
    assert {move.step for move in first} < steps and "ACTIVATE_LOAD" in steps


def test_there_and_back_leaves_nothing_of_the_draft(floor: Floor) -> None:
    there = wished(tried(floor, NOW, ZoneInfo), "HARVEST_DECISION", 2)
    assert there and wished(tried(floor, NOW, ZoneInfo, there), "HARVEST_DECISION", -2) == ()


def test_what_a_draft_breaks_and_what_it_mends_is_counted_against_today(floor: Floor) -> None:
    told = floor.batches[BATCH].steps["HARVEST_WASH"].placement
    assert told is not None
    early = replace(told, start=told.start - timedelta(days=2), end=told.end - timedelta(days=2))
    move = StepMove(BATCH, "HARVEST_WASH", early)
    breaking = tried(floor, NOW, ZoneInfo, (move,))
    assert breaking.mover.plan.starts[BATCH, "HARVEST_WASH"] == breaking.problem.grid.ceil(early.start)
    assert breaking.broken and breaking.mended == 0
    double = with_moves(ordered(floor, "B-0500", START, "W1234560500"), ())
    clash = tried(double, NOW, ZoneInfo)
    assert check(clash.problem, clash.today)
    away = clash.mover.preview(Wish("B-0500", "APH_COLLECT", clash.today.starts["B-0500", "APH_COLLECT"] + 96 * 8))
    mended = tried(double, NOW, ZoneInfo, clash.with_preview(away))
    assert mended.mended > 0 and not mended.broken


def test_moves_of_what_is_not_there_are_passed_over(floor: Floor) -> None:
    assert with_moves(floor, (StepMove("B-9999", "X", Placement("CR1", NOW, NOW)),)) == floor


CODES = ("ENRICH", "TRANSDUCE", "EXPAND", "HARVEST_WASH", "QC_RELEASE", "INFUSE", "APH_COLLECT", "NO_SUCH_STEP")
MOVES = st.builds(
    lambda code, away, length, lane, station, instrument: StepMove(
        BATCH, code,
        Placement(lane, NOW + timedelta(minutes=away), NOW + timedelta(minutes=away + length), station, instrument),
    ),
    st.sampled_from(CODES), st.integers(-9_000, 60_000), st.integers(0, 900),
    st.sampled_from(("CR1", "CR2", "CR5", "CR99", "QC", "room", "")), st.sampled_from(("1", "2", "9", "")),
    st.sampled_from(("", "CP1", "XX")),
)  # fmt: skip


@settings(max_examples=60, deadline=None)
@given(st.lists(MOVES, max_size=4, unique_by=lambda move: move.step), st.integers(-200, 400))
def test_whatever_a_draft_holds_it_can_be_tried_and_the_next_wish_judged(floor: Floor, moves: list[StepMove], slots: int) -> None:
    judge = tried(floor, NOW, ZoneInfo, tuple(moves))
    for code in ("ENRICH", "INFUSE"):
        wish = Wish(BATCH, code, judge.problem.now + slots)
        preview = judge.mover.preview(wish)
        assert preview.verdict is not Verdict.NO or preview.words
        judge.mover.lawful(BATCH, code, judge.problem.now, judge.problem.now + 200)
        judge.with_preview(preview)
