"""Giving sheets out: for which rooms, for how many hours, why, and into which folder they are printed at once."""

from __future__ import annotations

import os
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QCheckBox, QLabel, QLineEdit, QPushButton, QVBoxLayout, QWidget

from console.domain.refusal import Refusal
from console.service.ports import Front
from console.ui.choosing import PathLine
from console.ui.notices import RefusalLine
from console.view.blanks.issuing import Issuing, command_of, rooms_of, told

FOLDER = "blanks.folder"
"""The setting under which the folder of the last printed sheets is remembered."""


class IssuePanel(QWidget):
    """All rooms are chosen at first; `asked` carries the command and the folder."""

    asked = Signal(object, str)

    def __init__(self, front: Front, hours: int) -> None:
        super().__init__()
        self._front = front
        self.rooms: dict[str, QCheckBox] = {}
        self.hours, self.reason = QLineEdit(str(hours)), QLineEdit()
        self.folder = PathLine("Folder for the printed sheets", folder=True)
        self.folder.line.setText(front.setting(FOLDER))
        self.words = QLabel()
        self.words.setProperty("role", "strong")
        self.words.setWordWrap(True)
        self.refusals = {place: RefusalLine() for place in ("rooms", "hours", "reason", "folder", "")}
        self.button = QPushButton("Issue, sign and print")
        self.button.setProperty("role", "primary")
        self.button.setProperty("touch", "critical")
        self.button.clicked.connect(self.press)
        self._lay_out()
        self._tell()

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 4, 8, 4)
        column.setSpacing(6)
        column.addWidget(_label("Rooms"))
        for room in rooms_of(self._front.floor, self._front.now(), timedelta(hours=int(self.hours.text()))):
            box = QCheckBox(room.words)
            box.setChecked(True)
            box.toggled.connect(self._tell)
            self.rooms[room.id] = box
            column.addWidget(box)
        column.addWidget(self.refusals["rooms"])
        for label, line, hint, place in (
            ("Hours", self.hours, "from now on, 1 to 24", "hours"),
            ("Reason", self.reason, "why these rooms work on paper", "reason"),
        ):
            line.setAccessibleName(label)
            line.setPlaceholderText(hint)
            line.textChanged.connect(self._tell)
            line.returnPressed.connect(self.press)
            _put(column, _label(label), line, self.refusals[place])
        _put(column, _label("Printed into"), self.folder, self.refusals["folder"], self.words, self.refusals[""], self.button)
        column.addStretch()

    def start(self) -> None:
        """Give the keyboard to the reason: the rest is mostly right as it stands."""
        self.reason.setFocus(Qt.FocusReason.OtherFocusReason)

    def press(self) -> None:
        """Ask, with what is filled in."""
        for line in self.refusals.values():
            line.say(None)
        command = command_of(self._issuing(), self._front.user, self._front.site.chain)
        if isinstance(command, Refusal):
            self.refuse(command)
        elif not self.folder.path() or not Path(self.folder.path()).is_dir() or not os.access(self.folder.path(), os.W_OK):
            # A number whose paper could not be written would have to be voided: what can be known is asked before it is signed.
            words = f"The sheets cannot be printed into “{self.folder.path()}”."
            self.refuse(Refusal("form.folder", words, "Choose one: the sheets are printed as soon as they are signed.", "folder"))
        else:
            self.button.setEnabled(False)
            self._front.remember(FOLDER, self.folder.path())
            self.asked.emit(command, self.folder.path())

    def refuse(self, refusal: Refusal) -> None:
        """Say no beside what is meant."""
        self.let_go()
        self.refusals.get(refusal.place, self.refusals[""]).say(refusal)
        focus: dict[str, Callable[..., object]] = {
            "hours": self.hours.setFocus, "reason": self.reason.setFocus, "folder": self.folder.line.setFocus
        }  # fmt: skip
        if refusal.place in focus:
            focus[refusal.place](Qt.FocusReason.OtherFocusReason)

    def let_go(self) -> None:
        """Nothing came of it: it can be asked again."""
        self.button.setEnabled(True)

    def _issuing(self) -> Issuing:
        chosen = tuple(room for room, box in self.rooms.items() if box.isChecked())
        return Issuing(chosen, self.hours.text(), self.reason.text())

    def _tell(self) -> None:
        self.words.setText(told(self._issuing(), self._front.floor, self._front.now()))


def _put(column: QVBoxLayout, *parts: QWidget) -> None:
    for part in parts:
        column.addWidget(part)


def _label(words: str) -> QLabel:
    label = QLabel(words)
    label.setProperty("role", "strong")
    return label
