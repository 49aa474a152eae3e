"""A batch as the solver sees it: every limit as one arc `start of v >= start of u + w`, facts folded into bounds.

All limits of one batch (precedence, hold limits, windows, clocks) are closed under the smaller of two solutions, so that the
earliest lawful starts of all its steps exist together: raising each start only as far as an arc or its own slots demand finds
them (Jeavons and Cooper 1995, min-closed constraints).
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from console.planning.problem import Lag, PlanBatch, PlanStep, Problem

FAR = 1 << 60
KEPT = "_network"
Arc = tuple[int, int]
"""The step an arc leads to, and by how many slots its start must lie after ours."""


@dataclass(frozen=True, slots=True)
class Clock:
    """A clock that still has to be looked up: `step` not before `opens[day of root's start]`."""

    root: int
    step: int
    opens: tuple[int, ...]


@dataclass(frozen=True)
class Network:
    """One batch compiled: steps by number, `free` those that are no facts, bounds on their starts, arcs among them both ways.

    `least` and `most` are the batch's own bounds; the present and the horizon are the problem's and are added where they are asked.
    """

    batch: PlanBatch
    durations: tuple[int, ...]
    free: tuple[int, ...]
    least: tuple[int, ...]
    most: tuple[int, ...]
    after: tuple[tuple[Arc, ...], ...]
    clocks: tuple[Clock, ...]
    stands: tuple[tuple[int, ...], ...]
    goal: int

    @cached_property
    def before(self) -> tuple[tuple[Arc, ...], ...]:
        """The same arcs from their other side: for each step (u, w) with start >= start of u + w."""
        before: list[list[Arc]] = [[] for _ in self.durations]
        for u, arcs in enumerate(self.after):
            for v, w in arcs:
                before[v].append((u, w))
        return tuple(map(tuple, before))

    @cached_property
    def shortest(self) -> tuple[int, ...]:
        """For each stand the least number of slots it is held for what is still open of it."""
        return tuple(_shortest(mine, self.free, self.durations, self.after) for mine in self.stands)

    @cached_property
    def open_stands(self) -> tuple[int, ...]:
        """The stands at which something is still to be done."""
        return tuple(k for k, mine in enumerate(self.stands) if any(self.batch.steps[n].fact is None for n in mine))

    @cached_property
    def wanting(self) -> tuple[int, ...]:
        """The open steps that want people, hands or a run: two of them may be rivals."""
        steps = self.batch.steps
        return tuple(n for n in self.free if steps[n].crew or steps[n].assay or (steps[n].attended and steps[n].stand is not None))

    @cached_property
    def rivals(self) -> tuple[tuple[int, int], ...]:
        """Pairs of open steps that may overlap and could want the same hands, people or assay run."""
        return _rivals(self)

    def hold_start(self, stand: int) -> int | None:
        """Since when a stand is held by facts; None while nothing of it has started."""
        return min((f.start for n in self.stands[stand] if (f := self.batch.steps[n].fact) is not None), default=None)


def network_of(problem: Problem, batch: PlanBatch) -> Network:
    """Compile a batch, once: what facts say becomes a bound, what is still open an arc."""
    kept: dict[str, Network] = vars(batch)  # kept with the batch, as a cached property would be: it never changes
    if KEPT not in kept:
        kept[KEPT] = _compiled(problem, batch)
    return kept[KEPT]


def _compiled(problem: Problem, batch: PlanBatch) -> Network:
    steps = batch.steps
    durations = tuple(s.duration if s.fact is None else s.fact.end - s.fact.start for s in steps)
    free = tuple(n for n, s in enumerate(steps) if s.fact is None)
    if not free:
        return _finished(batch, durations)
    least = [max(batch.release, s.earliest) for s in steps]
    most = [FAR if s.latest is None else s.latest for s in steps]
    arcs: list[tuple[int, int, int]] = []
    for lag in batch.lags:
        _fold(batch, lag, least, most, arcs)
    clocks = []
    for anchor in batch.anchors:
        root, step = batch.index[anchor.root], batch.index[anchor.step]
        fact = steps[root].fact
        if fact is not None:
            least[step] = max(least[step], anchor.opens[problem.day(fact.start)])
        elif steps[step].fact is None:
            clocks.append(Clock(root, step, anchor.opens))
    after: list[dict[int, int]] = [{} for _ in steps]
    for u, v, w in arcs:
        after[u][v] = max(w, after[u].get(v, -FAR))
    stands = tuple(batch.at_stand(k) for k in range(len(batch.stands)))
    goal = batch.index.get(batch.promise_step, len(batch.steps) - 1)
    arcs_of = tuple(tuple(mine.items()) for mine in after)
    return Network(batch, durations, free, tuple(least), tuple(most), arcs_of, tuple(clocks), stands, goal)


def _finished(batch: PlanBatch, durations: tuple[int, ...]) -> Network:
    """A batch of nothing but facts."""
    size = len(durations)
    stands = tuple(batch.at_stand(k) for k in range(len(batch.stands)))
    none: tuple[tuple[Arc, ...], ...] = ((),) * size
    goal = batch.index.get(batch.promise_step, size - 1)
    return Network(batch, durations, (), (0,) * size, (FAR,) * size, none, (), stands, goal)


def _fold(batch: PlanBatch, lag: Lag, least: list[int], most: list[int], arcs: list[tuple[int, int, int]]) -> None:
    u, v = batch.index[lag.before], batch.index[lag.after]
    one, two = batch.steps[u], batch.steps[v]
    if one.fact is not None and two.fact is not None:
        return
    shift = _edge(one, lag.from_end) - _edge(two, lag.to_end)
    if one.fact is not None:
        least[v] = max(least[v], shift + lag.least)
        if lag.most is not None:
            most[v] = min(most[v], shift + lag.most)
    elif two.fact is not None:
        most[u] = min(most[u], -shift - lag.least)
        if lag.most is not None:
            least[u] = max(least[u], -shift - lag.most)
    else:
        arcs.append((u, v, shift + lag.least))
        if lag.most is not None:
            arcs.append((v, u, -shift - lag.most))


def _edge(step: PlanStep, end: bool) -> int:
    """Where an edge lies: for a fact in slots, else counted from the step's own start."""
    if step.fact is not None:
        return step.fact.end if end else step.fact.start
    return step.duration if end else 0


