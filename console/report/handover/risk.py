"""Sections 1 and 2: safety, and the patients whose promise, hold time or expiry is in danger, one by one as SBAR."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from console.domain.batch import Batch, BatchStatus, StepState
from console.domain.decide.dispositions import blockers
from console.domain.facility import Role
from console.domain.handover import HandoverPoint, HandoverWords, Sbar, Standing
from console.domain.recipe import RecipeKind
from console.domain.timers import Timer, TimerState, timers_of
from console.planning.answers.milestones import milestones_of
from console.report.handover.seen import Seen, span

HOLD_WITHIN = timedelta(hours=4)
EXPIRY_WITHIN = timedelta(hours=12)
GO_WITHIN = timedelta(hours=24)
"""How near a hold's end, an expiry and a go must be to be handed over (domain.md 6, section 2)."""

EXPIRY = "SHELF_LIFE"


@dataclass(slots=True)
class Danger:
    """What endangers a batch: in words, the nearest instants in it, and what is to be done about the gravest by whom."""

    words: list[str] = field(default_factory=list)
    dues: list[datetime] = field(default_factory=list)
    do: str = ""
    role: Role = Role.SUPERVISOR

    def add(self, words: str, do: str, due: datetime | None = None, role: Role = Role.SUPERVISOR) -> None:
        """One danger more; what is to be done is that of the first one told."""
        self.words.append(words)
        self.dues += [due] if due is not None else []
        if not self.do:
            self.do, self.role = do, role


def safety(_seen: Seen) -> Iterator[HandoverWords]:
    """What the floor knows of safety: nothing; people say it."""
    yield HandoverWords(1, "This console keeps no list of safety events: what is open is said by hand below.")


def patients(seen: Seen) -> Iterator[HandoverPoint]:
    """Every patient's batch that is late, at risk, on hold, near a limit, or waiting for a go; the smallest chance first."""
    found = [batch for batch in seen.live if _patient(seen, batch)]
    for batch in sorted(found, key=lambda b: (_chance(seen, b), b.id)):
        danger = _danger(seen, batch)
        if danger.words:
            assessed = [*danger.words, *_in_the_way(seen, batch), *_deviations(seen, batch)]
            yield seen.point(
                2, "patient", f"batch:{batch.id}", _situation(seen, batch), danger.role, min(danger.dues, default=None),
                sbar=Sbar(_background(seen, batch), ". ".join(assessed)), do=danger.do,
                standing=Standing.HOLD if batch.held else Standing.NONE,
            )  # fmt: skip


def _chance(seen: Seen, batch: Batch) -> float:
    forecast = seen.forecast(batch.id)
    return forecast.p_keep if forecast is not None and forecast.p_keep is not None else 1.0


def _patient(seen: Seen, batch: Batch) -> bool:
    recipe = seen.floor.recipe_of(batch)
    started = batch.status not in (BatchStatus.PLANNED, BatchStatus.ADMINISTERED)
    return recipe is not None and recipe.kind is RecipeKind.PATIENT and started


def _situation(seen: Seen, batch: Batch) -> str:
    """Which batch, where it is, since when, and the one thing that is wrong: the S of SBAR."""
    running = [s for s in batch.steps.values() if s.state is StepState.RUNNING and s.started_at is not None]
    if not running:
        since = f" since {seen.clock(batch.status_at)}" if batch.status_at else ""
        return f"{batch.id}: {batch.status.value.replace('_', ' ').lower()}{since}"
    step = max(running, key=lambda s: s.started_at or seen.now)
    since = f" since {seen.clock(step.started_at)}" if step.started_at else ""
    return f"{batch.id}: {seen.title(batch, step.code)}{seen.place(step)}{since}"


def _background(seen: Seen, batch: Batch) -> str:
    """The step before, the step after, and the limits that run: the B of SBAR."""
    words = []
    done = [(s.finished_at, s) for s in batch.steps.values() if s.finished_at is not None]
    if done:
        at, last = max(done, key=lambda one: one[0])
        words.append(f"Last done: {seen.title(batch, last.code)}, {seen.clock(at)}{_hands(seen, last.performer, last.verifier)}")
    ahead = [(s.placement.start, s) for s in batch.steps.values() if s.state is StepState.PLANNED and s.placement is not None]
    if ahead:
        at, step = min(ahead, key=lambda one: one[0])
        words.append(f"Next: {seen.title(batch, step.code)}{seen.place(step)}, planned {seen.clock(at)}")
    for timer in timers_of(seen.floor, batch, seen.now):
        left = timer.left(seen.now)
        if left is not None and left > timedelta() and timer.due_at is not None and not _limit(seen, timer):
            words.append(f"{timer.title} ends {seen.clock(timer.due_at)}")
    return ". ".join(words)


