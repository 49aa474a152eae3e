"""Which pixel an instant falls on: counted from 1970, so that a pan moves every bar by the same whole pixels."""

from __future__ import annotations

from dataclasses import dataclass
from math import floor

import numpy as np

from console.view.board.columns import Ints
from console.view.board.window import TimeWindow


@dataclass(frozen=True, slots=True)
class Scale:
    """Seconds a pixel, the first pixel in sight counted from 1970 UTC, and how many are in sight."""

    seconds: float
    first: int
    width: int

    @staticmethod
    def of(window: TimeWindow, width: int) -> Scale:
        """The scale of a window across so many pixels (at least one)."""
        seconds = window.span / max(1, width)
        return Scale(seconds, round(window.start / seconds), max(1, width))

    def x(self, at: float) -> int:
        """The pixel of an instant, counted from the first in sight."""
        return floor(at / self.seconds) - self.first

    def xs(self, at: Ints) -> Ints:
        """The pixels of many instants."""
        return np.floor(at / self.seconds).astype(np.int64) - self.first

    def at(self, x: float) -> float:
        """The instant at the left edge of a pixel."""
        return (self.first + x) * self.seconds

    def part(self, first: int, width: int) -> Scale:
        """The same scale for another stretch of pixels counted from 1970."""
        return Scale(self.seconds, first, width)

    @property
    def start(self) -> float:
        """The first instant in sight."""
        return self.at(0)

    @property
    def end(self) -> float:
        """The first instant no longer in sight."""
        return self.at(self.width)
