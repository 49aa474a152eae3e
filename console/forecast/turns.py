"""In which turn steps get people and rooms: first ready, first served; whoever cannot begin is overtaken.

In every scenario a step begins at the first instant from its turn on at which enough of each of its pools are free and on
shift and nobody else has hands in its room; it is not begun unless its crew is here for as long as it usually takes, but where
its crew stays for it.
"""

from __future__ import annotations

import numpy as np

from console.forecast.spread import Hours
from console.forecast.taken import Flags, Rows, Short, Taken, Which, bounds

AHEAD_H = 4.0
"""What others have taken so many hours after a step asks is looked at; one that waits for longer looks on from there."""
FOREVER = np.float32(np.inf)
MOST_TURNS = 200
"""After so many ends of others a step begins in any case: then its shifts were never meant for it."""


def first_free(taken: Taken, n: int, ready: Hours, at: Hours) -> Hours:
    """When step `n`, ready since then, begins in every scenario, asked for the first time at `at`; the same array where at once."""
    asked = taken.short(at)
    earliest, latest = bounds(asked)
    near = taken.near(n, earliest, latest)
    if not near.size or taken.plenty(n, near, earliest, latest):
        return at
    since, until = taken.since[near], taken.until[near]
    there = _there(taken, n, near, asked, taken.short(ready), (since, until), None)
    which = np.flatnonzero(_blocked(taken, n, near, asked, there))
    if not which.size:
        return at
    start = at.copy()
    start[which] = first_free_in(taken, n, which, ready[which], at[which])
    return start


def first_free_in(taken: Taken, n: int, which: Which, ready: Hours, at: Hours) -> Hours:
    """The same in some scenarios only."""
    start, left = at.copy(), np.arange(len(which))
    while left.size:
        earliest, latest = bounds(taken.short(start[left]))
        near = taken.near(n, earliest, latest + AHEAD_H)
        start[left] = _after(taken, n, near, which[left], ready[left], start[left])
        left = left[start[left] > latest + taken.now + AHEAD_H]
        if latest == float("inf"):
            break
    return start


def _after(taken: Taken, n: int, near: Rows, which: Which, ready: Hours, at: Hours) -> Hours:
    """When a step begins in some scenarios, as far as only these are there."""
    start, left = at.copy(), np.arange(len(which))
    asked, first = taken.short(at), taken.short(ready)
    spans = taken.since[near].take(which, axis=1), taken.until[near].take(which, axis=1)
    for _ in range(MOST_TURNS):
        there = _there(taken, n, near, asked, first, spans, which)
        following = np.minimum.reduce(np.where(there, spans[1], FOREVER), axis=0, initial=np.inf)
        slot = taken.slot(asked)
        for p, rises in enumerate(taken.rises):
            if taken.need[p, n] > 0.0:
                np.minimum(following, rises[slot], out=following)
        blocked = np.flatnonzero(_blocked(taken, n, near, asked, there) & (following < FOREVER))
        if not blocked.size:
            break
        left, which, first = left[blocked], which[blocked], first[blocked]
        start[left] = np.maximum(taken.on_shift(n, following[blocked].astype(np.float64) + taken.now), at[left])
        asked, spans = taken.short(start[left]), (spans[0].take(blocked, axis=1), spans[1].take(blocked, axis=1))
    return start


def _there(taken: Taken, n: int, near: Rows, at: Short, ready: Short, spans: tuple[Short, Short], which: Which | None) -> Flags:
    """Who is there at these instants; of those who could begin at the very same one only those whose turn comes first."""
    since, until = spans
    there = since <= at
    there &= until > at
    tied = since == at
    tied &= there
    if tied.any():
        asked = taken.ready[near] if which is None else taken.ready[near[:, None], which]
        there &= ~tied | (asked < ready) | ((asked == ready) & (near < n)[:, None])
    return there


def _blocked(taken: Taken, n: int, near: Rows, at: Short, there: Flags) -> Flags:
    """Where those who are there leave too few people, or have their hands in the room."""
    found: Flags = np.logical_or.reduce(there[taken.room[near] == taken.room[n]], axis=0)
    slot = None
    for p, level in enumerate(taken.levels):
        wanted = taken.need[p, n]
        if wanted > 0.0:
            slot = taken.slot(at) if slot is None else slot
            here = np.maximum(level[slot], wanted) if taken.wanted[n].stays else level[slot]
            found |= np.dot(taken.need[p, near], there.astype(np.float32)) > here - wanted
    return found
