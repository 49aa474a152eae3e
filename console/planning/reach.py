"""How far apart the steps of one batch must lie by its limits alone: the longest path between any two starts."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from console.planning.problem import PlanBatch, PlanStep, Span

NEVER = -(1 << 40)
"""No limit between two starts."""


def length(step: PlanStep) -> int:
    """How long a step lasts: as it did, or as planned."""
    return step.duration if step.fact is None else step.fact.end - step.fact.start


def least_gaps(batch: PlanBatch, bounds: list[Span]) -> NDArray[np.int64] | None:
    """For steps u and v at [u, v]: start of v lies at least so many slots after start of u; None when the limits contradict.

    The last row and column stand for slot 0; `bounds` are the first and last start each step may have, both in.
    """
    size = len(batch.steps)
    gaps = np.full((size + 1, size + 1), NEVER, dtype=np.int64)
    np.fill_diagonal(gaps, 0)
    for n, (first, last) in enumerate(bounds):
        gaps[size, n], gaps[n, size] = first, -last
    for lag in batch.lags:
        u, v = batch.index[lag.before], batch.index[lag.after]
        if batch.steps[u].fact is not None and batch.steps[v].fact is not None:
            continue
        shift = length(batch.steps[u]) * lag.from_end - length(batch.steps[v]) * lag.to_end
        gaps[u, v] = max(gaps[u, v], lag.least + shift)
        if lag.most is not None:
            gaps[v, u] = max(gaps[v, u], -lag.most - shift)
    for middle in range(size + 1):
        np.maximum(gaps, gaps[:, middle, None] + gaps[None, middle, :], out=gaps)
        if (np.diagonal(gaps) > 0).any():
            return None
    return gaps


def first_of(gaps: NDArray[np.int64], steps: tuple[int, ...]) -> int | None:
    """The step of these that always starts first, if there is one."""
    return next((u for u in steps if all(gaps[u, v] >= 0 for v in steps)), None)


def last_of(gaps: NDArray[np.int64], steps: tuple[int, ...], lengths: list[int]) -> int | None:
    """The step of these that always ends last, if there is one."""
    return next((u for u in steps if all(gaps[v, u] >= lengths[v] - lengths[u] for v in steps)), None)
