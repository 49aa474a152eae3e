"""What people ask of the journal: to be marked as read."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from console.domain.commands.command import Command
from console.domain.rights import Right
from console.domain.signing import Meaning


@dataclass(frozen=True, slots=True, kw_only=True)
class ReviewAudit(Command):
    """Sign, as QA, that the journal was reviewed through this entry: its number here, and its id."""

    right: ClassVar[Right] = Right.REVIEW_RECORD
    signs: ClassVar[tuple[Meaning, ...]] = (Meaning.REVIEWED,)

    through: int
    entry: str
    comment: str = ""
