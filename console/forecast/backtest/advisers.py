"""Those who say how long a case will go on: past cases at the same activity, and past moments that were like this one."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

from console.forecast.backtest.features import CATEGORIES
from console.forecast.backtest.known import Known, half_life, known_at, long_memory
from console.forecast.backtest.survival import ended_by
from console.forecast.backtest.timeline import Floats, Timeline, Whole
from console.forecast.backtest.trees import Forest, grow

SHORT = (15.0, 60.0, 250.0)
"""Half-lives of the short memories, in visits of the activity."""
VISITS = 1_000
FEW = 5
"""With fewer visits the next wider question is asked."""
LEAST = 40
"""Moments without which no forest is grown."""
MEMORIES = (1.0, 0.25)
"""The half-lives of the two forests' memories, as parts of the long one."""
GROWTH, AT_MOST = 1.08, 1_500
"""The forests are grown anew when the log has grown by this factor, or by this many events."""
SEED = 20_261_125

NAMES = ("forest", "forest, sooner", "here 15", "here 60", "here 250", "here", "from there 60", "from there")
PRIOR = np.array([4.0, 4.0, 0.5, 0.5, 0.5, 1.0, 0.5, 1.0]) / 12.0
"""How much each is believed before anything is known of it."""


@dataclass(slots=True)
class Grove:
    """A forest and the moments it holds: the memory as it was when it was grown, and what has happened since."""

    grown_at: int
    memory: Whole
    counts: Floats
    forest: Forest | None
    leaves: dict[int, Whole] = field(default_factory=dict)

    def known(self, log: Timeline, seen: int, now: float) -> Known:
        """What is known at `now` of the moments it holds; those since it was grown count fully."""
        since = np.arange(self.grown_at, seen)
        since = since[~log.last[since]]
        events = np.concatenate([self.memory, since])
        return known_at(log, events, np.concatenate([self.counts, np.ones(len(since))]), now).sorted()

    def ask(self, rows: Floats, events: Whole, known: Known, grid: Floats) -> Floats:
        """Forecasts (n, g) for `events` from the known moments that were like them."""
        assert self.forest is not None
        asked, learned = self._leaves(rows, events), self._leaves(rows, known.events)
        return ended_by(known.days, known.over, self.forest.likeness(asked, learned, known.weights), grid)

    def _leaves(self, rows: Floats, events: Whole) -> Whole:
        assert self.forest is not None
        fresh = [event for event in events.tolist() if event not in self.leaves]
        if fresh:
            self.leaves.update(zip(fresh, self.forest.leaves(rows[fresh]), strict=True))
        return np.array([self.leaves[event] for event in events.tolist()])


