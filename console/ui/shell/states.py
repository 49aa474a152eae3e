"""Empty and loading are drawn on purpose: what is missing, how long, and what one can do."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QProgressBar, QPushButton, QVBoxLayout, QWidget


class StatePage(QWidget):
    """A calm page in the middle of the window: a heading, a sentence, and buttons that run actions."""

    chosen = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.heading = QLabel()
        self.heading.setProperty("role", "sentence")
        self.words = QLabel()
        self.words.setWordWrap(True)
        self.words.setMaximumWidth(640)
        self.words.setProperty("role", "muted")
        self.bar = QProgressBar()
        self.bar.setMaximumWidth(480)
        self.bar.setRange(0, 0)
        self._row = QHBoxLayout()
        column = QVBoxLayout(self)
        column.addStretch(2)
        for part in (self.heading, self.words, self.bar):
            part_alignment = Qt.AlignmentFlag.AlignHCenter
            column.addWidget(part, 0, part_alignment)
        column.addLayout(self._row)
        column.addStretch(3)
        column.setSpacing(14)

    def empty(self, heading: str, words: str, actions: tuple[tuple[str, str], ...] = ()) -> None:
        """Nothing is here yet: say so, and offer (action id, title) pairs."""
        self._say(heading, words, loading=False)
        self._row.addStretch()
        for name, title in actions:
            button = QPushButton(title)
            button.clicked.connect(lambda _=False, key=name: self.chosen.emit(key))
            self._row.addWidget(button)
        self._row.addStretch()

    def loading(self, words: str) -> None:
        """Something is being read: say what."""
        self._say("One moment", words, loading=True)

    def _say(self, heading: str, words: str, *, loading: bool) -> None:
        self.heading.setText(heading)
        self.words.setText(words)
        self.bar.setVisible(loading)
        while (item := self._row.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.deleteLater()
