"""What one would use instead of the forecast: the plan's date, the recipe's typical times, and how long recent batches took.

They are noted with every forecast when it is made, so that it can be judged later against what was known then and nothing else.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta, tzinfo
from statistics import median

from console.domain.batch import Batch, Step
from console.domain.floor import Floor
from console.domain.promise import Zones
from console.domain.recipe import QC_RELEASE, Edge, Recipe, RecipeStep
from console.forecast.durations import History
from console.forecast.outlook import Forecast, Outlook
from console.forecast.readiness import first_day
from console.planning.floor.ahead import in_order

LATELY = 20
"""How many past releases of a recipe the recent median looks back on."""

NOT_BEGUN = ""
"""Where a batch stands of which no step has begun."""


@dataclass(frozen=True, slots=True)
class Course:
    """One batch's way to release as it went: when each step on it began, and when it was released (None: not yet, or never)."""

    batch: str
    recipe: str
    began: Mapping[str, datetime]
    released: datetime | None
    reported: bool = False


@dataclass(frozen=True, slots=True)
class Recent:
    """The median hours from the start of each step to release over the last releases, by (recipe name, step), and how many."""

    left: Mapping[tuple[str, str], float] = field(default_factory=dict)
    n: Mapping[tuple[str, str], int] = field(default_factory=dict)

    def at(self, recipe: Recipe, step: str, since: datetime | None) -> datetime | None:
        """The release of a batch that began this step at this instant; None where nothing like it was released yet."""
        hours = self.left.get((recipe.name, step))
        return None if hours is None or since is None else since + timedelta(hours=hours)


class Noting:
    """Notes one outlook after another; what of a recipe or a batch has not changed since the last one is not looked for anew."""

    def __init__(self) -> None:
        self._ways: dict[str, tuple[Recipe, _Way]] = {}
        self._kept: dict[str, _Kept] = {}

    def noted(self, outlook: Outlook, floor: Floor, zones: Zones, recent: Recent, history: History) -> Outlook:
        """The same outlook with what one would have used instead of each forecast, and what the history says of itself."""
        zone = zones(floor.facility.zone if floor.facility else "UTC")
        made: dict[str, Forecast] = {}
        kept: dict[str, _Kept] = {}
        for name, forecast in outlook.forecasts.items():
            batch = floor.batches.get(name)
            recipe = floor.recipe_of(batch) if batch is not None else None
            if batch is None or recipe is None:
                made[name] = forecast
                continue
            now = outlook.made_at
            old = self._kept.get(name)
            if old is None or not old.holds(batch, recipe, recent, zone, now):
                old = _kept(self._way(recipe), batch, recent, now, zone)
            kept[name] = old
            told = replace(forecast, recipe=recipe.id, step=old.step, model=history.model)
            if forecast.release is not None:
                told = replace(told, plan_at=old.plan_at, nominal_at=old.nominal_at, recent_at=old.recent_at)
            made[name] = told
        self._kept = kept
        return replace(outlook, forecasts=made, model=history.model, drifts=history.drifts)

    def _way(self, recipe: Recipe) -> _Way:
        known = self._ways.get(recipe.id)
        if known is None or known[0] is not recipe:
            known = (recipe, _Way(recipe, way_to_release(recipe), in_order(recipe)))
            self._ways[recipe.id] = known
        return known[1]


@dataclass(frozen=True, slots=True)
class _Way:
    """What a recipe says of its way to release, found once: the steps release waits for, and all steps in order."""

    recipe: Recipe
    steps: frozenset[str]
    order: tuple[RecipeStep, ...]


@dataclass(frozen=True, slots=True)
class _Kept:
    """What was noted of a batch, all it was found from, and for how long the instant of asking makes no difference."""

    found_from: tuple[Batch, Recipe, Recent, tzinfo]
    made_at: datetime
    until: datetime
    step: str
    plan_at: datetime | None
    nominal_at: datetime
    recent_at: datetime | None

    def holds(self, batch: Batch, recipe: Recipe, recent: Recent, zone: tzinfo, now: datetime) -> bool:
        """Whether it would be the very same found now."""
        same = all(a is b for a, b in zip(self.found_from, (batch, recipe, recent, zone), strict=True))
        return same and (now == self.made_at or self.made_at < now < self.until)


