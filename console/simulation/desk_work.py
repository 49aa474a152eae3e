"""What QA, supervisors and planners do about a batch: holds, incidents, deviations, disposition, confirmation, the end."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta

from console.domain.batch import STATUS_RANK, BatchStatus, StepState
from console.domain.commands import (
    AddNote,
    CancelBatch,
    ConfirmBatch,
    LiftHold,
    MakeAppointment,
    OpenDeviation,
    PlaceHold,
    SetOwner,
    SignDisposition,
    TerminateBatch,
)
from console.domain.commands.command import Command
from console.domain.decide.dispositions import outstanding_tests
from console.domain.facility import Role
from console.domain.floor import AppointmentKind
from console.domain.quality import Severity, TestState
from console.domain.recipe import DISPOSITION, RecipeKind
from console.simulation.replanning import quarter
from console.simulation.scene import Act, Case, Maker, Scene

LIFTED = "QA has looked at it: the batch may go on."


def desk_acts(case: Case) -> Iterator[Act]:
    """Everything the desks are to do next for this batch."""
    if case.recipe.kind is RecipeKind.BLOCK:
        return
    yield from _appointments(case)
    yield from _told_deviations(case)
    yield from _hold(case)
    yield from _ends_early(case)
    yield from _disposition(case)
    yield from _confirmation(case)


def _appointments(case: Case) -> Iterator[Act]:
    if not case.patient or case.batch.opened_at is None:
        return
    for n, (kind, code) in enumerate(((AppointmentKind.APHERESIS, "APH_COLLECT"), (AppointmentKind.INFUSION, "INFUSE")), 1):
        appointment = f"{kind.value[:3].upper()}-{case.batch.id}"
        planned = case.step(code).placement
        if planned is None or appointment in case.scene.floor.appointments:
            continue
        yield Act(case.batch.opened_at + timedelta(minutes=2 * n), _book(case, appointment, kind, quarter(planned.start)))


def _book(case: Case, appointment: str, kind: AppointmentKind, slot: datetime) -> Maker:
    def make(scene: Scene, now: datetime) -> Command | None:
        by = scene.who(Role.PLANNER, now, case.batch.id)
        return MakeAppointment(
            by=by, at=now, appointment=appointment, kind=kind, clinic=case.batch.clinic, slot_at=slot, batch=case.batch.id
        )

    return make


# ----------------------------------------------------------------------------------------------- deviations of its luck


def _told_deviations(case: Case) -> Iterator[Act]:
    """The deviations people see and open themselves; broken holds and limits open theirs without being asked."""
    yield from _deviation(case, "MINOR", case.fate.minor, Severity.MINOR, _minor_seen(case))
    yield from _deviation(case, "MAJOR", case.fate.major, Severity.MAJOR, case.done_at("FORMULATE_FILL"))
    if case.fate.incident is not None and _in_culture(case) and case.collection is not None:
        instrument = case.step("ENRICH").instrument
        title = f"{instrument} stood with an oxygen alarm, culture kept by hand until it ran again"
        seen = max(case.collection + case.fate.incident, case.done_at("TRANSDUCE") or case.collection)
        yield from _deviation(case, "INCIDENT", title, Severity.MINOR, seen)
        known = case.scene.floor.deviations.get(f"DV-{case.batch.id}-INCIDENT")
        if known is not None and f"batch:{case.batch.id}" not in case.scene.floor.owners:
            what = "settle the later harvest with the clinic"
            owns = _own(case, f"batch:{case.batch.id}", what, known.opened_at, Role.SUPERVISOR)
            yield Act(known.opened_at + timedelta(minutes=35), owns)


def _minor_seen(case: Case) -> datetime | None:
    if case.fate.minor_at == "*":
        ended = [s.finished_at for s in case.batch.steps.values() if s.finished_at is not None]
        return min(ended) if len(ended) >= 3 else None
    return case.done_at(case.fate.minor_at) if case.fate.minor_at else None


def _in_culture(case: Case) -> bool:
    return case.done_at("TRANSDUCE") is not None and case.step("HARVEST_WASH").state is StepState.PLANNED


def _deviation(case: Case, word: str, title: str, severity: Severity, seen: datetime | None) -> Iterator[Act]:
    deviation = f"DV-{case.batch.id}-{word}"
    if not title or seen is None or deviation in case.scene.floor.deviations:
        return
    step = next((s for s in case.batch.steps.values() if s.finished_at == seen), None)
    room = step.lane if step is not None and step.lane.startswith("CR") else case.step("ENRICH").lane

    def make(scene: Scene, now: datetime) -> Command | None:
        by = scene.who(Role.OPERATOR, now, case.key, word, skill=case.skill)
        batches = (case.batch.id,)
        return OpenDeviation(by=by, at=now, deviation=deviation, title=title, severity=severity, batches=batches, room=room)

    yield Act(seen + timedelta(minutes=6), make)


# ----------------------------------------------------------------------------------------------- holds


def _hold(case: Case) -> Iterator[Act]:
    """A hold is noted, placed, owned, looked at and lifted; the notes say which of it has happened."""
    name = f"H-{case.batch.id}"
    told = {note.text: note.at for note in case.batch.notes}
    why = case.fate.hold_why
    if case.fate.hold is None or case.collection is None or STATUS_RANK[case.batch.status] >= STATUS_RANK[BatchStatus.HARVESTED]:
        return
    if why not in told:
        if STATUS_RANK[case.batch.status] >= STATUS_RANK[BatchStatus.IN_PROCESS]:
            yield Act(case.collection + case.fate.hold, _note(case, why, Role.SUPERVISOR))
    elif name not in case.batch.holds and LIFTED not in told:
        yield Act(told[why] + timedelta(minutes=3), _place(case, name))
    elif name in case.batch.holds and LIFTED not in told:
        if f"batch:{case.batch.id}" not in case.scene.floor.owners:
            yield Act(told[why] + timedelta(minutes=5), _own(case, f"batch:{case.batch.id}", "clear the hold", told[why]))
        yield Act(told[why] + case.fate.hold_for, _note(case, LIFTED, Role.QA))
    elif name in case.batch.holds:
        yield Act(told[LIFTED] + timedelta(minutes=2), _lift(case, name))


def _note(case: Case, text: str, role: Role) -> Maker:
    def make(scene: Scene, now: datetime) -> Command | None:
        return AddNote(by=scene.who(role, now, case.key, text), at=now, batch=case.batch.id, text=text)

    return make


def _place(case: Case, hold: str) -> Maker:
    def make(scene: Scene, now: datetime) -> Command | None:
        by = scene.who(Role.SUPERVISOR, now, case.key, "holds")
        return PlaceHold(by=by, at=now, batch=case.batch.id, hold=hold, reason=case.fate.hold_why)

    return make


def _lift(case: Case, hold: str) -> Maker:
    def make(scene: Scene, now: datetime) -> Command | None:
        by = scene.who(Role.QA, now, case.key, "lifts")
        return LiftHold(by=by, at=now, batch=case.batch.id, hold=hold, reason="Cause found, no effect on the cells")

    return make


def _own(case: Case, subject: str, what: str, since: datetime, role: Role = Role.QA) -> Maker:
    def make(scene: Scene, now: datetime) -> Command | None:
        owner = scene.who(role, now, case.key, "owns", subject)
        by = scene.who(Role.SUPERVISOR, now, case.key, "gives", subject)
        return SetOwner(by=by, at=now, subject=subject, owner=owner, what=what, due=since + timedelta(hours=12))

    return make


# ----------------------------------------------------------------------------------------------- endings


def _ends_early(case: Case) -> Iterator[Act]:
    batch, fate = case.batch, case.fate
    if fate.called_off and batch.status is BatchStatus.PLANNED and case.collection is not None:
        days = 1 + 4 * case.scene.draws.share(case.key, "called off")
        yield Act(case.scene.office(case.collection - timedelta(days=days), case.key), _call_off(case))
    started = STATUS_RANK[batch.status] >= STATUS_RANK[BatchStatus.STARTED]
    if not started or batch.released_at is not None or case.collection is None or not case.patient:
        return
    if fate.drop is not None:
        yield Act(case.collection + fate.drop, _terminate(case, "Patient withdrawn by the treating physician"))
    sampled = case.done_at("IPC_SAMPLE_D5")
    if fate.fails and sampled is not None:
        yield Act(sampled + timedelta(hours=9), _terminate(case, "CAR+ cells on D5 far below the limit: no dose to be expected"))


def _terminate(case: Case, why: str) -> Maker:
    def make(scene: Scene, now: datetime) -> Command | None:
        return TerminateBatch(by=scene.who(Role.QA, now, case.key, "ends"), at=now, batch=case.batch.id, reason=why)

    return make


def _call_off(case: Case) -> Maker:
    def make(scene: Scene, now: datetime) -> Command | None:
        by = scene.who(Role.PLANNER, now, case.key, "calls off")
        return CancelBatch(by=by, at=now, batch=case.batch.id, reason="Clinic: patient not fit for collection")

    return make


def _disposition(case: Case) -> Iterator[Act]:
    release = case.recipe.by_code.get(DISPOSITION)
    if release is None or case.batch.released_at is not None:
        return
    missed = [t for t in case.batch.tests.values() if t.state is TestState.OOS and case.recipe.test(t.code) in case.recipe.gating]
    if missed and missed[0].reviewed_at is not None:
        wait = case.scene.draws.law(case.scene.facility, "physician_request", case.key)
        yield Act(missed[0].reviewed_at + wait, _sign(case, rejected=True))
        return
    ends = [case.done_at(code) for code in release.after]
    open_deviations = case.scene.floor.open_deviations(case.batch.id)
    if None in ends or case.batch.held or any(d.blocks_release for d in open_deviations):
        return
    settled = [at for at in (*ends, *(d.assessed_at for d in open_deviations)) if at is not None]
    at = max(settled) + case.span(release)
    yield Act(at if case.patient else case.scene.office(at, case.key, DISPOSITION), _sign(case, rejected=False), waits=True)


def _sign(case: Case, rejected: bool) -> Maker:
    def make(scene: Scene, now: datetime) -> Command | None:
        done = {name for s in case.batch.steps.values() for name in (s.performer, s.verifier)}
        reviewer = case.step("RECORD_REVIEW").performer
        by = scene.who(Role.QA, now, case.key, "disposes", not_these=done | {reviewer})
        outstanding = outstanding_tests(case.batch, case.recipe)
        decision = BatchStatus.RELEASED_CONDITIONAL if outstanding else BatchStatus.RELEASED
        if rejected:
            decision = BatchStatus.REJECTED
        comment = "Out of specification confirmed" if rejected else ""
        return SignDisposition(by=by, at=now, batch=case.batch.id, decision=decision, comment=comment)

    return make


def _confirmation(case: Case) -> Iterator[Act]:
    if case.batch.released_at is None:
        return
    last = {t.code: t for t in sorted(case.batch.tests.values(), key=lambda t: t.attempt)}
    judged = [t.reviewed_at for t in last.values()]
    failed = any(t.state is TestState.OOS for t in last.values())
    if None in judged or (not failed and outstanding_tests(case.batch, case.recipe)):
        return
    if case.patient and case.batch.status is not BatchStatus.ADMINISTERED:
        return
    settled = max([at for at in (*judged, case.batch.status_at) if at is not None])
    at = case.scene.office(settled + timedelta(minutes=40), case.key, "confirms")

    def make(scene: Scene, now: datetime) -> Command | None:
        reason = "A confirming test failed: physician told at once" if failed else ""
        return ConfirmBatch(by=scene.who(Role.QA, now, case.key, "confirms"), at=now, batch=case.batch.id, reason=reason)

    yield Act(at, make, waits=True)
