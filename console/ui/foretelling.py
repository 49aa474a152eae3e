"""What the planner says to a question while it is being filled in: asked when the hand rests, one wish at a time."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QObject, QTimer

from console.domain.refusal import Refusal
from console.planning.answers.plan_view import Answer, Wish
from console.service.ports import Front
from console.ui.asking import AskPanel

REST_MS = 400
"""How long nothing must have been typed before the planner is asked."""


class Foretelling(QObject):
    """Follows one panel for as long as it is open; `tell` is told each wish with its answer."""

    def __init__(
        self, front: Front, panel: AskPanel, is_open: Callable[[], bool], tell: Callable[[Wish, Answer | Refusal], None]
    ) -> None:
        super().__init__(panel)
        self._front, self._panel, self._is_open, self._tell = front, panel, is_open, tell
        self._waits = False
        self._answered: Wish | None = None
        self._rest = QTimer(self)
        self._rest.setSingleShot(True)
        self._rest.setInterval(REST_MS)
        self._rest.timeout.connect(self._ask)
        panel.edited.connect(self._rest.start)

    def _ask(self) -> None:
        """Ask what is wished now; while an answer is awaited, what is wished meanwhile is asked after it."""
        if self._waits or not self._is_open():
            return
        wish = self._panel.wish
        if wish is not None and wish != self._answered:
            self._waits = True
            self._front.ask_plan(wish, partial(self._told, wish))

    def _told(self, wish: Wish, answer: Answer | Refusal) -> None:
        self._waits, self._answered = False, wish
        if self._is_open():
            self._tell(wish, answer)
            self._ask()
