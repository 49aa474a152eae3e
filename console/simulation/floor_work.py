"""What operators, supervisors and desks do: clear lines, start and finish steps, take samples, plan anew what slipped."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta

from console.domain.batch import Batch, BatchStatus, Placement, Step, StepState
from console.domain.commands import FinishStep, PlanBatch, SkipStep, StartStep, TakeSample
from console.domain.commands.command import Command
from console.domain.facility import LaneKind, Role
from console.domain.quality import TestState
from console.domain.recipe import DISPOSITION, QC_RELEASE, RecipeStep, is_changeover, is_clearance
from console.planning.floor.nominal import Spot, room_stretches, spots_for
from console.simulation.readings import step_values
from console.simulation.scene import Act, Case, Scene
from console.simulation.timing import starts_at, takes

SOON = timedelta(minutes=1)


def step_acts(case: Case) -> Iterator[Act]:
    """Everything that is to be done next on the steps of this batch."""
    steps = case.batch.steps
    over = {code for code, step in steps.items() if step.over}
    sampled = {spec.sample_step for spec in case.recipe.tests}
    for told in case.recipe.steps:
        step = steps.get(told.code)
        if step is None:
            continue
        if step.state is StepState.RUNNING:
            yield from _finish(case, told, step)
        elif step.state is StepState.PLANNED and over.issuperset(told.after):
            yield from _begin(case, told)
        elif step.state is StepState.DONE and (told.sample or told.code in sampled):
            yield from _sample(case, told, step)


def _finish(case: Case, told: RecipeStep, step: Step) -> Iterator[Act]:
    assert step.started_at is not None
    at: datetime | None = step.started_at + takes(case, told)
    if told.code == QC_RELEASE:
        at = _panel_passed(case)
    if at is None:
        return

    def make(scene: Scene, now: datetime) -> Command | None:
        performer = step.performer
        if performer not in {p.id for p in scene.roster.people(told.role, now)}:
            performer = scene.who(told.role, now, case.key, told.code, "ends", skill=_skill(case, told)) or step.performer
        verifier = ""
        if told.verified:
            hands = {performer, step.performer}
            verifier = scene.who(told.role, now, case.key, told.code, "checks", skill=_skill(case, told), not_these=hands)
        return FinishStep(
            by=performer, at=now, batch=case.batch.id, step=told.code, verifier=verifier, values=step_values(case, told)
        )

    yield Act(at, make)


def _panel_passed(case: Case) -> datetime | None:
    """A little after the last gating test passed its review."""
    last = case.batch.opened_at
    for spec in case.recipe.gating:
        test = case.batch.last_test(spec.code)
        if test is None or test.state is not TestState.PASS or test.reviewed_at is None or last is None:
            return None
        last = max(last, test.reviewed_at)
    return last + SOON if last is not None else None


def _begin(case: Case, told: RecipeStep) -> Iterator[Act]:
    if case.batch.held or told.code == DISPOSITION:
        return
    if told.optional and not _chosen(case, told):
        yield from _leave_out(case, told)
        return
    at = starts_at(case, told)
    if at is None or (is_changeover(told.code) and _freezing(case)):
        return

    def make(scene: Scene, now: datetime) -> Command | None:
        if is_clearance(told.code):
            moved = _elsewhere(case, scene, told, now)
            if moved is not None:
                return moved
        performer = scene.who(told.role, now, case.key, told.code, "starts", skill=_skill(case, told))
        if told.optional:
            beside = case.step("FORMULATE_FILL")
            return StartStep(by=performer, at=now, batch=case.batch.id, step=told.code, lane=beside.lane, station=beside.station)
        return StartStep(by=performer, at=now, batch=case.batch.id, step=told.code)

    crew = (_skill(case, told), told.people) if told.lane is LaneKind.ROOM and told.attended else ("", 0)
    yield Act(at, make, waits=True, crew=crew)


def _chosen(case: Case, told: RecipeStep) -> bool:
    return told.code == "CRYO_BACKUP" and case.fate.unfit


def _freezing(case: Case) -> bool:
    return case.fate.unfit and "CRYO_BACKUP" in case.batch.steps and not case.step("CRYO_BACKUP").over


def _leave_out(case: Case, told: RecipeStep) -> Iterator[Act]:
    decided = case.done_at("HARVEST_DECISION")
    if decided is None:
        return

    def make(scene: Scene, now: datetime) -> Command | None:
        by = scene.who(Role.SUPERVISOR, now, case.key, "skip")
        return SkipStep(by=by, at=now, batch=case.batch.id, step=told.code, reason="Patient fit, infusion fresh")

    yield Act(decided + 10 * SOON, make)


def _skill(case: Case, told: RecipeStep) -> str:
    if told.lane is LaneKind.DOCK:
        return "dock"
    return case.skill if told.lane is LaneKind.ROOM and told.role is Role.OPERATOR else ""


def _sample(case: Case, told: RecipeStep, step: Step) -> Iterator[Act]:
    sample = f"S-{case.batch.id}-{told.code}"
    if sample in case.batch.samples or step.finished_at is None:
        return

    def make(scene: Scene, now: datetime) -> Command | None:
        return TakeSample(by=step.performer, at=now, batch=case.batch.id, sample=sample, step=told.code)

    yield Act(step.finished_at + timedelta(seconds=30), make)


def _elsewhere(case: Case, scene: Scene, told: RecipeStep, now: datetime) -> Command | None:
    """A new place for the batch when its planned one is taken, dirty or out."""
    planned = case.step(told.code).placement
    if planned is None or _free(scene, case.batch, planned.lane, planned.station, now):
        return None
    stretch = next(s for s in room_stretches(case.recipe) if told.code in s)
    for spot in spots_for(scene.floor, case.recipe, stretch):
        if spot.room != planned.lane and not case.patient:
            continue
        if not _free(scene, case.batch, spot.room, spot.station, now) or _booked(scene, case.batch, spot.room, spot.station, now):
            continue
        moved = {
            code: _at(step.placement, spot)
            for code, step in case.batch.steps.items()
            if step.state is StepState.PLANNED and step.placement is not None and step.placement.lane == planned.lane
        }
        by = scene.who(Role.SUPERVISOR, now, case.key, "moves")
        why = f"{planned.lane} station {planned.station} is not free"
        return PlanBatch(by=by, at=now, batch=case.batch.id, placements=moved, reason=why)
    return None


def _at(placement: Placement, spot: Spot) -> Placement:
    instrument = spot.instrument if placement.instrument else ""
    return replace(placement, lane=spot.room, station=spot.station, instrument=instrument)


def _free(scene: Scene, batch: Batch, room: str, station: str, now: datetime) -> bool:
    state = scene.floor.rooms.get(room)
    if state is None or state.out:
        return False
    here = state.stations.get(station)
    if here is None or here.batch not in ("", batch.id) or here.state.value == "DIRTY":
        return False
    standing = [i.id for i in scene.facility.instruments if i.room == room and i.station == station]
    return all(scene.floor.instruments[i].batch in ("", batch.id) and not scene.floor.instruments[i].out_reason for i in standing)


def _booked(scene: Scene, batch: Batch, room: str, station: str, now: datetime) -> bool:
    """Whether another batch is planned to come here within the week."""
    for other in scene.floor.batches.values():
        if other.id == batch.id or other.status is not BatchStatus.PLANNED:
            continue
        places = [step.placement for step in other.steps.values() if step.placement is not None]
        if any((p.lane, p.station) == (room, station) and p.start - now < timedelta(days=8) for p in places):
            return True
    return False
