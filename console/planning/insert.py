"""The earliest lawful placement of one batch among all that is booked: exact, by raising starts and branching over places.

In one choice of places the earliest starts of all steps exist together and are found by raising (network.py). Over all choices the
search begins with their union, a bound, and branches only where the earliest starts fit no single choice, or where two steps of the
same batch want the same people or hands: then in either order.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from console.planning.masks import Mask, between, last_in, lasting, next_in, within
from console.planning.network import Arc, Network
from console.planning.own import ALONE, Order, Parting, own_clash
from console.planning.places import Choice, Window, loan_choices, stand_choices
from console.planning.problem import Place, Span
from console.planning.timetable import Booking, Timetable

SPARE = 1344
"""Slots looked at beyond the shortest run of a batch (two weeks of quarter hours); doubled as often as nothing is found."""
READY = 4
"""Slots a stand may be held idle before its first step is drawn later, so that rooms are not kept waiting."""
DAY = 96
"""Windows begin and end on multiples of so many slots, so that what was worked out for one serves the next."""
LIMIT = 400
"""How many branches are looked at before the best one found so far is taken."""


@dataclass(frozen=True, slots=True)
class Want:
    """What is asked beyond the law: bounds on the starts of steps (by number) and the places a stand may be at."""

    least: Mapping[int, int] = field(default_factory=dict)
    most: Mapping[int, int] = field(default_factory=dict)
    places: Mapping[int, tuple[Place, ...]] = field(default_factory=dict)
    draw_later: bool = True


ANYHOW = Want()


def earliest(table: Timetable, batch: str, want: Want = ANYHOW) -> Booking | None:
    """The earliest lawful booking of a batch that is not booked; None when there is none before the horizon."""
    network = table.networks[batch]
    if not network.free:
        starts = tuple(_start_of_fact(network, n) for n in range(len(network.durations)))
        return Booking(network.batch, network, starts, _held(network))
    limits = bounds(table, network, want)
    if limits is None:
        return None
    low, high = limits
    first = min(low[n] for n in network.free) // DAY * DAY
    end = max(high[n] for n in network.free) + 1
    spare = max(SPARE, max(low[n] for n in network.free) - first)
    while True:
        last = min(end, first + sum(network.durations[n] for n in network.free) + spare)
        last = min(table.problem.horizon, -(-last // DAY) * DAY)
        search = Search(table, network, want, low, high, first, last)
        found = search.run()
        if found is not None or last >= end or not search.ran_out:
            return found
        spare *= 4


def bounds(table: Timetable, network: Network, want: Want) -> tuple[list[int], list[int]] | None:
    """First and last start of each step by its own bounds and the limits among the steps; None when these alone contradict."""
    low = [max(table.least(network, n), want.least.get(n, 0)) for n in range(len(network.durations))]
    high = [min(table.most(network, n), want.most.get(n, table.problem.horizon)) for n in range(len(network.durations))]
    if _settled(low, network.free, network.after, 1) and _settled(high, network.free[::-1], network.before, -1):
        return None if any(low[n] > high[n] for n in network.free) else (low, high)
    return None


def _settled(at: list[int], order: Sequence[int], arcs: Sequence[Sequence[Arc]], sign: int) -> bool:
    """Carry bounds along arcs until they hold (sign 1: first starts rise, -1: last starts fall); False when they never would."""
    for _ in range(len(order) + 1):
        settled = True
        for u in order:
            here = sign * at[u]
            for v, w in arcs[u]:
                if here + w > sign * at[v]:
                    at[v], settled = sign * (here + w), False
        if settled:
            return True
    return False


def _start_of_fact(network: Network, n: int) -> int:
    fact = network.batch.steps[n].fact
    return fact.start if fact is not None else 0


def _held(network: Network) -> tuple[Place | None, ...]:
    return tuple(stand.held for stand in network.batch.stands)


@dataclass(frozen=True, slots=True)
class Found:
    """The best leaf of a search so far: its key, its starts (slots of the window), the choices and the orders it was found with."""

    key: tuple[int, ...]
    starts: tuple[int, ...]
    chosen: tuple[Choice, ...]
    orders: tuple[Order, ...]


class Search:
    """One search for one batch in one window of time."""

    def __init__(
        self, table: Timetable, network: Network, want: Want, low: Sequence[int], high: Sequence[int], first: int, last: int
    ) -> None:
        self.table, self.network, self.want = table, network, want
        self.first = first
        ahead = min(max((network.durations[n] for n in network.free), default=0), table.problem.horizon - last)
        self.window = Window(first, last, ahead)
        self.low = {n: low[n] - first for n in network.free}
        self.high = {n: high[n] - first for n in network.free}
        self.base = {n: self._base(n, low[n] - first, high[n] - first) for n in network.free}
        self.ran_out = False
        self._best: Found | None = None
        self._known: dict[tuple[int, ...], tuple[list[list[Choice]], dict[int, Mask] | None]] = {}
        self._looked = 0

    def run(self) -> Booking | None:
        """The best booking of this window."""
        if not all(self.base.values()):
            self.ran_out = not any(mask == 0 and self._bounded(n) for n, mask in self.base.items())
            return None
        choices = self._choices()
        if choices is None:
            return None
        self._branch(choices, (), [self.low.get(n, 0) for n in range(len(self.network.durations))])
        if self._best is None:
            return None
        starts, chosen = list(self._best.starts), self._best.chosen
        if self.want.draw_later:
            self._draw_later(starts, chosen)
        places = list(_held(self.network))
        for k, choice in zip(self.network.open_stands, chosen, strict=False):
            places[k] = choice.place
        full = tuple(
            _start_of_fact(self.network, n) if self.network.batch.steps[n].fact is not None else at + self.first
            for n, at in enumerate(starts)
        )
        return Booking(self.network.batch, self.network, full, tuple(places))

    def _bounded(self, n: int) -> bool:
        """Whether all the starts a step could ever have lie in this window: then a larger one finds no more."""
        return self.high[n] < self.window.width

    def _base(self, n: int, low: int, high: int) -> Mask:
        """The starts of a step between its bounds that people, its own windows and its assay's runs leave."""
        name = ("base", self.network.batch.id, n, self.window)
        return self.table.remember(name, lambda: self._staffed(n)) & between(max(low, 0), min(high, self.window.width - 1))

    def _staffed(self, n: int) -> Mask:
        step, window = self.network.batch.steps[n], self.window
        mask = (1 << window.width) - 1
        if step.windows is not None:
            mask &= within(step.windows, window.first, window.width)
        if step.assay:
            mask &= self._runs(step.assay)
        if not mask:
            return 0
        for pool, count in step.crew:
            if count and step.duration:
                mask &= lasting(self.table.enough("crew", pool, count, window.first, window.end), step.duration)
        return mask

    def _runs(self, assay: str) -> Mask:
        mask, starts = 0, self.table.starts_of.get(assay, ())
        for start in starts[bisect_left(starts, self.window.first) : bisect_left(starts, self.window.last)]:
            if self.table.runs[assay, start] > 0:
                mask |= 1 << (start - self.window.first)
        return mask

    def _choices(self) -> list[list[Choice]] | None:
        """For each open stand, then each loan, what it may choose from; None when one of them has nothing."""
        found = []
        for k in self.network.open_stands:
            stand = self.network.batch.stands[k]
            places = (stand.held,) if stand.held is not None else self.want.places.get(k, stand.places)
            found.append(stand_choices(self.table, self.network, k, places, self.window, self._reach(k)))
        for number in range(len(self.network.batch.loans)):
            loan = loan_choices(self.table, self.network, number, self.window)
            if any(choice.masks for choice in loan) or not loan:
                found.append(loan)
        if any(not choices for choices in found):
            self.ran_out = not all(map(self._bounded, self.network.free))
            return None
        return found

    def _reach(self, k: int) -> Span:
        """The slot by which a stand must have begun, and the first at which it can end."""
        mine = [n for n in self.network.stands[k] if self.network.batch.steps[n].fact is None]
        latest = min(self.high[n] for n in mine) + self.first
        return latest, max(self.low[n] + self.network.durations[n] for n in mine) + self.first

    def _branch(self, choices: list[list[Choice]], orders: tuple[Order, ...], starts: list[int]) -> None:
        """Look at one set of choices: raise, bound, and split where one single choice does not fit."""
        self._looked += 1
        if self._looked > (LIMIT if self._best is not None else 3 * LIMIT):
            return
        masks = self._masks(choices)
        starts = list(starts)
        if masks is None or not self._raise(starts, masks, orders):
            return
        if self._best is not None and self._key(starts) >= self._best.key:
            return
        chosen = []
        for number, options in enumerate(choices):
            fitting = next((choice for choice in options if choice.holds(starts)), None)
            if fitting is None:
                for choice in options:
                    self._branch([*choices[:number], [choice], *choices[number + 1 :]], orders, starts)
                return
            chosen.append(fitting)
        clash = self._own_clash(starts, chosen)
        if clash is None:
            self._best = Found(self._key(starts), tuple(starts), tuple(chosen), orders)
            return
        for order in clash.orders:
            self._branch(choices, (*orders, order), starts)
        for number, place in clash.elsewhere:
            rest = [c for c in choices[number] if c.place is None or not clash.meets(self.table, c.place, place)]
            if rest:
                self._branch([*choices[:number], rest, *choices[number + 1 :]], orders, starts)

    def _masks(self, choices: list[list[Choice]]) -> dict[int, Mask] | None:
        """The union of what the choices leave to each step; kept, because the walk of lawful.py asks for the same ones again."""
        name = tuple(id(options[0] if len(options) == 1 else options) for options in choices)
        if name not in self._known:
            self._known[name] = (choices, self._united(choices))  # the choices are kept so that no other list gets their ids
        return self._known[name][1]

    def _united(self, choices: list[list[Choice]]) -> dict[int, Mask] | None:
        masks = dict(self.base)
        for options in choices:
            union: dict[int, Mask] = {}
            for choice in options:
                for n, mask in choice.masks.items():
                    union[n] = union.get(n, 0) | mask
            for n, mask in union.items():
                masks[n] &= mask
                if not masks[n]:
                    self.ran_out = self.ran_out or not self._bounded(n)
                    return None
        return masks

    def _raise(self, starts: list[int], masks: Mapping[int, Mask], orders: tuple[Order, ...]) -> bool:
        """Raise every start until all arcs hold and every step stands on a slot of its own; False when one falls off the end."""
        free, after = self.network.free, self.network.after
        extra: dict[int, list[Arc]] = {}
        for u, v, w in orders:
            if u == ALONE:
                starts[v] = max(starts[v], w)
            else:
                extra.setdefault(u, []).append((v, w))
        for n in free:
            at = next_in(masks[n], starts[n])
            if at < 0:
                return self._off_the_end(n)
            starts[n] = at
        dirty = set(free)
        while dirty:
            for u in free:
                if u not in dirty:
                    continue
                dirty.discard(u)
                for v, w in (*after[u], *extra.get(u, ())) if extra else after[u]:
                    if starts[u] + w > starts[v]:
                        at = next_in(masks[v], starts[u] + w)
                        if at < 0:
                            return self._off_the_end(v)
                        starts[v] = at
                        dirty.add(v)
                if self.network.clocks and not self._clocks(u, starts, masks, dirty):
                    return False
        return True

    def _off_the_end(self, n: int) -> bool:
        """A step found no start in this window; perhaps there are more beyond it."""
        self.ran_out = self.ran_out or not self._bounded(n)
        return False

    def _clocks(self, u: int, starts: list[int], masks: Mapping[int, Mask], dirty: set[int]) -> bool:
        for clock in self.network.clocks:
            if clock.root == u:
                opens = clock.opens[self.table.problem.day(starts[u] + self.first)] - self.first
                if opens > starts[clock.step]:
                    at = next_in(masks[clock.step], opens)
                    if at < 0:
                        return self._off_the_end(clock.step)
                    starts[clock.step] = at
                    dirty.add(clock.step)
        return True

    def _key(self, starts: Sequence[int]) -> tuple[int, ...]:
        """What is better: the promise's end first, then the last step's, then everything sooner."""
        goal, free = self.network.goal, self.network.free
        end = starts[goal] + (0 if self.network.batch.promise_at_start else self.network.durations[goal])
        return end, max(starts[n] + self.network.durations[n] for n in free), sum(starts[n] for n in free)

    def _own_clash(self, starts: Sequence[int], chosen: Sequence[Choice]) -> Parting | None:
        """Two steps or stands of this very batch that want the same at once, as the ways to part them; None when none do."""
        return own_clash(self.table, self.network, self.first, starts, [choice.place for choice in chosen])

    def _draw_later(self, starts: list[int], chosen: Sequence[Choice]) -> None:
        """Draw the first step of a stand nearer to the next one, so that its room is not held idle for nothing."""
        for k, choice in zip(self.network.open_stands, chosen, strict=False):
            mine = [n for n in self.network.stands[k] if self.network.batch.steps[n].fact is None]
            if len(mine) < 2 or self.network.hold_start(k) is not None:
                continue
            first = min(mine, key=lambda n: starts[n])
            latest = min((starts[v] - w for v, w in self.network.after[first]), default=starts[first]) - READY
            if latest <= starts[first] or any(clock.root == first for clock in self.network.clocks):
                continue
            at = last_in(self.base[first] & choice.masks[first], latest)
            if at > starts[first] and all(starts[u] + w <= at for u, w in self.network.before[first]):
                before, starts[first] = starts[first], at
                if self._own_clash(starts, chosen) is not None:
                    starts[first] = before
