"""Every lawful start of one step, at each place, with all other batches as they are and its own batch free to follow.

The least solution with a step at or after a slot has that step at its next lawful start (network.py). With all other steps of the
batch where they are in that solution, the step itself may come sooner, down to what the steps before it allow: so one solution at
the end of a stretch of open slots settles the whole stretch, or all of it but its beginning.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from console.planning.insert import Found, Search, Want, bounds
from console.planning.masks import Mask, between, last_in, next_in, spans, spread
from console.planning.network import Clock, Network
from console.planning.own import ALONE, Order, share, span
from console.planning.places import Choice
from console.planning.problem import Place, Span
from console.planning.timetable import Timetable


@dataclass(frozen=True, slots=True)
class Lawful:
    """The lawful starts of a step at one place (None: outside the cleanrooms), as half-open spans of slots."""

    place: Place | None
    spans: tuple[Span, ...]


def lawful(table: Timetable, batch: str, code: str, first: int = 0, last: int | None = None) -> tuple[Lawful, ...]:
    """The lawful starts of a step within [first, last) for each place it could be at; its batch must not be booked in the table."""
    network = table.networks[batch]
    n = network.batch.index[code]
    limits = bounds(table, network, Want())
    if n not in network.free or limits is None:
        return ()
    low, high = limits
    begin = min(low[m] for m in network.free)
    run = sum(network.durations[m] for m in network.free)
    end = max(high[m] for m in network.free) + 1
    until = table.problem.horizon if last is None else last
    search = Starts(table, network, Want(), low, high, begin, min(end, until + run + SPAN))
    return search.of(n, max(first, low[n]), min(until, high[n] + 1))


SPAN = 672
"""Slots looked at beyond the step's own last start and the batch's bare work (a week), for what must still follow."""


def consistent(network: Network, masks: Mapping[int, Mask]) -> dict[int, Mask]:
    """What each step's neighbours leave of its starts, taken two by two: all that is lawful is in it, and little else."""
    left = dict(masks)
    pairs = _pairs(network)
    dirty = set(network.free)
    while dirty:
        touched: set[int] = set()
        for u, v, least, most in pairs:
            if u not in dirty and v not in dirty:
                continue
            one, two = left[u], left[v]
            if most is None:
                two &= -1 << max(0, next_in(one, 0) + least)
                one &= between(0, two.bit_length() - 1 - least) if two else 0
            else:
                two &= spread(one, least, most)
                one &= spread(two, -most, -least)
            if one != left[u] or two != left[v]:
                left[u], left[v] = one, two
                touched |= {u, v}
        if not all(left.values()):
            return dict.fromkeys(left, 0)
        dirty = touched
    return left


def _pairs(network: Network) -> list[tuple[int, int, int, int | None]]:
    """Pairs of steps (u, v) with the least and the most (None: open) that v starts after u."""
    arcs = {(u, v): w for u in network.free for v, w in network.after[u]}
    found: list[tuple[int, int, int, int | None]] = []
    for (u, v), w in arcs.items():
        back = arcs.get((v, u))
        if back is None:
            found.append((u, v, w, None))
        elif u < v:
            found.append((u, v, w, -back))
    return found


