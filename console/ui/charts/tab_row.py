"""The quiet row that names the pages of the charts, and says at its right how far the forecast is to be trusted."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QPushButton, QWidget

from console.ui.charts.frame import Elided


class TabRow(QWidget):
    """One button a page; arrows walk them, `chosen` carries the key of the page that was pressed."""

    chosen = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.buttons: dict[str, QPushButton] = {}
        self._group = QButtonGroup(self)
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(2)
        self.said = Elided("small")
        self._row.addWidget(self.said, 1)
        self.setAccessibleName("Pages of the charts")

    def add(self, key: str, title: str, tip: str) -> None:
        """One more page, to the right of the others."""
        button = QPushButton(title)
        button.setCheckable(True)
        button.setProperty("role", "page")
        button.setToolTip(tip)
        button.setAccessibleDescription(tip)
        button.clicked.connect(lambda _=False: self.chosen.emit(key))
        self._group.addButton(button)
        self._row.insertWidget(len(self.buttons), button)
        self.buttons[key] = button

    def mark(self, key: str) -> None:
        """This page is the one in view."""
        self.buttons[key].setChecked(True)

    def say(self, words: str) -> None:
        """Words at the right end of the row."""
        self.said.say(words)
