"""Qt without a display and without the window: enough for pages, and quick to start."""

from __future__ import annotations

import os
import sys

from PySide6.QtCore import QMessageLogContext, QtMsgType, qInstallMessageHandler
from PySide6.QtGui import QGuiApplication


def headless() -> None:
    """Make Qt draw without a display, whatever the machine has; what it says goes to standard error."""
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    qInstallMessageHandler(say)
    if QGuiApplication.instance() is None:
        _kept.append(QGuiApplication(sys.argv[:1]))


_kept: list[QGuiApplication] = []
"""The application lives as long as the program: Qt draws nothing without it."""


def say(kind: QtMsgType, _: QMessageLogContext, words: str) -> None:
    """What Qt says goes to standard error; what the offscreen plugin says of itself helps nobody."""
    if kind is not QtMsgType.QtDebugMsg and not words.startswith("This plugin does not support"):
        print(words, file=sys.stderr)
