"""A console that nobody touches locks itself: readable for all, actionable for nobody."""

from __future__ import annotations

from datetime import datetime, timedelta

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
    """Watches for hands on keyboard, mouse and glass; it reads no clock, the second hand brings the time."""

    gone = Signal()

    def __init__(self, app: QGuiApplication, after: timedelta) -> None:
        super().__init__(app)
        self.after = after
        self._touched = True
        self._last: datetime | None = None
        app.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """A touch counts; nothing is kept back."""
        if isinstance(watched, QWindow) and event.type() in _TOUCHES:
            self._touched = True
        return False

    def tick(self, now: datetime) -> None:
        """Once a second: say `gone` once when nobody touched the console for long enough."""
        if self._touched:
            self._touched, self._last = False, now
        elif self._last is not None and now - self._last >= self.after:
            self._last = None
            self.gone.emit()
