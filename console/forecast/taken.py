"""Who has whose hands, and which room, from when until when: one row per step that asks, one column per scenario.

Instants are hours from now, in single precision (a second in a month). Of two steps that could begin at the same instant the one
goes first that was ready first; then the one planned first, then the batch whose name comes first: rows stand in that order.
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
Short = NDArray[np.float32]

Key = tuple[str, str]
"""A batch and the code of one of its steps."""
NOBODY = np.zeros((1, 0), dtype=np.float32)
WIDE = 3.5
"""Standard deviations from its mean beyond which nobody is looked for in the way of a step, or behind it."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a step asks for: how many of which pool, hands in which room, for how long usually; `stays`: its crew stays for it."""

    key: Key
    crew: Crew
    room: str
    typical: float
    stays: bool


@dataclass(frozen=True, slots=True)
class Asking:
    """Who can be in the way of a step: those `near` in its room, or with people of pools of which there may be too few for all.

    `shares` tells in row 0 who works in its room, then how many each has of these pools; `pools` for each of them how many the
    step wants, how many there are by slot, whether its crew stays, and when more come.
    """

    near: Rows
    shares: Short
    pools: tuple[tuple[np.float32, Short, bool, Short], ...]


class Taken:
    """The people of some pools and the rooms they work in: who took them so far. What nobody took yet has no `last`."""

    def __init__(self, rota: Rota, wanted: Sequence[Wanted], now: float, scenarios: int) -> None:
        self.rota = rota
        self.now = now
        self.wanted = wanted
        self.row = {one.key: n for n, one in enumerate(wanted)}
        self.pools = pools_that_bind(rota, [one.crew for one in wanted])
        self.levels = [rota.levels[pool] for pool in self.pools]
        self.rises = [(rota.rises[pool] - now).astype(np.float32) for pool in self.pools]
        need = [[dict(one.crew).get(pool, 0) for one in wanted] for pool in self.pools]
        self.need = np.array(need, dtype=np.float32).reshape(len(self.pools), len(wanted))
        rooms = {room: n for n, room in enumerate(sorted({one.room for one in wanted if one.room}))}
        self.room = np.array([rooms.get(one.room, -1 - n) for n, one in enumerate(wanted)])
        self.ready, self.since, self.until = np.empty((3, len(wanted), scenarios), dtype=np.float32)
        self.first = np.full(len(wanted), np.inf)
        self.last = np.full(len(wanted), -np.inf)
        self._starts = [self._shifts(one) for one in wanted]
        self._shares: dict[int, Flags] = {}
        self._least = [np.minimum.reduce(level) for level in self.levels]
        self._short: dict[int, list[tuple[int, float]]] = {}
        self._first_slot = rota.first - now
        self._kept: tuple[Hours, Short, float, float] | None = None

    def short(self, at: Hours) -> Short:
        """Instants as they are kept here."""
        return (at - self.now).astype(np.float32)

    def kept(self, at: Hours) -> tuple[Short, float, float]:
        """The same with their bounds, at hand for the array asked for last."""
        if self._kept is None or self._kept[0] is not at:
            short = self.short(at)
            self._kept = (at, short, *bounds(short))
        return self._kept[1:]

    def take(self, n: int, ready: Hours, start: Hours, end: Hours) -> None:
        """Notes that a step was ready, begins and ends at these instants (from the origin)."""
        since, self.first[n], _ = self.kept(start)
        self.since[n] = since
        self.ready[n] = since if ready is start else self.short(ready)
        until = self.until[n] = self.short(end)
        self.last[n] = latest_of(until)

    def runs(self, n: int, end: Hours) -> None:
        """Notes that a step has begun long ago and ends at these instants (from the origin)."""
        self.ready[n] = self.since[n] = self.first[n] = -np.inf
        self.until[n] = self.short(end)
        self.last[n] = latest_of(self.until[n])

    def near(self, n: int, earliest: float, latest: float) -> Rows:
        """Who shares people or a room with a step and has them between these instants, in some scenario."""
        return ((self.last > earliest) & (self.first <= latest) & self.shares(n)).nonzero()[0]

    def shares(self, n: int) -> Flags:
        """Which rows share people or a room with this one."""
        if n not in self._shares:
            people = (self.need[self.need[:, n] > 0.0] > 0.0).any(axis=0)
            self._shares[n] = people | (self.room == self.room[n])
            self._shares[n][n] = False
        return self._shares[n]

    def asking(self, n: int, near: Rows) -> Asking:
        """Who of these can be in the way of a step."""
        if n not in self._short:
            self._short[n] = [(int(p), float(self._least[p] - self.need[p, n])) for p in self.need[:, n].nonzero()[0]]
        there = self.room[near] == self.room[n]
        pools = [(p, needs) for p, spare in self._short[n] if np.add.reduce(needs := self.need[p][near]) > spare]
        if not pools:
            return Asking(near[there], NOBODY, ())
        shares = np.array([there, *(needs for _, needs in pools)], dtype=np.float32)
        stays = self.wanted[n].stays
        return Asking(near, shares, tuple((self.need[p, n], self.levels[p], stays, self.rises[p]) for p, _ in pools))

    def plenty(self, n: int, near: Rows, earliest: float, latest: float) -> bool:
        """Whether nobody of these can be in the way of a step, or it in theirs: not even all together are too many."""
        if (self.room[near] == self.room[n]).any():
            return False
        for p, need in enumerate(self.need):
            if need[n] > 0.0:
                level = self.levels[p][self.slot_of(earliest) : self.slot_of(latest) + 1]
                if need[n] + np.add.reduce(need[near]) > np.minimum.reduce(level):
                    return False
        return True

    def slot(self, at: Short) -> NDArray[np.intp]:
        """The slot of each instant."""
        return self.rota.slot(at, self._first_slot)

    def slot_of(self, at: float) -> int:
        """The slot of one instant."""
        return self.rota.slot_of(at + self.now)

    def on_shift(self, n: int, at: Hours) -> Hours:
        """The first instants (from the origin) from these on at which the crew of a step may begin it, as far as shifts go."""
        starts = self._starts[n]
        if starts is None:
            return at
        slot = self.rota.slot(at, self.rota.first)
        return np.where(at <= starts.last.take(slot), at, starts.after.take(slot))

    def _shifts(self, one: Wanted) -> Starts | None:
        return None if one.stays or not one.crew else self.rota.starts(one.crew, one.typical)


def bounds(at: Short) -> tuple[float, float]:
    """Between which instants nearly all of these lie."""
    middle = float(np.add.reduce(at)) / len(at)
    apart = at - np.float32(middle)
    wide = WIDE * float(np.sqrt(np.dot(apart, apart) / len(at)))
    return max(middle - wide, float(at[at.argmin()])), min(middle + wide, float(at[at.argmax()]))


def latest_of(at: Short) -> float:
    """Before which instant nearly all of these lie: the later of their bounds."""
    middle = float(np.add.reduce(at)) / len(at)
    apart = at - np.float32(middle)
    return min(middle + WIDE * float(np.sqrt(np.dot(apart, apart) / len(at))), float(at[at.argmax()]))


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