def _kept(way: _Way, batch: Batch, recent: Recent, now: datetime, zone: tzinfo) -> _Kept:
    recipe = way.recipe
    step = _standing(way, batch)
    starts, ends = _typical(way, batch, now, zone)
    begun = any(s.over or s.started_at is not None for s in batch.steps.values())
    return _Kept(
        (batch, recipe, recent, zone),
        now,
        now if begun else min(starts.values(), default=now),  # nothing begun: only a start that comes too late moves with time
        step,
        planned_release(recipe, batch),
        ends[recipe.release_step],
        recent.at(recipe, step, _begun(way, batch, step)),
    )


def with_baselines(outlook: Outlook, floor: Floor, zones: Zones, recent: Recent, history: History) -> Outlook:
    """The same outlook with what one would have used instead of each forecast, and what the history says of itself."""
    return Noting().noted(outlook, floor, zones, recent, history)


def way_to_release(recipe: Recipe) -> frozenset[str]:
    """The codes of every step release waits for, its own among them."""
    found: set[str] = set()
    asked = [recipe.release_step] if recipe.steps else []
    while asked:
        code = asked.pop()
        if code not in found and code in recipe.by_code:
            found.add(code)
            asked += recipe.by_code[code].after
    return frozenset(found)


def standing_at(recipe: Recipe, batch: Batch) -> str:
    """Where a batch stands on its way to release: the step that began last, or NOT_BEGUN."""
    return _standing(_Way(recipe, way_to_release(recipe), ()), batch)


def _standing(way: _Way, batch: Batch) -> str:
    order = way.recipe.order
    begun = [(s.started_at, order[code]) for code, s in batch.steps.items() if code in way.steps and s.started_at is not None]
    return way.recipe.steps[max(begun)[1]].code if begun else NOT_BEGUN


def begun_at(recipe: Recipe, batch: Batch, step: str) -> datetime | None:
    """When this step began; of a batch not begun the planned start of its first step, None without one."""
    return _begun(_Way(recipe, way_to_release(recipe), ()), batch, step)


def _begun(way: _Way, batch: Batch, step: str) -> datetime | None:
    if step == NOT_BEGUN:
        planned = [s.placement.start for code, s in batch.steps.items() if code in way.steps and s.placement]
        return min(planned, default=None)
    return batch.steps[step].started_at


def planned_release(recipe: Recipe, batch: Batch) -> datetime | None:
    """The release as the plan says it now; None where it has no place in the plan."""
    step = batch.steps.get(recipe.release_step)
    return step.placement.end if step is not None and step.placement is not None else None


def nominal_release(recipe: Recipe, batch: Batch, now: datetime, zone: tzinfo) -> datetime:
    """The release if from here on every step and test takes what the recipe calls typical and nothing waits for anything else.

    Steps with a day and a clock of their own do not begin before it; what runs longer than typical ends now.
    """
    return _typical(_Way(recipe, frozenset(), in_order(recipe)), batch, now, zone)[1][recipe.release_step]


def _typical(way: _Way, batch: Batch, now: datetime, zone: tzinfo) -> tuple[dict[str, datetime], dict[str, datetime]]:
    """When every step would start and end so."""
    recipe = way.recipe
    ends: dict[str, datetime] = {}
    starts: dict[str, datetime] = {}
    first = first_day(recipe, batch, zone)
    for told in way.order:
        step = batch.steps.get(told.code)
        floors = [ends[code] for code in told.after if code in ends]
        starts[told.code] = _start(recipe, told, step, now, [*floors, *_openings(recipe, told, starts, ends)])
        if first is not None and told.day is not None and told.clock is not None and (step is None or step.started_at is None):
            clock = datetime.combine(first + timedelta(days=told.day), told.clock, zone).astimezone(UTC)
            starts[told.code] = max(starts[told.code], clock)
        ends[told.code] = _end(recipe, batch, told, starts[told.code], now, ends)
    return starts, ends


