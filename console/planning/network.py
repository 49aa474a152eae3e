"""A batch as the solver sees it: every limit as one arc `start of v >= start of u + w`, facts folded into bounds.

All limits of one batch (precedence, hold limits, windows, clocks) are closed under the smaller of two solutions, so that the
earliest lawful starts of all its steps exist together: raising each start only as far as an arc or its own slots demand finds
them (Jeavons and Cooper 1995, min-closed constraints).
"""

from __future__ import annotations

from dataclasses import dataclass, field

from console.planning.problem import Lag, PlanBatch, PlanStep, Problem

FAR = 1 << 60
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
    """One batch compiled: steps by number, `free` those that are no facts, bounds on their starts, arcs among them both ways."""

    batch: PlanBatch
    durations: tuple[int, ...]
    free: tuple[int, ...]
    least: tuple[int, ...]
    most: tuple[int, ...]
    after: tuple[tuple[Arc, ...], ...]
    before: tuple[tuple[Arc, ...], ...]
    clocks: tuple[Clock, ...]
    stands: tuple[tuple[int, ...], ...]
    goal: int
    shortest: tuple[int, ...]
    rivals: tuple[tuple[int, int], ...] = field(default=())

    @property
    def possible(self) -> bool:
        """Whether facts alone leave every step a start."""
        return all(self.least[n] <= self.most[n] for n in self.free)

    def hold_start(self, stand: int) -> int | None:
        """Since when a stand is held by facts; None while nothing of it has started."""
        return min((f.start for n in self.stands[stand] if (f := self.batch.steps[n].fact) is not None), default=None)


def network_of(problem: Problem, batch: PlanBatch) -> Network:
    """Compile a batch: what facts say becomes a bound, what is still open an arc."""
    steps = batch.steps
    durations = tuple(s.duration if s.fact is None else s.fact.end - s.fact.start for s in steps)
    free = tuple(n for n, s in enumerate(steps) if s.fact is None)
    least = [max(problem.now, batch.release, s.earliest) for s in steps]
    most = [min(problem.horizon - s.duration, FAR if s.latest is None else s.latest) for s in steps]
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
    after, before = _both_ways(len(steps), arcs)
    stands = tuple(batch.at_stand(k) for k in range(len(batch.stands)))
    paths = _longest(len(steps), free, after)
    return Network(
        batch, durations, free, tuple(least), tuple(most), after, before, tuple(clocks), stands,
        _goal(batch), tuple(_shortest(mine, durations, paths) for mine in stands), _rivals(batch, durations, free, paths),
    )  # fmt: skip


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


def _both_ways(size: int, arcs: list[tuple[int, int, int]]) -> tuple[tuple[tuple[Arc, ...], ...], tuple[tuple[Arc, ...], ...]]:
    after: list[dict[int, int]] = [{} for _ in range(size)]
    before: list[dict[int, int]] = [{} for _ in range(size)]
    for u, v, w in arcs:
        after[u][v] = max(w, after[u].get(v, -FAR))
        before[v][u] = max(w, before[v].get(u, -FAR))
    return tuple(tuple(d.items()) for d in after), tuple(tuple(d.items()) for d in before)


def _longest(size: int, free: tuple[int, ...], after: tuple[tuple[Arc, ...], ...]) -> list[dict[int, int]]:
    """From each open step how far every other at least lies behind it; a contradiction is left to the solver to find."""
    found: list[dict[int, int]] = [{} for _ in range(size)]
    for start in free:
        far, todo, rounds = {start: 0}, [start], 0
        while todo and rounds < size * size:
            u = todo.pop()
            rounds += 1
            for v, w in after[u]:
                if far[u] + w > far.get(v, -FAR):
                    far[v] = far[u] + w
                    todo.append(v)
        found[start] = far
    return found


def _shortest(mine: tuple[int, ...], durations: tuple[int, ...], paths: list[dict[int, int]]) -> int:
    """The least number of slots a stand is held for what is still open of it."""
    return max((paths[u].get(v, 0) + durations[v] for u in mine for v in mine if paths[u]), default=0)


def _rivals(
    batch: PlanBatch, durations: tuple[int, ...], free: tuple[int, ...], paths: list[dict[int, int]]
) -> tuple[tuple[int, int], ...]:
    """Pairs of a batch's own open steps that may overlap and could want the same hands, people or assay run."""
    found = []
    for n, u in enumerate(free):
        for v in free[n + 1 :]:
            apart = paths[u].get(v, -FAR) >= durations[u] or paths[v].get(u, -FAR) >= durations[v]
            if not apart and _want_the_same(batch.steps[u], batch.steps[v]):
                found.append((u, v))
    return tuple(found)


def _want_the_same(one: PlanStep, two: PlanStep) -> bool:
    pools = {pool for pool, count in one.crew if count} & {pool for pool, count in two.crew if count}
    hands = one.stand is not None and two.stand is not None and one.attended and two.attended and one.duration and two.duration
    return bool(pools or hands or (one.assay and one.assay == two.assay))


def _goal(batch: PlanBatch) -> int:
    """The step whose end matters: the promise's, else the last one."""
    return batch.index.get(batch.promise_step, len(batch.steps) - 1)
