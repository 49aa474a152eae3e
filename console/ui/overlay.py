"""A sheet laid over the window that Esc takes away; never a modal box."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QLabel, QVBoxLayout, QWidget


class Overlay(QFrame):
    """A card over its parent, near the top; the keyboard goes back to where it came from when it closes."""

    closed = Signal()

    def __init__(self, parent: QWidget, title: str, width: int) -> None:
        super().__init__(parent)
        self.setProperty("role", "card")
        self.setAccessibleName(title)
        self.setAutoFillBackground(True)
        self._width = width
        self._room = parent
        self._before: QWidget | None = None
        self.body = QVBoxLayout(self)
        self.body.setContentsMargins(16, 12, 16, 16)
        self.body.setSpacing(8)
        heading = QLabel(title)
        heading.setProperty("role", "title")
        self.body.addWidget(heading)
        parent.installEventFilter(self)
        self.hide()

    def open_at(self, focus: QWidget) -> None:
        """Show the sheet and give it the keyboard."""
        self._before = self.window().focusWidget()
        self._settle()
        self.show()
        self.raise_()
        focus.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def close_sheet(self) -> None:
        """Take the sheet away."""
        if self.isVisible():
            self.hide()
            if self._before is not None:
                self._before.setFocus(Qt.FocusReason.OtherFocusReason)
            self.closed.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc takes the sheet away."""
        if event.key() == Qt.Key.Key_Escape:
            self.close_sheet()
        else:
            super().keyPressEvent(event)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Stay in place when the window changes its size."""
        if event.type() == QEvent.Type.Resize and self.isVisible():
            self._settle()
        return super().eventFilter(watched, event)

    def _settle(self) -> None:
        room = self._room.rect()
        width = min(self._width, room.width() - 32)
        height = min(max(self.sizeHint().height(), 120), room.height() - 80)
        self.setGeometry((room.width() - width) // 2, min(64, room.height() // 8), width, height)
