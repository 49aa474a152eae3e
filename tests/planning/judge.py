"""The floor as it would work a plan off, event by event, with durations drawn anew: a judge no planner has ever seen.

People work in planned order. A step starts when what it waits for is done, its clock, window or assay run is there, and its hands,
station, instrument and crew are free; the crew must be staffed through the planned length, and stays when it takes longer. Work may
be pulled forward where it takes nothing that is planned for others; the first step of a batch and of each stand never is. Stations,
instruments and open manipulations keep the order of the plan. A hold limit that cannot be kept is counted, and work goes on.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Callable, Generator, Iterator, Mapping
from dataclasses import dataclass, field
from random import Random
from typing import Any

import numpy as np
import simpy

from console.planning.problem import WHOLE_ROOM, Closed, Lag, Place, Plan, PlanBatch, PlanStep, Problem

Sample = Callable[[PlanBatch, PlanStep, Random], float]
"""Draws the slots a step really takes."""
SOON = 1e-9
Life = Generator[simpy.Event, Any, None]


@dataclass(frozen=True, slots=True)
class Judgement:
    """One run: when each batch's promise ended (None: not within the horizon), which were late, and how many limits were broken."""

    completions: Mapping[str, float | None]
    late: frozenset[str]
    breaches: int
    limits: int


def as_planned(batch: PlanBatch, step: PlanStep, chance: Random) -> float:
    """No chance at all."""
    return step.duration


def lognormal(batch: PlanBatch, step: PlanStep, chance: Random) -> float:
    """A long tail around the planned length as median, with the step's mean; sure when the mean is no more than that."""
    if step.duration <= 0 or step.mean <= step.duration:
        return step.duration
    return step.duration * math.exp(chance.gauss(0, math.sqrt(2 * math.log(step.mean / step.duration))))


def judge(problem: Problem, plan: Plan, seed: int, sample: Sample = lognormal) -> Judgement:
    """One run of the floor; the same seed draws the same duration for the same step whatever the plan."""
    return _Floor(problem, plan, seed, sample).run()


@dataclass(eq=False, slots=True)
class _Task:
    """A step to be done, with what it was planned to be and what becomes of it."""

    batch: PlanBatch
    step: PlanStep
    planned: int
    takes: float
    stand: _Stand | None
    floor: int
    claims: list[_Claim] = field(default_factory=list)
    start: float = math.nan
    end: float = math.nan
    started: simpy.Event = field(init=False)
    ended: simpy.Event = field(init=False)
    go: simpy.Event = field(init=False)

    @property
    def key(self) -> tuple[int, str, str]:
        return (self.planned, self.batch.id, self.step.code)

    @property
    def hands(self) -> bool:
        return self.stand is not None and self.step.attended and self.step.duration > 0


@dataclass(eq=False, slots=True)
class _Stand:
    """A stand with its planned hold, and whether it has been taken and given back."""

    batch: PlanBatch
    place: Place
    family: str
    held: bool
    start: int
    end: int
    kept: tuple[int, int] | None
    left: int
    taken: bool = False
    gone: float = math.inf


@dataclass(eq=False, slots=True)
class _Claim:
    """So many of a pool for so long as planned: a step's crew, or a loan that ends with another step."""

    pool: str
    count: int
    start: int
    end: int
    until: str = ""


