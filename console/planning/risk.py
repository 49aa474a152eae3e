"""How late a batch is expected to be when its plan says an end: the spread of its steps as a penalty in whole numbers."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Mapping, Sequence
from itertools import accumulate, pairwise
from math import erf, exp, inf, pi, sqrt
from statistics import NormalDist

from console.planning.problem import Lag, Penalty, PlanBatch, Pool, Span

SHARES = (2, 8, 22, 32, 36)
"""Per cent of the chance in each piece: fine where the promise is far, so that a slack of days still counts for something."""

CALENDAR = 1.6
"""What nights, shifts and assay runs add to the spread of a chain: a step that misses its run waits for the next."""

MISSES = 0.2
"""How often a batch misses a shift, a run or a courier somewhere on its way: judged by simulation, 15 to 25 %."""

REACH = 672
"""How far back (slots; a week of quarter hours) the last possible end before a promise is looked for."""

_NORMAL = NormalDist()


def penalty_for(due: int, mean: float, deviation: float) -> Penalty:
    """Expected slots beyond `due`, in per cent, of a batch planned to end at a slot and delayed by a normal (mean, deviation).

    A convex function of the planned end in at most five pieces: each stands at the mean of its share of the delay, so that the
    penalty never overstates E[(end + delay - due)^+] x 100 and touches it between the shares.
    """
    pieces: dict[int, int] = {}
    for share, middle in zip(SHARES, _middles(), strict=True):
        at = round(due - mean + middle * max(0.0, deviation))
        pieces[at] = pieces.get(at, 0) + share
    return Penalty(tuple(sorted(pieces.items())))


def expected_tardiness(end: float, due: float, mean: float, deviation: float) -> float:
    """E[(end + delay - due)^+] in slots for a normal delay: what `penalty_for` stands for."""
    beyond = end + mean - due
    if deviation <= 0:
        return max(0.0, beyond)
    z = beyond / deviation
    return deviation * (z * _below(z) + _density(z))


def delay_of(batch: PlanBatch, calendar: float = CALENDAR, missed: float = 0.0) -> tuple[float, float]:
    """Mean and deviation, in slots, of the delay of the promised end: the excess and spread along the batch's longest chain.

    Steps that are over add nothing; a running one still may. `calendar` widens the deviation for what the chain cannot know;
    `missed` is what it costs to come too late for a shift, a run or a courier, which one batch in five does somewhere.
    """
    if batch.promise_step not in batch.index:
        return 0.0, 0.0
    chain = longest_chain(batch)
    if batch.promise_at_start:
        chain = chain[:-1]
    steps = [step for step in map(batch.step, chain) if step.fact is None or not step.fact.over]
    mean = sum(max(0.0, step.mean - step.duration) for step in steps if step.mean > 0)
    spread = (calendar**2) * sum(step.deviation**2 for step in steps)
    return mean + MISSES * missed, sqrt(spread + MISSES * (1 - MISSES) * missed**2)


def last_end(batch: PlanBatch, pools: Mapping[str, Pool], due: int) -> int:
    """The last slot, not after `due`, at which the promised step can end (or start, if so promised) with its people there.

    A promise until five in the morning is in truth one until the courier's last evening tour: what slips past that slips a night.
    `due` itself where there is none within a week.
    """
    step = batch.step(batch.promise_step)
    length, far = step.duration, due - REACH
    end = due + (length if batch.promise_at_start else 0)
    while (start := end - length) >= far:
        needed = step.crew if length else ()
        shut = [gap for pool, count in needed if (gap := _unstaffed(pools[pool], count, start, end)) is not None]
        allowed = start if step.windows is None else _latest_within(step.windows, start, far - 1)
        if not shut and allowed == start:
            return start if batch.promise_at_start else end
        end = min([*shut, allowed + length])
    return due


def _latest_within(windows: Sequence[Span], start: int, otherwise: int) -> int:
    """The latest slot, not after `start`, that lies within a window."""
    return max((min(start, closes - 1) for opens, closes in windows if opens <= start), default=otherwise)


def _unstaffed(pool: Pool, count: int, start: int, end: int) -> int | None:
    """Where the last stretch within [start, end) with fewer people than that begins; None when there are enough throughout."""
    for n in range(bisect_left(pool.levels, (end,)) - 1, -1, -1):
        at, level = pool.levels[n]
        if level < count:
            return max(at, start)
        if at <= start:
            return None
    return start


def longest_chain(batch: PlanBatch) -> tuple[str, ...]:
    """The codes of the steps, in order, on the longest way by durations and least lags to the promised step."""
    into: dict[str, list[Lag]] = {}
    for lag in batch.lags:
        if lag.from_end and not lag.to_end and batch.index[lag.before] < batch.index[lag.after]:
            into.setdefault(lag.after, []).append(lag)
    ends: dict[str, int] = {}
    came: dict[str, str] = {}
    for step in batch.steps:
        reached = -1
        for lag in into.get(step.code, ()):
            if ends[lag.before] + max(0, lag.least) > reached:
                reached = ends[lag.before] + max(0, lag.least)
                came[step.code] = lag.before
        ends[step.code] = max(0, reached) + step.duration
    chain = [batch.promise_step]
    while chain[-1] in came:
        chain.append(came[chain[-1]])
    return tuple(reversed(chain))


def _middles() -> Sequence[float]:
    """The mean of a standard normal delay within each share, the latest delay first: it bites earliest."""
    edges = [-inf] + [_NORMAL.inv_cdf(done / 100) for done in accumulate(SHARES[:-1])] + [inf]
    return [(_density(low) - _density(high)) * 100 / share for share, (low, high) in zip(SHARES, pairwise(edges), strict=True)]


def _below(z: float) -> float:
    return 0.5 * (1 + erf(z / sqrt(2)))


def _density(z: float) -> float:
    return exp(-z * z / 2) / sqrt(2 * pi)
