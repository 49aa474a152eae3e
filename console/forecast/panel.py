"""When the release tests of one batch have passed: read, reviewed, and done once more where an attempt is invalid."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from copy import copy

import numpy as np

from console.forecast.assays import Assay, Stage
from console.forecast.draws import LAB_WAIT, REVIEW, Draws
from console.forecast.network import BATCH_ROWS, Network
from console.forecast.spread import Hours, Normals, beyond

Ends = Mapping[str, Hours]


class Panel:
    """The gating tests of one batch that have neither passed nor failed, in all scenarios; instants in hours from the origin.

    What does not hang on steps still ahead is found once; the others follow the end of the step at which they are sampled.
    """

    def __init__(self, network: Network, draws: Draws, now: float) -> None:
        self._network = network
        self._draws = draws
        self._drawn = draws.hours(network)
        self._now = now
        self._first = network.rows - BATCH_ROWS
        self._assays = network.assays
        self._fixed: dict[str, Hours] = {}

    def of(self, assays: tuple[Assay, ...]) -> Panel:
        """The same panel with only these tests, as they are given here."""
        other = copy(self)
        other._assays = assays
        return other

    @property
    def any(self) -> bool:
        """Whether any test is still waited for."""
        return bool(self._assays)

    def passed(self, ends: Ends) -> Hours | None:
        """When the last test has passed, given when the steps end at which samples are taken; None without any test."""
        found: Hours | None = None
        for done in self._groups(ends):
            found = done if found is None else np.maximum(found, done)
        return found

    def tests(self, ends: Ends) -> Iterator[tuple[Assay, Hours]]:
        """Every test by itself, and when it has passed."""
        for assay in self._assays:
            yield assay, self._alone(assay, ends)

    def review(self) -> Normals:
        """How long a result waits for its reviewer."""
        return self._drawn[self._first + REVIEW]

    def _groups(self, ends: Ends) -> Iterator[Hours]:
        """Tests of one sample that are read whenever they are done pass together: the slowest of them counts."""
        plain: dict[str, tuple[Assay, ...]] = {}
        for assay in self._assays:
            if assay.since is None and assay.stage is Stage.AHEAD and assay.reading is None and assay.sample_step in ends:
                plain[assay.sample_step] = (*plain.get(assay.sample_step, ()), assay)
            else:
                yield self._alone(assay, ends)
        for sampled, group in plain.items():
            yield np.asarray(ends[sampled] + self._slowest(group))

    def _slowest(self, group: tuple[Assay, ...]) -> Normals:
        def make() -> Normals:
            return np.asarray(np.maximum.reduce([self._turnaround(assay) for assay in group]))

        return self._draws.made(self._network, tuple(assay.code for assay in group), make)

    def _turnaround(self, assay: Assay) -> Normals:
        """Hours from the sample to the test passed, an invalid attempt repeated."""
        took = self._lab_wait + self._drawn[assay.row] + self.review()
        n = self._draws.befallen(assay.row + 2, assay.invalid) if assay.invalid > 0.0 else ()
        if len(n):
            took[n] += self._lab_wait[n] + self._drawn[assay.row + 1][n] + self.review()[n]
        return took

    def _alone(self, assay: Assay, ends: Ends) -> Hours:
        sampled = ends.get(assay.sample_step) if assay.since is None and assay.stage is Stage.AHEAD else None
        if sampled is not None:
            if assay.reading is None:
                return np.asarray(sampled + self._turnaround(assay))
            return self._repeated(assay, self._read(assay, sampled + self._lab_wait + self._drawn[assay.row]))
        if assay.code not in self._fixed:
            self._fixed[assay.code] = self._repeated(assay, self._under_way(assay))
        return self._fixed[assay.code]

    def _under_way(self, assay: Assay) -> Hours:
        """When the attempt that is waited for has its reviewed result: it waits for the lab, runs, or waits for its reviewer."""
        since = self._now if assay.since is None else min(assay.since, self._now)
        spent, left = self._now - since, self._draws.z[assay.row + 3]
        if assay.stage is Stage.READ:
            return np.asarray(beyond(self._network.review, left, spent) + since)
        if assay.stage is Stage.RUNNING:
            return self._read(assay, beyond(assay.took, left, spent) + since)
        lab = beyond(self._network.lab_wait, left, spent) if assay.since is not None else self._lab_wait
        return self._read(assay, np.asarray(lab + since + self._drawn[assay.row], dtype=np.float64))

    def _read(self, assay: Assay, done: Hours) -> Hours:
        done = np.maximum(done, self._now)
        if assay.reading is not None:
            done = assay.reading.not_before(done)
        return np.asarray(done + self.review())

    def _repeated(self, assay: Assay, done: Hours) -> Hours:
        n = self._draws.befallen(assay.row + 2, assay.invalid) if assay.invalid > 0.0 else ()
        if len(n):
            again = done[n] + self._lab_wait[n] + self._drawn[assay.row + 1][n]
            again = assay.reading.not_before(again) if assay.reading is not None else again
            done[n] = again + self.review()[n]
        return done

    @property
    def _lab_wait(self) -> Normals:
        return self._drawn[self._first + LAB_WAIT]
