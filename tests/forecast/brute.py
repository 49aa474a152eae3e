"""The dispatch rule of the floor in plain Python, one scenario at a time, from the same luck as the forecast's own run."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator
from contextlib import contextmanager
from unittest.mock import patch

import numpy as np

from console.forecast import passage as passages
from console.forecast.draws import Draws, draws_of
from console.forecast.floorwide import FloorNetwork
from console.forecast.network import Job

Key = tuple[str, str]
Wish = tuple[float, float, str, str, float]
"""Since when a step asks, when it was planned, batch, code, and for how long it keeps its people."""


@contextmanager
def only(scenario: int, scenarios: int) -> Iterator[None]:
    """Batches meet the luck of one scenario of so many."""

    def column(batch: str, rows: int, _: int, seed: int) -> Draws:
        return Draws(draws_of(batch, rows, scenarios, seed).z[:, scenario : scenario + 1])

    with patch.object(passages, "draws_of", column):
        yield


class Brute:
    """One scenario of a floor, instant by instant; `starts` and `ends` by batch and step, in hours from the floor's origin."""

    def __init__(self, floor: FloorNetwork, scenario: int, scenarios: int, seed: int) -> None:
        self.starts: dict[Key, float] = {}
        self.ends: dict[Key, float] = {}
        self._floor = floor
        with only(scenario, scenarios):
            self._passages = {b: floor.passage(b, 1, seed) for b in floor.networks if b not in floor.alone}
        self._left = {(b, job.code): job for b, p in self._passages.items() for job in p.network.jobs}
        self._at_work: list[tuple[float, Job]] = []
        self._wishes: list[Wish] = []
        self._shifts = {at for staff in floor.rota.staff for at, _ in staff.levels}
        self._last = float("-inf")

    def lived(self) -> Brute:
        """Every step to its end."""
        self._go_on()
        while self._wishes:
            at = min(self._instants())
            wish = next((w for w in sorted(self._wishes) if w[0] <= at and self._may(self._job(w), at)), None)
            if wish is None:
                self._last = at
            else:
                self._begin(wish, at)
                self._go_on()
        assert not self._left
        return self

    def _instants(self) -> Iterator[float]:
        """When anything may change: a step is ready, somebody is free again, a shift changes."""
        times = (*(wish[0] for wish in self._wishes), *(end for end, _ in self._at_work), *self._shifts)
        return (at for at in times if at > self._last)

    def _may(self, job: Job, at: float) -> bool:
        busy = [other for end, other in self._at_work if end > at]
        if job.room and any(other.room == job.room for other in busy):
            return False
        for pool, count in job.crew:
            levels = self._floor.rota.by_id[pool].levels
            times, here = [t for t, _ in levels], [n for _, n in levels]
            now = bisect_right(times, at + 1e-9) - 1
            level = max(here[now], count) if job.stays else here[now]
            if sum(dict(other.crew).get(pool, 0) for other in busy) + count > level:
                return False
            over = max(now + 1, bisect_right(times, at + job.typical - 1e-6))
            if not job.stays and min(here[now:over]) < count:
                return False
        return True

    def _job(self, wish: Wish) -> Job:
        return self._passages[wish[2]].network.by_code[wish[3]]

    def _begin(self, wish: Wish, at: float) -> None:
        self._wishes.remove(wish)
        job = self._job(wish)
        self._passages[wish[2]].begin(job, np.array([at]), np.array([wish[4]]))
        self._settle(wish[2], job)

    def _settle(self, batch: str, job: Job) -> None:
        passage = self._passages[batch]
        self.starts[batch, job.code] = float(passage.starts[job.code][0])
        self.ends[batch, job.code] = float(passage.ends[job.code][0])
        if job.asks and not job.panel:
            self._at_work.append((self.ends[batch, job.code], job))

    def _go_on(self) -> None:
        while ready := [key for key in self._left if self._could(key)]:
            for key in ready:
                self._arrive(key[0], self._left.pop(key))

    def _could(self, key: Key) -> bool:
        network = self._passages[key[0]].network
        before = {(key[0], code) for code in network.before(network.by_code[key[1]])}
        return (before | {(after.batch, after.code) for after in self._floor.standing.get(key, ())}) <= self.ends.keys()

    def _arrive(self, batch: str, job: Job) -> None:
        passage = self._passages[batch]
        if job.started is not None or job.panel:
            passage.go_on(job)
            self._settle(batch, job)
            return
        ready, lasts = passage.ask(job)
        left = (self.ends[after.batch, after.code] + after.hours for after in self._floor.standing.get((batch, job.code), ()))
        at = max([float(ready[0]), *left])
        if job.asks:
            planned = float("inf") if job.planned is None else job.planned
            self._wishes.append((at, planned, batch, job.code, float(lasts[0])))
            return
        passage.begin(job, np.array([at]), lasts)
        self._settle(batch, job)
