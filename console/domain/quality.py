"""Samples, tests and deviations: what stands between a batch and its release."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from enum import StrEnum


class TestState(StrEnum):
    """Where a test stands (domain.md 3.3)."""

    __test__ = False

    IN_TEST = "IN_TEST"
    RESULT_ENTERED = "RESULT_ENTERED"
    PASS = "PASS"
    OOS = "OOS"
    INVALID = "INVALID"


class Verdict(StrEnum):
    """What a reviewer says of a result."""

    PASS = "PASS"
    OOS = "OOS"
    INVALID = "INVALID"


class Severity(StrEnum):
    """The class of a deviation."""

    MINOR = "minor"
    MAJOR = "major"
    CRITICAL = "critical"


class DeviationState(StrEnum):
    """Where a deviation stands; it must be assessed, not closed, before release."""

    OPEN = "OPEN"
    ASSESSED = "ASSESSED"
    CLOSED = "CLOSED"


class Impact(StrEnum):
    """What a deviation means for the batch."""

    NONE = "NONE"
    ASSESSED_OK = "ASSESSED_OK"
    BLOCKS_RELEASE = "BLOCKS_RELEASE"


@dataclass(frozen=True, slots=True)
class Sample:
    """Something taken from a batch for QC; `received_at` is None until the lab has it."""

    id: str
    batch: str
    step: str
    taken_at: datetime
    by: str
    received_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Test:
    """One attempt at one test; a repeat is a new attempt and the old one stays on file."""

    __test__ = False

    id: str
    batch: str
    code: str
    attempt: int
    sample: str
    state: TestState
    started_at: datetime
    by: str
    value: Decimal | None = None
    text: str = ""
    entered_by: str = ""
    entered_at: datetime | None = None
    reviewed_by: str = ""
    reviewed_at: datetime | None = None
    comment: str = ""


@dataclass(frozen=True, slots=True)
class Deviation:
    """A departure from what was approved; `batches` are those it touches."""

    id: str
    title: str
    severity: Severity
    opened_at: datetime
    by: str
    batches: tuple[str, ...] = ()
    room: str = ""
    state: DeviationState = DeviationState.OPEN
    impact: Impact = Impact.NONE
    assessed_at: datetime | None = None
    closed_at: datetime | None = None

    @property
    def blocks_release(self) -> bool:
        """Whether release must wait for this deviation."""
        return self.state is DeviationState.OPEN or self.impact is Impact.BLOCKS_RELEASE
