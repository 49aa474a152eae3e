"""F6 walks from pane to pane: the keyboard reaches every part of the window without the mouse."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QWidget

_BY_TAB = Qt.FocusPolicy.TabFocus


def next_pane(panes: list[QWidget], step: int) -> None:
    """Give the keyboard to the next pane in sight that can take it; step is 1 or -1."""
    doors = [(pane, door) for pane in panes if pane.isVisible() and (door := _door(pane)) is not None]
    if not doors:
        return
    focus = QApplication.focusWidget()
    here = next((i for i, (pane, _) in enumerate(doors) if focus is pane or pane.isAncestorOf(focus or pane)), None)
    there = (0 if step > 0 else -1) if here is None or focus is None else here + step
    doors[there % len(doors)][1].setFocus(Qt.FocusReason.TabFocusReason)


def _door(pane: QWidget) -> QWidget | None:
    """The first widget of a pane that takes the keyboard."""
    for widget in (pane, *pane.findChildren(QWidget)):
        if widget.focusPolicy() & _BY_TAB and widget.isVisible() and widget.isEnabled():
            return widget
    return None
