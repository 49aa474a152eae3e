"""What a forecast must beat: the mean and the medians that anybody could keep on a slip of paper."""

from __future__ import annotations

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
    """Remaining days of the events of complete cases, in the order in which the cases completed."""

    everything: list[float] = field(default_factory=list)
    by_activity: dict[int, list[float]] = field(default_factory=dict)
    recent: dict[int, deque[float]] = field(default_factory=dict)

    def learn(self, activity: int, days: float) -> None:
        self.everything.append(days)
        self.by_activity.setdefault(activity, []).append(days)
        self.recent.setdefault(activity, deque(maxlen=RECENT)).append(days)


def baselines(log: Timeline) -> dict[str, Plain]:
    """Every baseline's answers. A case is learned, with all its events, at the instant of its last one.

    An activity that no complete case has had is answered from all activities; before any case is complete the answer is 0.
    """
    history = _History()
    said: dict[str, list[tuple[float, float, float]]] = {name: [] for name in NAMES}
    kept: dict[tuple[str, int, int], tuple[float, float, float]] = {}
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
                said[name].append(_answer(history, name, int(log.activity[event]), done, kept))
    columns = {name: np.array(rows, float).reshape(-1, 3) for name, rows in said.items()}
    return {name: Plain(rows[:, 0], rows[:, 1], rows[:, 2]) for name, rows in columns.items()}


def _answer(
    history: _History, name: str, activity: int, done: int, kept: dict[tuple[str, int, int], tuple[float, float, float]]
) -> tuple[float, float, float]:
    """The middle and the 10 % and 90 % quantiles; the same question between two completions has the same answer."""
    asked = (name, activity if name != NAMES[0] else -1, done)
    if asked not in kept:
        if len(kept) > 10_000:
            kept.clear()
        known: Sequence[float] = history.everything
        if name != NAMES[0]:
            known = (history.by_activity if name == NAMES[1] else history.recent).get(activity) or history.everything
        values = np.array(known or (0.0,))
        low, middle, high = (float(q) for q in np.quantile(values, (0.1, 0.5, 0.9)))
        kept[asked] = (float(values.mean()) if name == NAMES[0] else middle, low, high)
    return kept[asked]


def _events_of(log: Timeline) -> list[list[int]]:
    of_case: list[list[int]] = [[] for _ in log.ends]
    for event, case in enumerate(log.case):
        of_case[case].append(event)
    return of_case
