"""What can be asked of a batch: move, cancel, appointments, note, owner, hold, deviation, disposition."""

from __future__ import annotations

from console.domain.batch import BatchStatus, Placement, StepState
from console.domain.commands import (
    AddNote,
    CancelAppointment,
    CancelBatch,
    LiftHold,
    MakeAppointment,
    MoveAppointment,
    OpenDeviation,
    PlaceHold,
    PlanBatch,
    SetOwner,
    SignDisposition,
    TerminateBatch,
)
from console.domain.commands.command import Command
from console.domain.floor import AppointmentKind
from console.domain.quality import Severity
from console.domain.refusal import Refusal
from console.view import instants
from console.view.asks.ask import AGO, LATE, REASON, Answers, Ask, Field, Kind, Scene, Wrong

_GIVE_BACK = "give back"
_DECISIONS = (
    (BatchStatus.RELEASED, "Release"),
    (BatchStatus.RELEASED_CONDITIONAL, "Release, confirming tests outstanding"),
    (BatchStatus.RELEASED_EXCEPTIONAL, "Release by exception, at the physician's request"),
    (BatchStatus.REJECTED, "Reject"),
)


def move(scene: Scene) -> Ask:
    """Shift every step that has not begun."""

    def make(answers: Answers) -> Command:
        by = answers.span("by")
        shifted = {
            code: Placement(p.lane, p.start + by, p.end + by, p.station, p.instrument)
            for code, step in scene.batch.steps.items()
            if step.state is StepState.PLANNED and (p := step.placement) is not None
        }
        if not shifted:
            raise Wrong(Refusal("form.nothing", "No planned step is left to move.", "Move nothing.", "by"))
        return PlanBatch(by=scene.user, batch=scene.batch_id, placements=shifted, reason=answers.text("reason"))

    fields = (Field("by", "By how much", Kind.SPAN, hint="+3 h later, -1 d earlier"), REASON)
    return Ask("batch.move", "Move the batch", scene.about, "Move all planned steps", fields, make)


def cancel(scene: Scene) -> Ask:
    """Call off a batch that has not started."""

    def make(answers: Answers) -> Command:
        return CancelBatch(by=scene.user, batch=scene.batch_id, reason=answers.text("reason"))

    return Ask("batch.cancel", "Cancel the batch", scene.about, "Cancel the batch", (REASON,), make, critical=True)


def terminate(scene: Scene) -> Ask:
    """End a started batch without product."""

    def make(answers: Answers) -> Command:
        return TerminateBatch(by=scene.user, batch=scene.batch_id, reason=answers.text("reason"))

    return Ask("batch.terminate", "Terminate the batch", scene.about, "Terminate and sign", (REASON,), make, critical=True)


def apheresis(scene: Scene) -> Ask:
    """Book, move or give back the leukapheresis slot."""
    return _appointment(scene, AppointmentKind.APHERESIS, "Apheresis appointment")


def infusion(scene: Scene) -> Ask:
    """Book, move or give back the infusion slot."""
    return _appointment(scene, AppointmentKind.INFUSION, "Infusion appointment")


def note(scene: Scene) -> Ask:
    """Leave a remark."""

    def make(answers: Answers) -> Command:
        return AddNote(by=scene.user, batch=scene.batch_id, text=answers.text("text"))

    fields = (Field("text", "Note", Kind.LONG, hint="no patient's name"),)
    return Ask("batch.note", "Add a note", scene.about, "Add the note", fields, make)


def owner(scene: Scene) -> Ask:
    """Say who owns what is open, and until when."""
    known = scene.floor.owners.get(f"batch:{scene.batch_id}")

    def make(answers: Answers) -> Command:
        return SetOwner(
            by=scene.user, subject=f"batch:{scene.batch_id}", owner=answers.needed("owner", "The owner"),
            what=answers.text("what"), due=answers.instant("due"),
        )  # fmt: skip

    people = sorted((p for p in scene.floor.people.values() if p.active), key=lambda person: person.name)
    due = instants.write(known.due, scene.zone) if known and known.due else ""
    fields = (
        Field("owner", "Owner", Kind.CHOICE, known.owner if known else scene.user, tuple((p.id, p.name) for p in people)),
        Field("what", "What is to be done", value=known.what if known else ""),
        Field("due", "Until", Kind.TIME, due, hint="today 16:00"),
    )
    return Ask("batch.owner", "Set the owner", scene.about, "Set the owner", fields, make)


