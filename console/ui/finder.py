"""The palette: every action by its words, each with its key or the reason why not now."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from console.ui.actions import Actions
from console.ui.chooser import Choice, Chooser
from console.view.actions import Action, find, why_not


class Finder(Chooser):
    """The command palette over the action table."""

    def __init__(self, parent: QWidget, actions: Actions) -> None:
        super().__init__(parent, "Find an action", "No action has these words.", self._found)
        self._actions = actions

    def _found(self, words: str) -> list[Choice]:
        return [self._choice(row) for row in find(words, self._actions.offered())]

    def _choice(self, row: Action) -> Choice:
        reason = why_not(row, self._actions.situation)
        keys = " or ".join(row.keys)
        tail = f"   —   {reason}" if reason else (f"   ({keys})" if keys else "")
        return Choice(row.id, f"{row.title}{tail}", row.says, self._actions.qt(row.id).icon(), bool(reason))
