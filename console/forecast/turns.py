"""Who gets the people and the hands of a room in which turn: first ready, first served, whoever cannot begin is overtaken.

In every scenario a step begins at the first instant from its turn on at which enough of each of its pools are free and on
shift and nobody else has hands in its room; it is not begun unless its crew is here for as long as it usually takes, but where
its crew stays for it. Steps asked for together are served in the order in which each scenario has them ready; one asked for
later takes what is left free between those before it (a late step may be overtaken).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from console.forecast.rota import Crew, Rota, Starts
from console.forecast.spread import Hours, Normals

Length = Hours | Normals
Flags = NDArray[np.bool_]

MOST_TURNS = 64
"""After so many ends of others a step begins in any case: then the shifts were never meant for it."""


@dataclass(slots=True)
class Wish:
    """A step that asks: of which batch, its people, its room, since when in each scenario, and for how long."""

    batch: str
    code: str
    crew: Crew
    room: str
    typical: float
    stays: bool
    ready: Hours
    lasts: Length


class Turns:
    """The people of some pools and the rooms they work in, as they are taken so far, in all scenarios."""

    def __init__(self, rota: Rota, pools: Sequence[str], rooms: Sequence[str], wishes: int, scenarios: int) -> None:
        self._rota = rota
        self._pools = tuple(pools)
        self._rooms = {room: n for n, room in enumerate(rooms)}
        self._since = np.empty((wishes, scenarios))
        self._until = np.empty((wishes, scenarios))
        self._need = np.zeros((len(self._pools), wishes), dtype=np.float32)
        self._room = np.full(wishes, -1)
        self._first: list[float] = []
        self._last: list[float] = []
        self._open: list[int] = []

    def take(self, crew: Crew, room: str, since: Hours | float, until: Hours) -> None:
        """Notes that people and the room's hands are taken over these spans."""
        n = len(self._first)
        self._since[n] = since
        self._until[n] = until
        for pool, count in self._of(crew):
            self._need[pool, n] = count
        self._room[n] = self._rooms.get(room, -1)
        self._first.append(float(np.minimum.reduce(since)) if isinstance(since, np.ndarray) else since)
        self._last.append(float(np.maximum.reduce(until)))
        self._open.append(n)

    def serve(self, wishes: Sequence[Wish]) -> list[Hours]:
        """When each of these begins, in every scenario; they are not noted as taken yet."""
        ready = [self._on_shift(wish, wish.ready) for wish in wishes]
        earliest = min(float(np.minimum.reduce(at)) for at in ready)
        latest = max(float(np.maximum.reduce(at)) for at in ready)
        self._open = [n for n in self._open if self._last[n] > earliest - FORGET_H]
        near = [n for n in self._open if self._last[n] > earliest]
        if self._plenty(wishes, [n for n in near if self._first[n] <= latest], earliest, latest):
            return ready
        return _Queue(self, wishes, ready, near).served()

    def _of(self, crew: Crew) -> list[tuple[int, int]]:
        return [(self._pools.index(pool), count) for pool, count in crew if pool in self._pools]

    def _on_shift(self, wish: Wish, at: Hours) -> Hours:
        starts = self.starts(wish)
        if starts is None:
            return at
        slot = self._rota.slot(at)
        return np.where(at <= starts.last[slot], at, starts.after[slot])

    def starts(self, wish: Wish) -> Starts | None:
        """When the crew of a step may begin; None where it always may."""
        return None if wish.stays or not wish.crew else self._rota.starts(wish.crew, wish.typical)

    def _plenty(self, wishes: Sequence[Wish], near: Sequence[int], earliest: float, latest: float) -> bool:
        """Whether nobody can be in anybody's way: all of them together are not too many, and each room is asked for once."""
        rooms = [self._rooms[wish.room] for wish in wishes if wish.room]
        rooms += [int(self._room[n]) for n in near if self._room[n] in rooms]
        if len(set(rooms)) < len(rooms):
            return False
        for p, pool in enumerate(self._pools):
            wanted = sum(count for wish in wishes for at, count in self._of(wish.crew) if at == p)
            if wanted and wanted + float(self._need[p, list(near)].sum()) > self._least(pool, earliest, latest):
                return False
        return True

    def _least(self, pool: str, earliest: float, latest: float) -> float:
        first, last = self._rota.slot(np.array([earliest, latest]))
        return float(np.minimum.reduce(self._rota.levels[pool][first : last + 1]))


FORGET_H = 48.0
"""Hours after which nobody asks any more what was taken before."""


