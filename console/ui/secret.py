"""The line for a password: typed each time, never pasted, never dropped, never shown."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QContextMenuEvent, QDragEnterEvent, QDropEvent, QInputMethodEvent, QKeyEvent, QKeySequence, QMouseEvent
from PySide6.QtWidgets import QLineEdit


class SecretLine(QLineEdit):
    """A password line that refuses paste in every form and says so."""

    paste_refused = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setEchoMode(QLineEdit.EchoMode.Password)
        self.setAcceptDrops(False)
        self.setDragEnabled(False)
        self.setInputMethodHints(
            Qt.InputMethodHint.ImhHiddenText
            | Qt.InputMethodHint.ImhSensitiveData
            | Qt.InputMethodHint.ImhNoPredictiveText
        )
        self.paste_refused.connect(lambda: self.setPlaceholderText("type it: pasting is not allowed here"))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Letters go in; paste does not."""
        if event.matches(QKeySequence.StandardKey.Paste):
            self.paste_refused.emit()
            event.accept()
        else:
            super().keyPressEvent(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """No menu, as it would offer paste."""
        event.accept()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """The middle button pastes on some desktops: not here."""
        if event.button() == Qt.MouseButton.MiddleButton:
            self.paste_refused.emit()
            event.accept()
        else:
            super().mouseReleaseEvent(event)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Nothing is dropped here."""
        event.ignore()

    def dropEvent(self, event: QDropEvent) -> None:
        """Nothing is dropped here."""
        event.ignore()

    def inputMethodEvent(self, event: QInputMethodEvent) -> None:
        """An input method may compose one letter, not bring a whole text."""
        if len(event.commitString()) > 1:
            self.paste_refused.emit()
            event.accept()
        else:
            super().inputMethodEvent(event)
