"""The batch's own history, page by page as one scrolls; it is read by the reader threads and arrives as rows."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from console.service.ports import HistoryRow
from console.ui.page import Place
from console.ui.rows import RowsModel, RowsView
from console.view.batch.card import Seen
from console.view.batch.people import HISTORY, history_row
from console.view.batch.rows import Table

Then = Callable[[Sequence[HistoryRow]], None]


class History(QWidget):
    """The newest entries on top, older ones on request; each leads to the board as it was then."""

    goes = Signal(object)

    def __init__(self, read: Callable[[str, int | None, Then], None]) -> None:
        super().__init__()
        self._read = read
        self._seen: Seen | None = None
        self._batch = ""
        self._oldest: int | None = None
        self._entries = -1
        self.model = RowsModel(HISTORY)
        self.view = RowsView(self.model, "History of the batch", (150, 120, 130, 150, 260, 140, 160))
        self._recorded: dict[str, datetime] = {}
        self.state = QLabel()
        self.state.setProperty("role", "muted")
        self.more = QPushButton("Older entries")
        self.more.clicked.connect(self._older)
        self.then = QPushButton("The board as it was then")
        self.then.setToolTip("Replay at the instant of the picked entry (Enter)")
        self.then.setEnabled(False)
        self.then.clicked.connect(lambda: self._go_then(self.view.rows.row(self.view.currentIndex().row()).key))
        self.view.opened.connect(self._go_then)
        self.view.picked.connect(lambda _: self.then.setEnabled(True))
        self.model.modelReset.connect(lambda: self.then.setEnabled(False))
        foot = QHBoxLayout()
        foot.addWidget(self.state, 1)
        foot.addWidget(self.then)
        foot.addWidget(self.more)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.view, 1)
        column.addLayout(foot)

    def show_for(self, seen: Seen) -> None:
        """Show the history of this batch; it is read anew only when something was recorded since."""
        self._seen = seen
        if (seen.batch.id, seen.floor.entries) == (self._batch, self._entries) or not self.isVisible():
            return
        self._batch, self._entries, self._oldest = seen.batch.id, seen.floor.entries, None
        self.state.setText("Reading…")
        self._read(self._batch, None, partial(self._arrived, self._batch, True))

    def _go_then(self, key: str) -> None:
        at = self._recorded.get(key)
        if at is not None:
            self.goes.emit(Place("replay", self._batch, at=at))

    def _older(self) -> None:
        if self._oldest is not None:
            self.state.setText("Reading…")
            self._read(self._batch, self._oldest, partial(self._arrived, self._batch, False))

    def _arrived(self, batch: str, afresh: bool, found: Sequence[HistoryRow]) -> None:
        """A page came; one of a batch that is no longer shown is let go."""
        seen = self._seen
        if batch != self._batch or seen is None:
            return
        rows = tuple(history_row(seen, row) for row in found)
        self._recorded |= {made.key: row.recorded_at for made, row in zip(rows, found, strict=True)}
        if afresh:
            self.model.show(Table(HISTORY, rows))
        else:
            self.model.extend(rows)
        if found:
            self._oldest = min(row.n for row in found)
        self.more.setEnabled(bool(found))
        shown = self.model.rowCount()
        self.state.setText(f"{shown} entries shown" if shown else "Nothing was recorded of this batch.")
