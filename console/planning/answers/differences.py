"""What one plan changes against another, as people are told it: which steps move, who gains, who loses."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from console.domain.floor import Floor
from console.planning.answers.plan_view import Effect, Move
from console.planning.floor.problem import placements_of
from console.planning.problem import Plan, PlanBatch, Problem


def moves_to(floor: Floor, problem: Problem, plan: Plan, batches: Collection[str] | None = None) -> tuple[Move, ...]:
    """The steps (of these batches, or of all) that would be told anew if this plan were taken, by batch and then by start."""
    found = []
    for name, placements in placements_of(problem, plan, floor, batches).items():
        batch, steps = problem.batch_of[name], floor.batches[name].steps
        moves = [Move(name, code, batch.step(code).title or code, steps[code].placement, to) for code, to in placements.items()]
        found += sorted(moves, key=lambda move: (move.after.start, move.code))
    return tuple(found)


def effects_of(problem: Problem, before: Plan, after: Plan) -> tuple[Effect, ...]:
    """What it does to promises: only batches whose promise would end at another time, who gains most first."""
    found = (effect for batch in problem.batches for effect in _effect(problem, batch, before, after))
    return tuple(sorted(found, key=lambda effect: (-effect.gain_h, effect.batch)))


def _effect(problem: Problem, batch: PlanBatch, before: Plan, after: Plan) -> Iterator[Effect]:
    old, new = _end(batch, before), _end(batch, after)
    if old != new:
        grid = problem.grid
        yield Effect(
            batch.id,
            batch.title,
            None if batch.due is None else grid.at(batch.due),
            None if old is None else grid.at(old),
            None if new is None else grid.at(new),
            late_h(problem, batch, old),
            late_h(problem, batch, new),
        )


def _end(batch: PlanBatch, plan: Plan) -> int | None:
    return plan.completion(batch) if plan.holds(batch) else None


def late_h(problem: Problem, batch: PlanBatch, end: int | None) -> float:
    """Expected hours of lateness of a batch that ends its promise at a slot."""
    return 0.0 if end is None else problem.grid.hours(batch.penalty.cost(end) / 100)
