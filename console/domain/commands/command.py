"""What every command has: who asks, when it happened, why, and the right and signatures it needs."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar

from console.domain.rights import Right
from console.domain.signing import Meaning


@dataclass(frozen=True, slots=True, kw_only=True)
class Command:
    """Something a person asks; `at` is when it happened (None: now), `reason` is needed when that is over 15 minutes ago."""

    right: ClassVar[Right] = Right.MACHINE
    signs: ClassVar[tuple[Meaning, ...]] = ()

    by: str
    at: datetime | None = None
    reason: str = ""