class _Queue:
    """Some steps that are asked for together, where somebody may be in the way."""

    def __init__(self, turns: Turns, wishes: Sequence[Wish], ready: Sequence[Hours], near: Sequence[int]) -> None:
        self._turns = turns
        self._rota = turns._rota
        self._wishes = wishes
        self._ready = ready
        self._near = np.array(near, dtype=np.intp)
        self._levels = [self._rota.levels[pool] for pool in turns._pools]
        self._rises = [self._rota.rises[pool] for pool in turns._pools]
        self._need = np.zeros((len(turns._pools), len(wishes)), dtype=np.float32)
        for n, wish in enumerate(wishes):
            for p, count in turns._of(wish.crew):
                self._need[p, n] = count
        self._room = np.array([turns._rooms.get(wish.room, -2) for wish in wishes])
        self._stays = np.array([wish.stays for wish in wishes])

    def served(self) -> list[Hours]:
        """When each begins: where nobody is in the way, when it is ready; else in turn."""
        which = np.flatnonzero(self._blocked())
        if not which.size:
            return list(self._ready)
        ready = np.array([at[which] for at in self._ready])
        lasts = np.array([wish.lasts[which] for wish in self._wishes], dtype=np.float64)
        started = self._in_turn(ready, lasts, which)
        found = []
        for at, start in zip(self._ready, started, strict=True):
            at = at.copy()
            at[which] = start
            found.append(at)
        return found

    def _blocked(self) -> Flags:
        """In which scenarios somebody is in the way of one of them at the instant it is ready."""
        turns = self._turns
        since = np.concatenate([turns._since[self._near], self._ready])
        until = np.concatenate([turns._until[self._near], [r + w.lasts for r, w in zip(self._ready, self._wishes, strict=True)]])
        need = np.concatenate([turns._need[:, self._near], self._need], axis=1)
        room = np.concatenate([turns._room[self._near], self._room])
        blocked = np.zeros(len(self._ready[0]), dtype=bool)
        for n, at in enumerate(self._ready):
            there = (since <= at) & (until > at)
            there[len(self._near) + n] = False
            slot = self._rota.slot(at)
            for p, level in enumerate(self._levels):
                wanted = self._need[p, n]
                if wanted > 0.0:
                    here = np.maximum(level[slot], wanted) if self._stays[n] else level[slot]
                    blocked |= need[p] @ there.astype(np.float32) > here - wanted
            same = np.flatnonzero(room == self._room[n])
            if len(same) > 1:
                blocked |= np.logical_or.reduce(there[same], axis=0)
        return blocked

    def _in_turn(self, ready: Hours, lasts: Hours, which: NDArray[np.intp]) -> Hours:
        """One after the other in the order each scenario has them ready, everything taken before in the way."""
        turns, near, count = self._turns, len(self._near), len(self._wishes)
        columns = np.arange(len(which))
        since, until = np.full((near + count, len(which)), np.inf), np.empty((near + count, len(which)))
        since[:near], until[:near] = turns._since[np.ix_(self._near, which)], turns._until[np.ix_(self._near, which)]
        need = np.empty((len(self._levels), near + count, len(which)), dtype=np.float32)
        need[:, :near] = turns._need[:, self._near, None]
        room = np.empty((near + count, len(which)), dtype=np.intp)
        room[:near] = turns._room[self._near, None]
        order = np.lexsort((np.array([wish.ready[which] for wish in self._wishes]), ready), axis=0)
        started = np.empty_like(ready)
        for k in range(count):
            who = order[k]
            last = near + k
            at = self._first_free(who, ready[who, columns], since[:last], until[:last], need[:, :last], room[:last])
            started[who, columns] = since[last] = at
            until[last] = at + lasts[who, columns]
            need[:, last] = self._need[:, who]
            room[last] = self._room[who]
        return started

    def _first_free(
        self, who: NDArray[np.intp], at: Hours, since: Hours, until: Hours, need: NDArray[np.float32], room: NDArray[np.intp]
    ) -> Hours:
        """The first instant from `at` on at which nobody is in the way, each scenario having its own step `who`."""
        same = room == self._room[who]
        for _ in range(MOST_TURNS):
            there = (since <= at) & (until > at)
            slot = self._rota.slot(at)
            busy = np.logical_or.reduce(there & same, axis=0)
            following = np.minimum.reduce(np.where(there, until, np.inf), axis=0, initial=np.inf)
            for p, level in enumerate(self._levels):
                wanted = self._need[p, who]
                here = level[slot]
                here = np.where(self._stays[who], np.maximum(here, wanted), here)
                busy |= (np.add.reduce(need[p] * there, axis=0) > here - wanted) & (wanted > 0.0)
                np.minimum(following, self._rises[p][slot], out=following)
            busy &= following < np.inf
            if not busy.any():
                break
            at = self._on_shift(who, np.where(busy, following, at))
        return at

    def _on_shift(self, who: NDArray[np.intp], at: Hours) -> Hours:
        for n, wish in enumerate(self._wishes):
            starts = self._turns.starts(wish)
            if starts is not None:
                slot = self._rota.slot(at)
                at = np.where((who == n) & (at > starts.last[slot]), starts.after[slot], at)
        return at


def pools_that_bind(rota: Rota, crews: Sequence[Crew]) -> tuple[str, ...]:
    """The pools among those asked for that can be short before another is: a skill everybody has never is."""
    asked = [dict(crew) for crew in crews]
    pools = sorted({pool for crew in asked for pool in crew})
    return tuple(pool for pool in pools if not any(_covers(rota, asked, other, pool) for other in pools if other != pool))


def _covers(rota: Rota, asked: Sequence[Mapping[str, int]], other: str, pool: str) -> bool:
    levels = rota.levels
    if not bool((levels[pool] >= levels[other]).all()):
        return False
    if any(crew[pool] > crew.get(other, 0) for crew in asked if pool in crew):
        return False
    return not (bool((levels[pool] == levels[other]).all()) and pool < other and _covers_back(asked, other, pool))


def _covers_back(asked: Sequence[Mapping[str, int]], other: str, pool: str) -> bool:
    return all(crew[other] <= crew.get(pool, 0) for crew in asked if other in crew)
