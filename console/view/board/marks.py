"""The clocks of a batch that end: promises, expiries, windows that open or close, hold timers running out."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import IntEnum
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from console.view.board.columns import Badge


class MarkKind(IntEnum):
    """What a flag says."""

    PROMISE = 0
    EXPIRY = 1
    OPENS = 2
    CLOSES = 3
    BREACH = 4
    SAFE = 5


@dataclass(frozen=True, slots=True)
class MarkAt:
    """A flag on a station's line at an instant (whole seconds since 1970 UTC); `since` is where its clock began."""

    track: int
    at: int
    kind: MarkKind
    text: str
    batch: str = ""
    since: int = 0
    badge: Badge = Badge.NONE


@dataclass(frozen=True)
class Marks:
    """All flags in order of instant."""

    rows: tuple[MarkAt, ...] = ()

    @staticmethod
    def of(marks: Iterable[MarkAt]) -> Marks:
        """Flags in any order."""
        return Marks(tuple(sorted(marks, key=lambda mark: (mark.at, mark.track, mark.kind, mark.batch))))

    @cached_property
    def at(self) -> NDArray[np.int64]:
        """Their instants."""
        return np.array([mark.at for mark in self.rows], dtype=np.int64)

    @cached_property
    def longest(self) -> int:
        """The longest clock of all, in seconds: how far beyond the window its flag may stand."""
        return max((mark.at - mark.since for mark in self.rows if mark.since), default=0)

    def within(self, start: float, end: float) -> tuple[MarkAt, ...]:
        """The flags whose instant, or whose running clock, meets [start, end)."""
        low = int(np.searchsorted(self.at, start, side="left"))
        high = int(np.searchsorted(self.at, end + self.longest, side="left"))
        return tuple(mark for mark in self.rows[low:high] if (mark.since or mark.at) < end)

    def of_batch(self, batch: str) -> tuple[MarkAt, ...]:
        """The flags of one batch."""
        return tuple(mark for mark in self.rows if mark.batch == batch)
