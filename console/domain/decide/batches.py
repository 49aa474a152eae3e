"""The rules for ordering, planning, holding and ending batches, for clinic slots, notes and imported history."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from console.domain import commands as c
from console.domain import events as e
from console.domain.batch import Batch, BatchStatus, Placement, StepState
from console.domain.commands.command import Command
from console.domain.decide.checks import live_batch, reasoned
from console.domain.events.event import Event
from console.domain.floor import Floor
from console.domain.recipe import RecipeKind
from console.domain.refusal import Refusal

Answer = list[Event] | Refusal


def order(floor: Floor, command: c.OrderBatch, at: datetime) -> Answer:
    """Order a batch under a number never used before, and plan it."""
    if not command.batch.strip() or len(command.batch) > 40:
        return Refusal("batch-number", "A batch needs a number of at most 40 characters.", "Give it one.", "batch")
    if command.batch in floor.batches or command.batch in floor.left:
        return Refusal(
            "batch-known", f"{command.batch} exists already; numbers are never used again.", "Take the next number.", "batch"
        )
    refusal = _made_of(floor, command)
    if refusal is not None:
        return refusal
    ordered = e.BatchOrdered(
        by=command.by,
        at=at,
        batch=command.batch,
        recipe=command.recipe,
        product=command.product,
        clinic=command.clinic,
        coi=command.coi,
        subject=command.subject,
        acuity=command.acuity,
        due_at=command.due_at,
    )
    if not command.placements:
        return [ordered]
    known = {step.code for step in floor.recipes[command.recipe].steps}
    return _placements(known, command.placements) or [
        ordered,
        e.BatchPlanned(by=command.by, at=at, batch=command.batch, placements=dict(command.placements)),
    ]


def _made_of(floor: Floor, command: c.OrderBatch) -> Refusal | None:
    recipe = floor.recipes.get(command.recipe)
    if recipe is None:
        return Refusal("recipe-unknown", f"There is no approved recipe {command.recipe}.", "Choose an approved recipe.", "recipe")
    if recipe.kind is RecipeKind.BLOCK:
        return None
    product = floor.facility.product(command.product) if floor.facility else None
    if product is None:
        return Refusal("product-unknown", f"There is no product {command.product}.", "Choose a product of the facility.", "product")
    if product.recipe not in (recipe.id, recipe.name):
        return Refusal("product-recipe", f"{product.title} is not made by {recipe.id}.", f"Use {product.recipe}.", "recipe")
    if product.patient and (not command.coi or floor.facility is None or floor.facility.clinic(command.clinic) is None):
        return Refusal(
            "identity",
            "A patient's batch needs its chain of identity and its clinic.",
            "Scan the CoI label and choose the clinic.",
            "coi",
        )
    twin = next((b for b in floor.batches.values() if command.coi and b.coi == command.coi and b.live), None)
    if twin is not None:
        return Refusal(
            "coi-twice", f"{twin.id} runs under the same chain of identity.", "Check the label: one patient, one batch.", "coi"
        )
    return None


def _placements(known: set[str], placements: Mapping[str, Placement]) -> Refusal | None:
    for code, placement in placements.items():
        if code not in known:
            return Refusal("step-unknown", f"The recipe has no step {code}.", "Plan only its steps.", code)
        if placement.end < placement.start:
            return Refusal("ends-before-start", f"{code} would end before it starts.", "Give an end after the start.", code)
    return None


def plan(floor: Floor, command: c.PlanBatch, at: datetime) -> Answer:
    """Give steps their places; those that began stay where they are."""
    batch = live_batch(floor, command.batch)
    if isinstance(batch, Refusal):
        return batch
    refusal = _placements(set(batch.steps), command.placements)
    begun = [code for code in command.placements if batch.steps.get(code) and batch.steps[code].state is not StepState.PLANNED]
    if refusal is None and begun:
        refusal = Refusal("step-begun", f"{', '.join(begun)} began already.", "Plan only what has not begun.", begun[0])
    if refusal is None and any(step.baseline for step in batch.steps.values()):
        refusal = reasoned(command.reason, "Planning anew")
    return refusal or [
        e.BatchPlanned(by=command.by, at=at, batch=batch.id, placements=dict(command.placements), reason=command.reason)
    ]


def cancel(floor: Floor, command: c.CancelBatch, at: datetime) -> Answer:
    """Call off what has not started."""
    batch = live_batch(floor, command.batch)
    if isinstance(batch, Refusal):
        return batch
    if batch.status is not BatchStatus.PLANNED:
        return Refusal("batch-started", f"{batch.id} has started.", "QA terminates a started batch.", "batch")
    given_back: list[Event] = [
        e.AppointmentCancelled(by=command.by, at=at, appointment=a.id, batch=batch.id, reason=command.reason)
        for a in floor.appointments.values()
        if a.batch == batch.id and not a.cancelled
    ]
    return reasoned(command.reason, "Cancelling a batch") or [
        e.BatchCancelled(by=command.by, at=at, batch=batch.id, reason=command.reason),
        *given_back,
    ]


def terminate(floor: Floor, command: c.TerminateBatch, at: datetime) -> Answer:
    """End a started batch without product."""
    batch = live_batch(floor, command.batch)
    if isinstance(batch, Refusal):
        return batch
    if batch.released_at is not None:
        return Refusal("batch-released", f"{batch.id} is released.", "A released batch is recalled, not terminated.", "batch")
    return reasoned(command.reason, "Terminating a batch") or [
        e.BatchTerminated(by=command.by, at=at, batch=batch.id, reason=command.reason)
    ]


def hold(floor: Floor, command: c.PlaceHold, at: datetime) -> Answer:
    """Put a batch on hold."""
    batch = live_batch(floor, command.batch)
    if isinstance(batch, Refusal):
        return batch
    if command.hold in batch.holds:
        return Refusal("hold-known", f"Hold {command.hold} stands already.", "Give the new hold its own number.", "hold")
    return reasoned(command.reason, "A hold") or [
        e.BatchHeld(by=command.by, at=at, batch=batch.id, hold=command.hold, reason=command.reason)
    ]


def lift(floor: Floor, command: c.LiftHold, at: datetime) -> Answer:
    """Lift a hold, as QA."""
    batch = live_batch(floor, command.batch)
    if isinstance(batch, Refusal):
        return batch
    if command.hold not in batch.holds:
        return Refusal("hold-unknown", f"{batch.id} has no hold {command.hold}.", "Choose one that stands.", "hold")
    return reasoned(command.reason, "Lifting a hold") or [
        e.BatchResumed(by=command.by, at=at, batch=batch.id, hold=command.hold, reason=command.reason)
    ]


def leave(floor: Floor, command: c.LeaveFloor, at: datetime) -> Answer:
    """Let an ended batch leave the live floor."""
    batch = floor.batches.get(command.batch)
    if batch is None or batch.live or batch.reported:
        return Refusal("batch-live", f"{command.batch} is still live.", "", "batch")
    return [e.BatchLeft(by=command.by, at=at, batch=batch.id)]


def report(floor: Floor, command: c.ReportHistory, at: datetime) -> Answer:
    """Take a workbook in whole: it never touches a batch with live entries, nor one reported before."""
    for reported in command.batches:
        known = floor.batches.get(reported.batch) or floor.left.get(reported.batch)
        if known is not None:
            what = "was reported already" if known.reported else "has live entries"
            return Refusal(
                "batch-known",
                f"{reported.batch} {what}; history never touches it.",
                "Take its rows out of the workbook.",
                reported.batch,
            )
        if reported.recipe not in floor.recipes:
            return Refusal(
                "recipe-unknown",
                f"There is no recipe {reported.recipe}.",
                "Approve it first, or mend the workbook.",
                reported.batch,
            )
    rows = sum(len(b.rows) for b in command.batches)
    if not rows:
        return Refusal("import-empty", "There is nothing to take in.", "Choose a workbook with rows.", "file")
    if len({b.batch for b in command.batches}) != len(command.batches):
        return Refusal("batch-twice", "A batch stands twice in the import.", "Give its rows once.", "file")
    taken: list[Event] = [
        e.BatchReported(by=command.by, at=at, batch=b.batch, recipe=b.recipe, sha256=command.sha256, rows=b.rows)
        for b in command.batches
    ]
    return [
        e.HistoryReported(by=command.by, at=at, file=command.file, sha256=command.sha256, rows=rows, findings=command.findings),
        *taken,
    ]


def make_appointment(floor: Floor, command: c.MakeAppointment, at: datetime) -> Answer:
    """Book a clinic slot."""
    clinic = floor.facility.clinic(command.clinic) if floor.facility else None
    if clinic is None:
        return Refusal("clinic-unknown", f"There is no clinic {command.clinic}.", "Choose a clinic of the facility.", "clinic")
    if command.appointment in floor.appointments:
        return Refusal("appointment-known", f"{command.appointment} exists already.", "Give it its own number.", "appointment")
    if command.batch:
        batch = live_batch(floor, command.batch)
        if isinstance(batch, Refusal):
            return batch
    return [
        e.AppointmentMade(
            by=command.by,
            at=at,
            appointment=command.appointment,
            kind=command.kind,
            clinic=command.clinic,
            slot_at=command.slot_at,
            batch=command.batch,
        )
    ]


def move_appointment(floor: Floor, command: c.MoveAppointment, at: datetime) -> Answer:
    """Move a clinic slot."""
    found = floor.appointments.get(command.appointment)
    if found is None or found.cancelled:
        return Refusal("appointment-unknown", f"There is no slot {command.appointment}.", "Choose one that stands.", "appointment")
    return reasoned(command.reason, "Moving a clinic slot") or [
        e.AppointmentMoved(
            by=command.by, at=at, appointment=found.id, slot_at=command.slot_at, batch=found.batch, reason=command.reason
        )
    ]


def cancel_appointment(floor: Floor, command: c.CancelAppointment, at: datetime) -> Answer:
    """Give a clinic slot back."""
    found = floor.appointments.get(command.appointment)
    if found is None or found.cancelled:
        return Refusal("appointment-unknown", f"There is no slot {command.appointment}.", "Choose one that stands.", "appointment")
    return reasoned(command.reason, "Cancelling a clinic slot") or [
        e.AppointmentCancelled(by=command.by, at=at, appointment=found.id, batch=found.batch, reason=command.reason)
    ]


def note(floor: Floor, command: c.AddNote, at: datetime) -> Answer:
    """Leave a remark."""
    batch: Batch | None = floor.batches.get(command.batch)
    if batch is None:
        return Refusal("batch-unknown", f"There is no batch {command.batch} on the floor.", "Check the number.", "batch")
    if not command.text.strip() or len(command.text) > 4000:
        return Refusal("note-text", "A note has 1 to 4,000 characters.", "Write it shorter, or write it at all.", "text")
    return [e.NoteAdded(by=command.by, at=at, batch=batch.id, text=command.text)]


def own(floor: Floor, command: c.SetOwner, at: datetime) -> Answer:
    """Give something open an owner and a due time."""
    person = floor.people.get(command.owner)
    if person is None or not person.active:
        return Refusal("person-unknown", f"{command.owner} is not known here.", "Choose someone of the site.", "owner")
    return [e.OwnerSet(by=command.by, at=at, subject=command.subject, owner=command.owner, what=command.what, due=command.due)]


RULES: dict[type[Command], Callable[[Floor, Any, datetime], Answer]] = {
    c.OrderBatch: order,
    c.PlanBatch: plan,
    c.CancelBatch: cancel,
    c.TerminateBatch: terminate,
    c.PlaceHold: hold,
    c.LiftHold: lift,
    c.LeaveFloor: leave,
    c.ReportHistory: report,
    c.MakeAppointment: make_appointment,
    c.MoveAppointment: move_appointment,
    c.CancelAppointment: cancel_appointment,
    c.AddNote: note,
    c.SetOwner: own,
}
