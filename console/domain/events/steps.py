"""What happens to one step of one batch."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from console.domain.batch import Placement
from console.domain.events.event import Event


@dataclass(frozen=True, slots=True, kw_only=True)
class StepStarted(Event):
    """Work on a step began, in this lane, station and instrument; `reason` when entered late, `paper` the sheet it stood on."""

    batch: str
    step: str
    lane: str
    station: str = ""
    instrument: str = ""
    performer: str = ""
    reason: str = ""
    paper: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class StepFinished(Event):
    """A step ended, with what was recorded and who checked it; `paper` is the sheet that both signed in ink."""

    batch: str
    step: str
    performer: str = ""
    verifier: str = ""
    values: Mapping[str, Decimal] = field(default_factory=dict)
    comment: str = ""
    reason: str = ""
    paper: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class StepRecorded(Event):
    """Values were recorded while the step runs."""

    batch: str
    step: str
    values: Mapping[str, Decimal] = field(default_factory=dict)
    reason: str = ""
    paper: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class StepSkipped(Event):
    """An optional step will not be done."""

    batch: str
    step: str
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class StepCorrected(Event):
    """A recorded field was corrected: old and new stand side by side, with the reason and the entry corrected."""

    batch: str
    step: str
    name: str
    old: str
    new: str
    reason: str
    corrects: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class StepMoved(Event):
    """A planned step was given another place or time."""

    batch: str
    step: str
    placement: Placement
    reason: str = ""
