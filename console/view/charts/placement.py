"""Where labels stand: never over one another, never over what they name, and left out rather than squeezed."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

GAP_PX = 8.0
WAYS = ((0.0, 0.5, 1.0), (0.5, 0.0, 1.0), (1.0, 0.5, 0.0))
"""Which share of a label lies left of its anchor, in the order tried."""
Hung = tuple[int, float]
"""A label's row (0 is the lowest) and left edge."""


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


def pack_rows(
    anchors: Sequence[float], widths: Sequence[float], low: float, high: float, rows: int, gap: float = GAP_PX
) -> list[Hung | None]:
    """Row (0 is the lowest) and left edge of labels hung over their anchors between `low` and `high`.

    Anchors rise. From each label a stem falls through the rows below it to its anchor. A label starts at its
    anchor, else has it in its middle, else ends at it, and always lies inside the lane; no two labels touch and no
    stem crosses a label. None for a label that no row can take.
    """
    # From the right: a label reaches over later stems, hence it must hang above them.
    return _hung(range(len(anchors) - 1, -1, -1), anchors, widths, (low, high), rows, gap, len(anchors))


def pack_best(
    anchors: Sequence[float],
    widths: Sequence[float],
    urgency: Sequence[int],
    low: float,
    high: float,
    rows: int,
    most: int = 12,
) -> list[Hung | None]:
    """As `pack_rows`, but when not all can be placed the most urgent (named first in `urgency`) are, `most` at most."""
    if len(anchors) <= most:
        given = pack_rows(anchors, widths, low, high, rows)
        if all(given):
            return given
    # The first to choose may take the room of the next: of three ways to begin, the best for the urgent wins.
    tries = [_hung(urgency, anchors, widths, (low, high), rows, GAP_PX, most, shares) for shares in WAYS]
    return max(tries, key=lambda found: [found[index] is not None for index in urgency])


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


def _hung(
    order: Sequence[int],
    anchors: Sequence[float],
    widths: Sequence[float],
    lane: tuple[float, float],
    rows: int,
    gap: float,
    most: int,
    shares: tuple[float, ...] = (0.0, 0.5, 1.0),
) -> list[Hung | None]:
    """Each label in this order takes the first place that leaves those before it alone, until `most` have one."""
    low, high = lane
    placed: dict[int, Hung] = {}
    for index in order:
        if widths[index] > high - low or len(placed) >= most:
            continue
        starts = (anchors[index] - share * widths[index] for share in shares)
        tries = ((row, max(low, min(x, high - widths[index]))) for x in starts for row in range(rows))
        for one in tries:
            if all(_clear(index, one, k, other, anchors, widths, gap) for k, other in placed.items()):
                placed[index] = one
                break
    return [placed.get(index) for index in range(len(anchors))]


def _clear(
    i: int,
    mine: Hung,
    k: int,
    other: Hung,
    anchors: Sequence[float],
    widths: Sequence[float],
    gap: float,
) -> bool:
    """Whether two labels with their stems leave one another alone."""
    if mine[0] == other[0]:
        return mine[1] + widths[i] + gap <= other[1] or other[1] + widths[k] + gap <= mine[1]
    (low, low_row), high = ((i, mine), k) if mine[0] < other[0] else ((k, other), i)
    return not low_row[1] - 1 <= anchors[high] <= low_row[1] + widths[low] + 1


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
