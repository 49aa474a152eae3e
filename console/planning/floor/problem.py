"""From the floor to a planning problem and back: what is to be planned, what people are told now, and what they would be told."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from console.domain.batch import Batch, Placement
from console.domain.floor import Floor
from console.domain.promise import Zones
from console.planning.floor.batches import Site, batch_of, case_of, origin_of, told_place
from console.planning.floor.calendar import Calendar, calendar
from console.planning.floor.crews import Away, crews_of
from console.planning.floor.rooms import Outs, instruments_of, rooms_of
from console.planning.problem import Place, Plan, PlanBatch, PlanStep, Problem

SEEN = timedelta(days=35)
"""How far ahead the planner looks at least."""

BEYOND = timedelta(days=14)
"""How much room for delay it leaves after the last step that is planned."""

MOST = timedelta(days=190)
"""How far ahead it ever looks."""

FREEZE = timedelta(hours=2)
"""What is told to start within so long stays, if it can."""


@dataclass(frozen=True, slots=True)
class Question:
    """What is supposed while a problem is made: rooms and instruments out, people away; all of it empty for the plan itself."""

    outs: Outs = field(default_factory=dict)
    away: Away = field(default_factory=dict)


NOTHING = Question()


def problem_of(
    floor: Floor,
    now: datetime,
    zones: Zones,
    minutes: int = 15,
    firm: bool = False,
    supposed: Question = NOTHING,
    until: datetime | None = None,
) -> Problem:
    """The planning problem of this floor at this instant, on a grid of so many minutes.

    `firm` keeps what people put off on purpose where it is: a search may not undo it; a person may. It reaches to where all that
    is planned ends, or to `until` where that is later, with room for delay.
    """
    days = calendar_of(floor, now, zones, minutes, until)
    return problem_at(Site(floor, now, zones, days, crews_of(floor, days, supposed.away), firm), supposed.outs)


def problem_at(site: Site, outs: Outs = NOTHING.outs) -> Problem:
    """The planning problem of a site as it is looked at."""
    cases = (case_of(site, batch) for batch in site.floor.batches.values())
    return _problem(site, tuple(batch_of(case) for case in cases if case is not None), outs)


def calendar_of(floor: Floor, now: datetime, zones: Zones, minutes: int, until: datetime | None = None) -> Calendar:
    """The calendar that holds every fact that still limits something, and everything planned with room for delay."""
    live = [b for b in floor.batches.values() if b.live and not b.reported]
    began = [at for b in live if (recipe := floor.recipe_of(b)) is not None and (at := origin_of(b, recipe)) is not None]
    ends = [s.placement.end for b in live for s in b.steps.values() if s.placement is not None and not s.over]
    ends += [until] if until is not None else []
    latest = min(max([now + SEEN, *(end + BEYOND for end in ends)]), now + MOST)
    zone = zones(floor.facility.zone if floor.facility else "UTC")
    return calendar(zone, now, min([now - timedelta(days=1), *began]), latest, minutes)


def _problem(site: Site, batches: tuple[PlanBatch, ...], outs: Outs) -> Problem:
    days = site.calendar
    return Problem(
        grid=days.grid,
        horizon=days.horizon,
        rooms=rooms_of(site.floor, days, outs),
        instruments=instruments_of(site.floor, days, outs),
        pools=site.crews.pools,
        batches=batches,
        changeover=_changeover(site),
        days=days.midnights(),
        now=days.now,
        freeze=days.now + days.grid.slots(FREEZE / timedelta(hours=1)),
    )


def _changeover(site: Site) -> Mapping[tuple[str, str], int]:
    """What lies between two different recipes at one station, where the site states a law for it."""
    law = site.floor.facility.law("type_change") if site.floor.facility else None
    if law is None:
        return {}
    names = sorted({recipe.name for recipe in site.floor.recipes.values()})
    return {(a, b): site.calendar.grid.slots(law.typical_h) for a in names for b in names if a != b}


def plan_of(floor: Floor, problem: Problem) -> Plan:
    """What people are told now, in slots; a batch of which a step was told nothing is not held by it."""
    starts: dict[tuple[str, str], int] = {}
    places: dict[tuple[str, int], Place] = {}
    for batch in problem.batches:
        told = _told(floor.batches[batch.id])
        for step in batch.steps:
            if step.fact is not None:
                starts[batch.id, step.code] = step.fact.start
            elif step.code in told:
                starts[batch.id, step.code] = problem.grid.ceil(told[step.code].start)
        for n in range(len(batch.stands)):
            place = told_place(batch, n, told)
            if place is not None:
                places[batch.id, n] = place
    return Plan(starts, places)


def followed(problem: Problem, plan: Plan) -> Plan:
    """The plan as it will go if everybody goes on as soon as they can: what is overdue starts now and pushes what follows it.

    Only a batch's own order moves things here; whom the push then meets is for `check` to say.
    """
    starts = dict(plan.starts)
    for batch in problem.batches:
        if plan.holds(batch):
            _push(problem, batch, starts)
    return Plan(starts, plan.places)


def _push(problem: Problem, batch: PlanBatch, starts: dict[tuple[str, str], int]) -> None:
    """Later and later until the batch's own limits hold: what must not lie long before a late step (a thaw) waits for it, too.

    Limits that no delay can keep leave it after as many rounds as there are steps.
    """
    at = {step.code: starts[batch.id, step.code] for step in batch.steps}
    for _ in batch.steps:
        before = dict(at)
        for step in batch.steps:
            if step.fact is None:
                at[step.code] = _in_window(step, max(at[step.code], problem.now, step.earliest, *_bounds(problem, batch, step, at)))
        if at == before:
            break
    starts.update({(batch.id, code): start for code, start in at.items()})


def _bounds(problem: Problem, batch: PlanBatch, step: PlanStep, at: Mapping[str, int]) -> Iterator[int]:
    """The slots before which a step may not start, given when the others do."""
    for lag in batch.lags:
        if lag.after == step.code:
            yield _edge(batch.step(lag.before), at[lag.before], lag.from_end) + lag.least - (step.duration if lag.to_end else 0)
        if lag.before == step.code and lag.most is not None:
            yield _edge(batch.step(lag.after), at[lag.after], lag.to_end) - lag.most - (step.duration if lag.from_end else 0)
    for anchor in batch.anchors:
        if anchor.step == step.code:
            yield anchor.opens[problem.day(at[anchor.root])]


def _edge(step: PlanStep, start: int, from_end: bool) -> int:
    if step.fact is not None:
        return step.fact.end if from_end else step.fact.start
    return start + (step.duration if from_end else 0)


def _in_window(step: PlanStep, at: int) -> int:
    if step.windows is None or any(start <= at < end for start, end in step.windows):
        return at
    return min((start for start, _ in step.windows if start > at), default=at)


def placements_of(
    problem: Problem, plan: Plan, floor: Floor, batches: Collection[str] | None = None
) -> dict[str, dict[str, Placement]]:
    """The placements that would have to be told anew: of steps that have not begun and stand elsewhere than they are told now."""
    found: dict[str, dict[str, Placement]] = {}
    for batch in problem.batches:
        if (batches is not None and batch.id not in batches) or not plan.holds(batch):
            continue
        told = _told(floor.batches[batch.id])
        for step in batch.steps:
            new = None if step.fact is not None else _placement(problem, plan, floor, batch, step)
            if new is not None and not _same(problem, told.get(step.code), new):
                found.setdefault(batch.id, {})[step.code] = new
    return found


def _told(batch: Batch) -> dict[str, Placement]:
    return {code: step.placement for code, step in batch.steps.items() if step.placement is not None and not step.over}


def _placement(problem: Problem, plan: Plan, floor: Floor, batch: PlanBatch, step: PlanStep) -> Placement | None:
    """The placement of a step that has not begun; None where the plan gives its stand no place."""
    start = plan.starts[batch.id, step.code]
    span = (problem.grid.at(start), problem.grid.at(start + step.duration))
    if step.lane:
        return Placement(step.lane, *span)
    live = floor.batches[batch.id]
    place = plan.places.get((batch.id, -1 if step.stand is None else step.stand))
    recipe = floor.recipe_of(live)
    if place is None or recipe is None:
        return None
    told = live.steps[step.code].placement
    station = place.station or (told.station if told is not None else "")
    return Placement(place.room, *span, station, place.instrument if recipe.by_code[step.code].instrument else "")


def _same(problem: Problem, told: Placement | None, new: Placement) -> bool:
    """Whether people would come to the same place at the same slot: a commitment is a start; how long it takes is expected anew."""
    if told is None:
        return False
    return problem.grid.ceil(told.start) == problem.grid.ceil(new.start) and (told.lane, told.station) == (new.lane, new.station)
