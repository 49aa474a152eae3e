"""Brute force for tiny facilities: every plan of one batch, with the independent check as the only judge of what is lawful."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from itertools import product

from console.planning.check import check
from console.planning.problem import Place, Plan, PlanBatch, PlanStep, Problem

Placing = tuple[Place | None, ...]


def lawful_plans(problem: Problem, others: Plan, batch: str) -> Iterator[Plan]:
    """Every lawful plan of one batch while the others stay where they are (those not in `others` are left out)."""
    kept = tuple(b for b in problem.batches if b.id == batch or others.holds(b))
    seen = replace(problem, batches=kept)
    own = problem.batch_of[batch]
    fixed = Plan(
        {key: start for key, start in others.starts.items() if key[0] != batch},
        {key: place for key, place in others.places.items() if key[0] != batch},
    )
    already = len(check(replace(seen, batches=tuple(b for b in kept if b is not own)), fixed))
    for placing in product(*((stand.held,) if stand.held is not None else stand.places for stand in own.stands)):
        alone = {step.code: _alone(seen, fixed, own, step, placing, already) for step in own.steps}
        for starts in _grown(own, alone, {}, 0):
            plan = _with(fixed, own, starts, placing)
            if len(check(seen, plan)) <= already:
                yield plan


def earliest_completion(problem: Problem, others: Plan, batch: str) -> int | None:
    """The earliest slot at which the batch's promise can end, the others fixed; None when it fits nowhere."""
    own = problem.batch_of[batch]
    ends = (plan.completion(own) for plan in lawful_plans(problem, others, batch))
    return min((end for end in ends if end is not None), default=None)


def lawful_starts(problem: Problem, others: Plan, batch: str, code: str) -> dict[Place | None, set[int]]:
    """At each place, every start of one step for which a lawful plan of its batch exists, the others fixed, its own steps free."""
    own = problem.batch_of[batch]
    step = own.step(code)
    found: dict[Place | None, set[int]] = {}
    for plan in lawful_plans(problem, others, batch):
        place = None if step.stand is None else plan.places[batch, step.stand]
        found.setdefault(place, set()).add(plan.start(own, step))
    return found


def _with(fixed: Plan, batch: PlanBatch, starts: dict[str, int], placing: Placing) -> Plan:
    own = {(batch.id, code): start for code, start in starts.items()}
    places = {(batch.id, number): place for number, place in enumerate(placing) if place is not None}
    return Plan({**fixed.starts, **own}, {**fixed.places, **places})


def _alone(problem: Problem, fixed: Plan, batch: PlanBatch, step: PlanStep, placing: Placing, already: int) -> list[int]:
    """The starts at which one step breaks nothing even if it were all of its batch: no other can be part of a lawful plan."""
    if step.fact is not None:
        return [step.fact.start]
    stands = tuple(replace(stand, instrument_from="", instrument_until="") for stand in batch.stands)
    only = replace(batch, steps=(step,), lags=(), anchors=(), loans=(), stands=stands)
    seen = replace(problem, batches=tuple(only if b is batch else b for b in problem.batches))
    starts = range(batch.release, problem.horizon - step.duration + 1)
    return [start for start in starts if len(check(seen, _with(fixed, batch, {step.code: start}, placing))) <= already]


def _grown(batch: PlanBatch, alone: dict[str, list[int]], starts: dict[str, int], at: int) -> Iterator[dict[str, int]]:
    """Every way to start the steps that keeps the batch's own lags."""
    if at == len(batch.steps):
        yield {step.code: starts[step.code] for step in batch.steps if step.fact is None}
        return
    step = batch.steps[at]
    for start in alone[step.code]:
        starts[step.code] = start
        if _keeps(batch, starts, step):
            yield from _grown(batch, alone, starts, at + 1)
        del starts[step.code]


def _keeps(batch: PlanBatch, starts: dict[str, int], step: PlanStep) -> bool:
    """Whether the lags between this step and those already started hold."""

    def edge(code: str, end: bool) -> int:
        known = batch.step(code)
        return known.fact.end if known.fact is not None and end else starts[code] + (known.duration if end else 0)

    for lag in batch.lags:
        if step.code in (lag.before, lag.after) and lag.before in starts and lag.after in starts:
            facts = batch.step(lag.before).fact is not None and batch.step(lag.after).fact is not None
            apart = edge(lag.after, lag.to_end) - edge(lag.before, lag.from_end)
            if not facts and (apart < lag.least or (lag.most is not None and apart > lag.most)):
                return False
    return True
