"""One batch as the planner sees it: what has happened as facts, what is left as steps with their limits, places and promise."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta

from console.domain.batch import Batch, Placement, Step, StepState
from console.domain.durations import DurationLaw
from console.domain.facility import Clinic, LaneKind, Measure
from console.domain.floor import Floor
from console.domain.promise import Zones, promise_of
from console.domain.recipe import QC_RELEASE, Edge, Recipe, RecipeKind, RecipeStep
from console.domain.recipe import Lag as RecipeLag
from console.planning.floor.ahead import in_order, wanted
from console.planning.floor.calendar import DAY, MIDNIGHT, Calendar
from console.planning.floor.crews import Crews
from console.planning.floor.laws import mean_h, sd_h
from console.planning.floor.nominal import room_stretches
from console.planning.floor.readings import read_by, readings_ahead
from console.planning.floor.rooms import block_place, places_for, standing
from console.planning.floor.windows import bedside_starts, collection_starts, lot_starts
from console.planning.problem import Anchor, Fact, Lag, Penalty, Place, PlanBatch, PlanStep, Stand
from console.planning.risk import delay_of, last_end, longest_chain, penalty_for

PATIENT_WEIGHT = 4
"""An hour of a patient's lateness counts for so many of a lot's, times the patient's acuity."""


@dataclass(frozen=True, slots=True)
class Site:
    """From where batches are looked at: the floor, the instant, calendar and crews; `firm` keeps put off what people put off."""

    floor: Floor
    now: datetime
    zones: Zones
    calendar: Calendar
    crews: Crews
    firm: bool = False
    orders: dict[str, tuple[RecipeStep, ...]] = field(default_factory=dict)

    def order(self, recipe: Recipe) -> tuple[RecipeStep, ...]:
        """The recipe's steps, each after all it waits for; found once for every recipe."""
        if recipe.id not in self.orders:
            self.orders[recipe.id] = in_order(recipe)
        return self.orders[recipe.id]


@dataclass(frozen=True, slots=True)
class Case:
    """One batch with its recipe and the steps that count: those ahead or running, and what has happened that still binds."""

    site: Site
    batch: Batch
    recipe: Recipe
    told: tuple[RecipeStep, ...]
    ahead: frozenset[str]
    stretches: tuple[tuple[str, ...], ...]

    @property
    def block(self) -> bool:
        """Whether this is a room out of production."""
        return self.recipe.kind is RecipeKind.BLOCK

    @property
    def clinic(self) -> Clinic | None:
        """The clinic the cells come from and go to."""
        return self.site.floor.facility.clinic(self.batch.clinic) if self.site.floor.facility else None

    @property
    def root(self) -> RecipeStep:
        """The step whose site day is D0."""
        return self.site.order(self.recipe)[0]

    def step(self, code: str) -> Step:
        """One step as it stands on the floor."""
        return self.batch.steps.get(code) or Step(code)

    def stand_of(self, told: RecipeStep) -> int | None:
        """At which stand a step is done; the QA release of a block belongs to its room: it stays blocked until then."""
        if self.block:
            return 0
        return next((n for n, codes in enumerate(self.stretches) if told.code in codes), None)

    def law(self, told: RecipeStep) -> DurationLaw:
        """How long a step takes: a courier the way of the batch's own clinic."""
        travel = self.clinic.travel if self.clinic is not None and told.lane is LaneKind.COURIER else None
        return travel or told.law


def case_of(site: Site, batch: Batch) -> Case | None:
    """The batch to be planned, or None: over, reported, of no recipe known here, or with nothing left to do."""
    recipe = site.floor.recipe_of(batch)
    if recipe is None or not batch.live or batch.reported:
        return None
    ahead = frozenset(told.code for told in recipe.steps if wanted(batch, told))
    if not ahead:
        return None
    stretches = tuple(
        tuple(code for code in stretch if code in batch.steps) for stretch in room_stretches(recipe) if ahead.intersection(stretch)
    )
    bound = _bound(batch, recipe, ahead, stretches)
    told = tuple(step for step in site.order(recipe) if step.code in ahead or step.code in bound)
    return Case(site, batch, recipe, told, ahead, stretches)


