"""What people ask about one step of one batch."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import ClassVar

from console.domain.batch import Placement
from console.domain.commands.command import Command
from console.domain.rights import Right
from console.domain.signing import Meaning


@dataclass(frozen=True, slots=True, kw_only=True)
class StartStep(Command):
    """Begin a step; lane, station and instrument default to where it is planned."""

    right: ClassVar[Right] = Right.RECORD_STEP

    batch: str
    step: str
    lane: str = ""
    station: str = ""
    instrument: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class FinishStep(Command):
    """End a running step with its recorded values; signed by the performer, and by a verifier where the recipe wants one."""

    right: ClassVar[Right] = Right.RECORD_STEP
    signs: ClassVar[tuple[Meaning, ...]] = (Meaning.PERFORMED, Meaning.VERIFIED)

    batch: str
    step: str
    verifier: str = ""
    values: Mapping[str, Decimal] = field(default_factory=dict)
    comment: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordStep(Command):
    """Record values while a step runs."""

    right: ClassVar[Right] = Right.RECORD_STEP

    batch: str
    step: str
    values: Mapping[str, Decimal] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class SkipStep(Command):
    """Leave an optional step out; needs a reason."""

    right: ClassVar[Right] = Right.PLAN

    batch: str
    step: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CorrectStep(Command):
    """Correct a field (`values.<name>`, `started_at`, `finished_at`, `comment`); the old value stays, a reason is needed."""

    right: ClassVar[Right] = Right.CORRECT
    signs: ClassVar[tuple[Meaning, ...]] = (Meaning.PERFORMED,)

    batch: str
    step: str
    name: str
    new: str
    corrects: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class MoveStep(Command):
    """Plan a step elsewhere or at another time; needs a reason."""

    right: ClassVar[Right] = Right.PLAN

    batch: str
    step: str
    placement: Placement
