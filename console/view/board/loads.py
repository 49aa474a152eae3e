"""How busy each track is between any two instants, exactly, however many bars lie there."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]


class Loads:
    """Prefix sums of starts and ends per track and state: busy seconds are a difference of two look-ups."""

    def __init__(
        self, start: Ints, end: Ints, state: Ints, offsets: Sequence[int], states: int
    ) -> None:
        self._states = states
        self._origin = int(start.min()) if len(start) else 0
        self._edges: dict[tuple[int, int], tuple[Ints, Ints, Ints, Ints]] = {}
        for track in range(len(offsets) - 1):
            part = slice(offsets[track], offsets[track + 1])
            for which in range(states):
                mine = state[part] == which
                if mine.any():
                    starts, ends = start[part][mine] - self._origin, np.sort(end[part][mine] - self._origin)
                    self._edges[track, which] = (starts, _sums(starts), ends, _sums(ends))

    def busy(self, track: int, state: int, at: Floats) -> Floats:
        """Seconds (overlaps counted once for each bar) busy before each instant of `at`."""
        edges = self._edges.get((track, state))
        if edges is None:
            return np.zeros(len(at))
        starts, start_sums, ends, end_sums = edges
        when = at - self._origin
        whole = np.ceil(when).astype(np.int64)
        begun, over = _before(starts, whole), _before(ends, whole)
        return np.asarray((begun - over) * when - start_sums[begun] + end_sums[over], dtype=np.float64)

    def share(self, track: int, edges: Floats) -> Floats:
        """Busy share of each interval between the edges, one row for each state; above 1 where bars overlap."""
        width = edges[1:] - edges[:-1]
        shares = np.zeros((self._states, len(width)))
        for state in range(self._states):
            if (track, state) in self._edges:
                busy = self.busy(track, state, edges)
                shares[state] = (busy[1:] - busy[:-1]) / width
        return shares


def _before(sorted_values: Ints, keys: Ints) -> Ints:
    """How many values lie before each of the rising keys; only the stretch between first and last is searched."""
    low, high = sorted_values.searchsorted(keys[[0, -1]])
    if low == high:
        return np.full(len(keys), low, dtype=np.int64)
    return np.asarray(sorted_values[low:high].searchsorted(keys) + low)


def _sums(values: Ints) -> Ints:
    return np.concatenate((np.zeros(1, dtype=np.int64), np.cumsum(values)))
