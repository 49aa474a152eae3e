"""The scanner: bursts are scans, hands are hands, no letter doubles, and no scan presses anything."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QPushButton, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from console.ui.theme import Theme
from console.ui.wedge import Wedge


class Desk(QWidget):
    """A window with a button, a line, and S as a shortcut."""

    def __init__(self) -> None:
        super().__init__()
        self.started = 0
        self.pressed = 0
        self.button = QPushButton("press")
        self.line = QLineEdit()
        column = QVBoxLayout(self)
        column.addWidget(self.button)
        column.addWidget(self.line)
        self.button.clicked.connect(self._press)
        self.shortcut = QShortcut(QKeySequence("S"), self)
        self.shortcut.activated.connect(self._start)

    def _press(self) -> None:
        self.pressed += 1

    def _start(self) -> None:
        self.started += 1


@pytest.fixture
def desk(theme: Theme, qtbot: QtBot) -> Desk:
    made = Desk()
    qtbot.addWidget(made)
    with qtbot.waitActive(made):
        made.show()
    made.button.setFocus()
    return made


@pytest.fixture
def wedge(qapp: QApplication) -> Iterator[Wedge]:
    made = Wedge(qapp)
    yield made
    qapp.removeEventFilter(made)
    made.deleteLater()


def burst(desk: Desk, text: str, end: Qt.Key | None = Qt.Key.Key_Return) -> None:
    """Keys of one timestamp, as a scanner sends them: into the window, not into a widget."""
    for letter in text:
        QTest.keyClick(desk.windowHandle(), ord(letter))
    if end is not None:
        QTest.keyClick(desk.windowHandle(), end)


def test_a_burst_is_one_scan_whole_and_not_doubled(desk: Desk, wedge: Wedge, qtbot: QtBot) -> None:
    with qtbot.waitSignal(wedge.scanned) as scanned:
        burst(desk, "SB-0412")
    assert scanned.args == ["SB-0412"]


def test_a_scan_starts_no_shortcut_and_its_ending_presses_no_button(desk: Desk, wedge: Wedge, qtbot: QtBot) -> None:
    with qtbot.waitSignal(wedge.scanned):
        burst(desk, "SSSSSS")
    assert (desk.started, desk.pressed) == (0, 0)


def test_a_single_letter_counts_as_typed_once_the_gap_is_over(desk: Desk, wedge: Wedge, qtbot: QtBot) -> None:
    with qtbot.waitSignal(wedge.typed) as typed:
        burst(desk, "s", None)
    assert typed.args == ["s"]


def test_five_letters_and_enter_are_typed_by_hand(desk: Desk, wedge: Wedge, qtbot: QtBot) -> None:
    letters: list[str] = []
    wedge.typed.connect(letters.append)
    with qtbot.assertNotEmitted(wedge.scanned):
        burst(desk, "abcde")
    assert "".join(letters) == "abcde"


def test_a_text_line_takes_letters_once(desk: Desk, wedge: Wedge, qtbot: QtBot) -> None:
    desk.line.setFocus()
    with qtbot.waitSignal(wedge.scanned):
        burst(desk, "ana123")
    assert desk.line.text() == "ana123"


def test_a_prefix_keeps_the_whole_scan_away_from_every_line(desk: Desk, wedge: Wedge, qtbot: QtBot) -> None:
    wedge.prefix = "~"
    desk.line.setFocus()
    with qtbot.waitSignal(wedge.scanned) as scanned:
        burst(desk, "~B-1")
    assert scanned.args == ["B-1"]
    assert desk.line.text() == ""


def test_with_a_prefix_a_fast_hand_is_never_a_scan(desk: Desk, wedge: Wedge, qtbot: QtBot) -> None:
    wedge.prefix = "~"
    desk.line.setFocus()
    with qtbot.assertNotEmitted(wedge.scanned):
        burst(desk, "B-0412-and-more")
    assert desk.line.text() == "B-0412-and-more"


def test_a_suffix_ends_a_scan_without_enter(desk: Desk, wedge: Wedge, qtbot: QtBot) -> None:
    wedge.prefix, wedge.suffix = "~", "#"
    with qtbot.waitSignal(wedge.scanned) as scanned:
        burst(desk, "~B-0412#", None)
    assert scanned.args == ["B-0412"]
