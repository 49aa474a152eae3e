"""Imported history as if it had been lived: a workbook's rows become what would have been recorded then, in the order of time.

It goes as far as the rows do. A recipe is followed by the steps the workbook speaks of, tests by their panel alone, batches up to
their release; recipes whose release is never told are left out. A step that one batch does not tell is taken as passed over once
one that waits for it began. What was planned is what the workbook says last; rows without a time are left out.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from console.domain import events as e
from console.domain.batch import Batch, BatchStatus, Placement, ReportedRow
from console.domain.events.event import Event
from console.domain.evolve import evolve
from console.domain.floor import Floor
from console.domain.recipe import DISPOSITION, Recipe

BY = "import"
ORDER: tuple[type[Event], ...] = (
    e.BatchOrdered,
    e.BatchPlanned,
    e.StepFinished,
    e.DispositionSigned,
    e.BatchLeft,
    e.StepStarted,
)
"""What comes first of one instant: the plan, then ends, then starts."""
LEAD = timedelta(hours=1)
"""How long before its first row a batch is taken as ordered and planned."""


def relived(floor: Floor) -> Iterator[tuple[datetime, Floor]]:
    """The floors as they would have been held had the reported batches of this floor been lived; none where nothing is reported.

    The plant is the one of today, empty: rooms, people and recipes, and nothing of what has happened in it.
    """
    recipes = _followed(floor)
    told = [event for batch in _reported(floor) if batch.recipe in recipes for event in _events(recipes[batch.recipe], batch)]
    told.sort(key=lambda event: (event.at, ORDER.index(type(event)), getattr(event, "batch", "")))
    if not told or floor.facility is None:
        return
    then = evolve(Floor(), e.FacilityAdopted(by=BY, at=told[0].at, facility=floor.facility))
    for recipe in recipes.values():
        then = evolve(then, e.RecipeApproved(by=BY, at=told[0].at, recipe=recipe))
    for event in told:
        if isinstance(event, e.StepStarted):
            for passed in _passed_over(then, event):
                then = evolve(then, passed)
        then = evolve(then, event)
        yield event.at, then


def _reported(floor: Floor) -> list[Batch]:
    return [batch for batch in (*floor.batches.values(), *floor.left.values()) if batch.reported and batch.recipe in floor.recipes]


def _followed(floor: Floor) -> Mapping[str, Recipe]:
    """Each recipe as the workbook follows it; those whose release it never tells are not among them."""
    told: dict[str, set[str]] = {}
    for batch in _reported(floor):
        told.setdefault(batch.recipe, set()).update(code for row in batch.rows if row.started_at for code in row.codes)
    return {
        name: _only(floor.recipes[name], codes) for name, codes in sorted(told.items()) if floor.recipes[name].release_step in codes
    }


def _only(recipe: Recipe, codes: set[str]) -> Recipe:
    """The recipe with these steps alone, each waiting for what it waits for through those left out."""
    steps = tuple(replace(step, after=tuple(_before(recipe, step.after, codes))) for step in recipe.steps if step.code in codes)
    lags = tuple(lag for lag in recipe.lags if {lag.from_step, lag.to_step} <= codes)
    return replace(recipe, steps=steps, lags=lags, tests=(), milestones=())


def _before(recipe: Recipe, after: Sequence[str], codes: set[str]) -> dict[str, None]:
    """The codes among these that come before, looked for through steps that are not among them."""
    found: dict[str, None] = {}
    for code in after:
        found |= {code: None} if code in codes else _before(recipe, recipe.by_code[code].after, codes)
    return found


# -------------------------------------------------------------------------------------------------- one batch's own events


def _events(recipe: Recipe, batch: Batch) -> list[Event]:
    """What would have been recorded of one batch, up to its release."""
    rows = [row for row in batch.rows if any(code in recipe.by_code for code in row.codes)]
    times = [at for row in rows for at in (row.planned_start, row.started_at, row.finished_at) if at is not None]
    if not times:
        return []
    ordered = min(times) - LEAD
    placements = {code: placement for row in rows for code, placement in _placements(recipe, row)}
    lived = [event for row in rows for event in _lived(recipe, batch.id, row)]
    released = min((event.at for event in lived if _releases(recipe, event)), default=None)
    if released is not None:
        lived = [event for event in lived if event.at <= released]
        lived.append(e.BatchLeft(by=BY, at=released, batch=batch.id))
    planned = e.BatchPlanned(by=BY, at=ordered, batch=batch.id, placements=placements)
    return [e.BatchOrdered(by=BY, at=ordered, batch=batch.id, recipe=recipe.id), planned, *lived]


def _releases(recipe: Recipe, event: Event) -> bool:
    return isinstance(event, e.DispositionSigned) or (isinstance(event, e.StepFinished) and event.step == recipe.release_step)


def _placements(recipe: Recipe, row: ReportedRow) -> Iterator[tuple[str, Placement]]:
    if row.planned_start is not None and row.planned_end is not None and row.planned_start <= row.planned_end:
        for code, start, end in _shared(recipe, row, row.planned_start, row.planned_end):
            yield code, Placement(row.lane, start, end)


def _lived(recipe: Recipe, batch: str, row: ReportedRow) -> Iterator[Event]:
    """The starts and ends of one row; a row that ends before it begins says nothing."""
    started, finished = row.started_at, row.finished_at
    if started is None or (finished is not None and finished < started):
        return
    if finished is None:
        first = next(code for code in row.codes if code in recipe.by_code)
        yield e.StepStarted(by=BY, at=started, batch=batch, step=first, lane=row.lane)
        return
    for code, start, end in _shared(recipe, row, started, finished):
        yield e.StepStarted(by=BY, at=start, batch=batch, step=code, lane=row.lane)
        if code == recipe.release_step and recipe.release_step == DISPOSITION:
            yield e.DispositionSigned(by=BY, at=end, batch=batch, decision=BatchStatus.RELEASED)
        else:
            yield e.StepFinished(by=BY, at=end, batch=batch, step=code)


def _shared(recipe: Recipe, row: ReportedRow, start: datetime, end: datetime) -> Iterator[tuple[str, datetime, datetime]]:
    """The hours of a row over several steps shared out, one after another, by what the recipe says is usual."""
    codes = [code for code in row.codes if code in recipe.by_code]
    usual = [max(recipe.by_code[code].law.typical_h, 1e-3) for code in codes]
    at = start
    for code, part in zip(codes, usual, strict=True):
        upto = end if code == codes[-1] else at + (end - start) * (part / sum(usual))
        yield code, at, upto
        at = upto


def _passed_over(floor: Floor, event: e.StepStarted) -> Iterator[Event]:
    """The steps this one waits for that nobody has written down: they must have been done, nobody knows when."""
    batch = floor.batches.get(event.batch)
    if batch is None:
        return
    recipe, asked, seen = floor.recipes[batch.recipe], [event.step], {event.step}
    while asked:
        for code in recipe.by_code[asked.pop()].after:
            step = batch.steps.get(code)
            if code in seen or step is None:
                continue
            seen.add(code)
            asked.append(code)
            if step.started_at is None and not step.over:
                yield e.StepSkipped(by=BY, at=event.at, batch=batch.id, step=code, reason="not in the workbook")
