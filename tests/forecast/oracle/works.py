"""The dispatch rule of the floor as a discrete-event simulation: whoever is ready first starts first, once all it needs is free."""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from collections.abc import Callable, Generator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol

import simpy

Key = tuple[str, str]
"""A batch and one of its step codes."""
NEVER = float("-inf")
Levels = tuple[tuple[float, int], ...]
"""How many are here from each instant on, in hours, oldest first."""


@dataclass(frozen=True)
class Opening:
    """A window's lower edge: so many hours after the start or the end of that step."""

    step: Key
    from_end: bool
    hours: float


@dataclass(frozen=True)
class Task:
    """One step that is not over; hours from the instant the simulation starts at.

    `known` is the latest certain thing before it, `gates` name what else must open, `stand_before` are the tasks of the batch that
    stands at its station before it, `stays` tells that its crew stays for it over a shift's end.
    """

    key: Key
    after: tuple[Key, ...] = ()
    known: float = NEVER
    opens: tuple[Opening, ...] = ()
    gates: tuple[str, ...] = ()
    started: float | None = None
    planned: float = float("inf")
    crew: tuple[tuple[str, int], ...] = ()
    room: str = ""
    stand_before: tuple[Key, ...] = ()
    typical: float = 0.0
    stays: bool = False
    opens_at: Callable[[float], float] | None = None
    panel: tuple[Assay, ...] = ()

    @property
    def since(self) -> float:
        """Since when it could have begun but for its own wait; negative infinity where that still lies ahead."""
        ahead = self.after or self.opens or self.gates
        return NEVER if ahead or self.known > 0.0 else self.known


@dataclass(frozen=True)
class Assay:
    """One release test: of which step's sample, when it is read, and where the current attempt stands (hours)."""

    code: str
    sample: Key
    taken: float = NEVER
    began: float | None = None
    read: float | None = None
    failed: float | None = None
    passed: float | None = None
    read_at: Callable[[float], float] | None = None


class Chance(Protocol):
    """Where durations come from: one scenario of an oracle, or the truth of a plant."""

    def wait(self, task: Task, ready: float) -> float:
        """Hours the step waits unexplained once it could begin at `ready`."""

    def took(self, task: Task, start: float) -> float:
        """Hours the step takes in all when it starts at `start`."""

    def assay(self, task: Task, assay: Assay, attempt: int, part: str, at: float) -> float:
        """Hours of one part of a test (`lab`, `test`, `review`), begun at `at`."""

    def invalid(self, task: Task, assay: Assay, attempt: int) -> bool:
        """Whether this attempt must be repeated."""

    def closing(self, task: Task) -> float:
        """Hours from the last test passed until the panel is closed."""


@dataclass
class Told:
    """What came out: starts and ends of steps, and of tests what `tell` was told."""

    starts: dict[Key, float] = field(default_factory=dict)
    ends: dict[Key, float] = field(default_factory=dict)
    tests: list[tuple[Key, Assay, int, float, float, float, bool]] = field(default_factory=list)


