"""The same bars as a table: Qt's own model tester, the same choice, the same words."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible
from PySide6.QtTest import QAbstractItemModelTester, QTest
from pytestqt.qtbot import QtBot

from console.ui.board import access
from console.ui.board.board import Board
from console.ui.board.table import BoardTable, Companion
from console.ui.theme import Theme
from console.view.board.story import TABLE_HEADINGS
from console.view.tokens import LIGHT
from tests.view.board.invented import HOUR, NOW, picture

PICTURE = picture()


def shown(qtbot: QtBot) -> Board:
    board = Board(PICTURE, LIGHT)
    qtbot.addWidget(board)
    board.resize(1366, 560)
    with qtbot.waitExposed(board):
        board.show()
    return board


def test_the_model_stands_up_to_qts_own_tester(qtbot: QtBot) -> None:
    table = BoardTable(PICTURE)
    tester = QAbstractItemModelTester(table, QAbstractItemModelTester.FailureReportingMode.Fatal)
    table.show_picture(picture(NOW + HOUR))
    assert tester.model() is table
    assert (table.rowCount(), table.columnCount()) == (len(PICTURE.bars), len(TABLE_HEADINGS))
    words = [table.data(table.index(3, column)) for column in range(len(TABLE_HEADINGS))]
    assert all(isinstance(word, str) for word in words)
    assert table.headerData(2, Qt.Orientation.Horizontal) == "Batch"


def test_t_lays_the_table_over_the_board_and_back_with_the_same_choice(theme: Theme, qtbot: QtBot) -> None:
    board = shown(qtbot)
    board.select("B-0440", "EXPAND")
    QTest.keyClick(board, Qt.Key.Key_T)
    companion = board.findChild(Companion)
    assert companion is not None and companion.isVisible()
    row = companion.currentIndex().row()
    assert companion.table.data(companion.table.index(row, 2)) == "B-0440"
    QTest.keyClick(companion, Qt.Key.Key_Down)
    assert board.sight().spot.bar == row + 1
    board.show_picture(picture(NOW + HOUR))
    assert companion.currentIndex().row() == board.sight().spot.bar
    with qtbot.waitSignal(board.opened) as told:
        QTest.keyClick(companion, Qt.Key.Key_Return)
    assert tuple(told.args) == board.selection()
    QTest.keyClick(companion, Qt.Key.Key_T)
    assert not companion.isVisible() and board.selection()[0]


def test_a_screen_reader_hears_a_list_of_bars(theme: Theme, qtbot: QtBot) -> None:
    access.offer()
    board = shown(qtbot)
    heard = QAccessible.queryAccessibleInterface(board)
    assert heard.role() is QAccessible.Role.List and heard.childCount() > 20
    names = [heard.child(n).text(QAccessible.Text.Name) for n in range(heard.childCount())]
    assert any("B-0440 Expand" in name and "Priority 1, act now" in name for name in names)
    item = heard.child(4)
    assert item.role() is QAccessible.Role.ListItem and heard.indexOfChild(item) == 4
    middle = item.rect().center()
    found = heard.childAt(middle.x(), middle.y())
    assert isinstance(found, access.BoardItem)
    assert found.bar == board.sight().pointing(board.viewport().mapFromGlobal(middle)).bar
    assert heard.focusChild() is None
    board.select("B-0440", "EXPAND")
    assert "B-0440" in heard.focusChild().text(QAccessible.Text.Name)
