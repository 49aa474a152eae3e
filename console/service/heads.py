"""Where the journal stands, as papers say it: how many entries, and the heads of its chains in short."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class JournalHead:
    """Entries and heads read at once, so that they belong together."""

    entries: int
    words: str
