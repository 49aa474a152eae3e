"""The hand is quicker than the record: one instant is read at a time, and of all that are wished meanwhile only the latest."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from console.service.held import Held

Read = Callable[[datetime, Callable[[Held], None]], None]


class Chase:
    """Reads what was wished last; `show` is told every state that comes, `waits` which instant is being read (None: none)."""

    def __init__(self, read: Read, show: Callable[[Held], None], waits: Callable[[datetime | None], None]) -> None:
        self._read, self._show, self._waits = read, show, waits
        self._wish: datetime | None = None
        self._flying = False
        self._over = False

    @property
    def idle(self) -> bool:
        """Whether nothing is being read and nothing is wished."""
        return not self._flying

    def want(self, at: datetime) -> None:
        """Show this instant as soon as it can be had."""
        self._wish = at
        self._waits(at)
        if not self._flying:
            self._go()

    def stop(self) -> None:
        """Whatever still comes is let go."""
        self._over, self._wish = True, None

    def _go(self) -> None:
        at, self._wish = self._wish, None
        if at is not None:
            self._flying = True
            self._read(at, self._came)

    def _came(self, held: Held) -> None:
        self._flying = False
        if self._over:
            return
        self._show(held)  # whoever is shown it may wish for more
        if self._flying:
            return
        if self._wish is None:
            self._waits(None)
        else:
            self._go()