def batch_of(case: Case) -> PlanBatch:
    """The batch with everything that limits and drives it."""
    batch, recipe, calendar = case.batch, case.recipe, case.site.calendar
    reading_lags, reading_clocks = readings_ahead(batch, recipe, case.ahead, calendar)
    steps = tuple(_step(case, told) for told in case.told)
    made = PlanBatch(
        id=batch.id,
        steps=steps,
        lags=(*_orders(case), *_limits(case), *reading_lags),
        anchors=(*_anchors(case), *reading_clocks),
        stands=_stands(case),
        title=batch.id,
        product=batch.product,
        patient=recipe.kind is RecipeKind.PATIENT,
        weight=PATIENT_WEIGHT * max(1, batch.acuity) if recipe.kind is RecipeKind.PATIENT else 1,
        release=calendar.now,
        pinned=case.block,
    )
    return _promised(case, made)


def origin_of(batch: Batch, recipe: Recipe) -> datetime | None:
    """The start of the earliest fact that limits what lies ahead; None when nothing does."""
    ahead = frozenset(told.code for told in recipe.steps if wanted(batch, told))
    bound = (batch.steps[lag.from_step] for lag in recipe.lags if lag.to_step in ahead and lag.from_step in batch.steps)
    return min((step.started_at for step in bound if step.started_at is not None), default=None)


def _bound(batch: Batch, recipe: Recipe, ahead: frozenset[str], stretches: tuple[tuple[str, ...], ...]) -> frozenset[str]:
    """What is done but still counts: it opened a limit, or it says since when a place and its instrument are held."""
    done = {code for code, step in batch.steps.items() if step.state is StepState.DONE}
    found = {lag.from_step for lag in recipe.lags if lag.to_step in ahead and lag.from_step in done}
    for stretch in stretches:
        here = [code for code in stretch if code in done]
        found.update([code for code in here if recipe.by_code[code].instrument] or here[-1:])
    return frozenset(found)


# ----------------------------------------------------------------------------------------------- steps


def _step(case: Case, told: RecipeStep) -> PlanStep:
    step, grid = case.step(told.code), case.site.calendar.grid
    law = case.law(told)
    fact = _fact(case, told, step)
    release = told.code == case.recipe.release_step
    earliest = read_by(case.batch, case.recipe, case.site.now, case.site.calendar) if release and fact is None else 0
    made = PlanStep(
        code=told.code,
        duration=_duration(case, told, step.placement) if fact is None else fact.end - fact.start,
        title=told.title,
        crew=case.site.crews.of(case.recipe, told),
        stand=case.stand_of(told),
        attended=told.attended and told.lane is LaneKind.ROOM,
        open=told.open,
        earliest=max(earliest, _put_off(case, told, step)),
        lane=_lane(case, told, step),
        mean=mean_h(law) * 60 / grid.minutes,
        deviation=sd_h(law) * 60 / grid.minutes,
        fact=fact,
        milestone=told.milestone,
    )
    return replace(made, windows=_windows(case, told, step)) if fact is None else made


def _duration(case: Case, told: RecipeStep, placement: Placement | None) -> int:
    """Slots as told to people, so that rounding makes no conflict; the usual time where they are told a slot less than that."""
    calendar = case.site.calendar
    usual = case.law(told).typical_h
    if placement is not None:
        hours = (placement.end - placement.start) / timedelta(hours=1)
        if hours > usual - calendar.grid.hours(1):
            return calendar.slot(placement.end) - calendar.slot(placement.start)
    return calendar.grid.slots(usual)


def _fact(case: Case, told: RecipeStep, step: Step) -> Fact | None:
    """What has happened; what runs is expected to end at its usual time, or soon when that has passed."""
    calendar = case.site.calendar
    began = step.started_at or step.finished_at
    if began is None or step.state not in (StepState.RUNNING, StepState.DONE):
        return None
    start = max(0, calendar.slot(began))
    if step.finished_at is not None:
        return Fact(start, max(start, calendar.slot(step.finished_at)))
    ends = calendar.slot(began + timedelta(hours=case.law(told).typical_h))
    if told.code == QC_RELEASE:
        ends = max(ends, read_by(case.batch, case.recipe, case.site.now, calendar))
    return Fact(start, max(ends, calendar.now + 1), over=False)


