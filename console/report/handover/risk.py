"""Sections 1 and 2: safety, and the patients whose promise, hold time or expiry is in danger, one by one as SBAR."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta

from console.domain.batch import Batch, BatchStatus, StepState
from console.domain.decide.dispositions import blockers
from console.domain.handover import HandoverPoint, HandoverWords
from console.domain.recipe import RecipeKind
from console.domain.timers import Timer, TimerState, timers_of
from console.planning.answers.milestones import milestones_of
from console.report.handover.seen import Seen, span

HOLD_WITHIN = timedelta(hours=4)
EXPIRY_WITHIN = timedelta(hours=12)
GO_WITHIN = timedelta(hours=24)
"""How near a hold's end, an expiry and a go must be to be handed over (domain.md 6, section 2)."""

EXPIRY = "SHELF_LIFE"


def safety(_seen: Seen) -> Iterator[HandoverWords]:
    """What the floor knows of safety: nothing; people say it."""
    yield HandoverWords(1, "This console keeps no list of safety events: what is open is said by hand below.")


def patients(seen: Seen) -> Iterator[HandoverPoint]:
    """Every patient's batch that is late, at risk, on hold, near a limit, or waiting for a go."""
    for batch in sorted(seen.live, key=lambda b: b.id):
        if not _patient(seen, batch):
            continue
        told = _assessed(seen, batch)
        if told is not None:
            due, words = told
            said = f"{_situation(seen, batch)}. {'. '.join(words)}"
            yield seen.point(2, "patient", f"batch:{batch.id}", said, due=due)


def _patient(seen: Seen, batch: Batch) -> bool:
    recipe = seen.floor.recipe_of(batch)
    started = batch.status not in (BatchStatus.PLANNED, BatchStatus.ADMINISTERED)
    return recipe is not None and recipe.kind is RecipeKind.PATIENT and started


def _situation(seen: Seen, batch: Batch) -> str:
    """Which batch, where it is, since when: the S and B of SBAR."""
    running = [s for s in batch.steps.values() if s.state is StepState.RUNNING and s.started_at is not None]
    if not running:
        return f"{batch.id}, {batch.status.value.replace('_', ' ').lower()}"
    step = max(running, key=lambda s: s.started_at or seen.now)
    since = f" since {seen.clock(step.started_at)}" if step.started_at else ""
    return f"{batch.id}: {seen.title(batch, step.code)}{seen.place(step)}{since}"


def _assessed(seen: Seen, batch: Batch) -> tuple[datetime | None, list[str]] | None:
    """What endangers it, the nearest instant in it, and what blocks its release: the A of SBAR; None when nothing does."""
    dues: list[datetime] = []
    words = [f"On hold: {hold.reason}" for hold in batch.holds.values()]
    words += _promise(seen, batch)
    for timer in timers_of(seen.floor, batch, seen.now):
        said = _limit(seen, timer)
        if said and timer.due_at is not None:
            words.append(said)
            dues.append(timer.due_at)
    forecast = seen.forecast(batch.id)
    for gate in milestones_of(seen.floor, batch, forecast.steps if forecast else None):
        near = gate.expected_at is not None and gate.expected_at - seen.now <= GO_WITHIN
        if gate.name.endswith("_GO") and gate.done_at is None and near and gate.expected_at is not None:
            words.append(f"{gate.title} pending, expected {seen.clock(gate.expected_at)}, waits for {', '.join(gate.waits_for)}")
            dues.append(gate.expected_at)
    if not words:
        return None
    recipe = seen.floor.recipe_of(batch)
    if recipe is not None and batch.released_at is None and batch.status is BatchStatus.QUARANTINE:
        in_the_way = blockers(seen.floor, batch, recipe)
        words += [f"Release waits for: {'; '.join(in_the_way[:3])}"] if in_the_way else []
    return min(dues, default=None), words


def _promise(seen: Seen, batch: Batch) -> list[str]:
    forecast = seen.forecast(batch.id)
    if forecast is None or forecast.promise_at is None or forecast.end is None:
        return []
    late = forecast.end.p50 - forecast.promise_at
    chance = f", chance of keeping it {forecast.p_keep * 100:.0f} %" if forecast.p_keep is not None else ""
    if late > timedelta():
        return [f"Expected {span(late)} after the promise of {seen.clock(forecast.promise_at)}{chance}"]
    bar = float(seen.floor.facility.at_risk_below) if seen.floor.facility else 0.8
    if forecast.p_keep is not None and forecast.p_keep < bar:
        return [f"At risk: promise {seen.clock(forecast.promise_at)}{chance}"]
    return []


def _limit(seen: Seen, timer: Timer) -> str:
    left = timer.left(seen.now)
    if left is None or timer.due_at is None:
        return ""
    if timer.state is TimerState.BROKEN:
        return f"{timer.title} broken since {seen.clock(timer.due_at)}"
    within = EXPIRY_WITHIN if timer.lag == EXPIRY else HOLD_WITHIN
    return f"{timer.title} ends {seen.clock(timer.due_at)}, in {span(left)}" if left < within else ""
