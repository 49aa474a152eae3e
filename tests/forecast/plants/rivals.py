"""What one would use instead: for each step and product the lognormal law that fits best what was seen (maximum likelihood)."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, fields

from console.domain.batch import Batch
from console.domain.durations import DurationLaw
from console.domain.facility import Facility
from console.domain.floor import Floor
from console.domain.recipe import Recipe, RecipeStep, TestSpec
from console.forecast.durations import NO_WAIT, WAIT_OFFSET_H, History
from console.forecast.learning.lessons import Surroundings, by_the_clock, lessons_of, plant_law, wait_law
from console.forecast.learning.occupied import Occupied, occupied
from console.forecast.readiness import signed, way
from console.forecast.spread import SHORTEST_H, Spread, certain, from_law
from tests.forecast.truth import zones

Seen = Mapping[str, tuple[float, ...]]
"""Log-hours seen, by step, test or wait."""


@dataclass(frozen=True, slots=True)
class MostLikely(History):
    """A history that believes what it has seen of its product, else of the recipe, else what the recipe says; nothing shrinks."""

    works: tuple[Seen, ...] = ()
    waits: tuple[Seen, ...] = ()
    failed: Mapping[str, tuple[bool, ...]] = field(default_factory=dict)

    def step(self, recipe: Recipe, told: RecipeStep, clinic: str, travel: DurationLaw | None) -> Spread:
        key = way(told.code, told, clinic)
        return _fitted(self.works, key, travel if travel is not None and key != told.code else told.law)

    def wait(self, recipe: Recipe, told: RecipeStep, facility: Facility | None, clinic: str) -> Spread:
        if signed(told):
            return certain(0.0)
        return _fitted(self.waits, way(told.code, told, clinic), wait_law(facility, told), WAIT_OFFSET_H)

    def test(self, recipe: Recipe, spec: TestSpec) -> Spread:
        if by_the_clock(spec):
            return from_law(spec.law)
        return _fitted(self.works, f"test:{spec.code}", spec.law)

    def lab_wait(self, recipe: Recipe, facility: Facility | None) -> Spread:
        return _fitted(self.waits, "lab", plant_law(facility, "between_steps"), WAIT_OFFSET_H)

    def review(self, recipe: Recipe, facility: Facility | None) -> Spread:
        return _fitted(self.waits, "review", plant_law(facility, "result_review"), WAIT_OFFSET_H)

    def closing(self, recipe: Recipe, facility: Facility | None) -> Spread:
        return _fitted(self.waits, "close", plant_law(facility, "between_steps"), WAIT_OFFSET_H)

    def invalid(self, recipe: Recipe, spec: TestSpec) -> float:
        seen = self.failed.get(f"invalid:{spec.code}", ())
        return sum(seen) / len(seen) if seen else float(spec.invalid)


def most_likely(floor: Floor, past: Iterable[str], product: str, history: History) -> MostLikely:
    """The rival that has seen the same finished batches; `product` is what it is asked of."""
    finished = [floor.batches[name] for name in past]
    own = [b for b in finished if b.product == product]
    around = _around(floor, finished)
    mine, all_of_them = _seen(floor, around, own), _seen(floor, around, finished)
    same = {f.name: getattr(history, f.name) for f in fields(History)}
    return MostLikely(**same, works=(mine[0], all_of_them[0]), waits=(mine[1], all_of_them[1]), failed=all_of_them[2])


def _around(floor: Floor, finished: list[Batch]) -> Occupied:
    begun = min(s.started_at for b in finished for s in b.steps.values() if s.started_at is not None)
    assert floor.latest is not None
    return occupied(floor, floor.batches.values(), zones, begun, floor.latest)


def _seen(floor: Floor, around: Occupied, batches: Iterable[Batch]) -> tuple[Seen, Seen, Mapping[str, tuple[bool, ...]]]:
    took: dict[str, list[float]] = defaultdict(list)
    waited: dict[str, list[float]] = defaultdict(list)
    failed: dict[str, list[bool]] = defaultdict(list)
    assert floor.latest is not None
    for batch in batches:
        lessons = lessons_of(Surroundings(floor, floor.latest, around), floor.recipes[batch.recipe], batch)
        for found, sightings in ((took, lessons.took), (waited, lessons.waited)):
            for sighting in sightings:
                if not sighting.bounded:
                    found[sighting.key[1]].append(sighting.value)
        for (_, what), happened in lessons.cases:
            failed[what].append(happened)
    return (
        {key: tuple(values) for key, values in took.items()},
        {key: tuple(values) for key, values in waited.items()},
        {key: tuple(values) for key, values in failed.items()},
    )


def _fitted(seen: tuple[Seen, ...], key: str, law: DurationLaw | None, offset: float = 0.0) -> Spread:
    """Mean and (n-divided) standard deviation of log-hours: the likeliest lognormal, where at least two were seen."""
    for told in seen:
        values = told.get(key, ())
        if len(values) >= 2:
            mean = sum(values) / len(values)
            return Spread(mean, math.sqrt(sum((v - mean) ** 2 for v in values) / len(values)), offset=offset or SHORTEST_H)
    return from_law(law or NO_WAIT, offset)
