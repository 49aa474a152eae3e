"""A planning problem in the words of the floor: rooms, instruments, crews, assay runs, batches and their limits, in slots.

All times are slots of one grid, counted from its origin; a span is half open: [start, end). Nothing here knows a solver.
Facts (what has started) are never checked, only believed: they hold their places and people, and others plan around them.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import cached_property

Span = tuple[int, int]
"""Slots from start (in) to end (out)."""

WHOLE_ROOM = ""
"""The station of a place that holds every station of its room: a requalification, a maintenance."""


@dataclass(frozen=True, slots=True)
class Grid:
    """Slots of so many minutes, counted from an aware instant in UTC."""

    origin: datetime
    minutes: int = 15

    def floor(self, at: datetime) -> int:
        """The slot that holds this instant."""
        return (at - self.origin) // timedelta(minutes=self.minutes)

    def ceil(self, at: datetime) -> int:
        """The first slot that begins at or after this instant."""
        return -((self.origin - at) // timedelta(minutes=self.minutes))

    def at(self, slot: int) -> datetime:
        """The instant at which a slot begins, in UTC."""
        return (self.origin + timedelta(minutes=self.minutes * slot)).astimezone(UTC)

    def slots(self, hours: float) -> int:
        """How many slots this many hours need; at least 1 when there is any work at all."""
        return max(1, -int(-hours * 60 // self.minutes)) if hours > 0 else 0

    def hours(self, slots: float) -> float:
        """Hours of so many slots."""
        return slots * self.minutes / 60


@dataclass(frozen=True, slots=True)
class Closed:
    """A span in which a room or an instrument may not be used, and why."""

    start: int
    end: int
    why: str = ""


@dataclass(frozen=True, slots=True)
class RoomSpec:
    """A cleanroom: its stations and when it is closed; one attended manipulation at a time, an open one alone in the room."""

    id: str
    title: str = ""
    stations: tuple[str, ...] = ("1",)
    closed: tuple[Closed, ...] = ()


@dataclass(frozen=True, slots=True)
class InstrumentSpec:
    """A closed processor at one station: one patient's cells for days."""

    id: str
    title: str = ""
    closed: tuple[Closed, ...] = ()


@dataclass(frozen=True, slots=True)
class Pool:
    """People of one qualification, or devices of one kind: how many there are from each slot on (first entry at or before 0)."""

    id: str
    title: str
    levels: tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True)
class Assay:
    """An assay done in runs: when each run starts, and how many samples it takes."""

    id: str
    title: str
    runs: tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True)
class Place:
    """Where a stand of a batch may be: room, station (WHOLE_ROOM: all of them) and the instrument there, if it needs one."""

    room: str
    station: str
    instrument: str = ""


@dataclass(frozen=True, slots=True)
class Fact:
    """What has happened: when a step started and ended, or is now expected to end (`over` False)."""

    start: int
    end: int
    over: bool = True


@dataclass(frozen=True, slots=True)
class PlanStep:
    """One step of one batch to be planned.

    `duration` is planned slots (the law's typical value), `mean` and `deviation` its expectation and spread in slots.
    `crew` is how many of which pool for the whole step. `stand` is the index of the batch's stand it is done at, None outside
    the cleanrooms. `windows` are the spans in which it may START (clinic's day, appointment), None for any; `assay` names the
    assay whose run it must start with. `lane` is the desk it is done at outside the cleanrooms.
    """

    code: str
    duration: int
    title: str = ""
    crew: tuple[tuple[str, int], ...] = ()
    stand: int | None = None
    attended: bool = True
    open: bool = False
    windows: tuple[Span, ...] | None = None
    assay: str = ""
    earliest: int = 0
    latest: int | None = None
    lane: str = ""
    mean: float = 0.0
    deviation: float = 0.0
    fact: Fact | None = None
    milestone: bool = False


@dataclass(frozen=True, slots=True)
class Lag:
    """A limit between two edges of two steps, in slots: at least `least` after, at most `most` after (None: no limit).

    `from_end`/`to_end` say whether the edge is the end (True) or the start. Precedence is a lag of least 0 from end to start;
    a hold limit has a `most`; a window both (domain.md 2.2). `spared_by` names the optional step that voids it (frozen cells).
    """

    before: str
    after: str
    least: int = 0
    most: int | None = None
    from_end: bool = True
    to_end: bool = False
    title: str = ""
    spared_by: str = ""


@dataclass(frozen=True, slots=True)
class Anchor:
    """A clock: `step` starts not before `opens[d]`, where d is the site's day (index in Problem.days) on which `root` starts."""

    root: str
    step: str
    opens: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Stand:
    """A stretch of a batch done at ONE place, held from the first of its steps to the end of the last, changeover included.

    `instrument_from`, `instrument_until`: from the start of one to the end of the other the place's instrument is held.
    `family` is what sequence-dependent changeover looks at. `held` is the place it is at already: a fact, it stays there.
    """

    title: str
    places: tuple[Place, ...]
    family: str = ""
    instrument_from: str = ""
    instrument_until: str = ""
    held: Place | None = None


@dataclass(frozen=True, slots=True)
class Loan:
    """Devices of a pool kept from the start of one step to the end of another (an incubator for days)."""

    pool: str
    first: str
    last: str
    count: int = 1


