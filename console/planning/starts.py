"""The slots at which one step may start, given what facts and fixed batches leave: windows, runs, crew, hands and closed rooms."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
from numpy.typing import NDArray

from console.planning.leftover import Leftover
from console.planning.problem import PlanBatch, PlanStep, Problem, Span

Slots = NDArray[np.bool_]
"""One truth a slot, up to the horizon."""


def allowed_starts(problem: Problem, left: Leftover, batch: PlanBatch, step: PlanStep, room: str | None) -> Slots:
    """Where a step may start (horizon + 1 slots); `room` is where its stand is, None while that is open."""
    last = problem.horizon - step.duration if step.latest is None else min(problem.horizon - step.duration, step.latest)
    allowed = np.zeros(problem.horizon + 1, dtype=np.bool_)
    allowed[max(problem.now, batch.release, step.earliest, 0) : max(last + 1, 0)] = True
    if step.windows is not None:
        allowed &= _within(step.windows, problem.horizon + 1)
    if step.assay:
        allowed &= _within(((at, at + 1) for at, seats in left.seats[step.assay].items() if seats > 0), problem.horizon + 1)
    if step.duration and allowed.any():
        blocked = _short_of_crew(problem, left, step)
        if room is not None:
            held = step.stand is not None and batch.stands[step.stand].held is not None
            blocked |= _within(_taken_from(problem, left, batch, step, room, held), problem.horizon)
        allowed[: last + 1] &= clear(blocked, step.duration)[: last + 1]
    return allowed


def clear(blocked: Slots, length: int) -> Slots:
    """The starts from which `length` slots in a row are not blocked, as far as they end within what is known."""
    met = np.concatenate(([0], np.cumsum(blocked)))
    return np.equal(met[length:], met[: max(len(met) - length, 0)])


def open_starts(problem: Problem, left: Leftover, batch: PlanBatch, step: PlanStep, room: str) -> Slots:
    """Where an open step may start in a room as far as settled holds of other batches go."""
    spans = ((hold.start, hold.end) for hold in left.holds_in(room) if hold.batch != batch.id)
    return clear(_within(spans, problem.horizon), step.duration)


def stretches(allowed: Slots, first: int, last: int) -> list[Span]:
    """The allowed slots from first to last (both in) as spans whose ends are in, too: what a solver calls a domain."""
    edges = np.flatnonzero(np.diff(np.concatenate(([False], allowed[first : last + 1], [False])).astype(np.int8)))
    return [(first + int(a), first + int(b) - 1) for a, b in zip(edges[::2], edges[1::2], strict=True)]


def _within(spans: Iterable[Span], size: int) -> Slots:
    found = np.zeros(size, dtype=np.bool_)
    for start, end in spans:
        found[max(start, 0) : max(end, 0)] = True
    return found


def _short_of_crew(problem: Problem, left: Leftover, step: PlanStep) -> Slots:
    blocked = np.zeros(problem.horizon, dtype=np.bool_)
    for pool, count in step.crew:
        blocked |= left.people[pool] < count
    return blocked


def _taken_from(problem: Problem, left: Leftover, batch: PlanBatch, step: PlanStep, room: str, held: bool) -> Iterable[Span]:
    """The spans of a room in which a step that is there may not be done."""
    if step.attended:
        yield from ((taken.start, taken.end) for taken in left.hands[room])
        if held:
            yield from ((closed.start, closed.end) for closed in problem.room_of[room].closed)
    if step.open:
        yield from ((hold.start, hold.end) for hold in left.holds_in(room) if hold.batch != batch.id)
