"""The place beside the pages where something is asked or filled in; the board stays in sight."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QAbstractButton, QFrame, QHBoxLayout, QLabel, QPushButton, QScrollArea, QVBoxLayout, QWidget

from console.ui.plainly import plainly

WIDTH = 380


class Drawer(QFrame):
    """One panel at a time, with a title and a way to close it; Esc closes too and nothing is recorded by that."""

    closed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("role", "panel")
        self.setMinimumWidth(WIDTH)
        self.setMaximumWidth(WIDTH + 140)
        self.title = QLabel()
        self.title.setProperty("role", "title")
        self.title.setWordWrap(True)
        leave = QPushButton("Close (Esc)")
        leave.clicked.connect(self.leave)
        head = QHBoxLayout()
        head.addWidget(self.title, 1)
        head.addWidget(leave)
        self._area = QScrollArea()
        self._area.setWidgetResizable(True)
        self._area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        column = QVBoxLayout(self)
        column.setContentsMargins(14, 10, 14, 10)
        column.addLayout(head)
        column.addWidget(self._area, 1)
        self._back: QWidget | None = None
        self.hide()

    def open(self, title: str, panel: QWidget) -> None:
        """Show a panel instead of what was there; a panel that was not kept elsewhere is forgotten."""
        if not self.isVisible():
            self._back = self.window().focusWidget()
        if self._area.widget() is not panel:
            self._forget()
        self.title.setText(title)
        self.setAccessibleName(title)
        self._area.setWidget(panel)
        plainly(panel)
        panel.show()
        self.show()

    def _forget(self) -> None:
        old: QWidget | None = self._area.takeWidget()
        if old is not None:
            old.hide()
            old.setParent(self)
            if not old.property("kept"):
                old.deleteLater()

    @property
    def panel(self) -> QWidget | None:
        """What is open now, or None."""
        return self._area.widget() if self.isVisible() else None

    def leave(self) -> None:
        """Close the drawer; nothing was recorded by opening it."""
        if self.isVisible():
            self.hide()
            if self._back is not None:
                self._back.setFocus(Qt.FocusReason.OtherFocusReason)
            self.closed.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc closes; Enter presses the button that has the keyboard, as Space does (Qt does so in boxes only)."""
        button = self.window().focusWidget()
        if event.key() == Qt.Key.Key_Escape:
            self.leave()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and isinstance(button, QAbstractButton):
            button.click()
        else:
            super().keyPressEvent(event)
