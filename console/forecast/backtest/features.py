"""What is known at each event: where the case stands, how it went so far, and how busy everything is around it."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator

import numpy as np

from console.forecast.backtest.timeline import Floats, Timeline

COUNTED = 20
"""Activities, in the order in which they were first met, whose occurrences in the case are counted one by one."""
NAMES = (
    "activity", "before", "before that", "resource", "events", "elapsed", "since before", "duration", "waited", "times",
    "most times", "kinds", "hour", "weekday", "open cases", "waiting here", "stay here", "remaining here", "now",
    "ended in a week", "begun in a week", "pace", "queue over pace", "since one left here", "since one ended",
)  # fmt: skip
"""The first columns; the counts follow. Times in days, `stay here` and `remaining here` in logarithms of hours."""
CATEGORIES = frozenset({0, 1, 2, 3})
STAY_KEEPS, REMAINING_KEEPS = 0.85, 0.9
"""How much of a running mean the next value leaves."""
WEEK = 7.0


class _Running:
    """A mean of each activity's values in which old ones fade."""

    def __init__(self, kinds: int, keeps: float) -> None:
        self._keeps, self._sum, self._weight = keeps, [0.0] * kinds, [0.0] * kinds

    def add(self, kind: int, value: float) -> None:
        """The next value of `kind`."""
        self._sum[kind] = self._keeps * self._sum[kind] + (1 - self._keeps) * value
        self._weight[kind] = self._keeps * self._weight[kind] + (1 - self._keeps)

    def of(self, kind: int) -> float:
        """The mean, 0 before the first value."""
        return self._sum[kind] / self._weight[kind] if self._weight[kind] else 0.0


class _Case:
    """One case as far as it has come."""

    __slots__ = ("before", "began", "counts", "events", "latest", "seen")

    def __init__(self, began: float) -> None:
        self.began = self.latest = began
        self.events: list[int] = []
        self.counts: dict[int, int] = {}
        self.before = (-1, -1)
        self.seen = False


class _Around:
    """All cases as of the instant before the one that is being looked at."""

    def __init__(self, log: Timeline) -> None:
        kinds = len(log.activities)
        self._log, self._left = log, log.remaining
        self._order = np.argsort(log.ends, kind="stable")
        self._closed = 0
        self.cases: dict[int, _Case] = {}
        self.open = 0
        self.waiting = [0] * kinds
        self.stay = _Running(kinds, STAY_KEEPS)
        self.gone = _Running(kinds, REMAINING_KEEPS)
        self.gap = _Running(kinds, REMAINING_KEEPS)
        self.gone_at = [-1.0] * kinds
        self.ended: list[float] = []
        self.begun: list[float] = []

    def close_before(self, now: float) -> None:
        """Learn the cases that ended before `now`."""
        log = self._log
        while self._closed < len(self._order) and log.ends[self._order[self._closed]] < now:
            case = self.cases.pop(int(self._order[self._closed]))
            self.open -= 1
            self.waiting[case.before[0]] -= 1
            self.ended.append(case.latest)
            for event in case.events[:-1]:
                self.gone.add(int(log.activity[event]), float(np.log1p(24 * self._left[event])))
            self._closed += 1

    def told(self, event: int, now: float, came_from: int, since: float) -> None:
        """After an instant: one of its events."""
        if came_from < 0:
            self.open += 1
            self.begun.append(now)
        else:
            self.waiting[came_from] -= 1
            self.stay.add(came_from, float(np.log1p(24 * since)))
            if self.gone_at[came_from] >= 0:
                self.gap.add(came_from, now - self.gone_at[came_from])
            self.gone_at[came_from] = now
        self.waiting[int(self._log.activity[event])] += 1

    def within(self, instants: list[float], now: float) -> int:
        """How many of the instants lie in the week before `now`."""
        return len(instants) - bisect_left(instants, now - WEEK)


def features(log: Timeline) -> Floats:
    """What is known at each event, (events, columns) as NAMES and the counts say.

    A row rests on its own case so far and on what happened anywhere strictly before its instant.
    """
    rows = np.zeros((len(log.at), len(NAMES) + COUNTED))
    around = _Around(log)
    for first, after in _instants(log):
        now = float(log.at[first])
        around.close_before(now)
        moves = []
        for event in range(first, after):
            case = around.cases.setdefault(int(log.case[event]), _Case(float(log.started[event])))
            moves.append((event, now, case.before[0], now - case.latest))
            _fill(rows[event], log, event, case, around)
        for move in moves:
            around.told(*move)
    return rows


def _instants(log: Timeline) -> Iterator[tuple[int, int]]:
    """(first, after the last) of the events of each instant."""
    borders = np.flatnonzero(np.diff(log.at)) + 1
    starts = [0, *borders.tolist()] if len(log.at) else []
    yield from zip(starts, [*starts[1:], len(log.at)], strict=True)


def _fill(row: Floats, log: Timeline, event: int, case: _Case, around: _Around) -> None:
    """Write one event's row and move its case on."""
    now, activity = float(log.at[event]), int(log.activity[event])
    since = now - case.latest if case.seen else 0.0
    waited = max(float(log.started[event]) - case.latest, 0.0) if case.seen else 0.0
    case.counts[activity] = times = case.counts.get(activity, 0) + 1
    case.events.append(event)
    many, elapsed = len(case.events), now - case.began
    row[: len(NAMES)] = (
        activity, *case.before, log.resource[event], many, elapsed, since, now - log.started[event], waited, times,
        max(case.counts.values()), len(case.counts), now % 1, now % 7, around.open, around.waiting[activity],
        around.stay.of(activity), around.gone.of(activity), now, around.within(around.ended, now),
        around.within(around.begun, now), elapsed / many, around.waiting[activity] * around.gap.of(activity),
        now - around.gone_at[activity], now - around.ended[-1] if around.ended else 0.0,
    )  # fmt: skip
    for kind, count in case.counts.items():
        if kind < COUNTED:
            row[len(NAMES) + kind] = count
    case.before, case.latest, case.seen = (activity, case.before[0]), now, True
