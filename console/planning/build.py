"""A plan from nothing: every batch in turn at its earliest lawful place, in the order that serves best."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from console.planning.clash import stands
from console.planning.insert import earliest
from console.planning.problem import Plan, PlanBatch, Problem
from console.planning.timetable import Booking, Timetable

Stop = Callable[[], bool]
"""Asked between two batches: whether to leave it at what there is."""
Rule = Callable[[PlanBatch], tuple[float, ...]]
FEW = 200
"""So many batches are tried in every order; more are planned by due date alone."""


def never() -> bool:
    """Go on."""
    return False


@dataclass(frozen=True, slots=True)
class Built:
    """A plan as it was built: what found no lawful place, its cost in per cent of slots, and the rule that served best."""

    plan: Plan
    unplaced: tuple[str, ...]
    cost: int
    rule: str = ""


FAR = 1 << 40


def _due(batch: PlanBatch) -> float:
    return FAR if batch.due is None else batch.due


def _work(batch: PlanBatch) -> int:
    return sum(step.duration for step in batch.steps if step.fact is None)


RULES: dict[str, Rule] = {
    "due": lambda batch: (_due(batch), batch.release),
    "slack": lambda batch: (_due(batch) - _work(batch), batch.release),
    "weight": lambda batch: (_due(batch) / max(1, batch.weight), batch.release),
    "first come": lambda batch: (batch.release, _due(batch)),
}
"""The orders that are tried; which one is best differs up to fivefold from instance to instance (planning.md 1.3)."""


def in_order(batches: Sequence[PlanBatch], rule: Rule, keep: Plan | None = None) -> list[PlanBatch]:
    """What may not move from where `keep` has it first, then what has begun, then by the rule; ids settle what is equal.

    A pinned batch that has no place yet waits its turn: before what has begun, it would take the rest of a stand that is held.
    """
    settled = {b.id for b in batches if b.pinned and keep is not None and keep.holds(b)}
    return sorted(batches, key=lambda b: (b.id not in settled, all(s.fact is None for s in b.steps), not b.pinned, *rule(b), b.id))


def build(problem: Problem, rules: Sequence[str] = (), keep: Plan | None = None, stop: Stop = never) -> Built:
    """The best of the plans that the rules build; pinned batches of `keep` stay where they stand there."""
    names = rules or (tuple(RULES) if len(problem.batches) <= FEW else ("due",))
    best: Built | None = None
    table = Timetable(problem)
    for name in names:
        if best is not None and stop():
            break
        for batch in list(table.booked):
            table.remove(batch)
        unplaced = _fill(table, in_order(problem.batches, RULES[name], keep), keep, stop)
        built = Built(table.plan(), tuple(unplaced), table.cost(), name)
        if best is None or (len(built.unplaced), built.cost) < (len(best.unplaced), best.cost):
            best = built
    assert best is not None
    return best


def _fill(table: Timetable, order: Sequence[PlanBatch], keep: Plan | None, stop: Stop) -> list[str]:
    unplaced = []
    for batch in order:
        booking = None if stop() else _pinned(table, batch, keep) or earliest(table, batch.id)
        if booking is None:
            unplaced.append(batch.id)
        else:
            table.add(booking)
    return unplaced


def _pinned(table: Timetable, batch: PlanBatch, keep: Plan | None) -> Booking | None:
    if keep is None or not batch.pinned or not keep.holds(batch):
        return None
    booking = table.booking(batch, keep)
    return booking if stands(table, booking) else None
