"""Reads the journal for the screen: one page at a time, as far as somebody looks, and beside it the reviews and what is new."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QObject, Signal

from console.service.audited import AuditPage, AuditRow, AuditWish
from console.service.ports import Front
from console.ui.audit.model import LedgerModel
from console.view.audit.reviews import ASKED, Review, review_of

NEAR = 40
"""So many newer entries are shown above the one that somebody came for."""


class Reader(QObject):
    """Asks for pages and hands them to the model; an answer to what nobody asks any more is let go."""

    changed = Signal()

    def __init__(self, front: Front, model: LedgerModel, hungry: Callable[[], bool]) -> None:
        super().__init__()
        self._front, self._model, self._hungry = front, model, hungry
        self.wish = AuditWish()
        self.reading, self.begun, self.out_of_order = False, False, False
        self.last = 0
        self.newer: tuple[AuditRow, ...] = ()
        self.newer_many = False
        self._turn = self._near = self._age = 0
        self._pumping = self._looking = self._missed = self._scanning = self._again = self._rising = False
        self._reviews: dict[int, Review] = {}
        self._scanned: int | None = None
        self._seen = 0

    @property
    def looked_to(self) -> int:
        """The number of the entry down to which the journal was looked through so far."""
        further = self._model.ledger.further
        return 1 if further is None and self._model.ledger.whole else further or self.last + 1

    def ask(self, wish: AuditWish, near: int = 0) -> None:
        """Read what this asks for, from the newest on, or around the entry `near`."""
        self._turn += 1
        self.wish, self.begun, self.reading, self.out_of_order = wish, True, False, False
        self.newer, self.newer_many = (), False
        self._near = near
        self._model.begin(near + NEAR + 1 if near else None)
        self.pump()

    def forget(self) -> None:
        """The journal is shorter than it was: replay has gone back to an earlier instant, where later reviews are not known."""
        self._age += 1
        self._reviews, self._scanned, self._seen, self.last, self._scanning = {}, None, 0, 0, False
        self.ask(self.wish)

    def pump(self) -> None:
        """Read on as long as the screen has room for more."""
        if self._pumping:
            return
        self._pumping = True
        try:
            while self.begun and not self.reading and not self._model.ledger.whole and self._hungry():
                self.reading = True
                before = self._model.ledger.further
                self._front.audit(self.wish, before, partial(self._arrived, self._turn))
        finally:
            self._pumping = False
        self.changed.emit()

    def _arrived(self, turn: int, page: AuditPage) -> None:
        if turn != self._turn:
            return
        self.reading = False
        self.last = max(self.last, page.last)
        first = not self._model.ledger.numbers
        self._model.add(page)
        if first and self._near:
            self.look(False)
        for review in self._reviews.values():
            self._model.draw(review)
        self._scan()
        self.pump()

    def need(self, lines: range) -> None:
        """These lines are in sight: what was let go of them is read again."""
        gone = self._model.ledger.missing(lines)
        if gone is not None and not self._again:
            self._again = True
            self._front.audit(self.wish, gone[0], partial(self._restored, self._turn, gone[0], lines))

    def _restored(self, turn: int, before: int | None, lines: range, page: AuditPage) -> None:
        self._again = False
        if turn != self._turn:
            return
        self.out_of_order = not self._model.restore(before, page)
        if self.out_of_order:
            self.changed.emit()
        else:
            self.need(lines)

    def look(self, reviewed: bool) -> None:
        """Something was recorded: see what of this wish is newer than the first line; `reviewed`: there is a new review."""
        if reviewed and self.begun:
            self._front.audit(ASKED, None, partial(self._headed, self._age))
        self._missed = self._looking
        if self.begun and not self._looking:
            self._looking = True
            self._front.audit(self.wish, None, partial(self._looked, self._turn))

    def _looked(self, turn: int, page: AuditPage) -> None:
        self._looking = False
        if self._missed:
            self.look(False)
            return
        if turn != self._turn:
            return
        self.last = max(self.last, page.last)
        numbers = self._model.ledger.numbers
        if not numbers and not self.reading:
            self.newer, self.newer_many = page.rows, False
        elif numbers:
            found = next((at for at, row in enumerate(page.rows) if row.n == numbers[0]), None)
            self.newer = page.rows[:found]
            self.newer_many = found is None and bool(page.rows)
        self.changed.emit()

    def rise(self) -> None:
        """Somebody who came for one entry looks at the top of the list: the entries just after it are put above."""
        numbers = self._model.ledger.numbers
        if self._near and self.newer_many and numbers and not self._rising:
            self._rising = True
            self._front.audit(self.wish, numbers[0] + NEAR + 1, partial(self._risen, self._turn, numbers[0]))

    def _risen(self, turn: int, top: int, page: AuditPage) -> None:
        self._rising = False
        if turn == self._turn:
            self._model.put_before([row for row in page.rows if row.n > top])
            for review in self._reviews.values():
                self._model.draw(review)
            self.look(False)

    def show_newer(self) -> None:
        """Put what is new above the first line; when that is more than a page, begin anew at the newest."""
        if self.newer_many or self.out_of_order or not len(self._model.ledger):
            self.ask(self.wish)
            return
        self._model.put_before(self.newer)
        self.newer = ()
        for review in self._reviews.values():
            self._model.draw(review)
        self.changed.emit()

    def _scan(self) -> None:
        """Look for reviews as far down as the list reaches: a review is recorded after the entry it reaches."""
        numbers = self._model.ledger.numbers
        if self._scanning or not numbers or (self._scanned is not None and self._scanned <= numbers[-1]):
            return
        self._scanning = True
        self._front.audit(ASKED, self._scanned, partial(self._found, self._age))

    def _found(self, age: int, page: AuditPage) -> None:
        if age != self._age:
            return
        self._scanning = False
        self._seen = self._seen or page.last
        self._take(page)
        self._scanned = page.further if page.further is not None else 0
        self._scan()

    def _headed(self, age: int, page: AuditPage) -> None:
        """What is new at the top; where so much came that it does not join what was looked through, all is looked through anew."""
        if age != self._age:
            return
        if page.further is not None and page.further > self._seen:
            self._scanned = page.further
        self._seen = max(self._seen, page.last)
        self._take(page)
        self._scan()

    def _take(self, page: AuditPage) -> None:
        self.last = max(self.last, page.last)
        for row in page.rows:
            review = review_of(row)
            if review is not None:
                self._reviews[review.n] = review
                self._model.draw(review)
        self.changed.emit()
