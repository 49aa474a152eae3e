"""Many futures of one batch at once: every remaining step drawn, laid end to end, and counted.

Hours from now, one vector over the scenarios per time. The same batch and seed give the same normals whatever else is on the
floor, so that two forecasts differ by what happened and not by luck (common random numbers).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from hashlib import blake2b
from statistics import NormalDist

import numpy as np
from numpy.typing import NDArray

from console.domain.recipe import Edge
from console.forecast.assays import Assay, Stage
from console.forecast.network import BATCH_ROWS, Job, Network, Open, Opening
from console.forecast.spread import Hours, Normals, Spread, beyond, hours_of_many

BLOCKS_KEPT = 64
"""Batches whose normals stay at hand between two forecasts; about 0.4 MB each."""


_HOLD, _ROOM, _EXTENSION, _INCIDENT, _MINOR, _MAJOR, _FAILING = 0, 1, 2, 4, 6, 8, 10
_REQUEST, _RETEST, _LAB_ERROR, _EXCEPTIONAL, _LAB_WAIT, _REVIEW = 12, 13, 14, 15, 16, 17
"""A batch's rows of normals after those of its steps and tests; the row after a mishap's own is for what it costs."""
_COST_ROWS = (_EXTENSION + 1, _INCIDENT + 1, _MINOR + 1, _MAJOR + 1, _FAILING + 1, _REQUEST, _RETEST)
"""The rows of `Mishaps.costs`, in its order."""


@dataclass(frozen=True, slots=True)
class Futures:
    """Start and end of every remaining step in every scenario, and in which of them the result allows a release.

    `drawn` (by row) and `tested` (when each gating test had passed) are kept to run a part of the network anew.
    """

    starts: Mapping[str, Hours]
    ends: Mapping[str, Hours]
    passes: NDArray[np.bool_]
    drawn: Mapping[int, Hours]
    tested: Mapping[str, Hours]


def futures(network: Network, scenarios: int, seed: int, before: Futures | None = None) -> Futures:
    """The remaining network of one batch, run through `scenarios` times.

    With the futures of the whole network `before`, a part of it is run anew from the same draws; all else stays as it was.
    """
    return _Run(network, scenarios, seed, before).futures()


@lru_cache(maxsize=BLOCKS_KEPT)
def normals(batch: str, rows: int, scenarios: int, seed: int) -> Normals:
    """The standard normals of one batch, (rows, scenarios), from its id and the seed alone."""
    key = int.from_bytes(blake2b(f"{seed}|{batch}".encode(), digest_size=16).digest(), "big")
    block = np.random.Generator(np.random.SFC64(key)).standard_normal((rows, scenarios), dtype=np.float32)
    block.setflags(write=False)
    return block


def _happens(z: Normals, chance: float) -> NDArray[np.bool_]:
    if chance <= 0.0 or chance >= 1.0:
        return np.full(z.shape, chance >= 1.0)
    return np.asarray(z < np.float32(NormalDist().inv_cdf(chance)))


class _Run:
    """One batch on its way through all scenarios."""

    def __init__(self, network: Network, scenarios: int, seed: int, before: Futures | None) -> None:
        self._network = network
        self._size = scenarios
        self._z = normals(network.batch, network.rows, scenarios, seed)
        self._mishap = network.rows - BATCH_ROWS
        self._before = before
        self._tested: dict[str, Hours] = {}
        self._starts: dict[str, Hours] = dict(before.starts) if before is not None else {}
        self._ends: dict[str, Hours] = dict(before.ends) if before is not None else {}
        self._drawn = self._draw() if before is None else before.drawn
        self._lifted = self._hold()

    def futures(self) -> Futures:
        """Every step in its order, and the verdict of the tests."""
        for job in self._network.jobs:
            if job.panel:
                self._panel(job)
            else:
                self._step(job)
        return Futures(self._starts, self._ends, self._passes(), self._drawn, self._tested)

    def _draw(self) -> Mapping[int, Hours]:
        """All plain draws in one go: the time is in the exponentials, and one large call is the cheapest."""
        wanted: dict[int, Spread] = {}
        for job in self._network.jobs:
            wanted |= {job.row: job.wait, job.row + 1: job.took}
        if self._network.assays:
            wanted |= {self._mishap + _LAB_WAIT: self._network.lab_wait, self._mishap + _REVIEW: self._network.review}
        for assay in self._network.assays:
            wanted |= {assay.row + n: assay.took for n in range(2 if assay.invalid > 0.0 else 1)}
        wanted |= {self._mishap + row: cost for row, cost in zip(_COST_ROWS, self._network.mishaps.costs, strict=True)}
        rows = list(wanted)
        return dict(zip(rows, hours_of_many(list(wanted.values()), self._z, rows), strict=True))

    def _hold(self) -> Hours | None:
        """When the last hold is lifted; no step starts before."""
        found = [self._until(hold, self._mishap + _HOLD) for hold in self._network.holds]
        return np.maximum.reduce(found) if found else None

    def _step(self, job: Job) -> None:
        if job.started is not None:
            start = np.full(self._size, job.started)
            end = job.started + beyond(job.took, self._z[job.row + 1], -job.started)
        else:
            start, end = self._planned(job)
        for opening in job.closes:
            end = np.maximum(end, self._edge(opening))
        if job.code == self._network.mishaps.review:
            end = end + self._deviating()
        self._starts[job.code] = start
        self._ends[job.code] = np.maximum(end, max(0.0, job.earliest_end))

    def _planned(self, job: Job) -> tuple[Hours, Hours]:
        ready, fact = self._ready(job)
        if job.signature:
            return self._signed(job, ready, fact)
        start = ready + self._wait(job, ready, fact)
        if job.code == self._network.release:
            start += self._outstanding(start)
        if job.slot is not None:
            np.maximum(start, job.slot, out=start)
        np.maximum(start, 0.0, out=start)
        if job.bedside is not None:
            start = job.bedside.within(start)
        return start, start + self._drawn[job.row + 1]

    def _signed(self, job: Job, ready: Hours, fact: bool) -> tuple[Hours, Hours]:
        ready = ready + self._outstanding(ready)
        spent = -float(ready[0]) if fact and not self._network.deviations else 0.0
        total = beyond(job.took, self._z[job.row + 1], spent) if spent > 0.0 else self._drawn[job.row + 1]
        return np.maximum(ready, 0.0), ready + total

    def _wait(self, job: Job, ready: Hours, fact: bool) -> Hours:
        return beyond(job.wait, self._z[job.row], -float(ready[0])) if fact else self._drawn[job.row]

    def _ready(self, job: Job) -> tuple[Hours, bool]:
        """When the step could start, and whether that is a fact of the past."""
        ahead = [self._ends[code] for code in job.after]
        ahead += [self._edge(opening) for opening in job.opens]
        if self._lifted is not None:
            ahead.append(self._lifted)
        if job.out is not None:
            ahead.append(self._until(job.out, self._mishap + _ROOM))
        if not ahead:
            ready = np.full(self._size, job.known or 0.0)
        else:
            ready = np.maximum(ahead[0], 0.0 if job.known is None else job.known)
            for other in ahead[1:]:
                np.maximum(ready, other, out=ready)
        if job.code == self._network.follower:
            ready = ready + self._lengthened()
        return ready, not ahead and job.known is not None and job.known <= 0.0

    def _edge(self, opening: Opening) -> Hours:
        edges = self._starts if opening.edge is Edge.START else self._ends
        return np.asarray(edges[opening.step] + opening.hours)

    def _until(self, thing: Open, row: int) -> Hours:
        return np.asarray(beyond(thing.law, self._z[row], thing.since) - thing.since)

    def _panel(self, job: Job) -> None:
        """The QC panel is done when its last gating test has passed and somebody closes it."""
        ready, fact = self._ready(job)
        start = np.maximum(ready + self._wait(job, ready, fact), 0.0)
        if job.started is not None:
            start = np.full(self._size, job.started)
        passed = np.maximum(start, 0.0)
        for assay in self._network.assays:
            self._tested[assay.code] = done = self._assay(assay)
            np.maximum(passed, done, out=passed)
        self._starts[job.code] = start
        self._ends[job.code] = passed + self._drawn[job.row + 1] + self._out_of_specification()

    def _assay(self, assay: Assay) -> Hours:
        """When one test has passed: its result read and reviewed, once more where an attempt is invalid."""
        known = self._before.tested.get(assay.code) if self._before is not None else None
        if self._before is not None and known is not None:
            then, now = self._before.ends.get(assay.sample_step), self._ends.get(assay.sample_step)
            if then is None or now is None or then is now:
                return known
            if assay.reading is None:
                return np.asarray(known + (now - then))  # the same draws, from a sample taken at another time
        done = self._attempt(assay)
        n = np.flatnonzero(_happens(self._z[assay.row + 2], assay.invalid)) if assay.invalid > 0.0 else ()
        if len(n):
            again = done[n] + self._lab_wait[n] + self._drawn[assay.row + 1][n]
            again = assay.reading.not_before(again) if assay.reading is not None else again
            done[n] = again + self._review[n]
        return done

    def _attempt(self, assay: Assay) -> Hours:
        """When the attempt that is next, or under way, has its reviewed result."""
        left, since = self._z[assay.row + 3], -(assay.since or 0.0)
        if assay.stage is Stage.READ:
            return np.asarray(beyond(self._network.review, left, since) - since)
        if assay.stage is Stage.RUNNING:
            read = beyond(assay.took, left, since) - since
        elif assay.since is not None:
            read = beyond(self._network.lab_wait, left, since) - since + self._drawn[assay.row]
        else:
            sampled = self._ends.get(assay.sample_step)
            read = (np.zeros(self._size) if sampled is None else sampled) + self._lab_wait + self._drawn[assay.row]
        if assay.reading is not None:
            read = assay.reading.not_before(np.maximum(read, 0.0))
        return np.asarray(np.maximum(read, 0.0) + self._review)

    @property
    def _lab_wait(self) -> Hours:
        return self._drawn[self._mishap + _LAB_WAIT]

    @property
    def _review(self) -> Hours:
        return self._drawn[self._mishap + _REVIEW]

    def _happens(self, mishap: int, chance: float) -> NDArray[np.bool_]:
        return _happens(self._z[self._mishap + mishap], chance)

    def _befallen(self, mishap: int, chance: float) -> NDArray[np.intp]:
        """In which scenarios it happens: most mishaps are rare."""
        return np.flatnonzero(self._happens(mishap, chance)) if chance > 0.0 else np.empty(0, dtype=np.intp)

    def _cost(self, n: NDArray[np.intp], row: int) -> Hours:
        return self._drawn[self._mishap + row][n]

    def _lengthened(self) -> Hours:
        """Hours a culture is lengthened by: grown on for a day, or an instrument's incident."""
        m, hours = self._network.mishaps, np.zeros(self._size)
        for row, chance in ((_EXTENSION, m.extension), (_INCIDENT, m.incident)):
            n = self._befallen(row, chance)
            hours[n] += self._cost(n, row + 1)
        return hours

    def _deviating(self) -> Hours:
        """Hours by which deviations that may yet come lengthen the review of the record."""
        m, hours = self._network.mishaps, np.zeros(self._size)
        for row, chance in ((_MINOR, m.minor), (_MAJOR, m.major)):
            n = self._befallen(row, chance)
            hours[n] = np.maximum(hours[n], self._cost(n, row + 1))
        return hours

    def _outstanding(self, ready: Hours) -> Hours:
        """Hours that open deviations keep the release after all else is there."""
        hours, standing = np.zeros(self._size), max(0.0, -float(ready.max()))
        for open_one in self._network.deviations:
            waited = min(open_one.since, standing)
            np.maximum(hours, beyond(open_one.law, self._z[self._mishap + _MINOR + 1], waited) - waited, out=hours)
        return hours

    def _out_of_specification(self) -> Hours:
        """Hours an OOS result costs: its investigation, then a retest or the physician's request."""
        m, hours = self._network.mishaps, np.zeros(self._size)
        n = self._befallen(_FAILING, self._failing)
        if n.size:
            waited = m.oos_since or 0.0
            investigated = beyond(m.costs[4], self._z[self._mishap + _FAILING + 1][n], waited) - waited
            error = self._happens(_LAB_ERROR, m.lab_error)[n]
            hours[n] = investigated + np.where(error, self._cost(n, _RETEST), self._cost(n, _REQUEST))
        return hours

    @property
    def _failing(self) -> float:
        m = self._network.mishaps
        return 1.0 if m.oos_since is not None else m.oos

    def _passes(self) -> NDArray[np.bool_]:
        m = self._network.mishaps
        if self._failing <= 0.0:
            return np.ones(self._size, dtype=bool)
        saved = self._happens(_LAB_ERROR, m.lab_error) | self._happens(_EXCEPTIONAL, m.exceptional)
        return np.asarray(~self._happens(_FAILING, self._failing) | saved)
