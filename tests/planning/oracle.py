"""The rules of a plan once more, slot by slot and as slow as it takes: which are broken, for the check to be held against."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator
from itertools import combinations, product

from console.planning.problem import WHOLE_ROOM, Plan, PlanBatch, PlanStep, Problem
from console.planning.rules.violation import Rule

Held = tuple[PlanBatch, int, range, range]
"""Batch, stand, the slots it holds its place, the slots it holds the instrument there."""


def broken(problem: Problem, plan: Plan) -> set[Rule]:
    """The rules this plan breaks, for complete plans without facts."""
    return set(_times(problem, plan)) | set(_shared(problem, plan)) | set(_counted(problem, plan))


def _span(plan: Plan, batch: PlanBatch, step: PlanStep) -> range:
    start = plan.starts[batch.id, step.code]
    return range(start, start + step.duration)


def _times(problem: Problem, plan: Plan) -> Iterator[Rule]:
    for batch in problem.batches:
        edges = {step.code: (_span(plan, batch, step).start, _span(plan, batch, step).stop) for step in batch.steps}
        for step in batch.steps:
            start, end = edges[step.code]
            yield from [Rule.PAST] * (start < problem.now) + [Rule.HORIZON] * (end > problem.horizon)
            yield from [Rule.TOO_EARLY] * (start < batch.release or start < step.earliest)
            yield from [Rule.TOO_LATE] * (step.latest is not None and start > step.latest)
            yield from [Rule.WINDOW] * (step.windows is not None and not any(start in range(*window) for window in step.windows))
        for lag in batch.lags:
            apart = edges[lag.after][lag.to_end] - edges[lag.before][lag.from_end]
            yield from [Rule.PRECEDENCE] * (apart < lag.least) + [Rule.HOLD_LIMIT] * (lag.most is not None and apart > lag.most)
        for anchor in batch.anchors:
            day = sum(midnight <= edges[anchor.root][0] for midnight in problem.days[1:])
            yield from [Rule.CLOCK] * (edges[anchor.step][0] < anchor.opens[day])
        for number, stand in enumerate(batch.stands):
            yield from [Rule.PLACE] * (plan.places.get((batch.id, number)) not in stand.places)


def _held(problem: Problem, plan: Plan) -> Iterator[Held]:
    for batch in problem.batches:
        for number, stand in enumerate(batch.stands):
            spans = [_span(plan, batch, batch.steps[n]) for n in batch.at_stand(number)]
            kept = range(0)
            if stand.instrument_from and plan.places[batch.id, number].instrument:
                first, last = batch.step(stand.instrument_from), batch.step(stand.instrument_until)
                kept = range(_span(plan, batch, first).start, _span(plan, batch, last).stop)
            yield batch, number, range(min(s.start for s in spans), max(s.stop for s in spans)), kept


def _shared(problem: Problem, plan: Plan) -> Iterator[Rule]:
    held = list(_held(problem, plan))
    for one, other in combinations(held, 2):
        yield from _two(problem, plan, one, other)
    for batch, number, slots, kept in held:
        place = plan.places[batch.id, number]
        for closed in problem.room_of[place.room].closed:
            yield from [Rule.CLOSED] * (place.station != WHOLE_ROOM and _meet(slots, range(closed.start, closed.end)))
        for instrument in problem.instruments:
            for closed in instrument.closed:
                yield from [Rule.CLOSED] * (instrument.id == place.instrument and _meet(kept, range(closed.start, closed.end)))
    for one_room, other_room in combinations(_hands(plan, problem), 2):
        yield from [Rule.ATTENDED] * (one_room[0] == other_room[0] and _meet(one_room[1], other_room[1]))


def _two(problem: Problem, plan: Plan, one: Held, other: Held) -> Iterator[Rule]:
    (batch_a, stand_a, slots_a, kept_a), (batch_b, stand_b, slots_b, kept_b) = one, other
    place_a, place_b = plan.places[batch_a.id, stand_a], plan.places[batch_b.id, stand_b]
    if place_a.instrument and place_a.instrument == place_b.instrument:
        yield from [Rule.INSTRUMENT] * _meet(kept_a, kept_b)
    if place_a.room != place_b.room:
        return
    if WHOLE_ROOM in (place_a.station, place_b.station) or place_a.station == place_b.station:
        family_a, family_b = batch_a.stands[stand_a].family, batch_b.stands[stand_b].family
        before_b, before_a = problem.changeover.get((family_a, family_b), 0), problem.changeover.get((family_b, family_a), 0)
        if _meet(slots_a, slots_b):
            yield Rule.STATION
        elif slots_a.start < slots_b.start:
            yield from [Rule.CHANGEOVER] * (slots_b.start < slots_a.stop + before_b)
        else:
            yield from [Rule.CHANGEOVER] * (slots_a.start < slots_b.stop + before_a)
    if batch_a is not batch_b:
        for (batch, number), slots in (((batch_a, stand_a), slots_b), ((batch_b, stand_b), slots_a)):
            steps = [step for step in batch.steps if step.stand == number and step.open]
            yield from [Rule.OPEN] * any(_meet(_span(plan, batch, step), slots) for step in steps)


def _hands(plan: Plan, problem: Problem) -> list[tuple[str, range]]:
    return [
        (plan.places[batch.id, step.stand].room, _span(plan, batch, step))
        for batch in problem.batches
        for step in batch.steps
        if step.stand is not None and step.attended
    ]


def _counted(problem: Problem, plan: Plan) -> Iterator[Rule]:
    used: dict[str, Counter[int]] = defaultdict(Counter)
    for batch in problem.batches:
        for step in batch.steps:
            for (crew, count), slot in product(step.crew, _span(plan, batch, step)):
                used[crew][slot] += count
        for loan in batch.loans:
            first, last = batch.step(loan.first), batch.step(loan.last)
            for slot in range(_span(plan, batch, first).start, _span(plan, batch, last).stop):
                used[loan.pool][slot] += loan.count
    for pool in problem.pools:
        for slot, count in used[pool.id].items():
            level = [level for at, level in pool.levels if at <= slot][-1]
            yield from [Rule.PEOPLE] * (count > level)
    for assay in problem.assays:
        starts = Counter(plan.starts[batch.id, s.code] for batch in problem.batches for s in batch.steps if s.assay == assay.id)
        sizes = dict(assay.runs)
        yield from [Rule.ASSAY] * any(count > sizes.get(start, 0) for start, count in starts.items())


def _meet(one: range, other: range) -> bool:
    return bool(set(one) & set(other))