@dataclass(frozen=True, slots=True)
class Penalty:
    """What an end costs before weighting: the sum over pieces of slope x (slots beyond `at`); slopes in per cent of a slot, convex.

    It is the expected tardiness under the duration laws, as numbers (planning.md 1.1): strictly positive well before the promise.
    """

    pieces: tuple[tuple[int, int], ...] = ()

    def cost(self, end: int) -> int:
        """Per cent of slots, an integer; never falls as `end` grows."""
        return sum(slope * (end - at) for at, slope in self.pieces if end > at)


@dataclass(frozen=True)
class PlanBatch:
    """One batch to be planned: steps in an order in which each follows those it waits for, limits, places and promise.

    The promise ends with the start (`promise_at_start`) or end of `promise_step`; `due` is its slot, None without a promise.
    `release` is the first slot at which anything of it may be planned; `pinned` batches are never moved by a search.
    """

    id: str
    steps: tuple[PlanStep, ...]
    lags: tuple[Lag, ...] = ()
    anchors: tuple[Anchor, ...] = ()
    stands: tuple[Stand, ...] = ()
    loans: tuple[Loan, ...] = ()
    title: str = ""
    product: str = ""
    patient: bool = True
    weight: int = 1
    release: int = 0
    due: int | None = None
    promise_step: str = ""
    promise_at_start: bool = False
    penalty: Penalty = field(default_factory=Penalty)
    pinned: bool = False

    @cached_property
    def index(self) -> dict[str, int]:
        """The position of each step's code."""
        return {step.code: n for n, step in enumerate(self.steps)}

    def step(self, code: str) -> PlanStep:
        """The step of this code; KeyError when there is none."""
        return self.steps[self.index[code]]

    def at_stand(self, stand: int) -> tuple[int, ...]:
        """The positions of the steps done at one stand."""
        return tuple(n for n, step in enumerate(self.steps) if step.stand == stand)


@dataclass(frozen=True)
class Problem:
    """Everything a plan has to reckon with; `now` and `freeze` are slots (what is told to start before `freeze` stays, if it can).

    `days` are the slots of the site's midnights, in order, true over both change nights. `changeover` gives the slots that must
    lie between two families in the same station, beyond what their own steps hold; a pair not named needs none.
    """

    grid: Grid
    horizon: int
    rooms: tuple[RoomSpec, ...] = ()
    instruments: tuple[InstrumentSpec, ...] = ()
    pools: tuple[Pool, ...] = ()
    assays: tuple[Assay, ...] = ()
    batches: tuple[PlanBatch, ...] = ()
    changeover: Mapping[tuple[str, str], int] = field(default_factory=dict)
    days: tuple[int, ...] = (0,)
    now: int = 0
    freeze: int = 0

    @cached_property
    def batch_of(self) -> dict[str, PlanBatch]:
        """Each batch under its id."""
        return {batch.id: batch for batch in self.batches}

    @cached_property
    def room_of(self) -> dict[str, RoomSpec]:
        """Each room under its id."""
        return {room.id: room for room in self.rooms}

    @cached_property
    def pool_of(self) -> dict[str, Pool]:
        """Each pool under its id."""
        return {pool.id: pool for pool in self.pools}

    def day(self, slot: int) -> int:
        """The site's day (index in `days`) that holds this slot."""
        return max(0, bisect_right(self.days, slot) - 1)


@dataclass(frozen=True)
class Plan:
    """Where and when everything goes: the start slot of each (batch, code), and the place of each (batch, number of its stand)."""

    starts: Mapping[tuple[str, str], int] = field(default_factory=dict)
    places: Mapping[tuple[str, int], Place] = field(default_factory=dict)

    def holds(self, batch: PlanBatch) -> bool:
        """Whether the plan gives every step of this batch a start."""
        return all((batch.id, step.code) in self.starts for step in batch.steps)

    def start(self, batch: PlanBatch, step: PlanStep) -> int:
        """When a step starts: as it did, or as planned."""
        return step.fact.start if step.fact is not None else self.starts[batch.id, step.code]

    def end(self, batch: PlanBatch, step: PlanStep) -> int:
        """When a step ends: as it did (or is expected to), or as planned."""
        return step.fact.end if step.fact is not None else self.starts[batch.id, step.code] + step.duration

    def completion(self, batch: PlanBatch) -> int | None:
        """The slot at which the batch's promise ends; None where it has none."""
        if batch.promise_step not in batch.index:
            return None
        step = batch.step(batch.promise_step)
        return self.start(batch, step) if batch.promise_at_start else self.end(batch, step)


def cost_of(batch: PlanBatch, plan: Plan) -> int:
    """Weighted expected tardiness of one batch, in per cent of slots."""
    end = plan.completion(batch)
    return 0 if end is None else batch.weight * batch.penalty.cost(end)


def cost(problem: Problem, plan: Plan) -> int:
    """Weighted expected tardiness of all batches the plan holds, in per cent of slots."""
    return sum(cost_of(batch, plan) for batch in problem.batches if plan.holds(batch))


def moved(problem: Problem, before: Plan, after: Plan) -> tuple[tuple[str, str], ...]:
    """The commitments that moved: steps told to people that are not facts and now start or stand elsewhere."""
    found = []
    for batch in problem.batches:
        for step in batch.steps:
            key = (batch.id, step.code)
            if step.fact is not None or key not in before.starts or key not in after.starts:
                continue
            stand = (batch.id, -1 if step.stand is None else step.stand)
            if before.starts[key] != after.starts[key] or before.places.get(stand) != after.places.get(stand):
                found.append(key)
    return tuple(found)
