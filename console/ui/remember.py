"""What this console remembers of how it was left: page, look, sizes; never part of the record."""

from __future__ import annotations

from typing import Protocol


class Remember(Protocol):
    """Small texts kept by name between two starts; the front of the service is one."""

    def setting(self, name: str) -> str:
        """The text kept under this name, empty when there is none."""

    def remember(self, name: str, value: str) -> None:
        """Keep a text under this name."""


class Forgetful:
    """Remembers only as long as it lives: for pictures, tests and a console that may not write."""

    def __init__(self) -> None:
        self.kept: dict[str, str] = {}

    def setting(self, name: str) -> str:
        """The text kept under this name, empty when there is none."""
        return self.kept.get(name, "")

    def remember(self, name: str, value: str) -> None:
        """Keep a text under this name."""
        self.kept[name] = value
