"""The board as people use it: chosen by mouse and keyboard, zoomed, panned, read as a table, painted the same each time."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, datetime

import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QImage, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from console.ui.board.board import Board
from console.ui.board.sight import AXIS_PX, MAP_PX
from console.ui.theme import Theme
from console.view.board.lanes import Group
from console.view.board.picture import BoardPicture, Presence, waiting
from console.view.board.story import nothing_here
from console.view.board.walk import NOWHERE, Spot
from console.view.tokens import DARK, LIGHT
from tests.view.board.invented import DAY, HOUR, NOW, ZONE, picture

PICTURE = picture()
Make = Callable[..., Board]


@pytest.fixture
def make(theme: Theme, qtbot: QtBot) -> Iterator[Make]:
    """Boards of a given size, shown and with the keyboard."""

    def made(shown: BoardPicture = PICTURE, width: int = 1366, height: int = 560) -> Board:
        board = Board(shown, LIGHT)
        qtbot.addWidget(board)
        board.resize(width, height)
        with qtbot.waitExposed(board):
            board.show()
        board.activateWindow()
        board.setFocus()
        return board

    yield made


def centre(board: Board, batch: str, step: str) -> QPoint:
    """A point in the middle of a bar, as far as it is in sight."""
    bar = board.picture().bars.find(batch, step)
    assert bar is not None
    rect = board.sight().bar_rect(bar)
    assert rect is not None
    area = board.sight().area
    return rect.translated(area.topLeft()).intersected(area).center()


def grabbed(board: Board) -> QImage:
    """What the viewport shows."""
    return board.viewport().grab().toImage().convertToFormat(QImage.Format.Format_RGB32)


def colours(image: QImage) -> set[int]:
    """The colours of every third pixel."""
    return {image.pixel(x, y) for x in range(0, image.width(), 3) for y in range(0, image.height(), 3)}


def wheel(board: Board, at: QPoint, notches: int, modifier: Qt.KeyboardModifier) -> None:
    """Turn the wheel over a point of the viewport."""
    port = board.viewport()
    event = QWheelEvent(
        QPointF(at), QPointF(port.mapToGlobal(at)), QPoint(), QPoint(0, 120 * notches), Qt.MouseButton.NoButton,
        modifier, Qt.ScrollPhase.NoScrollPhase, False,
    )  # fmt: skip
    QApplication.sendEvent(port, event)


def test_a_click_chooses_the_batch_of_a_bar_and_tells(make: Make, qtbot: QtBot) -> None:
    board = make()
    with qtbot.waitSignal(board.selected) as told:
        QTest.mouseClick(board.viewport(), Qt.MouseButton.LeftButton, pos=centre(board, "B-0440", "EXPAND"))
    assert told.args == ["B-0440", "EXPAND"] and board.selection() == ("B-0440", "EXPAND")
    with qtbot.waitSignal(board.opened) as told:
        QTest.mouseDClick(board.viewport(), Qt.MouseButton.LeftButton, pos=centre(board, "B-0440", "EXPAND"))
    assert told.args == ["B-0440", "EXPAND"]


def test_a_click_on_the_ground_chooses_nothing(make: Make) -> None:
    board = make()
    board.select("B-0440")
    sight = board.sight()
    empty = next(
        QPoint(x, y)
        for y in range(AXIS_PX, sight.height - MAP_PX, 3)
        for x in range(sight.side, sight.width, 9)
        if sight.pointing(QPoint(x, y)).bar is None
    )
    QTest.mouseClick(board.viewport(), Qt.MouseButton.LeftButton, pos=empty)
    assert board.selection() == ("", "")


def test_the_keyboard_reaches_bars_opens_them_and_unfolds_a_group(make: Make, qtbot: QtBot) -> None:
    board = make()
    QTest.keyClick(board, Qt.Key.Key_Down)
    first = board.selection()
    assert first[0]
    QTest.keyClick(board, Qt.Key.Key_Down)
    assert board.selection() != first
    with qtbot.waitSignal(board.opened) as told:
        QTest.keyClick(board, Qt.Key.Key_Return)
    assert tuple(told.args) == board.selection()
    for _ in range(25):
        QTest.keyClick(board, Qt.Key.Key_Down)
    assert board.sight().spot.group is Group.EXTERNAL
    rows = len(board.sight().layout.rows)
    QTest.keyClick(board, Qt.Key.Key_Space)
    assert len(board.sight().layout.rows) == rows + 2
    QTest.keyClick(board, Qt.Key.Key_Escape)
    assert board.sight().spot == NOWHERE


def test_home_and_end_bring_the_ends_of_a_line_into_sight(make: Make) -> None:
    board = make()
    board.choose(Spot(bar=board.picture().bars.find("B-0440", "EXPAND")))
    for key in (Qt.Key.Key_Home, Qt.Key.Key_End):
        QTest.keyClick(board, key)
        bar = board.sight().spot.bar
        assert bar is not None
        rect = board.sight().bar_rect(bar)
        assert rect is not None and rect.right() >= 0 and rect.left() <= board.sight().area.width()


def test_ctrl_wheel_zooms_at_the_pointer_shift_wheel_pans_and_the_wheel_alone_scrolls(make: Make) -> None:
    board = make(height=360)
    at = QPoint(900, 200)
    x = at.x() - board.sight().side
    under = board.sight().scale.at(x)
    before = board.sight().window
    wheel(board, at, 2, Qt.KeyboardModifier.ControlModifier)
    assert board.sight().window.span < before.span
    assert abs(board.sight().scale.at(x) - under) <= 2 * board.sight().scale.seconds
    closer = board.sight().window
    wheel(board, at, -1, Qt.KeyboardModifier.ShiftModifier)
    assert board.sight().window.start > closer.start and board.sight().window.span == closer.span
    wheel(board, at, -2, Qt.KeyboardModifier.NoModifier)
    assert board.sight().scroll > 0
    board.back()
    board.back()
    assert board.sight().window == before


def test_dragging_the_axis_pulls_the_time_along(make: Make) -> None:
    board = make()
    port, start = board.viewport(), board.sight().scale.first
    QTest.mousePress(port, Qt.MouseButton.LeftButton, pos=QPoint(800, 10))
    for x in (780, 740, 700):
        QTest.mouseMove(port, QPoint(x, 12))
    QTest.mouseRelease(port, Qt.MouseButton.LeftButton, pos=QPoint(700, 12))
    assert board.sight().scale.first == start + 100
    # Let go: moving on pulls nothing.
    QTest.mouseMove(port, QPoint(600, 12))
    assert board.sight().scale.first == start + 100


def test_a_click_in_the_overview_goes_there_and_n_comes_back_to_now(make: Make) -> None:
    board = make()
    sight = board.sight()
    QTest.mouseClick(board.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(sight.side + 40, sight.height - 12))
    assert board.sight().window.end < NOW
    QTest.keyClick(board, Qt.Key.Key_N)
    assert board.sight().now_x == pytest.approx(board.sight().area.width() / 3, abs=1)


def test_a_folded_group_opens_by_a_click_on_its_name(make: Make) -> None:
    board = make()
    row = next(row for row in board.sight().layout.rows if row.group is Group.INSTRUMENTS)
    QTest.mouseClick(board.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(40, AXIS_PX + row.top + 8))
    assert sum(row.group is Group.INSTRUMENTS for row in board.sight().layout.rows) == 9
    assert board.verticalScrollBar().maximum() > 0


def test_selecting_from_elsewhere_says_nothing_back(make: Make, qtbot: QtBot) -> None:
    board = make()
    with qtbot.assertNotEmitted(board.selected):
        board.select("B-0444", "EXPAND")
    assert board.selection() == ("B-0444", "EXPAND")
    with qtbot.assertNotEmitted(board.selected):
        board.show_picture(picture(NOW + HOUR))
    assert board.selection() == ("B-0444", "EXPAND")


@pytest.mark.parametrize("tokens", [LIGHT, DARK], ids=lambda tokens: tokens.name)
@pytest.mark.parametrize("view", ["12 h", "2 d", "7 d", "28 d", "fit"])
def test_the_same_picture_is_painted_alike_whatever_way_one_came(make: Make, tokens, view: str) -> None:
    one, other = make(), make()
    other.set_tokens(LIGHT if tokens is DARK else DARK)
    other.preset("28 d")
    grabbed(other)
    for board in (one, other):
        board.set_tokens(tokens)
        board.preset(view)
        board.clearFocus()
    other.pan(731)
    grabbed(other)
    other.pan(-731)
    first, second = grabbed(one), grabbed(other)
    assert first == second
    assert len(colours(first)) > 30


def test_a_tick_repaints_only_what_it_crosses_and_ends_at_the_same_picture(make: Make) -> None:
    ticked, fresh = make(), make(picture())
    ticked.preset("12 h")
    grabbed(ticked)
    sheets = ticked.layers.ground.painted
    for minute in range(1, 46):
        ticked.tick(datetime.fromtimestamp(NOW + 60 * minute, UTC))
        QApplication.sendPostedEvents(ticked.viewport(), QEvent.Type.UpdateRequest)
    assert ticked.layers.ground.painted == sheets
    fresh.preset("12 h")
    fresh.tick(datetime.fromtimestamp(NOW + 60 * 45, UTC))
    fresh.preset("12 h")
    ticked.preset("12 h")
    assert grabbed(ticked) == grabbed(fresh)


def test_zoomed_out_alerts_keep_their_colour(make: Make) -> None:
    board = make()
    board.preset("fit")
    board.look(board.sight().window.zoom(0.2, NOW))
    seen = {f"#{colour & 0xFFFFFF:06X}" for colour in colours(grabbed(board))}
    assert {"#B5002A", "#6A2FB5", "#F58220"} <= seen


def test_empty_and_waiting_boards_say_so(make: Make) -> None:
    for shown in (waiting(ZONE, NOW), BoardPicture(ZONE, NOW, presence=Presence.EMPTY)):
        assert len(colours(grabbed(make(shown)))) >= 3
    away = make()
    away.look(away.sight().window.pan(400 * DAY))
    sight = away.sight()
    assert "The last bar ended" in nothing_here(PICTURE, sight.scale.start, sight.scale.end)
    assert grabbed(away) != grabbed(make())
