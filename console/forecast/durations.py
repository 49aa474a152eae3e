"""What the site has seen so far: how long steps, waits and tests took, and how often things went wrong."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal

from console.domain.batch import Batch, BatchStatus
from console.domain.durations import DurationLaw, LawKind, fixed
from console.domain.facility import Facility
from console.domain.floor import Floor
from console.domain.quality import Test, TestState
from console.domain.recipe import QC_RELEASE, Recipe, RecipeKind, RecipeStep, TestSpec
from console.forecast.readiness import signed, usual_wait, was_ready, way
from console.forecast.reported import reported_spans
from console.forecast.spread import Spread, Tally, certain, learned, log_hours

WAIT_OFFSET_H = 0.1
"""Added to waits before the logarithm, because a wait may be none at all."""
CHANCE_WEIGHT = 40.0
"""How many past cases a stated chance counts for (Beta prior)."""
NO_WAIT = fixed("0")

Key = tuple[str, str]
Span = tuple[Key, float, float]
"""What was seen: of which recipe and step, hours, and with which weight."""


@dataclass(frozen=True, slots=True)
class Cases:
    """How often something happened among how many cases."""

    happened: int = 0
    of: int = 0

    def chance(self, stated: float) -> float:
        """The chance now: the stated one, shrunk towards what was seen (Beta-binomial)."""
        return (stated * CHANCE_WEIGHT + self.happened) / (CHANCE_WEIGHT + self.of)


@dataclass(frozen=True, slots=True)
class History:
    """What is learned from finished batches, per recipe name and step; `left_out` counts spans that could not be true."""

    took: Mapping[Key, Tally] = field(default_factory=dict)
    waited: Mapping[Key, Tally] = field(default_factory=dict)
    cases: Mapping[Key, Cases] = field(default_factory=dict)
    batches: Mapping[str, int] = field(default_factory=dict)
    left_out: int = 0

    def n(self, recipe: str) -> int:
        """How many finished batches of this recipe name stand behind a forecast."""
        return self.batches.get(recipe, 0)

    def sightings(self, recipe: Recipe, code: str) -> float:
        """How often this step was seen from start to end."""
        return self.took.get((recipe.name, code), Tally()).n

    def step(self, recipe: Recipe, told: RecipeStep, clinic: str, travel: DurationLaw | None) -> Spread:
        """How long this step may take; a courier's way is learned for each clinic, from its own travel law."""
        key = way(told.code, told, clinic)
        law = travel if travel is not None and key != told.code else told.law
        return learned(law, self.took.get((recipe.name, key), Tally()))

    def wait(self, recipe: Recipe, told: RecipeStep, facility: Facility | None, clinic: str) -> Spread:
        """How long this step may wait once it could start."""
        if signed(told):
            return certain(0.0)
        law = told.wait or (facility.law(usual_wait(facility, told)) if facility else None)
        return self._waited(recipe, way(told.code, told, clinic), law)

    def test(self, recipe: Recipe, spec: TestSpec) -> Spread:
        """How long this test may take from its start to its result; a fixed incubation that is read by the clock is no estimate."""
        if spec.law.kind is LawKind.FIXED and spec.read_clock is not None:
            return learned(spec.law, Tally())
        return learned(spec.law, self.took.get((recipe.name, f"test:{spec.code}"), Tally()))

    def lab_wait(self, recipe: Recipe, facility: Facility | None) -> Spread:
        """How long a sample may wait until its test starts."""
        return self._waited(recipe, "lab", facility.law("between_steps") if facility else None)

    def review(self, recipe: Recipe, facility: Facility | None) -> Spread:
        """How long a result may wait for its reviewer."""
        return self._waited(recipe, "review", facility.law("result_review") if facility else None)

    def closing(self, recipe: Recipe, facility: Facility | None) -> Spread:
        """How long the panel may stay open after its last test has passed."""
        return self._waited(recipe, "close", facility.law("between_steps") if facility else None)

    def invalid(self, recipe: Recipe, spec: TestSpec) -> float:
        """The chance that an attempt at this test is invalid."""
        return self.chance(recipe, f"invalid:{spec.code}", spec.invalid)

    def chance(self, recipe: Recipe, what: str, stated: Decimal) -> float:
        """The chance of something the plant states, after what this recipe has seen."""
        return self.cases.get((recipe.name, what), Cases()).chance(float(stated))

    def _waited(self, recipe: Recipe, what: str, law: DurationLaw | None) -> Spread:
        return learned(law or NO_WAIT, self.waited.get((recipe.name, what), Tally()), WAIT_OFFSET_H)


def learn(floor: Floor) -> History:
    """What the finished batches of this floor teach, those that left it included.

    Finished is what was released or has ended: taking single steps out of running batches would favour the quick ones.
    Of reported (imported) batches the rows that name one step, or a plain chain of steps, teach durations and nothing else.
    """
    pen = _Pen()
    settled = _settled(floor)
    for batch in (*floor.batches.values(), *floor.left.values()):
        recipe = floor.recipes.get(batch.recipe)
        if recipe is None:
            continue
        if batch.reported:
            spans, done = reported_spans(recipe, batch)
            for key, hours, weight in spans:
                pen.took(key, hours, weight)
            pen.count(recipe.name, done)
        elif batch.released_at is not None or not batch.live:
            pen.count(recipe.name, batch.released_at is not None)
            _learn_steps(pen, recipe, batch, settled.get(batch.id, ()))
            _learn_tests(pen, recipe, batch)
            _learn_cases(pen, recipe, batch)
    return pen.history()


