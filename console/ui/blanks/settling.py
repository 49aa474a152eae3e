"""What two people read otherwise on one sheet, side by side: field by field it is said who misread it, with the sheet in hand."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from console.ui.fitted import FittedRows
from console.ui.rows import RowsModel
from console.view.batch.rows import Row, Table
from console.view.blanks.two import Difference
from console.view.tokens import Tokens

HEADINGS = ("Line", "Field", "Keyed first", "Keyed now", "")


class Settling(QWidget):
    """The differences of two keyings; `theirs` is told a field the second person misread, `mine` one the first person did."""

    theirs = Signal(object)
    mine = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self.words = QLabel()
        self.words.setProperty("role", "strong")
        self.words.setWordWrap(True)
        self.rows = FittedRows(RowsModel(HEADINGS), "Read in two ways", (52, 170, 260, 260))
        self.first_right, self.second_right = QPushButton(), QPushButton("The sheet says what I keyed")
        self.first_right.clicked.connect(lambda: self._say(self.theirs.emit))
        self.second_right.clicked.connect(lambda: self._say(self.mine.emit))
        row = QHBoxLayout()
        row.addWidget(self.first_right)
        row.addWidget(self.second_right)
        row.addStretch()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        for part in (self.words, self.rows):
            column.addWidget(part)
        column.addLayout(row)
        self._found: tuple[Difference, ...] = ()
        self.rows.picked.connect(lambda _: self._offer())
        self.hide()

    def tell(self, found: tuple[Difference, ...], first: str, again: frozenset[tuple[str, str]]) -> None:
        """Show these, keyed first by this person; `again` are those of which it is said that the first keying is wrong."""
        self._found = found
        left = sum((d.line, d.name) not in again for d in found)
        self.words.setText(
            f"You and {first} have read the sheet otherwise. Take it in hand, and say of each field what stands there."
            if left
            else f"{first} keys these fields again. What you have keyed is kept for you; nothing was signed."
        )
        self.first_right.setText(f"The sheet says what {first} keyed")
        rows = [
            Row(str(n), (d.line, d.label, d.first or "nothing", d.second or "nothing", _whose(d, first, again)), "3")
            for n, d in enumerate(found)
        ]
        self.rows.rows.show(Table(HEADINGS, tuple(rows)))
        self.setVisible(bool(found))
        if found and not self.rows.currentIndex().isValid():
            self.rows.pick("0")
        self._offer()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter presses the button that has the keyboard, as Space does (Qt does so in boxes only)."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            for button in (self.first_right, self.second_right):
                if button.hasFocus():
                    button.click()
                    return
        super().keyPressEvent(event)

    def start(self) -> None:
        """Give the keyboard to the first of them."""
        self.rows.setFocus()

    def dress(self, tokens: Tokens) -> None:
        """Draw in these colours."""
        self.rows.rows.dress(tokens)

    def _here(self) -> Difference | None:
        place = self.rows.currentIndex().row()
        return self._found[place] if 0 <= place < len(self._found) else None

    def _say(self, tell: Callable[[Difference], object]) -> None:
        here = self._here()
        if here is not None:
            tell(here)

    def _offer(self) -> None:
        for button in (self.first_right, self.second_right):
            button.setEnabled(self._here() is not None)


def _whose(difference: Difference, first: str, again: frozenset[tuple[str, str]]) -> str:
    return f"{first} keys it again" if (difference.line, difference.name) in again else "to be said"
