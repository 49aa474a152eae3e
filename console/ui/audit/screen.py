"""The page of the audit: the filter on top, the journal line by line, and below it the picked entry whole."""

from __future__ import annotations

from datetime import datetime

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QSplitter, QVBoxLayout, QWidget

from console.service.audited import AuditRow, AuditWish
from console.service.ports import Front
from console.ui.actions import Actions
from console.ui.audit.detail import Detail
from console.ui.audit.filters import Filters
from console.ui.audit.listing import Listing
from console.ui.audit.model import LedgerModel
from console.ui.audit.reader import Reader
from console.ui.page import Page, Place
from console.ui.shell.sight import Sight
from console.ui.sizes import Density
from console.view.audit.reviews import standing
from console.view.audit.standing import foot, newer_words, nothing_words
from console.view.audit.told import batch_of, parts
from console.view.audit.wish import Typed, chips, people_choices, wish_of
from console.view.tokens import Tokens

BUTTONS = {
    "audit.review": "Sign the review through here",
    "audit.batch": "Go to the batch",
    "audit.then": "The board as it was then",
    "audit.csv": "Save what was found",
    "audit.print": "Print what was found",
}
"""The actions beside the picked entry with the short words of their buttons."""

DETAIL_PX = 196
"""How high the picked entry is shown at first; the list needs the rest."""

CLOSE = 10
"""So many lines below the top of the list whoever came for one entry is shown what followed it."""

OTHERWISE = "Entries came in between: read anew"
"""What was read does not stand in the journal as it did: others were absorbed that bear earlier instants."""

PAUSE_S = 2
"""No more often than this it looks for what is new."""


