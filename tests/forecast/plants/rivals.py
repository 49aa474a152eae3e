"""What one would use instead: for each step and product the lognormal law that fits best what was seen (maximum likelihood)."""

from __future__ import annotations

import math
from collections.abc import Collection, Mapping
from dataclasses import dataclass, fields, replace
from decimal import Decimal

from console.domain.durations import DurationLaw
from console.domain.facility import Facility
from console.domain.floor import Floor
from console.domain.recipe import DISPOSITION, Recipe, RecipeStep, TestSpec
from console.forecast.durations import WAIT_OFFSET_H, History, learn
from console.forecast.readiness import usual_wait, way
from console.forecast.spread import SHORTEST_H, Spread, Tally, certain, from_law
from tests.forecast.truth import zones

OTHERS = "OTHERS"
ENOUGH = 1.5
"""A law is fitted from two sightings on."""


@dataclass(frozen=True, slots=True)
class MostLikely(History):
    """A history that believes what was seen of its product, else of its recipe, else the recipe's word; nothing shrinks."""

    seen: tuple[History, ...] = ()

    def step(self, recipe: Recipe, told: RecipeStep, clinic: str, travel: DurationLaw | None) -> Spread:
        key = way(told.code, told, clinic)
        law = travel if travel is not None and key != told.code else told.law
        return _fitted([h.took for h in self.seen], (recipe.name, key), law)

    def wait(self, recipe: Recipe, told: RecipeStep, facility: Facility | None, clinic: str) -> Spread:
        if told.code == DISPOSITION:
            return certain(0.0)
        return self._wait(recipe, way(told.code, told, clinic), told.wait or _plant(facility, usual_wait(facility, told)))

    def test(self, recipe: Recipe, spec: TestSpec) -> Spread:
        if spec.law.kind.value == "fixed" and spec.read_clock is not None:
            return from_law(spec.law)
        return _fitted([h.took for h in self.seen], (recipe.name, f"test:{spec.code}"), spec.law)

    def lab_wait(self, recipe: Recipe, facility: Facility | None) -> Spread:
        return self._wait(recipe, "lab", _plant(facility, "between_steps"))

    def review(self, recipe: Recipe, facility: Facility | None) -> Spread:
        return self._wait(recipe, "review", _plant(facility, "result_review"))

    def closing(self, recipe: Recipe, facility: Facility | None) -> Spread:
        return self._wait(recipe, "close", _plant(facility, "between_steps"))

    def chance(self, recipe: Recipe, what: str, stated: Decimal) -> float:
        cases = self.seen[-1].cases.get((recipe.name, what))
        return cases.happened / cases.of if cases is not None and cases.of else float(stated)

    def _wait(self, recipe: Recipe, what: str, law: DurationLaw | None) -> Spread:
        if law is None:
            return certain(0.0)
        return _fitted([h.waited for h in self.seen], (recipe.name, what), law, WAIT_OFFSET_H)


def most_likely(floor: Floor, past: Collection[str], product: str, history: History) -> MostLikely:
    """The rival that has seen the same finished batches; `product` is what it is asked of."""
    own = {name for name in past if floor.batches[name].product == product}
    same = {f.name: getattr(history, f.name) for f in fields(History)}
    return MostLikely(**same, seen=(learn(_only(floor, own), zones), learn(_only(floor, past), zones)))


def _only(floor: Floor, names: Collection[str]) -> Floor:
    """The floor on which all other batches follow a recipe of another name: they take up room and people, and teach nothing."""
    recipes = dict(floor.recipes)
    batches = dict(floor.batches)
    for name, batch in floor.batches.items():
        if name not in names and batch.recipe in floor.recipes:
            other = f"{OTHERS}-{batch.recipe}"
            recipes[other] = replace(floor.recipes[batch.recipe], id=other, name=other)
            batches[name] = replace(batch, recipe=other)
    return replace(floor, recipes=recipes, batches=batches)


def _plant(facility: Facility | None, name: str) -> DurationLaw | None:
    return facility.law(name) if facility is not None else None


def _fitted(seen: list[Mapping[tuple[str, str], Tally]], key: tuple[str, str], law: DurationLaw, offset: float = 0.0) -> Spread:
    """Mean and (n-divided) standard deviation of log-hours: the likeliest lognormal."""
    for found in seen:
        tally = found.get(key, Tally())
        if tally.n >= ENOUGH:
            return Spread(tally.mean, math.sqrt(max(tally.squares, 0.0) / tally.n), offset=offset or SHORTEST_H)
    return from_law(law, offset)
