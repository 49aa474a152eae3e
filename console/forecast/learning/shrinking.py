"""What other recipes say of a step they share with this one: half of a site's own way is taken to be common to all of them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from console.forecast.learning.sightings import Key
from console.forecast.spread import FIRM, KAPPA0, Lean, Spread, Tally

COMMON = 2.0 * KAPPA0
"""The precision, in sightings, of each half of a site's own way: the half common to all recipes, and the half of each alone."""
WIDTH_CASES = 8.0
"""How many degrees of freedom the scatter seen under other recipes may count for at most."""
WIDEST = 9.0
"""By how much the scatter seen elsewhere may differ from what the recipe says, as a ratio of variances, either way."""


@dataclass(frozen=True, slots=True)
class Part:
    """What one recipe shows of a shared step: how often it was seen, how far off its word, and how its scatter compares."""

    of: Key
    n: float
    gap: float
    freedom: float
    ratio: float


Pools = Mapping[tuple[str, str], tuple[Part, ...]]
"""For each kind of recipe and step code what every recipe (and every courier's way) shows."""


def code_of(key: str) -> str:
    """The step code of a key: a courier's ways to several clinics are one step."""
    return key.partition("@")[0]


def part_of(key: Key, tally: Tally, prior: Spread) -> Part:
    """What this tally shows beside its recipe's own word."""
    variance = max(prior.scale, FIRM) ** 2 / (1.0 + 1.0 / KAPPA0)
    freedom = max(0.0, tally.n - 1.0)
    ratio = tally.squares / freedom / variance if freedom > 0.0 else 1.0
    return Part(key, tally.n, tally.mean - prior.mu, freedom, min(WIDEST, max(1.0 / WIDEST, ratio)))


def lean_of(parts: Iterable[Part], key: Key) -> Lean:
    """Where a recipe's word leans to before its own batches are counted: by what all others show of the same step.

    Normal on normal: a site's own way of a step is the sum of a common half and one of the recipe's own, each with the variance
    of one sighting over COMMON; the common half is estimated from the other recipes (Gelman et al., Bayesian Data Analysis, 5.4).
    """
    others = [p for p in parts if p.of != key and p.n > 0.0]
    if not others:
        return Lean()
    weights = [COMMON * p.n / (COMMON + p.n) for p in others]
    known = COMMON + sum(weights)
    shift = sum(w * p.gap for w, p in zip(weights, others, strict=True)) / known
    freedom = sum(p.freedom for p in others)
    ratio = sum(p.freedom * p.ratio for p in others) / freedom if freedom > 0.0 else 1.0
    return Lean(shift, 1.0 / (1.0 / COMMON + 1.0 / known), min(WIDTH_CASES, 0.5 * freedom), ratio)
