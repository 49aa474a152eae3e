"""The luck of one batch: normals of its own, and the hours made of them, kept from one forecast to the next.

The same batch and seed give the same normals whatever else is on the floor, so that two forecasts differ by what happened and
not by luck (common random numbers).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import lru_cache
from hashlib import blake2b
from math import sqrt
from statistics import NormalDist

import numpy as np
from numpy.typing import NDArray

from console.forecast.learning.luck import NO_LUCK, Luck
from console.forecast.network import BATCH_ROWS, Network
from console.forecast.spread import Normals, Spread, hours_of_many

BLOCKS_KEPT = 64
"""Batches whose normals stay at hand between two forecasts; with the hours made of them about 0.8 MB each at 1,000 scenarios."""

HOLD, ROOM, EXTENSION, INCIDENT, MINOR, MAJOR, FAILING = 0, 1, 2, 4, 6, 8, 10
REQUEST, RETEST, LAB_ERROR, EXCEPTIONAL, LAB_WAIT, REVIEW, LUCK = 12, 13, 14, 15, 16, 17, 18
"""A batch's rows of normals after those of its steps and tests; the row after a mishap's own is for what it costs."""
COST_ROWS = (EXTENSION + 1, INCIDENT + 1, MINOR + 1, MAJOR + 1, FAILING + 1, REQUEST, RETEST)
"""The rows of `Mishaps.costs`, in its order."""

Which = NDArray[np.intp]


class Draws:
    """One batch's normals, (rows, scenarios), and what was made of them so far."""

    def __init__(self, z: Normals) -> None:
        self.z = z
        self._hours: dict[int, tuple[Spread, Luck, Normals]] = {}
        self._mixed: tuple[Luck, frozenset[int], Normals] = (NO_LUCK, frozenset(), z)
        self._befallen: dict[tuple[int, float], Which] = {}
        self._network: Network | None = None
        self._drawn: Mapping[int, Normals] = {}
        self._made: dict[tuple[str, ...], Normals] = {}

    def hours(self, network: Network) -> Mapping[int, Normals]:
        """Hours of everything that is drawn plainly, by row; drawn again only where its law has changed."""
        if network is not self._network:
            wanted, z, lucky = _wanted(network), self.z_of(network), _lucky(network)
            luck = {row: network.luck if row in lucky else NO_LUCK for row in wanted}
            missing = [row for row, law in wanted.items() if (old := self._hours.get(row)) is None or old[:2] != (law, luck[row])]
            for row, drawn in zip(missing, hours_of_many([wanted[row] for row in missing], z, missing), strict=True):
                drawn.setflags(write=False)
                self._hours[row] = (wanted[row], luck[row], drawn)
            self._network, self._drawn, self._made = network, {row: self._hours[row][2] for row in wanted}, {}
        return self._drawn

    def z_of(self, network: Network) -> Normals:
        """The normals of this network: in those of its work the luck that stays with the batch is mixed."""
        luck, rows = network.luck, _lucky(network)
        if luck.share <= 0.0:
            return self.z
        if self._mixed[:2] != (luck, rows):
            z = self.z.copy()
            common = luck.mean + luck.sd * z[network.rows - BATCH_ROWS + LUCK]
            own = sorted(rows)
            z[own] = sqrt(1.0 - luck.share) * z[own] + (sqrt(luck.share) * common).astype(np.float32)
            z.setflags(write=False)
            self._mixed = (luck, rows, z)
        return self._mixed[2]

    def made(self, network: Network, key: tuple[str, ...], make: Callable[[], Normals]) -> Normals:
        """Something made of these hours and nothing else, as long as the network stays."""
        if network is not self._network:
            return make()
        if key not in self._made:
            self._made[key] = make()
        return self._made[key]

    def befallen(self, row: int, chance: float) -> Which:
        """In which scenarios a thing of this chance happens."""
        key = (row, chance)
        if key not in self._befallen:
            if len(self._befallen) > BLOCKS_KEPT:
                self._befallen.clear()
            self._befallen[key] = np.flatnonzero(_happens(self.z[row], chance))
        return self._befallen[key]


@lru_cache(maxsize=BLOCKS_KEPT)
def draws_of(batch: str, rows: int, scenarios: int, seed: int) -> Draws:
    """The luck of one batch, from its id and the seed alone."""
    return Draws(normals(batch, rows, scenarios, seed))


def normals(batch: str, rows: int, scenarios: int, seed: int) -> Normals:
    """The standard normals of one batch, (rows, scenarios)."""
    key = int.from_bytes(blake2b(f"{seed}|{batch}".encode(), digest_size=16).digest(), "big")
    block = np.random.Generator(np.random.SFC64(key)).standard_normal((rows, scenarios), dtype=np.float32)
    block.setflags(write=False)
    return block


def _happens(z: Normals, chance: float) -> NDArray[np.bool_]:
    if chance <= 0.0 or chance >= 1.0:
        return np.full(z.shape, chance >= 1.0)
    return np.asarray(z < np.float32(NormalDist().inv_cdf(chance)))


def _lucky(network: Network) -> frozenset[int]:
    """The rows of its work: steps that are no signature, and tests."""
    if network.luck.share <= 0.0:
        return frozenset()
    steps = (job.row + 1 for job in network.jobs if not job.signature)
    return frozenset((*steps, *(assay.row + n for assay in network.assays for n in range(2))))


def _wanted(network: Network) -> dict[int, Spread]:
    """All plain draws of a network, by row."""
    wanted: dict[int, Spread] = {}
    for job in network.jobs:
        wanted |= {job.row: job.wait, job.row + 1: job.took}
    first = network.rows - BATCH_ROWS
    if network.assays:
        wanted |= {first + LAB_WAIT: network.lab_wait, first + REVIEW: network.review}
    for assay in network.assays:
        wanted |= {assay.row + n: assay.took for n in range(2 if assay.invalid > 0.0 else 1)}
    return wanted | {first + row: cost for row, cost in zip(COST_ROWS, network.mishaps.costs, strict=True)}
