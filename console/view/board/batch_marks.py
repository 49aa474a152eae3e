"""What a batch asks of the room: its one badge with the reason, and the flags of its promise, holds and windows."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from console.domain.batch import Batch
from console.domain.facility import LaneKind
from console.domain.floor import Floor
from console.domain.promise import Zones, promise_of
from console.domain.timers import Timer, TimerState, timers_of
from console.forecast.outlook import Forecast
from console.planning.answers.milestones import harvest_of
from console.view.board.axis import lasting
from console.view.board.batch_bars import Draft
from console.view.board.columns import Badge, Flag, Kind, State
from console.view.board.marks import MarkAt, MarkKind
from console.view.standing import Standing, lateness, standing

TIMER_BADGES = {TimerState.AMBER: Badge.P3, TimerState.RED: Badge.P1, TimerState.BROKEN: Badge.P2}


@dataclass(frozen=True, slots=True)
class MarkDraft:
    """A flag whose lane and station are named but which has no track yet; `bar` is the bar it belongs to."""

    where: Draft
    mark: MarkAt


def asked_of(floor: Floor, batch: Batch, forecast: Forecast | None, now: datetime) -> tuple[Badge, str]:
    """The gravest thing a batch asks: hold, late, a limit about to break, at risk, a limit drawing near; with why."""
    found = standing(floor, batch, forecast)
    if found is Standing.HELD:
        return Badge.HOLD, "; ".join(hold.reason for hold in batch.holds.values())
    if found is Standing.LATE and forecast is not None:
        late, why = lateness(forecast), forecast.blockers[0] if forecast.blockers else ""
        said = f"late {lasting(late.total_seconds())}" if late is not None else "late"
        return Badge.P1, f"{said}: {why}" if why else said
    timers = [t for t in timers_of(floor, batch, now) if t.state in TIMER_BADGES]
    urgent = next((t for t in timers if t.state is not TimerState.AMBER), None)
    if urgent is not None:
        return TIMER_BADGES[urgent.state], timer_words(urgent, now)
    if found is Standing.AT_RISK and forecast is not None and forecast.p_keep is not None:
        return Badge.P2, f"{forecast.p_keep:.0%} chance of keeping its promise".replace("%", " %")
    return (Badge.P3, timer_words(timers[0], now)) if timers else (Badge.NONE, "")


def timer_words(timer: Timer, now: datetime) -> str:
    """A hold or window and how long it still has."""
    left = timer.left(now)
    if left is None:
        return timer.title
    told = lasting(left.total_seconds())
    return f"{timer.title}: {told} left" if left.total_seconds() >= 0 else f"{timer.title}: broken {told} ago"


def badged(floor: Floor, drafts: Sequence[Draft], badge: Badge, note: str) -> list[Draft]:
    """The drafts of a batch with its badge where it stands: on what runs in a room, what runs, its next room, what comes next."""
    if badge is Badge.NONE or not drafts:
        return list(drafts)
    here = home(floor, drafts)
    marked = replace(here, bar=replace(here.bar, badge=badge, note=note))
    return [marked if draft is here else draft for draft in drafts]


def home(floor: Floor, drafts: Sequence[Draft]) -> Draft:
    """The bar where a batch stands."""

    def far(draft: Draft) -> tuple[int, bool, bool, int]:
        bar = draft.bar
        aside = bool(bar.flags & Flag.INSET) or bar.kind in (Kind.TEST, Kind.MILESTONE, Kind.CHANGEOVER)
        # A test that runs, or an incubator still occupied, is not where the batch stands: its next room is.
        works = bar.state is State.RUNNING and bar.kind is not Kind.TEST and draft.lane not in floor.instruments
        rank = 0 if works else {State.RUNNING: 1, State.PLANNED: 1, State.REPORTED: 2, State.DONE: 3}[bar.state]
        elsewhere = draft.lane not in floor.rooms
        return rank, aside, elsewhere, -bar.end if bar.state is State.DONE else bar.start

    return min(drafts, key=far)


def marks_of(
    floor: Floor, batch: Batch, forecast: Forecast | None, drafts: Sequence[Draft], now: datetime, zones: Zones
) -> Iterator[MarkDraft]:
    """The flags of a live batch."""
    if not batch.live or not drafts:
        return
    here = home(floor, drafts)
    by_step = {draft.bar.step: draft for draft in reversed(drafts)}
    promise = promise_of(floor, batch, zones)
    to_step = batch.steps.get(promise.to_step) if promise else None
    if promise is not None and promise.by is not None and to_step is not None and not to_step.over:
        rooms = [d for d in drafts if d.bar.kind is Kind.WORK and d.bar.state in (State.RUNNING, State.PLANNED)]
        where = max(rooms, key=lambda d: d.bar.end, default=here) if _in_rooms(floor, here) else here
        text = f"{batch.id}, to the end of {_title(floor, batch, promise.to_step)}"
        yield MarkDraft(where if _in_rooms(floor, where) else here, _mark(promise.by, MarkKind.PROMISE, text, batch))
    harvest = by_step.get(harvest_of(floor.recipe_of(batch)))
    if forecast is not None and forecast.harvest_by is not None and harvest is not None:
        yield MarkDraft(harvest, _mark(forecast.harvest_by, MarkKind.SAFE, f"{harvest.bar.label}, to keep its promise", batch))
    for timer in timers_of(floor, batch, now):
        yield from _timer_marks(floor, batch, by_step.get(timer.to_step, here), timer)


def _timer_marks(floor: Floor, batch: Batch, where: Draft, timer: Timer) -> Iterator[MarkDraft]:
    since = int(timer.opened_at.timestamp())
    if timer.not_before is not None and timer.state is TimerState.EARLY:
        yield MarkDraft(where, replace(_mark(timer.not_before, MarkKind.OPENS, timer.title, batch), since=since))
    if timer.due_at is None:
        return
    recipe = floor.recipe_of(batch)
    told = recipe.by_code.get(timer.to_step) if recipe else None
    outside = told is not None and told.lane is LaneKind.CLINIC
    kind = MarkKind.BREACH if timer.state is TimerState.BROKEN else MarkKind.EXPIRY if outside else MarkKind.CLOSES
    badge = TIMER_BADGES.get(timer.state, Badge.NONE)
    yield MarkDraft(where, replace(_mark(timer.due_at, kind, timer.title, batch), since=since, badge=badge))


def _mark(at: datetime, kind: MarkKind, text: str, batch: Batch) -> MarkAt:
    return MarkAt(0, int(at.timestamp()), kind, text, batch.id)


def _in_rooms(floor: Floor, draft: Draft) -> bool:
    return draft.lane in floor.rooms


def _title(floor: Floor, batch: Batch, code: str) -> str:
    recipe = floor.recipe_of(batch)
    told = recipe.by_code.get(code) if recipe else None
    return told.title if told else code
