"""After any trouble: who can stay as told stays, who is hit moves as little as it must, and an honest no where nothing is lawful.

Started work is fact. First every batch that still can is kept just as people were told. Each that is hit is placed again: where it
stands and not sooner than told if that serves, elsewhere or otherwise if that costs less; if nothing is free, up to four others
give way and are placed again themselves. What remains is a decision for people (decisions.py).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from console.planning.build import Stop, never
from console.planning.clash import Clash, clashes
from console.planning.decisions import Decision, decisions
from console.planning.improve import frozen
from console.planning.insert import ANYHOW, Want, earliest
from console.planning.keep import keep
from console.planning.problem import Place, Plan, PlanBatch, Problem, cost_of, moved
from console.planning.timetable import Booking, Timetable

MOVE = 25
"""What a moved step costs beside lateness, in per cent of slots: a quarter of a slot of a patient's lateness."""
GIVE_WAY = 4
"""How many others may give way to one batch."""
DEAR = 400
"""From which extra cost (per cent of slots; four slots of one patient) it is tried whether others could give way."""
NOTHING: Mapping[str, Want] = {}


@dataclass(frozen=True, slots=True)
class Unresolved:
    """A batch without a lawful place: what stands against it, and the decisions people could take, each tried."""

    batch: str
    reasons: tuple[Clash, ...]
    decisions: tuple[Decision, ...]


@dataclass(frozen=True, slots=True)
class Repair:
    """A lawful plan after trouble: which steps moved, what it costs (per cent of slots), and what could not be placed."""

    plan: Plan
    moved: tuple[tuple[str, str], ...]
    cost_before: int
    cost_after: int
    unresolved: tuple[Unresolved, ...] = ()


def repair(problem: Problem, plan: Plan, stop: Stop = never) -> Repair:
    """The plan made lawful again with as few moved commitments as that takes; facts never move."""
    told = Plan(plan.starts, {**plan.places, **_held(problem)})
    bare = Timetable(problem)
    before = sum(bare.booking(b, told).cost() for b in problem.batches if told.holds(b))
    table = bare.fork()
    hit = keep(table, told)
    lost = []
    for batch in hit:
        if stop() or not Placing(table, bare, told).place(batch):
            lost.append(batch)
    unresolved = tuple(_unresolved(table, bare, told, batch) for batch in lost)
    after = table.plan()
    return Repair(after, moved(problem, told, after), before, table.cost(), unresolved)


def _held(problem: Problem) -> dict[tuple[str, int], Place]:
    return {(b.id, k): s.held for b in problem.batches for k, s in enumerate(b.stands) if s.held is not None}


def _unresolved(table: Timetable, bare: Timetable, plan: Plan, batch: PlanBatch) -> Unresolved:
    booking = table.booking(batch, plan) if plan.holds(batch) else earliest(bare, batch.id)
    reasons = tuple(clashes(table, booking)) if booking is not None else ()

    def places(there: Timetable, alone: Timetable, freed: PlanBatch) -> bool:
        return Placing(there, alone, plan).place(freed)

    return Unresolved(batch.id, reasons, decisions(table, bare, batch, places))


def both(want: Want, wish: Want) -> Want:
    """A want that keeps to a wish where it has one."""
    if wish is ANYHOW:
        return want
    least = {**want.least, **wish.least}
    return Want(least, {**want.most, **wish.most}, {**want.places, **wish.places}, want.draw_later and wish.draw_later)


