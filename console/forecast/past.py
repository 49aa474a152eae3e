"""How old past batches were when they finished each step: what the ageing chart holds the live ones against."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from math import ceil

from console.domain.batch import Batch, StepState
from console.domain.floor import Floor
from console.domain.recipe import Recipe, RecipeKind

PERCENTS = (50, 85, 95)


@dataclass(frozen=True, slots=True)
class PastStep:
    """One step of one recipe: the ages (hours, rising) at which past batches finished it."""

    recipe: str
    step: str
    title: str
    ages_h: tuple[float, ...] = ()

    @property
    def n(self) -> int:
        """Past batches that finished the step."""
        return len(self.ages_h)

    def percentile(self, percent: int) -> float | None:
        """The age by which so many per cent of them had finished it; None without any (nearest rank)."""
        return self.ages_h[max(0, ceil(percent / 100 * self.n) - 1)] if self.n else None

    @property
    def percentiles(self) -> Mapping[int, float]:
        """P50, P85 and P95 of the ages; empty without any."""
        return {p: age for p in PERCENTS if (age := self.percentile(p)) is not None}


def past_steps(floor: Floor) -> tuple[PastStep, ...]:
    """Every step of every recipe that batches have been released by, in the recipe's order, with the ages of those batches.

    A patient's batch is as old as its leukapheresis (the end of its promise's first step, else of its recipe's); a lot counts
    from the start of its first step. Batches that never were released, and imported ones, are left out.
    """
    ages: dict[tuple[str, str], list[float]] = {}
    shown: dict[str, Recipe] = {}
    for batch in (*floor.batches.values(), *floor.left.values()):
        recipe = floor.recipes.get(batch.recipe)
        began = born_at(floor, batch, recipe) if recipe is not None else None
        if recipe is None or began is None or batch.released_at is None or batch.reported or recipe.kind is RecipeKind.BLOCK:
            continue
        newest = shown.get(recipe.name)
        shown[recipe.name] = recipe if newest is None or recipe.version > newest.version else newest
        for code, step in batch.steps.items():
            if step.state is StepState.DONE and step.finished_at is not None:
                ages.setdefault((recipe.name, code), []).append((step.finished_at - began).total_seconds() / 3600)
    return tuple(_step(recipe, code, ages.get((recipe.name, code), [])) for recipe in shown.values() for code in recipe.by_code)


def born_at(floor: Floor, batch: Batch, recipe: Recipe) -> datetime | None:
    """From when the age of this batch counts; None while that has not happened."""
    if recipe.kind is not RecipeKind.PATIENT:
        begun = [s.started_at for s in batch.steps.values() if s.started_at is not None]
        return min(begun, default=None)
    product = floor.product_of(batch)
    first = product.promise.from_step if product is not None and product.promise is not None else recipe.steps[0].code
    step = batch.steps.get(first)
    return step.finished_at if step is not None else None


def _step(recipe: Recipe, code: str, ages: Sequence[float]) -> PastStep:
    return PastStep(recipe.name, code, recipe.by_code[code].title, tuple(sorted(a for a in ages if a >= 0.0)))
