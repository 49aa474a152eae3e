"""Random troubles of a running plan: overruns, rooms and instruments out, people away, a test run again, a courier late."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from random import Random

from console.planning.problem import Closed, Fact, Plan, PlanBatch, PlanStep, Pool, Problem
from tests.planning.facilities import under_way

KINDS = ("overrun", "room", "instrument", "person", "test again", "courier late")


def middle(plan: Plan, chance: Random) -> int:
    """An instant at which something runs and much is still to come."""
    starts = sorted(plan.starts.values())
    return starts[len(starts) // 8] + chance.randrange(max(1, (starts[-1] - starts[0]) // 2))


def troubled(problem: Problem, plan: Plan, kind: str, chance: Random) -> Problem:
    """The same problem at a later instant, with one trouble of this kind."""
    now = middle(plan, chance)
    return TROUBLES[kind](under_way(problem, plan, now), plan, chance)


def _with_step(problem: Problem, batch: PlanBatch, step: PlanStep) -> Problem:
    steps = tuple(step if one.code == step.code else one for one in batch.steps)
    other = replace(batch, steps=steps)
    return replace(problem, batches=tuple(other if one.id == batch.id else one for one in problem.batches))


def _overrun(problem: Problem, plan: Plan, chance: Random) -> Problem:
    running = [(b, s, s.fact) for b in problem.batches for s in b.steps if s.fact is not None and not s.fact.over]
    if not running:
        return problem
    batch, step, fact = chance.choice(running)
    return _with_step(problem, batch, replace(step, fact=Fact(fact.start, fact.end + chance.choice((8, 16, 24)), False)))


def _room(problem: Problem, plan: Plan, chance: Random) -> Problem:
    room = chance.choice(problem.rooms)
    out = replace(room, closed=(*room.closed, Closed(problem.now, problem.now + 192, "air handling")))
    return replace(problem, rooms=tuple(out if one is room else one for one in problem.rooms))


def _instrument(problem: Problem, plan: Plan, chance: Random) -> Problem:
    if not problem.instruments:
        return problem
    instrument = chance.choice(problem.instruments)
    out = replace(instrument, closed=(*instrument.closed, Closed(problem.now, problem.now + 192, "fault")))
    return replace(problem, instruments=tuple(out if one is instrument else one for one in problem.instruments))


def _person(problem: Problem, plan: Plan, chance: Random) -> Problem:
    pool = chance.choice(problem.pools)
    away = range(problem.now, problem.now + 48)
    bounds = sorted({at for at, _ in pool.levels} | {away.start, away.stop})
    levels = tuple((at, max(0, _level(pool, at) - (at in away))) for at in bounds)
    return replace(problem, pools=tuple(replace(one, levels=levels) if one is pool else one for one in problem.pools))


def _level(pool: Pool, slot: int) -> int:
    return next((level for at, level in sorted(pool.levels, reverse=True) if at <= slot), 0)


def _later(hours: int, word: str) -> Callable[[Problem, Plan, Random], Problem]:
    def trouble(problem: Problem, plan: Plan, chance: Random) -> Problem:
        soon = [
            (b, s)
            for b in problem.batches
            for s in b.steps
            if s.fact is None and plan.starts[b.id, s.code] < problem.now + 192 and word in (s.code + s.title).lower()
        ]
        if not soon:
            return problem
        batch, step = chance.choice(soon)
        return _with_step(problem, batch, replace(step, earliest=plan.starts[batch.id, step.code] + 4 * hours))

    return trouble


TROUBLES: dict[str, Callable[[Problem, Plan, Random], Problem]] = {
    "overrun": _overrun,
    "room": _room,
    "instrument": _instrument,
    "person": _person,
    "test again": _later(24, "qc"),
    "courier late": _later(3, "receipt"),
}
