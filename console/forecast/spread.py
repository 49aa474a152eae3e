"""How long a thing may take: a Student law on log-hours, drawn from standard normals and conditioned on time already spent."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from statistics import NormalDist
from typing import Any, TypeVar

import numpy as np
from numpy.typing import NDArray

from console.domain.durations import DurationLaw, LawKind

Hours = NDArray[np.float64]
Normals = NDArray[np.float32]
Real = TypeVar("Real", np.float32, np.float64)

CERTAIN = 1e6
"""Degrees of freedom from which a Student law is a normal one for every purpose here."""
KAPPA0 = 6.0
NU0 = 8.0
"""What the recipe's own figure counts for, in past batches: its location and its spread (planning.md 3.3)."""
FAR_H = 87_600.0
"""Ten years: nothing is drawn beyond, so that every draw is an instant."""
SHORTEST_H = 1e-3
PIECE = 32_000
"""Numbers drawn at a time."""
FIRM = 0.03
"""Spread in log-hours that a fixed law is granted once the site has seen it take another time."""
TAIL_T = 4.0
"""Student quantile beyond which the tail is drawn from its integrated hazard instead of from the grid."""
_FAR_FALL = 40.0
"""How far the log-density is followed down a tail: no standard normal drawn lives through more hazard."""

_Z10 = NormalDist().inv_cdf(0.9)
_GRID = np.linspace(-8.0, 8.0, 641)
_LOG_SURVIVAL = np.array([math.log(0.5 * math.erfc(z / math.sqrt(2.0))) for z in _GRID])


@dataclass(frozen=True, slots=True)
class Spread:
    """A law of hours: exp(mu + scale · t) − offset with t Student-distributed; scale 0 is a certainty.

    `nu` are the degrees of freedom (at least 8, CERTAIN for a normal); `offset` lets a law on logarithms reach zero hours.
    """

    mu: float
    scale: float = 0.0
    nu: float = CERTAIN
    offset: float = 0.0

    def at(self, p: float) -> float:
        """Hours at probability `p`."""
        t = float(student(np.array([NormalDist().inv_cdf(p)]), self.nu)[0])
        return max(0.0, math.exp(min(self.mu + self.scale * t, math.log(FAR_H))) - self.offset)

    @property
    def median(self) -> float:
        """Hours in the middle."""
        return max(0.0, math.exp(self.mu) - self.offset)


@dataclass(frozen=True, slots=True)
class Tally:
    """What was seen of one thing: how often, and mean and summed squares of its log-hours; a shared sighting counts in part."""

    n: float = 0.0
    mean: float = 0.0
    squares: float = 0.0

    def seen(self, value: float, weight: float = 1.0) -> Tally:
        """This tally with one more log-hour value (West 1979, the stable way)."""
        n = self.n + weight
        gap = value - self.mean
        mean = self.mean + gap * weight / n
        return Tally(n, mean, self.squares + weight * gap * (value - mean))


@dataclass(frozen=True, slots=True)
class Lean:
    """How a stated law leans before its own sightings count: shifted in log-hours, its location worth `kappa` past batches.

    Its variance is `width` times the stated one; `freedom` more degrees of freedom say `ratio` times the stated one.
    """

    shift: float = 0.0
    kappa: float = KAPPA0
    freedom: float = 0.0
    ratio: float = 1.0
    width: float = 1.0


UPRIGHT = Lean()


def certain(hours: float) -> Spread:
    """A law that always gives these hours."""
    return Spread(math.log(max(hours, SHORTEST_H)), offset=max(0.0, SHORTEST_H - hours))


