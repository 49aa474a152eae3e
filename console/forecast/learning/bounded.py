"""Spans of which only bounds are known, so that learning from what has ended does not favour what ends soon."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from console.forecast.spread import FIRM, KAPPA0, NU0, Spread, Tally

ROUNDS = 40
SETTLED = 1e-4
"""In standard deviations: when the location moves less than this from one round to the next, it has settled."""
_ROOT_2 = math.sqrt(2.0)
_ROOT_2PI = math.sqrt(2.0 * math.pi)


@dataclass(frozen=True, slots=True)
class Bounds:
    """A value in log-hours known to lie between two bounds (±inf where there is none), counting for so much of a sighting."""

    low: float
    high: float
    weight: float = 1.0


def filled(prior: Spread, tally: Tally, bounds: Sequence[Bounds]) -> Tally:
    """The tally that carries the bounded values too, by expectation and maximisation on the normal (Dempster et al. 1977).

    Each bounded value enters by its mean and variance between its bounds under what is believed, round after round; at the end
    it counts only for the share of information it brings (Louis 1982): a step that has just begun says nothing.
    """
    if not bounds:
        return tally
    centre, variance = prior.mu, max(prior.scale, FIRM) ** 2 / (1.0 + 1.0 / KAPPA0)
    mu, sigma = _fit(centre, variance, tally, [])
    seen: list[_Inside] = []
    for _ in range(ROUNDS):
        seen = [_inside(mu, sigma, b) for b in bounds]
        before = mu
        mu, sigma = _fit(centre, variance, tally, seen)
        if abs(mu - before) <= SETTLED * sigma:
            break
    return _as_tally(centre, variance, tally, mu, sigma, sum(s.told for s in seen))


@dataclass(frozen=True, slots=True)
class _Inside:
    """A bounded value under what is believed: mean, variance, weight, and how much of a sighting it is worth."""

    mean: float
    variance: float
    weight: float
    told: float


def _fit(centre: float, variance: float, tally: Tally, seen: Sequence[_Inside]) -> tuple[float, float]:
    """Location and standard deviation after the exact and the bounded values (normal-inverse-gamma, Murphy 2007)."""
    extra = sum(s.weight for s in seen)
    count = tally.n + extra
    mu = (KAPPA0 * centre + tally.n * tally.mean + sum(s.weight * s.mean for s in seen)) / (KAPPA0 + count)
    total = NU0 * variance + tally.squares + KAPPA0 * (mu - centre) ** 2 + tally.n * (mu - tally.mean) ** 2
    total += sum(s.weight * (s.variance + (s.mean - mu) ** 2) for s in seen)
    return mu, math.sqrt(total / (NU0 + count))


def _as_tally(centre: float, variance: float, tally: Tally, mu: float, sigma: float, told: float) -> Tally:
    """The tally of exact values that would lead to the same belief."""
    n = tally.n + told
    if n <= 1e-9:
        return tally
    kappa = KAPPA0 + n
    mean = (kappa * mu - KAPPA0 * centre) / n
    squares = sigma * sigma * (NU0 + n) - NU0 * variance - KAPPA0 * n / kappa * (mean - centre) ** 2
    return Tally(n, mean, max(0.0, squares))


def _inside(mu: float, sigma: float, bounds: Bounds) -> _Inside:
    """Mean and variance of a normal value known to lie between its bounds."""
    a, b = (bounds.low - mu) / sigma, (bounds.high - mu) / sigma
    if a > 0.0:
        mean, variance = _upper(a, b)
    elif b < 0.0:
        mean, variance = _upper(-b, -a)
        mean = -mean
    else:
        share = _below(b) - _below(a)
        mean, variance = _moments(a, b, _density(a), _density(b), share)
    told = bounds.weight * min(1.0, max(0.0, 1.0 - variance))
    return _Inside(mu + sigma * mean, sigma * sigma * variance, bounds.weight, told)


def _upper(a: float, b: float) -> tuple[float, float]:
    """The same for standard bounds above zero, by ratios to the density at the lower bound: no underflow far out."""
    fade = math.exp(-0.5 * (b * b - a * a)) if b < math.inf else 0.0
    share = _mills(a) - (fade * _mills(b) if b < math.inf else 0.0)
    return _moments(a, b, 1.0, fade, share)


def _moments(a: float, b: float, at_a: float, at_b: float, share: float) -> tuple[float, float]:
    if share <= 1e-12:
        near = a if abs(a) < abs(b) else b
        return near, 0.0
    mean = (at_a - at_b) / share
    tilt = (a * at_a if at_a > 0.0 else 0.0) - (b * at_b if at_b > 0.0 else 0.0)
    return mean, min(1.0, max(0.0, 1.0 + tilt / share - mean * mean))


def _density(z: float) -> float:
    return math.exp(-0.5 * z * z) / _ROOT_2PI if abs(z) < 40.0 else 0.0


def _below(z: float) -> float:
    return 0.5 * math.erfc(-z / _ROOT_2)


def _mills(z: float) -> float:
    """Chance above z over the density at z; by its continued fraction where both fade away (Abramowitz and Stegun 26.2.14)."""
    if z < 6.0:
        return 0.5 * math.erfc(z / _ROOT_2) / (math.exp(-0.5 * z * z) / _ROOT_2PI)
    found = z
    for k in range(12, 0, -1):
        found = z + k / found
    return 1.0 / found
