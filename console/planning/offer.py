"""What can be offered: the earliest lawful appointments for one more batch, and what each would cost the others."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from console.planning.build import Stop, never
from console.planning.problem import Plan, PlanBatch, Problem
from console.planning.repair import Placing
from console.planning.timetable import Timetable

Maker = Callable[[int], PlanBatch | None]
"""Makes the batch whose first step starts at a slot; None where it cannot begin then (a night, a weekend)."""


@dataclass(frozen=True, slots=True)
class Cost:
    """What an offer costs one other batch: the end of its promise before and after, in slots."""

    batch: str
    before: int
    after: int


@dataclass(frozen=True, slots=True)
class Offered:
    """One appointment: its slot, when the promise would end and is due, expected tardiness (per cent of slots), who else pays.

    `plan` is the whole plan with it; None (and no end) where there is no lawful plan for this appointment.
    """

    slot: int
    batch: PlanBatch | None = None
    end: int | None = None
    due: int | None = None
    cost: int = 0
    others: tuple[Cost, ...] = ()
    plan: Plan | None = None

    @property
    def lawful(self) -> bool:
        """Whether it can be offered at all."""
        return self.plan is not None


def offer(
    problem: Problem, plan: Plan, make: Maker, slots: Sequence[int], most: int = 5, stop: Stop = never
) -> tuple[Offered, ...]:
    """The first `most` lawful appointments among these slots, in their order, and the first slot asked for whatever it costs."""
    table = Timetable.of(problem, plan)
    bare = Timetable(problem)
    found: list[Offered] = []
    for n, slot in enumerate(slots):
        if stop() or sum(one.lawful for one in found) >= most:
            break
        one = _tried(problem, table, bare, plan, make(slot), slot)
        if one.lawful or n == 0:
            found.append(one)
    return tuple(found)


def _tried(problem: Problem, table: Timetable, bare: Timetable, plan: Plan, batch: PlanBatch | None, slot: int) -> Offered:
    if batch is None:
        return Offered(slot)
    more = replace(problem, batches=(*problem.batches, batch))
    there = table.fork(more)
    if not Placing(there, bare.fork(more), plan).place(batch):
        return Offered(slot, batch, due=batch.due)
    booking = there.booked[batch.id]
    others = tuple(
        Cost(name, before.goal(), after.goal())
        for name, before in table.booked.items()
        if (after := there.booked[name]) is not before and after.goal() != before.goal()
    )
    return Offered(slot, batch, booking.goal(), batch.due, booking.cost(), others, there.plan())