def _shortest(
    mine: tuple[int, ...], free: tuple[int, ...], durations: tuple[int, ...], after: tuple[tuple[Arc, ...], ...]
) -> int:
    """The least number of slots a stand is held for what is still open of it, going by forward arcs."""
    ready: dict[int, int] = {}
    found = 0
    for u in free:
        if u in mine:
            ready[u] = max(0, ready.get(u, 0))
            found = max(found, ready[u] + durations[u])
        if u in ready:
            for v, w in after[u]:
                if v > u:
                    ready[v] = max(ready.get(v, -FAR), ready[u] + w)
    return found


def _rivals(network: Network) -> tuple[tuple[int, int], ...]:
    behind = [0] * len(network.durations)  # for each step the set (bits) of steps that surely start after it has ended
    for u in reversed(network.free):
        for v, w in network.after[u]:
            if v > u and w >= network.durations[u]:
                behind[u] |= 1 << v | behind[v]
    steps, wanting = network.batch.steps, network.wanting
    return tuple(
        (u, v)
        for n, u in enumerate(wanting)
        for v in wanting[n + 1 :]
        if not behind[u] >> v & 1 and _want_the_same(steps[u], steps[v])
    )


def _want_the_same(one: PlanStep, two: PlanStep) -> bool:
    pools = {pool for pool, count in one.crew if count} & {pool for pool, count in two.crew if count}
    hands = one.stand is not None and two.stand is not None and one.attended and two.attended and one.duration and two.duration
    return bool(pools or hands or (one.assay and one.assay == two.assay))
