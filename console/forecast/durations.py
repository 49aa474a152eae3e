"""What the site has seen so far: how long steps, waits and tests took, and how often things went wrong."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from zoneinfo import ZoneInfo

from console.domain.batch import Batch
from console.domain.durations import DurationLaw
from console.domain.facility import Facility
from console.domain.floor import Floor
from console.domain.promise import Zones
from console.domain.recipe import QC_RELEASE, Recipe, RecipeStep, TestSpec
from console.forecast.learning.learner import Learner, Read
from console.forecast.learning.lessons import NO_WAIT, by_the_clock, h, plant_law, step_law, wait_law
from console.forecast.learning.luck import NO_LUCK, Luck, luck_of
from console.forecast.learning.shrinking import USUAL, Pools, Ways, code_of, lean_of, ways_of
from console.forecast.learning.sightings import WAIT_OFFSET_H, Cases, Key, LeftOut
from console.forecast.learning.told import drifts_of
from console.forecast.readiness import signed, way
from console.forecast.report_card import Drift
from console.forecast.spread import Lean, Spread, Tally, certain, learned, log_hours

NOTHING_LEARNED = "nothing learned yet: recipe figures only"


@dataclass(frozen=True, slots=True)
class History:
    """What is learned from past batches, per recipe name and step; `left_out` tells which spans could not be true, and why.

    Each law starts at the recipe's word, as far as that is worth anything at this site (`ways`, `wait_ways`), leans to what
    other recipes of its kind show of the same step (`took_pools`, `waited_pools`), and ends at what its own batches showed.
    `shared` is the share of its luck that a batch's steps have in common. `drifts` are durations that have changed lately;
    `model` names the version of what was learned.
    """

    took: Mapping[Key, Tally] = field(default_factory=dict)
    waited: Mapping[Key, Tally] = field(default_factory=dict)
    cases: Mapping[Key, Cases] = field(default_factory=dict)
    batches: Mapping[str, int] = field(default_factory=dict)
    left_out: tuple[LeftOut, ...] = ()
    took_pools: Pools = field(default_factory=dict)
    waited_pools: Pools = field(default_factory=dict)
    kinds: Mapping[str, str] = field(default_factory=dict)
    ways: Ways = USUAL
    wait_ways: Ways = USUAL
    shared: float = 0.0
    drifts: tuple[Drift, ...] = ()
    model: str = NOTHING_LEARNED

    def n(self, recipe: str) -> int:
        """How many finished batches of this recipe name stand behind a forecast."""
        return self.batches.get(recipe, 0)

    def sightings(self, recipe: Recipe, code: str) -> float:
        """How often this step was seen from start to end."""
        return self.took.get((recipe.name, code), Tally()).n

    def step(self, recipe: Recipe, told: RecipeStep, clinic: str, travel: DurationLaw | None) -> Spread:
        """How long this step may take; a courier's way is learned for each clinic, from its own travel law."""
        key = way(told.code, told, clinic)
        return self._took(recipe, key, travel if travel is not None and key != told.code else told.law)

    def wait(self, recipe: Recipe, told: RecipeStep, facility: Facility | None, clinic: str) -> Spread:
        """How long this step may wait once it could start, its place and its people free."""
        if signed(told):
            return certain(0.0)
        return self._waited(recipe, way(told.code, told, clinic), wait_law(facility, told))

    def test(self, recipe: Recipe, spec: TestSpec) -> Spread:
        """How long this test may take from its start to its result; a fixed incubation that is read by the clock is no estimate."""
        if by_the_clock(spec):
            return learned(spec.law, Tally())
        return self._took(recipe, f"test:{spec.code}", spec.law)

    def lab_wait(self, recipe: Recipe, facility: Facility | None) -> Spread:
        """How long a sample may wait until its test starts."""
        return self._waited(recipe, "lab", plant_law(facility, "between_steps"))

    def review(self, recipe: Recipe, facility: Facility | None) -> Spread:
        """How long a result may wait for its reviewer."""
        return self._waited(recipe, "review", plant_law(facility, "result_review"))

    def closing(self, recipe: Recipe, facility: Facility | None) -> Spread:
        """How long the panel may stay open after its last test has passed."""
        return self._waited(recipe, "close", plant_law(facility, "between_steps"))

    def invalid(self, recipe: Recipe, spec: TestSpec) -> float:
        """The chance that an attempt at this test is invalid."""
        return self.chance(recipe, f"invalid:{spec.code}", spec.invalid)

    def luck(self, recipe: Recipe, batch: Batch, facility: Facility | None) -> Luck:
        """What the steps and tests of this batch that are over tell of those that are not."""
        return luck_of(self.shared, self._standing(recipe, batch, facility)) if self.shared > 0.0 else NO_LUCK

    def _standing(self, recipe: Recipe, batch: Batch, facility: Facility | None) -> Iterator[float]:
        """The standard values that what is over of a batch came out at."""
        for told in recipe.steps:
            step = batch.steps.get(told.code)
            if step is None or step.started_at is None or step.finished_at is None or signed(told) or told.code == QC_RELEASE:
                continue
            law = self._took(recipe, way(told.code, told, batch.clinic), step_law(facility, told, batch.clinic))
            yield from _standard(law, h(step.started_at, step.finished_at))
        for test in batch.tests.values():
            spec = recipe.test(test.code)
            if spec is not None and test.entered_at is not None and not by_the_clock(spec):
                yield from _standard(self.test(recipe, spec), h(test.started_at, test.entered_at))

    def chance(self, recipe: Recipe, what: str, stated: Decimal) -> float:
        """The chance of something the plant states, after what other recipes of its kind and then this one have seen."""
        others = Cases()
        for key, cases in self.cases.items():
            if key[1] == what and key[0] != recipe.name and self.kinds.get(key[0]) == recipe.kind.value:
                others = others.and_(cases)
        return self.cases.get((recipe.name, what), Cases()).chance(float(stated), others)

    def _took(self, recipe: Recipe, what: str, law: DurationLaw) -> Spread:
        key = (recipe.name, what)
        return learned(law, self.took.get(key, Tally()), 0.0, _lean(self.took_pools, self.ways, recipe, key))

    def _waited(self, recipe: Recipe, what: str, law: DurationLaw) -> Spread:
        key = (recipe.name, what)
        return learned(law, self.waited.get(key, Tally()), WAIT_OFFSET_H, _lean(self.waited_pools, self.wait_ways, recipe, key))


