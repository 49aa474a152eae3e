"""How much each adviser is believed: by how well its past forecasts fit what is known of them by now."""

from __future__ import annotations

import numpy as np

from console.forecast.backtest.timeline import Floats

FIRM = 0.02
"""How strongly the weights are held at their prior, against a mean adviser's error."""
STEPS = 200


def weights(forecasts: Floats, age: Floats, days: Floats, grid: Floats, counts: Floats, prior: Floats) -> Floats:
    """Weights (k) on the simplex for a linear pool of forecasts (k, n, g), cumulative over durations `grid` (g).

    `age` (n) is how long ago each was made and `days` (n) how long its case went on, or at least. The error is the ranked
    probability score up to the age: every forecast, over or not, is judged on just what is certain of it, so that
    quickly finished cases count no more than others. `counts` (n) are the forecasts' own weights.
    """
    known = grid[None, :] <= age[:, None]
    happened = days[:, None] <= grid[None, :]
    share = np.sqrt(counts[:, None] * known * np.diff(grid, append=grid[-1])[None, :])
    errors = ((forecasts - happened[None]) * share[None]).reshape(len(forecasts), -1)
    products = errors @ errors.T
    scale = float(np.trace(products)) / len(products)
    return prior if scale <= 0 else _least(products / scale, prior)


def _least(products: Floats, prior: Floats) -> Floats:
    """The point of the simplex that makes w'Gw + FIRM·|w − prior|² least, by projected gradient steps."""
    curved = products + FIRM * np.eye(len(products))
    stride = 1.0 / float(np.linalg.norm(curved, 2))
    found = prior
    for _ in range(STEPS):
        found = _onto_simplex(found - stride * (curved @ found - FIRM * prior))
    return found


def _onto_simplex(point: Floats) -> Floats:
    """The nearest weights that are not negative and sum to 1 (Duchi, Shalev-Shwartz, Singer and Chandra 2008)."""
    falling = np.sort(point)[::-1]
    excess = np.cumsum(falling) - 1.0
    last = np.flatnonzero(falling - excess / np.arange(1, len(point) + 1) > 0)[-1]
    nearest: Floats = np.maximum(point - excess[last] / (last + 1), 0.0)
    return nearest
