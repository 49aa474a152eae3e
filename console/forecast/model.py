"""What was learned as a version that can be frozen, signed and taken into use, and which of them a site's forecast rests on."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from decimal import Decimal
from typing import TypeVar

from console.domain.floor import Floor
from console.domain.model import ForecastModel, LearnedCases, LearnedRecipe, LearnedSpan, PromotedModel
from console.forecast.durations import History
from console.forecast.learning.luck import MOST
from console.forecast.learning.shrinking import Part, Pools, code_of, part_of, ways_of
from console.forecast.learning.sightings import Cases, Key
from console.forecast.spread import KAPPA0, Spread, Tally

V = TypeVar("V")
FROZEN_KIND = "RECORD"
"""The class of sites whose forecast rests on a promoted version alone; all others learn as steps finish."""
NONE_PROMOTED = "no model promoted: recipe figures only"
PLACES = 9
"""Decimal places of a frozen figure: a billionth of a log-hour."""


def frozen(history: History, version: str) -> ForecastModel:
    """This history as a version, every figure a decimal: the same history gives the same digest."""
    took, waited, cases = _by_recipe(history.took), _by_recipe(history.waited), _by_recipe(history.cases)
    took_parts, waited_parts = _parts(history.took_pools), _parts(history.waited_pools)
    names = sorted({*took, *waited, *cases, *history.batches})
    recipes = {
        name: LearnedRecipe(
            kind=history.kinds.get(name, ""),
            batches=history.batches.get(name, 0),
            took=dict(_spans(name, took.get(name, {}), took_parts)),
            waited=dict(_spans(name, waited.get(name, {}), waited_parts)),
            cases={what: LearnedCases(c.happened, c.of) for what, c in sorted(cases.get(name, {}).items())},
        )
        for name in names
    }
    return ForecastModel(version, recipes, _decimal(history.shared))


def thawed(promoted: PromotedModel) -> History:
    """The history a promoted model stands for; a figure that nothing seen could give is passed over."""
    model = promoted.model
    kinds = {name: recipe.kind for name, recipe in model.recipes.items()}
    took = {(name, what): span for name, recipe in model.recipes.items() for what, span in recipe.took.items() if _sound(span)}
    waited = {(name, what): span for name, recipe in model.recipes.items() for what, span in recipe.waited.items() if _sound(span)}
    took_pools, waited_pools = _pools(took, kinds), _pools(waited, kinds)
    return History(
        took={key: _tally(span) for key, span in took.items()},
        waited={key: _tally(span) for key, span in waited.items()},
        cases={
            (name, what): Cases(min(c.happened, c.of), c.of)
            for name, recipe in model.recipes.items()
            for what, c in recipe.cases.items()
        },
        batches={name: recipe.batches for name, recipe in model.recipes.items()},
        took_pools=took_pools,
        waited_pools=waited_pools,
        kinds=kinds,
        ways=ways_of(took_pools),
        wait_ways=ways_of(waited_pools),
        shared=min(MOST, max(0.0, float(model.shared))),
        model=f"{model.version}, {model.batches} batches, promoted by {promoted.by} on {promoted.at:%Y-%m-%d}",
    )


def in_use(floor: Floor, kind: str, learned: Callable[[Floor], History]) -> History:
    """What the forecast of a site of this class rests on: on a RECORD site the promoted version, or the recipes' figures alone.

    What drifts is watched and told everywhere: on a RECORD site it is the reason to look at the model anew.
    """
    if kind != FROZEN_KIND:
        return learned(floor)
    return replace(frozen_in_use(floor), drifts=learned(floor).drifts)


def frozen_in_use(floor: Floor) -> History:
    """The promoted version, or the recipes' figures alone while there is none."""
    return thawed(floor.model) if floor.model is not None else History(model=NONE_PROMOTED)


def next_version(used: str) -> str:
    """The name of the version after the one in use: FM-1, FM-2 and so on."""
    found = re.search(r"(\d{1,9})$", used)
    return f"FM-{int(found.group(1)) + 1}" if found else "FM-1"


def _by_recipe(found: Mapping[Key, V]) -> dict[str, dict[str, V]]:
    recipes: dict[str, dict[str, V]] = defaultdict(dict)
    for (name, what), value in found.items():
        recipes[name][what] = value
    return recipes


def _parts(pools: Pools) -> dict[Key, Part]:
    return {part.of: part for parts in pools.values() for part in parts}


def _spans(name: str, tallies: Mapping[str, Tally], parts: Mapping[Key, Part]) -> Iterator[tuple[str, LearnedSpan]]:
    for what, tally in sorted(tallies.items()):
        part = parts.get((name, what))
        if part is not None:
            figures = (tally.n, tally.mean, tally.squares, part.gap, part.variance)
            span = LearnedSpan(*(_decimal(figure) for figure in figures))
            if _sound(span):
                yield what, span


def _decimal(figure: float) -> Decimal:
    return Decimal(f"{figure:.{PLACES}f}") + 0  # no negative nought


def _sound(span: LearnedSpan) -> bool:
    """Whether a span's figures can be: they come from the journal, and the journal takes any."""
    figures = (span.n, span.mean, span.squares, span.gap, span.variance)
    return all(abs(f) < 10**6 for f in figures) and span.n > 0 and span.squares >= 0 and span.variance > 0


def _tally(span: LearnedSpan) -> Tally:
    return Tally(float(span.n), float(span.mean), float(span.squares))


def _pools(spans: Mapping[Key, LearnedSpan], kinds: Mapping[str, str]) -> Pools:
    pools: dict[tuple[str, str], list[Part]] = defaultdict(list)
    for key, span in spans.items():
        scale = (float(span.variance) * (1.0 + 1.0 / KAPPA0)) ** 0.5
        prior = Spread(float(span.mean) - float(span.gap), scale)
        pools[kinds[key[0]], code_of(key[1])].append(part_of(key, _tally(span), prior))
    return {place: tuple(sorted(parts, key=lambda part: part.of)) for place, parts in pools.items()}
