"""What a forecast must beat: the mean and the medians that anybody could keep on a slip of paper."""

from __future__ import annotations

from bisect import insort
from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np

from console.forecast.backtest.timeline import Floats, Timeline

RECENT = 100
NAMES = ("mean", "median_by_activity", f"median_by_activity_{RECENT}")


@dataclass(frozen=True, slots=True)
class Plain:
    """One baseline's answers for the scored events in time order: days in the middle, and the 80 % interval's ends."""

    middle: Floats
    low: Floats
    high: Floats


@dataclass(slots=True)
class _History:
    """Remaining days of the events of complete cases: in ascending order, but the recent ones as the cases completed."""

    everything: list[float] = field(default_factory=list)
    by_activity: dict[int, list[float]] = field(default_factory=dict)
    recent: dict[int, deque[float]] = field(default_factory=dict)
    total: float = 0.0

    def learn(self, activity: int, days: float) -> None:
        insort(self.everything, days)
        insort(self.by_activity.setdefault(activity, []), days)
        self.recent.setdefault(activity, deque(maxlen=RECENT)).append(days)
        self.total += days

    def answer(self, name: str, activity: int) -> tuple[float, float, float]:
        """A baseline's middle, and the 10 % and 90 % quantiles."""
        known = self.everything
        if name == NAMES[1]:
            known = self.by_activity.get(activity) or known
        elif name == NAMES[2] and activity in self.recent:
            known = sorted(self.recent[activity])
        if not known:
            return 0.0, 0.0, 0.0
        middle = self.total / len(known) if name == NAMES[0] else quantile(known, 0.5)
        return middle, quantile(known, 0.1), quantile(known, 0.9)


def quantile(ascending: Sequence[float], level: float) -> float:
    """The quantile of values in ascending order, between two of them in proportion."""
    place = level * (len(ascending) - 1)
    below = int(place)
    above = min(below + 1, len(ascending) - 1)
    return ascending[below] + (place - below) * (ascending[above] - ascending[below])


def baselines(log: Timeline) -> dict[str, Plain]:
    """Every baseline's answers. A case is learned, with all its events, at the instant of its last one.

    An activity that no complete case has had is answered from all activities; before any case is complete the answer is 0.
    """
    history = _History()
    said: dict[str, list[tuple[float, float, float]]] = {name: [] for name in NAMES}
    of_case = _events_of(log)
    order = np.argsort(log.ends, kind="stable")
    done, scored, left = 0, log.scored, log.remaining
    for event in range(len(log.at)):
        while done < len(order) and log.ends[order[done]] <= log.at[event]:
            for past in of_case[order[done]]:
                history.learn(int(log.activity[past]), float(left[past]))
            done += 1
        if scored[event]:
            for name in NAMES:
                said[name].append(history.answer(name, int(log.activity[event])))
    columns = {name: np.array(rows, float).reshape(-1, 3) for name, rows in said.items()}
    return {name: Plain(rows[:, 0], rows[:, 1], rows[:, 2]) for name, rows in columns.items()}


def _events_of(log: Timeline) -> list[list[int]]:
    of_case: list[list[int]] = [[] for _ in log.ends]
    for event, case in enumerate(log.case):
        of_case[case].append(event)
    return of_case
