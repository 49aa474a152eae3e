"""Dragging a bar with a real mouse and its twin on the keyboard: ghost, verdict, drop, and what cannot be moved."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from console.domain.batch import Placement
from console.domain.plan import StepMove
from console.ui.board.board import Board
from console.ui.board.over_layer import beside_hand, foot_line, over_region
from console.ui.theme import Theme
from console.view.board.draft import Draft
from console.view.board.drag import Drag, seconds
from console.view.board.lanes import Group
from console.view.board.over import Look
from console.view.board.walk import Spot
from console.view.board.window import TimeWindow
from console.view.tokens import LIGHT
from tests.ui.board.test_board import centre, grabbed
from tests.view.board.invented import HOUR, NOW
from tests.view.board.tried import CR2, GRID, SHUT, STARTS, STEP, Judge, picture

LEFT = Qt.MouseButton.LeftButton
CTRL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier


@pytest.fixture
def board(theme: Theme, qtbot: QtBot) -> Iterator[Board]:
    """The small floor in a window of a day and a half, with a judge who answers at once."""
    made = Board(picture(), LIGHT)
    made.lifted.connect(lambda: made.hand.judge(Judge()))
    qtbot.addWidget(made)
    made.resize(1366, 460)
    with qtbot.waitExposed(made):
        made.show()
    made.activateWindow()
    made.setFocus()
    made.look(TimeWindow(NOW - 4 * HOUR, NOW + 32 * HOUR))
    made.fold(Group.QC)
    yield made


def point(board: Board, slot: float, track: int) -> QPoint:
    """Where a slot begins on a track."""
    sight = board.sight()
    strip = sight.shown[track]
    top, height = sight.bar_box(strip)
    return QPoint(sight.side + sight.scale.x(seconds(GRID, 0) + slot * 900), sight.area.top() + top + height // 2)


def drag(board: Board, start: QPoint, *way: QPoint) -> None:
    """Press, and move along a way without letting go."""
    port = board.viewport()
    QTest.mousePress(port, LEFT, pos=start)
    for each in way:
        QTest.mouseMove(port, each)


def hold(board: Board, slot: int, track: int) -> Callable[[], None]:
    """The bar of B-1 pulled so that it would start with a slot on a track; what is returned lets it go."""
    start = point(board, STARTS["B-1"] + 4, 0)
    end = point(board, slot + 4, track)
    drag(board, start, start + QPoint(9, 0), end)
    return lambda: QTest.mouseRelease(board.viewport(), LEFT, pos=end)


def test_a_pulled_bar_shows_its_ghost_lawful_places_and_the_verdict(board: Board) -> None:
    before = grabbed(board)
    hold(board, STARTS["B-1"] + 3, 1)
    over = board.sight().over
    assert over.words == "OK, CR1 station S2 from 16:45" and over.bands
    assert [(g.track, g.start) for g in over.ghosts] == [(1, seconds(GRID, STARTS["B-1"] + 3))]
    assert board.accessibleDescription() == over.words
    assert grabbed(board) != before


def test_less_than_four_pixels_is_a_click(board: Board) -> None:
    start = point(board, STARTS["B-1"] + 4, 0)
    drag(board, start, start + QPoint(2, 1))
    QTest.mouseRelease(board.viewport(), LEFT, pos=start)
    assert board.hand.drag is None and board.selection() == ("B-1", STEP)


def test_a_drop_where_it_is_lawful_tells_the_wish_and_leaves_the_ghost_until_it_is_answered(board: Board, qtbot: QtBot) -> None:
    release = hold(board, SHUT[1] + 2, 2)
    with qtbot.waitSignal(board.dropped) as told:
        release()
    dropped = told.args[0]
    assert isinstance(dropped, Drag) and dropped.wish is not None
    assert (dropped.wish.batch, dropped.wish.code, dropped.wish.start, dropped.wish.place) == ("B-1", STEP, SHUT[1] + 2, CR2)
    assert board.hand.laid and board.sight().over.ghosts
    QTest.mouseMove(board.viewport(), QPoint(700, 100))
    assert board.hand.drag is dropped
    assert board.hand.forget() and board.sight().over.ghosts == ()


def test_a_drop_where_it_is_not_allowed_says_why_and_moves_nothing(board: Board, qtbot: QtBot) -> None:
    release = hold(board, SHUT[0] + 2, 2)
    assert board.sight().over.words == "not allowed: CR2 in changeover to 16:00"
    with qtbot.assertNotEmitted(board.dropped), qtbot.waitSignal(board.refused) as told:
        release()
    assert told.args == ["not allowed: CR2 in changeover to 16:00"]
    assert board.sight().over.ghosts == () and not board.hand.holding


def test_escape_forgets_with_the_button_still_down(board: Board, qtbot: QtBot) -> None:
    release = hold(board, STARTS["B-1"] + 3, 1)
    QTest.keyClick(board, Qt.Key.Key_Escape)
    assert board.sight().over.ghosts == ()
    with qtbot.assertNotEmitted(board.dropped):
        release()


def test_what_has_begun_says_why_it_stays(board: Board, qtbot: QtBot) -> None:
    start = point(board, STARTS["B-3"] + 9, 1)
    with qtbot.waitSignal(board.refused) as told, qtbot.assertNotEmitted(board.dropped):
        drag(board, start, start + QPoint(30, 0))
        QTest.mouseRelease(board.viewport(), LEFT, pos=start + QPoint(30, 0))
    assert told.args == ["B-3 Harvest has begun: started work stays where it is."]
    assert board.sight().over.ghosts == ()


def test_the_keyboard_twin_gives_the_verdict_of_the_mouse(board: Board, qtbot: QtBot) -> None:
    release = hold(board, SHUT[1], 2)
    by_mouse = board.sight().over
    QTest.keyClick(board, Qt.Key.Key_Escape)
    release()
    board.choose(Spot(bar=board.picture().bars.find("B-1", STEP)))
    for _ in range(2):
        QTest.keyClick(board, Qt.Key.Key_Down, CTRL)
    QTest.keyClick(board, Qt.Key.Key_Right, CTRL | SHIFT)
    while board.hand.drag is not None and board.hand.drag.wish is not None and board.hand.drag.wish.start < SHUT[1]:
        QTest.keyClick(board, Qt.Key.Key_Right, CTRL)
    by_key = board.sight().over
    assert replace(by_key, pointer=None) == replace(by_mouse, pointer=None)
    with qtbot.waitSignal(board.dropped), qtbot.assertNotEmitted(board.opened):
        QTest.keyClick(board, Qt.Key.Key_Return)
    assert board.hand.forget()
    with qtbot.waitSignal(board.opened):
        QTest.keyClick(board, Qt.Key.Key_Return)


def test_while_the_judge_is_being_made_the_ghost_follows_and_what_was_pressed_is_not_lost(board: Board) -> None:
    board.lifted.disconnect()
    board.hand.judge(None)
    board.choose(Spot(bar=board.picture().bars.find("B-1", STEP)))
    for _ in range(3):
        QTest.keyClick(board, Qt.Key.Key_Right, CTRL)
    assert board.sight().over.words == "B-1 Harvest: working out…"
    board.hand.judge(Judge())
    assert board.hand.drag is not None and board.hand.drag.wish is not None
    assert board.hand.drag.wish.start == STARTS["B-1"] + 3


def test_a_step_that_begins_under_the_hand_is_let_go_of(board: Board, qtbot: QtBot) -> None:
    hold(board, STARTS["B-1"] + 3, 1)
    begun = picture()
    bar = begun.bars.find("B-1", STEP)
    assert bar is not None
    begun.bars.columns["state"][bar] = 1
    with qtbot.waitSignal(board.refused):
        board.show_picture(begun)
    assert not board.hand.holding


def test_every_frame_of_a_drag_changes_nothing_outside_what_it_paints_again(board: Board) -> None:
    start = point(board, STARTS["B-1"] + 4, 0)
    drag(board, start, start + QPoint(9, 0))
    for x in (40, 137, 401, 660, 90):
        before, shown = board.sight(), grabbed(board)
        QTest.mouseMove(board.viewport(), start + QPoint(x, x // 5))
        region, now = over_region(before, board.sight()), grabbed(board)
        assert now != shown
        changed = [
            QPoint(px, py)
            for py in range(0, now.height(), 2)
            for px in range(0, now.width(), 2)
            if now.pixel(px, py) != shown.pixel(px, py)
        ]
        assert changed and all(region.contains(each) for each in changed)


def test_the_verdict_stands_whole_inside_the_board(board: Board) -> None:
    hold(board, STARTS["B-2"] - 2, 2)
    sight = board.sight()
    beside = beside_hand(sight)
    assert beside is not None and sight.area.contains(beside)
    assert foot_line(sight).bottom() == sight.height - 1
    assert [g.batch for g in sight.over.ghosts if g.look is Look.PUSHED] == ["B-2"]


def test_the_ghost_of_a_draft_is_taken_where_it_lies(board: Board, qtbot: QtBot) -> None:
    at = datetime.fromtimestamp(seconds(GRID, STARTS["B-1"] + 60), UTC)
    move = StepMove("B-1", STEP, Placement("CR1", at, at + timedelta(hours=3), "S1"))
    board.hand.lay(Draft().do([move]))
    (ghost,) = board.sight().over.ghosts
    assert ghost.look is Look.DRAFT and ghost.start == at.timestamp()
    start = point(board, STARTS["B-1"] + 64, 0)
    drag(board, start, start + QPoint(9, 0), point(board, STARTS["B-1"] + 66, 0))
    (pulled,) = board.sight().over.ghosts
    assert pulled.look is Look.MINE and pulled.start == seconds(GRID, STARTS["B-1"] + 62)
    QTest.keyClick(board, Qt.Key.Key_Escape)
    assert board.sight().over.ghosts == (ghost,)
    board.hand.lay(Draft())
    assert board.sight().over.ghosts == ()


def test_near_an_edge_the_bar_in_the_hand_pulls_the_time_along(board: Board) -> None:
    before = board.sight().window.start
    start = point(board, STARTS["B-1"] + 4, 0)
    right = QPoint(board.viewport().width() - 2, start.y())
    drag(board, start, start + QPoint(9, 0), right, right + QPoint(0, 1))
    assert board.sight().window.start > before and board.hand.holding


def test_pressing_a_planned_bar_asks_for_a_judge_and_a_running_one_does_not(board: Board, qtbot: QtBot) -> None:
    with qtbot.waitSignal(board.lifted):
        QTest.mouseClick(board.viewport(), LEFT, pos=point(board, STARTS["B-1"] + 4, 0))
    with qtbot.assertNotEmitted(board.lifted):
        QTest.mouseClick(board.viewport(), LEFT, pos=point(board, STARTS["B-3"] + 9, 1))


def test_a_click_elsewhere_on_the_board_keeps_choosing(board: Board) -> None:
    QTest.mouseClick(board.viewport(), LEFT, pos=centre(board, "B-2", STEP))
    assert board.selection() == ("B-2", STEP)
