"""A word at the foot of the window that something was recorded; it goes by itself, nothing depends on it."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtWidgets import QLabel, QWidget

STAYS_TICKS = 6


class Toast(QLabel):
    """One line at the foot; the second hand takes it away after some seconds."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setProperty("role", "class")
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self._room = parent
        self._ticks = 0
        parent.installEventFilter(self)
        self.hide()

    def say(self, words: str) -> None:
        """Show these words for some seconds."""
        self.setText(words)
        self.setAccessibleName(words)
        self._ticks = STAYS_TICKS
        self._settle()
        self.show()
        self.raise_()

    def tick(self) -> None:
        """A second is over."""
        if self._ticks:
            self._ticks -= 1
            self.setVisible(self._ticks > 0)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Stay at the foot when the window changes its size."""
        if event.type() == QEvent.Type.Resize:
            self._settle()
        return super().eventFilter(watched, event)

    def _settle(self) -> None:
        self.adjustSize()
        room = self._room.rect()
        self.move((room.width() - self.width()) // 2, room.height() - self.height() - 20)