@dataclass(slots=True)
class Advisers:
    """What has been learned so far; `learn` before each tick, then `ask`."""

    log: Timeline
    rows: Floats
    grid: Floats
    groves: list[Grove] = field(default_factory=list)
    visits: dict[tuple[int, int], list[int]] = field(default_factory=dict)
    visited: int = 0

    def learn(self, seen: int, now: float, ended: Whole) -> None:
        """Take in the events before `seen`, all of them before `now`; `ended` are the cases complete by then."""
        for event in range(self.visited, seen):
            if not self.log.last[event]:
                for place in self._places(event):
                    self.visits.setdefault(place, []).append(event)
        self.visited = seen
        grown_at = self.groves[0].grown_at if self.groves else 0
        if not self.groves or seen >= min(grown_at * GROWTH, grown_at + AT_MOST):
            life = half_life(self.log, seen, ended)
            self.groves = [self._grove(seen, now, life * part, [SEED, seen, n]) for n, part in enumerate(MEMORIES)]

    def _grove(self, seen: int, now: float, life: float, lot: list[int]) -> Grove:
        memory, counts = long_memory(self.log, seen, life)
        if len(memory) < LEAST:
            return Grove(seen, memory, counts, None)
        known = known_at(self.log, memory, counts, now)
        order = np.lexsort((~known.over, known.days, self.log.key[known.events], self.log.at[known.events]))
        rows, guessed, weights = self.rows[known.events[order]], _guessed(known)[order], known.weights[order]
        return Grove(seen, memory, counts, grow(rows, guessed, weights, CATEGORIES, np.random.default_rng(lot)))

    def ask(self, events: Whole, seen: int, now: float) -> Floats:
        """The advisers' forecasts for `events`: cumulative probabilities (k, n, g) of having ended, over the grid."""
        said = np.empty((len(NAMES), len(events), len(self.grid)))
        known = [grove.known(self.log, seen, now) for grove in self.groves]
        self._ask_places(said, events, now, known[0])
        for place, grove in enumerate(self.groves):
            said[place] = said[5] if grove.forest is None else grove.ask(self.rows, events, known[place], self.grid)
        return said

    def _places(self, event: int) -> tuple[tuple[int, int], tuple[int, int]]:
        """Where a case stands: at the activity, and at the activity coming from the one before."""
        activity = int(self.log.activity[event])
        return (activity, -2), (activity, int(self.rows[event, 1]))

    def _ask_places(self, said: Floats, events: Whole, now: float, known: Known) -> None:
        by_place: dict[tuple[int, int], list[int]] = {}
        for place, event in enumerate(events.tolist()):
            by_place.setdefault(self._places(event)[1], []).append(place)
        here: dict[int, Floats] = {}
        for (activity, before), members in by_place.items():
            if activity not in here:
                here[activity] = self._here(activity, now, known)
            said[2:6, members] = here[activity][:, None, :]
            said[6:8, members] = self._from_there(activity, before, now, known, here[activity])[:, None, :]

    def _here(self, activity: int, now: float, known: Known) -> Floats:
        """Four memories of the activity, the long one last."""
        long = self._long(known, self.log.activity[known.events] == activity)
        recent = self.visits.get((activity, -2), [])[-VISITS:]
        short = self._short(recent, SHORT, now) if len(recent) >= FEW else np.repeat(long, len(SHORT), axis=0)
        return np.concatenate([short, long])

    def _from_there(self, activity: int, before: int, now: float, known: Known, here: Floats) -> Floats:
        recent = self.visits.get((activity, before), [])[-VISITS:]
        if len(recent) < FEW:
            return here[[1, 3]]
        chosen = (self.log.activity[known.events] == activity) & (self.rows[known.events, 1] == before)
        long = self._long(known, chosen) if np.count_nonzero(chosen) >= FEW else here[3:4]
        return np.concatenate([self._short(recent, SHORT[1:2], now), long])

    def _short(self, recent: list[int], lives: tuple[float, ...], now: float) -> Floats:
        events = np.array(recent)
        known = known_at(self.log, events, np.arange(len(events))[::-1].astype(float), now).sorted()
        weights = 0.5 ** (known.weights[None, :] / np.array(lives)[:, None])
        return ended_by(known.days, known.over, weights, self.grid)

    def _long(self, known: Known, chosen: np.ndarray) -> Floats:
        if not chosen.any():
            chosen = np.ones(len(known.events), bool)
        return ended_by(known.days[chosen], known.over[chosen], known.weights[None, chosen], self.grid)


def _guessed(known: Known) -> Floats:
    """Logarithms of the hours that each moment went on; of those still running, the mean of those that went on longer."""
    order = np.lexsort((~known.over, known.days))
    hours = np.log1p(24 * np.maximum(known.days[order], 0.0))
    at_risk = np.arange(len(order), 0, -1)
    going = np.cumprod(1.0 - known.over[order] / at_risk)
    before = np.append(1.0, going[:-1])
    beyond = float(going[-1]) * (hours[-1] + 0.3)
    later = np.append(np.cumsum(((before - going) * hours)[::-1])[::-1][1:], 0.0) + beyond
    expected = np.where(going > 1e-9, later / np.maximum(going, 1e-9), hours)
    guessed = np.empty(len(order))
    guessed[order] = np.where(known.over[order], hours, np.maximum(hours, expected))
    return guessed