class Placing:
    """Places one batch after another in a table, so that what people were told changes little."""

    def __init__(self, table: Timetable, bare: Timetable, plan: Plan, fixed: Mapping[str, Want] = NOTHING) -> None:
        self.table, self.bare, self.plan, self.fixed = table, bare, plan, fixed

    def place(self, batch: PlanBatch) -> bool:
        """Book a batch at its best lawful place, others giving way where that is needed or pays."""
        booking = self.best(self.table, batch)
        if booking is not None and booking.cost() - (self.told_cost(batch) or 0) <= DEAR:
            self.table.add(booking)
            return True
        spare = self._alone(batch)
        if spare is None:
            return False
        given = self.giving_way(batch, spare, booking)
        if given is not None:
            self._take(given)
        elif booking is not None:
            self.table.add(booking)
        return batch.id in self.table.booked

    def _alone(self, batch: PlanBatch) -> Booking | None:
        """Where it would be if nobody else's plan stood in the way; None when facts and limits leave no place at all."""
        return self.best(self.bare, batch)

    def best(self, table: Timetable, batch: PlanBatch) -> Booking | None:
        """The booking that costs least: lateness first, then moved commitments; the first that is no later than told will do."""
        found: list[Booking] = []
        told = self.told_cost(batch)
        for want in self._wants(table, batch):
            booking = earliest(table, batch.id, want)
            if booking is not None:
                found.append(booking)
                if told is not None and booking.cost() <= told:
                    break
        if not found:
            return None
        if not any(self._as_told(booking) for booking in found):
            found.append(self._later_half(table, batch, found[-1]))
        return min(found, key=lambda booking: booking.cost() + MOVE * self.moves(booking))

    def told_cost(self, batch: PlanBatch) -> int | None:
        """What the batch costs as it was told; None when it was told nothing."""
        return cost_of(batch, self.plan) if self.plan.holds(batch) else None

    def _wants(self, table: Timetable, batch: PlanBatch) -> Iterator[Want]:
        """Stay and be no sooner than told; be elsewhere, no sooner; stay, any time; anything lawful."""
        wish = self.fixed.get(batch.id, ANYHOW)
        for want in self._free_wants(table, batch):
            yield both(want, wish)

    def _free_wants(self, table: Timetable, batch: PlanBatch) -> Iterator[Want]:
        if not self.plan.holds(batch):
            yield ANYHOW
            return
        fixed = frozen(table, batch, self.plan)
        told = {n: self.plan.starts[batch.id, s.code] for n, s in enumerate(batch.steps) if s.fact is None}
        places = {k: (place,) for k in range(len(batch.stands)) if (place := table.there(self.plan.places.get((batch.id, k))))}
        if fixed.least:
            yield Want({**told, **fixed.least}, fixed.most, places, draw_later=False)
        yield Want(told, {}, places, draw_later=False)
        yield Want(told, {}, {}, draw_later=False)
        yield Want({}, {}, places)
        yield ANYHOW

    def _as_told(self, booking: Booking) -> bool:
        """Whether nothing starts sooner than told."""
        return all(
            booking.starts[n] >= self.plan.starts.get((booking.batch.id, booking.batch.steps[n].code), 0)
            for n in booking.network.free
        )

    def _later_half(self, table: Timetable, batch: PlanBatch, sooner: Booking) -> Booking:
        """Of a batch that must come sooner, keep as many of its later steps as told as can be (halving)."""
        free, best = sooner.network.free, sooner
        if not self.plan.holds(batch):
            return best
        low, high = 1, len(free)
        while low < high:
            middle = (low + high) // 2
            told = {n: self.plan.starts[batch.id, batch.steps[n].code] for n in free[middle:]}
            found = earliest(table, batch.id, both(Want(told, {}, {}, draw_later=False), self.fixed.get(batch.id, ANYHOW)))
            if found is None:
                low = middle + 1
            else:
                best, high = found, middle
        return best

    def moves(self, booking: Booking) -> int:
        """How many commitments a booking moves."""
        batch, plan = booking.batch, self.plan
        if not plan.holds(batch):
            return 0
        return sum(
            booking.starts[n] != plan.starts[batch.id, step.code]
            or (step.stand is not None and booking.places[step.stand] != plan.places.get((batch.id, step.stand)))
            for n in booking.network.free
            for step in (batch.steps[n],)
        )

    def giving_way(self, batch: PlanBatch, alone: Booking, booking: Booking | None) -> dict[str, Booking] | None:
        """The bookings after others have given way to this batch, when that works and costs less than its own waiting."""
        best: dict[str, Booking] | None = None
        bar = None if booking is None else self._price([booking])
        for ideal in self._ideals(batch, alone):
            others = self._in_the_way(ideal)
            if not others or len(others) > GIVE_WAY:
                continue
            trial = self.table.fork()
            before = [trial.remove(name) for name in others]
            placed = self._all_placed(trial, batch, others)
            if placed is None:
                continue
            extra = self._price(placed.values()) - self._price(before)
            if bar is None or extra < bar:
                best, bar = placed, extra
            if booking is None:
                break  # there was no place at all: the first way to one is taken
        return best

    def _ideals(self, batch: PlanBatch, alone: Booking) -> Iterator[Booking]:
        yield alone
        soonest = earliest(self.bare, batch.id, self.fixed.get(batch.id, ANYHOW))
        if soonest is not None and soonest != alone:
            yield soonest

    def _in_the_way(self, ideal: Booking) -> list[str]:
        """Who would have to give way for this booking; of many who share people, those who press least."""
        names: dict[str, None] = {}
        for clash in clashes(self.table, ideal):
            movable = [name for name in clash.others if name in self.table.booked and not self.table.booked[name].batch.pinned]
            if len(movable) == len(clash.others) and clash.others and set(movable).isdisjoint(names):
                names[max(movable, key=lambda name: (self._slack(name), name))] = None
        return list(names)

    def _slack(self, name: str) -> float:
        batch = self.table.booked[name].batch
        return self.table.problem.horizon if batch.due is None else (batch.due - self.table.booked[name].goal()) / batch.weight

    def _all_placed(self, trial: Timetable, batch: PlanBatch, others: Sequence[str]) -> dict[str, Booking] | None:
        there = Placing(trial, self.bare, self.plan, self.fixed)
        for one in (batch, *(self.table.booked[name].batch for name in others)):
            found = there.best(trial, one)
            if found is None:
                return None
            trial.add(found)
        return {name: trial.booked[name] for name in (batch.id, *others)}

    def _price(self, bookings: Iterable[Booking]) -> int:
        return sum(booking.cost() + MOVE * self.moves(booking) for booking in bookings)

    def _take(self, placed: dict[str, Booking]) -> None:
        for name in placed:
            if name in self.table.booked:
                self.table.remove(name)
        for booking in placed.values():
            self.table.add(booking)
