"""What a difference is made from, and the sentences it is told in: where each leads, which entries it tells, how it ranks."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import IntEnum

from console.domain.codec import Unknown
from console.domain.events.event import Event
from console.domain.floor import Floor


class Tier(IntEnum):
    """What a sentence is about, in the order in which people want to know it."""

    PROMISE = 0
    HOLD = 1
    DEVIATION = 2
    OUT = 3
    BATCH = 4
    PLAN = 5
    ROOMS = 6
    MATERIAL = 7
    PAPER = 8
    SHIFT = 9
    SITE = 10
    PEOPLE = 11
    OWN = 12


@dataclass(frozen=True, slots=True)
class Entered:
    """One entry of the journal: its id and what it says."""

    id: str
    event: Event | Unknown


@dataclass(frozen=True, slots=True)
class Expected:
    """What was expected of a batch: the medians of its release and of its promise's end, and the chance (0..1) of keeping it."""

    made_at: datetime
    release: datetime | None = None
    end: datetime | None = None
    p_keep: float | None = None


@dataclass(frozen=True, slots=True)
class Between:
    """Two floors and the entries that lead from one to the other, in their order; `then` and `now` by batch, where known."""

    before: Floor
    after: Floor
    entries: tuple[Entered, ...]
    then: Mapping[str, Expected] = field(default_factory=dict)
    now: Mapping[str, Expected] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class ChangeLine:
    """One sentence; `places` like `batch:B-0412`, the one it leads to first; `entries` are the ids it tells, each told once.

    `fall` is what the chance of keeping the promise lost (0..1; 1: the promise is lost), `late` how much later its end is
    expected (negative: sooner), `at` the stated instant of the last entry told, or when the forecast was made. What is not
    `weighty` may be told together with its like. `step` is the one it speaks of at the first place, where it does of one;
    `kind` is the gravest of what is told, wherever the promise ranks it.
    """

    sentence: str
    tier: Tier
    at: datetime
    places: tuple[str, ...] = ()
    entries: tuple[str, ...] = ()
    fall: float = 0.0
    late: timedelta = timedelta(0)
    weighty: bool = True
    step: str = ""
    kind: Tier = Tier.BATCH


@dataclass(frozen=True, slots=True)
class Since:
    """The sentences between two instants for one person (empty: for nobody in particular)."""

    since: datetime
    now: datetime
    user: str
    lines: tuple[ChangeLine, ...]

    @property
    def entries(self) -> int:
        """How many entries they tell."""
        return sum(len(line.entries) for line in self.lines)
