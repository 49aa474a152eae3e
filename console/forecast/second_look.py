"""What was settled too soon is settled again: a step of which somebody else, looked at later, was ahead in some scenarios.

A floor is dispatched step by step in the order in which steps are ready on average. Where a scenario has another order, a step
may have begun although people or room were taken by somebody looked at after it. Those steps are looked at again in the
scenarios concerned, and what follows from them, until each begins at the first instant at which nobody before it is in its way.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Protocol

import numpy as np

from console.forecast.network import Job
from console.forecast.passage import Passage
from console.forecast.spread import Hours
from console.forecast.taken import Flags, Key, Taken, Which
from console.forecast.turns import Line, in_the_way

MOST_LOOKS = 800
"""So many steps are looked at again; what is left in doubt then is let be: a floor with far too few people has no order to find."""
FEW = 0.002
"""Share of the scenarios below which nothing is looked at again."""

Place = tuple[int, int]
"""A group of steps that share people and rooms, and the row of one of them."""


class Settled(Protocol):
    """A floor of which every step is settled once."""

    passages: Mapping[str, Passage]
    groups: list[Taken]
    place: dict[Key, Place]

    def following(self, key: Key) -> Sequence[Key]:
        """The steps that wait for this one."""

    def free(self, key: Key, ready: Hours) -> Hours:
        """When the station of a step is free, too."""


class SecondLook:
    """The steps in doubt, and in which scenarios since when they were ready: first ready, first looked at."""

    def __init__(self, floor: Settled) -> None:
        self._floor = floor
        self._doubted: dict[Place, Hours] = {}
        self.looks = 0

    def settle(self) -> None:
        """Looks at every step again that began while somebody before it was in its way, until none is left."""
        for g, taken in enumerate(self._floor.groups):
            for n in range(len(taken.wanted)):
                if taken.first[n] > -np.inf:
                    self._doubt((g, n), in_the_way(taken, n), taken.ready[n])
        while self._doubted and self.looks < MOST_LOOKS:
            self.looks += 1
            self._look(*self._next())

    def _doubt(self, place: Place, where: Flags | None, ready: Hours) -> None:
        if where is None or np.count_nonzero(where) <= FEW * len(where):
            return
        since = np.where(where, ready, np.inf)
        known = self._doubted.get(place)
        self._doubted[place] = since if known is None else np.minimum(known, since)

    def _next(self) -> tuple[Place, Which]:
        """The step in doubt that is ready first in any scenario, and all scenarios in which it is in doubt."""
        place = min(self._doubted, key=lambda place: (float(np.minimum.reduce(self._doubted[place])), place))
        return place, np.flatnonzero(self._doubted.pop(place) < np.inf)

    def _look(self, place: Place, which: Which) -> None:
        taken, n = self._floor.groups[place[0]], place[1]
        passage, job = self._job(taken.wanted[n].key)
        own, lasts = passage.ask(job)
        now = self._floor.free(taken.wanted[n].key, own)
        ready, start = taken.ready[n].copy(), taken.since[n].copy()
        before = start[which], taken.until[n][which]
        ready[which] = now[which]
        asked = taken.on_shift(n, ready[which])
        start[which] = Line(taken, np.array([n]), which, asked, 0).first_free(np.full(len(which), n), asked, ready[which])
        passage.begin(job, start, lasts)
        passage.held[job.code] = start - own
        taken.take(n, ready, start, passage.ends[job.code])
        moved = (before[0] != start[which]) | (before[1] != taken.until[n][which])
        if moved.any():
            self._stir(place, which[moved], before[0][moved], before[1][moved])
            self._pass_on(taken.wanted[n].key)

    def _stir(self, place: Place, moved: Which, since: Hours, until: Hours) -> None:
        """Doubts whoever began while this step is there now, or waited while it was there before."""
        taken, n = self._floor.groups[place[0]], place[1]
        first, last = min(float(since.min()), taken.first[n]), max(float(until.max()), taken.last[n])
        near = taken.near(first, last)
        near = near[taken.shares(n)[near] & (taken.first[near] > -np.inf)]
        if not near.size:
            return
        began, ready = taken.since[np.ix_(near, moved)], taken.ready[np.ix_(near, moved)]
        met = (began >= taken.since[n][moved]) & (began < taken.until[n][moved])
        met |= (began > ready) & (ready < until) & (began >= since)
        for k, where in zip(near, met, strict=True):
            if where.any():
                doubted = np.zeros(taken.since.shape[1], dtype=bool)
                doubted[moved] = where
                self._doubt((place[0], int(k)), doubted, taken.ready[k])

    def _pass_on(self, key: Key) -> None:
        """What follows a step that moved follows it again."""
        for follower in self._floor.following(key):
            passage, job = self._job(follower)
            if job.asks and job.started is None and not job.panel:
                place = self._floor.place[follower]
                ready = self._floor.free(follower, passage.ask(job)[0])
                self._doubt(place, ready != self._floor.groups[place[0]].ready[place[1]], ready)
                continue
            before = passage.ends[job.code]
            if job.started is not None or job.panel:
                passage.go_on(job)
            else:
                own, lasts = passage.ask(job)
                passage.begin(job, self._floor.free(follower, own), lasts)
            if (passage.ends[job.code] != before).any():
                self._pass_on(follower)

    def _job(self, key: Key) -> tuple[Passage, Job]:
        passage = self._floor.passages[key[0]]
        return passage, passage.network.by_code[key[1]]
