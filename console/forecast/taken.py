"""Who has whose hands, and which room, from when until when: one row per step that asks, one column per scenario.

Of two steps that could begin at the same instant the one goes first that was ready first; then the one planned first, then the
batch whose name comes first: rows stand in that order.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from console.forecast.rota import Crew, Rota, Starts
from console.forecast.spread import Hours

Flags = NDArray[np.bool_]
Rows = NDArray[np.intp]
Which = NDArray[np.intp]

Key = tuple[str, str]
"""A batch and the code of one of its steps."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a step asks for: how many of which pool, hands in which room, for how long usually; `stays`: its crew stays for it."""

    key: Key
    crew: Crew
    room: str
    typical: float
    stays: bool


class Taken:
    """The people of some pools and the rooms they work in: who took them so far. What has not been taken lies at infinity."""

    def __init__(self, rota: Rota, wanted: Sequence[Wanted], scenarios: int) -> None:
        self.rota = rota
        self.wanted = wanted
        self.row = {one.key: n for n, one in enumerate(wanted)}
        self.pools = pools_that_bind(rota, [one.crew for one in wanted])
        self.levels = [rota.levels[pool] for pool in self.pools]
        self.rises = [rota.rises[pool] for pool in self.pools]
        self.need = np.array([[dict(one.crew).get(pool, 0) for one in wanted] for pool in self.pools], dtype=np.float32)
        rooms = {room: n for n, room in enumerate(sorted({one.room for one in wanted if one.room}))}
        self.room = np.array([rooms.get(one.room, -1 - n) for n, one in enumerate(wanted)])
        self.stays = np.array([one.stays for one in wanted])
        self.starts = [self._starts(one) for one in wanted]
        self.ready = np.full((len(wanted), scenarios), np.inf)
        self.since = np.full((len(wanted), scenarios), np.inf)
        self.until = np.full((len(wanted), scenarios), np.inf)
        self.first = np.full(len(wanted), np.inf)
        self.last = np.full(len(wanted), -np.inf)
        self._shares: dict[int, Flags] = {}

    def take(self, n: int, ready: Hours | float, since: Hours | float, until: Hours) -> None:
        """Notes that a step was ready, began and ends at these instants."""
        self.ready[n], self.since[n], self.until[n] = ready, since, until
        self.first[n] = np.minimum.reduce(since) if isinstance(since, np.ndarray) else since
        self.last[n] = np.maximum.reduce(until)

    def near(self, earliest: float, latest: float) -> Rows:
        """Who has anything between these instants, in some scenario."""
        return np.flatnonzero((self.last > earliest) & (self.first <= latest))

    def shares(self, n: int) -> Flags:
        """Which rows share people or a room with this one."""
        if n not in self._shares:
            people = (self.need[self.need[:, n] > 0.0] > 0.0).any(axis=0)
            self._shares[n] = people | (self.room == self.room[n])
            self._shares[n][n] = False
        return self._shares[n]

    def share_with(self, rows: Rows) -> Flags:
        """Which rows share people or a room with any of these, without themselves."""
        found: Flags = np.logical_or.reduce([self.shares(int(n)) for n in rows])
        found[rows] = False
        return found

    def plenty(self, rows: Sequence[int], near: Rows, earliest: float, latest: float) -> bool:
        """Whether nobody can be in the way of these between those instants: not even all together are too many."""
        rooms = self.room[near]
        if any(np.count_nonzero(rooms == self.room[n]) > (n in near) for n in rows) or _twice(self.room[list(rows)]):
            return False
        there = np.union1d(near, rows)
        return all(self._enough(p, rows, there, earliest, latest) for p in range(len(self.pools)))

    def _enough(self, p: int, rows: Sequence[int], there: Rows, earliest: float, latest: float) -> bool:
        need = self.need[p]
        if not need[list(rows)].any():
            return True
        least = np.minimum.reduce(self.levels[p][self.rota.slot_of(earliest) : self.rota.slot_of(latest) + 1])
        return bool(np.add.reduce(need[there]) <= least)

    def on_shift(self, n: int, at: Hours) -> Hours:
        """The first instants from these on at which the crew of a step may begin it, as far as shifts go."""
        starts = self.starts[n]
        if starts is None:
            return at
        slot = self.rota.slot(at)
        return np.where(at <= starts.last[slot], at, starts.after[slot])

    def _starts(self, one: Wanted) -> Starts | None:
        return None if one.stays or not one.crew else self.rota.starts(one.crew, one.typical)


def _twice(rooms: NDArray[np.intp]) -> bool:
    return len(rooms) > 1 and len(set(rooms.tolist())) < len(rooms)


def pools_that_bind(rota: Rota, crews: Sequence[Crew]) -> tuple[str, ...]:
    """The pools among those asked for that can be short before another is: a skill that everybody has never is."""
    asked = [dict(crew) for crew in crews]
    pools = sorted({pool for crew in asked for pool in crew})
    return tuple(pool for pool in pools if not any(_covers(rota, asked, other, pool) for other in pools if other != pool))


def _covers(rota: Rota, asked: Sequence[Mapping[str, int]], other: str, pool: str) -> bool:
    """Whether `other` is short whenever `pool` is; of two that cover each other the first by name counts."""
    there, more = rota.levels[pool], rota.levels[other]
    if not bool((there >= more).all()) or any(crew[pool] > crew.get(other, 0) for crew in asked if pool in crew):
        return False
    both = bool((more >= there).all()) and all(crew[other] <= crew.get(pool, 0) for crew in asked if other in crew)
    return not both or other < pool
