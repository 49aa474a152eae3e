"""Type a few letters, choose with the arrows, Enter takes it: actions and batches are found the same way."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QObject, QSize, Qt, Signal
from PySide6.QtGui import QIcon, QKeyEvent, QPixmap
from PySide6.QtWidgets import QLabel, QLineEdit, QListWidget, QListWidgetItem, QWidget

from console.ui.overlay import Overlay

_STEPS = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1, Qt.Key.Key_PageDown: 8, Qt.Key.Key_PageUp: -8}


@dataclass(frozen=True)
class Choice:
    """One line to choose: what it stands for, its words, and whether it can be taken now."""

    key: str
    words: str
    tip: str = ""
    icon: QIcon | None = None
    faint: bool = False


class Chooser(Overlay):
    """A line to type in and a list below it; `source` gives the choices for the words typed."""

    chosen = Signal(str)

    def __init__(self, parent: QWidget, title: str, empty: str, source: Callable[[str], list[Choice]]) -> None:
        super().__init__(parent, title, 680)
        self._source = source
        self.line = QLineEdit()
        self.line.setPlaceholderText("a few letters, ↑ ↓ to choose, Enter to take, Esc to leave")
        self.line.setAccessibleName(title)
        self.line.installEventFilter(self)
        self.line.textChanged.connect(self.show_for)
        self.line.returnPressed.connect(self.take)
        self.list = QListWidget()
        self.list.setAccessibleName(f"{title}: what was found")
        self.list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.list.setMinimumHeight(380)
        self.list.setIconSize(QSize(20, 20))
        self.list.itemClicked.connect(self.take)
        clear = QPixmap(20, 20)
        clear.fill(Qt.GlobalColor.transparent)
        self._blank = QIcon(clear)
        self.empty = QLabel(empty)
        self.empty.setProperty("role", "muted")
        for part in (self.line, self.list, self.empty):
            self.body.addWidget(part)

    def open(self, words: str = "") -> None:
        """Show the sheet and wait for words."""
        self.line.setText(words)
        self.show_for(words)
        self.open_at(self.line)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Arrows in the line walk the list."""
        if watched is self.line and isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            step = _STEPS.get(Qt.Key(event.key()))
            if step is not None and self.list.count():
                row = max(0, min(self.list.count() - 1, self.list.currentRow() + step))
                self.list.setCurrentRow(row)
                return True
        return super().eventFilter(watched, event)

    def show_for(self, words: str) -> None:
        """List what fits these words."""
        self.list.clear()
        for choice in self._source(words):
            item = QListWidgetItem(choice.words)
            if choice.icon is not None:
                item.setIcon(choice.icon if not choice.icon.isNull() else self._blank)
            item.setData(Qt.ItemDataRole.UserRole, choice.key)
            item.setToolTip(choice.tip)
            if choice.faint:
                item.setForeground(self.palette().placeholderText())
            self.list.addItem(item)
        self.list.setCurrentRow(0)
        self.empty.setVisible(not self.list.count())

    def take(self, *_: object) -> None:
        """Close the sheet and say what was chosen."""
        item = self.list.currentItem()
        if item is not None:
            self.close_sheet()
            self.chosen.emit(str(item.data(Qt.ItemDataRole.UserRole)))