def _hands(seen: Seen, performer: str, verifier: str) -> str:
    checked = f", verified by {seen.floor.person_name(verifier)}" if verifier else ""
    return f" by {seen.floor.person_name(performer)}{checked}" if performer else ""


def _danger(seen: Seen, batch: Batch) -> Danger:
    """What endangers it, the gravest first: the A of SBAR; empty when nothing does."""
    found = Danger()
    for hold in batch.holds.values():
        words = f"On hold since {seen.clock(hold.at)}: {hold.reason}"
        found.add(words, "lift the hold, or decide what becomes of the batch", role=Role.QA)
    for timer in timers_of(seen.floor, batch, seen.now):
        said = _limit(seen, timer)
        if said and timer.due_at is not None:
            broken = timer.state is TimerState.BROKEN
            do = "decide on the broken limit" if broken else f"do {seen.title(batch, timer.to_step)} in time"
            found.add(said, do, timer.due_at, Role.QA if broken else Role.SUPERVISOR)
    _promise(seen, batch, found)
    forecast = seen.forecast(batch.id)
    for gate in milestones_of(seen.floor, batch, forecast.steps if forecast else None):
        near = gate.expected_at is not None and gate.expected_at - seen.now <= GO_WITHIN
        if gate.name.endswith("_GO") and gate.done_at is None and near and gate.expected_at is not None:
            words = f"{gate.title} pending, expected {seen.clock(gate.expected_at)}, waits for {', '.join(gate.waits_for)}"
            found.add(words, f"see that the {gate.title.lower()} is given", gate.expected_at)
    return found


def _promise(seen: Seen, batch: Batch, found: Danger) -> None:
    forecast = seen.forecast(batch.id)
    if forecast is None or forecast.promise_at is None or forecast.end is None:
        return
    late = forecast.end.p50 - forecast.promise_at
    chance = f", chance of keeping it {forecast.p_keep * 100:.0f} %" if forecast.p_keep is not None else ""
    bar = float(seen.floor.facility.at_risk_below) if seen.floor.facility else 0.8
    if late > timedelta():
        words = f"Expected {span(late)} after the promise of {seen.clock(forecast.promise_at)}{chance}"
        found.add(words, "settle the later end with the clinic, or find what brings it forward")
    elif forecast.p_keep is not None and forecast.p_keep < bar:
        found.add(f"At risk: promise {seen.clock(forecast.promise_at)}{chance}", "keep the plan of this batch free of delay")


def _in_the_way(seen: Seen, batch: Batch) -> list[str]:
    """What blocks its release, where that is what it waits for."""
    recipe = seen.floor.recipe_of(batch)
    if recipe is None or batch.released_at is not None or batch.status is not BatchStatus.QUARANTINE:
        return []
    in_the_way = [one for one in blockers(seen.floor, batch, recipe) if not one.startswith("on hold")]
    more = f" and {len(in_the_way) - 3} more" if len(in_the_way) > 3 else ""
    return [f"Release waits for: {'; '.join(in_the_way[:3])}{more}"] if in_the_way else []


def _deviations(seen: Seen, batch: Batch) -> list[str]:
    open_ = seen.floor.open_deviations(batch.id)
    return [f"Open deviation: {', '.join(d.id for d in open_)}"] if open_ else []


def _limit(seen: Seen, timer: Timer) -> str:
    left = timer.left(seen.now)
    if left is None or timer.due_at is None:
        return ""
    if timer.state is TimerState.BROKEN:
        return f"{timer.title} broken since {seen.clock(timer.due_at)}"
    within = EXPIRY_WITHIN if timer.lag == EXPIRY else HOLD_WITHIN
    return f"{timer.title} ends {seen.clock(timer.due_at)}, in {span(left)}" if left < within else ""