def _lane(case: Case, told: RecipeStep, step: Step) -> str:
    """The desk of a step outside the cleanrooms."""
    if told.lane is LaneKind.ROOM:
        return ""
    if step.placement is not None:
        return step.placement.lane
    desk = case.site.floor.facility.desk(told.lane) if case.site.floor.facility else None
    return desk.id if desk is not None else told.lane.value


def _windows(case: Case, told: RecipeStep, step: Step) -> tuple[tuple[int, int], ...] | None:
    """The spans in which a step may start: the clinic's day and slots, a lot's morning; what is told now may stay."""
    site, clinic = case.site, case.clinic
    at = None if step.placement is None else site.calendar.slot(step.placement.start)
    if told.lane is LaneKind.CLINIC and clinic is not None:
        starts = bedside_starts if told.after else collection_starts
        return starts(site.floor, case.batch, clinic, site.zones(clinic.zone), site.calendar, at)
    if not told.after and told.clock is not None and not case.block:
        return lot_starts(told.clock, site.calendar, at)
    return None


def _put_off(case: Case, told: RecipeStep, step: Step) -> int:
    """When the day of the first step is a fact, its clocks are instants; and what people moved stays moved while that is asked."""
    calendar = case.site.calendar
    at = None if step.placement is None else calendar.slot(step.placement.start)
    opens = _clock_on(case, told, _day0(case)) if told.after and told.day is not None and _began(case) else 0
    if at is None:
        return opens
    moved = step.placement != step.baseline and told.clock is not None
    if case.site.firm and (moved or not told.after) and at > calendar.now:
        return at
    return min(opens, at)


# ----------------------------------------------------------------------------------------------- limits


def _orders(case: Case) -> list[Lag]:
    """Each step after those it waits for, and after the wait that is usual, unless it is told to wait less."""
    calendar, found = case.site.calendar, []
    here = {step.code for step in case.told}
    for told in case.told:
        after = case.step(told.code)
        if after.started_at is not None or after.over:
            continue
        usual = calendar.grid.slots(told.wait.typical_h) if told.wait is not None else 0
        for code in told.after:
            if code in here:
                gap = _told_gap(case.step(code), after, calendar)
                found.append(Lag(code, told.code, usual if gap is None else min(usual, max(0, gap))))
    return found


def _told_gap(before: Step, after: Step, calendar: Calendar) -> int | None:
    if after.placement is None or before.placement is None:
        return None
    return calendar.slot(after.placement.start) - calendar.slot(before.placement.end)


