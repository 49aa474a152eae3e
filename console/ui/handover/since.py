"""What changed since the person at the console left: read when somebody looks, each sentence leading to its batch."""

from __future__ import annotations

from zoneinfo import ZoneInfo

from PySide6.QtCore import QElapsedTimer, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QToolButton, QVBoxLayout, QWidget

from console.domain.refusal import Refusal
from console.report.changes.lines import Since
from console.service.ports import Front
from console.ui.page import Place
from console.ui.rows import RowsModel, RowsView
from console.view.batch.rows import Table
from console.view.handover.since import CHANGES, REST, batch_of, since_table, since_words

AGAIN_MS = 10_000
"""While things happen one after another it reads no more often than this: a difference is folded anew each time."""


class SinceYouLeft(QWidget):
    """The sentences for whoever is logged in; it asks anew only when the floor or the person is another."""

    goes = Signal(object)
    back = Signal()

    def __init__(self, front: Front) -> None:
        super().__init__()
        self._front = front
        self._asked: tuple[int, str] | None = None
        self._since_asked = QElapsedTimer()
        self._zone = ZoneInfo("UTC")
        self.found: Since | Refusal | None = None
        self._unfolded = False
        self.head, self.then = QLabel(), QToolButton()
        self.then.setText("The board as it was then")
        self.then.setToolTip("Replay at the instant since when this is told")
        self.then.clicked.connect(self.back)
        self.head.setWordWrap(True)
        self.rows = RowsView(RowsModel(CHANGES), "What changed since you left", (900, 150), "Nothing has changed.")
        header = self.rows.horizontalHeader()
        header.setStretchLastSection(False)
        header.setSectionResizeMode(0, header.ResizeMode.Stretch)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        top = QHBoxLayout()
        top.addWidget(self.head, 1)
        top.addWidget(self.then)
        column.addLayout(top)
        column.addWidget(self.rows, 1)
        self.rows.opened.connect(self._opened)

    def look(self, zone: ZoneInfo) -> None:
        """Read what changed for another person at once, for another floor when the last reading is old enough."""
        self._zone = zone
        state = (self._front.floor.entries, self._front.user)
        another = self._asked is None or self._asked[1] != state[1]
        if state == self._asked or not (another or self._since_asked.hasExpired(AGAIN_MS)):
            return
        if another:
            self._clear()
        self._asked = state
        self._since_asked.start()
        self._front.changes(self._show)

    def forget(self) -> None:
        """What was asked so far holds no longer, however lately it was asked: replay stands at another instant."""
        self._asked = None

    def _clear(self) -> None:
        """What was for one person is not left standing for another."""
        self.found, self._unfolded = None, False
        self.then.setEnabled(False)
        self.head.setText("Looking at what changed…")
        self.rows.rows.show(Table(CHANGES, ()))

    def _show(self, found: Since | Refusal) -> None:
        if isinstance(found, Since) and found.user != self._front.user:
            return  # somebody else has logged in meanwhile
        self.found = found
        self.head.setText(since_words(found, self._zone))
        self.then.setEnabled(isinstance(found, Since))
        self._show_rows(found)

    def _show_rows(self, found: Since | Refusal) -> None:
        here = self.rows.currentIndex().row()
        self.rows.rows.show(since_table(found, self._zone, self._unfolded))
        if self.rows.rows.rowCount():
            self.rows.selectRow(max(0, min(here, self.rows.rows.rowCount() - 1)))

    @property
    def batch(self) -> str:
        """The batch that the picked sentence leads to; empty for none."""
        place = self.rows.currentIndex().row()
        key = self.rows.rows.row(place).key if 0 <= place < self.rows.rows.rowCount() else ""
        return batch_of(self.found, key, self._front.floor)[0]

    def _opened(self, key: str) -> None:
        if key == REST and self.found is not None:
            self._unfolded = not self._unfolded
            self._show_rows(self.found)
            return
        batch, step = batch_of(self.found, key, self._front.floor)
        if batch:
            self.goes.emit(Place("board", batch, step))
