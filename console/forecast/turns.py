"""In which turn steps get people and rooms: first ready, first served; whoever cannot begin is overtaken.

In every scenario a step begins at the first instant from its turn on at which enough of each of its pools are free and on
shift and nobody else has hands in its room; it is not begun unless its crew is here for as long as it usually takes, but where
its crew stays for it.
"""

from __future__ import annotations

import numpy as np

from console.forecast.spread import Hours
from console.forecast.taken import Asking, Flags, Rows, Short, Taken, Which, bounds

AHEAD_H = 4.0
"""What others have taken so many hours after a step asks is looked at; one that waits for longer looks on from there."""
FOREVER = np.float32(np.inf)
NEVER = np.float32(1e30)
"""Added to an instant it leaves nothing before it; to choose between two by a flag would take longer."""
MOST_TURNS = 200
"""After so many ends of others a step begins in any case: then its shifts were never meant for it."""


def first_free(taken: Taken, n: int, ready: Hours, at: Hours) -> Hours:
    """When step `n`, ready since then, begins in every scenario, asked for the first time at `at`; the same array where at once."""
    asked, earliest, latest = taken.kept(at)
    near = taken.near(n, earliest, latest)
    if not near.size or taken.plenty(n, near, earliest, latest):
        return at
    asking = taken.asking(n, near)
    spans = taken.since[asking.near], taken.until[asking.near]
    there = _there(taken, n, asking.near, asked, taken.short(ready), spans, None)
    which = _blocked(taken, asking, there, asked).nonzero()[0]
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
    asking = taken.asking(n, near)
    near = asking.near
    if not near.size and not asking.pools:
        return at
    start, left = at.copy(), np.arange(len(which))
    asked, first = taken.short(at), taken.short(ready)
    since, until = taken.since[near].take(which, axis=1), taken.until[near].take(which, axis=1)
    for _ in range(MOST_TURNS):
        there = _there(taken, n, near, asked, first, (since, until), which)
        blocked = _blocked(taken, asking, there, asked)
        following = _following(taken, asking, there, until, asked, blocked)
        on = blocked.nonzero()[0]
        if not on.size:
            break
        if on.size < len(which):
            left, which, first, following = left[on], which[on], first[on], following[on]
            since, until = since.take(on, axis=1), until.take(on, axis=1)
        begins = np.maximum(taken.on_shift(n, following.astype(np.float64) + taken.now), at[left])
        start[left], asked = begins, taken.short(begins)
    return start


def _following(taken: Taken, asking: Asking, there: Flags, until: Short, at: Short, blocked: Flags) -> Short:
    """The next instants at which somebody who is there leaves, or more come; where there are none a step is not blocked."""
    if not blocked.any():
        return at
    leaves = np.multiply(~there, NEVER)
    leaves += until
    following: Short = np.minimum.reduce(leaves, axis=0, initial=FOREVER)
    if asking.pools:
        slot = taken.slot(at)
        for _, _, _, rises in asking.pools:
            np.minimum(following, rises.take(slot), out=following)
        blocked &= following < NEVER
    return following


def _there(taken: Taken, n: int, near: Rows, at: Short, ready: Short, spans: tuple[Short, Short], which: Which | None) -> Flags:
    """Who is there at these instants; of those who could begin at the very same one only those whose turn comes first."""
    since, until = spans
    there = until > at
    tied = since == at
    tied &= there
    there &= since <= at
    if tied.any():
        for k in np.logical_or.reduce(tied, axis=1).nonzero()[0]:
            asked = taken.ready[near[k]]
            asked = asked if which is None else asked.take(which)
            there[k] &= ~tied[k] | (asked <= ready if near[k] < n else asked < ready)
    return there


def _blocked(taken: Taken, asking: Asking, there: Flags, at: Short) -> Flags:
    """Where those who are there leave too few people, or have their hands in the room."""
    if not asking.pools:
        return np.asarray(np.logical_or.reduce(there, axis=0))
    slot = taken.slot(at)
    hands = np.dot(asking.shares, there.astype(np.float32))
    found: Flags = hands[0] > 0.0
    for p, (wanted, level, stays, _) in enumerate(asking.pools):
        here = level.take(slot)
        if stays:
            np.maximum(here, wanted, out=here)
        here -= wanted
        found |= hands[p + 1] > here
    return found