class _Pen:
    """Gathers what is seen, one span at a time."""

    def __init__(self) -> None:
        self._took: dict[Key, Tally] = {}
        self._waited: dict[Key, Tally] = {}
        self._cases: dict[Key, Cases] = {}
        self._batches: dict[str, int] = {}
        self._left_out = 0

    def took(self, key: Key, hours: float, weight: float = 1.0) -> None:
        """Work of so many hours; none or less cannot be true."""
        if hours <= 0.0:
            self._left_out += 1
        else:
            self._took[key] = self._took.get(key, Tally()).seen(log_hours(hours), weight)

    def waited(self, key: Key, hours: float) -> None:
        """A wait of so many hours; starting before its time is no wait."""
        self._waited[key] = self._waited.get(key, Tally()).seen(log_hours(hours, WAIT_OFFSET_H))

    def case(self, key: Key, happened: bool) -> None:
        """One more case, in which it happened or not."""
        old = self._cases.get(key, Cases())
        self._cases[key] = Cases(old.happened + happened, old.of + 1)

    def count(self, recipe: str, done: bool) -> None:
        """One more finished batch, if it was."""
        self._batches[recipe] = self._batches.get(recipe, 0) + done

    def history(self) -> History:
        """All that was gathered."""
        return History(self._took, self._waited, self._cases, self._batches, self._left_out)


def _learn_steps(pen: _Pen, recipe: Recipe, batch: Batch, settled: tuple[datetime, ...]) -> None:
    panel = bool(recipe.gating)
    for told in recipe.steps:
        step = batch.steps.get(told.code)
        if step is None or step.started_at is None or step.finished_at is None:
            continue
        key = (recipe.name, way(told.code, told, batch.clinic))
        ready = was_ready(recipe, batch, told, settled)
        if signed(told):
            if ready is not None:
                pen.took(key, _h(ready, step.finished_at))
            continue
        if told.code == QC_RELEASE and panel:
            reviewed = [t.reviewed_at for code in recipe.gating if (t := batch.last_test(code.code)) and t.reviewed_at]
            if reviewed:
                pen.waited((recipe.name, "close"), _h(max(reviewed), step.finished_at))
        else:
            pen.took(key, _h(step.started_at, step.finished_at))
        if ready is not None:
            pen.waited(key, _h(ready, step.started_at))


def _learn_tests(pen: _Pen, recipe: Recipe, batch: Batch) -> None:
    for test in batch.tests.values():
        spec = recipe.test(test.code)
        if spec is None or test.entered_at is None:
            continue
        pen.took((recipe.name, f"test:{spec.code}"), _h(test.started_at, test.entered_at))
        if test.reviewed_at is not None:
            pen.waited((recipe.name, "review"), _h(test.entered_at, test.reviewed_at))
            pen.case((recipe.name, f"invalid:{spec.code}"), test.state is TestState.INVALID)
        if test.attempt == 1 and (ready := _sampled(batch, spec)) is not None:
            pen.waited((recipe.name, "lab"), _h(ready, test.started_at))


def _learn_cases(pen: _Pen, recipe: Recipe, batch: Batch) -> None:
    if recipe.kind is RecipeKind.BLOCK or batch.status is BatchStatus.CANCELLED:
        return
    pen.case((recipe.name, "lost"), batch.status is BatchStatus.TERMINATED)
    judged = list(_judged(recipe, batch))
    if judged:
        pen.case((recipe.name, "oos"), any(t.state is TestState.OOS for t in judged))


def _judged(recipe: Recipe, batch: Batch) -> Iterator[Test]:
    gating = {spec.code for spec in recipe.gating}
    return (t for t in batch.tests.values() if t.code in gating and t.reviewed_at is not None)


def _sampled(batch: Batch, spec: TestSpec) -> datetime | None:
    step = batch.steps.get(spec.sample_step)
    return step.finished_at if step is not None else None


def _settled(floor: Floor) -> dict[str, tuple[datetime, ...]]:
    """For each batch the instants at which deviations that touch it were settled: release could not come before."""
    found: dict[str, tuple[datetime, ...]] = {}
    for deviation in floor.deviations.values():
        at = deviation.assessed_at or deviation.closed_at
        for batch in deviation.batches if at is not None else ():
            released = _released(floor, batch)
            if at is not None and released is not None and at <= released:
                found[batch] = (*found.get(batch, ()), at)
    return found


def _released(floor: Floor, batch: str) -> datetime | None:
    known = floor.batches.get(batch) or floor.left.get(batch)
    return known.released_at if known is not None else None


def _h(start: datetime, end: datetime) -> float:
    return (end - start).total_seconds() / 3600
