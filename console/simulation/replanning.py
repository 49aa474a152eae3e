"""What supervisors and planners plan anew: a harvest that slips, a patient who must wait, and the clinic's slot with them."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import replace
from datetime import datetime, timedelta

from console.domain.batch import Placement, StepState
from console.domain.commands import MoveAppointment, PlanBatch
from console.domain.commands.command import Command
from console.domain.facility import Role
from console.simulation.scene import Act, Case, Maker, Scene
from console.simulation.timing import frozen_for, put_off

TO_PATIENT = ("PACK_SHIP", "COURIER_OUT", "INFUSE")

EXTRA = timedelta(hours=3)
"""A harvest that somebody moved by nearly as much has been seen to; a smaller slip needs no new plan."""


def replanning_acts(case: Case) -> Iterator[Act]:
    """Everything about this batch that wants new times."""
    yield from _slipped(case)
    yield from _frozen(case)
    yield from _slot(case)


def _slipped(case: Case) -> Iterator[Act]:
    """A harvest that slips by an incident or is put off by a day gets its new times within the half hour."""
    harvest = case.batch.steps.get("HARVEST_WASH")
    if harvest is None or harvest.state is not StepState.PLANNED or harvest.placement is None or harvest.baseline is None:
        return
    shift, known_at, why = slip_of(case)
    if known_at is None or harvest.placement.start - harvest.baseline.start > shift - EXTRA:
        return
    after = [code for code in case.batch.steps if case.recipe.order.get(code, -1) >= case.recipe.order["HARVEST_WASH"]]
    yield Act(known_at + timedelta(minutes=25), _shift(case, after, shift, why))


def _shift(case: Case, codes: Collection[str], shift: timedelta, why: str) -> Maker:
    def make(scene: Scene, now: datetime) -> Command | None:
        moved = {
            code: shifted(step.baseline, shift)
            for code, step in case.batch.steps.items()
            if code in codes and step.state is StepState.PLANNED and step.baseline is not None
        }
        by = scene.who(Role.SUPERVISOR, now, case.key, "plans anew")
        return PlanBatch(by=by, at=now, batch=case.batch.id, placements=moved, reason=why)

    return make


def slip_of(case: Case) -> tuple[timedelta, datetime | None, str]:
    """By how much the harvest is to be put off, since when that is known, and why."""
    shift, known_at, why = timedelta(), None, ""
    incident = case.scene.floor.deviations.get(f"DV-{case.batch.id}-INCIDENT")
    if incident is not None:
        shift, known_at, why = case.fate.slip, incident.opened_at, "Processor stood; the culture needs the time back"
    decided = case.done_at("HARVEST_DECISION")
    if decided is not None and case.fate.extends:
        law = case.scene.facility.law("extension")
        shift += timedelta(hours=float(law.a) if law else 24.0)
        known_at, why = decided, "Too few cells forecast: culture extended"
    return shift, known_at, why


def _frozen(case: Case) -> Iterator[Act]:
    """Cells frozen for a patient who fell ill go to the clinic weeks later."""
    frozen = case.done_at("CRYO_BACKUP")
    if frozen is not None and case.fate.unfit and put_off(case) is None and case.step("PACK_SHIP").state is StepState.PLANNED:
        why = "Patient febrile: cells frozen, infusion put off by the clinic"
        yield Act(frozen + timedelta(minutes=20), _shift(case, TO_PATIENT, frozen_for(case), why))


def quarter(at: datetime) -> datetime:
    """The quarter of an hour a slot begins at."""
    return at.replace(minute=at.minute // 15 * 15, second=0, microsecond=0)


def _slot(case: Case) -> Iterator[Act]:
    """The clinic's slot follows the plan when that has moved by more than an hour."""
    slot = case.scene.floor.appointments.get(f"INF-{case.batch.id}")
    infusion = case.step("INFUSE")
    if slot is None or slot.cancelled or infusion.state is not StepState.PLANNED or infusion.placement is None:
        return
    wanted = quarter(infusion.placement.start)
    untouched = infusion.baseline is not None and slot.slot_at == quarter(infusion.baseline.start)
    if not untouched or abs(wanted - slot.slot_at) <= timedelta(hours=1):
        return

    def make(scene: Scene, now: datetime) -> Command | None:
        by = scene.who(Role.SUPERVISOR, now, case.key, "slot", wanted)
        return MoveAppointment(by=by, at=now, appointment=slot.id, slot_at=wanted, reason="The plan of the batch has moved")

    _, known_at, _ = slip_of(case)
    since = case.done_at("CRYO_BACKUP") or known_at
    if since is not None:
        yield Act(since + timedelta(minutes=45), make)


def shifted(placement: Placement, by: timedelta) -> Placement:
    """The same place, so much later."""
    return replace(placement, start=placement.start + by, end=placement.end + by)
