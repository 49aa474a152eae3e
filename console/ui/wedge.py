"""The scanner types like a very fast person: what comes in one burst is a scan, and it opens, never acts."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt, QTimerEvent, Signal
from PySide6.QtGui import QGuiApplication, QKeyEvent, QWindow
from PySide6.QtWidgets import QAbstractSpinBox, QApplication, QComboBox, QLineEdit, QPlainTextEdit, QTextEdit

LONGEST_GAP_MS = 35
PATIENCE_MS = 60
SHORTEST_SCAN = 6
ENDINGS = (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Tab)
GROUP_SEPARATOR = "\x1d"
_COMMANDS = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier | Qt.KeyboardModifier.MetaModifier
_WRITING = (QLineEdit, QPlainTextEdit, QTextEdit, QAbstractSpinBox, QComboBox)


class Wedge(QObject):
    """Watches the keys of windows only (at a widget each key comes again for every parent).

    Where nobody writes, a letter waits a little longer than the longest gap of a burst before it counts as typed, so that the first
    letter of a scan can never be a shortcut. `scanned` carries the text without prefix and suffix, `typed` a letter
    that was only typed. Inside a text field letters pass; only a scan's ending is kept back.
    """

    scanned = Signal(str)
    typed = Signal(str)

    def __init__(self, app: QGuiApplication, prefix: str = "", suffix: str = "") -> None:
        super().__init__(app)
        self.prefix = prefix
        self.suffix = suffix
        self._burst = ""
        self._held = ""
        self._inside = False
        self._last_ms = 0
        self._timer = 0
        self._looked_again = False
        app.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Look at key presses on their way into a window."""
        if not isinstance(watched, QWindow) or not isinstance(event, QKeyEvent):
            return False
        if event.type() == QEvent.Type.ShortcutOverride and self._is_letter(event) and not _somebody_writes():
            event.accept()  # not a shortcut yet: it comes again as a key press, and waits there
            return True
        return event.type() == QEvent.Type.KeyPress and self._pressed(event)

    def timerEvent(self, event: QTimerEvent) -> None:
        """The gap is over: what was held back was only typed, unless a busy console has keys still waiting."""
        if self._looked_again:
            self._let_go()
        else:
            self._wait(0)
            self._looked_again = True

    def _is_letter(self, event: QKeyEvent) -> bool:
        text = event.text()
        if event.modifiers() & _COMMANDS or not text or event.isAutoRepeat():
            return False
        if text in (self.prefix, self.suffix, GROUP_SEPARATOR):
            return True
        return text.isprintable() and (text != " " or bool(self._burst))

    def _pressed(self, event: QKeyEvent) -> bool:
        if event.timestamp() - self._last_ms > LONGEST_GAP_MS:
            self._let_go()
        if event.key() in ENDINGS and not self.suffix:
            return self._end()
        if not self._is_letter(event):
            self._let_go()
            return False
        self._last_ms = event.timestamp()
        return self._letter(event.text())

    def _letter(self, text: str) -> bool:
        if self.suffix and text == self.suffix:
            return self._end()
        if self.prefix and text == self.prefix and not self._inside:
            self._burst, self._inside = "", True
            return True
        self._burst += text
        if self._inside:
            return True
        if _somebody_writes():
            return False
        self._held += text
        self._wait(PATIENCE_MS)
        return True

    def _end(self) -> bool:
        burst = self._burst
        if self._inside or (not self.prefix and len(burst) >= SHORTEST_SCAN):
            self._forget()
            self.scanned.emit(burst)
            return True
        self._let_go()
        return False

    def _wait(self, milliseconds: int) -> None:
        if self._timer:
            self.killTimer(self._timer)
        self._looked_again = False
        self._timer = self.startTimer(milliseconds, Qt.TimerType.PreciseTimer)

    def _forget(self) -> None:
        if self._timer:
            self.killTimer(self._timer)
        self._burst, self._held, self._inside, self._timer = "", "", False, 0

    def _let_go(self) -> None:
        held = self._held
        self._forget()
        for letter in held:
            self.typed.emit(letter)


def _somebody_writes() -> bool:
    focus = QApplication.focusWidget()
    return isinstance(focus, _WRITING) and focus.isEnabled()
