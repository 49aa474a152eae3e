"""A safety net under the forecast: levels moved so that what was told to come by them did come by them, of late."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

FEWEST = 20
"""With fewer judged releases than this nothing is moved."""
LATELY = 100
"""How many of the latest releases are looked at."""
DOUBT = 20.0
"""How many releases speak for the levels as they stand."""


def recalibrated(levels: Sequence[float], pits: Sequence[float]) -> tuple[float, ...]:
    """The levels to ask a forecast for, so that what it tells at them comes with the chances `levels`.

    `pits` are the probability integral transforms of past releases, oldest first: the chance each forecast gave to what came by
    the instant at which it did. Of the last hundred the empirical distribution is taken, mixed with the uniform one of an honest
    forecast by their numbers, and inverted (Kuleshov et al. 2018; split conformal in the ranks, Vovk et al. 2005). With fewer
    than twenty, or none that is a number between 0 and 1, the levels come back as they are; rising levels stay rising.
    """
    seen = np.array([p for p in pits if 0.0 <= p <= 1.0], dtype=np.float64)[-LATELY:]
    if len(seen) < FEWEST:
        return tuple(levels)
    seen.sort()
    ranks = np.arange(1, len(seen) + 1) / (len(seen) + 1.0)
    level = np.concatenate([[0.0], seen, [1.0]])
    share = np.concatenate([[0.0], ranks, [1.0]])
    grid = np.linspace(0.0, 1.0, 1001)
    came = (len(seen) * np.interp(grid, level, share) + DOUBT * grid) / (len(seen) + DOUBT)
    return tuple(float(q) for q in np.interp(levels, came, grid))
