"""What changed since the last handover, as a draft would freeze it: read on demand, not at every entry."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QElapsedTimer

from console.domain.refusal import Refusal
from console.report.changes.lines import Since
from console.service.ports import Front

AGAIN_MS = 10_000
"""It is read no more often than this while somebody looks: a difference is folded anew each time."""


class LookedUp:
    """The last reading of it; `told` is called when there is another."""

    def __init__(self, front: Front, told: Callable[[], None]) -> None:
        self._front, self._told = front, told
        self._entries = -1
        self._asked = QElapsedTimer()
        self.found: Since | Refusal | None = None

    def look(self) -> None:
        """Read it, where something has been recorded since and the last reading is old enough."""
        entries = self._front.floor.entries
        if entries != self._entries and (self.found is None or self._asked.hasExpired(AGAIN_MS)):
            self._entries = entries
            self._asked.start()
            self._front.changes(self._came, anybody=True)

    def _came(self, found: Since | Refusal) -> None:
        self.found = found
        self._told()
