"""The timetable: who holds which station, instrument, hands, crew and assay run, slot by slot; it only counts, it never judges.

Facts are booked once and stay. What is planned of a batch is added and removed as one booking; removing what was added leaves the
timetable as it was, to the last slot.
"""

from __future__ import annotations

from bisect import bisect_left, insort
from collections.abc import Callable, Hashable, Iterator, Mapping
from dataclasses import dataclass
from typing import TypeVar, cast

import numpy as np
from numpy.typing import NDArray

from console.planning.masks import Mask, packed
from console.planning.network import Network, network_of
from console.planning.problem import WHOLE_ROOM, Place, Plan, PlanBatch, Problem, Span

Counts = NDArray[np.int16]
Held = tuple[int, int, str, str, int]
"""Start, end, family, batch and number of the stand."""
Used = tuple[int, int, str, int]
"""Start, end, batch and number of the step or stand."""
Span_ = TypeVar("Span_", Held, Used)
Known = TypeVar("Known")


@dataclass(frozen=True, slots=True)
class Booking:
    """What is planned of one batch: a start for every step (facts' own), and the place of every stand."""

    batch: PlanBatch
    network: Network
    starts: tuple[int, ...]
    places: tuple[Place | None, ...]

    def end(self, step: int) -> int:
        """When a step ends."""
        return self.starts[step] + self.network.durations[step]

    def goal(self) -> int:
        """The slot that the batch's penalty looks at."""
        n = self.network.goal
        return self.starts[n] if self.batch.promise_at_start else self.end(n)

    def cost(self) -> int:
        """Weighted expected tardiness, in per cent of slots."""
        if self.batch.promise_step not in self.batch.index:
            return 0
        return self.batch.weight * self.batch.penalty.cost(self.goal())

    def hold(self, stand: int) -> Span:
        """From when to when a stand is held."""
        mine = self.network.stands[stand]
        return min(self.starts[n] for n in mine), max(self.end(n) for n in mine)


