"""How a batch's own events change the floor: order, plan, hold, disposition, appointments, notes, owners."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from console.domain import events as e
from console.domain.batch import ENDED, RELEASED, Batch, BatchStatus, Hold, Note, Placement, Step, StepState
from console.domain.events.event import Event
from console.domain.evolve.parts import find, forward, put, set_free, with_batch, with_step, without
from console.domain.floor import Appointment, Floor, Ownership


def _ordered(floor: Floor, event: e.BatchOrdered) -> Floor:
    if find(floor, event.batch) is not None:
        return floor
    recipe = floor.recipes.get(event.recipe)
    steps = {s.code: Step(s.code) for s in recipe.steps} if recipe else {}
    batch = Batch(
        event.batch,
        event.recipe,
        event.product,
        event.clinic,
        event.coi,
        event.subject,
        event.acuity,
        opened_at=event.at,
        status_at=event.at,
        due_at=event.due_at,
        steps=steps,
    )
    return with_batch(floor, batch)


def placed(step: Step, placement: Placement) -> Step:
    """The step at its new place; the first place it gets is its baseline."""
    return replace(step, placement=placement, baseline=step.baseline or placement)


def _planned(floor: Floor, event: e.BatchPlanned) -> Floor:
    batch = find(floor, event.batch)
    if batch is None:
        return floor
    for code, placement in event.placements.items():
        step = batch.steps.get(code)
        if step is not None:
            batch = with_step(batch, placed(step, placement))
    return with_batch(floor, batch)


def _ended(status: BatchStatus) -> Callable[[Floor, Any], Floor]:
    def rule(floor: Floor, event: Any) -> Floor:
        batch = find(floor, event.batch)
        if batch is None:
            return floor
        return set_free(with_batch(floor, forward(batch, status, event.at)), batch.id, event.at)

    return rule


def _held(floor: Floor, event: e.BatchHeld) -> Floor:
    batch = find(floor, event.batch)
    if batch is None:
        return floor
    hold = Hold(event.hold, event.reason, event.by, event.at)
    return with_batch(floor, replace(batch, holds=put(batch.holds, hold.id, hold)))


def _resumed(floor: Floor, event: e.BatchResumed) -> Floor:
    batch = find(floor, event.batch)
    if batch is None:
        return floor
    return with_batch(floor, replace(batch, holds=without(batch.holds, event.hold)))


def _disposition(floor: Floor, event: e.DispositionSigned) -> Floor:
    batch = find(floor, event.batch)
    if batch is None:
        return floor
    recipe = floor.recipe_of(batch)
    code = recipe.release_step if recipe else "DISPOSITION"
    step = batch.steps.get(code)
    if step is not None:
        done = replace(step, state=StepState.DONE, performer=event.by, started_at=step.started_at or event.at, finished_at=event.at)
        batch = with_step(batch, done)
    if event.decision in RELEASED and batch.status not in ENDED:
        batch = replace(batch, released_at=batch.released_at or event.at)
    floor = with_batch(floor, forward(batch, event.decision, event.at))
    return set_free(floor, batch.id, event.at) if event.decision is BatchStatus.REJECTED else floor


def _left(floor: Floor, event: e.BatchLeft) -> Floor:
    batch = floor.batches.get(event.batch)
    if batch is None:
        return floor
    return replace(floor, batches=without(floor.batches, batch.id), left=put(floor.left, batch.id, batch))


def _reported(floor: Floor, event: e.BatchReported) -> Floor:
    known = find(floor, event.batch)
    if known is not None and not known.reported:
        return floor
    opened = min((t for r in event.rows for t in (r.started_at, r.planned_start) if t is not None), default=event.at)
    batch = Batch(event.batch, event.recipe, opened_at=opened, reported=True, rows=event.rows, file_sha256=event.sha256)
    return with_batch(floor, batch)


def _appointment(floor: Floor, event: e.AppointmentMade) -> Floor:
    made = Appointment(event.appointment, event.kind, event.clinic, event.slot_at, event.batch)
    return replace(floor, appointments=put(floor.appointments, made.id, made))


def _appointment_moved(floor: Floor, event: e.AppointmentMoved) -> Floor:
    found = floor.appointments.get(event.appointment)
    if found is None:
        return floor
    return replace(floor, appointments=put(floor.appointments, found.id, replace(found, slot_at=event.slot_at)))


def _appointment_cancelled(floor: Floor, event: e.AppointmentCancelled) -> Floor:
    found = floor.appointments.get(event.appointment)
    if found is None:
        return floor
    return replace(floor, appointments=put(floor.appointments, found.id, replace(found, cancelled=True)))


def _note(floor: Floor, event: e.NoteAdded) -> Floor:
    batch = find(floor, event.batch)
    if batch is None:
        return floor
    return with_batch(floor, replace(batch, notes=(*batch.notes, Note(event.by, event.at, event.text))))


def _owner(floor: Floor, event: e.OwnerSet) -> Floor:
    owned = Ownership(event.subject, event.owner, event.what, event.due)
    return replace(floor, owners=put(floor.owners, event.subject, owned))


RULES: dict[type[Event], Callable[[Floor, Any], Floor]] = {
    e.BatchOrdered: _ordered,
    e.BatchPlanned: _planned,
    e.BatchCancelled: _ended(BatchStatus.CANCELLED),
    e.BatchTerminated: _ended(BatchStatus.TERMINATED),
    e.BatchHeld: _held,
    e.BatchResumed: _resumed,
    e.DispositionSigned: _disposition,
    e.BatchConfirmed: _ended(BatchStatus.FINAL_CONFIRMED),
    e.BatchFailed: _ended(BatchStatus.POST_RELEASE_FAILURE),
    e.BatchLeft: _left,
    e.BatchReported: _reported,
    e.AppointmentMade: _appointment,
    e.AppointmentMoved: _appointment_moved,
    e.AppointmentCancelled: _appointment_cancelled,
    e.NoteAdded: _note,
    e.OwnerSet: _owner,
}
