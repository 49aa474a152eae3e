"""The way back from a release over whatever came last, in all futures at once, hour for hour down to now.

In every future the things met on the way share out the time from now to the release: each is counted with the hours it holds
there. Who was in the way of a step is told by its binding; what its own batch waited for is found from the instants.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from console.domain.recipe import Edge
from console.forecast.assays import Assay, Stage
from console.forecast.binding import Binding, Cause
from console.forecast.draws import HOLD, ROOM, draws_of
from console.forecast.explained import DriverKind
from console.forecast.floorwide import FloorNetwork
from console.forecast.network import BATCH_ROWS, Job, Network, Open
from console.forecast.passage import Futures
from console.forecast.spread import Hours, beyond

MOST_VISITS = 5_000
"""Steps looked at on the way back; no plan has a longer way."""
ALIKE_H = 2e-4
"""Instants nearer than this (under a second) are one: an end that somebody waited for, and the start that came of it."""
SHARED = frozenset({DriverKind.CREW, DriverKind.ROOM, DriverKind.OTHER_BATCH})
"""What somebody else can hold."""

UNBOUND = Binding((), np.zeros(0, dtype=np.int8))

Mask = NDArray[np.bool_]
Name = tuple[DriverKind, str, str]
"""Under which a thing is counted: its kind, what it names, and the batch it belongs to."""
Point = tuple[str, str, Edge]
"""An edge of a step (batch, code): from its end its length is gone back over, from its start it is not."""


@dataclass(slots=True)
class Found:
    """In which futures a thing binds and for how many hours; `counted` are those that share out the time to the release.

    Of another patient's batch also the cause by which most futures first came to it, and `at` which of our steps.
    """

    mask: Mask
    hours: Hours
    counted: Hours
    first: Cause | None = None
    most: int = 0
    at: str = ""

    def add(self, mask: Mask, hours: Hours, aside: bool) -> None:
        """More hours in these futures; `aside` they are told here and counted elsewhere."""
        self.hours[mask] += hours[mask]
        if not aside:
            self.counted[mask] += hours[mask]
        self.mask |= mask & (hours > 0.0)


@dataclass
class WayBack:
    """The walk of one batch; `found` holds what lies on the way."""

    floor: FloorNetwork
    futures: Mapping[str, Futures]
    batch: str
    seed: int
    found: dict[Name, Found] = field(default_factory=dict)
    _waiting: dict[Point, Mask] = field(default_factory=dict)

    def walk(self, code: str, mask: Mask, edge: Edge = Edge.END) -> None:
        """From this edge of a step of the batch back to where nothing of now can change it."""
        self._waiting[self.batch, code, edge] = mask
        for _ in range(MOST_VISITS):
            if not self._waiting:
                return
            point = max(self._waiting, key=self._middle)
            self._step(point, self._waiting.pop(point))

    def _middle(self, point: Point) -> float:
        return float(np.add.reduce(self._at(point)))

    def _at(self, point: Point) -> Hours:
        told = self.futures[point[0]]
        return np.maximum((told.ends if point[2] is Edge.END else told.starts)[point[1]], self.floor.now)

    def _step(self, point: Point, mask: Mask) -> None:
        """Over the length of a step, and over whatever came last before it."""
        batch, code, edge = point
        job, told = self.floor.networks[batch].by_code[code], self.futures[batch]
        start = np.maximum(told.starts[code], self.floor.now)
        if job.panel:
            mask = self._panel(batch, job, mask)
        elif edge is Edge.END:
            mask = self._closed(batch, job, mask)
            self._count((DriverKind.STEP, code, batch), mask, told.ends[code] - start)
        if job.started is None and mask.any():
            self._start(batch, job, mask, start)

    def _closed(self, batch: str, job: Job, mask: Mask) -> Mask:
        """Where a step ends only because another step's window holds it, the way goes on there; returns the other futures."""
        end = self.futures[batch].ends[job.code]
        for opening in job.closes:
            point = (batch, opening.step, opening.edge)
            mine = mask & (self._at(point) + opening.hours == end)
            self._count((DriverKind.CLOCK, job.code, batch), mine, end - self._at(point))
            self._go_on(point, mine)
            mask = mask & ~mine
        return mask

    # ------------------------------------------------------------------------------------------- tests

    def _panel(self, batch: str, job: Job, mask: Mask) -> Mask:
        """Over the test that passed last; returns the futures that hung on the panel's own start."""
        told = self.futures[batch]
        opened = self._at((batch, job.code, Edge.START))
        tests = list(told.panel.tests(told.ends))
        passed = np.array([at for _, at in tests]) if tests else opened[np.newaxis]
        last, at = passed.argmax(axis=0), np.maximum(passed.max(axis=0), opened)
        beyond_close = np.maximum(0.0, told.ends[job.code] - at - told.drawn[job.row + 1])
        self._count((DriverKind.MISHAP, "oos", batch), mask & (beyond_close > 1e-3), beyond_close)
        self._count(
            (DriverKind.STEP, job.code, batch), mask, told.ends[job.code] - at - np.where(beyond_close > 1e-3, beyond_close, 0.0)
        )
        bound = mask & (at > opened) if tests else np.zeros_like(mask)
        for n, (assay, _) in enumerate(tests):
            mine = bound & (last == n)
            point = (batch, assay.sample_step, Edge.END)
            ahead = assay.since is None and assay.sample_step in told.ends
            self._test(batch, assay, mine, at - (self._at(point) if ahead else self.floor.now))
            if ahead:
                self._go_on(point, mine)
        return mask & ~bound

    def _test(self, batch: str, assay: Assay, mine: Mask, hours: Hours) -> None:
        """The hours of a test, those of its reviewer apart."""
        review = hours if assay.stage is Stage.READ else np.minimum(self.futures[batch].panel.review(), hours)
        self._count((DriverKind.REVIEW, "", batch), mine, review)
        self._count((DriverKind.TEST, assay.code, batch), mine, hours - review)

    # ------------------------------------------------------------------------------------------- what came before a start

    def _start(self, batch: str, job: Job, mask: Mask, start: Hours) -> None:
        """Where others were in the way, over to them; else over what its own batch waited for."""
        told = self.futures[batch]
        held = np.asarray(told.held.get(job.code, np.zeros(len(mask))), dtype=np.float64)
        binding = told.bindings.get(job.code, UNBOUND)
        for n, cause in enumerate(binding.causes):
            if cause.kind not in SHARED or cause.batch == batch or not (mine := mask & (held > 0.0) & (binding.which == n)).any():
                continue
            other = self.futures.get(cause.batch)
            if other is not None and cause.code in other.ends:
                self._others((batch, job.code), cause, mine, start, held)
                mask = mask & ~mine
            else:
                self._count((cause.kind, cause.key, batch), mine, held)
        mask = self._station(batch, job, mask, start - held)
        if mask.any():
            self._own(batch, job, mask, start - held)

    def _station(self, batch: str, job: Job, mask: Mask, free: Hours) -> Mask:
        """Where a station came free just when the step could ask, over to whoever stood there; returns the other futures."""
        for after in self.floor.standing.get((batch, job.code), ()) if batch not in self.floor.alone else ():
            other = self.futures.get(after.batch)
            if other is not None and after.code in other.ends:
                mine = mask & (np.abs(other.ends[after.code] + after.hours - free) < ALIKE_H)
                if mine.any():
                    cause = Cause(DriverKind.OTHER_BATCH, job.code, after.batch, after.code)
                    self._others((batch, job.code), cause, mine, free, free)
                    mask = mask & ~mine
        return mask

    def _others(self, key: tuple[str, str], cause: Cause, mine: Mask, start: Hours, held: Hours) -> None:
        """Another patient's step ended just when this one could begin: the way goes on there."""
        batch, code = key
        point = (cause.batch, cause.code, Edge.END)
        name = (DriverKind.OTHER_BATCH, "", cause.batch)
        self._count(name, mine, start - self._at(point))
        if cause.batch != self.batch and batch == self.batch:
            found = self.found[name]
            if (count := int(np.count_nonzero(mine))) > found.most:
                found.first, found.most, found.at = cause, count, code
        if cause.kind is not DriverKind.OTHER_BATCH and batch == self.batch:
            self._count((cause.kind, cause.key, batch), mine, held, aside=True)
        self._go_on(point, mine)

    def _own(self, batch: str, job: Job, mask: Mask, free: Hours) -> None:
        """Over the last of what its own batch waits for, and over what it waited beyond that."""
        now, network, size = self.floor.now, self.floor.networks[batch], len(mask)
        told = [(name, np.maximum(at, now), point) for name, at, point in self._arrivals(network, job, size)]
        last, best = np.zeros(size, dtype=np.intp), np.full(size, now)
        if told:
            there = np.array([at for _, at, _ in told])
            last, best = there.argmax(axis=0), there.max(axis=0)
        waited = self._lengthened(network, job, mask, np.maximum(0.0, free - best))
        self._count(self._waited(network, job), mask, waited)
        for n, (name, at, point) in enumerate(told):
            mine = mask & (last == n)
            if point is None:
                self._count(name, mine, at - now)
            else:
                self._count(name, mine, at - self._at(point))
                self._go_on(point, mine)

    def _arrivals(self, network: Network, job: Job, size: int) -> Iterator[tuple[Name, Hours, Point | None]]:
        """Everything that must be there before the step could start: when it is, and where the way goes on from it."""
        batch, now = network.batch, self.floor.now
        for code in job.after:
            yield (DriverKind.WAIT, "", batch), self._at((batch, code, Edge.END)), (batch, code, Edge.END)
        for opening in job.opens:
            point = (batch, opening.step, opening.edge)
            yield (DriverKind.CLOCK, job.code, batch), np.asarray(self._at(point) + opening.hours), point
        if job.known is not None and job.known > now:
            yield (DriverKind.CLOCK, job.code, batch), np.full(size, job.known), None
        if job.slot is not None and job.slot > now:
            yield (DriverKind.CLOCK, f"{job.code}:slot", batch), np.full(size, job.slot), None
        if network.holds:
            lifted = [self._over(network, hold, HOLD, size) for hold in network.holds]
            yield (DriverKind.HOLD, "hold", batch), np.maximum.reduce(lifted), None
        if job.out is not None:
            yield (DriverKind.ROOM, f"out:{job.code}", batch), self._over(network, job.out, ROOM, size), None

    def _over(self, network: Network, thing: Open, row: int, size: int) -> Hours:
        """When what stands open is over, as the futures had it."""
        now = self.floor.now
        if thing.until is not None and thing.until > now:
            return np.full(size, thing.until)
        since = min(thing.since, now)
        z = draws_of(network.batch, network.rows, size, self.seed).z[network.rows - BATCH_ROWS + row]
        return np.asarray(since + beyond(thing.law, z, now - since))

    def _lengthened(self, network: Network, job: Job, mask: Mask, waited: Hours) -> Hours:
        """What a lengthened culture adds to a wait is counted apart; returns the rest."""
        if job.code != network.follower or not job.after:
            return waited
        longer = np.where(
            waited - self.futures[network.batch].drawn[job.row] > 1e-3, waited - self.futures[network.batch].drawn[job.row], 0.0
        )
        self._count((DriverKind.MISHAP, "extension", network.batch), mask, longer)
        return np.asarray(waited - longer)

    def _waited(self, network: Network, job: Job) -> Name:
        """The name of a wait that has no instant of its own: a deviation, the clinic's day, or the usual wait."""
        if network.deviations and job.code == network.release:
            return DriverKind.HOLD, "deviation", network.batch
        if job.bedside is not None:
            return DriverKind.CLOCK, f"{job.code}:bedside", network.batch
        return DriverKind.WAIT, "", network.batch

    # ------------------------------------------------------------------------------------------- keeping count

    def _go_on(self, point: Point, mask: Mask) -> None:
        if mask.any():
            known = self._waiting.get(point)
            self._waiting[point] = mask if known is None else known | mask

    def _count(self, name: Name, mask: Mask, hours: Hours, aside: bool = False) -> None:
        """Counts hours of a thing; all of another patient's batch is one thing."""
        if not mask.any():
            return
        if name[2] not in ("", self.batch):
            name = (DriverKind.OTHER_BATCH, "", name[2])
        size = len(mask)
        found = self.found.setdefault(name, Found(np.zeros(size, dtype=bool), np.zeros(size), np.zeros(size)))
        found.add(mask, hours, aside)
