"""What one batch teaches: how long its steps, waits and tests took, how long those that run have lasted, and what befell it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from console.domain.batch import Batch, BatchStatus, Step, StepState
from console.domain.durations import DurationLaw, LawKind, fixed
from console.domain.facility import Facility
from console.domain.floor import Floor
from console.domain.quality import Severity, Test, TestState
from console.domain.recipe import QC_RELEASE, Recipe, RecipeKind, RecipeStep, TestSpec
from console.forecast.learning.culture import after_culture
from console.forecast.learning.occupied import Occupied
from console.forecast.learning.sightings import WAIT_OFFSET_H, Key, LeftOut, Lessons, Sighting, too_long, why_not
from console.forecast.readiness import signed, usual_wait, was_ready, way
from console.forecast.reported import reported_spans
from console.forecast.spread import log_hours

NO_WAIT = fixed("0")
SOON_H = 0.1
"""A start this soon after its place or its people fell free waited for them, and not for anything of its own."""
PUT_OFF = timedelta(hours=18)
"""A culture whose end was put off by this much from its first plan was extended."""


def h(start: datetime, end: datetime) -> float:
    """Hours from one instant to another."""
    return (end - start).total_seconds() / 3600


def step_law(facility: Facility | None, told: RecipeStep, clinic: str) -> DurationLaw:
    """The law a step is measured against: the recipe's, or the clinic's own where a courier drives."""
    there = facility.clinic(clinic) if facility is not None else None
    travel = there.travel if there is not None else None
    return travel if travel is not None and way(told.code, told, clinic) != told.code else told.law


def wait_law(facility: Facility | None, told: RecipeStep) -> DurationLaw:
    """The law the wait before a step is measured against."""
    return told.wait or plant_law(facility, usual_wait(facility, told))


def plant_law(facility: Facility | None, name: str) -> DurationLaw:
    """A law of the plant, or no wait at all where its file does not state it."""
    return (facility.law(name) if facility is not None else None) or NO_WAIT


class Laws:
    """The laws that what is seen is measured against, each looked up once."""

    def __init__(self, facility: Facility | None) -> None:
        self._facility = facility
        self._plant: dict[str, DurationLaw] = {}
        self._steps: dict[tuple[str, str, str], tuple[str, DurationLaw, DurationLaw]] = {}
        self._specs: dict[str, dict[str, TestSpec]] = {}
        self._cultures: dict[str, str] = {}

    def step(self, recipe: Recipe, told: RecipeStep, clinic: str) -> tuple[str, DurationLaw, DurationLaw]:
        """Under what a step is learned, its law, and that of the wait before it."""
        key = (recipe.id, told.code, clinic)
        if key not in self._steps:
            laws = step_law(self._facility, told, clinic), wait_law(self._facility, told)
            self._steps[key] = (way(told.code, told, clinic), *laws)
        return self._steps[key]

    def plant(self, name: str) -> DurationLaw:
        """A law of the plant."""
        if name not in self._plant:
            self._plant[name] = plant_law(self._facility, name)
        return self._plant[name]

    def culture(self, recipe: Recipe) -> str:
        """The step that waits for the recipe's long culture."""
        if recipe.id not in self._cultures:
            self._cultures[recipe.id] = after_culture(recipe)
        return self._cultures[recipe.id]

    def spec(self, recipe: Recipe, code: str) -> TestSpec | None:
        """The test of this code."""
        if recipe.id not in self._specs:
            self._specs[recipe.id] = {spec.code: spec for spec in recipe.tests}
        return self._specs[recipe.id].get(code)


