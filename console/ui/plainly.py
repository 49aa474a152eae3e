"""People's words stand on the screen letter for letter: no label reads them as a language of its own."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QWidget


def plainly(within: QWidget) -> None:
    """Let every label in here, and the widget itself, show words as they were written; what is marked up on purpose stays so.

    Left to guess, Qt takes words with `<b>` or `<!--` in them for markup: what one signs would not be what one sees.
    """
    for label in (within, *within.findChildren(QLabel)):
        if isinstance(label, QLabel) and label.textFormat() is Qt.TextFormat.AutoText:
            label.setTextFormat(Qt.TextFormat.PlainText)
