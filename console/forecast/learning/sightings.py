"""What batches have shown so far: spans as seen, spans of which only bounds are known, cases, and what could not be true."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from console.domain.durations import DurationLaw

Key = tuple[str, str]
"""Recipe name, and step (`ENRICH`, `COURIER_OUT@NORTHQUAY`), test (`test:GRAM`), wait (`lab`, `review`, `close`) or chance."""

WAIT_OFFSET_H = 0.1
"""Added to waits before the logarithm, because a wait may be none at all."""
CHANCE_WEIGHT = 40.0
"""How many past cases a stated chance counts for (Beta prior)."""
LONGEST_H = 60 * 24.0
BEYOND_TYPICAL = 20.0
"""A span longer than both of these (so many times what is typical) tells of a clock that jumped or an entry forgotten."""


@dataclass(frozen=True, slots=True)
class Cases:
    """How often something happened among how many cases."""

    happened: int = 0
    of: int = 0

    def chance(self, stated: float, others: Cases | None = None) -> float:
        """The chance now: the stated one, shrunk towards what other recipes saw, then towards what this one saw (Beta-binomial)."""
        told = others.chance(stated) if others is not None else stated
        return (told * CHANCE_WEIGHT + self.happened) / (CHANCE_WEIGHT + self.of)

    def and_(self, other: Cases) -> Cases:
        """Both together."""
        return Cases(self.happened + other.happened, self.of + other.of)


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A span that could not be true and teaches nothing: of which batch, of what, and why."""

    batch: str
    what: str
    why: str


@dataclass(frozen=True, slots=True)
class Sighting:
    """One span as seen: what it is of, when it ended, its log-hours, for how much of a sighting it counts, and of which batch.

    Where only bounds are known `low` and `high` hold them and `value` is nothing: a step still running has lasted so long
    already, a start that came with a room falling free says only that the wait was over by then.
    """

    key: Key
    at: datetime
    value: float = 0.0
    weight: float = 1.0
    low: float | None = None
    high: float | None = None
    batch: str = ""

    @property
    def bounded(self) -> bool:
        """Whether only bounds are known."""
        return self.low is not None or self.high is not None


@dataclass(frozen=True, slots=True)
class Lessons:
    """All that one batch shows: spans of work and of waits, cases, the laws they are measured against, what is left out.

    `last` is when the last work in it ended, with the batch's id; None where none has.
    """

    took: tuple[Sighting, ...] = ()
    waited: tuple[Sighting, ...] = ()
    cases: tuple[tuple[Key, bool], ...] = ()
    laws: Mapping[Key, DurationLaw] = field(default_factory=dict)
    wait_laws: Mapping[Key, DurationLaw] = field(default_factory=dict)
    left_out: tuple[LeftOut, ...] = ()
    recipe: str = ""
    done: bool = False
    last: tuple[datetime, str] | None = None


def why_not(hours: float, law: DurationLaw) -> str:
    """Why a span of work cannot be true; empty when it can."""
    if hours < 0.0:
        return "ends before it begins"
    if hours == 0.0:
        return "took no time at all"
    return too_long(hours, law)


def too_long(hours: float, law: DurationLaw) -> str:
    """Why a span is longer than any that is believed; empty when it is not."""
    if hours > LONGEST_H and hours > BEYOND_TYPICAL * law.typical_h:
        return f"lasts {hours / 24:,.0f} days: a clock that jumped, or an end forgotten"
    return ""
