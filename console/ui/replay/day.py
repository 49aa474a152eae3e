"""What happened on the day in view: a list of its entries to jump to, and a line to find some of them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from functools import partial
from zoneinfo import ZoneInfo

from PySide6.QtCore import Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QLabel, QLineEdit, QVBoxLayout, QWidget

from console.service.held import Moment
from console.ui.rows import RowsModel, RowsView
from console.view.replay.moments import HEADINGS, at_or_before, moments_table
from console.view.spoken import counted
from console.view.tokens import Tokens

MOST = 5_000
"""More entries of one day than anybody walks through are not listed."""
Then = Callable[[Sequence[Moment]], None]


class Day(QWidget):
    """The entries of one day of the record, read page by page; `went` tells the instant of the one that was chosen."""

    went = Signal(object)
    read = Signal()

    def __init__(self, ask: Callable[[datetime | None, datetime | None, Then], None], zone: ZoneInfo) -> None:
        super().__init__()
        self._ask, self._zone = ask, zone
        self._day: tuple[datetime, datetime] | None = None
        self._at: datetime | None = None
        self._found: dict[int, Moment] = {}
        self._whole = False
        self.moments: tuple[Moment, ...] = ()
        self.line = QLineEdit()
        self.line.setPlaceholderText("Find in this day; Enter goes to the next")
        self.line.setAccessibleName("Find in this day")
        self.line.textChanged.connect(lambda _: self._show())
        self.line.returnPressed.connect(self.go_on)
        self.rows = RowsView(
            RowsModel(HEADINGS), "What happened on this day", (52, 132, 82, 74), "Nothing came on this day.", wrap=False
        )
        self.rows.opened.connect(self._chosen)
        self.rows.clicked.connect(lambda index: self._chosen(self.rows.rows.row(index.row()).key))
        self.count = QLabel()
        self.count.setProperty("role", "muted")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        for part in (self.line, self.rows, self.count):
            column.addWidget(part, 1 if part is self.rows else 0)

    def look(self, day: tuple[datetime, datetime], at: datetime) -> None:
        """This day, seen from this instant of it."""
        self._at = at
        if day != self._day:
            self._day, self._found, self._whole, self.moments = day, {}, False, ()
            self.count.setText("Reading…")
            self._page(day, day[1])
        self._show()

    def showEvent(self, event: QShowEvent) -> None:
        """The list is made when somebody looks."""
        super().showEvent(event)
        self._show()

    def go_on(self) -> None:
        """To the next moment after the instant that fits the words, from the first again after the last."""
        keys = [int(row.key) for row in self.rows.rows.all()]
        later = [n for n in keys if self._at is not None and self._found[n].at > self._at]
        if keys:
            self._chosen(str((later or keys)[0]))

    def dress(self, tokens: Tokens) -> None:
        """Draw in these colours."""
        self.rows.rows.dress(tokens)

    def _page(self, day: tuple[datetime, datetime], before: datetime) -> None:
        self._ask(before, None, partial(self._arrived, day, before))

    def _arrived(self, day: tuple[datetime, datetime], before: datetime, found: Sequence[Moment]) -> None:
        """A page came, youngest first; a day that is no longer in view is let go."""
        if day != self._day:
            return
        new = [one for one in found if day[0] <= one.at < day[1] and one.n not in self._found]
        self._found |= {one.n: one for one in new}
        oldest = min((one.at for one in found), default=day[0])
        if oldest < day[0] or not found or len(self._found) >= MOST:
            self._ready()
        else:
            # What came at the same instant as the oldest may have been cut off: it is read again, unless the page held nothing new.
            following = oldest + timedelta(microseconds=1)
            self._page(day, following if new and following < before else oldest)

    def _ready(self) -> None:
        self._whole = True
        self.moments = tuple(sorted(self._found.values(), key=lambda one: (one.at, one.n)))
        self._show()
        self.read.emit()

    def _show(self) -> None:
        if self._at is None or not self._whole or not self.isVisible():
            return
        table = moments_table(self.moments, self.line.text(), self._at, self._zone)
        self.rows.rows.show(table)
        self.count.setText(f"{counted(len(table.rows), 'entry', 'entries')} of {len(self.moments)} on this day")
        here = at_or_before(self.moments, self._at)
        if here is not None:
            self.rows.pick(str(here.n))

    def _chosen(self, key: str) -> None:
        moment = self._found.get(int(key))
        if moment is not None:
            self.went.emit(moment.at)
