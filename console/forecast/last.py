"""What came last before each step in every scenario: its own batch's steps and tests, a clock, a wait, or somebody else.

Found after a run from what was settled in it. The cause of a step names the step whose end (or start) it waited for, where
there is one, so that one can walk back from the release, scenario by scenario.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import numpy as np

from console.domain.recipe import Edge
from console.forecast.binding import Binding, Cause
from console.forecast.dispatch import Dispatch
from console.forecast.explained import DriverKind
from console.forecast.network import Job
from console.forecast.passage import Passage
from console.forecast.spread import Hours
from console.forecast.taken import Flags, Key, Which

TOLD_H = 0.25
"""A wait, or a test's wait for its reviewer, is named as the cause where it is longer than this (hours)."""
NEARLY = 1e-6
MOST = 120

At = tuple[Cause, Hours | float]


class Last:
    """The causes of one step; the last one told of a scenario counts."""

    def __init__(self, told: list[At], size: int) -> None:
        self._causes = [cause for cause, _ in told] or [Cause(DriverKind.CLOCK, "now")]
        self._which = np.zeros(size, dtype=np.int8)
        if len(told) > 1:
            self._which = np.array([np.broadcast_to(at, (size,)) for _, at in told]).argmax(axis=0).astype(np.int8)

    def after(self, kind: DriverKind, key: str, where: Flags) -> None:
        """Something on top of what came last until now: it goes on naming the step that came before it."""
        for n in np.unique(self._which[where]):
            cause = self._causes[n]
            self.instead(Cause(kind, key, cause.batch, cause.code), where & (self._which == n))

    def instead(self, cause: Cause, where: Flags) -> None:
        """Something else that came last there."""
        if not where.any():
            return
        if cause not in self._causes:
            if len(self._causes) >= MOST:
                return
            self._causes.append(cause)
        self._which[where] = self._causes.index(cause)

    def binding(self) -> Binding:
        """What was found."""
        return Binding(tuple(self._causes), self._which)


def bindings_of(passage: Passage, dispatch: Dispatch | None = None) -> Mapping[str, Binding]:
    """For every step of a batch that has not begun what came last before its start; of a panel of tests, before its end."""
    found = {}
    for job in passage.network.jobs:
        if job.panel:
            found[job.code] = _of_panel(passage, job)
        elif job.started is None:
            found[job.code] = _of_step(passage, job, dispatch)
    return found


def _of_step(passage: Passage, job: Job, dispatch: Dispatch | None) -> Binding:
    batch, start = passage.network.batch, passage.starts[job.code]
    told = list(_before(passage, job))
    last = Last(told, len(start))
    there = np.maximum.reduce([np.broadcast_to(at, start.shape) for _, at in told]) if told else np.full(len(start), passage.now)
    for row, what in passage.lengthened(job):
        last.after(DriverKind.MISHAP, what, _only(row, len(start)))
    own = start - passage.held.get(job.code, 0.0)
    waited = passage.waited(job)
    if waited is not None:
        last.after(DriverKind.WAIT, job.code, np.asarray(waited > TOLD_H))
        there = there + waited
    if job.code == passage.network.release and passage.network.deviations:
        last.after(DriverKind.MISHAP, "deviation", own > there + NEARLY)
    elif job.slot is not None or job.bedside is not None:
        last.after(DriverKind.CLOCK, "clinic", own > there + NEARLY)
    if dispatch is not None and job.code in passage.held:
        _others(dispatch, (batch, job.code), last)
    return last.binding()


def _before(passage: Passage, job: Job) -> Iterator[At]:
    """What a step waits for, and when it was there in each scenario."""
    batch = passage.network.batch
    for code in job.after:
        yield Cause(DriverKind.STEP, code, batch, code), passage.ends[code]
    for opening in job.opens:
        edges = passage.starts if opening.edge is Edge.START else passage.ends
        yield Cause(DriverKind.CLOCK, "window", batch, opening.step), edges[opening.step] + opening.hours
    if passage.lifted is not None:
        yield Cause(DriverKind.HOLD, "hold", batch), passage.lifted
    if job.out is not None:
        yield Cause(DriverKind.ROOM, job.room, batch), passage.back(job.out)
    if job.known is not None:
        yield Cause(DriverKind.CLOCK, "plan" if job.known > passage.now else "now", batch), max(job.known, passage.now)


def _of_panel(passage: Passage, job: Job) -> Binding:
    """A panel ends with its last test: which one that is, and whether its reviewer or a failed result kept it longest."""
    batch = passage.network.batch
    told: list[At] = [(Cause(DriverKind.STEP, code, batch, code), passage.ends[code]) for code in job.after]
    for assay, passed in passage.panel.tests(passage.ends):
        told.append((Cause(DriverKind.TEST, assay.code, batch, assay.sample_step), passed))
    last = Last(told, len(passage.ends[job.code]))
    if passage.panel.any:
        last.after(DriverKind.REVIEW, job.code, np.asarray(passage.panel.review() > TOLD_H))
    last.after(DriverKind.MISHAP, "oos", _only(passage.failing(), len(passage.ends[job.code])))
    return last.binding()


def _others(dispatch: Dispatch, key: Key, last: Last) -> None:
    """Who kept a step from beginning when all of its own was there: at its station, in its room, or with its people."""
    passage = dispatch.passages[key[0]]
    start, held = passage.starts[key[1]], passage.held[key[1]] > NEARLY
    for after in dispatch.standing.get(key, ()):
        left = dispatch.passages[after.batch].ends[after.code] + after.hours
        last.instead(Cause(DriverKind.OTHER_BATCH, "station", after.batch, after.code), held & (abs(left - start) < NEARLY))
        held = held & (abs(left - start) >= NEARLY)
    if key not in dispatch.place or not held.any():
        return
    group, n = dispatch.place[key]
    taken = dispatch.groups[group]
    begun = taken.since[n]
    crew = taken.wanted[n].crew[0][0] if taken.wanted[n].crew else ""
    for k in np.flatnonzero(taken.shares(n) & (taken.last >= taken.first[n])):
        freed = held & (taken.until[k] == begun)
        if freed.any():
            room = taken.room[k] == taken.room[n]
            cause = (DriverKind.ROOM, taken.wanted[n].room) if room else (DriverKind.CREW, crew)
            last.instead(Cause(*cause, *taken.wanted[int(k)].key), freed)
            held = held & ~freed
    last.instead(Cause(DriverKind.CREW, crew), held)


def _only(which: Which, size: int) -> Flags:
    found = np.zeros(size, dtype=bool)
    found[which] = True
    return found
