"""What every event has: who did it and when it happened; the rest is its own."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """Something that has happened on the floor: `by` whom and `at` which stated instant (UTC, aware)."""

    v: ClassVar[int] = 1
    by: str
    at: datetime
