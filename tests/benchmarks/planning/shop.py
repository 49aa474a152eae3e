"""A planning problem told to PyJobShop as well as its words allow: for comparison only, never in the product.

It knows no start domains: a window or a run of an assay becomes a gate, a task of one slot beside the step on something that is
out at all other times. A stand becomes a task that may idle, on a machine for each station; hands, open work and instruments
likewise. A clock (`Anchor`) is told as the longest it can make one wait from six in the morning on.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from typing import Any

import numpy as np

from console.planning.leftover import levels, merged
from console.planning.problem import Closed, Lag, Place, Plan, PlanBatch, PlanStep, Problem, Span
from console.planning.starts import stretches

MORNING_H = 6


class Shop:
    """The PyJobShop model of a problem without facts, and how to read a plan from its answer; `library` is the module pyjobshop."""

    def __init__(self, library: Any, problem: Problem) -> None:
        self.problem, self.model = problem, library.Model()
        self._steps: dict[tuple[str, str], tuple[int, Any]] = {}
        self._holds: dict[tuple[str, int], tuple[int, Any]] = {}
        self._modes: list[Place | None] = []
        self._choices: dict[tuple[str, int], list[tuple[Place, Any]]] = defaultdict(list)
        self._count = 0
        self._stations = {(room.id, s): self.model.add_machine() for room in problem.rooms for s in room.stations}
        self._hands = {room.id: self.model.add_machine() for room in problem.rooms}
        self._space = {room.id: self.model.add_renewable(len(room.stations)) for room in problem.rooms}
        self._instruments = {spec.id: self.model.add_machine() for spec in problem.instruments}
        self._pools = {pool.id: self._pool(levels(pool, problem.horizon)) for pool in problem.pools}
        self._gates: dict[object, Any] = {}
        self._families: dict[tuple[str, str], list[tuple[str, Any]]] = defaultdict(list)
        for room in problem.rooms:
            for station in room.stations:
                self._close(self._stations[room.id, station], room.closed)
        for spec in problem.instruments:
            self._close(self._instruments[spec.id], spec.closed)
        for batch in problem.batches:
            self._batch(batch)
        self._changeover()
        self.model.set_objective(weight_total_tardiness=1)

    def plan(self, best: Any) -> Plan:
        """The plan of a solution."""
        starts = {key: best.tasks[n].start for key, (n, _) in self._steps.items()}
        places = {key: place for key, (n, _) in self._holds.items() if (place := self._modes[best.tasks[n].mode]) is not None}
        return Plan(starts, places)

    def _task(self, job: Any = None, **bounds: Any) -> tuple[int, Any]:
        self._count += 1
        return self._count - 1, self.model.add_task(job, **{"latest_end": self.problem.horizon, **bounds})

    def _mode(self, task: Any, resources: list[Any], duration: int, demands: list[int], place: Place | None = None) -> Any:
        self._modes.append(place)
        return self.model.add_mode(task, resources, duration, demands)

    def _fixed(self, resource: Any, span: Span, demand: int) -> None:
        """Something that takes a resource over a span, whatever comes."""
        if span[1] > span[0]:
            _, task = self._task(earliest_start=span[0], latest_start=span[0])
            self._mode(task, [resource], span[1] - span[0], [demand])

    def _close(self, machine: Any, closed: Iterable[Closed]) -> None:
        for start, end in merged(((span.start, span.end) for span in closed), 0, self.problem.horizon):
            self._fixed(machine, (max(start, 0), min(end, self.problem.horizon)), 0)

    def _pool(self, level: Any) -> Any:
        """Breaks where nobody is there, fixed takers where there are fewer than ever."""
        most = int(level.max())
        away = [(a, b + 1) for a, b in stretches(level == 0, 0, len(level) - 1)]
        pool = self.model.add_renewable(most, away)
        for count in sorted(set(level.tolist()) - {0, most}):
            for a, b in stretches(level == count, 0, len(level) - 1):
                self._fixed(pool, (a, b + 1), most - count)
        return pool

    def _batch(self, batch: PlanBatch) -> None:
        job = self.model.add_job(weight=batch.weight, release_date=batch.release, due_date=batch.due or self.problem.horizon)
        for number in range(len(batch.stands)):
            self._hold(batch, number)
        for step in batch.steps:
            self._step(batch, step, job if step.code == batch.promise_step else None)
        for number in range(len(batch.stands)):
            self._instrument(batch, number)
        for lag in batch.lags:
            self._lag(batch, lag)
        for anchor in batch.anchors:
            wait = anchor.opens[0] - self.problem.grid.slots(MORNING_H)
            self._lag(batch, Lag(anchor.root, anchor.step, wait, from_end=False))
        for loan in batch.loans:
            _, task = self._task(allow_idle=True)
            self._mode(task, [self._pools[loan.pool]], 1, [loan.count])
            self.model.add_start_at_start(self._steps[batch.id, loan.first][1], task)
            self.model.add_end_at_end(self._steps[batch.id, loan.last][1], task)

    def _hold(self, batch: PlanBatch, number: int) -> None:
        stand = batch.stands[number]
        key, hold = self._task(allow_idle=True, earliest_start=batch.release)
        self._holds[batch.id, number] = key, hold
        for place in stand.places:
            station = self._stations[place.room, place.station]
            mode = self._mode(hold, [station, self._space[place.room]], 1, [0, 1], place)
            self._choices[batch.id, number].append((place, mode))
            self._families[place.room, place.station].append((stand.family, hold))

    def _instrument(self, batch: PlanBatch, number: int) -> None:
        stand = batch.stands[number]
        if not stand.instrument_from or not any(place.instrument for place in stand.places):
            return
        _, task = self._task(allow_idle=True)
        for place, mode in self._choices[batch.id, number]:
            self.model.add_mode_dependency(mode, [self._mode(task, [self._instruments[place.instrument]], 1, [0])])
        self.model.add_start_at_start(self._steps[batch.id, stand.instrument_from][1], task)
        self.model.add_end_at_end(self._steps[batch.id, stand.instrument_until][1], task)

    def _step(self, batch: PlanBatch, step: PlanStep, job: Any) -> None:
        latest = {} if step.latest is None else {"latest_start": step.latest}
        key, task = self._task(job, earliest_start=max(self.problem.now, batch.release, step.earliest), **latest)
        self._steps[batch.id, step.code] = key, task
        crew = [(self._pools[pool], count) for pool, count in step.crew]
        if step.stand is None:
            self._mode(task, [pool for pool, _ in crew], step.duration, [count for _, count in crew])
        else:
            self._at_stand(batch, step, step.stand, task, crew)
        if step.windows is not None:
            self._gate(task, step.windows, step.windows, len(self.problem.batches))
        if step.assay:
            runs = next(assay.runs for assay in self.problem.assays if assay.id == step.assay)
            self._gate(task, step.assay, [(at, at + 1) for at, _ in runs], max(size for _, size in runs))

    def _at_stand(self, batch: PlanBatch, step: PlanStep, number: int, task: Any, crew: list[tuple[Any, int]]) -> None:
        """A mode for each room, bound to the station its stand is at; an open step asks for all other stations of the room, too."""
        hold = self._holds[batch.id, number][1]
        stand = batch.stands[number]
        modes = {}
        for room in dict.fromkeys(place.room for place in stand.places):
            asked = [*crew, *([(self._hands[room], 0)] if step.attended else [])]
            others = len(self.problem.room_of[room].stations) - 1
            asked += [(self._space[room], others)] if step.open and others else []
            modes[room] = self._mode(task, [resource for resource, _ in asked], step.duration, [count for _, count in asked])
        for place, mode in self._choices[batch.id, number]:
            self.model.add_mode_dependency(mode, [modes[place.room]])
        self.model.add_start_before_start(hold, task)
        self.model.add_end_before_end(task, hold)

    def _gate(self, task: Any, kind: object, open_at: Iterable[Span], capacity: int) -> None:
        """A task of one slot that starts with the step, where it may."""
        if kind not in self._gates:
            shut = np.ones(self.problem.horizon, dtype=np.bool_)
            for start, end in open_at:
                shut[max(start, 0) : max(end, 0)] = False
            breaks = [(a, b + 1) for a, b in stretches(shut, 0, len(shut) - 1)]
            self._gates[kind] = self.model.add_renewable(capacity, breaks)
        _, gate = self._task()
        self._mode(gate, [self._gates[kind]], 1, [1])
        self.model.add_start_at_start(task, gate)

    def _lag(self, batch: PlanBatch, lag: Lag) -> None:
        before, after = self._steps[batch.id, lag.before][1], self._steps[batch.id, lag.after][1]
        edge = {True: "end", False: "start"}
        getattr(self.model, f"add_{edge[lag.from_end]}_before_{edge[lag.to_end]}")(before, after, lag.least)
        if lag.most is not None:
            getattr(self.model, f"add_{edge[lag.to_end]}_before_{edge[lag.from_end]}")(after, before, -lag.most)

    def _changeover(self) -> None:
        for where, holds in self._families.items():
            for family, hold in holds:
                for other, later in holds:
                    gap = self.problem.changeover.get((family, other), 0)
                    if hold is not later and gap:
                        self.model.add_setup_time(self._stations[where], hold, later, gap)