def _limits(case: Case) -> list[Lag]:
    """Hold limits and windows of the recipe that still bind; one is void once, or when, its way out is taken."""
    grid, found = case.site.calendar.grid, []
    here = {step.code for step in case.told}
    for lag in case.recipe.lags:
        spared = case.batch.steps.get(lag.unless)
        taken = spared is not None and (spared.state is StepState.DONE or lag.unless in case.ahead)
        if lag.from_step not in here or lag.to_step not in here or taken or _happened(case, lag):
            continue
        least = grid.slots(float(lag.min_h)) if lag.min_h is not None else 0
        most = None if lag.max_h is None else int(float(lag.max_h) * 60 // grid.minutes)
        edges = (lag.from_edge is Edge.END, lag.to_edge is Edge.END)
        found.append(Lag(lag.from_step, lag.to_step, least, most, *edges, title=lag.title, spared_by=lag.unless))
    return found


def _happened(case: Case, lag: RecipeLag) -> bool:
    """Whether both ends are facts: nobody plans them any more."""
    return all(case.step(code).started_at is not None for code in (lag.from_step, lag.to_step))


def _anchors(case: Case) -> list[Anchor]:
    """The clocks of steps that count from a day not yet begun; one that people told to come earlier is not bound by it."""
    if _began(case) or case.root.code not in {step.code for step in case.told}:
        return []
    found, day0, calendar = [], _day0(case), case.site.calendar
    for told in case.told:
        step = case.step(told.code)
        if not told.after or told.day is None or step.over or step.started_at is not None:
            continue
        at = None if step.placement is None or day0 is None else calendar.slot(step.placement.start)
        if at is None or at >= _clock_on(case, told, day0):
            opens = calendar.clocks(told.clock or MIDNIGHT, told.day)
            found.append(Anchor(case.root.code, told.code, opens))
    return found


def _clock_on(case: Case, told: RecipeStep, day0: date | None) -> int:
    if day0 is None or told.day is None:
        return 0
    return case.site.calendar.clock(day0 + told.day * DAY, told.clock or MIDNIGHT)


def _began(case: Case) -> bool:
    return case.step(case.root.code).started_at is not None


def _day0(case: Case) -> date | None:
    root = case.step(case.root.code)
    at = root.started_at or (root.placement.start if root.placement is not None else None)
    return None if at is None else at.astimezone(case.site.calendar.zone).date()


# ----------------------------------------------------------------------------------------------- places and promise


def _stands(case: Case) -> tuple[Stand, ...]:
    if case.block:
        whole = block_place(case.batch)
        begun = any(step.lane for step in case.batch.steps.values())
        places = (whole,) if whole is not None else ()
        return (Stand(case.recipe.title, places, case.recipe.name, held=whole if begun else None),)
    return tuple(_stand(case, codes) for codes in case.stretches)


def _stand(case: Case, codes: tuple[str, ...]) -> Stand:
    floor, recipe = case.site.floor, case.recipe
    holder = next((recipe.by_code[code] for code in codes if recipe.by_code[code].instrument), None)
    kept = {step.code for step in case.told}
    keeps = holder is not None and holder.code in kept and holder.until in kept and not case.step(holder.until).over
    held = _held(case, codes, holder.instrument if holder is not None else "")
    return Stand(
        title=recipe.title,
        places=(held,) if held is not None else places_for(floor, recipe, codes),
        family=recipe.name,
        instrument_from=holder.code if holder is not None and keeps else "",
        instrument_until=holder.until if holder is not None and keeps else "",
        held=held,
    )


def _held(case: Case, codes: tuple[str, ...], kind: str) -> Place | None:
    """The place where the first of these steps began: the cells stay there."""
    began = [step for code in codes if (step := case.step(code)).started_at is not None and step.lane]
    if not began:
        return None
    first = min(began, key=lambda step: step.started_at or case.site.now)
    used = next((step.instrument for step in began if step.instrument), "")
    return Place(first.lane, first.station, used or standing(case.site.floor, first.lane, first.station, kind) if kind else "")


def _promised(case: Case, made: PlanBatch) -> PlanBatch:
    """The batch with its promise, and what being late for it is expected to cost under the laws of what is left."""
    promise = promise_of(case.site.floor, case.batch, case.site.zones)
    if promise is None or promise.to_step not in case.ahead:
        return made
    product = case.site.floor.product_of(case.batch)
    calendar_days = product is not None and product.promise is not None and product.promise.measure is Measure.CALENDAR
    due = None if promise.by is None else case.site.calendar.grid.floor(promise.by)
    at_start = calendar_days and case.clinic is not None
    made = replace(made, promise_step=promise.to_step, promise_at_start=at_start, due=due)
    return made if due is None else replace(made, penalty=_penalty(case, made, due))


def _penalty(case: Case, made: PlanBatch, due: int) -> Penalty:
    """Only what follows the last clock on the way to the promise can make it late: before it, a slack of hours takes it up."""
    clocked = {told.code for told in case.told if told.after and told.clock is not None}
    chain = longest_chain(made)
    last = max((n for n, code in enumerate(chain) if code in clocked), default=0)
    spared = frozenset(chain[:last])
    steps = tuple(replace(step, mean=0.0, deviation=0.0) if step.code in spared else step for step in made.steps)
    pools = {pool.id: pool for pool in case.site.crews.pools}
    return penalty_for(last_end(made, pools, due), *delay_of(replace(made, steps=steps)))


def told_place(case_batch: PlanBatch, stand: int, placements: Mapping[str, Placement]) -> Place | None:
    """Where people are told a stretch stands: at the place it is held, or at that of its first step still to come."""
    found = case_batch.stands[stand]
    if found.held is not None:
        return found.held
    for n in case_batch.at_stand(stand):
        placement = placements.get(case_batch.steps[n].code)
        if placement is not None and placement.station:
            known = (p for p in found.places if p.room == placement.lane and p.station in (placement.station, ""))
            return next(known, Place(placement.lane, placement.station, placement.instrument))
    return None