def hold(scene: Scene) -> Ask:
    """Place a hold."""
    number = f"{scene.batch_id}-H{len(scene.batch.holds) + 1}"
    taken = scene.batch.holds

    def make(answers: Answers) -> Command:
        free = next(n for n in _numbered(f"{scene.batch_id}-H") if n not in taken) if number in taken else number
        return PlaceHold(by=scene.user, batch=scene.batch_id, hold=free, reason=answers.text("reason"))

    return Ask("batch.hold", "Place a hold", scene.about, "Place the hold", (REASON,), make, critical=True)


def lift(scene: Scene) -> Ask:
    """Lift a hold, as QA."""

    def make(answers: Answers) -> Command:
        return LiftHold(
            by=scene.user, batch=scene.batch_id, hold=answers.needed("hold", "The hold"), reason=answers.text("reason")
        )

    holds = tuple((h.id, f"{h.id}: {h.reason}") for h in scene.batch.holds.values())
    fields = (Field("hold", "Which hold", Kind.CHOICE, holds[0][0] if holds else "", holds), REASON)
    return Ask("batch.lift", "Lift a hold", scene.about, "Lift and sign", fields, make, critical=True)


def deviation(scene: Scene) -> Ask:
    """Open a deviation on the batch."""
    number = next(n for n in _numbered("DV-") if n not in scene.floor.deviations)

    def make(answers: Answers) -> Command:
        return OpenDeviation(
            by=scene.user, at=answers.ago(), reason=answers.text("reason"), deviation=answers.needed("deviation", "Number"),
            title=answers.text("title"), severity=Severity(answers.text("severity")), batches=(scene.batch_id,),
        )  # fmt: skip

    fields = (
        Field("deviation", "Number", value=number),
        Field("title", "What departed", hint="one line: what was approved, what happened"),
        Field("severity", "Class", Kind.CHOICE, Severity.MINOR.value, tuple((s.value, s.value) for s in Severity)),
        AGO,
        LATE,
    )
    return Ask("batch.deviation", "Open a deviation", scene.about, "Open", fields, make)


def disposition(scene: Scene) -> Ask:
    """Release or reject, as QA."""

    def make(answers: Answers) -> Command:
        return SignDisposition(
            by=scene.user, batch=scene.batch_id, decision=BatchStatus(answers.needed("decision", "The decision")),
            comment=answers.text("comment"),
        )  # fmt: skip

    choices = tuple((status.value, words) for status, words in _DECISIONS)
    fields = (Field("decision", "Decision", Kind.CHOICE, "", choices), Field("comment", "Comment"))
    return Ask("batch.disposition", "Sign the disposition", scene.about, "Decide and sign", fields, make, critical=True)


def _appointment(scene: Scene, kind: AppointmentKind, title: str) -> Ask:
    known = next(
        (
            a for a in scene.floor.appointments.values()
            if a.batch == scene.batch_id and a.kind is kind and not a.cancelled
        ),
        None,
    )  # fmt: skip
    batch = scene.floor.batches.get(scene.batch_id)
    stem = f"{scene.batch_id}-{kind.value}-"
    number = next(n for n in _numbered(stem) if n not in scene.floor.appointments)

    def make(answers: Answers) -> Command:
        if known is not None and answers.text("do") == _GIVE_BACK:
            return CancelAppointment(by=scene.user, appointment=known.id, reason=answers.text("reason"))
        slot = answers.instant("slot_at")
        if slot is None:
            raise Wrong(Refusal("form.empty", "The time of the slot is missing.", "Write day and time.", "slot_at"))
        if known is not None:
            return MoveAppointment(by=scene.user, appointment=known.id, slot_at=slot, reason=answers.text("reason"))
        clinic = answers.needed("clinic", "The clinic")
        return MakeAppointment(
            by=scene.user, appointment=number, kind=kind, clinic=clinic, slot_at=slot, batch=scene.batch_id
        )

    at = Field("slot_at", "Slot", Kind.TIME, instants.write(known.slot_at, scene.zone) if known else "", hint="site time")
    if known is not None:
        choices = (("move", "Move it"), (_GIVE_BACK, "Give it back"))
        fields = (Field("do", "What", Kind.CHOICE, "move", choices), at, REASON)
        return Ask("", title, scene.about, "Change the appointment", fields, make)
    clinics = scene.floor.facility.clinics if scene.floor.facility else ()
    choice = Field("clinic", "Clinic", Kind.CHOICE, batch.clinic if batch else "", tuple((c.id, c.title) for c in clinics))
    return Ask("", title, scene.about, "Book it", (at, choice), make)


def _numbered(stem: str) -> list[str]:
    return [f"{stem}{n}" for n in range(1, 10_000)]
