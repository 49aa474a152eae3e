"""How the events of one step change the batch, its station and its instrument."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from decimal import Decimal
from typing import Any

from console.domain import events as e
from console.domain.batch import Batch, BatchStatus, Correction, Step, StepState
from console.domain.events.event import Event
from console.domain.evolve.batches import placed
from console.domain.evolve.parts import (
    find,
    forward,
    put,
    set_free,
    with_batch,
    with_instrument,
    with_station,
    with_step,
)
from console.domain.facility import LaneKind
from console.domain.floor import Floor, StationNow, StationState
from console.domain.plain import PlainError, from_plain
from console.domain.recipe import DISPOSITION, Recipe, RecipeKind, is_changeover, is_clearance


def _started(floor: Floor, event: e.StepStarted) -> Floor:
    batch, step = _found(floor, event)
    if batch is None or step is None or step.over:
        return floor
    began = replace(
        step,
        state=StepState.RUNNING,
        lane=event.lane,
        station=event.station,
        instrument=event.instrument,
        performer=event.performer or event.by,
        started_at=event.at,
        paper=event.paper,
    )
    batch = forward(with_step(batch, began), BatchStatus.STARTED, event.at)
    floor = with_batch(floor, batch)
    state = StationState.CLEANING if is_changeover(event.step) else StationState.IN_USE
    floor = with_station(floor, event.lane, event.station, StationNow(state, batch.id, event.at))
    return with_instrument(floor, event.instrument, batch.id, event.at) if event.instrument else floor


def _finished(floor: Floor, event: e.StepFinished) -> Floor:
    batch, step = _found(floor, event)
    if batch is None or step is None or step.over:
        return floor
    done = replace(
        step,
        state=StepState.DONE,
        started_at=step.started_at or event.at,
        finished_at=event.at,
        performer=step.performer or event.performer or event.by,
        finisher=event.performer or event.by,
        verifier=event.verifier,
        values={**step.values, **event.values},
        comment=event.comment,
        paper=event.paper or step.paper,
    )
    batch = with_step(batch, done)
    recipe = floor.recipe_of(batch)
    floor = with_batch(floor, _advanced(batch, recipe, event.step, event.at))
    if recipe is None:
        return floor
    floor = _station_after(floor, recipe, batch, done, event.at)
    floor = _instrument_after(floor, recipe, batch, event.step, event.at)
    if recipe.kind is RecipeKind.BLOCK and event.step == recipe.release_step:
        return set_free(floor, batch.id, event.at)
    return floor


def _advanced(batch: Batch, recipe: Recipe | None, code: str, at: datetime) -> Batch:
    found = recipe.by_code.get(code) if recipe else None
    if found is not None and found.reaches in BatchStatus.__members__:
        batch = forward(batch, BatchStatus(found.reaches), at)
    if recipe is not None and code == recipe.release_step and recipe.release_step != DISPOSITION:
        ended = BatchStatus.FINAL_CONFIRMED if recipe.kind is RecipeKind.BLOCK else BatchStatus.RELEASED
        batch = forward(replace(batch, released_at=batch.released_at or at), ended, at)
    return batch


def _station_after(floor: Floor, recipe: Recipe, batch: Batch, step: Step, at: datetime) -> Floor:
    if step.lane not in floor.rooms:
        return floor
    if is_clearance(step.code):
        return with_station(floor, step.lane, step.station, StationNow(StationState.CLEARED, batch.id, at))
    if is_changeover(step.code):
        return with_station(floor, step.lane, step.station, StationNow(StationState.CLEAN_HOLD, "", at))
    if recipe.kind is RecipeKind.BLOCK or _room_work_left(recipe, batch, step.lane):
        return floor  # a blocked room stays blocked until QA gives it back
    owner = batch.id if _changeover_left(batch, step.lane) else ""
    return with_station(floor, step.lane, step.station, StationNow(StationState.DIRTY, owner, at))


def _room_work_left(recipe: Recipe, batch: Batch, lane: str) -> bool:
    for code, step in batch.steps.items():
        told = recipe.by_code.get(code)
        if told is None or told.lane is not LaneKind.ROOM or step.over or told.optional or is_changeover(code):
            continue
        if step.placement is None or step.placement.lane == lane or step.lane == lane:
            return True
    return False


def _changeover_left(batch: Batch, lane: str) -> bool:
    return any(
        is_changeover(code) and not step.over and (step.placement is None or step.placement.lane == lane)
        for code, step in batch.steps.items()
    )


def _instrument_after(floor: Floor, recipe: Recipe, batch: Batch, code: str, at: datetime) -> Floor:
    if any(s.until == code for s in recipe.steps):
        for instrument in floor.instruments.values():
            if instrument.batch == batch.id:
                floor = with_instrument(floor, instrument.id, "", at)
    return floor


def _recorded(floor: Floor, event: e.StepRecorded) -> Floor:
    batch, step = _found(floor, event)
    if batch is None or step is None:
        return floor
    return with_batch(floor, with_step(batch, replace(step, values={**step.values, **event.values})))


def _skipped(floor: Floor, event: e.StepSkipped) -> Floor:
    batch, step = _found(floor, event)
    if batch is None or step is None or step.state is not StepState.PLANNED:
        return floor
    skipped = replace(step, state=StepState.SKIPPED, finished_at=event.at, comment=event.reason)
    return with_batch(floor, with_step(batch, skipped))


def _corrected(floor: Floor, event: e.StepCorrected) -> Floor:
    batch, step = _found(floor, event)
    if batch is None or step is None:
        return floor
    noted = Correction(event.name, event.old, event.new, event.by, event.at, event.reason)
    fixed = replace(_fixed(step, event.name, event.new), corrections=(*step.corrections, noted))
    return with_batch(floor, with_step(batch, fixed))


def _fixed(step: Step, name: str, new: str) -> Step:
    """The step with one field at its corrected value; a value that does not read is noted but changes nothing."""
    try:
        if name.startswith("values."):
            return replace(step, values=put(step.values, name.removeprefix("values."), from_plain(Decimal, new)))
        if name == "started_at":
            return replace(step, started_at=from_plain(datetime, new))
        if name == "finished_at":
            return replace(step, finished_at=from_plain(datetime, new))
    except PlainError:
        return step
    return replace(step, comment=new) if name == "comment" else step


def _moved(floor: Floor, event: e.StepMoved) -> Floor:
    batch, step = _found(floor, event)
    if batch is None or step is None:
        return floor
    return with_batch(floor, with_step(batch, placed(step, event.placement)))


def _found(floor: Floor, event: Any) -> tuple[Batch | None, Step | None]:
    batch = find(floor, event.batch)
    return batch, batch.steps.get(event.step) if batch else None


RULES: dict[type[Event], Callable[[Floor, Any], Floor]] = {
    e.StepStarted: _started,
    e.StepFinished: _finished,
    e.StepRecorded: _recorded,
    e.StepSkipped: _skipped,
    e.StepCorrected: _corrected,
    e.StepMoved: _moved,
}
