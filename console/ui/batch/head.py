"""The card on top of the form: promise, forecast, chance, blockers, next signature, owner, identity."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QLabel, QVBoxLayout

from console.ui import marks
from console.view.batch.card import Card
from console.view.tokens import LIGHT, Tokens

MARK_PX = 30


class Figure(QVBoxLayout):
    """A small heading, one large answer, and what stands behind it."""

    def __init__(self, heading: str) -> None:
        super().__init__()
        self.setSpacing(0)
        self.heading = self._label(heading, "small")
        self.value = self._label("", "number")
        self.note = self._label("", "small")
        self.value.setWordWrap(True)
        self.note.setWordWrap(True)
        for label in (self.heading, self.value, self.note):
            self.addWidget(label)
        self.addStretch()

    @staticmethod
    def _label(words: str, role: str) -> QLabel:
        label = QLabel(words)
        label.setProperty("role", role)
        label.setMinimumWidth(60)
        label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        return label

    def say(self, value: str, note: str) -> None:
        """The answer and what stands behind it."""
        self.value.setText(value)
        self.note.setText(note)
        self.value.setAccessibleName(f"{self.heading.text()}: {value} {note}")


class Head(QFrame):
    """Shows a card; every text comes ready."""

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("role", "panel")
        self._tokens: Tokens = LIGHT
        self._sign = ""
        self._card: Card | None = None
        self.mark = QLabel()
        self.title, self.status = QLabel(), QLabel()
        self.title.setProperty("role", "sentence")
        self.status.setProperty("role", "strong")
        self.identity = QLabel()
        self.identity.setProperty("role", "muted")
        for label in (self.title, self.identity):
            label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.promise, self.chance = Figure("Promise"), Figure("Chance of keeping it")
        self.release, self.end = Figure("Release, P50"), Figure("Promise's end, P50")
        self.facts = {name: QLabel() for name in ("Blocks release", "Next signature", "Owner", "Clinic slots", "Milestones")}
        self.imported = QLabel()
        self.imported.setProperty("role", "strong")
        column = QVBoxLayout(self)
        column.setContentsMargins(14, 8, 14, 8)
        column.setSpacing(8)
        column.addLayout(self._first_line())
        column.addWidget(self.imported)
        column.addLayout(self._figures())

    def _first_line(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(10)
        for part in (self.mark, self.title, self.status):
            row.addWidget(part)
        self.identity.setMinimumWidth(80)
        row.addWidget(self.identity, 1)
        return row

    def _figures(self) -> QGridLayout:
        grid = QGridLayout()
        grid.setHorizontalSpacing(18)
        for column, figure in enumerate((self.promise, self.chance, self.release, self.end)):
            grid.addLayout(figure, 0, column)
            grid.setColumnStretch(column, 2)
        facts = QGridLayout()
        facts.setVerticalSpacing(2)
        facts.setHorizontalSpacing(10)
        for row, (name, label) in enumerate(self.facts.items()):
            heading = QLabel(name)
            heading.setProperty("role", "small")
            label.setWordWrap(True)
            label.setMinimumWidth(120)
            facts.addWidget(heading, row, 0, Qt.AlignmentFlag.AlignTop)
            facts.addWidget(label, row, 1, Qt.AlignmentFlag.AlignTop)
        facts.setColumnStretch(1, 1)
        facts.setRowStretch(len(self.facts), 1)
        grid.addLayout(facts, 0, 4)
        grid.setColumnStretch(4, 5)
        return grid

    def say(self, card: Card) -> None:
        """Show this card; the same card again costs nothing."""
        if card == self._card:
            return
        self._card = card
        self._sign = card.sign
        self._draw_mark()
        self.title.setText(card.title)
        self.status.setText(" · ".join(part for part in (card.standing, card.status) if part))
        self.identity.setText(card.identity)
        self.imported.setText(card.imported)
        self.imported.setVisible(bool(card.imported))
        self.promise.say(card.promise, card.promise_note)
        self.chance.say(card.chance, card.chance_note)
        self.release.say(card.release, card.release_note)
        self.end.say(card.end, card.end_note)
        self.facts["Blocks release"].setText("; ".join(card.blockers) or "nothing")
        self.facts["Next signature"].setText(card.next_signature or "none")
        self.facts["Owner"].setText(card.owner)
        self.facts["Clinic slots"].setText(card.slots or "none booked")
        self.facts["Milestones"].setText("; ".join(words for words, _ in card.milestones) or "none")

    def dress(self, tokens: Tokens) -> None:
        """Draw in these colours."""
        self._tokens = tokens
        self._draw_mark()

    def _draw_mark(self) -> None:
        self.mark.setVisible(bool(self._sign))
        if self._sign:
            self.mark.setPixmap(marks.pixmap(self._sign, self._tokens, MARK_PX))