class AuditScreen(QWidget):
    """Shows the journal and says what is picked; whatever is recorded is asked for by others."""

    goes = Signal(object)
    picked = Signal(int)

    def __init__(self, front: Front) -> None:
        super().__init__()
        self._front = front
        self._sight: Sight | None = None
        self._seen = (-1, -1)
        self._looked_at: datetime | None = None
        self._meant = 0
        self.model = LedgerModel()
        self.list = Listing(self.model)
        self.reader = Reader(front, self.model, self.list.hungry)
        self.filters, self.detail = Filters(), Detail()
        self.reviewed, self.foot, self.newer = QLabel(), QLabel(), QPushButton()
        self.buttons = QVBoxLayout()
        self._lay_out()
        self._connect()

    def _lay_out(self) -> None:
        self.reviewed.setWordWrap(True)
        self.foot.setProperty("role", "small")
        self.newer.hide()
        head = QHBoxLayout()
        head.addWidget(self.reviewed, 1)
        head.addWidget(self.newer)
        upper, lower = QWidget(), QWidget()
        column = QVBoxLayout(upper)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(2)
        column.addWidget(self.list, 1)
        column.addWidget(self.foot)
        row = QHBoxLayout(lower)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self.detail, 1)
        row.addLayout(self.buttons)
        middle = QSplitter(Qt.Orientation.Vertical)
        middle.addWidget(upper)
        middle.addWidget(lower)
        middle.setStretchFactor(0, 1)
        middle.setChildrenCollapsible(False)
        middle.setSizes([10_000, DETAIL_PX])
        whole = QVBoxLayout(self)
        whole.setContentsMargins(14, 8, 14, 8)
        whole.setSpacing(6)
        whole.addWidget(self.filters)
        whole.addLayout(head)
        whole.addWidget(middle, 1)

    def _connect(self) -> None:
        self.filters.asked.connect(self._find)
        self.reader.changed.connect(self._told)
        self.newer.clicked.connect(self.show_newer)
        self.list.moved.connect(self._moved)
        self.list.picked.connect(self._picked)
        self.list.opened.connect(lambda _: self.go_to_batch())
        self.model.dataChanged.connect(lambda *_: self._tell_picked())

    def bind(self, acts: Actions) -> None:
        """Put the actions of the picked entry beside it; each says itself whether it can be used."""
        for name, short in BUTTONS.items():
            self.buttons.addWidget(acts.button(name, short))
        self.buttons.addStretch()

    def page(self) -> Page:
        """The audit as the window knows its pages."""
        does = {
            "audit.find": lambda: self.filters.fields["words"].setFocus(Qt.FocusReason.ShortcutFocusReason),
            "audit.clear": self.filters.clear,
            "audit.newer": self.show_newer,
            "audit.batch": self.go_to_batch,
        }
        return Page(
            "audit", "Audit", "database", self, self.apply, self.tick, dress=self.dress, turn=self.turn, does=does,
            panes=(self.filters, self.list, self.detail), always=True,
        )  # fmt: skip

    @property
    def here(self) -> AuditRow | None:
        """The entry that is picked, or None."""
        line = self.list.currentIndex().row()
        return self.model.ledger.row(line) if 0 <= line < self.model.rowCount() else None

    def apply(self, sight: object) -> None:
        """The floor has changed: names, the last review, and perhaps newer entries."""
        if isinstance(sight, Sight):
            self._sight = sight
            self.model.know(sight.floor, sight.zone)
            self.filters.know(people_choices(sight.floor))
            self._tell_picked()
            self._look()

    def tick(self, now: datetime) -> None:
        """The second hand: what came meanwhile is announced."""
        if self._looked_at is None or abs((now - self._looked_at).total_seconds()) >= PAUSE_S:
            self._looked_at = now
            self._look()

    def turn(self, place: Place) -> None:
        """Somebody comes for one entry: it stands among its neighbours, without a filter; for all that is said of a thing; or, of a
        person, for all that they wrote.
        """
        if place.entry or place.about:
            self._meant = place.entry
            about = "" if place.entry else place.about
            self.filters.refuse(())
            kind, _, name = about.partition(":")
            who, about = (name, "") if kind == "user" else ("", about)
            self.filters.put(Typed(who=who, about=about))
            self._ask(AuditWish(who=who, about=about), place.entry)

    def showEvent(self, event: QShowEvent) -> None:
        """Whoever looks for the first time sees the newest entries; later, what was there and how much is newer."""
        super().showEvent(event)
        if not self.reader.begun:
            self._ask(AuditWish())
        self.reader.pump()
        self._look()

    def dress(self, tokens: Tokens, density: Density) -> None:
        """Draw in these colours."""
        self.list.dress(tokens, self.fontInfo().pointSizeF())
        self.detail.dress(tokens)

    def show_newer(self) -> None:
        """The newest entries on top."""
        self.reader.show_newer()
        self.list.scrollToTop()

    def go_to_batch(self) -> None:
        """To the batch the picked entry speaks of."""
        from_ = self.here
        batch = batch_of(from_, self._front.floor) if from_ is not None else ""
        if batch:
            self.goes.emit(Place("batch", batch))

    def _find(self, typed: object) -> None:
        sight = self._sight
        if sight is None or not isinstance(typed, Typed):
            return
        wish = wish_of(typed, sight.floor, self._front.now(), sight.zone)
        self.filters.refuse(wish if isinstance(wish, tuple) else ())
        if isinstance(wish, AuditWish):
            self._meant = 0
            self._ask(wish)

    def _ask(self, wish: AuditWish, near: int = 0) -> None:
        if self._sight is not None:
            self.filters.show_chips(chips(wish, self._sight.floor, self._sight.zone))
        self.detail.tell(())
        self.reader.ask(wish, near)

    def _look(self) -> None:
        """Ask what is new, where something was recorded since it was asked last."""
        if self._sight is None or not self.isVisible():
            return
        floor = self._sight.floor
        mark = floor.reviewed.through if floor.reviewed is not None else 0
        if (floor.entries, mark) != self._seen:
            shorter, reviewed = floor.entries < self._seen[0], mark != self._seen[1]
            self._seen = (floor.entries, mark)
            if shorter and self.reader.begun:
                self.reader.forget()
            else:
                self.reader.look(reviewed)
        self._told()

    def _told(self) -> None:
        """How far the journal was read, what is newer, and how far it is reviewed."""
        reader, sight = self.reader, self._sight
        if self._meant and self.list.pick(self._meant):
            self._meant = 0
        self.newer.setVisible(bool(reader.newer) or reader.out_of_order)
        self.newer.setText(OTHERWISE if reader.out_of_order else newer_words(len(reader.newer), reader.newer_many))
        self.foot.setText(foot(self.model.ledger, reader.looked_to, reader.last, reader.reading))
        self.list.empty = nothing_words(self.model.ledger, reader.reading, reader.wish)
        if sight is not None:
            self.reviewed.setText(standing(sight.floor, reader.last, sight.zone))
        self.list.viewport().update()

    def _moved(self) -> None:
        self.reader.need(self.list.in_sight)
        self.reader.pump()
        if self.list.in_sight.start < CLOSE:
            self.reader.rise()

    def _picked(self, n: int) -> None:
        self._tell_picked()
        self.picked.emit(n)

    def _tell_picked(self) -> None:
        row, sight = self.here, self._sight
        self.detail.tell(parts(row, sight.floor, sight.zone) if row is not None and sight is not None else ())
