"""One batch and its steps: what is planned, what has happened, who did it, and where it stands."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from enum import StrEnum

from console.domain.quality import Sample, Test


class BatchStatus(StrEnum):
    """Where a batch stands (domain.md 3.3)."""

    PLANNED = "PLANNED"
    STARTED = "STARTED"
    IN_PROCESS = "IN_PROCESS"
    HARVESTED = "HARVESTED"
    QUARANTINE = "QUARANTINE"
    RELEASED_CONDITIONAL = "RELEASED_CONDITIONAL"
    RELEASED = "RELEASED"
    RELEASED_EXCEPTIONAL = "RELEASED_EXCEPTIONAL"
    REJECTED = "REJECTED"
    TERMINATED = "TERMINATED"
    CANCELLED = "CANCELLED"
    SHIPPED = "SHIPPED"
    ADMINISTERED = "ADMINISTERED"
    FINAL_CONFIRMED = "FINAL_CONFIRMED"
    POST_RELEASE_FAILURE = "POST_RELEASE_FAILURE"


STATUS_RANK = {status: n for n, status in enumerate(BatchStatus)}
RELEASED = frozenset({BatchStatus.RELEASED, BatchStatus.RELEASED_CONDITIONAL, BatchStatus.RELEASED_EXCEPTIONAL})
ENDED = frozenset(
    {
        BatchStatus.REJECTED,
        BatchStatus.TERMINATED,
        BatchStatus.CANCELLED,
        BatchStatus.FINAL_CONFIRMED,
        BatchStatus.POST_RELEASE_FAILURE,
    }
)
"""Statuses from which no work goes on."""


class StepState(StrEnum):
    """Where one step of a batch stands."""

    PLANNED = "planned"
    RUNNING = "running"
    DONE = "done"
    SKIPPED = "skipped"


@dataclass(frozen=True, slots=True)
class Placement:
    """Where and when a step is planned: lane (room or desk), station, instrument, start and end."""

    lane: str
    start: datetime
    end: datetime
    station: str = ""
    instrument: str = ""


@dataclass(frozen=True, slots=True)
class Correction:
    """One corrected field of a step: the old value stays readable (11.10(e))."""

    field: str
    old: str
    new: str
    by: str
    at: datetime
    reason: str


@dataclass(frozen=True, slots=True)
class Step:
    """One step of one batch as planned and as executed; `paper` is the sheet whose ink stands for signatures given here."""

    code: str
    state: StepState = StepState.PLANNED
    placement: Placement | None = None
    baseline: Placement | None = None
    lane: str = ""
    station: str = ""
    instrument: str = ""
    started_at: datetime | None = None
    finished_at: datetime | None = None
    performer: str = ""
    verifier: str = ""
    values: Mapping[str, Decimal] = field(default_factory=dict)
    comment: str = ""
    corrections: tuple[Correction, ...] = ()
    finisher: str = ""
    paper: str = ""

    @property
    def hands(self) -> frozenset[str]:
        """Everyone who began, ended or checked this step."""
        return frozenset({self.performer, self.finisher, self.verifier} - {""})

    @property
    def over(self) -> bool:
        """Whether nothing of this step is left to do."""
        return self.state in (StepState.DONE, StepState.SKIPPED)


@dataclass(frozen=True, slots=True)
class Hold:
    """A hold on a batch: no step starts while one stands; only QA lifts it."""

    id: str
    reason: str
    by: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Note:
    """A remark someone left on a batch."""

    by: str
    at: datetime
    text: str


@dataclass(frozen=True, slots=True)
class ReportedRow:
    """One row of a supervisor's own workbook, as reported and never contemporaneous: it satisfies no gate."""

    row: int
    label: str
    codes: tuple[str, ...] = ()
    lane: str = ""
    planned_start: datetime | None = None
    planned_end: datetime | None = None
    started_at: datetime | None = None
    finished_at: datetime | None = None
    status: str = ""
    people: str = ""
    note: str = ""
    station: str = ""
    sheet: str = ""


@dataclass(frozen=True, slots=True)
class Batch:
    """One manufacture run: a patient's, a lot, or a block of a room; `reported` ones were imported, not lived."""

    id: str
    recipe: str
    product: str = ""
    clinic: str = ""
    coi: str = ""
    subject: str = ""
    acuity: int = 1
    status: BatchStatus = BatchStatus.PLANNED
    opened_at: datetime | None = None
    due_at: datetime | None = None
    status_at: datetime | None = None
    released_at: datetime | None = None
    steps: Mapping[str, Step] = field(default_factory=dict)
    samples: Mapping[str, Sample] = field(default_factory=dict)
    tests: Mapping[str, Test] = field(default_factory=dict)
    holds: Mapping[str, Hold] = field(default_factory=dict)
    notes: tuple[Note, ...] = ()
    reported: bool = False
    rows: tuple[ReportedRow, ...] = ()
    file_sha256: str = ""

    @property
    def live(self) -> bool:
        """Whether work on this batch still goes on (from its order to its last confirmation)."""
        return self.status not in ENDED and not self.reported

    @property
    def unreleased(self) -> bool:
        """Whether the batch still lives and its release lies ahead."""
        return self.live and self.released_at is None

    @property
    def held(self) -> bool:
        """Whether a hold stands."""
        return bool(self.holds)

    @property
    def coi_tail(self) -> str:
        """The last four characters of the chain-of-identity number: what routine screens show."""
        return self.coi[-4:]

    def last_test(self, code: str) -> Test | None:
        """The latest attempt of a test, or None when none was started."""
        attempts = [t for t in self.tests.values() if t.code == code]
        return max(attempts, key=lambda t: t.attempt, default=None)
