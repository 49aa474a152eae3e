"""What people could decide where the law leaves no place: overtime, a longer hold, a room given back; each is tried."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from enum import StrEnum

from console.planning.problem import Plan, PlanBatch, Problem
from console.planning.timetable import Timetable


class Choice(StrEnum):
    """The kinds of decision a plan may need from people."""

    OVERTIME = "overtime"
    HOLD = "hold-time deviation"
    FREEZE = "freeze the cells"
    RETURN = "return it to use"
    EXTRA_RUN = "extra assay run"
    OTHER_SITE = "other site"


@dataclass(frozen=True, slots=True)
class Decision:
    """One decision, tried: in words, whom or what it concerns, and the batch's cost with it (None: it would not help alone).

    `end` is the slot at which the promise would then end, `plan` the whole plan with it.
    """

    choice: Choice
    words: str
    subject: str = ""
    cost: int | None = None
    end: int | None = None
    plan: Plan | None = None


Places = Callable[[Timetable, Timetable, PlanBatch], bool]
"""Books a batch at its best lawful place in a timetable, others giving way where that pays; beside it the facts' own timetable."""


def decisions(table: Timetable, bare: Timetable, batch: PlanBatch, places: Places) -> tuple[Decision, ...]:
    """Every decision that could give this batch a place, those that do so first, the least costly before the others."""
    tried = [_tried(table, bare, batch, places, *option) for option in options(table.problem, batch)]
    tried.append(_given_away(table, batch))
    return tuple(sorted(tried, key=lambda d: (d.choice is Choice.OTHER_SITE, d.cost is None, d.cost or 0)))


Option = tuple[Choice, str, str, Problem]
"""The kind, the words, whom or what it concerns, and the problem as it would be."""


def options(problem: Problem, batch: PlanBatch) -> Iterator[Option]:
    """Everything people could decide about this batch, each as the problem it would make of this one."""
    yield from _overtime(problem, batch)
    yield from _limits(problem, batch)
    yield from _returns(problem, batch)
    yield from _runs(problem, batch)


def _overtime(problem: Problem, batch: PlanBatch) -> Iterator[Option]:
    """People of one pool stay, or are called in, for as long as this batch needs them."""
    needs: dict[str, int] = {}
    for step in batch.steps:
        if step.fact is None:
            for pool, count in step.crew:
                needs[pool] = max(needs.get(pool, 0), count)
    for name, count in needs.items():
        pools = tuple(
            replace(pool, levels=tuple((at, level + count) for at, level in pool.levels)) if pool.id == name else pool
            for pool in problem.pools
        )
        title = problem.pool_of[name].title or name
        yield Choice.OVERTIME, f"{count} more of {title} stay or are called in", name, replace(problem, pools=pools)


def _limits(problem: Problem, batch: PlanBatch) -> Iterator[Option]:
    """A hold or window is exceeded under a deviation that QA agrees to; frozen cells have no fresh shelf life."""
    for lag in batch.lags:
        if lag.most is None or batch.step(lag.after).fact is not None:
            continue
        freed = replace(batch, lags=tuple(replace(one, most=None) if one is lag else one for one in batch.lags))
        title = lag.title or f"{batch.step(lag.before).title or lag.before} to {batch.step(lag.after).title or lag.after}"
        if lag.spared_by:
            yield Choice.FREEZE, f"The cells are frozen: {title} no longer counts", lag.spared_by, _with(problem, freed)
        yield Choice.HOLD, f"QA agrees to a deviation: {title} is exceeded", title, _with(problem, freed)


def _returns(problem: Problem, batch: PlanBatch) -> Iterator[Option]:
    """A room or an instrument that is closed comes back at once."""
    wanted = {place.room for stand in batch.stands for place in ((stand.held,) if stand.held else stand.places)}
    for room in problem.rooms:
        if room.id in wanted and any(closed.end > problem.now for closed in room.closed):
            back = tuple(replace(one, closed=()) if one.id == room.id else one for one in problem.rooms)
            yield Choice.RETURN, f"{room.title or room.id} is given back by QA", room.id, replace(problem, rooms=back)
    loans = {place.instrument for stand in batch.stands if stand.held is None for place in stand.places} - {""}
    for instrument in problem.instruments:
        if instrument.id in loans and any(closed.end > problem.now for closed in instrument.closed):
            fit = tuple(replace(one, closed=()) if one.id == instrument.id else one for one in problem.instruments)
            words = f"{instrument.title or instrument.id} is given back by QA"
            yield Choice.RETURN, words, instrument.id, replace(problem, instruments=fit)


def _runs(problem: Problem, batch: PlanBatch) -> Iterator[Option]:
    """The assay is run once more than planned, whenever it is wanted."""
    for name in dict.fromkeys(step.assay for step in batch.steps if step.assay and step.fact is None):
        freed = replace(batch, steps=tuple(replace(s, assay="") if s.assay == name and s.fact is None else s for s in batch.steps))
        title = next((assay.title for assay in problem.assays if assay.id == name), name) or name
        yield Choice.EXTRA_RUN, f"{title} is run once more, for this batch", name, _with(problem, freed)


def _with(problem: Problem, batch: PlanBatch) -> Problem:
    return replace(problem, batches=tuple(batch if one.id == batch.id else one for one in problem.batches))


def _tried(
    table: Timetable, bare: Timetable, batch: PlanBatch, places: Places, choice: Choice, words: str, subject: str, problem: Problem
) -> Decision:
    there, alone = table.fork(problem), bare.fork(problem)
    if not places(there, alone, problem.batch_of[batch.id]):
        return Decision(choice, words, subject)
    booking = there.booked[batch.id]
    return Decision(choice, words, subject, booking.cost(), booking.goal(), there.plan())


def _given_away(table: Timetable, batch: PlanBatch) -> Decision:
    """The batch is made elsewhere: what the others keep is the plan without it."""
    words = f"{batch.id} is handed over to another site; the others keep their plan"
    return Decision(Choice.OTHER_SITE, words, batch.id, None, None, table.plan())
