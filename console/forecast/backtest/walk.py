"""The walk through a log: at each event a forecast from what had happened by then, learned from as it comes true."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from console.forecast.backtest.advisers import NAMES, PRIOR, Advisers
from console.forecast.backtest.calibration import corrected_levels
from console.forecast.backtest.features import features
from console.forecast.backtest.figures import LEVELS
from console.forecast.backtest.mixture import weights
from console.forecast.backtest.survival import duration_grid
from console.forecast.backtest.timeline import Floats, Timeline, Whole

COMPLETE = 5
"""Cases that must be complete before the first forecast; what is asked earlier is answered with 0."""
TICK, TICK_SHARE = 10, 0.01
"""What was learned is renewed after so many events, or this share of those that have happened."""
ASKED = 100
"""Forecasts a tick that are made to learn from them: chosen by lot when more could be."""
KEPT = 1_600
JUDGED = 400
"""Past forecasts that are remembered; those of them by which the advisers are weighed."""
FADES = 600.0
"""Remembered forecasts after which one counts half."""


@dataclass(slots=True)
class Remembered:
    """Past forecasts as they were made; when there are too many the older half is thinned."""

    size: int
    event: list[int] = field(default_factory=list)
    said: list[NDArray[np.float32]] = field(default_factory=list)
    mixed: list[NDArray[np.float32]] = field(default_factory=list)

    def add(self, events: Whole, said: Floats, mixed: Floats) -> None:
        """Forecasts just made: the advisers' (k, n, g) and their mixture (n, g)."""
        for place, event in enumerate(events.tolist()):
            self.event.append(event)
            self.said.append(said[:, place].astype(np.float32))
            self.mixed.append(mixed[place].astype(np.float32))
        while len(self.event) > self.size:
            half = len(self.event) // 2
            for kept in (self.event, self.said, self.mixed):
                del kept[:half:2]


def forecasts(log: Timeline, rows: Floats | None = None) -> Floats:
    """Every scored event's forecast, quantiles (n, 99) at LEVELS in days, and those learned from; other rows are NaN.

    What a forecast rests on happened strictly before its instant, but for its own case; a case counts as complete once
    its last event has passed.
    """
    rows = features(log) if rows is None else rows
    said = np.full((len(log.at), len(LEVELS)), np.nan)
    ended = np.argsort(log.ends, kind="stable")
    begin = _begin(log, ended)
    said[:begin][~log.last[:begin]] = 0.0
    if begin == len(log.at):
        return said
    started = log.at[:begin][~log.last[:begin]]
    so_far = np.minimum(log.ends[log.case[:begin]][~log.last[:begin]], log.at[begin]) - started
    grid = duration_grid(_typical(so_far))
    advisers, past, scored = Advisers(log, rows, grid), Remembered(KEPT), log.scored
    for seen, after in _ticks(log, begin):
        now = float(log.at[seen])
        learned = _chosen(log, seen, after)
        asked = seen + np.flatnonzero(learned | scored[seen:after])
        complete = ended[: np.searchsorted(log.ends[ended], now)]
        advisers.learn(seen, now, complete)
        if len(asked):
            heard = advisers.ask(asked, seen, now)
            mixed = np.einsum("k,kng->ng", _believed(log, past, grid, now), heard)
            said[asked] = read_at(mixed, grid, _levels(log, past, grid, now))
            kept = learned[asked - seen]
            past.add(asked[kept], heard[:, kept], mixed[kept])
    return said


def read_at(mixed: Floats, grid: Floats, levels: Floats) -> Floats:
    """Quantiles (n, levels) of cumulative probabilities (n, g) over the grid, between its points by the logarithm."""
    places = np.log(grid)
    rows = np.empty((len(mixed), len(levels)))
    rising = np.maximum.accumulate(mixed, axis=1) + 1e-10 * np.arange(len(grid))
    for place, row in enumerate(rising):
        rows[place] = np.exp(np.interp(levels, row, places))
        rows[place][levels <= row[0]] = 0.0
    return rows


def _chosen(log: Timeline, seen: int, after: int) -> NDArray[np.bool_]:
    """Which events of a tick are learned from: all but last ones, or so many by their own lots; whether scored is no matter."""
    lots = log.key[seen:after].astype(np.float64) / 2.0**64
    chosen: NDArray[np.bool_] = ~log.last[seen:after] & (lots * (after - seen) < ASKED)
    return chosen


def _begin(log: Timeline, ended: NDArray[np.intp]) -> int:
    """The first event before whose instant enough cases were complete and something can be learned."""
    if len(ended) <= COMPLETE:
        return len(log.at)
    begin = int(np.searchsorted(log.at, log.ends[ended[COMPLETE - 1]], side="right"))
    while begin < len(log.at) and log.last[:begin].all():
        begin += 1
    return begin


def _typical(so_far: Floats) -> float:
    longer = so_far[so_far > 0]
    return float(np.median(longer)) if len(longer) else 1.0


def _ticks(log: Timeline, begin: int) -> Iterator[tuple[int, int]]:
    """(first, after the last) of the events that are answered together; an instant is never parted.

    How far a tick goes depends only on how many events have happened.
    """
    seen = begin
    while seen < len(log.at):
        after = min(seen + max(TICK, int(TICK_SHARE * seen)), len(log.at))
        after = int(np.searchsorted(log.at, log.at[after - 1], side="right"))
        yield seen, after
        seen = after


def _believed(log: Timeline, past: Remembered, grid: Floats, now: float) -> Floats:
    if len(past.event) < 2 * len(NAMES):
        return PRIOR
    stride = max(1, len(past.event) // JUDGED)
    chosen = range(len(past.event) - 1, -1, -stride)
    events = np.array([past.event[place] for place in chosen])
    said = np.stack([past.said[place][:, ::2] for place in chosen], axis=1).astype(np.float64)
    counts = 0.5 ** (np.arange(len(events)) * stride / FADES)
    age = now - log.at[events]
    return weights(said, age, np.minimum(log.remaining[events], age), grid[::2], counts, PRIOR)


def _levels(log: Timeline, past: Remembered, grid: Floats, now: float) -> Floats:
    if not past.event:
        return LEVELS
    events = np.array(past.event)
    age, left = now - log.at[events], log.remaining[events]
    over = log.ends[log.case[events]] < now
    reached = _reached(np.stack(past.mixed), grid, np.minimum(left, age))
    counts = 0.5 ** (np.arange(len(events))[::-1] / FADES)
    return corrected_levels(LEVELS, reached, over, counts)


def _reached(mixed: NDArray[np.float32], grid: Floats, days: Floats) -> Floats:
    """The level of each forecast (n, g) that `days` (n) lie at; where it jumps, the middle of the jump."""
    place = np.log(np.maximum(days, grid[0]) / grid[0]) / np.log(grid[1] / grid[0])
    below = np.minimum(place.astype(np.int64), len(grid) - 2)
    part = np.clip(place - below, 0.0, 1.0)
    each = np.arange(len(days))
    level: Floats = mixed[each, below] * (1.0 - part) + mixed[each, below + 1] * part
    return np.clip(level, 0.0, 1.0)
