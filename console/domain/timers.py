"""Holds and windows as timers: what is closing, what is still too early, what was broken."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from enum import StrEnum

from console.domain.batch import Batch, StepState
from console.domain.floor import Floor
from console.domain.recipe import Edge, Lag, LagKind, Recipe


class TimerState(StrEnum):
    """How a timer stands, by time left against work left (ux.md): not by share elapsed alone."""

    EARLY = "too early"
    RUNNING = "running"
    AMBER = "amber"
    RED = "red"
    BROKEN = "broken"


@dataclass(frozen=True, slots=True)
class Timer:
    """One running hold or window of one batch: opened, earliest, due, and the work that must still fit (hours)."""

    batch: str
    lag: str
    title: str
    kind: LagKind
    to_step: str
    opened_at: datetime
    not_before: datetime | None
    due_at: datetime | None
    work_left_h: float
    state: TimerState

    def left(self, now: datetime) -> timedelta | None:
        """Time until the limit; negative when it is past; None without one."""
        return None if self.due_at is None else self.due_at - now


def timers_of(floor: Floor, batch: Batch, now: datetime) -> tuple[Timer, ...]:
    """Every timer that runs for this batch now, the one that breaks first first."""
    recipe = floor.recipe_of(batch)
    if recipe is None or not batch.live:
        return ()
    gowning = floor.facility.gowning_min / 60 if floor.facility else 0.0
    found = [t for lag in recipe.lags if (t := _timer(recipe, batch, lag, now, gowning)) is not None]
    return tuple(sorted(found, key=lambda t: (t.due_at is None, t.due_at or t.opened_at, t.lag)))


def broken_by(recipe: Recipe, batch: Batch, step: str, edge: Edge, at: datetime) -> tuple[Lag, ...]:
    """The lags whose upper limit is broken when this edge of this step happens at this instant."""
    return tuple(
        lag
        for lag in recipe.lags
        if lag.to_step == step
        and lag.to_edge is edge
        and lag.max_h is not None
        and not _void(batch, lag)
        and (opened := edge_at(batch, lag.from_step, lag.from_edge)) is not None
        and at > opened + hours(lag.max_h)
    )


def early_for(recipe: Recipe, batch: Batch, step: str, edge: Edge, at: datetime) -> Lag | None:
    """The lag whose lower limit this instant would undercut, or None."""
    for lag in recipe.lags:
        if lag.to_step == step and lag.to_edge is edge and lag.min_h is not None and not _void(batch, lag):
            opened = edge_at(batch, lag.from_step, lag.from_edge)
            if opened is not None and at < opened + hours(lag.min_h):
                return lag
    return None


def edge_at(batch: Batch, step: str, edge: Edge) -> datetime | None:
    """When this end of this step happened, or None while it has not, or never will."""
    found = batch.steps.get(step)
    if found is None or found.state is StepState.SKIPPED:
        return None
    return found.started_at if edge is Edge.START else found.finished_at


def hours(value: Decimal) -> timedelta:
    """Decimal hours as a span, exact to the microsecond."""
    return timedelta(microseconds=int(value * 3_600_000_000))


def _timer(recipe: Recipe, batch: Batch, lag: Lag, now: datetime, gowning_h: float) -> Timer | None:
    opened = edge_at(batch, lag.from_step, lag.from_edge)
    target = batch.steps.get(lag.to_step)
    if opened is None or target is None or target.over or _void(batch, lag) or edge_at(batch, lag.to_step, lag.to_edge) is not None:
        return None
    due = opened + hours(lag.max_h) if lag.max_h is not None else None
    early = opened + hours(lag.min_h) if lag.min_h is not None else None
    work = _work_left(recipe, batch, lag, now)
    return Timer(
        batch.id, lag.name, lag.title, lag.kind, lag.to_step, opened, early, due, work, _state(now, early, due, work, gowning_h)
    )


def _void(batch: Batch, lag: Lag) -> bool:
    spared = batch.steps.get(lag.unless)
    return spared is not None and spared.state is StepState.DONE


def _work_left(recipe: Recipe, batch: Batch, lag: Lag, now: datetime) -> float:
    """Typical hours of the longest chain of work that must still be done before the limit's own edge."""
    told = recipe.by_code.get(lag.to_step)
    known: dict[str, float] = {}
    if told is not None and lag.to_edge is Edge.START:
        return max((_chain(recipe, batch, code, now, known) for code in told.after), default=0.0)
    return _chain(recipe, batch, lag.to_step, now, known)


def _chain(recipe: Recipe, batch: Batch, code: str, now: datetime, known: dict[str, float]) -> float:
    step, told = batch.steps.get(code), recipe.by_code.get(code)
    if code in known or step is None or told is None or step.over:
        return known.get(code, 0.0)
    known[code] = 0.0  # steps that wait for each other, in a recipe from elsewhere, must not spin here
    if step.started_at is not None:
        known[code] = max(0.0, told.law.typical_h - (now - step.started_at).total_seconds() / 3600)
    else:
        before = max((_chain(recipe, batch, after, now, known) for after in told.after), default=0.0)
        known[code] = before + told.law.typical_h
    return known[code]


def _state(now: datetime, early: datetime | None, due: datetime | None, work: float, gowning_h: float) -> TimerState:
    if due is not None:
        left = (due - now).total_seconds() / 3600
        if left < 0:
            return TimerState.BROKEN
        if left < work + gowning_h:
            return TimerState.RED
        if left < (work + gowning_h) * 1.25:
            return TimerState.AMBER
    if early is not None and now < early:
        return TimerState.EARLY
    return TimerState.RUNNING
