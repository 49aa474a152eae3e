"""A window on a list of rows: how many fit, which are seen, where each lies."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Rows:
    """Rows of one height that share a field; `first` is the topmost one seen."""

    total: int
    first: int
    seen: int
    height: float

    def top(self, row: int) -> float:
        """The upper edge of a row, in pixels of the field."""
        return (row - self.first) * self.height

    def middle(self, row: int) -> float:
        """The middle of a row, in pixels of the field."""
        return (row - self.first + 0.5) * self.height

    def at(self, y: float) -> int | None:
        """The row at a pixel, None outside."""
        row = self.first + int(y // self.height) if self.height and y >= 0 else -1
        return row if self.first <= row < self.first + self.seen else None

    def range(self) -> range:
        """The rows seen, from the top."""
        return range(self.first, self.first + self.seen)

    @property
    def text(self) -> str:
        """Which rows are seen, in words; empty when all are."""
        return "" if self.seen >= self.total else f"rows {self.first + 1}–{self.first + self.seen} of {self.total}"


def window(total: int, room: float, least: float, most: float, first: int = 0, must: int | None = None) -> Rows:
    """As many rows as fit into `room` pixels at `least` pixels or more, from `first` on; row `must` is among them."""
    seen = max(0, min(total, int(room // least)))
    if not seen:
        return Rows(total, 0, 0, least)
    if must is not None:
        first = min(max(first, must - seen + 1), must)
    first = max(0, min(first, total - seen))
    return Rows(total, first, seen, min(most, room / seen))
