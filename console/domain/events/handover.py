"""What happens when a shift is handed over."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar

from console.domain.events.event import Event
from console.domain.handover import HandoverChange, HandoverPoint, HandoverWords


@dataclass(frozen=True, slots=True, kw_only=True)
class HandoverGiven(Event):
    """The outgoing supervisor signed these words; he stays responsible until somebody accepts them.

    Version 2 says what changed since duty had passed, how things stand, and points in four parts.
    """

    v: ClassVar[int] = 2

    handover: str
    must_know: str
    points: tuple[HandoverPoint, ...] = ()
    facts: tuple[HandoverWords, ...] = ()
    remarks: tuple[HandoverWords, ...] = ()
    settles: str = ""
    reason: str = ""
    changes: tuple[HandoverChange, ...] = ()
    since: datetime | None = None
    until: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class HandoverQuestioned(Event):
    """The incoming shift asked about a point, or about the whole."""

    handover: str
    question: str
    words: str
    point: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class HandoverAnswered(Event):
    """The giver answered a question."""

    handover: str
    question: str
    answer: str


@dataclass(frozen=True, slots=True, kw_only=True)
class HandoverChecked(Event):
    """Somebody of the incoming shift held a point against the floor."""

    handover: str
    point: str


@dataclass(frozen=True, slots=True, kw_only=True)
class HandoverAccepted(Event):
    """Another supervisor read, questioned and accepted what was given, and has duty from now on."""

    handover: str
    digest: str
    carried: tuple[str, ...] = ()
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class HandoverWithdrawn(Event):
    """The giver took a handover back before anybody accepted it."""

    handover: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DutyTaken(Event):
    """A supervisor took duty without a handover; `giver` is who had it (empty: nobody), `told` the QA who was told."""

    handover: str
    giver: str = ""
    reason: str = ""
    told: str = ""
