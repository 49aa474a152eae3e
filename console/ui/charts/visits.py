"""When a person last looked at the charts of this console, so that they can ask what has changed since."""

from __future__ import annotations

from contextlib import suppress
from datetime import datetime, timedelta
from typing import Protocol

KEY = "charts.here"
SHORT = timedelta(minutes=5)
"""Whoever comes back sooner has not been away."""


class Memory(Protocol):
    """What a visit is kept in, and who is there now."""

    @property
    def user(self) -> str:
        """Who is logged in; empty for nobody."""

    def now(self) -> datetime:
        """The site's instant."""

    def setting(self, name: str) -> str:
        """The text kept under this name, empty when there is none."""

    def remember(self, name: str, value: str) -> None:
        """Keep a text under this name."""


class Visits:
    """Each person's last visit; `before` is the end of the one before this, None for a first visit."""

    def __init__(self, memory: Memory) -> None:
        self._memory = memory
        self._user: str | None = None
        self._here = False
        self._before: datetime | None = None

    @property
    def before(self) -> datetime | None:
        """When whoever is there now was last here."""
        if self._memory.user != self._user:
            self._user = self._memory.user
            self._before = self._kept()
        return self._before

    def came(self) -> None:
        """Somebody looks again; after a short absence the visit goes on."""
        self._here = True
        kept = self._kept()
        if self._user != self._memory.user or (kept is not None and self._memory.now() - kept > SHORT):
            self._user, self._before = self._memory.user, kept

    def left(self) -> None:
        """Nobody looks any more; while the console is being taken down nothing can be kept, and nothing is lost by that."""
        if not self._here:
            return
        self._here = False
        with suppress(RuntimeError):
            self._memory.remember(self._name(), self._memory.now().isoformat())

    def _name(self) -> str:
        return f"{KEY}.{self._memory.user}" if self._memory.user else KEY

    def _kept(self) -> datetime | None:
        try:
            at = datetime.fromisoformat(self._memory.setting(self._name()))
        except ValueError:
            return None
        return at if at.tzinfo is not None else None
