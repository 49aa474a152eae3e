"""Where labels stand: never over one another, never over what they name, and left out rather than squeezed."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle on screen, in pixels; y grows downwards."""

    x: float
    y: float
    w: float
    h: float

    @property
    def right(self) -> float:
        """The right edge."""
        return self.x + self.w

    @property
    def bottom(self) -> float:
        """The lower edge."""
        return self.y + self.h

    def meets(self, other: "Box", gap: float = 0.0) -> bool:
        """Whether both share an area once each keeps `gap` pixels clear."""
        return (
            self.x < other.right + gap
            and other.x < self.right + gap
            and self.y < other.bottom + gap
            and other.y < self.bottom + gap
        )

    def holds(self, other: "Box") -> bool:
        """Whether the other lies wholly inside, its edges included."""
        return (
            self.x <= other.x and self.y <= other.y and other.right <= self.right and other.bottom <= self.bottom
        )


@dataclass(frozen=True, slots=True)
class Wanted:
    """A label that wants to stand near a point: its size and how far from the point the thing it names reaches."""

    x: float
    y: float
    w: float
    h: float
    reach: float = 0.0


def beside(wanted: Wanted, gap: float) -> list[Box]:
    """The places a label may take, best first: right, left, above, below, then the corners, then one step further."""
    places = []
    for far in (1.0, 2.2):
        away = (wanted.reach + gap) * far
        left, right = wanted.x - away - wanted.w, wanted.x + away
        up, down = wanted.y - away - wanted.h, wanted.y + away
        middle_x, middle_y = wanted.x - wanted.w / 2, wanted.y - wanted.h / 2
        spots = [(right, middle_y), (left, middle_y), (middle_x, up), (middle_x, down)]
        spots += [(right, up), (left, up), (right, down), (left, down)]
        places += [Box(x, y, wanted.w, wanted.h) for x, y in spots]
    return places


def place(
    wanted: Sequence[Wanted],
    obstacles: Sequence[Box],
    frame: Box,
    gap: float = 3.0,
    extra: Sequence[Sequence[Box]] = (),
) -> list[Box | None]:
    """A place for each label, in order of importance; None where none is free.

    No place given overlaps another, an obstacle, or the edge of the frame. `extra` gives each label further
    places to try last.
    """
    taken = list(obstacles)
    given: list[Box | None] = []
    for index, label in enumerate(wanted):
        tries = beside(label, gap) + (list(extra[index]) if index < len(extra) else [])
        free = next((box for box in tries if frame.holds(box) and not any(box.meets(one, 1.0) for one in taken)), None)
        if free is not None:
            taken.append(free)
        given.append(free)
    return given


def pack_rows(
    anchors: Sequence[float], widths: Sequence[float], low: float, high: float, rows: int, gap: float = 8.0
) -> list[tuple[int, float] | None]:
    """Row and left edge of labels that hang over their anchors in a lane between `low` and `high`; None without room.

    Anchors rise. A label starts at its anchor, or is pushed left so that it ends inside the lane; in one row two
    labels keep `gap` apart, and no label covers the stem of an anchor that is placed in a row above it.
    """
    ends = [low - gap] * rows
    given: list[tuple[int, float] | None] = []
    for anchor, width in zip(anchors, widths, strict=True):
        x = max(low, min(anchor, high - width))
        row = next((r for r in range(rows) if ends[r] + gap <= x), None)
        if row is None or x + width > high:
            given.append(None)
            continue
        ends[row] = x + width
        given.append((row, x))
    return given


def spread(wished: Sequence[float], sizes: Sequence[float], low: float, high: float) -> list[float] | None:
    """Centres as near as can be to those wished, so that no two overlap and all lie between low and high.

    The order of the wishes is kept; the least sum of squared moves is taken (pool adjacent violators). None when
    all together are larger than the room.
    """
    if sum(sizes) > high - low + 1e-9:
        return None
    order = np.argsort(np.asarray(wished, dtype=float), kind="stable")
    # Subtracting what must lie below each turns "no overlap" into "does not fall", which pooling solves exactly.
    below = np.concatenate([[0.0], np.cumsum(np.asarray(sizes, dtype=float)[order])])
    starts = [wished[i] - sizes[i] / 2 - below[k] for k, i in enumerate(order)]
    free = [min(max(start, low), high - float(below[-1])) for start in _pooled(starts)]
    centres = [0.0] * len(wished)
    for k, i in enumerate(order):
        centres[i] = free[k] + float(below[k]) + sizes[i] / 2
    return centres


def dodge(wished: Sequence[float], size: float) -> list[int]:
    """The row (0, 1, 2 …) in which each mark of one size stands so that marks in one row do not overlap."""
    ends: list[float] = []
    rows = [0] * len(wished)
    for index in sorted(range(len(wished)), key=lambda i: wished[i]):
        row = next((r for r, end in enumerate(ends) if end <= wished[index] - size / 2), len(ends))
        if row == len(ends):
            ends.append(0.0)
        ends[row] = wished[index] + size / 2
        rows[index] = row
    return rows


def _pooled(values: Sequence[float]) -> list[float]:
    """The nearest sequence that never falls (isotonic least squares)."""
    blocks: list[tuple[float, int]] = []
    for value in values:
        mean, count = value, 1
        while blocks and blocks[-1][0] > mean:
            before, many = blocks.pop()
            mean, count = (before * many + mean * count) / (many + count), many + count
        blocks.append((mean, count))
    return [mean for mean, count in blocks for _ in range(count)]