class Works:
    """One run of the rest of a floor; resources are people by pool, the hands in each room, and the order at each station."""

    def __init__(self, tasks: Sequence[Task], pools: Mapping[str, Levels], gates: Mapping[str, float], chance: Chance) -> None:
        self._env = simpy.Environment()
        self._tasks = tasks
        self._chance = chance
        self._pools = {name: ([at for at, _ in levels], [n for _, n in levels]) for name, levels in pools.items()}
        self._gates = gates
        self._busy: Counter[str] = Counter()
        self._in_room: Counter[str] = Counter()
        self._queue: list[tuple[float, float, str, int, Task, simpy.Event]] = []
        self._began = {task.key: self._env.event() for task in tasks}
        self._done = {task.key: self._env.event() for task in tasks}
        self._wake: simpy.Event = self._env.event()
        self._asked = False
        self.told = Told()

    def run(self) -> Told:
        """Every step to its end."""
        for task in self._tasks:
            if task.started is not None:
                self._take(task)
        for number, task in enumerate(self._tasks):
            self._env.process(self._live(number, task))
        self._env.process(self._shifts())
        self._env.run(until=self._env.all_of(list(self._done.values())))
        return self.told

    # ------------------------------------------------------------------------------------------- one step

    def _live(self, number: int, task: Task) -> Generator[Any, Any, None]:
        env = self._env
        tests = [env.process(self._test(task, assay)) for assay in task.panel]
        if task.started is None:
            ready: float = yield from self._ready(task)
            yield from self._until(ready)
            grant = env.event()
            self._queue.append((ready, task.planned, task.key[0], number, task, grant))
            self._ask()
            yield grant
        start = env.now if task.started is None else task.started
        self.told.starts[task.key] = start
        self._began[task.key].succeed()
        if task.panel:
            yield env.all_of(tests)
            yield from self._until(max([env.now, *(float(test.value or 0.0) for test in tests)]) + self._chance.closing(task))
        else:
            yield from self._until(start + self._chance.took(task, start))
        self.told.ends[task.key] = env.now
        self._give(task)
        self._done[task.key].succeed()
        self._ask()

    def _ready(self, task: Task) -> Generator[Any, Any, float]:
        """The instant at which the step may ask for people and place."""
        yield self._env.all_of([self._done[key] for key in task.after])
        at: float = max([task.known, *(self.told.ends[key] for key in task.after), *(self._gates[gate] for gate in task.gates)])
        for opening in task.opens:
            yield (self._done if opening.from_end else self._began)[opening.step]
            edge = (self.told.ends if opening.from_end else self.told.starts)[opening.step]
            at = max(at, edge + opening.hours)
        if at == NEVER:
            at = 0.0
        at += self._chance.wait(task, at)
        at = max(at, 0.0)
        return task.opens_at(at) if task.opens_at is not None else at

    def _test(self, task: Task, assay: Assay) -> Generator[Any, Any, float]:
        chance, attempt = self._chance, 1
        if assay.passed is not None:
            return assay.passed
        if assay.taken == NEVER:
            yield self._done[assay.sample]
        seen = assay.failed if assay.failed is not None else max(assay.taken, self.told.ends.get(assay.sample, NEVER))
        began: float | None = assay.began
        read: float | None = assay.read
        while True:
            if began is None:
                began = seen + chance.assay(task, assay, attempt, "lab", seen)
            if read is None:
                read = began + chance.assay(task, assay, attempt, "test", began)
                read = assay.read_at(read) if assay.read_at is not None else read
            seen = read + chance.assay(task, assay, attempt, "review", read)
            yield from self._until(seen)
            again = chance.invalid(task, assay, attempt)
            self.told.tests.append((task.key, assay, attempt, began, read, seen, again))
            if not again:
                return seen
            began = read = None
            attempt += 1

    def _until(self, at: float) -> Generator[Any, Any, None]:
        if at > self._env.now:
            yield self._env.timeout(at - self._env.now)

    # ------------------------------------------------------------------------------------------- who may start

    def _ask(self) -> None:
        """Look who may start once all that happens at this instant has happened."""
        if not self._asked:
            self._asked = True
            self._env.timeout(0.0).callbacks.append(lambda _: self._dispatch())

    def _dispatch(self) -> None:
        """First ready, first served; who cannot start is overtaken."""
        self._asked = False
        again = bool(self._queue)
        while again:
            again = False
            for item in sorted(self._queue, key=lambda item: item[:4]):
                if self._may(item[4]):
                    self._queue.remove(item)
                    self._take(item[4])
                    item[5].succeed()
                    again = True
                    break
        if self._queue and not self._wake.triggered:
            self._wake.succeed()

    def _may(self, task: Task) -> bool:
        if task.room and self._in_room[task.room] > 0:
            return False
        if any(key not in self.told.ends for key in task.stand_before):
            return False
        return all(self._staffed(task, pool, count) for pool, count in task.crew)

    def _staffed(self, task: Task, pool: str, count: int) -> bool:
        now = self._env.now
        times, levels = self._pools[pool]
        here = bisect_right(times, now) - 1
        level = max(levels[here], count) if task.stays else levels[here]
        if level - self._busy[pool] < count:
            return False
        over = bisect_right(times, now + task.typical - 1e-9)
        return task.stays or min(levels[here : max(over, here + 1)]) >= count

    def _take(self, task: Task) -> None:
        for pool, count in task.crew:
            self._busy[pool] += count
        self._in_room[task.room] += 1

    def _give(self, task: Task) -> None:
        for pool, count in task.crew:
            self._busy[pool] -= count
        self._in_room[task.room] -= 1

    def _shifts(self) -> Generator[Any, Any, None]:
        """Looks again whenever a shift changes while somebody waits."""
        changes = sorted({at for times, _ in self._pools.values() for at in times if at > 0.0})
        while True:
            yield self._wake
            after = bisect_right(changes, self._env.now)
            if after >= len(changes):
                return
            yield from self._until(changes[after])
            self._wake = self._env.event()
            self._dispatch()


def run(tasks: Sequence[Task], pools: Mapping[str, Levels], gates: Mapping[str, float], chance: Chance) -> Told:
    """The rest of a floor, run once."""
    return Works(tasks, pools, gates, chance).run()
