"""What happens to samples, tests and deviations."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from console.domain.events.event import Event
from console.domain.quality import Impact, Severity, Verdict


@dataclass(frozen=True, slots=True, kw_only=True)
class SampleTaken(Event):
    """A sample was taken from a batch at a step; `taker` took it where that was written on the sheet `paper` by somebody else."""

    sample: str
    batch: str
    step: str
    taker: str = ""
    paper: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class SampleReceived(Event):
    """QC has the sample."""

    sample: str
    batch: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TestStarted(Event):
    """An attempt at a test began."""

    __test__ = False

    test: str
    batch: str
    code: str
    attempt: int
    sample: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ResultEntered(Event):
    """A result was entered; it counts for nothing until another person has reviewed it."""

    test: str
    batch: str
    value: Decimal | None = None
    text: str = ""
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ResultReviewed(Event):
    """A second person judged a result."""

    test: str
    batch: str
    verdict: Verdict
    comment: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class DeviationOpened(Event):
    """A departure was opened, by a person or by a broken limit."""

    deviation: str
    title: str
    severity: Severity
    batches: tuple[str, ...] = ()
    room: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class DeviationAssessed(Event):
    """QA said what a deviation means for the batch."""

    deviation: str
    impact: Impact
    comment: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class DeviationClosed(Event):
    """QA closed a deviation."""

    deviation: str
    comment: str = ""