@lru_cache(maxsize=1024)
def from_law(law: DurationLaw, offset: float = 0.0, nu: float = CERTAIN) -> Spread:
    """A stated law as a spread: the same median, and the same width in log-hours from its 10 to its 90 per cent point."""
    if law.kind is LawKind.FIXED and not offset:
        return certain(float(law.a))
    if law.kind is LawKind.LOGNORMAL and nu >= CERTAIN and not offset:
        return Spread(math.log(max(float(law.a), SHORTEST_H)), float(law.b), offset=-float(law.c))
    low, middle, high = (
        math.log(max(law.quantile(p, z), 0.0) + offset + (0.0 if offset else SHORTEST_H))
        for p, z in ((0.1, -_Z10), (0.5, 0.0), (0.9, _Z10))
    )
    width = 2.0 * float(student(np.array([_Z10]), nu)[0])
    return Spread(middle, max(0.0, high - low) / width, nu, offset or SHORTEST_H)


@lru_cache(maxsize=1024)
def learned(law: DurationLaw, tally: Tally, offset: float = 0.0, lean: Lean = UPRIGHT) -> Spread:
    """The predictive law after what was seen: normal-inverse-gamma on log-hours with the stated law as prior (Murphy 2007, 6)."""
    if tally.n <= 0 and law.kind is LawKind.FIXED:
        return from_law(law, offset)
    prior = from_law(law, offset, NU0)
    if tally.n <= 0 and lean is UPRIGHT:
        return prior
    kappa, nu = lean.kappa + tally.n, NU0 + lean.freedom + tally.n
    centre, variance = prior.mu + lean.shift, max(prior.scale, FIRM) ** 2 / (1.0 + 1.0 / KAPPA0)
    gap = tally.mean - centre
    total = (NU0 * lean.width + lean.freedom * lean.ratio) * variance + tally.squares + lean.kappa * tally.n / kappa * gap * gap
    mu = (lean.kappa * centre + tally.n * tally.mean) / kappa
    return Spread(mu, math.sqrt(total / nu * (1.0 + 1.0 / kappa)), nu, prior.offset)


def log_hours(hours: float, offset: float = 0.0) -> float:
    """What a tally keeps of a duration in hours; `offset` as in the spread it is for."""
    return math.log(max(hours, 0.0) + (offset or SHORTEST_H))


def student(z: NDArray[Real], nu: float) -> NDArray[Real]:
    """Student quantiles from normal ones of the same probability, for 8 degrees of freedom and more.

    Within 0.005 of the truth for |z| <= 3 at nu = 8.
    """
    return _expanded(z, _coefficients(nu))


@cache
def _coefficients(nu: float) -> tuple[float, ...]:
    """Abramowitz and Stegun 26.7.5, t / z ordered by powers of z²."""
    w = 1.0 / nu
    return (
        1.0 + w / 4.0 + 3.0 * w**2 / 96.0 - 15.0 * w**3 / 384.0 - 945.0 * w**4 / 92160.0,
        w / 4.0 + 16.0 * w**2 / 96.0 + 17.0 * w**3 / 384.0 - 1920.0 * w**4 / 92160.0,
        5.0 * w**2 / 96.0 + 19.0 * w**3 / 384.0 + 1482.0 * w**4 / 92160.0,
        3.0 * w**3 / 384.0 + 776.0 * w**4 / 92160.0,
        79.0 * w**4 / 92160.0,
    )


def _expanded(z: NDArray[Real], by_power: Sequence[Any]) -> NDArray[Real]:
    x = np.clip(z, -8.0, 8.0)
    y = x * x
    t = y * by_power[4]
    for power in (3, 2, 1):
        t += by_power[power]
        t *= y
    t += by_power[0]
    t *= x
    return np.asarray(t)


