"""What a controlled blank carries: the work the floor has planned for a room in the hours to come, with what one must know."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta

from console.domain.batch import Batch, Placement, Step, StepState
from console.domain.blanks import BlankLimit, BlankLine
from console.domain.facility import LaneKind
from console.domain.floor import Floor
from console.domain.recipe import Edge, Lag, Recipe, RecipeStep
from console.domain.timers import edge_at, hours

OVERDUE = timedelta(hours=24)
"""Work that should have ended longer ago than this and never began stands on no sheet: nobody is about to do it."""

Found = tuple[Batch, Recipe, RecipeStep, Step]


def lines_of(floor: Floor, room: str, from_at: datetime, until_at: datetime) -> tuple[BlankLine, ...]:
    """The lines of a room's sheet, in the order in which they are planned: what runs there, and what is to begin there."""
    found = sorted(_work(floor, room, from_at, until_at), key=_when)
    return tuple(_line(str(n), *one) for n, one in enumerate(found, 1))


def _work(floor: Floor, room: str, from_at: datetime, until_at: datetime) -> Iterator[Found]:
    for batch in floor.batches.values():
        recipe = floor.recipe_of(batch)
        if recipe is None or not batch.live:
            continue
        for code, step in batch.steps.items():
            told = recipe.by_code.get(code)
            if told is None or told.lane is not LaneKind.ROOM or step.over:
                continue
            if _runs(step, room) or _comes(step.placement, step, room, from_at, until_at):
                yield batch, recipe, told, step


def _runs(step: Step, room: str) -> bool:
    return step.state is StepState.RUNNING and step.lane == room


def _comes(planned: Placement | None, step: Step, room: str, from_at: datetime, until_at: datetime) -> bool:
    if planned is None or step.state is not StepState.PLANNED or planned.lane != room:
        return False
    return planned.start < until_at and planned.end > from_at - OVERDUE


def _when(found: Found) -> tuple[datetime, str, int]:
    batch, recipe, told, step = found
    planned = step.placement.start if step.placement is not None else None
    at = step.started_at or planned
    assert at is not None  # what neither runs nor is planned stands on no sheet
    return at, batch.id, recipe.order[told.code]


def _line(number: str, batch: Batch, recipe: Recipe, told: RecipeStep, step: Step) -> BlankLine:
    planned = step.placement
    return BlankLine(
        id=number,
        batch=batch.id,
        step=told.code,
        title=told.title,
        coi_tail=batch.coi_tail,
        station=step.station or (planned.station if planned else ""),
        instrument=step.instrument or (planned.instrument if planned else ""),
        planned_start=planned.start if planned else None,
        planned_end=planned.end if planned else None,
        started_at=step.started_at,
        people=told.people,
        role=told.role,
        verified=told.verified,
        held=batch.held,
        after=_still_before(batch, recipe, told),
        values=tuple(limit for limit in told.limits if limit.name not in step.values),
        samples=tuple(spec.title for spec in recipe.tests if spec.sample_step == told.code),
        limits=tuple(_limit(batch, recipe, lag) for lag in recipe.lags if _counts(batch, lag, told.code)),
    )


def _still_before(batch: Batch, recipe: Recipe, told: RecipeStep) -> tuple[str, ...]:
    """What must be over before this may begin, and is not."""
    open_ = [code for code in told.after if (before := batch.steps.get(code)) is not None and not before.over]
    return tuple(recipe.by_code[code].title for code in open_ if code in recipe.by_code)


def _counts(batch: Batch, lag: Lag, code: str) -> bool:
    spared = batch.steps.get(lag.unless)
    over = spared is not None and spared.state is StepState.DONE
    return lag.to_step == code and not over and edge_at(batch, lag.to_step, lag.to_edge) is None


def _limit(batch: Batch, recipe: Recipe, lag: Lag) -> BlankLimit:
    opened = edge_at(batch, lag.from_step, lag.from_edge)
    from_title = recipe.by_code[lag.from_step].title if lag.from_step in recipe.by_code else lag.from_step
    edge = "start" if lag.from_edge is Edge.START else "end"
    return BlankLimit(
        title=lag.title,
        after=f"{edge} of {from_title}",
        min_h=lag.min_h,
        max_h=lag.max_h,
        not_before=opened + hours(lag.min_h) if opened is not None and lag.min_h is not None else None,
        due_at=opened + hours(lag.max_h) if opened is not None and lag.max_h is not None else None,
    )
