"""What the plain averages of a log would say: how long released batches still took from the same step, and nothing else."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np

from console.domain.floor import Floor
from console.forecast.baselines import course_of, hours_left
from console.forecast.scores import Floats

LAST = 100
MEAN, MEDIAN, LATELY = "mean", "median_by_activity", f"median_by_activity_{LAST}"
"""Their names are those of any log's backtest: the mean over all steps, and the medians from the same step."""
ALL_STEPS = "*"


@dataclass(frozen=True, slots=True)
class Usual:
    """The hours left by each average over `n` batches, and the 80 % interval of those; empty where none was released yet."""

    n: int = 0
    hours: Mapping[str, float] = field(default_factory=dict)
    low: Mapping[str, float] = field(default_factory=dict)
    high: Mapping[str, float] = field(default_factory=dict)


class Activities:
    """The hours left from each step to release of all batches released so far, in the order of their release."""

    def __init__(self) -> None:
        self._left: dict[tuple[str, str], list[float]] = {}
        self._taken: set[str] = set()
        self._known: dict[tuple[str, str], Usual] = {}

    def take(self, floor: Floor) -> None:
        """Take in what was released since; a batch is taken once, as it stood at its release."""
        fresh = []
        for batch in (*floor.batches.values(), *floor.left.values()):
            recipe = floor.recipe_of(batch)
            course = course_of(recipe, batch) if recipe is not None and batch.id not in self._taken else None
            if recipe is not None and course is not None and course.released is not None:
                fresh.append((course.released, batch.id, recipe.name, course))
        for _, name, recipe_name, course in sorted(fresh, key=lambda each: each[:2]):
            self._taken.add(name)
            for step, hours in hours_left(course):
                for key in ((recipe_name, step), (recipe_name, ALL_STEPS)):
                    self._left.setdefault(key, []).append(hours)
            self._known.clear()

    def usual(self, recipe: str, step: str) -> Usual:
        """What the averages say of a batch of this recipe that begins this step."""
        key = (recipe, step)
        if key not in self._known:
            self._known[key] = _usual(np.array(self._left.get(key, ())), np.array(self._left.get((recipe, ALL_STEPS), ())))
        return self._known[key]


def _usual(hours: Floats, of_all: Floats) -> Usual:
    if not len(hours):
        return Usual()
    lately = hours[-LAST:]
    (low, high), (low_lately, high_lately) = np.quantile(hours, (0.1, 0.9)), np.quantile(lately, (0.1, 0.9))
    said = {MEAN: np.mean(of_all), MEDIAN: np.median(hours), LATELY: np.median(lately)}
    return Usual(
        len(hours),
        {name: float(value) for name, value in said.items()},
        {MEDIAN: float(low), LATELY: float(low_lately)},
        {MEDIAN: float(high), LATELY: float(high_lately)},
    )
