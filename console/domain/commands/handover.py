"""What supervisors ask when a shift ends: to give, question, check and accept a handover, or to take duty without one."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar

from console.domain.commands.command import Command
from console.domain.handover import HandoverChange, HandoverPoint, HandoverWords
from console.domain.rights import Right
from console.domain.signing import Meaning


@dataclass(frozen=True, slots=True, kw_only=True)
class GiveHandover(Command):
    """Sign the words that pass duty on; `settles` names the handover that duty was taken by while this signature was missing."""

    right: ClassVar[Right] = Right.HANDOVER
    signs: ClassVar[tuple[Meaning, ...]] = (Meaning.GIVEN,)

    handover: str
    must_know: str
    points: tuple[HandoverPoint, ...] = ()
    facts: tuple[HandoverWords, ...] = ()
    remarks: tuple[HandoverWords, ...] = ()
    settles: str = ""
    changes: tuple[HandoverChange, ...] = ()
    since: datetime | None = None
    until: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class QuestionHandover(Command):
    """Ask the giver about a point, or about the whole (no point)."""

    right: ClassVar[Right] = Right.HANDOVER

    handover: str
    question: str
    words: str
    point: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswerQuestion(Command):
    """Answer a question, as the giver."""

    right: ClassVar[Right] = Right.HANDOVER

    handover: str
    question: str
    answer: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckPoint(Command):
    """Say that a point was held against the floor, as the one who will accept."""

    right: ClassVar[Right] = Right.HANDOVER

    handover: str
    point: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AcceptHandover(Command):
    """Sign what was read, questioned and checked, and have duty; `digest` is that of the words given, `carried` the
    questions one takes over unanswered.
    """

    right: ClassVar[Right] = Right.HANDOVER
    signs: ClassVar[tuple[Meaning, ...]] = (Meaning.ACCEPTED,)

    handover: str
    digest: str
    carried: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class TakeDuty(Command):
    """Have duty without a handover: why, and which QA was told; the giver's signature stays missing until it is given."""

    right: ClassVar[Right] = Right.HANDOVER
    signs: ClassVar[tuple[Meaning, ...]] = (Meaning.PERFORMED,)

    handover: str
    told: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class WithdrawHandover(Command):
    """Take a handover back that nobody has accepted, as its giver; needs a reason."""

    right: ClassVar[Right] = Right.HANDOVER

    handover: str