def _standard(law: Spread, hours: float) -> Iterator[float]:
    """Where so many hours lie under a law, in standard values; nothing where either says nothing."""
    if law.scale > 0.0 and hours > 0.0:
        yield (log_hours(hours) - law.mu) / law.scale


def _lean(pools: Pools, ways: Ways, recipe: Recipe, key: Key) -> Lean:
    return lean_of(pools.get((recipe.kind.value, code_of(key[1])), ()), key, ways)


def learn(floor: Floor, zones: Zones = ZoneInfo) -> History:
    """What the batches of this floor teach, those that left it included; `zones` gives the site's shifts their hours."""
    return history_of(floor, Learner(zones).read(floor))


def history_of(floor: Floor, read: Read) -> History:
    """The history of what a learner read from this floor."""
    return History(
        took={key: series.tally for key, series in read.took.items() if series.tally.n > 0.0},
        waited={key: series.tally for key, series in read.waited.items() if series.tally.n > 0.0},
        cases=read.cases,
        batches=read.batches,
        left_out=read.left_out,
        took_pools=read.took_parts,
        waited_pools=read.waited_parts,
        ways=ways_of(read.took_parts),
        wait_ways=ways_of(read.waited_parts),
        shared=read.shared,
        kinds={recipe.name: recipe.kind.value for recipe in floor.recipes.values()},
        drifts=drifts_of(floor, read),
        model=_version(read),
    )


def _version(read: Read) -> str:
    """What was learned, in words: from how many batches, and what was left out of it."""
    said = f"learned as steps finish, from {sum(read.batches.values())} finished batches" if read.took else NOTHING_LEARNED
    if not read.left_out:
        return said
    odd, count = read.left_out[-1], len(read.left_out)
    return (
        f"{said}; {count} span{'s' if count > 1 else ''} left out that cannot be true (such as {odd.batch} {odd.what}: {odd.why})"
    )


__all__ = ["NO_WAIT", "WAIT_OFFSET_H", "Cases", "History", "LeftOut", "history_of", "learn"]
