"""The full-width stop: what was scanned is not what was meant, and both are named."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QVBoxLayout

from console.ui import marks
from console.view.tokens import LIGHT, Tokens


class FullStop(QFrame):
    """A band across the whole window that stays until somebody says he has seen it."""

    seen = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("notice", "1")
        self.picture = QLabel()
        self.words = QLabel()
        self.words.setProperty("role", "sentence")
        self.words.setWordWrap(True)
        self.way = QLabel()
        self.way.setWordWrap(True)
        self.button = QPushButton("I have stopped and seen this")
        self.button.setProperty("touch", "critical")
        self.button.clicked.connect(self._seen)
        says = QVBoxLayout()
        says.addWidget(self.words)
        says.addWidget(self.way)
        row = QHBoxLayout(self)
        row.setContentsMargins(20, 16, 20, 16)
        row.setSpacing(16)
        row.addWidget(self.picture)
        row.addLayout(says, 1)
        row.addWidget(self.button)
        self.dress(LIGHT)
        self.hide()

    def dress(self, tokens: Tokens) -> None:
        """Draw in these colours."""
        self.picture.setPixmap(marks.pixmap("1", tokens, 56))

    def say(self, words: str, way_out: str) -> None:
        """Stop everybody."""
        self.words.setText(words)
        self.way.setText(way_out)
        self.setAccessibleName(f"Stop: {words} {way_out}")
        self.show()
        self.button.setFocus(Qt.FocusReason.OtherFocusReason)

    def _seen(self) -> None:
        self.hide()
        self.seen.emit()
