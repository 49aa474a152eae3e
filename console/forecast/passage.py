"""One batch on its way through all scenarios: when each step could begin, and when it ends once it has begun.

All instants are hours from the origin, one vector over the scenarios per time; lengths are hours. Who else wants the same
people and places is not seen from here.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from console.domain.recipe import Edge
from console.forecast.binding import Binding
from console.forecast.draws import (
    EXCEPTIONAL,
    EXTENSION,
    FAILING,
    HOLD,
    INCIDENT,
    LAB_ERROR,
    MAJOR,
    MINOR,
    REQUEST,
    RETEST,
    ROOM,
    Which,
    draws_of,
)
from console.forecast.network import BATCH_ROWS, Job, Network, Open, Opening
from console.forecast.panel import Panel
from console.forecast.rota import Rota
from console.forecast.spread import Hours, Normals, beyond


@dataclass(frozen=True, slots=True)
class Futures:
    """Start and end of every remaining step in every scenario, and in which of them the result allows a release.

    `held` is how long a step that could begin waited for people, room or station, where it ever did; `bindings` what came last
    before each step, when that was asked for. `drawn` (by row) and `panel` are kept to run a part of the network anew.
    """

    starts: Mapping[str, Hours]
    ends: Mapping[str, Hours]
    passes: NDArray[np.bool_]
    drawn: Mapping[int, Hours | Normals]
    panel: Panel
    held: Mapping[str, Hours] = field(default_factory=dict)
    bindings: Mapping[str, Binding] = field(default_factory=dict)


class Passage:
    """One batch in all scenarios; steps are settled one after the other, each after what it waits for."""

    def __init__(
        self,
        network: Network,
        now: float,
        scenarios: int,
        seed: int,
        before: Futures | None = None,
        rota: Rota | None = None,
    ) -> None:
        self.network = network
        self.now = now
        self.starts: dict[str, Hours] = dict(before.starts) if before is not None else {}
        self.ends: dict[str, Hours] = dict(before.ends) if before is not None else {}
        self.held: dict[str, Hours] = dict(before.held) if before is not None else {}
        self._size = scenarios
        self._rota = rota
        self._draws = draws_of(network.batch, network.rows, scenarios, seed)
        self._z = self._draws.z_of(network)
        self._first = network.rows - BATCH_ROWS
        self._drawn = self._draws.hours(network) if before is None else before.drawn
        self.panel = Panel(network, self._draws, now) if before is None else before.panel.of(network.assays)
        self.lifted = self._hold()

    def futures(self, bindings: Mapping[str, Binding] | None = None) -> Futures:
        """What came out, once every step is settled."""
        return Futures(self.starts, self.ends, self._passes(), self._drawn, self.panel, self.held, bindings or {})

    def alone(self) -> None:
        """Settles every step in its order, nobody else being in the way but for as long as was found before."""
        for job in self.network.jobs:
            if job.started is not None or job.panel:
                self.go_on(job)
                continue
            ready, lasts = self.ask(job)
            held = self.held.get(job.code)
            self.begin(job, ready if held is None else ready + held, lasts)

    # ------------------------------------------------------------------------------------------- what it was, afterwards

    def waited(self, job: Job) -> Hours | Normals | None:
        """How long a step waits unexplained once all is there; None where that is no wait of its own."""
        if job.signature:
            return None
        ahead = job.after or job.opens or self.lifted is not None or job.out is not None
        fact = job.known if not ahead and job.known is not None and job.known <= self.now else None
        wait = self._wait(job, fact)
        return wait if fact is None else wait - (self.now - fact)

    def lengthened(self, job: Job) -> Iterator[tuple[Which, str]]:
        """In which scenarios what lengthens a culture delays this step, and its name."""
        m = self.network.mishaps
        if job.code == self.network.follower:
            for row, chance, name in ((EXTENSION, m.extension, "extension"), (INCIDENT, m.incident, "incident")):
                if chance > 0.0:
                    yield self._befallen(row, chance), name

    def failing(self) -> Which:
        """In which scenarios a result is out of specification."""
        return self._befallen(FAILING, self._failing)

    def back(self, out: Open) -> Hours:
        """When a room that is out is back."""
        return self._until(out, self._first + ROOM)

    # ------------------------------------------------------------------------------------------- settling one step

    def go_on(self, job: Job) -> None:
        """Settles a step that runs, or a panel of tests: neither asks anybody."""
        if job.panel:
            self._tested(job)
            return
        assert job.started is not None
        started = min(job.started, self.now)
        self._end(job, np.full(self._size, started), started + beyond(job.took, self._z[job.row + 1], self.now - started))

    def ask(self, job: Job) -> tuple[Hours, Hours | Normals]:
        """When a planned step asks for its people and its place, and how long it keeps them."""
        ready, fact = self._ready(job)
        if job.signature:
            return self._signed(job, ready, fact)
        ready += self._wait(job, fact)
        if job.code == self.network.release:
            self._outstanding(ready)
        if job.slot is not None and job.slot > self.now:
            np.maximum(ready, job.slot, out=ready)
        if fact is not None:
            np.maximum(ready, self.now, out=ready)
        if job.bedside is not None:
            ready = job.bedside.within(ready)
        lasts = self._drawn[job.row + 1]
        return ready, lasts if job.code != self.network.mishaps.review else self._deviating(lasts)

    def begin(self, job: Job, start: Hours, lasts: Hours | Normals) -> None:
        """Settles a planned step that begins at these instants."""
        self._end(job, start, start + lasts)

    def _end(self, job: Job, start: Hours, end: Hours) -> None:
        for opening in job.closes:
            end = np.maximum(end, self._edge(opening))
        if job.started is not None or job.earliest_end > self.now:
            end = np.maximum(end, max(self.now, job.earliest_end))
        self.starts[job.code] = start
        self.ends[job.code] = end

    def _signed(self, job: Job, ready: Hours, fact: float | None) -> tuple[Hours, Hours | Normals]:
        self._outstanding(ready)
        total: Hours | Normals = self._drawn[job.row + 1]
        if fact is not None and not self.network.deviations:
            spent = self._spent(job, fact)
            total = beyond(job.took, self._z[job.row + 1], spent) - spent
        return np.maximum(ready, self.now), total

    def _wait(self, job: Job, fact: float | None) -> Hours | Normals:
        return self._drawn[job.row] if fact is None else beyond(job.wait, self._z[job.row], self._spent(job, fact))

    def _spent(self, job: Job, fact: float) -> float:
        """How long a step has waited already though somebody could have begun it: time without people says nothing of it."""
        could = self.now
        if self._rota is not None and job.crew and not job.stays:
            could = self._rota.last_chance(job.crew, job.typical, self.now)
        return max(0.0, could - fact)

    def _ready(self, job: Job) -> tuple[Hours, float | None]:
        """When all a step waits for is there (an array of its own), and since when where that is a fact of the past."""
        ahead = [self.ends[code] for code in job.after]
        ahead += [self._edge(opening) for opening in job.opens]
        if self.lifted is not None:
            ahead.append(self.lifted)
        if job.out is not None:
            ahead.append(self.back(job.out))
        known = self.now if job.known is None else job.known
        fact = job.known if not ahead and job.known is not None and job.known <= self.now else None
        if not ahead:
            ready = np.full(self._size, known)
        elif len(ahead) == 1:
            ready = np.maximum(ahead[0], known) if known > self.now else ahead[0].copy()
        else:
            ready = np.maximum(ahead[0], ahead[1])
            for other in (*ahead[2:], *((known,) if known > self.now else ())):
                np.maximum(ready, other, out=ready)
        if job.code == self.network.follower:
            self._lengthen(ready)
        return ready, fact

    def _edge(self, opening: Opening) -> Hours:
        edges = self.starts if opening.edge is Edge.START else self.ends
        return np.asarray(edges[opening.step] + opening.hours)

    def _hold(self) -> Hours | None:
        """When the last hold is lifted; no step starts before."""
        found = [self._until(hold, self._first + HOLD) for hold in self.network.holds]
        return np.maximum.reduce(found) if found else None

    def _until(self, thing: Open, row: int) -> Hours:
        """When what stands open is over; what somebody said is believed until that has passed."""
        if thing.until is not None and thing.until > self.now:
            return np.full(self._size, thing.until)
        since = min(thing.since, self.now)
        return np.asarray(since + beyond(thing.law, self._z[row], self.now - since))

    def _tested(self, job: Job) -> None:
        """The QC panel is done when its last gating test has passed and somebody closes it."""
        if job.started is not None:
            start = np.full(self._size, min(job.started, self.now))
        else:
            ready, fact = self._ready(job)
            start = np.maximum(ready + self._wait(job, fact), self.now)
        tests = self.panel.passed(self.ends)
        passed = np.maximum(start, self.now) if tests is None else np.maximum(start, tests)
        np.maximum(passed, self.now, out=passed)
        passed += self._drawn[job.row + 1]
        self._out_of_specification(passed)
        self.starts[job.code] = start
        self.ends[job.code] = passed

    # ------------------------------------------------------------------------------------------- what may befall it

    def _befallen(self, mishap: int, chance: float) -> Which:
        return self._draws.befallen(self._first + mishap, chance)

    def _cost(self, n: Which, row: int) -> Hours | Normals:
        return self._drawn[self._first + row][n]

    def _lengthen(self, ready: Hours) -> None:
        """A culture may be lengthened: grown on for a day, or an instrument's incident."""
        m = self.network.mishaps
        for row, chance in ((EXTENSION, m.extension), (INCIDENT, m.incident)):
            if chance > 0.0:
                n = self._befallen(row, chance)
                ready[n] += self._cost(n, row + 1)

    def _deviating(self, lasts: Hours | Normals) -> Hours | Normals:
        """Deviations that may yet come lengthen the review of the record."""
        m, longer = self.network.mishaps, np.zeros(self._size)
        for row, chance in ((MINOR, m.minor), (MAJOR, m.major)):
            if chance > 0.0:
                n = self._befallen(row, chance)
                longer[n] = np.maximum(longer[n], self._cost(n, row + 1))
        return longer + lasts

    def _outstanding(self, ready: Hours) -> None:
        """Open deviations keep the release after all else is there, for what they last beyond what they stand already."""
        found: Hours | None = None
        standing = max(0.0, self.now - float(ready.max())) if self.network.deviations else 0.0
        for deviation in self.network.deviations:
            waited = min(max(0.0, self.now - deviation.since), standing)
            lasts = beyond(deviation.law, self._z[self._first + MINOR + 1], waited) - waited
            found = lasts if found is None else np.maximum(found, lasts)
        if found is not None:
            ready += found

    def _out_of_specification(self, passed: Hours) -> None:
        """An OOS result costs its investigation, then a retest or the physician's request."""
        m = self.network.mishaps
        n = self._befallen(FAILING, self._failing)
        if n.size:
            waited = 0.0 if m.oos_since is None else m.oos_since + self.now - self.network.seen_at
            investigated = beyond(m.costs[4], self._z[self._first + FAILING + 1][n], waited) - waited
            error = np.zeros(self._size, dtype=bool)
            error[self._befallen(LAB_ERROR, m.lab_error)] = True
            passed[n] += investigated + np.where(error[n], self._cost(n, RETEST), self._cost(n, REQUEST))

    @property
    def _failing(self) -> float:
        m = self.network.mishaps
        return 1.0 if m.oos_since is not None else m.oos

    def _passes(self) -> NDArray[np.bool_]:
        m = self.network.mishaps
        passes = np.ones(self._size, dtype=bool)
        if self._failing > 0.0:
            passes[self._befallen(FAILING, self._failing)] = False
            passes[self._befallen(LAB_ERROR, m.lab_error)] = True
            passes[self._befallen(EXCEPTIONAL, m.exceptional)] = True
        return passes
