"""The selected batch at a glance, beside the board: promise, forecast, what stands in its way, its clocks and its owner."""

from __future__ import annotations

from html import escape

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QScrollArea, QVBoxLayout, QWidget

from console.ui import marks
from console.ui.page import Place
from console.view.batch.card import Card, Seen, card
from console.view.batch.clocks import clocks_table
from console.view.tokens import LIGHT, Tokens

MARK_PX = 24
WIDTH = 300
CLOCKS = 4
PLAIN = "-"
"""The heading of words that are no answer to anything."""


class Glance(QFrame):
    """A narrow card; nothing can be changed in it, its button leads to the form."""

    goes = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("role", "panel")
        self.setFixedWidth(WIDTH)
        self.setAccessibleName("Selected batch")
        self._tokens: Tokens = LIGHT
        self._seen: Seen | None = None
        self._batch, self._sign = "", ""
        self.mark, self.title = QLabel(), QLabel()
        self.title.setProperty("role", "strong")
        self.facts = QVBoxLayout()
        self.facts.setSpacing(8)
        self.button = QPushButton("Open the batch (Enter)")
        self.button.clicked.connect(lambda: self.goes.emit(Place("batch", self._batch)))
        self._lay_out()
        self.say(None)

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.addWidget(self.mark)
        head.addWidget(self.title, 1)
        body = QWidget()
        column = QVBoxLayout(body)
        column.setContentsMargins(0, 0, 6, 0)
        column.addLayout(self.facts)
        column.addStretch()
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setWidget(body)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(12, 10, 12, 10)
        whole.addLayout(head)
        whole.addWidget(area, 1)
        whole.addWidget(self.button)

    def say(self, seen: Seen | None) -> None:
        """Show this batch, or that none is selected."""
        self._seen = seen
        told = card(seen) if seen is not None else None
        self._batch = seen.batch.id if seen is not None else ""
        self._sign = told.sign if told else ""
        self.title.setText(told.title if told else "No batch is selected")
        self.button.setEnabled(seen is not None)
        self._draw_mark()
        rows = _facts(told, seen) if told and seen else [(PLAIN, "Click a bar, or walk with the arrow keys; / finds a batch.")]
        while self.facts.count() < len(rows):
            self.facts.addWidget(self._fact())
        for place in range(self.facts.count()):
            item = self.facts.itemAt(place)
            label = item.widget() if item is not None else None
            if isinstance(label, QLabel):
                label.setVisible(place < len(rows))
                if place < len(rows):
                    label.setText(_rich(*rows[place], self._tokens.muted))

    def dress(self, tokens: Tokens) -> None:
        """Draw in these colours."""
        self._tokens = tokens
        self._draw_mark()
        self.say(self._seen)

    @staticmethod
    def _fact() -> QLabel:
        label = QLabel()
        label.setTextFormat(Qt.TextFormat.RichText)
        label.setWordWrap(True)
        label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        return label

    def _draw_mark(self) -> None:
        self.mark.setVisible(bool(self._sign))
        if self._sign:
            self.mark.setPixmap(marks.pixmap(self._sign, self._tokens, MARK_PX))


def _rich(heading: str, words: str, muted: str) -> str:
    """A small grey heading over its answer; what people wrote is never taken for markup."""
    answer = escape(words).replace("\n", "<br>")
    if heading == PLAIN:
        return answer
    if not heading:
        return f'<span style="font-weight: 600">{answer}</span>'
    return f'<span style="color: {muted}">{escape(heading)}</span><br>{answer}'


def _facts(told: Card, seen: Seen) -> list[tuple[str, str]]:
    rows = [
        ("", " · ".join(part for part in (told.standing, told.status) if part)),
        ("", told.imported),
        ("Promise", "\n".join((told.promise, told.promise_note)).strip()),
        ("Chance of keeping it", "\n".join((told.chance, told.chance_note)).strip()),
        ("Release, P50", "\n".join((told.release, told.release_note)).strip()),
        ("Promise's end, P50", "\n".join((told.end, told.end_note)).strip()),
        ("Blocks release", "; ".join(told.blockers) or "nothing"),
        ("Next signature", told.next_signature or "none"),
        ("Owner", told.owner),
    ]
    clocks = ["  ".join(cell for cell in row.cells[:3] if cell) for row in clocks_table(seen).rows[:CLOCKS]]
    rows.append(("Clocks, the first to break on top", "\n".join(clocks) or "no hold or window runs"))
    rows.append(("Milestones", "\n".join(", ".join(part for part in each if part) for each in told.milestones)))
    rows.append(("Identity", told.identity))
    return [(heading, words) for heading, words in rows if words]
