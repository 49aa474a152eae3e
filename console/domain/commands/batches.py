"""What people ask about batches, their appointments, and what they say about them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import ClassVar

from console.domain.batch import BatchStatus, Placement, ReportedRow
from console.domain.commands.command import Command
from console.domain.floor import AppointmentKind
from console.domain.rights import Right
from console.domain.signing import Meaning


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderBatch(Command):
    """Order a batch and plan it in one breath; `placements` may be empty and follow later."""

    right: ClassVar[Right] = Right.ORDER

    batch: str
    recipe: str
    product: str = ""
    clinic: str = ""
    coi: str = ""
    subject: str = ""
    acuity: int = 1
    due_at: datetime | None = None
    placements: Mapping[str, Placement] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanBatch(Command):
    """Give several steps of a batch their places at once."""

    right: ClassVar[Right] = Right.PLAN

    batch: str
    placements: Mapping[str, Placement]


@dataclass(frozen=True, slots=True, kw_only=True)
class CancelBatch(Command):
    """Call off a batch that has not started; needs a reason."""

    right: ClassVar[Right] = Right.ORDER

    batch: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TerminateBatch(Command):
    """End a started batch without product; needs a reason and QA's approval."""

    right: ClassVar[Right] = Right.RELEASE
    signs: ClassVar[tuple[Meaning, ...]] = (Meaning.APPROVED,)

    batch: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PlaceHold(Command):
    """Put a batch on hold; needs a reason."""

    right: ClassVar[Right] = Right.HOLD

    batch: str
    hold: str


@dataclass(frozen=True, slots=True, kw_only=True)
class LiftHold(Command):
    """Lift a hold, as QA, with a reason."""

    right: ClassVar[Right] = Right.LIFT_HOLD
    signs: ClassVar[tuple[Meaning, ...]] = (Meaning.APPROVED,)

    batch: str
    hold: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SignDisposition(Command):
    """Release or reject a batch, as QA who had no hand in making it (21 CFR 211.22, 211.192)."""

    right: ClassVar[Right] = Right.RELEASE
    signs: ClassVar[tuple[Meaning, ...]] = (Meaning.RELEASED,)

    batch: str
    decision: BatchStatus
    comment: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ConfirmBatch(Command):
    """Say that the last confirming test came in as it should."""

    right: ClassVar[Right] = Right.RELEASE
    signs: ClassVar[tuple[Meaning, ...]] = (Meaning.APPROVED,)

    batch: str


@dataclass(frozen=True, slots=True, kw_only=True)
class LeaveFloor(Command):
    """Let a batch leave the live floor, 30 days after its last confirmation; asked by the console itself."""

    batch: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportedBatch:
    """What one workbook says of one batch."""

    batch: str
    recipe: str
    rows: tuple[ReportedRow, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportHistory(Command):
    """Take a workbook in, whole or not at all: each batch as reported, signed by the importer."""

    right: ClassVar[Right] = Right.IMPORT
    signs: ClassVar[tuple[Meaning, ...]] = (Meaning.IMPORTED,)

    file: str
    sha256: str
    batches: tuple[ReportedBatch, ...]
    findings: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class MakeAppointment(Command):
    """Book a clinic slot."""

    right: ClassVar[Right] = Right.ORDER

    appointment: str
    kind: AppointmentKind
    clinic: str
    slot_at: datetime
    batch: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class MoveAppointment(Command):
    """Move a clinic slot; needs a reason."""

    right: ClassVar[Right] = Right.ORDER

    appointment: str
    slot_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class CancelAppointment(Command):
    """Give a clinic slot back; needs a reason."""

    right: ClassVar[Right] = Right.ORDER

    appointment: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AddNote(Command):
    """Leave a remark on a batch."""

    right: ClassVar[Right] = Right.NOTE

    batch: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SetOwner(Command):
    """Give something open an owner and a due time; `subject` is like `batch:B-0412`."""

    right: ClassVar[Right] = Right.NOTE

    subject: str
    owner: str
    what: str = ""
    due: datetime | None = None
