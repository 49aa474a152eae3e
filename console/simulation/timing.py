"""When people get to a step and how long it takes them: clocks, windows, the clinic's night and this batch's luck."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from console.domain.batch import Placement
from console.domain.facility import LaneKind
from console.domain.recipe import Edge, RecipeStep, is_clearance
from console.domain.timers import edge_at, hours
from console.planning.floor.nominal import bedside
from console.simulation.scene import Case

LAST_CLEARANCE = 20
"""The hour after which cells that came late wait cold until the morning (domain.md 2.7)."""

MORNING = 7
FROZEN_FOR = (15, 10)
"""How many days frozen cells wait for a patient who was unfit: at least, and how many more at most."""


def starts_at(case: Case, told: RecipeStep) -> datetime | None:
    """When this step would begin if nobody stood in the way, or None while it has nothing to follow."""
    ready = _after_others(case, told)
    if ready is None:
        return None
    ready = max(ready, _by_the_clock(case, told, ready), _window(case, told))
    if told.lane is LaneKind.ROOM and is_clearance(told.code) and case.patient:
        return _not_at_night(case, ready)
    if told.code == "PACK_SHIP" and case.fate.unfit:
        return max(ready, planned_again.start) if (planned_again := put_off(case)) is not None else None
    if told.lane is LaneKind.CLINIC and told.after and case.clinic is not None:
        return _at_bedside(case, ready)
    if not case.patient and told.lane in (LaneKind.QA, LaneKind.QC):
        return case.scene.office(ready, case.key, told.code)
    return ready


def put_off(case: Case) -> Placement | None:
    """The place in time that packing frozen cells was given anew, or None while it has not been."""
    step = case.step("PACK_SHIP")
    if step.placement is None or step.baseline is None or step.placement.start - step.baseline.start < timedelta(days=2):
        return None
    return step.placement


def frozen_for(case: Case) -> timedelta:
    """How long this patient's frozen cells wait: whole days, so that the clock times stay what they were."""
    least, more = FROZEN_FOR
    return timedelta(days=least + int(more * case.scene.draws.share(case.key, "fit again")))


def takes(case: Case, told: RecipeStep) -> timedelta:
    """How long the step takes; couriers drive the clinic's own distance, a minor deviation lengthens the review."""
    draws, facility = case.scene.draws, case.scene.facility
    if told.lane is LaneKind.COURIER and case.clinic is not None and case.clinic.travel is not None:
        pickup = draws.law(facility, "pickup_wait", case.key) if told.code == "COURIER_IN" else timedelta()
        return draws.span(case.clinic.travel, case.key, told.code, "takes") + pickup
    if told.code == "RECORD_REVIEW" and case.fate.minor_at:
        return case.span(told) + draws.law(facility, "minor_deviation", case.key)
    return case.span(told)


def _after_others(case: Case, told: RecipeStep) -> datetime | None:
    draws = case.scene.draws
    if not told.after:
        planned = case.step(told.code).placement
        return planned.start + _late(case, told) if planned is not None else None
    ends = [case.done_at(code) for code in told.after]
    if any(end is None for end in ends):
        return None
    ready = max(end for end in ends if end is not None)
    gap = draws.law(case.scene.facility, "between_steps", case.key, told.code)
    return ready + gap + draws.span(told.wait, case.key, told.code, "waits")


def _by_the_clock(case: Case, told: RecipeStep, ready: datetime) -> datetime:
    planned = case.step(told.code).placement
    if told.day is None or planned is None:
        return ready
    if told.code == "HARVEST_WASH":
        law = case.scene.facility.law("harvest_slip")
        late = abs(case.scene.draws.normal(0.0, float(law.b), case.key, "slip")) if law is not None else 0.0
        return planned.start + timedelta(hours=late)
    return planned.start + _late(case, told)


def _late(case: Case, told: RecipeStep) -> timedelta:
    return case.scene.draws.law(case.scene.facility, "attended_start", case.key, told.code)


def _window(case: Case, told: RecipeStep) -> datetime:
    """When every window into this step, or into the one that directly follows it, is open."""
    opens = datetime.min.replace(tzinfo=UTC)
    follower = next((f for f in case.recipe.followers[told.code]), "")
    for lag in case.recipe.lags:
        if lag.min_h is None or lag.to_edge is not Edge.START or lag.to_step not in (told.code, follower):
            continue
        opened = edge_at(case.batch, lag.from_step, lag.from_edge)
        if opened is not None:
            opens = max(opens, opened + hours(lag.min_h) + timedelta(minutes=3))
    return opens


def _not_at_night(case: Case, ready: datetime) -> datetime:
    local = ready.astimezone(case.scene.roster.zone)
    if MORNING <= local.hour < LAST_CLEARANCE:
        return ready
    morning = local.replace(hour=MORNING, minute=0, second=0, microsecond=0)
    if local.hour >= LAST_CLEARANCE:
        morning += timedelta(days=1)
    return morning.astimezone(UTC) + timedelta(seconds=round(1800 * case.scene.draws.share(case.key, "morning")))


def _at_bedside(case: Case, ready: datetime) -> datetime:
    assert case.clinic is not None
    opens = bedside(ready, case.clinic, case.scene.zones(case.clinic.zone))
    if opens <= ready:
        return ready
    return opens + timedelta(seconds=round(3600 * case.scene.draws.share(case.key, "bedside")))
