"""The quiet line above the board: what it says, and the few buttons that act on it."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QSizePolicy

from console.ui import marks
from console.view.plan.strip import StripLine
from console.view.tokens import LIGHT, Tokens

MARK_PX = 18


class PlanStrip(QFrame):
    """Hidden while there is nothing to say; it never comes forward by itself and never closes by itself."""

    pressed = Signal(str)
    """The id of an action."""

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("role", "panel")
        self.setAccessibleName("Plan")
        self._tokens: Tokens = LIGHT
        self._line: StripLine | None = None
        self._mark, self.words = QLabel(), QLabel()
        self.words.setProperty("role", "strong")
        self.words.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self.words.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(10, 2, 8, 2)
        self._row.setSpacing(8)
        self._row.addWidget(self._mark)
        self._row.addWidget(self.words, 1)
        self.buttons: list[QPushButton] = []
        self.hide()

    def say(self, line: StripLine | None) -> None:
        """Say this, or nothing."""
        if line == self._line:
            return
        before, self._line = self._line, line
        self.setVisible(line is not None)
        if line is None:
            return
        self.words.setText(line.words)
        self.words.setToolTip(line.words)
        self.setAccessibleDescription(line.words)
        self._draw_mark()
        if before is None or before.acts != line.acts:
            self._make_buttons(line.acts)

    def dress(self, tokens: Tokens) -> None:
        """Draw in these colours."""
        self._tokens = tokens
        self._draw_mark()

    def _draw_mark(self) -> None:
        sign = self._line.sign if self._line is not None else ""
        self._mark.setVisible(bool(sign))
        if sign:
            self._mark.setPixmap(marks.pixmap(sign, self._tokens, MARK_PX))

    def _make_buttons(self, acts: tuple[tuple[str, str], ...]) -> None:
        for old in self.buttons:
            self._row.removeWidget(old)
            old.hide()
            old.deleteLater()
        self.buttons = []
        for name, title in acts:
            button = QPushButton(title)
            button.setObjectName(name)
            button.clicked.connect(lambda _checked=False, name=name: self.pressed.emit(name))
            self._row.addWidget(button)
            self.buttons.append(button)