class Timetable:
    """Everything booked on the resources of one problem."""

    def __init__(self, problem: Problem) -> None:
        self.problem = problem
        self.networks = {batch.id: network_of(problem, batch) for batch in problem.batches}
        self.longest_changeover = max(problem.changeover.values(), default=0)
        self.left: dict[str, Counts] = {pool.id: _levels(pool.levels, problem.horizon) for pool in problem.pools}
        self.hands: dict[str, Counts] = {room.id: np.ones(problem.horizon, dtype=np.int16) for room in problem.rooms}
        self.held: dict[tuple[str, str], list[Held]] = {(r.id, s): [] for r in problem.rooms for s in r.stations}
        self.opened: dict[str, list[Used]] = {room.id: [] for room in problem.rooms}
        self.borrowed: dict[str, list[Used]] = {i.id: [] for i in problem.instruments}
        self.runs = {(assay.id, start): size for assay in problem.assays for start, size in assay.runs}
        self.starts_of = {assay.id: tuple(sorted(start for start, _ in assay.runs)) for assay in problem.assays}
        self.booked: dict[str, Booking] = {}
        self._kept: dict[Hashable, object] = {}
        for network in self.networks.values():
            self._facts(network)

    @classmethod
    def of(cls, problem: Problem, plan: Plan) -> Timetable:
        """The timetable of a plan as it stands, lawful or not."""
        table = cls(problem)
        for batch in problem.batches:
            if plan.holds(batch):
                table.add(table.booking(batch, plan))
        return table

    def fork(self, problem: Problem | None = None) -> Timetable:
        """A copy to try things on; with a problem that differs in batches (none booked here), closed spans or raised pools."""
        other = Timetable.__new__(Timetable)
        other.problem = problem or self.problem
        other.networks = self.networks if problem is None else {b.id: network_of(problem, b) for b in problem.batches}
        other.left = {pool: counts.copy() for pool, counts in self.left.items()}
        if problem is not None:
            for old, new in zip(self.problem.pools, problem.pools, strict=True):
                if old is not new:
                    other.left[new.id] += _levels(new.levels, problem.horizon) - _levels(old.levels, problem.horizon)
        other.hands = {room: counts.copy() for room, counts in self.hands.items()}
        other.held = {station: list(spans) for station, spans in self.held.items()}
        other.opened = {room: list(spans) for room, spans in self.opened.items()}
        other.borrowed = {instrument: list(spans) for instrument, spans in self.borrowed.items()}
        other.longest_changeover = self.longest_changeover
        other.runs, other.starts_of = dict(self.runs), self.starts_of
        other.booked, other._kept = dict(self.booked), {} if problem is not None else dict(self._kept)
        return other

    def least(self, network: Network, n: int) -> int:
        """The first slot at which a step may start by its own bounds and the present."""
        return max(self.problem.now, network.least[n])

    def most(self, network: Network, n: int) -> int:
        """The last slot at which a step may start by its own bounds and the horizon."""
        return min(self.problem.horizon - network.durations[n], network.most[n])

    def booking(self, batch: PlanBatch, plan: Plan) -> Booking:
        """A batch as a plan has it; a place the site does not have is none."""
        places = tuple(s.held or self.there(plan.places.get((batch.id, k))) for k, s in enumerate(batch.stands))
        return Booking(batch, self.networks[batch.id], tuple(plan.start(batch, step) for step in batch.steps), places)

    def there(self, place: Place | None) -> Place | None:
        """The place, if the site has it."""
        room = None if place is None else self.problem.room_of.get(place.room)
        return place if place is not None and room is not None and place.station in (*room.stations, WHOLE_ROOM) else None

    def plan(self) -> Plan:
        """Everything booked, as a plan."""
        starts: dict[tuple[str, str], int] = {}
        places: dict[tuple[str, int], Place] = {}
        for name, booking in self.booked.items():
            starts |= {(name, step.code): at for step, at in zip(booking.batch.steps, booking.starts, strict=True)}
            places |= {(name, k): place for k, place in enumerate(booking.places) if place is not None}
        return Plan(starts, places)

    def cost(self) -> int:
        """Weighted expected tardiness of all that is booked."""
        return sum(booking.cost() for booking in self.booked.values())

    def add(self, booking: Booking) -> None:
        """Book what is planned of a batch."""
        self.booked[booking.batch.id] = booking
        self._change(booking, -1)

    def remove(self, batch: str) -> Booking:
        """Give back what is planned of a batch; its facts stay."""
        booking = self.booked.pop(batch)
        self._change(booking, 1)
        return booking

    def remember(self, name: Hashable, make: Callable[[], Known]) -> Known:
        """What was worked out from the timetable as it stands, made once; any change forgets it."""
        if name not in self._kept:
            self._kept[name] = make()
        return cast(Known, self._kept[name])

    def _change(self, booking: Booking, sign: int) -> None:
        self._kept.clear()
        network, steps = booking.network, booking.batch.steps
        for n in network.free:
            self._step(booking, n, sign)
        for loan in booking.batch.loans:
            first, last = booking.batch.index[loan.first], booking.batch.index[loan.last]
            known = _fact_loan(booking.batch, loan.first, loan.last)
            start, end = booking.starts[first], booking.end(last)
            if known is not None:
                start = known[1]
            if end > start:
                self._count(self.left, loan.pool, start, end, sign * loan.count)
        for k, place in enumerate(booking.places):
            if place is not None and any(steps[n].fact is None for n in network.stands[k]):
                self._stand(booking, k, place, sign)

    def _step(self, booking: Booking, n: int, sign: int) -> None:
        step, start = booking.batch.steps[n], booking.starts[n]
        for pool, count in step.crew:
            self._count(self.left, pool, start, start + step.duration, sign * count)
        if step.assay and (step.assay, start) in self.runs:
            self.runs[step.assay, start] += sign
        place = None if step.stand is None else booking.places[step.stand]
        if place is not None and step.duration:
            if step.attended:
                self._count(self.hands, place.room, start, start + step.duration, sign)
            if step.open:
                _listed(self.opened[place.room], (start, start + step.duration, booking.batch.id, n), sign)

    def _count(self, counts: Mapping[str, Counts], key: str, start: int, end: int, by: int) -> None:
        counts[key][max(start, 0) : max(end, 0)] += by

    def _stand(self, booking: Booking, k: int, place: Place, sign: int) -> None:
        batch, stand = booking.batch, booking.batch.stands[k]
        start, end = booking.hold(k)
        known = _fact_hold(self.problem, booking.network, k)
        for station in self.stations(place):
            spans = self.held[place.room, station]
            if known is not None:
                _listed(spans, (*known, stand.family, batch.id, k), -sign)
            _listed(spans, (start, end, stand.family, batch.id, k), sign)
        if place.instrument and stand.instrument_from:
            spans_there = self.borrowed[place.instrument]
            loaned = _fact_instrument(self.problem, booking.network, k)
            if loaned is not None:
                _listed(spans_there, (*loaned, batch.id, k), -sign)
            first, last = booking.starts[batch.index[stand.instrument_from]], booking.end(batch.index[stand.instrument_until])
            _listed(spans_there, (first, last, batch.id, k), sign)

    def stations(self, place: Place) -> tuple[str, ...]:
        """The stations a place holds."""
        return self.problem.room_of[place.room].stations if place.station == WHOLE_ROOM else (place.station,)

    def _facts(self, network: Network) -> None:
        """Book what has started, once; a stand that is held stays held at least for the work still to be done there."""
        batch = network.batch
        for n, step in enumerate(batch.steps):
            if step.fact is not None:
                self._fact(batch, n)
        for k, stand in enumerate(batch.stands):
            known = _fact_hold(self.problem, network, k)
            if stand.held is not None and known is not None:
                for station in self.stations(stand.held):
                    _listed(self.held[stand.held.room, station], (*known, stand.family, batch.id, k), -1)
                loaned = _fact_instrument(self.problem, network, k)
                if loaned is not None and stand.held.instrument:
                    _listed(self.borrowed[stand.held.instrument], (*loaned, batch.id, k), -1)
        for loan in batch.loans:
            kept = _fact_loan(batch, loan.first, loan.last)
            if kept is not None:
                self._count(self.left, loan.pool, *kept, -loan.count)

    def _fact(self, batch: PlanBatch, n: int) -> None:
        step = batch.steps[n]
        assert step.fact is not None
        start, end = step.fact.start, step.fact.end
        for pool, count in step.crew:
            self._count(self.left, pool, start, end, -count)
        if step.assay and (step.assay, start) in self.runs:
            self.runs[step.assay, start] -= 1
        place = None if step.stand is None else batch.stands[step.stand].held
        if place is not None and end > start:
            if step.attended:
                self._count(self.hands, place.room, start, end, -1)
            if step.open:
                _listed(self.opened[place.room], (start, end, batch.id, n), -1)

    def enough(self, kind: str, key: str, need: int, first: int, last: int) -> Mask:
        """The slots of [first, last) in which a pool (kind "crew") or a room's hands (kind "hands") have `need` left."""
        counts = self.left[key] if kind == "crew" else self.hands[key]
        return self.remember((kind, key, need, first, last), lambda: packed(counts[first:last] >= need))


