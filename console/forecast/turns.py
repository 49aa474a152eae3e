"""In which turn steps get people and rooms: first ready, first served; whoever cannot begin is overtaken.

In every scenario a step begins at the first instant from its turn on at which enough of each of its pools are free and on
shift and nobody else has hands in its room; it is not begun unless its crew is here for as long as it usually takes, but where
its crew stays for it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from console.forecast.spread import Hours, Normals
from console.forecast.taken import Flags, Rows, Taken, Which

Length = Hours | Normals

FAR_AHEAD_H = 48.0
"""What others have taken so many hours after a step asks is not looked at: it is not kept waiting for that long by people."""
MOST_TURNS = 200
"""After so many ends of others a step begins in any case: then its shifts were never meant for it."""


@dataclass(slots=True)
class Wish:
    """A step (by its row) that asks since these instants, for so long."""

    row: int
    ready: Hours
    lasts: Length


def serve(taken: Taken, wishes: Sequence[Wish]) -> list[Hours]:
    """When each of these begins, each scenario serving them in the order in which it has them ready; nothing is noted yet."""
    ready = [taken.on_shift(wish.row, wish.ready) for wish in wishes]
    earliest = min(float(np.minimum.reduce(at)) for at in ready)
    latest = max(float(np.maximum.reduce(at)) for at in ready)
    rows = [wish.row for wish in wishes]
    near = taken.near(earliest, latest)
    if taken.plenty(rows, near, earliest, latest):
        return ready
    which = np.flatnonzero(_crowded(taken, wishes, ready, near))
    if not which.size:
        return ready
    found = [at.copy() for at in ready]
    for at, start in zip(found, _in_turn(taken, wishes, ready, which), strict=True):
        at[which] = start
    return found


def _crowded(taken: Taken, wishes: Sequence[Wish], ready: Sequence[Hours], near: Rows) -> Flags:
    """In which scenarios somebody may be in the way of one of these at the instant it is ready."""
    rows = np.array([*near, *(wish.row for wish in wishes)], dtype=np.intp)
    since = np.concatenate([taken.since[near], ready])
    until = np.concatenate([taken.until[near], [at + wish.lasts for at, wish in zip(ready, wishes, strict=True)]])
    need, room = taken.need[:, rows], taken.room[rows]
    found = np.zeros(since.shape[1], dtype=bool)
    for n, at in enumerate(ready, len(near)):
        there = (since <= at) & (until > at)
        there[n] = False
        found |= _too_many(taken, np.full(1, rows[n]), at, there, need) | _in_room(there, room == room[n])
    return found


def in_the_way(taken: Taken, n: int) -> Flags | None:
    """Where a step begins though those who began before it leave no room or people for it; None where that is nowhere."""
    at, ready = taken.since[n], taken.ready[n]
    earliest, latest = taken.first[n], float(np.maximum.reduce(at))
    near = taken.near(earliest, latest)
    near = near[taken.shares(n)[near]]
    if not near.size or taken.plenty([n], near, earliest, latest):
        return None
    since, there = taken.since[near], taken.until[near] > at
    there &= since <= at
    tied = there & (since == at)
    if tied.any():
        asked, first = taken.ready[near], (near < n)[:, None]
        there &= ~tied | (asked < ready) | ((asked == ready) & first)
    return _too_many(taken, np.full(1, n), at, there, taken.need[:, near]) | _in_room(there, taken.room[near] == taken.room[n])


def _too_many(taken: Taken, who: Rows, at: Hours, there: Flags, need: NDArray[np.float32]) -> Flags:
    """Where those who are there leave too few people; `need` by pool and row, for all scenarios or for each."""
    slot = taken.rota.slot(at)
    found = np.zeros(len(at), dtype=bool)
    for p, level in enumerate(taken.levels):
        wanted = taken.need[p, who]
        if wanted.any():
            here = np.where(taken.stays[who], np.maximum(level[slot], wanted), level[slot])
            busy = need[p] @ there.astype(np.float32) if need.ndim == 2 else np.add.reduce(need[p] * there, axis=0)
            found |= (busy > here - wanted) & (wanted > 0.0)
    return found


def _in_room(there: Flags, same: Flags) -> Flags:
    if same.ndim == 1:
        return np.asarray(np.logical_or.reduce(there[same], axis=0))
    return np.asarray(np.logical_or.reduce(there & same, axis=0))


def _in_turn(taken: Taken, wishes: Sequence[Wish], ready: Sequence[Hours], which: Which) -> Hours:
    """One after the other in the order each scenario has them ready, everything taken before in the way."""
    rows = np.array([wish.row for wish in wishes])
    asked = np.array([at[which] for at in ready])
    lasts = np.array([wish.lasts[which] for wish in wishes], dtype=np.float64)
    since_when = np.array([wish.ready[which] for wish in wishes])
    order = np.lexsort((np.broadcast_to(rows[:, None], asked.shape), since_when, asked), axis=0)
    line, columns, found = Line(taken, rows, which, asked, len(wishes)), np.arange(len(which)), np.empty_like(asked)
    for turn in order:
        at = line.first_free(rows[turn], asked[turn, columns], since_when[turn, columns])
        line.add(rows[turn], at, at + lasts[turn, columns])
        found[turn, columns] = at
    return found


class Line:
    """Those who are there in some scenarios, but for some who ask anew, to whom they are added one after the other."""

    def __init__(self, taken: Taken, without: Rows, which: Which, asked: Hours, more: int) -> None:
        self._taken = taken
        near = taken.near(float(asked.min()), float(asked.max()) + FAR_AHEAD_H)
        near = near[taken.share_with(without)[near]]
        self._count = len(near)
        self._since, self._until, self._ready = np.full((3, len(near) + more, len(which)), np.inf)
        cells = np.ix_(near, which)
        self._since[: len(near)] = taken.since[cells]
        self._until[: len(near)] = taken.until[cells]
        self._ready[: len(near)] = taken.ready[cells]
        self._rows = np.zeros((len(near) + more, len(which)), np.intp)
        self._rows[: len(near)] = near[:, None]

    def add(self, who: Rows, since: Hours, until: Hours) -> None:
        """Somebody (in each scenario another one) who is there from now on."""
        n = self._count
        self._rows[n], self._since[n], self._until[n], self._ready[n] = who, since, until, -np.inf
        self._count += 1

    def first_free(self, who: Rows, at: Hours, since_when: Hours) -> Hours:
        """The first instants from these on at which nobody is in the way of `who`, who asks since then."""
        taken, n = self._taken, self._count
        since, until, rows, ready = self._since[:n], self._until[:n], self._rows[:n], self._ready[:n]
        same, need = taken.room[rows] == taken.room[who], taken.need[:, rows]
        before = (ready < since_when) | ((ready == since_when) & (rows < who))
        for _ in range(MOST_TURNS):
            there = ((since < at) | ((since == at) & before)) & (until > at)
            busy = _too_many(taken, who, at, there, need) | _in_room(there, same)
            following = np.minimum.reduce(np.where(there, until, np.inf), axis=0, initial=np.inf)
            slot = taken.rota.slot(at)
            for rises in taken.rises:
                np.minimum(following, rises[slot], out=following)
            busy &= following < np.inf
            if not busy.any():
                break
            at = self._on_shift(who, np.where(busy, following, at))
        return at

    def _on_shift(self, who: Rows, at: Hours) -> Hours:
        for n in np.unique(who):
            if self._taken.starts[n] is not None:
                at = np.where(who == n, self._taken.on_shift(int(n), at), at)
        return at
