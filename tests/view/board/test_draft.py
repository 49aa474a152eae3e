"""A draft is done, undone and done again; a floor that goes on takes out of it what has begun, and says so."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from functools import reduce

import pytest
from hypothesis import given
from hypothesis import strategies as st

from console.domain.batch import Batch, BatchStatus, Placement, Step, StepState
from console.domain.floor import Floor
from console.domain.plan import StepMove
from console.view.board.draft import DEEP, Draft, draft_over, in_order, read, why_gone, written
from console.view.board.over import Look
from tests.view.board.tried import ORIGIN, STEP, picture

START = datetime.fromtimestamp(ORIGIN, UTC)
BATCHES, CODES = ("B-1", "B-2", "B-3"), (STEP, "QC")


def placed(hours: int, station: str = "S1", lane: str = "CR1") -> Placement:
    return Placement(lane, START + timedelta(hours=hours), START + timedelta(hours=hours + 3), station)


MOVE = st.builds(StepMove, st.sampled_from(BATCHES), st.sampled_from(CODES), st.builds(placed, st.integers(0, 60)))
MOVES = st.lists(MOVE, max_size=6)


def floor(**states: StepState) -> Floor:
    """Three batches with two planned steps; a keyword names the state of a batch's harvest."""
    batches = {
        name: Batch(
            name, "R", status=BatchStatus.STARTED,
            steps={code: Step(code, states.get(name.replace("-", ""), StepState.PLANNED) if code == STEP else StepState.PLANNED,
                              placement=placed(-9)) for code in CODES},
        )
        for name in BATCHES
    }  # fmt: skip
    return Floor(batches=batches)


def made(history: list[list[StepMove]]) -> Draft:
    return reduce(Draft.do, history, Draft())


@given(st.lists(MOVES, max_size=5), MOVES)
def test_undo_after_do_is_the_identity(history: list[list[StepMove]], moves: list[StepMove]) -> None:
    before = made(history)
    after = before.do(moves)
    if after is not before:
        assert (after.undo().moves, after.undo().past) == (before.moves, before.past)
        assert after.undo().redo() == after
    else:
        assert in_order(moves) == before.moves


@given(st.lists(MOVES, max_size=6), st.integers(0, 9))
def test_all_the_way_back_and_forth_is_the_same_draft(history: list[list[StepMove]], back: int) -> None:
    draft = made(history)
    undone = reduce(lambda each, _: each.undo(), range(back), draft)
    assert reduce(lambda each, _: each.redo(), range(back), undone) == draft
    assert reduce(lambda each, _: each.undo(), range(10), draft).moves == ()


@given(MOVES)
def test_each_step_lies_in_a_draft_once_and_the_last_word_counts(moves: list[StepMove]) -> None:
    draft = Draft().do(moves)
    keys = [(move.batch, move.step) for move in draft.moves]
    assert keys == sorted(set(keys))
    assert {key: [m for m in moves if (m.batch, m.step) == key][-1] for key in keys} == dict(zip(keys, draft.moves, strict=True))


@given(st.lists(MOVES, max_size=4), st.integers(0, 3))
def test_what_is_written_is_read_back(history: list[list[StepMove]], back: int) -> None:
    draft = replace(reduce(lambda each, _: each.undo(), range(back), made(history)), kept="D-2")
    assert read(written(draft)) == draft


@pytest.mark.parametrize("text", ["", "{", "[]", '{"moves": [{"batch": 3}]}', "null"])
def test_what_cannot_be_read_is_an_empty_draft(text: str) -> None:
    assert read(text) == Draft()


def test_only_so_many_steps_back_are_remembered() -> None:
    draft = made([[StepMove("B-1", STEP, placed(hour))] for hour in range(DEEP + 5)])
    assert len(draft.past) == DEEP


@given(st.lists(MOVES, max_size=4))
def test_over_a_floor_on_which_nothing_began_a_draft_stays_as_it_is(history: list[list[StepMove]]) -> None:
    draft = made(history)
    rebased, said = draft.rebased(floor())
    assert rebased is draft and said == ()


def test_what_has_begun_leaves_the_draft_its_past_and_its_future_and_is_told() -> None:
    one, other = StepMove("B-1", STEP, placed(4)), StepMove("B-2", STEP, placed(5))
    draft = made([[one], [one, other], [one, other, StepMove("B-3", "QC", placed(7))]]).undo()
    rebased, said = draft.rebased(floor(B1=StepState.RUNNING))
    assert said == ("B-1 HARVEST has begun: its move left the draft.",)
    assert rebased.moves == (other,) and rebased.past == ((),)
    assert rebased.redo().moves == (other, StepMove("B-3", "QC", placed(7)))


def test_a_move_that_is_so_already_is_let_go_without_a_word() -> None:
    draft = made([[StepMove("B-1", STEP, placed(-9))]])
    rebased, said = draft.rebased(floor())
    assert rebased.moves == () and said == ()


def test_a_batch_that_is_gone_or_has_ended_leaves_too() -> None:
    move = StepMove("B-9", STEP, placed(1))
    assert why_gone(floor(), move) == "B-9 is no longer planned here: its move left the draft."
    ended = Floor(batches={"B-9": replace(floor().batches["B-1"], id="B-9", status=BatchStatus.CANCELLED)})
    assert why_gone(ended, move) == "B-9 is no longer planned here: its move left the draft."


def test_a_draft_lies_over_the_board_at_its_stations_and_a_desk_keeps_its_line() -> None:
    shown = picture()
    draft = made([[StepMove("B-1", STEP, placed(20, "S2")), StepMove("B-2", "QC", placed(30, "", "QC")),
                   StepMove("B-3", "QC", placed(1, "", "NOWHERE"))]])  # fmt: skip
    ghosts = draft_over(shown, draft).ghosts
    assert [(g.batch, g.track, g.start, g.label, g.look) for g in ghosts] == [
        ("B-1", 1, ORIGIN + 20 * 3600, "B-1 Harvest", Look.DRAFT), ("B-2", 5, ORIGIN + 30 * 3600, "B-2 Flow", Look.DRAFT),
    ]  # fmt: skip