def by_the_clock(spec: TestSpec) -> bool:
    """Whether this is a fixed incubation read at a set time of day: no estimate of anything."""
    return spec.law.kind is LawKind.FIXED and spec.read_clock is not None


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What batches are seen against: floor, the instant up to which it is known, what held things up, laws, what was settled."""

    floor: Floor
    until: datetime
    occupied: Occupied
    laws: Laws
    settled: Sequence[datetime] = ()


def lessons_of(around: Surroundings, recipe: Recipe, batch: Batch) -> Lessons:
    """The lessons of one batch, finished or not.

    What has ended counts as it was, with the wait before it. What still runs, or was broken off, has lasted at least so long;
    taking only what has ended would favour the quick. Of reported (imported) batches the rows that name one step, or a plain
    chain of steps, teach durations and nothing else.
    """
    pen = _Pen(recipe, batch)
    if batch.reported:
        spans, done = reported_spans(recipe, batch)
        for (_, code), hours, weight, at in spans:
            pen.took(code, recipe.by_code[code].law, hours, at, weight)
        return pen.lessons(done)
    for told in recipe.steps:
        step = batch.steps.get(told.code)
        if step is not None and step.started_at is not None:
            _step(pen, around, told, step)
    for test in batch.tests.values():
        spec = around.laws.spec(recipe, test.code)
        if spec is not None:
            _test(pen, around, spec, test)
    if batch.released_at is not None or not batch.live:
        _befell(pen, around)
    return pen.lessons(batch.released_at is not None)


class _Pen:
    """Gathers what one batch shows, one span at a time."""

    def __init__(self, recipe: Recipe, batch: Batch) -> None:
        self.recipe, self.batch = recipe, batch
        self._took: list[Sighting] = []
        self._waited: list[Sighting] = []
        self._cases: list[tuple[Key, bool]] = []
        self._laws: dict[Key, DurationLaw] = {}
        self._wait_laws: dict[Key, DurationLaw] = {}
        self._left_out: list[LeftOut] = []

    def took(self, what: str, law: DurationLaw, hours: float, at: datetime, weight: float = 1.0) -> None:
        """Work of so many hours, ended at an instant."""
        key = self._key(what, law, self._laws)
        if not self._odd(what, why_not(hours, law)):
            self._took.append(Sighting(key, at, log_hours(hours), weight, batch=self.batch.id))

    def lasts(self, what: str, law: DurationLaw, hours: float, at: datetime) -> None:
        """Work that has lasted so many hours, and had not ended by then."""
        key = self._key(what, law, self._laws)
        if hours > 0.0 and not self._odd(what, too_long(hours, law)):
            self._took.append(Sighting(key, at, low=log_hours(hours)))

    def waited(self, what: str, law: DurationLaw, hours: float, at: datetime) -> None:
        """A wait of so many hours; starting before its time is no wait."""
        key = self._key(what, law, self._wait_laws)
        if not self._odd(f"wait for {what}", too_long(abs(hours), law)):
            self._waited.append(Sighting(key, at, log_hours(hours, WAIT_OFFSET_H), batch=self.batch.id))

    def waited_between(self, what: str, law: DurationLaw, low_h: float, high_h: float, at: datetime) -> None:
        """A wait that was over by `high_h` hours, and not before `low_h`."""
        key = self._key(what, law, self._wait_laws)
        if not self._odd(f"wait for {what}", too_long(high_h, law)):
            low = log_hours(low_h, WAIT_OFFSET_H) if low_h > 0.0 else None
            self._waited.append(Sighting(key, at, low=low, high=log_hours(high_h, WAIT_OFFSET_H)))

    def waits(self, what: str, law: DurationLaw, hours: float, at: datetime) -> None:
        """A wait that has lasted so many hours and is not over."""
        key = self._key(what, law, self._wait_laws)
        if hours > 0.0 and not self._odd(f"wait for {what}", too_long(hours, law)):
            self._waited.append(Sighting(key, at, low=log_hours(hours, WAIT_OFFSET_H)))

    def case(self, what: str, happened: bool) -> None:
        """One more case, in which it happened or not."""
        self._cases.append(((self.recipe.name, what), happened))

    def lessons(self, done: bool) -> Lessons:
        """All that was gathered."""
        return Lessons(
            tuple(self._took), tuple(self._waited), tuple(self._cases), self._laws, self._wait_laws, tuple(self._left_out),
            self.recipe.name, done, max(((s.at, self.batch.id) for s in self._took if not s.bounded), default=None),
        )  # fmt: skip

    def _key(self, what: str, law: DurationLaw, laws: dict[Key, DurationLaw]) -> Key:
        key = (self.recipe.name, what)
        laws[key] = law
        return key

    def _odd(self, what: str, why: str) -> bool:
        if why:
            self._left_out.append(LeftOut(self.batch.id, what, why))
        return bool(why)


def _step(pen: _Pen, around: Surroundings, told: RecipeStep, step: Step) -> None:
    recipe, batch, start, end = pen.recipe, pen.batch, step.started_at, step.finished_at
    assert start is not None
    what, law, wait = around.laws.step(recipe, told, batch.clinic)
    ready = was_ready(recipe, batch, told, around.settled)
    if signed(told):
        if ready is not None and end is not None:
            pen.took(what, law, h(around.occupied.free_from(recipe, batch, told, ready, end), end), end)
        return
    if told.code == QC_RELEASE and recipe.gating:
        reviewed = [t.reviewed_at for spec in recipe.gating if (t := batch.last_test(spec.code)) and t.reviewed_at]
        if reviewed and end is not None:
            pen.waited("close", around.laws.plant("between_steps"), h(max(reviewed), end), end)
    elif end is not None:
        pen.took(what, law, h(start, end), end)
    elif step.state is StepState.RUNNING:
        over = around.until if batch.live else batch.status_at
        if over is not None:
            pen.lasts(what, law, h(start, over), over)
    if ready is not None and (end is not None or not batch.live):
        _wait(pen, around, told, (what, wait), (ready, start))


def _wait(pen: _Pen, around: Surroundings, told: RecipeStep, of: tuple[str, DurationLaw], span: tuple[datetime, datetime]) -> None:
    """The unexplained wait before a step: not that for its room, its station or its people."""
    (what, law), (ready, start) = of, span
    waited = h(ready, start)
    held = around.occupied.held_up(pen.recipe, pen.batch, told, ready, start) if waited > SOON_H else None
    if held is None or h(held[1], start) > SOON_H:
        pen.waited(what, law, waited, start)
    else:
        pen.waited_between(what, law, max(0.0, h(ready, held[0])), waited, start)


def _test(pen: _Pen, around: Surroundings, spec: TestSpec, test: Test) -> None:
    what, until = f"test:{spec.code}", around.until if pen.batch.live else pen.batch.status_at
    if test.entered_at is not None:
        pen.took(what, spec.law, h(test.started_at, test.entered_at), test.entered_at)
    elif until is not None and not by_the_clock(spec):
        pen.lasts(what, spec.law, h(test.started_at, until), until)
    review = around.laws.plant("result_review")
    if test.entered_at is not None and test.reviewed_at is not None:
        if test.state is not TestState.OOS:  # an investigation is no review
            pen.waited("review", review, h(test.entered_at, test.reviewed_at), test.reviewed_at)
        pen.case(f"invalid:{spec.code}", test.state is TestState.INVALID)
    elif test.entered_at is not None and pen.batch.unreleased:
        pen.waits("review", review, h(test.entered_at, around.until), around.until)
    step = pen.batch.steps.get(spec.sample_step)
    if test.attempt == 1 and test.entered_at is not None and step is not None and step.finished_at is not None:
        pen.waited("lab", around.laws.plant("between_steps"), h(step.finished_at, test.started_at), test.started_at)


def _befell(pen: _Pen, around: Surroundings) -> None:
    """What befell a batch that is released or has ended; a block of a room, or what never began, has no fate."""
    recipe, batch = pen.recipe, pen.batch
    if recipe.kind is RecipeKind.BLOCK or batch.status is BatchStatus.CANCELLED:
        return
    pen.case("lost", batch.status is BatchStatus.TERMINATED)
    gating = {spec.code for spec in recipe.gating}
    judged = [t for t in batch.tests.values() if t.code in gating and t.reviewed_at is not None]
    if judged:
        pen.case("oos", any(t.state is TestState.OOS for t in judged))
    if batch.released_at is None:
        return
    severities = {
        d.severity for d in around.floor.deviations.values() if batch.id in d.batches and d.opened_at <= batch.released_at
    }
    pen.case("minor_deviation", Severity.MINOR in severities)
    pen.case("major_deviation", not severities.isdisjoint({Severity.MAJOR, Severity.CRITICAL}))
    spare = [s for told in recipe.steps if told.optional and (s := batch.steps.get(told.code)) is not None]
    if spare:  # cells are frozen for a patient who is not fit to have them
        pen.case("unfit", any(step.state is StepState.DONE for step in spare))
    put_off = _put_off(batch, around.laws.culture(recipe))
    if put_off is not None:
        pen.case("extension", put_off)


def _put_off(batch: Batch, culture: str) -> bool | None:
    """Whether the end of the last long culture was put off after its end was decided; None where there is none to ask."""
    step = batch.steps.get(culture)
    if step is None or step.placement is None or step.baseline is None or step.started_at is None:
        return None
    return step.placement.start - step.baseline.start >= PUT_OFF
