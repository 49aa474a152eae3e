"""Shift handover as the floor knows it: what was given, what was asked and checked, who took it, and who is responsible."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from console.domain.plain import to_plain

SECTIONS = 10
"""How many sections a handover has (domain.md 6)."""


@dataclass(frozen=True, slots=True)
class Sbar:
    """What stands behind an issue whose situation is told: how it came, what it endangers, what is to be done (domain.md 6).

    Who does it and by when are the owner and the due time of its point.
    """

    background: str = ""
    assessment: str = ""
    recommendation: str = ""


class Standing(StrEnum):
    """How a thing stands that a point or sentence tells of, so that it can be found among all of them."""

    NONE = ""
    RUNS = "runs"
    NEXT = "next"
    BLOCKED = "blocked"
    HOLD = "on hold"
    ELIGIBLE = "eligible"
    MUST_NOT = "must not"


@dataclass(frozen=True, slots=True)
class HandoverPoint:
    """One open point of a section: in words, who owns it and until when; `carried` is how many handovers it came through.

    `subject` is what it is about, like `batch:B-0412`; empty where it is about nothing on the board. `words` are its
    situation, and `sbar` what stands behind it, where the floor knows.
    """

    id: str
    section: int
    words: str
    owner: str = ""
    due: datetime | None = None
    subject: str = ""
    carried: int = 0
    sbar: Sbar = Sbar()
    standing: Standing = Standing.NONE


@dataclass(frozen=True, slots=True)
class HandoverWords:
    """A sentence of a section that asks nobody for anything; `standing` says how what it tells of stands."""

    section: int
    words: str
    standing: Standing = Standing.NONE
    subject: str = ""


@dataclass(frozen=True, slots=True)
class HandoverChange:
    """A sentence of what changed since the last handover: how many entries it tells, the last of them at, and what it is about."""

    words: str
    at: datetime
    entries: int = 0
    subject: str = ""


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

    `given_at` is None while the giver's signature is missing, because duty was taken without him (`taken`). `changes` tell what
    came after `since` and by `until`; None where nobody looked. The next handover's begin where these end.
    """

    id: str
    giver: str
    given_at: datetime | None = None
    must_know: str = ""
    points: tuple[HandoverPoint, ...] = ()
    facts: tuple[HandoverWords, ...] = ()
    remarks: tuple[HandoverWords, ...] = ()
    changes: tuple[HandoverChange, ...] = ()
    since: datetime | None = None
    until: datetime | None = None
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
        """SHA-256 (hex) of the words that were given: what the incoming supervisor signs is what the outgoing one signed.

        What changed belongs to it where it was told: a handover of before it was told has the digest it always had.
        """
        told = {part: to_plain(getattr(self, part)) for part in ("id", "must_know", "points", "facts", "remarks")}
        told |= {part: to_plain(held) for part in ("changes", "since", "until") if (held := getattr(self, part))}
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
