"""The box: a line to type in, what was found below it, and the chosen hit told whole at its foot."""

from __future__ import annotations

from collections.abc import Callable
from zoneinfo import ZoneInfo

from PySide6.QtCore import QEvent, QObject, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLabel, QLineEdit, QWidget

from console.service.ports import Front
from console.service.spelling import LONGEST
from console.ui.find.lines import HitList
from console.ui.find.seeker import Answer, Seeker
from console.ui.overlay import Overlay
from console.ui.page import Place
from console.view.search.things import Thing, Where
from console.view.tokens import Tokens

TITLE = "Find"
HINT = "a number or words: B-0412, a name, a lot, a deviation, #1234, what somebody wrote"
BEFORE = "Type a few letters. ↑ ↓ choose, Enter goes there, Esc leaves."
NOTHING = "Nothing has these words."
SEARCHING = "Searching the record…"
WIDE_PX, HIGH_PX = 860, 580
_STEPS = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1, Qt.Key.Key_PageDown: 8, Qt.Key.Key_PageUp: -8}
_LEADS = {
    "batch": "goes to the batch",
    "board": "goes to its row on the board",
    "audit": "goes to the entry in the audit",
    "handover": "goes to the handover",
    "blanks": "goes to the sheet",
}


class FindBox(Overlay):
    """One search for everything; it only leads somewhere, it never acts."""

    goes = Signal(object)

    def __init__(self, parent: QWidget, front: Front, zone: Callable[[], ZoneInfo]) -> None:
        super().__init__(parent, TITLE, WIDE_PX)
        self.seeker = Seeker(self, front, zone)
        self.inside: Thing | None = None
        self._typed = ""
        self.line = QLineEdit()
        self.line.setPlaceholderText(HINT)
        self.line.setAccessibleName(TITLE)
        self.line.setMaxLength(LONGEST)
        self.line.installEventFilter(self)
        self.of = QLabel()
        self.of.setWordWrap(True)
        self.of.setProperty("role", "strong")
        self.list = HitList(f"{TITLE}: what was found")
        self.state, self.whole = QLabel(BEFORE), QLabel()
        for label in (self.state, self.whole):
            label.setWordWrap(True)
            label.setTextFormat(Qt.TextFormat.PlainText)
        self.of.setTextFormat(Qt.TextFormat.PlainText)
        self.state.setProperty("role", "muted")
        for part in (self.line, self.state, self.of, self.list, self.whole):
            self.body.addWidget(part, 1 if part is self.list else 0)
        self.of.hide()
        self.line.textChanged.connect(self._typed_in)
        self.line.returnPressed.connect(self.take)
        self.list.taken.connect(self.take)
        self.list.looked.connect(self._told)
        self.seeker.answered.connect(self._answered)

    def sizeHint(self) -> QSize:
        """As high whatever is told in it: the list gives way."""
        return QSize(WIDE_PX, HIGH_PX)

    def open(self, words: str = "") -> None:
        """Show the box and wait for words."""
        self.seeker.warm()
        self._leave_inside()
        self.line.setText(words)
        self.line.selectAll()
        self._typed_in(words)
        self.open_at(self.line)

    def dress(self, tokens: Tokens, high: int) -> None:
        """Draw in these colours, each line so high."""
        self.list.painter.tokens, self.list.painter.high = tokens, high
        self.list.doItemsLayout()

    def take(self) -> None:
        """Go where the chosen hit leads, or tell more of it."""
        found = self.list.current()
        if found is None:
            return
        if found.where.look:
            self._look_into(found)
            return
        self.close_sheet()
        self.goes.emit(place_of(found.where))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc goes back to what was found, then leaves."""
        if event.key() == Qt.Key.Key_Escape and self.inside is not None:
            self._back()
        else:
            super().keyPressEvent(event)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Arrows in the line walk the hits; backspace in an empty line goes back."""
        if watched is self.line and isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            step = _STEPS.get(Qt.Key(event.key()))
            if step is not None:
                self.list.step(step)
                return True
            if event.key() == Qt.Key.Key_Backspace and self.inside is not None and not self.line.text():
                self._back()
                return True
        return super().eventFilter(watched, event)

    def _typed_in(self, words: str) -> None:
        if self.inside is not None:
            if not words:
                return
            self._leave_inside()
        self.list.forget()
        self.seeker.seek(words)

    def _look_into(self, found: Thing) -> None:
        self._typed = self.line.text()
        self.inside = found
        self.line.clear()
        self.of.setText(f"{found.word.capitalize()} {found.id}: {found.line}")
        self.of.show()
        self.list.forget()
        self.seeker.look_into(found)

    def _back(self) -> None:
        self._leave_inside()
        self.line.setText(self._typed)
        self._typed_in(self._typed)

    def _leave_inside(self) -> None:
        self.inside = None
        self.of.hide()

    def _answered(self, answer: Answer) -> None:
        self.list.show_groups(answer.groups)
        self.state.setText(self._said(answer))

    def _said(self, answer: Answer) -> str:
        """How the search stands, in a line that is always there, so that nothing below it jumps."""
        back = "Esc goes back." if self.inside is not None else "Esc leaves."
        if answer.searching:
            return SEARCHING
        if self.inside is None and not self.line.text().strip():
            return BEFORE
        if not answer.groups:
            return NOTHING
        listed = sum(len(group.things) for group in answer.groups)
        return f"{listed} listed. ↑ ↓ choose, Enter takes the marked one, {back}"

    def _told(self) -> None:
        """The chosen hit whole: nothing is cut off for good."""
        found = self.list.current()
        self.whole.setVisible(found is not None)
        if found is not None:
            leads = "tells more of it" if found.where.look else _LEADS.get(found.where.page, "")
            self.whole.setText(f"{found.word.capitalize()} {found.id}: {found.line}" + (f"  —  Enter {leads}" if leads else ""))


def place_of(where: Where) -> Place:
    """Where a hit leads, as the window goes there."""
    return Place(where.page, where.batch, where.step, where.entry, sheet=where.sheet, about=where.about)
