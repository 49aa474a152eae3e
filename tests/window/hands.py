"""A person at the console: keys and clicks that reach the window as a keyboard and a mouse would send them."""

from __future__ import annotations

from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QWindow
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget

BETWEEN_LETTERS_MS = 45
"""Slower than a scanner (35 ms), faster than a typist."""
LONGEST_WALK = 30

CTRL = Qt.KeyboardModifier.ControlModifier
CTRL_ALT = CTRL | Qt.KeyboardModifier.AltModifier
CTRL_SHIFT = CTRL | Qt.KeyboardModifier.ShiftModifier
PLAIN = Qt.KeyboardModifier.NoModifier


def press(widget: QWidget, key: Qt.Key, held: Qt.KeyboardModifier = PLAIN) -> None:
    """One key, in the window of this widget."""
    QTest.keyClick(_window(widget), key, held)
    QTest.qWait(BETWEEN_LETTERS_MS)


def write(widget: QWidget, words: str) -> None:
    """Letters one by one, into whatever has the keyboard in the window of this widget."""
    for letter in words:
        QTest.keyClick(_window(widget), ord(letter))
        QTest.qWait(BETWEEN_LETTERS_MS)


def walk_to(widget: QWidget) -> None:
    """Tab, until this has the keyboard; what has it is scrolled into sight."""
    for _ in range(LONGEST_WALK):
        if widget.hasFocus():
            return
        press(widget, Qt.Key.Key_Tab)
    raise AssertionError(f"Tab does not lead to {widget.accessibleName() or widget}")


def click(widget: QWidget, at: QPoint | None = None) -> None:
    """The left button, in the middle of this widget or at a point of it."""
    point = at if at is not None else widget.rect().center()
    QTest.mouseClick(_window(widget), Qt.MouseButton.LeftButton, PLAIN, widget.mapTo(widget.window(), point))


def _window(widget: QWidget) -> QWindow:
    window = widget.window().windowHandle()
    assert window is not None, "the widget is in no window"
    return window
