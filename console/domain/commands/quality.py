"""What people ask about samples, tests and deviations."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import ClassVar

from console.domain.commands.command import Command
from console.domain.quality import Impact, Severity, Verdict
from console.domain.rights import Right
from console.domain.signing import Meaning


@dataclass(frozen=True, slots=True, kw_only=True)
class TakeSample(Command):
    """Take a sample of a batch at a step."""

    right: ClassVar[Right] = Right.SAMPLE

    sample: str
    batch: str
    step: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ReceiveSample(Command):
    """Take a sample into the QC lab."""

    right: ClassVar[Right] = Right.TEST

    sample: str
    batch: str


@dataclass(frozen=True, slots=True, kw_only=True)
class StartTest(Command):
    """Begin an attempt at a test; a further attempt only after an INVALID one."""

    right: ClassVar[Right] = Right.TEST

    test: str
    batch: str
    code: str
    sample: str


@dataclass(frozen=True, slots=True, kw_only=True)
class EnterResult(Command):
    """Enter a result: a value, a text, or both."""

    right: ClassVar[Right] = Right.TEST
    signs: ClassVar[tuple[Meaning, ...]] = (Meaning.PERFORMED,)

    test: str
    batch: str
    value: Decimal | None = None
    text: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ReviewResult(Command):
    """Judge a result another person entered."""

    right: ClassVar[Right] = Right.REVIEW_RESULT
    signs: ClassVar[tuple[Meaning, ...]] = (Meaning.REVIEWED,)

    test: str
    batch: str
    verdict: Verdict
    comment: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenDeviation(Command):
    """Open a deviation on batches, a room, or both."""

    right: ClassVar[Right] = Right.OPEN_DEVIATION

    deviation: str
    title: str
    severity: Severity
    batches: tuple[str, ...] = ()
    room: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class AssessDeviation(Command):
    """Say what a deviation means for the batch, as QA."""

    right: ClassVar[Right] = Right.ASSESS_DEVIATION
    signs: ClassVar[tuple[Meaning, ...]] = (Meaning.REVIEWED,)

    deviation: str
    impact: Impact
    comment: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class CloseDeviation(Command):
    """Close an assessed deviation, as QA."""

    right: ClassVar[Right] = Right.ASSESS_DEVIATION
    signs: ClassVar[tuple[Meaning, ...]] = (Meaning.APPROVED,)

    deviation: str
    comment: str = ""
