"""What other recipes say of a step they share with this one: half of a site's own way is taken to be common to all of them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from console.forecast.learning.sightings import Key
from console.forecast.spread import FIRM, KAPPA0, NU0, UPRIGHT, Lean, Spread, Tally

HALVES = 2.0
"""A site's own way of a step is the sum of two halves of one size: one common to all recipes, one of each recipe alone."""
TAKEN_AS = 10.0
"""For how many kinds of step the usual figures count when it is asked how far this site strays from its recipes' word."""
MOST_FREEDOM = 12.0
"""How many degrees of freedom one kind of step may have in saying how wide this site's hours scatter."""
CLOSEST, FARTHEST = 1.0 / 40.0, 1.0
"""Bounds of how far a site strays: the variance of its own ways over the scatter of single sightings."""
WIDTH_CASES = 8.0
"""How many degrees of freedom the scatter seen under other recipes may count for at most."""
WIDEST = 9.0
"""By how much the scatter seen elsewhere may differ from what the recipe says, as a ratio of variances, either way."""


@dataclass(frozen=True, slots=True)
class Part:
    """What one recipe shows of a shared step: how often it was seen, how far off its word, and how its scatter compares.

    `variance` is the stated one, `squares` what was seen about the mean, `ratio` the one against the other.
    """

    of: Key
    n: float
    gap: float
    variance: float
    squares: float
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
    ratio = min(WIDEST, max(1.0 / WIDEST, ratio))
    return Part(key, tally.n, tally.mean - prior.mu, variance, tally.squares, freedom, ratio)


@dataclass(frozen=True, slots=True)
class Ways:
    """How far a site strays from its recipes' word: how many past batches that word is worth, and how its scatter compares."""

    kappa: float = KAPPA0
    width: float = 1.0


USUAL = Ways()


def ways_of(pools: Pools) -> Ways:
    """How far this site strays, over all its kinds of step together (parametric empirical Bayes, Morris 1983).

    By moments. Scatter: the mean ratio of variances, which the prior's NU0 degrees of freedom put at NU0 / (NU0 − 2) times its
    centre. Location: the mean squared gap between steps and their recipes over the scatter of single sightings, less what
    chance leaves of it. Both start from the usual figures and go only so far as many kinds of step say so.
    """
    parts = [part for found in pools.values() for part in found if part.n >= 1.0]
    if not parts:
        return USUAL
    usual, tail = TAKEN_AS * NU0, NU0 / (NU0 - 2.0)
    freedom = [min(MOST_FREEDOM, p.freedom) for p in parts]
    width = (usual + sum(f * p.ratio for f, p in zip(freedom, parts, strict=True)) / tail) / (usual + sum(freedom))
    width = min(WIDEST, max(1.0 / WIDEST, width))
    total, weight = TAKEN_AS / KAPPA0, TAKEN_AS
    for part in parts:
        own = part.n / (part.n + KAPPA0)
        scatter = (NU0 * width * part.variance + part.squares) / (NU0 - 2.0 + part.n)
        total += own * (min(WIDEST, part.gap * part.gap / scatter) - 1.0 / part.n)
        weight += own
    # Rounded, so that one more sighting of one step does not move the law of every other by a hair.
    return Ways(round(1.0 / min(FARTHEST, max(CLOSEST, total / weight)), 1), round(width, 2))


def lean_of(parts: Iterable[Part], key: Key, ways: Ways = USUAL) -> Lean:
    """Where a recipe's word leans to before its own batches are counted: by what all others show of the same step.

    Normal on normal: each half of a site's own way has the variance of one sighting over twice what the recipe's word is worth;
    the common half is estimated from the other recipes (Gelman et al., Bayesian Data Analysis, 5.4).
    """
    others = [p for p in parts if p.of != key and p.n > 0.0]
    if not others:
        return UPRIGHT if ways == USUAL else Lean(kappa=ways.kappa, width=ways.width)
    half = HALVES * ways.kappa
    weights = [half * p.n / (half + p.n) for p in others]
    known = half + sum(weights)
    shift = sum(w * p.gap for w, p in zip(weights, others, strict=True)) / known
    freedom = sum(p.freedom for p in others)
    ratio = sum(p.freedom * p.ratio for p in others) / freedom if freedom > 0.0 else 1.0
    return Lean(shift, 1.0 / (1.0 / half + 1.0 / known), min(WIDTH_CASES, 0.5 * freedom), ratio, ways.width)
