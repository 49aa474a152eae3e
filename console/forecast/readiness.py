"""When a step could start: after what comes before it, after its windows open, and not before a time it was deliberately given."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta, tzinfo

from console.domain.batch import Batch, Step
from console.domain.facility import Facility, LaneKind
from console.domain.recipe import DISPOSITION, Edge, Recipe, RecipeStep
from console.domain.timers import edge_at, hours

PLANNED_GAP = timedelta(hours=1)
"""A plan that leaves more than this (and the usual wait) before a step means to wait; a smaller gap is only rounding."""


def signed(step: RecipeStep) -> bool:
    """Whether the step is one signature: it has an end and no start of its own."""
    return step.code == DISPOSITION


def planned_floor(recipe: Recipe, batch: Batch, told: RecipeStep) -> datetime | None:
    """The planned start where it holds the step back: a clock of its own, nothing before it, or a gap left on purpose."""
    step = batch.steps.get(told.code)
    if step is None or step.placement is None:
        return None
    start = step.placement.start
    if told.clock is not None or not told.after:
        return start
    ready = _planned_ready(recipe, batch, told)
    usual = timedelta(hours=1.25 * told.wait.typical_h) if told.wait else timedelta(0)
    return start if ready is None or start - ready > PLANNED_GAP + usual else None


def _planned_ready(recipe: Recipe, batch: Batch, told: RecipeStep) -> datetime | None:
    ends = [s.placement.end for code in told.after if (s := batch.steps.get(code)) is not None and s.placement]
    for lag in recipe.openings[told.code]:
        before = batch.steps.get(lag.from_step)
        if before is not None and before.placement is not None and lag.min_h is not None:
            place = before.placement
            ends.append((place.start if lag.from_edge is Edge.START else place.end) + hours(lag.min_h))
    return max(ends, default=None)


def clock_floor(recipe: Recipe, batch: Batch, told: RecipeStep, zone: tzinfo) -> datetime | None:
    """The clock of a step that has no place yet: its day counted from the batch's first, in site time."""
    step = batch.steps.get(told.code)
    if told.clock is None or told.day is None or (step is not None and step.placement is not None):
        return None
    first = first_day(recipe, batch, zone)
    if first is None:
        return None
    return datetime.combine(first + timedelta(days=told.day), told.clock, zone).astimezone(UTC)


def first_day(recipe: Recipe, batch: Batch, zone: tzinfo) -> date | None:
    """D0 in site time: the day the first step that stands or is planned began; None while nothing is."""
    found = [at for s in recipe.steps if (at := _begun(batch.steps.get(s.code))) is not None]
    return min(found).astimezone(zone).date() if found else None


def _begun(step: Step | None) -> datetime | None:
    if step is None:
        return None
    return step.started_at or (step.placement.start if step.placement else None)


def was_ready(recipe: Recipe, batch: Batch, told: RecipeStep, settled: Sequence[datetime] = ()) -> datetime | None:
    """When a step that has happened could have started; None where nothing says so.

    `settled` are the instants at which what held up its release was settled.
    """
    found = list(settled) if signed(told) else []
    for code in told.after:
        end = edge_at(batch, code, Edge.END)
        if end is None:
            return None
        found.append(end)
    for lag in recipe.openings[told.code]:
        opened = edge_at(batch, lag.from_step, lag.from_edge)
        if opened is not None and lag.min_h is not None:
            found.append(opened + hours(lag.min_h))
    planned = planned_floor(recipe, batch, told)
    if planned is not None:
        found.append(planned)
    elif told.clock is not None or not told.after:
        return None
    return max(found, default=None)


def way(code: str, told: RecipeStep, clinic: str) -> str:
    """Under what a step's times are learned: a courier's way is another one for each clinic."""
    return f"{code}@{clinic}" if told.lane is LaneKind.COURIER and clinic else code


def usual_wait(facility: Facility | None, told: RecipeStep) -> str:
    """The name of the plant's law for the wait before a step whose recipe states none."""
    if told.lane is LaneKind.COURIER and facility is not None and facility.law("pickup_wait") is not None:
        return "pickup_wait"
    return "attended_start" if told.clock is not None else "between_steps"
