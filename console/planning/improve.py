"""A better plan from a good one: take a few batches out, put them back in another order, keep what costs less (iterated greedy)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from random import Random

from console.planning.build import Stop, never
from console.planning.clash import stands
from console.planning.insert import ANYHOW, Want, earliest
from console.planning.problem import Plan, PlanBatch, Problem
from console.planning.timetable import Booking, Timetable

TAKEN = (1, 2, 3, 4, 6, 9)
"""How many others are taken out with a batch that costs much, one of these by chance."""
ELSEWHERE = 0.3
"""How often the others are any that are at work meanwhile, not those in the rooms it could use: people are wanted twice, too."""
WARMTH = 0.003
"""Plans worse by up to this share of the cost are gone on from now and then, so that the search does not stick."""


@dataclass(frozen=True, slots=True)
class Improved:
    """The best plan found, its cost in per cent of slots, and how many attempts it took."""

    plan: Plan
    cost: int
    tried: int


def improve(problem: Problem, plan: Plan, iterations: int = 1000, seed: int = 0, stop: Stop = never) -> Improved:
    """The best of so many attempts; the same seed and count give the same plan, and stopping at any moment leaves a lawful one."""
    table = Timetable.of(problem, plan)
    walk = Walk(table, plan, Random(seed))
    tried = 0
    while tried < iterations and walk.movable and not stop():
        walk.attempt()
        tried += 1
    best = calm(problem, walk.best(), plan)
    return Improved(best, Timetable.of(problem, best).cost(), tried)


class Walk:
    """The plan as it stands in the search, and the best it has been."""

    def __init__(self, table: Timetable, plan: Plan, chance: Random) -> None:
        self.table, self.chance = table, chance
        self.frozen = {batch.id: frozen(table, batch, plan) for batch in table.problem.batches}
        self.costs = {name: booking.cost() for name, booking in table.booked.items()}
        self.movable = [name for name in table.booked if _may_move(table, name)]
        self.total = sum(self.costs.values())
        self._best_total, self._best = self.total, dict(table.booked)

    def attempt(self) -> None:
        """Take a few out and put them back; go on from there if it is no worse, or hardly."""
        taken = self._taken()
        before = {name: self.table.remove(name) for name in taken}
        order = self._order(taken)
        for name in order:
            booking = earliest(self.table, name, self.frozen[name])
            if booking is None:
                break
            self.table.add(booking)
        if not all(name in self.table.booked for name in taken):
            self._back(before)
            return
        total = self.total + sum(self.table.booked[name].cost() - self.costs[name] for name in taken)
        if total > self.total + self.chance.random() ** 3 * WARMTH * self.total:
            self._back(before)
            return
        self.total = total
        self.costs |= {name: self.table.booked[name].cost() for name in taken}
        if total < self._best_total:
            self._best_total, self._best = total, dict(self.table.booked)

    def best(self) -> Plan:
        """The best plan so far."""
        for name in list(self.table.booked):
            self.table.remove(name)
        for booking in self._best.values():
            self.table.add(booking)
        return self.table.plan()

    def _back(self, before: dict[str, Booking]) -> None:
        for name in before:
            if name in self.table.booked:
                self.table.remove(name)
        for booking in before.values():
            self.table.add(booking)

    def _taken(self) -> list[str]:
        """One that costs much, and some of those that stand in its way: in a room it could use, while it waits or works."""
        floor = 1 + self.total // (20 * len(self.movable))
        first = self.chance.choices(self.movable, [self.costs[name] + floor for name in self.movable])[0]
        count = self.chance.choice(TAKEN)
        booking = self.table.booked[first]
        since, until = booking.batch.release, max(booking.end(n) for n in booking.network.free)
        rooms = {place.room for stand in booking.batch.stands for place in stand.places}
        others = [name for name in self.movable if name != first]
        near = [name for name in others if _stands_in(self.table.booked[name], rooms, since, until)]
        if len(near) < count or self.chance.random() < ELSEWHERE:
            near = [name for name in others if _at_work(self.table.booked[name], since, until)]
        return [first, *self.chance.sample(near, min(count, len(near)))]

    def _order(self, taken: Sequence[str]) -> list[str]:
        """What stands somewhere already comes back first; then the dear one and the rest by chance, or all by due date."""
        by_due = self.chance.random() < 0.4
        keys = {name: self.chance.random() for name in taken}
        if by_due:
            keys = {name: _pressing(self.table, name) * (0.7 + 0.6 * keys[name]) for name in taken}
        elif self.chance.random() < 0.6:
            keys[taken[0]] = -1.0
        return sorted(taken, key=lambda name: (not _begun(self.table, name), keys[name], name))


def frozen(table: Timetable, batch: PlanBatch, plan: Plan) -> Want:
    """What was told to start before the frozen horizon stays where it is."""
    freeze = table.problem.freeze
    kept = {
        n: plan.starts[batch.id, step.code]
        for n, step in enumerate(batch.steps)
        if step.fact is None and plan.starts.get((batch.id, step.code), freeze) < freeze
    }
    if not kept:
        return ANYHOW
    stands_kept = {batch.steps[n].stand for n in kept} - {None}
    places = {k: (place,) for k in stands_kept if k is not None and (place := table.there(plan.places.get((batch.id, k))))}
    return Want(kept, kept, places)


def calm(problem: Problem, plan: Plan, before: Plan) -> Plan:
    """The same plan with every batch back where it was told to be, wherever that costs nothing."""
    table = Timetable.of(problem, plan)
    for batch in problem.batches:
        if batch.id not in table.booked or not before.holds(batch):
            continue
        now, told = table.booked[batch.id], table.booking(batch, before)
        if (told.starts, told.places) != (now.starts, now.places) and told.cost() <= now.cost():
            table.remove(batch.id)
            table.add(told if stands(table, told) else now)
    return table.plan()


def _may_move(table: Timetable, name: str) -> bool:
    network = table.networks[name]
    return bool(network.free) and not network.batch.pinned


def _stands_in(booking: Booking, rooms: set[str], since: int, until: int) -> bool:
    """Whether a booking holds one of these rooms between these slots."""
    for k, place in enumerate(booking.places):
        if place is not None and place.room in rooms:
            start, end = booking.hold(k)
            if start < until and since < end:
                return True
    return False


def _at_work(booking: Booking, since: int, until: int) -> bool:
    free = booking.network.free
    return min(booking.starts[n] for n in free) < until and since < max(booking.end(n) for n in free)


def _pressing(table: Timetable, name: str) -> float:
    """How soon a batch is due, counted from the release of the first."""
    batch = table.networks[name].batch
    return float((table.problem.horizon if batch.due is None else batch.due) + 1)


def _begun(table: Timetable, name: str) -> bool:
    return any(stand.held is not None for stand in table.networks[name].batch.stands)