class _Floor:
    """The state of the floor on simpy's clock (slots), and the supervisor who starts what can be started."""

    def __init__(self, problem: Problem, plan: Plan, seed: int, sample: Sample) -> None:
        self.problem, self.plan = problem, plan
        self.env = simpy.Environment(initial_time=problem.now)
        self.wake = self.env.event()
        self.waiting: list[_Task] = []
        self.slots = problem.horizon + 400
        self.levels = {pool.id: _levels(pool.levels, self.slots) for pool in problem.pools}
        self.reserved = {pool.id: np.zeros(self.slots, int) for pool in problem.pools}
        self.running = {pool.id: np.zeros(self.slots, int) for pool in problem.pools}
        self.busy: dict[str, int] = defaultdict(int)
        self.lent: dict[tuple[str, str], list[tuple[_Claim, float]]] = defaultdict(list)
        self.sizes = {(assay.id, at): size for assay in problem.assays for at, size in assay.runs}
        self.samples: dict[tuple[str, int], int] = defaultdict(int)
        self.planned_samples: dict[tuple[str, int], int] = defaultdict(int)
        self.hands: dict[str, _Task | None] = {}
        self.closed = {room.id: room.closed for room in problem.rooms}
        self.calibrated = {instrument.id: instrument.closed for instrument in problem.instruments}
        self.stations: dict[tuple[str, str], list[_Stand]] = defaultdict(list)
        self.instruments: dict[str, list[_Stand]] = defaultdict(list)
        self.rooms: dict[str, list[_Stand]] = defaultdict(list)
        self.attended: dict[str, list[_Task]] = defaultdict(list)
        self.tasks: dict[tuple[str, str], _Task] = {}
        for batch in problem.batches:
            if plan.holds(batch) or all(step.fact is not None for step in batch.steps):
                self._enter(batch, seed, sample)
        for queue in (*self.stations.values(), *self.instruments.values()):
            queue.sort(key=lambda stand: stand.start)

    def run(self) -> Judgement:
        """Work everything off, up to the horizon."""
        for task in self.tasks.values():
            self.env.process(self._life(task))
        self.env.process(self._supervisor())
        self.env.run(until=self.problem.horizon)
        done: dict[str, float | None] = {}
        late, broken, limits = set(), 0, 0
        for batch in self.problem.batches:
            if (batch.id, batch.promise_step) in self.tasks:
                task = self.tasks[batch.id, batch.promise_step]
                at = task.start if batch.promise_at_start else task.end
                done[batch.id] = None if math.isnan(at) else at
                if batch.due is not None and not at <= batch.due + SOON:
                    late.add(batch.id)
            held = [self._held(batch, lag) for lag in batch.lags if lag.most is not None]
            broken, limits = broken + held.count(False), limits + len(held)
        return Judgement(done, frozenset(late), broken, limits)

    # --- what is planned

    def _enter(self, batch: PlanBatch, seed: int, sample: Sample) -> None:
        stands = [self._stand(batch, number) for number in range(len(batch.stands))]
        first = min(self.plan.start(batch, step) for step in batch.steps)
        for step in batch.steps:
            planned = self.plan.start(batch, step)
            stand = stands[step.stand] if step.stand is not None else None
            opening = planned in (first, stand.start if stand is not None else None)
            takes = max(0.0, sample(batch, step, Random(f"{seed}/{batch.id}/{step.code}")))
            task = _Task(batch, step, planned, takes, stand, planned if opening else 0)
            task.started, task.ended, task.go = self.env.event(), self.env.event(), self.env.event()
            task.claims = [_Claim(pool, count, planned, planned + step.duration) for pool, count in step.crew if step.duration > 0]
            task.claims += [
                _Claim(loan.pool, loan.count, planned, self.plan.end(batch, batch.step(loan.last)), loan.last)
                for loan in batch.loans
                if loan.first == step.code
            ]
            self.tasks[batch.id, step.code] = task
            if step.fact is None:
                for claim in task.claims:
                    self.reserved[claim.pool][claim.start : claim.end] += claim.count
                self.planned_samples[step.assay, planned] += bool(step.assay)
            if task.hands and stand is not None:
                self.attended[stand.place.room].append(task)

    def _stand(self, batch: PlanBatch, number: int) -> _Stand:
        stand, steps = batch.stands[number], [batch.steps[n] for n in batch.at_stand(number)]
        place = stand.held or self.plan.places[batch.id, number]
        kept = None
        if place.instrument and stand.instrument_from:
            first, last = batch.step(stand.instrument_from), batch.step(stand.instrument_until)
            kept = (self.plan.start(batch, first), self.plan.end(batch, last))
        start, end = min(self.plan.start(batch, s) for s in steps), max(self.plan.end(batch, s) for s in steps)
        made = _Stand(batch, place, stand.family, stand.held is not None, start, end, kept, len(steps))
        for station in self._stations(place):
            self.stations[place.room, station].append(made)
        self.rooms[place.room].append(made)
        if kept is not None:
            self.instruments[place.instrument].append(made)
        return made

    def _stations(self, place: Place) -> tuple[str, ...]:
        return self.problem.room_of[place.room].stations if place.station == WHOLE_ROOM else (place.station,)

    # --- how a step lives

    def _life(self, task: _Task) -> Life:
        """Wait for what comes before, wait to be started, work, and give back what was taken."""
        fact = task.step.fact
        if fact is not None:
            self._begin(task, fact.start)
            task.takes = fact.end - fact.start
            if fact.end > self.env.now:
                yield self.env.timeout(fact.end - self.env.now)
        else:
            for lag in self._waits(task):
                before = self.tasks[task.batch.id, lag.before]
                yield before.ended if lag.from_end else before.started
            ready = self._ready(task)
            if ready > self.env.now:
                yield self.env.timeout(ready - self.env.now)
            self.waiting.append(task)
            self._call()
            yield task.go
            yield self.env.timeout(task.takes)
        self._finish(task, task.start + task.takes)

    def _waits(self, task: _Task) -> Iterator[Lag]:
        """The limits that keep a step back: those from a step planned no later."""
        for lag in task.batch.lags:
            before = self.tasks[task.batch.id, lag.before]
            if lag.after == task.step.code and before is not task and lag.least >= 0 and before.planned <= task.planned:
                yield lag

    def _ready(self, task: _Task) -> float:
        """When nothing of its own batch keeps the step back any longer."""
        step, batch = task.step, task.batch
        ready: list[float] = [self.env.now, task.floor, batch.release, step.earliest]
        for lag in self._waits(task):
            before = self.tasks[batch.id, lag.before]
            ready.append((before.end if lag.from_end else before.start) + lag.least - (step.duration if lag.to_end else 0))
        for anchor in batch.anchors:
            root = self.tasks[batch.id, anchor.root]
            if anchor.step == step.code and not math.isnan(root.start):
                ready.append(anchor.opens[self.problem.day(int(root.start))])
        for lag in batch.lags:  # not so early that what must follow soon is left standing
            if lag.before == step.code and lag.most is not None and lag.from_end and not lag.to_end:
                ready.append(min(task.planned, self.tasks[batch.id, lag.after].planned - lag.most - step.duration))
        return max(ready)

    def _begin(self, task: _Task, at: float) -> None:
        task.start = at
        stand = task.stand
        if stand is not None:
            stand.taken = True
        if task.hands and stand is not None and (task.step.fact is None or task.step.fact.end > self.env.now):
            self.hands[stand.place.room] = task
        for claim in task.claims:
            until = at + claim.end - claim.start
            if task.step.fact is None:
                self.reserved[claim.pool][claim.start : claim.end] -= claim.count
            self.running[claim.pool][int(at) : math.ceil(until - SOON)] += claim.count
            self.busy[claim.pool] += claim.count
            self.lent[task.batch.id, claim.until or task.step.code].append((claim, until))
        if task.step.assay and task.step.fact is None:
            self.planned_samples[task.step.assay, task.planned] -= 1
        if task.step.assay:
            self.samples[task.step.assay, int(at)] += 1
        task.started.succeed()

    def _finish(self, task: _Task, at: float) -> None:
        task.end = at
        stand = task.stand
        if stand is not None:
            stand.left -= 1
            stand.gone = at if stand.left == 0 else math.inf
            if self.hands.get(stand.place.room) is task:
                self.hands[stand.place.room] = None
        for claim, until in self.lent.pop((task.batch.id, task.step.code), ()):
            self.busy[claim.pool] -= claim.count
            self.running[claim.pool][math.ceil(at - SOON) : math.ceil(until - SOON)] -= claim.count
        task.ended.succeed()
        self._call()

    # --- the supervisor

    def _call(self) -> None:
        if not self.wake.triggered:
            self.wake.succeed()

    def _supervisor(self) -> Life:
        """Look at all that waits, in planned order, whenever something happened and at every slot."""
        while True:
            tick = self.env.timeout(math.floor(self.env.now + SOON) + 1 - self.env.now)
            yield self.wake | tick
            self.wake = self.env.event()
            self.waiting.sort(key=lambda task: task.key)
            for task in list(self.waiting):
                if self._may(task, self.env.now):
                    self.waiting.remove(task)
                    self._begin(task, self.env.now)
                    task.go.succeed()

    def _may(self, task: _Task, at: float) -> bool:
        step = task.step
        if step.windows is not None and not any(opens <= at < closes for opens, closes in step.windows):
            return False
        early = at < task.planned - SOON
        if step.assay and not self._run(step.assay, task, at, early):
            return False
        if not all(self._staffed(claim, at, early, claim.until == "") for claim in task.claims):
            return False
        return task.stand is None or (self._place(task.stand, at) and self._room(task, task.stand.place.room, at, early))

    def _run(self, assay: str, task: _Task, at: float, early: bool) -> bool:
        """A run starts right now and has a sample left; work pulled forward leaves the others theirs."""
        if at != int(at) or (assay, int(at)) not in self.sizes:
            return False
        key = (assay, int(at))
        return self.samples[key] + (self.planned_samples[key] if early else 0) < self.sizes[key]

    def _staffed(self, claim: _Claim, at: float, early: bool, through: bool) -> bool:
        """Enough of a pool now, and through the planned length of a step; work pulled forward leaves the others theirs."""
        first = int(at + SOON)
        if self.levels[claim.pool][first] - self.busy[claim.pool] < claim.count:
            return False
        last = math.ceil(at + claim.end - claim.start - SOON) if through or early else first + 1
        free = self.levels[claim.pool][first:last] - self.running[claim.pool][first:last]
        if early:
            free = free - self.reserved[claim.pool][first:last]
            own = slice(max(0, claim.start - first), max(0, claim.end - first))
            free[own] += claim.count
        return bool((free >= claim.count).all())

    def _place(self, stand: _Stand, at: float) -> bool:
        """The station and the instrument are free, cleared, and open for as long as the stand was planned to last."""
        if stand.taken:
            return True
        place = stand.place
        for station in self._stations(place):
            for before in self.stations[place.room, station]:
                gap = self.problem.changeover.get((before.family, stand.family), 0)
                if before is not stand and before.start < stand.start and before.gone + gap > at + SOON:
                    return False
        if place.station != WHOLE_ROOM and _meets(self.closed[place.room], at, at + stand.end - stand.start):
            return False
        if any(t.step.open and math.isnan(t.end) and t.planned < stand.start for t in self._others(stand)):
            return False
        if stand.kept is None:
            return True
        earlier = [other for other in self.instruments[place.instrument] if other is not stand and other.start < stand.start]
        began, length = at + stand.kept[0] - stand.start, stand.kept[1] - stand.kept[0]
        return all(other.gone <= at + SOON for other in earlier) and not _meets(
            self.calibrated[place.instrument], began, began + length
        )

    def _others(self, stand: _Stand) -> Iterator[_Task]:
        return (task for task in self.attended[stand.place.room] if task.batch is not stand.batch)

    def _room(self, task: _Task, room: str, at: float, early: bool) -> bool:
        """Hands are free in the room, it is not closed to a standing batch, and an open manipulation finds nobody else there."""
        stand, length = task.stand, task.step.duration
        assert stand is not None
        if task.hands:
            if self.hands.get(room) is not None:
                return False
            if stand.held and stand.place.station != WHOLE_ROOM and _meets(self.closed[room], at, at + length):
                return False
            if early and any(
                other is not task
                and math.isnan(other.start)
                and other.planned < at + length
                and at < other.planned + other.step.duration
                for other in self.attended[room]
            ):
                return False
        if task.step.open:
            there = [other for other in self.rooms[room] if other.batch is not task.batch and other.gone > at + SOON]
            return not any(other.taken or other.start < task.planned for other in there) and not (
                early and any(other.start < at + length for other in there)
            )
        return True

    def _held(self, batch: PlanBatch, lag: Lag) -> bool:
        """Whether a hold limit was kept; one that was never reached was not."""
        before, after = self.tasks.get((batch.id, lag.before)), self.tasks.get((batch.id, lag.after))
        if before is None or after is None or lag.most is None:
            return True
        first, second = (before.end if lag.from_end else before.start), (after.end if lag.to_end else after.start)
        return second - first <= lag.most + SOON


def _levels(levels: tuple[tuple[int, int], ...], slots: int) -> np.ndarray[Any, np.dtype[np.int_]]:
    made = np.zeros(slots, int)
    for at, level in levels:
        made[max(0, at) :] = level
    return made


def _meets(closed: tuple[Closed, ...], start: float, end: float) -> bool:
    return any(span.start < end - SOON and span.end > start + SOON for span in closed)
