"""What was settled too soon is settled again: a step of which somebody else, looked at later, was ahead in some scenarios.

A floor is dispatched step by step in the order in which steps are ready on average. Where a scenario has another order, a step
may have begun although people or room were taken by somebody looked at after it. Such a step is looked at again in the scenarios
concerned, and what follows from it, until each begins at the first instant at which nobody before it is in its way.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np

from console.forecast.network import Job
from console.forecast.passage import Passage
from console.forecast.spread import Hours, Normals
from console.forecast.taken import Flags, Key, Short, Taken, Which
from console.forecast.turns import first_free_in

MOST_LOOKS = 2000
"""So many steps are looked at again; what is left in doubt then is let be: a floor with far too few people has no order to find."""
LITTLE_H = 0.01
"""Hours that somebody in the way may cost a step on average before it is looked at again."""

Place = tuple[int, int]
"""A group of steps that share people and rooms, and the row of one of them."""


@dataclass(slots=True)
class Wish:
    """A step that asks: for itself since `own`, its station free since `ready`, for so long; `start` once it was served."""

    place: Place
    own: Hours
    ready: Hours
    lasts: Hours | Normals
    start: Hours | None = None


class Floor(Protocol):
    """A floor on which some steps are settled."""

    passages: Mapping[str, Passage]
    groups: Sequence[Taken]
    wishes: Mapping[Key, Wish]
    settled: set[Key]

    def following(self, key: Key) -> Sequence[Key]:
        """The steps that wait for this one."""

    def free(self, key: Key, ready: Hours) -> Hours:
        """When the station of a step is free, too."""

    def begin(self, key: Key, wish: Wish, start: Hours) -> None:
        """Settles a step that asked."""


class SecondLook:
    """The steps in doubt, and in which scenarios: the one that begins first is looked at first."""

    def __init__(self, floor: Floor) -> None:
        self._floor = floor
        self._doubted: dict[Place, Flags] = {}
        self._begins: dict[Place, float] = {}
        self.looks = 0

    def settle(self, before: float) -> None:
        """Looks again at every step in doubt that begins before this instant, where it is in doubt, on average."""
        while self._begins and self.looks < MOST_LOOKS:
            place = min(self._begins, key=lambda place: (self._begins[place], place))
            if self._begins[place] > before:
                return
            self.looks += 1
            del self._begins[place]
            self._look(place, np.flatnonzero(self._doubted.pop(place)))

    def _mean(self, place: Place) -> float:
        """When a step begins on average where it is in doubt."""
        since = self._floor.groups[place[0]].since[place[1]][self._doubted[place]]
        return float(np.add.reduce(since)) / len(since) + self._floor.groups[place[0]].now

    def stir(self, place: Place, before: tuple[Short, Short] | None = None) -> None:
        """Doubts whoever began while this step is there now, or waited while it was there `before`."""
        taken, n = self._floor.groups[place[0]], place[1]
        since, until, first, last = taken.since[n], taken.until[n], taken.first[n], taken.last[n]
        if before is not None:
            first, last = min(first, float(before[0].min())), max(last, float(before[1].max()))
        near = taken.near(n, first, last)
        if not near.size or taken.plenty(n, near, first, last):
            return
        began = taken.since[near]
        met = (began >= since) & (began < until)
        if before is not None:
            ready, later = taken.ready[near], since > before[0]
            freed = np.where(later, before[0], until), np.where(later, np.minimum(before[1], since), before[1])
            met &= (before[0] != since) | (before[1] != until)
            met |= (began > ready) & (began > freed[0]) & (ready < freed[1]) & (freed[1] > freed[0])
        typical, little = taken.wanted[n].typical, LITTLE_H * len(since)
        for k, there in zip(near.tolist(), met, strict=True):
            if np.count_nonzero(there) * typical > little:
                self._doubt((place[0], k), there)

    def _doubt(self, place: Place, where: Flags) -> None:
        known = self._doubted.get(place)
        self._doubted[place] = where if known is None else known | where
        self._begins[place] = self._mean(place)

    def _look(self, place: Place, which: Which) -> None:
        taken, n = self._floor.groups[place[0]], place[1]
        key = taken.wanted[n].key
        wish = self._floor.wishes.get(key)
        if wish is None or wish.start is None:
            return
        ready = wish.ready[which]
        found = first_free_in(taken, n, which, ready, taken.on_shift(n, ready))
        if (found == wish.start[which]).all():
            return
        start = wish.start.copy()
        start[which] = found
        before = taken.since[n].copy(), taken.until[n].copy()
        self._floor.begin(key, wish, start)
        self.stir(place, before)
        self._pass_on(key)

    def _pass_on(self, key: Key) -> None:
        """What follows a step that moved follows it again, as far as it was settled already."""
        for follower in self._floor.following(key):
            wish = self._floor.wishes.get(follower)
            if wish is not None:
                self._ask_again(follower, wish)
            elif follower in self._floor.settled:
                self._go_again(follower)

    def _ask_again(self, key: Key, wish: Wish) -> None:
        passage, job = self._job(key)
        wish.own, wish.lasts = passage.ask(job)
        before, wish.ready = wish.ready, self._floor.free(key, wish.own)
        if wish.start is not None:
            moved = wish.ready != before
            if moved.any():
                self._doubt(wish.place, moved)

    def _go_again(self, key: Key) -> None:
        passage, job = self._job(key)
        before = passage.ends[job.code]
        if job.started is not None or job.panel:
            passage.go_on(job)
        else:
            own, lasts = passage.ask(job)
            passage.begin(job, self._floor.free(key, own), lasts)
        if (passage.ends[job.code] != before).any():
            self._pass_on(key)

    def _job(self, key: Key) -> tuple[Passage, Job]:
        passage = self._floor.passages[key[0]]
        return passage, passage.network.by_code[key[1]]