def beyond(spread: Spread, z: Normals, spent: float) -> Hours:
    """Hours in all, given that `spent` have passed and it is not over: F⁻¹(F(e) + U(1 − F(e))), never below `spent`."""
    if spent <= 0.0:
        return hours_of(spread, z)
    if spread.scale <= 0.0:
        return np.full(z.shape, max(spread.median, spent))
    t_spent = (math.log(max(spent + spread.offset, SHORTEST_H)) - spread.mu) / spread.scale
    survived = np.interp(z.astype(np.float64), _GRID, _LOG_SURVIVAL)
    if t_spent > TAIL_T:
        t = _tail(t_spent, spread.nu, -survived)
    else:
        z_spent = np.interp(t_spent, _grid(spread.nu), _GRID)
        left = survived + np.interp(z_spent, _GRID, _LOG_SURVIVAL)
        t = student(np.interp(-left, -_LOG_SURVIVAL, _GRID), spread.nu)
    return np.asarray(np.maximum(_hours(spread, t), spent))


def hours_of(spread: Spread, z: Normals) -> Hours:
    """Hours drawn from a spread by standard normals."""
    if spread.scale <= 0.0:
        return np.full(z.shape, spread.median)
    return _hours(spread, student(z.astype(np.float64), spread.nu))


def hours_of_many(spreads: Sequence[Spread], z: Normals, rows: Sequence[int]) -> list[Normals]:
    """Hours of many spreads at once, each from its row of standard normals (in single precision: 1e-7 of a span).

    Taken in pieces that stay in the processor's cache; fresh memory costs more here than the exponentials.
    """
    told = [(s.mu, s.scale, s.offset, *_coefficients(s.nu)) for s in spreads]
    columns = np.array(told, dtype=np.float32).reshape(-1, 8, 1)
    piece = max(1, PIECE // max(1, z.shape[1]))
    found: list[Normals] = []
    for first in range(0, len(rows), piece):
        column = columns[first : first + piece]
        t = _expanded(z[list(rows[first : first + piece])], [column[:, n] for n in range(3, 8)])
        t *= column[:, 1]
        t += column[:, 0]
        np.minimum(t, math.log(FAR_H), out=t)
        np.exp(t, out=t)
        t -= column[:, 2]
        np.maximum(t, 0.0, out=t)
        found += list(t)
    return found


def _hours(spread: Spread, t: Hours) -> Hours:
    drawn = np.exp(np.minimum(spread.mu + spread.scale * t, math.log(FAR_H))) - spread.offset
    return np.asarray(np.maximum(drawn, 0.0))


def _tail(t: float, nu: float, hazard: Hours) -> Hours:
    """Student draws beyond `t` at which this much hazard has been lived through since: ln S(t) − ln S(x)."""
    fall, at = _falls(t, nu)
    return _fallen(t, nu, np.interp(hazard, at, fall))


def _fallen(t: float, nu: float, fall: Hours) -> Hours:
    """Where the logarithm of a Student density lies this much under what it is at `t`."""
    x = 2.0 * fall / (nu + 1.0)
    return np.asarray(np.sqrt(t * t * np.exp(x) + nu * np.expm1(x)))


@lru_cache(maxsize=1024)
def _falls(t: float, nu: float) -> tuple[Hours, Hours]:
    """The hazard lived through since `t` at each fall of the log-density: what lies beyond is summed by trapezoids from far out.

    The hazard of a Student tail is under the slope of its log-density: to take one for the other makes what is far overdue
    end too early, by more than half a spread at the 90 per cent point of 8 degrees of freedom.
    """
    fall = np.linspace(0.0, _FAR_FALL, 1601)
    x = _fallen(t, nu, fall)
    mass = np.exp(-fall) * (nu + x * x) / x
    pieces = (mass[1:] + mass[:-1])[::-1].cumsum()[::-1]
    # Beyond the last one the rest is what its own density leaves, by the law's power (a normal law has none to speak of).
    pieces += 2.0 * mass[-1] / (fall[1] * nu / (nu + 1.0))
    found = np.append(pieces, 2.0 * mass[-1] / (fall[1] * nu / (nu + 1.0)))
    return fall, np.log(found[0] / found)


@cache
def _grid(nu: float) -> Hours:
    return student(_GRID, nu)
