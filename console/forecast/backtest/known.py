"""What may be learned from at an instant: every earlier moment of every case, and how long each has gone on since."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from console.forecast.backtest.timeline import Flags, Floats, Timeline, Whole

SAMPLE = 4_000
"""Past moments that the long memory holds."""
FADES = 2_000
LIVES = 3.0
"""Half-life of the long memory: so many events, but at least this many times as long as nine in ten cases take."""
CASES_FOR_LIFE = 200


@dataclass(frozen=True, slots=True)
class Known:
    """Moments known at `now`: events by their index, days since then (at most to the case's end), and whether it ended."""

    events: Whole
    days: Floats
    over: Flags
    weights: Floats

    def sorted(self) -> Known:
        """By length, ends before those still running: as the product-limit estimator takes them."""
        order = np.lexsort((~self.over, self.days))
        return Known(self.events[order], self.days[order], self.over[order], self.weights[order])


def known_at(log: Timeline, events: Whole, weights: Floats, now: float) -> Known:
    """The moments `events`, all before `now`, as far as they are known at `now`; weights are as given."""
    ends = log.ends[log.case[events]]
    over = ends < now
    return Known(events, np.minimum(ends, now) - log.at[events], over, weights)


def half_life(log: Timeline, seen: int, ended: Whole) -> float:
    """Events after which a moment counts half: slow cases need a long memory, or all it holds would be unfinished.

    `ended` are the cases complete by now in the order of their ends; `seen` is how many events have happened.
    """
    recent = ended[-CASES_FOR_LIFE:]
    if not len(recent) or not seen:
        return float(FADES)
    began = np.array([log.at[log.first[case]] for case in recent])
    long = float(np.quantile(log.ends[recent] - began, 0.9))
    since = np.searchsorted(log.at[:seen], log.at[seen - 1] - LIVES * long)
    return float(max(FADES, seen - since))


def long_memory(log: Timeline, seen: int, life: float) -> tuple[Whole, Floats]:
    """Moments to learn from among the first `seen` events, and their weights: all of them, or a sample in which old ones thin out.

    The sample is drawn without replacement by weight (Efraimidis and Spirakis 2006) with each event's own lot, so that it
    does not depend on what comes later.
    """
    events = np.flatnonzero(~log.last[:seen])
    weights = 0.5 ** ((seen - events) / life)
    if len(events) <= SAMPLE:
        return events, weights
    lots = (log.key[events].astype(np.float64) + 1.0) / 2.0**64
    chosen = np.sort(np.argsort(np.log(np.minimum(lots, 1.0 - 1e-12)) / weights)[-SAMPLE:])
    return events[chosen], np.ones(SAMPLE)