def near(spans: list[Span_], first: int, last: int) -> Iterator[Span_]:
    """The spans of a sorted list that reach into [first, last], and two before them: a changeover may reach further."""
    for n in range(max(0, bisect_left(spans, first, key=_begins) - 2), len(spans)):
        if spans[n][0] > last:
            return
        yield spans[n]


def _begins(span: Held | Used) -> int:
    return span[0]


def _listed(spans: list[Span_], one: Span_, sign: int) -> None:
    """Enter a span into its sorted list (sign below 0), or strike it out."""
    if sign < 0:
        insort(spans, one)
        return
    at = bisect_left(spans, one)
    if at < len(spans) and spans[at] == one:
        del spans[at]


def _levels(levels: tuple[tuple[int, int], ...], horizon: int) -> Counts:
    """The level at every slot of the horizon; none before the first entry."""
    ordered = sorted(levels)
    at = np.clip([0, *(slot for slot, _ in ordered), horizon], 0, horizon)
    return np.repeat(np.array([0, *(level for _, level in ordered)], dtype=np.int16), np.diff(at))


def _fact_hold(problem: Problem, network: Network, k: int) -> Span | None:
    """The span for which facts alone hold a stand: to the end of what has started, and of the work still to be done there."""
    stand, mine = network.batch.stands[k], network.stands[k]
    facts = [f for n in mine if (f := network.batch.steps[n].fact) is not None]
    if stand.held is None or not facts:
        return None
    open_work = any(network.batch.steps[n].fact is None for n in mine)
    end = max(f.end for f in facts)
    return min(f.start for f in facts), max(end, problem.now + network.shortest[k]) if open_work else end


def _fact_instrument(problem: Problem, network: Network, k: int) -> Span | None:
    stand = network.batch.stands[k]
    if not stand.instrument_from:
        return None
    first, last = network.batch.step(stand.instrument_from).fact, network.batch.step(stand.instrument_until).fact
    if first is None:
        return None
    return first.start, last.end if last is not None else max(first.end, problem.now + 1)


def _fact_loan(batch: PlanBatch, first: str, last: str) -> Span | None:
    begun, ended = batch.step(first).fact, batch.step(last).fact
    if begun is None:
        return None
    return begun.start, ended.end if ended is not None else begun.end
