"""Shift handover as the floor knows it: what was given, what was asked and checked, who took it, and who is responsible."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from datetime import datetime

from console.domain.plain import to_plain

SECTIONS = 10
"""How many sections a handover has (domain.md 6)."""


@dataclass(frozen=True, slots=True)
class HandoverPoint:
    """One open point of a section: in words, who owns it and until when; `carried` is how many handovers it came through.

    `subject` is what it is about, like `batch:B-0412`; empty where it is about nothing on the board.
    """

    id: str
    section: int
    words: str
    owner: str = ""
    due: datetime | None = None
    subject: str = ""
    carried: int = 0


@dataclass(frozen=True, slots=True)
class HandoverWords:
    """A sentence of a section that asks nobody for anything."""

    section: int
    words: str


@dataclass(frozen=True, slots=True)
class PointCheck:
    """Somebody of the incoming shift held one point against the floor."""

    point: str
    by: str
    at: datetime


@dataclass(frozen=True, slots=True)
class HandoverQuestion:
    """What the incoming shift asked about a point (empty: about the whole), and what the giver said to it."""

    id: str
    point: str
    by: str
    at: datetime
    words: str
    answer: str = ""
    answered_by: str = ""
    answered_at: datetime | None = None
    carried: bool = False

    @property
    def open(self) -> bool:
        """Whether nobody has answered it."""
        return self.answered_at is None


@dataclass(frozen=True, slots=True)
class Handover:
    """One handover of duty: the frozen words the giver signed, what came of them, and who has duty by it.

    `given_at` is None while the giver's signature is missing, because duty was taken without him (`taken`).
    """

    id: str
    giver: str
    given_at: datetime | None = None
    must_know: str = ""
    points: tuple[HandoverPoint, ...] = ()
    facts: tuple[HandoverWords, ...] = ()
    remarks: tuple[HandoverWords, ...] = ()
    checks: tuple[PointCheck, ...] = ()
    questions: tuple[HandoverQuestion, ...] = ()
    taker: str = ""
    taken_at: datetime | None = None
    taken: bool = False
    reason: str = ""
    told: str = ""
    also: tuple[str, ...] = ()

    @property
    def digest(self) -> str:
        """SHA-256 (hex) of the words that were given: what the incoming supervisor signs is what the outgoing one signed."""
        told = {part: to_plain(getattr(self, part)) for part in ("id", "must_know", "points", "facts", "remarks")}
        plain = json.dumps(told, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
        return hashlib.sha256(b"handover\x00" + plain.encode()).hexdigest()

    def point(self, point: str) -> HandoverPoint | None:
        """The point of this id, or None."""
        return next((p for p in self.points if p.id == point), None)

    def unchecked(self, user: str) -> tuple[HandoverPoint, ...]:
        """The points this person has not checked yet, in their order."""
        done = {check.point for check in self.checks if check.by == user}
        return tuple(p for p in self.points if p.id not in done)

    def open_questions(self) -> tuple[HandoverQuestion, ...]:
        """The questions nobody has answered, oldest first."""
        return tuple(q for q in self.questions if q.open)


@dataclass(frozen=True, slots=True)
class Duty:
    """The last time somebody was the supervisor on duty: since when, and until when (None: still)."""

    since: datetime
    until: datetime | None = None