class Starts(Search):
    """Walks one step of a batch through all its lawful starts."""

    def of(self, n: int, first: int, last: int) -> tuple[Lawful, ...]:
        """The starts of step number `n` in [first, last), place by place."""
        choices = self._choices() if all(self.base.values()) else None
        if choices is None:
            return ()
        self._step = n
        stand = self.network.batch.steps[n].stand
        if stand is None:
            return self._told(None, self._walk(choices, first - self.first, last - self.first))
        at = self.network.open_stands.index(stand)
        found: list[Lawful] = []
        for place in dict.fromkeys(choice.place for choice in choices[at]):
            here = [choice for choice in choices[at] if choice.place == place]
            found += self._told(place, self._walk([*choices[:at], here, *choices[at + 1 :]], first - self.first, last - self.first))
        return tuple(found)

    def _told(self, place: Place | None, mask: Mask) -> tuple[Lawful, ...]:
        return (Lawful(place, spans(mask, self.first)),) if mask else ()

    def _key(self, starts: Sequence[int]) -> tuple[int, ...]:
        """What is better here: the step itself sooner."""
        return (starts[self._step],)

    def _walk(self, choices: list[list[Choice]], first: int, last: int) -> Mask:
        """All the lawful starts of the step in [first, last), stretch by stretch of what its neighbours leave open."""
        masks = self._masks(choices)
        likely = 0 if masks is None else consistent(self.network, masks)[self._step] & between(max(first, 0), last - 1)
        found = 0
        for start, end in spans(likely):
            found |= self._stretch(choices, start, end - 1)
        return found

    def _stretch(self, choices: list[list[Choice]], first: int, last: int) -> Mask:
        """The lawful starts among the open slots first to last."""
        found, todo = 0, [(first, last)]
        while todo:
            low, high = todo.pop()
            if high < low:
                continue
            best = self._soonest(choices, high)
            if best is not None and best.starts[self._step] == high:
                lawful_here = self._descend(best, low)
                found |= lawful_here
                todo.append((low, next_in(lawful_here, low) - 1))
                continue
            best = self._soonest(choices, low)
            if best is not None and (at := best.starts[self._step]) < high:
                middle = (at + high) // 2
                found |= 1 << at
                todo += [(at + 1, middle), (middle + 1, high - 1)]
        return found

    def _soonest(self, choices: list[list[Choice]], at: int) -> Found | None:
        """The solution that has the step at its first lawful start from a slot on."""
        low = [self.low.get(m, 0) for m in range(len(self.network.durations))]
        low[self._step] = max(low[self._step], at)
        self._best, self._looked = None, 0
        self._branch(choices, (), low)
        return self._best

    def _descend(self, best: Found, low: int) -> Mask:
        """The starts from `low` up to the one of this solution that are lawful with its choices, the steps before it giving way."""
        masks = self._masks([[choice] for choice in best.chosen]) or {}
        n, starts = self._step, list(best.starts)
        found = 1 << starts[n]
        while True:
            down = max(low, self._sooner(starts, masks[n], best))
            found |= between(down, starts[n])
            if down - 1 < low or not masks[n] >> (down - 1) & 1:
                return found
            starts[n] = down - 1
            # where the steps before it drag the step itself further down, another order or place may still hold it here
            if not self._lower(starts, masks, best.orders) or starts[n] != down - 1 or self._own_clash(starts, best.chosen):
                return found
            found |= 1 << starts[n]

    def _sooner(self, starts: Sequence[int], mask: Mask, best: Found) -> int:
        """How much sooner the step may start, everything else of the batch staying as it is."""
        n = self._step
        high = starts[n]
        low = max((starts[u] + w for u, w in self.network.before[n]), default=0)
        low = max((low, *(w + (0 if u == ALONE else starts[u]) for u, v, w in best.orders if v == n)))
        low = max(low, self._after_own_stand(starts, best.chosen))
        for clock in self.network.clocks:
            if clock.step == n:
                low = max(low, self._opens(clock, starts))
        for pair in self.network.rivals:
            if n in pair:
                other = pair[0] + pair[1] - n
                over = starts[other] + max(1, self.network.durations[other])
                if starts[other] < high + max(1, self.network.durations[n]):
                    low = max(low, over if over <= high else high)
        closed = ~mask & ((1 << high) - 1)
        return max(low, closed.bit_length())

    def _opens(self, clock: Clock, starts: Sequence[int]) -> int:
        return clock.opens[self.table.problem.day(starts[clock.root] + self.first)] - self.first

    def _lower(self, starts: list[int], masks: Mapping[int, Mask], orders: Sequence[Order]) -> bool:
        """Bring the steps before a step that came sooner down with it, as little as that takes; False when one cannot."""
        todo = [self._step]
        while todo:
            x = todo.pop()
            bounds_on = [(u, starts[x] - w) for u, w in self.network.before[x]]
            if any(u == ALONE and v == x and starts[x] < w for u, v, w in orders):
                return False
            bounds_on += [(u, starts[x] - w) for u, v, w in orders if v == x and u != ALONE]
            for clock in self.network.clocks:
                if clock.step == x and starts[x] < self._opens(clock, starts):
                    day = self.table.problem.day(starts[clock.root] + self.first)
                    bounds_on.append((clock.root, self.table.problem.days[day] - 1 - self.first))
                    todo.append(x)
            for u, latest in bounds_on:
                if starts[u] > latest:
                    starts[u] = last_in(masks[u], latest)
                    if starts[u] < self.low[u]:
                        return False
                    todo.append(u)
        return True

    def _after_own_stand(self, starts: Sequence[int], chosen: Sequence[Choice]) -> int:
        """From when on the station of the step is free of an earlier stand of the same batch, changeover included."""
        stand, stands = self.network.batch.steps[self._step].stand, self.network.open_stands
        if stand is None or len(stands) < 2:
            return 0
        place, found = chosen[stands.index(stand)].place, 0
        for k, choice in zip(stands, chosen, strict=False):
            there = choice.place
            if k == stand or place is None or there is None or there.room != place.room or not share(self.table, there, place):
                continue
            end = span(self.network, k, starts)[1][0]
            if end <= starts[self._step]:
                families = self.network.batch.stands[k].family, self.network.batch.stands[stand].family
                found = max(found, end + self.table.problem.changeover.get(families, 0))
        return found
