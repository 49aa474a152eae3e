"""A better plan of the whole: our own search first, then windows around what costs most, proved one after the other."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from random import Random

import numpy as np

from console.planning.build import Stop, never
from console.planning.improve import improve
from console.planning.leftover import Leftover, left_by
from console.planning.problem import Plan, PlanBatch, Problem, Span, cost, cost_of
from console.planning.prove import Prover
from console.planning.reach import least_gaps, length
from console.planning.starts import allowed_starts

ATTEMPTS = 400
"""How often our own search tries before the first window: it gains most at once."""
AGAIN = 300
"""How often it tries after each window: from a better plan it often finds what it could not before."""
FIRST, LEAST, MOST = 14, 6, 40
"""So many batches are free in the first window; one more after each proof, fewer after a window that took too long."""
WIDER = 4
"""How many more batches a window frees at the least, each time nothing more was found around any."""
WINDOW_S = 5.0
"""How long one window may take."""


@dataclass(frozen=True)
class Optimised:
    """The best plan found, its cost and the least any plan could cost; attempts and windows it took, and how many were proved."""

    plan: Plan
    cost: int
    floor: int
    tried: int
    windows: int = 0
    proved: int = 0


def optimise(
    problem: Problem, plan: Plan, stop: Stop = never, seed: int = 0, prove: Prover | None = None, attempts: int = ATTEMPTS
) -> Optimised:
    """Improve a plan until told to stop or nothing is left to try; without a prover by our own search alone.

    Stopping at any moment leaves the best plan so far: it holds every batch the given one held and never costs more.
    """
    alone = least_costs(problem)
    walked = improve(problem, plan, attempts, seed, stop)
    tried, polish = walked.tried, Polish(problem, walked.plan, alone, seed)
    while prove is not None and not stop() and polish.window(prove, stop):
        walked = improve(problem, polish.plan, AGAIN, seed + polish.windows, stop)
        tried += walked.tried
        polish.plan = walked.plan if walked.cost < cost(problem, polish.plan) else polish.plan
    found = polish.plan
    return Optimised(found, cost(problem, found), sum(alone.values()), tried, polish.windows, polish.proved)


def least_costs(problem: Problem) -> dict[str, int]:
    """What each batch costs at the very least: alone in the facility, by its own limits and the hours people work."""
    left = left_by(problem, Plan(), frozenset(problem.batch_of))
    return {batch.id: _least_cost(problem, left, batch) for batch in problem.batches}


def _least_cost(problem: Problem, left: Leftover, batch: PlanBatch) -> int:
    if batch.promise_step not in batch.index:
        return 0
    bounds = []
    for step in batch.steps:
        open_to = None if step.fact is not None else np.flatnonzero(allowed_starts(problem, left, batch, step, None))
        if step.fact is not None:
            bounds.append((step.fact.start, step.fact.start))
        elif open_to is not None and open_to.size:
            bounds.append((int(open_to[0]), int(open_to[-1])))
        else:
            return 0
    gaps = least_gaps(batch, bounds)
    if gaps is None:
        return 0
    n = batch.index[batch.promise_step]
    end = int(gaps[-1, n]) + (0 if batch.promise_at_start else length(batch.steps[n]))
    return batch.weight * batch.penalty.cost(end)


class Polish:
    """The plan as it stands between two windows, and around which batches nothing more is to be had."""

    def __init__(self, problem: Problem, plan: Plan, alone: Mapping[str, int], seed: int = 0) -> None:
        self.plan = plan
        self.windows = self.proved = 0
        self._problem, self._alone, self._chance = problem, alone, Random(seed)
        self._movable = [batch for batch in problem.batches if plan.holds(batch) and not batch.pinned and _is_open(batch)]
        self._size, self._least = FIRST, LEAST
        self._done: set[str] = set()

    def window(self, prove: Prover, stop: Stop = never) -> bool:
        """Free the batches around one that costs more than it need, and keep what is better; False when nothing is left to try."""
        centre = self._centre()
        if centre is None:
            return False
        free = nearest(self._movable, self.plan, centre, self._size, self._chance)
        found = prove(self._problem, self.plan, [batch.id for batch in free], WINDOW_S, stop)
        self.windows += 1
        self.proved += found.proved
        if found.cost < cost(self._problem, self.plan):
            self._done.clear()
        elif not stop():
            self._done.add(centre.id)
        self._size = min(self._size + 1, MOST) if found.proved else max(self._size - 3, self._least)
        self.plan = found.plan
        return not (found.proved and len(free) == len(self._movable))

    def _centre(self) -> PlanBatch | None:
        """A batch that costs more than alone: the more, the likelier; after all of them, once more in wider windows."""
        excess = {batch.id: cost_of(batch, self.plan) - self._alone[batch.id] for batch in self._movable}
        costly = [batch for batch in self._movable if excess[batch.id] > 0]
        hopeful = [batch for batch in costly if batch.id not in self._done]
        if not hopeful and self._least < min(MOST, len(self._movable)):
            self._least += WIDER
            self._size, hopeful = max(self._size, self._least), costly
            self._done.clear()
        if not hopeful:
            return None
        return self._chance.choices(hopeful, [excess[batch.id] for batch in hopeful])[0]


def nearest(
    batches: Sequence[PlanBatch], plan: Plan, centre: PlanBatch, size: int, chance: Random | None = None
) -> list[PlanBatch]:
    """A planned batch and those nearest to it, to be free together: at work at the same time, in the same rooms before others.

    With a source of chance the distances vary a little, so that two windows around the same batch differ.
    """
    here, rooms = _at_work(centre, plan), _rooms(centre, plan)

    def far(batch: PlanBatch) -> float:
        if batch is centre:
            return -1.0
        there = _at_work(batch, plan)
        apart = max(0, there[0] - here[1], here[0] - there[1]) + abs(sum(there) - sum(here)) / 2
        return apart * (chance.uniform(0.7, 1.3) if chance else 1.0) * (0.6 if rooms & _rooms(batch, plan) else 1.0)

    return sorted((batch for batch in batches if plan.holds(batch) and _is_open(batch) and not batch.pinned), key=far)[:size]


def _is_open(batch: PlanBatch) -> bool:
    return any(step.fact is None for step in batch.steps)


def _at_work(batch: PlanBatch, plan: Plan) -> Span:
    """From the first start that can still be planned to the end of the promise."""
    first = min(plan.start(batch, step) for step in batch.steps if step.fact is None)
    end = plan.completion(batch)
    return first, max(plan.end(batch, step) for step in batch.steps) if end is None else max(end, first)


def _rooms(batch: PlanBatch, plan: Plan) -> set[str]:
    return {place.room for n in range(len(batch.stands)) if (place := plan.places.get((batch.id, n))) is not None}
