"""What facts and fixed batches leave to those that are free: rooms, instruments, hands, people and seats in assay runs."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from console.planning.problem import WHOLE_ROOM, Place, Plan, PlanBatch, PlanStep, Pool, Problem, Span

Station = tuple[str, str]
"""A room and one of its stations."""


@dataclass(frozen=True, slots=True)
class Taken:
    """A stretch that is taken: by which batch, of which family as changeover sees it; before `settled` it is fact."""

    start: int
    end: int
    settled: int
    batch: str = ""
    family: str = ""

    @property
    def fact(self) -> bool:
        """Whether nothing of it can still be planned."""
        return self.settled >= self.end

    def against(self, settled: int | None) -> Span:
        """The span that counts against a claim that is fact before `settled` (None: is all plan): facts alone break nothing."""
        return (self.start if settled is None else max(self.start, min(settled, self.settled))), self.end


@dataclass(frozen=True)
class Leftover:
    """Stretches taken of stations, instruments, hands and by open work; people left per slot; seats left per run."""

    stations: dict[Station, list[Taken]] = field(default_factory=lambda: defaultdict(list))
    instruments: dict[str, list[Taken]] = field(default_factory=lambda: defaultdict(list))
    hands: dict[str, list[Taken]] = field(default_factory=lambda: defaultdict(list))
    opened: dict[str, list[Taken]] = field(default_factory=lambda: defaultdict(list))
    people: dict[str, NDArray[np.int64]] = field(default_factory=dict)
    seats: dict[str, dict[int, int]] = field(default_factory=dict)

    def holds_in(self, room: str) -> Iterable[Taken]:
        """Every hold of any station of a room."""
        return (hold for (where, _), holds in self.stations.items() if where == room for hold in holds)


def left_by(problem: Problem, plan: Plan, free: frozenset[str]) -> Leftover:
    """What is left to the free batches; of these themselves, only facts are counted as taken."""
    left = Leftover()
    use = {pool.id: _Use(problem.horizon) for pool in problem.pools}
    for batch in problem.batches:
        times = [known(batch, step, plan, batch.id in free) for step in batch.steps]
        _take_places(problem, left, batch, plan, times, batch.id in free)
        _take_people(use, batch, times)
    for pool in problem.pools:
        left.people[pool.id] = use[pool.id].left(levels(pool, problem.horizon))
    _take_seats(problem, left, plan, free)
    return left


def known(batch: PlanBatch, step: PlanStep, plan: Plan, free: bool) -> Span | None:
    """When a step is, if that is settled: it is a fact, or its batch is not free and planned."""
    if step.fact is not None:
        return step.fact.start, step.fact.end
    start = None if free else plan.starts.get((batch.id, step.code))
    return None if start is None else (start, start + step.duration)


def settled_place(batch: PlanBatch, number: int, plan: Plan, free: bool) -> Place | None:
    """Where a stand is, if that is settled: it is held, work has begun there, or its batch is not free."""
    stand = batch.stands[number]
    if stand.held is not None:
        return stand.held
    begun = any(batch.steps[n].fact is not None for n in batch.at_stand(number))
    return plan.places.get((batch.id, number)) if begun or not free else None


def stations_of(problem: Problem, place: Place) -> tuple[Station, ...]:
    """The stations a place holds."""
    if place.station != WHOLE_ROOM:
        return ((place.room, place.station),)
    return tuple((place.room, station) for station in problem.room_of[place.room].stations)


def settled_until(problem: Problem, steps: Sequence[tuple[PlanStep, Span]]) -> int:
    """Before which slot a claim by these steps is fact: to its end if all are, until now where work has begun, else nowhere."""
    facts = [span for step, span in steps if step.fact is not None]
    begun = bool(facts) and min(facts)[0] <= min(span for _, span in steps)[0]
    end = max(end for _, (_, end) in steps)
    if len(facts) == len(steps):
        return end
    return min(end, max(problem.now, *(end for _, end in facts))) if begun else min(start for _, (start, _) in steps)


def levels(pool: Pool, horizon: int) -> NDArray[np.int64]:
    """How many there are in each slot before the horizon."""
    found = np.zeros(horizon, dtype=np.int64)
    for at, count in sorted(pool.levels):
        found[max(at, 0) :] = count
    return found


def merged(spans: Iterable[Span], first: int, last: int) -> list[Span]:
    """The spans that touch [first, last), in order, those that overlap made one; spans that only meet stay apart."""
    found: list[Span] = []
    for start, end in sorted(spans):
        if end < first or start > last or end <= start:
            continue
        if found and start < found[-1][1]:
            found[-1] = found[-1][0], max(found[-1][1], end)
        else:
            found.append((start, end))
    return found


def _take_places(problem: Problem, left: Leftover, batch: PlanBatch, plan: Plan, times: list[Span | None], free: bool) -> None:
    for number, stand in enumerate(batch.stands):
        place = settled_place(batch, number, plan, free)
        if place is None:
            continue
        mine = [(batch.steps[n], span) for n in batch.at_stand(number) if (span := times[n]) is not None]
        for step, (start, end) in mine:
            taken = Taken(start, end, start if step.fact is None else end, batch.id)
            if step.attended and end > start:
                left.hands[place.room].append(taken)
            if step.open and end > start:
                left.opened[place.room].append(taken)
        _take_instrument(problem, left, batch, number, place, times)
        if not mine or (free and len(mine) < len(batch.at_stand(number))):
            continue
        start, end = min(s for _, (s, _) in mine), max(e for _, (_, e) in mine)
        hold = Taken(start, end, settled_until(problem, mine), batch.id, stand.family)
        for station in stations_of(problem, place):
            left.stations[station].append(hold)


def _take_instrument(
    problem: Problem, left: Leftover, batch: PlanBatch, number: int, place: Place, times: list[Span | None]
) -> None:
    stand = batch.stands[number]
    if not place.instrument or not stand.instrument_from:
        return
    u, v = batch.index[stand.instrument_from], batch.index[stand.instrument_until]
    first, last = times[u], times[v]
    if first is not None and last is not None:
        settled = settled_until(problem, [(batch.steps[u], first), (batch.steps[v], last)])
        left.instruments[place.instrument].append(Taken(first[0], last[1], settled, batch.id))


class _Use:
    """People or devices of one pool in use, as changes per slot: of facts, and of all that is settled."""

    def __init__(self, horizon: int) -> None:
        self._horizon = horizon
        self._facts = np.zeros(horizon + 1, dtype=np.int64)
        self._all = np.zeros(horizon + 1, dtype=np.int64)

    def add(self, start: int, end: int, count: int, fact: bool) -> None:
        """Count so many in use over a span."""
        first, last = (min(max(at, 0), self._horizon) for at in (start, end))
        for changes in (self._all, self._facts) if fact else (self._all,):
            changes[first] += count
            changes[last] -= count

    def left(self, level: NDArray[np.int64]) -> NDArray[np.int64]:
        """What is left per slot; where facts alone take more than there is, nothing is left, and no more is asked of them."""
        facts, everything = np.cumsum(self._facts)[:-1], np.cumsum(self._all)[:-1]
        return np.maximum(np.maximum(level, facts) - everything, 0)


def _take_people(use: dict[str, _Use], batch: PlanBatch, times: list[Span | None]) -> None:
    for step, span in zip(batch.steps, times, strict=True):
        if span is not None:
            for pool, count in step.crew:
                use[pool].add(*span, count, step.fact is not None)
    for loan in batch.loans:
        first, last = batch.index[loan.first], batch.index[loan.last]
        begun, ended = times[first], times[last]
        if begun is not None and ended is not None:
            facts = batch.steps[first].fact is not None and batch.steps[last].fact is not None
            use[loan.pool].add(begun[0], ended[1], loan.count, facts)


def _take_seats(problem: Problem, left: Leftover, plan: Plan, free: frozenset[str]) -> None:
    for assay in problem.assays:
        seats: dict[int, int] = {}
        for at, size in assay.runs:
            seats[at] = seats.get(at, 0) + size
        left.seats[assay.id] = seats
    for batch in problem.batches:
        for step in batch.steps:
            span = known(batch, step, plan, batch.id in free) if step.assay else None
            if span is not None and span[0] in left.seats[step.assay]:
                left.seats[step.assay][span[0]] -= 1
