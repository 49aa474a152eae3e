"""What a batch's limits and the site's calendars allow at best: circles of limits, shortest holds, longest staffed stretches."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import product

from console.planning.problem import Closed, PlanBatch, Pool, Span

Least = tuple[int, int, int]
"""(u, v, w): step number v starts at least w slots after step number u."""
NEVER = -(1 << 40)
"""Less than any least distance: two starts that no chain of limits ties together."""


def least_distances(batch: PlanBatch) -> list[Least]:
    """The limits between steps that have not started, each as a least distance of two starts (a most is one the other way)."""
    found: list[Least] = []
    for lag in batch.lags:
        before, after = batch.step(lag.before), batch.step(lag.after)
        if before.fact is None and after.fact is None:
            u, v = batch.index[lag.before], batch.index[lag.after]
            edges = (before.duration if lag.from_end else 0) - (after.duration if lag.to_end else 0)
            found.append((u, v, edges + lag.least))
            if lag.most is not None:
                found.append((v, u, -edges - lag.most))
    return found


def circle(batch: PlanBatch) -> tuple[str, ...]:
    """The codes, in order, of steps each of which must start later than itself by way of the others; empty when there are none.

    Bellman and Ford: a start still raised in the last round lies behind a circle of positive length.
    """
    starts = [0] * len(batch.steps)
    raised_by: dict[int, int] = {}
    last: int | None = None
    for _ in batch.steps:
        last = None
        for u, v, w in least_distances(batch):
            if starts[u] + w > starts[v]:
                starts[v], raised_by[v], last = starts[u] + w, u, v
        if last is None:
            return ()
    on = last or 0
    for _ in batch.steps:
        on = raised_by[on]
    codes, at = [batch.steps[on].code], raised_by[on]
    while at != on:
        codes.append(batch.steps[at].code)
        at = raised_by[at]
    return tuple(reversed(codes))


def distances(batch: PlanBatch) -> list[list[int]]:
    """The least distance from each start to each other by any chain of limits (Floyd and Warshall); without a circle only."""
    size = range(len(batch.steps))
    far = [[0 if u == v else NEVER for v in size] for u in size]
    for u, v, w in least_distances(batch):
        far[u][v] = max(far[u][v], w)
    for via, u in product(size, size):
        if far[u][via] > NEVER:
            row, through = far[via], far[u][via]
            far[u] = [max(old, through + more) if more > NEVER else old for old, more in zip(far[u], row, strict=True)]
    return far


def shortest_hold(batch: PlanBatch, far: Sequence[Sequence[int]], steps: Sequence[int]) -> int:
    """The fewest slots from the first start to the last end of these steps (numbers) that the batch's limits allow."""
    return max((far[u][v] + batch.steps[v].duration for u, v in product(steps, steps)), default=0)


def longest_open(closed: Sequence[Closed], start: int, end: int) -> int:
    """The longest stretch within [start, end) that no closed span touches."""
    longest, at = 0, start
    for span in sorted(closed, key=lambda span: span.start):
        longest = max(longest, min(span.start, end) - at)
        at = max(at, span.end)
    return max(longest, end - at)


def longest_staffed(crew: Sequence[tuple[Pool, int]], horizon: int) -> int:
    """The longest stretch in which every one of these pools has at least so many, all at the same time."""
    spans: list[Span] = [(0, horizon)]
    for pool, count in crew:
        spans = _both(spans, _at_least(pool, count, horizon))
    return max((end - start for start, end in spans), default=0)


def _both(one: Sequence[Span], other: Sequence[Span]) -> list[Span]:
    """Where two sorted lists of stretches are there at the same time."""
    found: list[Span] = []
    at = 0
    for start, end in one:
        while at < len(other) and other[at][1] <= start:
            at += 1
        on = at
        while on < len(other) and other[on][0] < end:
            found.append((max(start, other[on][0]), min(end, other[on][1])))
            on += 1
    return found


def _at_least(pool: Pool, count: int, horizon: int) -> list[Span]:
    """The stretches in which a pool has so many; two that touch are one."""
    spans: list[Span] = []
    ends = [at for at, _ in pool.levels[1:]] + [horizon]
    for (start, level), end in zip(pool.levels, ends, strict=True):
        start, end = max(0, start), min(end, horizon)
        if level >= count and start < end:
            spans.append((spans.pop()[0], end) if spans and spans[-1][1] == start else (start, end))
    return spans