def _start(recipe: Recipe, told: RecipeStep, step: Step | None, now: datetime, floors: list[datetime]) -> datetime:
    if step is not None and step.started_at is not None:
        return step.started_at
    if step is not None and step.over:
        return max(floors, default=step.finished_at or now)
    planned = [step.placement.start] if step is not None and step.placement is not None and not told.after else []
    return max([now, *floors, *planned])


def _openings(recipe: Recipe, told: RecipeStep, starts: dict[str, datetime], ends: dict[str, datetime]) -> list[datetime]:
    found = []
    for lag in recipe.openings[told.code]:
        edge = (starts if lag.from_edge is Edge.START else ends).get(lag.from_step)
        if edge is not None and lag.min_h is not None:
            found.append(edge + timedelta(hours=float(lag.min_h)))
    return found


def _end(recipe: Recipe, batch: Batch, told: RecipeStep, start: datetime, now: datetime, ends: dict[str, datetime]) -> datetime:
    step = batch.steps.get(told.code)
    if step is not None and step.finished_at is not None:
        return step.finished_at
    if (step is not None and step.over) or (told.optional and (step is None or (not step.placement and not step.started_at))):
        return start
    end = max(now, start + timedelta(hours=told.law.typical_h))
    if told.code == QC_RELEASE:
        for spec in recipe.gating:
            test, sampled = batch.last_test(spec.code), ends.get(spec.sample_step)
            begun = test.started_at if test is not None else sampled
            if begun is not None and (test is None or test.reviewed_at is None):
                end = max(end, begun + timedelta(hours=spec.law.typical_h))
    return end


# ------------------------------------------------------------------------------------------------------ what was released


def recents(floor: Floor) -> Recent:
    """What the last releases of each recipe say of the time left from each step; versions of a recipe count together."""
    by_recipe: dict[str, list[Course]] = {}
    for batch in (*floor.batches.values(), *floor.left.values()):
        recipe = floor.recipes.get(batch.recipe)
        course = course_of(recipe, batch) if recipe is not None else None
        if recipe is not None and course is not None and course.released is not None:
            by_recipe.setdefault(recipe.name, []).append(course)
    left: dict[tuple[str, str], list[float]] = {}
    for name, courses in by_recipe.items():
        for course in sorted(courses, key=lambda c: (c.released, c.batch))[-LATELY:]:
            for step, hours in hours_left(course):
                left.setdefault((name, step), []).append(hours)
    return Recent({key: median(hours) for key, hours in left.items()}, {key: len(hours) for key, hours in left.items()})


def hours_left(course: Course) -> list[tuple[str, float]]:
    """Hours from the start of each step (and, as NOT_BEGUN, of the first) to release; none of a course not released."""
    if course.released is None or not course.began:
        return []
    marks = [*course.began.items(), (NOT_BEGUN, min(course.began.values()))]
    hours = [(step, (course.released - at) / timedelta(hours=1)) for step, at in marks]
    return [(step, left) for step, left in hours if left >= 0.0]


def course_of(recipe: Recipe, batch: Batch) -> Course:
    """A batch's way to release as it went; of a reported one as far as its rows tell."""
    way = way_to_release(recipe)
    if not batch.reported:
        began = {code: s.started_at for code, s in batch.steps.items() if code in way and s.started_at is not None}
        return Course(batch.id, batch.recipe, began, batch.released_at)
    told: dict[str, datetime] = {}
    released = None
    for row in batch.rows:
        if row.started_at is not None and row.codes and row.codes[0] in way:
            told[row.codes[0]] = min(row.started_at, told.get(row.codes[0], row.started_at))
        if recipe.release_step in row.codes and row.finished_at is not None:
            released = row.finished_at
    return Course(batch.id, batch.recipe, told, released, reported=True)
