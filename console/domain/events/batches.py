"""What happens to a batch as a whole, to its appointments and to what people say about it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from console.domain.batch import BatchStatus, Placement, ReportedRow
from console.domain.events.event import Event
from console.domain.floor import AppointmentKind


@dataclass(frozen=True, slots=True, kw_only=True)
class BatchOrdered(Event):
    """A batch was ordered: which product, by which recipe version, from and for which clinic."""

    batch: str
    recipe: str
    product: str = ""
    clinic: str = ""
    coi: str = ""
    subject: str = ""
    acuity: int = 1
    due_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class BatchPlanned(Event):
    """Steps were given their places; the first placement a step gets is its baseline."""

    batch: str
    placements: Mapping[str, Placement] = field(default_factory=dict)
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class BatchCancelled(Event):
    """A batch that had not started was called off."""

    batch: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class BatchTerminated(Event):
    """A started batch was ended without product."""

    batch: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class BatchHeld(Event):
    """A hold was placed: no step starts until QA lifts it."""

    batch: str
    hold: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class BatchResumed(Event):
    """QA lifted a hold."""

    batch: str
    hold: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DispositionSigned(Event):
    """QA decided about the batch; `outstanding` names the confirming tests still running."""

    batch: str
    decision: BatchStatus
    outstanding: tuple[str, ...] = ()
    comment: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class BatchConfirmed(Event):
    """The last confirming test came in as it should."""

    batch: str


@dataclass(frozen=True, slots=True, kw_only=True)
class BatchFailed(Event):
    """A confirming test failed after release."""

    batch: str
    test: str
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class BatchLeft(Event):
    """A batch left the live floor, 30 days after its last confirmation; its record stays."""

    batch: str


@dataclass(frozen=True, slots=True, kw_only=True)
class HistoryReported(Event):
    """A supervisor's own workbook was taken in: its name, digest, rows and findings."""

    file: str
    sha256: str
    rows: int
    findings: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class BatchReported(Event):
    """What a workbook says of one batch: as reported, not contemporaneous."""

    batch: str
    recipe: str
    sha256: str
    rows: tuple[ReportedRow, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class AppointmentMade(Event):
    """A clinic slot was booked."""

    appointment: str
    kind: AppointmentKind
    clinic: str
    slot_at: datetime
    batch: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class AppointmentMoved(Event):
    """A clinic slot was moved."""

    appointment: str
    slot_at: datetime
    batch: str = ""
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class AppointmentCancelled(Event):
    """A clinic slot was given back."""

    appointment: str
    batch: str = ""
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class NoteAdded(Event):
    """Someone left a remark on a batch."""

    batch: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnerSet(Event):
    """Something open got an owner and a due time; `subject` is like `batch:B-0412` or `deviation:DV-77`."""

    subject: str
    owner: str
    what: str = ""
    due: datetime | None = None
