"""How good a stated chance was once the thing has come: proper scores, coverage and its interval, vectorised over cases.

Amounts (hours, days: the caller's) lie in arrays, one case per row. Proper scores after Gneiting and Raftery (JASA 2007;102:359),
the interval of a share after Wilson (JASA 1927;22:209), the transform after Dawid (JRSS A 1984;147:278).
"""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray

Floats = NDArray[np.float64]

NONE = 1e-9
"""Two instants nearer than this (in hours: less than a hundredth of a millisecond) are one."""

Z95 = 1.959963984540054
"""The normal quantile of a two-sided 95 %."""


def pinball(level: ArrayLike, quantile: ArrayLike, came: ArrayLike) -> Floats:
    """The loss of a stated quantile: `level` for each unit it was too low, 1 - `level` for each it was too high."""
    over = np.asarray(came, float) - np.asarray(quantile, float)
    return np.asarray(np.maximum(np.asarray(level) * over, (np.asarray(level) - 1.0) * over))


def crps_of_quantiles(levels: ArrayLike, quantiles: ArrayLike, came: ArrayLike) -> Floats:
    """The continuous ranked probability score of each case (rows of `quantiles`, columns by `levels`): twice the mean pinball loss.

    It tends to the CRPS as the levels fill (0, 1) evenly (Laio and Tamea, HESS 2007;11:1267); of five levels it is a score of
    those five, the same for everybody who states them.
    """
    return np.asarray(2.0 * pinball(np.asarray(levels), quantiles, np.asarray(came, float)[:, None]).mean(axis=1))


def crps_of_samples(samples: ArrayLike, came: ArrayLike) -> Floats:
    """The CRPS of each case whose distribution is its row of drawn values: E|X - y| - E|X - X'| / 2, over all pairs of them."""
    drawn = np.sort(np.asarray(samples, float), axis=1)
    n = drawn.shape[1]
    weights = (2.0 * np.arange(1, n + 1) - n - 1) / (n * n)
    return np.asarray(np.abs(drawn - np.asarray(came, float)[:, None]).mean(axis=1) - drawn @ weights)


def covered(low: ArrayLike, high: ArrayLike, came: ArrayLike) -> NDArray[np.bool_]:
    """Whether what came lies in the stated interval, its ends included."""
    at = np.asarray(came, float)
    return np.asarray((np.asarray(low, float) <= at) & (at <= np.asarray(high, float)))


def wilson(happened: float, of: float, z: float = Z95) -> tuple[float, float]:
    """The interval of a share, 95 % unless told: of `of` independent cases it `happened` in so many; (0, 1) of none."""
    if of <= 0:
        return 0.0, 1.0
    share, spread = happened / of, z * z / of
    middle = (share + spread / 2) / (1 + spread)
    half = z / (1 + spread) * np.sqrt(max(0.0, share * (1 - share) / of + spread / (4 * of)))
    return float(np.clip(middle - half, 0.0, share)), float(np.clip(middle + half, share, 1.0))


def brier(stated: ArrayLike, happened: ArrayLike) -> Floats:
    """The squared distance of each stated chance (0..1) from what came (0 or 1); Brier (MWR 1950;78:1)."""
    return np.asarray((np.asarray(stated, float) - np.asarray(happened, float)) ** 2)


def pit_of_samples(samples: ArrayLike, came: ArrayLike) -> Floats:
    """Where in its own distribution (0..1) each case came; ties count half, so that a certainty that came true is one half."""
    drawn, at = np.asarray(samples, float), np.asarray(came, float)[:, None]
    return np.asarray((drawn < at).mean(axis=1) + (drawn == at).mean(axis=1) / 2)


def pit_of_quantiles(levels: ArrayLike, quantiles: ArrayLike, came: ArrayLike) -> Floats:
    """Where in its stated distribution (0..1) each case came, from its quantiles (one row a case, in order).

    Straight between two quantiles; beyond the outer ones the tail falls off exponentially from the density beside it, so that
    farther outside is always nearer to 0 or 1. Where quantiles coincide the middle of their levels counts.
    """
    at_level = np.asarray(levels, float)
    q, at = np.asarray(quantiles, float), np.asarray(came, float)
    below, upto = (q < at[:, None]).sum(axis=1), (q <= at[:, None]).sum(axis=1)
    lower, upper = np.clip(below - 1, 0, None), np.clip(upto, None, q.shape[1] - 1)
    rows = np.arange(len(q))
    gap = q[rows, upper] - q[rows, lower]
    share = np.divide(at - q[rows, lower], gap, out=np.full(len(q), 0.5), where=gap > 0)
    inside = at_level[lower] + np.clip(share, 0.0, 1.0) * (at_level[upper] - at_level[lower])
    on = (below < upto) & (upto > 0)
    tie = (at_level[np.clip(below, None, q.shape[1] - 1)] + at_level[np.clip(upto - 1, 0, None)]) / 2
    return np.asarray(
        np.select([on, upto == 0, below == q.shape[1]], [tie, _tail(at_level, q, at), _upper(at_level, q, at)], inside)
    )


def _tail(levels: Floats, q: Floats, at: Floats) -> Floats:
    """The share below `at` where it lies below the lowest quantile."""
    rate = _rate(levels[0], levels[1] - levels[0], q[:, 1] - q[:, 0], q)
    return np.asarray(levels[0] * np.exp(-np.maximum(q[:, 0] - at, 0.0) * rate))


def _upper(levels: Floats, q: Floats, at: Floats) -> Floats:
    rate = _rate(1.0 - levels[-1], levels[-1] - levels[-2], q[:, -1] - q[:, -2], q)
    return np.asarray(1.0 - (1.0 - levels[-1]) * np.exp(-np.maximum(at - q[:, -1], 0.0) * rate))


def _rate(beyond: float, between: float, gap: Floats, q: Floats) -> Floats:
    """How fast a tail falls off: from the density between its two outer quantiles; where they coincide that of the whole range."""
    whole = np.maximum(q[:, -1] - q[:, 0], NONE)
    return np.asarray(between / np.where(gap > NONE, gap, whole) / beyond)
