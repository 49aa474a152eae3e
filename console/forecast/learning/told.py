"""What has changed lately, in the words of the recipe and in hours."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping

from console.domain.floor import Floor
from console.domain.recipe import Recipe
from console.forecast.learning.learner import Read
from console.forecast.learning.series import Series
from console.forecast.learning.shrinking import code_of
from console.forecast.learning.sightings import WAIT_OFFSET_H, Key
from console.forecast.report_card import Drift

WAITS = {"lab": "Wait in the lab until a test starts", "review": "Review of a result", "close": "Close of the panel"}


LEAST_H = 0.1
"""A change of fewer minutes than six is nobody's business, however sure."""


def drifts_of(floor: Floor, read: Read) -> tuple[Drift, ...]:
    """Every duration that has changed lately, the latest change first."""
    recipes = {recipe.name: recipe for recipe in floor.recipes.values()}
    found = [*_told(recipes, read.took, 0.0, ""), *_told(recipes, read.waited, WAIT_OFFSET_H, "Wait before ")]
    return tuple(sorted(found, key=lambda d: (-(d.since.timestamp() if d.since else 0.0), d.recipe, d.key)))


def _told(recipes: Mapping[str, Recipe], series: Mapping[Key, Series], offset: float, before: str) -> Iterator[Drift]:
    for (name, what), found in series.items():
        changed = found.changed
        if changed is None or name not in recipes:
            continue
        then, now = _hours(changed.before, offset), _hours(changed.after, offset)
        if abs(now - then) < LEAST_H:
            continue
        title = WAITS.get(what) or before + _title(recipes[name], what)
        key = what if not before else f"wait:{what}"
        yield Drift(name, key, title, then, now, changed.n, found.since)


def _title(recipe: Recipe, what: str) -> str:
    if what.startswith("test:"):
        spec = recipe.test(what.removeprefix("test:"))
        return spec.title if spec is not None else what
    told = recipe.by_code.get(code_of(what))
    clinic = what.partition("@")[2]
    title = told.title if told is not None else what
    return f"{title} ({clinic})" if clinic else title


def _hours(value: float, offset: float) -> float:
    return max(0.0, math.exp(value) - offset)
