"""A console that nobody touches locks itself: readable for all, actionable for nobody."""

from __future__ import annotations

from datetime import timedelta

from PySide6.QtCore import QEvent, QObject, Signal
from PySide6.QtGui import QGuiApplication, QWindow

_TOUCHES = (
    QEvent.Type.KeyPress,
    QEvent.Type.MouseButtonPress,
    QEvent.Type.MouseMove,
    QEvent.Type.Wheel,
    QEvent.Type.TouchBegin,
)


class Idle(QObject):
    """Watches for hands on keyboard, mouse and glass, and counts the seconds without one.

    It counts the second hand's own ticks, not the site's clock: a demo's hours go by in minutes.
    """

    gone = Signal()

    def __init__(self, app: QGuiApplication, after: timedelta) -> None:
        super().__init__(app)
        self.after = after
        self._touched = True
        self._still = 0
        app.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """A touch counts; nothing is kept back."""
        if isinstance(watched, QWindow) and event.type() in _TOUCHES:
            self._touched = True
        return False

    def tick(self) -> None:
        """Once a second: say `gone` once when nobody touched the console for long enough."""
        self._still = 0 if self._touched else self._still + 1
        self._touched = False
        if self._still == self.after.total_seconds():
            self.gone.emit()
