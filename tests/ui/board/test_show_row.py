"""A row asked for by its key comes into sight, unfolded, with what lies nearest to now chosen on it."""

from __future__ import annotations

from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from console.ui.board.board import Board
from console.view.board.from_floor import make
from console.view.board.lanes import Group
from console.view.tokens import LIGHT
from tests.ui.front import DAY0, NOW, ZONE, ordered, run_until, site_floor


def test_an_instrument_in_a_folded_group_is_shown_with_its_bar(qapp: QApplication, qtbot: QtBot) -> None:
    floor = run_until(ordered(site_floor(), "B-0412", DAY0, "W1234567788"), "B-0412", NOW)
    board = Board(make(floor, None, NOW, ZONE, lambda _: ZONE).picture, LIGHT)
    qtbot.addWidget(board)
    board.resize(1200, 420)
    board.show()
    used = next(step.instrument for step in floor.batches["B-0412"].steps.values() if step.instrument)
    assert not any(row.lane and row.lane.key == used for row in board.sight().layout.rows)
    assert board.show_row(used)
    row = next(row for row in board.sight().layout.rows if row.lane and row.lane.key == used)
    top = row.top - board.verticalScrollBar().value()
    assert row.group is Group.INSTRUMENTS and 0 <= top <= board.sight().area.height() - row.height
    assert board.selection()[0] == "B-0412"


def test_a_room_without_work_is_shown_too_and_an_unknown_row_is_not(qapp: QApplication, qtbot: QtBot) -> None:
    floor = site_floor()
    board = Board(make(floor, None, NOW, ZONE, lambda _: ZONE).picture, LIGHT)
    qtbot.addWidget(board)
    board.resize(1200, 300)
    board.show()
    room = list(floor.rooms)[-1]
    assert board.show_row(room) and board.selection() == ("", "")
    assert not board.show_row("CR99")
