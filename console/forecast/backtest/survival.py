"""How long things last when some are not over yet: those still running count as being at least as old as they are."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from console.forecast.backtest.timeline import Flags, Floats

NDIndex = NDArray[np.intp]

DECADES_BELOW, DECADES_ABOVE, STEPS = 4, 3.5, 32
"""The grid of durations around a typical one: decades below and above it, and steps a decade."""
TAIL = 2.0
"""How fast what nobody has outlived yet is taken to end: exp(-TAIL) for as long again as the longest seen."""


def duration_grid(typical: float) -> Floats:
    """Durations in days, evenly spaced in their logarithm, around a typical one."""
    count = int((DECADES_BELOW + DECADES_ABOVE) * STEPS) + 1
    grid: Floats = typical * np.logspace(-DECADES_BELOW, DECADES_ABOVE, count)
    return grid


def in_order(days: Floats, over: Flags) -> NDIndex:
    """The order in which the product-limit estimator takes observations: by length, ends before censored ones."""
    order: NDIndex = np.lexsort((~over, days))
    return order


def ended_by(days: Floats, over: Flags, weights: Floats, grid: Floats) -> Floats:
    """Probability of having ended by each duration of `grid`, a row per row of `weights` (Kaplan and Meier 1958, weighted).

    `days` (m, ascending as `in_order` gives them) are durations so far, `over` whether they ended; `weights` is (q, m).
    """
    at_risk = np.cumsum(weights[:, ::-1], axis=1)[:, ::-1]
    hazard = np.where(over, weights / np.maximum(at_risk, 1e-300), 0.0)
    going = np.cumprod(1.0 - np.minimum(hazard, 1.0), axis=1)
    counted = np.searchsorted(days, grid, side="right")
    padded = np.concatenate([np.ones((len(weights), 1)), going], axis=1)
    still = padded[:, counted]
    longest = max(float(days[-1]), float(grid[0])) if len(days) else float(grid[0])
    beyond = np.exp(-TAIL * np.maximum(grid / longest - 1.0, 0.0))
    gone: Floats = 1.0 - still * beyond
    return gone
