"""A panel of the plan in the drawer: sections of lines, each with its mark and its buttons, and what is asked below them."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from console.ui import marks
from console.view.plan.lines import Line, Section, Told
from console.view.tokens import Tokens

MARK_PX = 16
IN_A_ROW = 2
"""So many buttons stand beside one another: the drawer is narrow, and gloves need room."""


class ToldPanel(QWidget):
    """Shows what is told; `pressed` carries the key of a line's button. What is put below stays when the words change."""

    pressed = Signal(str)

    def __init__(self, told: Told, tokens: Tokens, acts: tuple[tuple[str, str], ...] = (), below: QWidget | None = None) -> None:
        super().__init__()
        self._tokens = tokens
        self.told = told
        self._bodies: list[QWidget] = []
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 4, 8, 4)
        self._column.setSpacing(10)
        if acts:
            self._column.addLayout(self._buttons(acts))
        if below is not None:
            self._column.addWidget(below)
        self._column.addStretch()
        self._draw()

    def tell(self, told: Told) -> None:
        """Tell something else in the same place."""
        if told != self.told:
            self.told = told
            self._draw()

    def dress(self, tokens: Tokens) -> None:
        """Draw in these colours."""
        self._tokens = tokens
        self._draw()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Words that wrap need more height in a narrower drawer."""
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        """Ask for the height that all words take at this width: a scroll area would squeeze them into less."""
        self.setMinimumHeight(max(0, self._column.totalHeightForWidth(self.width())))

    def _draw(self) -> None:
        for old in self._bodies:
            self._column.removeWidget(old)
            old.hide()
            old.deleteLater()
        first = _made([words(self.told.about, "strong"), *(self._section(s) for s in self.told.sections if not s.below)])
        last = _made([self._section(s) for s in self.told.sections if s.below])
        self._bodies = [first, last]
        self._column.insertWidget(0, first)
        self._column.insertWidget(self._column.count() - 1, last)
        self._fit()

    def _section(self, section: Section) -> QWidget:
        made = QWidget()
        column = QVBoxLayout(made)
        column.setContentsMargins(0, 4, 0, 0)
        column.setSpacing(6)
        column.addWidget(words(section.heading, "muted"))
        for line in section.lines:
            column.addWidget(self._line(line))
        return made

    def _line(self, line: Line) -> QWidget:
        made = QWidget()
        made.setAccessibleName(" ".join(part for part in (line.words, line.small) if part))
        row = QHBoxLayout(made)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        if line.sign:
            mark = QLabel()
            mark.setPixmap(marks.pixmap(line.sign, self._tokens, MARK_PX))
            row.addWidget(mark, 0, Qt.AlignmentFlag.AlignTop)
        column = QVBoxLayout()
        column.setSpacing(1)
        column.addWidget(words(line.words))
        if line.small:
            column.addWidget(words(line.small, "small"))
        if line.acts:
            column.addLayout(self._buttons(line.acts))
        row.addLayout(column, 1)
        return made

    def _buttons(self, acts: tuple[tuple[str, str], ...]) -> QGridLayout:
        grid = QGridLayout()
        grid.setSpacing(6)
        for n, (key, title) in enumerate(acts):
            button = QPushButton(title)
            button.setObjectName(key)
            button.clicked.connect(lambda _checked=False, key=key: self.pressed.emit(key))
            grid.addWidget(button, n // IN_A_ROW, n % IN_A_ROW)
        grid.setColumnStretch(IN_A_ROW, 1)
        return grid


def _made(parts: list[QWidget]) -> QWidget:
    body = QWidget()
    column = QVBoxLayout(body)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(8)
    for part in parts:
        column.addWidget(part)
    return body


def words(text: str, role: str = "") -> QLabel:
    """A label that wraps, in one of the roles of the look."""
    label = QLabel(text)
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setWordWrap(True)
    label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
    if role:
        label.setProperty("role", role)
    return label
