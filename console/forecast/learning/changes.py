"""Whether a duration has changed lately: the split of its log-hours at which before and after differ most, if by enough."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

FEWEST_AFTER = 5
FEWEST_BEFORE = 8
"""How many sightings must lie after and before a split."""
LOOKS_BACK = 200
"""How many of the latest sightings are looked at."""
ALARM = 5.0
"""The split statistic, in standard errors, above which a change is told.

Of a hundred things that never change, three at most are told to have changed within 200 sightings; a shift of two standard
deviations is told after 7 sightings in the median and 12 in nine cases of ten (tests/forecast/learning/test_changes.py).
"""
LEAST = 0.05
"""A change of less than five in a hundred is nothing to tell of, however sure."""
WILD = 3.0
"""Sightings farther from the median than so many robust standard deviations of their neighbours are drawn in to it."""


@dataclass(frozen=True, slots=True)
class Changed:
    """A change: the place of the first sighting after it, medians in log-hours before and after, and how many lie after."""

    first: int
    before: float
    after: float
    n: int


def latest_change(values: Sequence[float]) -> Changed | None:
    """The latest change of the level of these log-hours (in the order of time), or None where nothing shows.

    The likelihood-ratio split test for one shift of a normal mean with unknown variance (Hawkins 1977), on values drawn in
    (winsorised) so that a few wild ones are no change; looked for again in what follows a change.
    """
    offset = max(0, len(values) - LOOKS_BACK)
    x = np.asarray(values[offset:], dtype=np.float64)
    found: Changed | None = None
    began = 0
    while (split := _split(x[began:])) is not None:
        before, after = x[began : began + split], x[began + split :]
        began += split
        found = Changed(offset + began, float(np.median(before)), float(np.median(after)), len(after))
    return found


def _split(x: NDArray[np.float64]) -> int | None:
    """Where these values split best, when the two parts differ by more than chance would make them."""
    n = len(x)
    if n < FEWEST_BEFORE + FEWEST_AFTER:
        return None
    x = _drawn_in(x)
    k = np.arange(FEWEST_BEFORE, n - FEWEST_AFTER + 1)
    total, squares = np.cumsum(x), np.cumsum(x * x)
    low, high = total[k - 1] / k, (total[-1] - total[k - 1]) / (n - k)
    within = squares[-1] - k * low * low - (n - k) * high * high
    error = np.sqrt(np.maximum(within, 0.0) / (n - 2) * (1.0 / k + 1.0 / (n - k)))
    gap = np.abs(high - low)
    gap[gap < LEAST] = 0.0
    statistic = np.divide(gap, error, out=np.where(gap > 0.0, np.inf, 0.0), where=error > 1e-12)
    best = int(np.argmax(statistic))
    return int(k[best]) if statistic[best] > ALARM else None


def _drawn_in(x: NDArray[np.float64]) -> NDArray[np.float64]:
    """Values no farther from a running middle than WILD robust deviations; deviations are taken between neighbours.

    Differences of neighbours do not see a shift, so the scale is that of the scatter alone.
    """
    scale = 1.0483 * float(np.median(np.abs(np.diff(x))))
    if scale <= 0.0:
        return x
    padded = np.pad(x, 2, mode="edge")
    middle = np.median(np.lib.stride_tricks.sliding_window_view(padded, 5), axis=1)
    return np.clip(x, middle - WILD * scale, middle + WILD * scale)
