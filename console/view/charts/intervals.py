"""How sure a median or a share is, from so few batches: exact intervals, and "not enough data" where there is none."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from math import comb, sqrt

NAN = float("nan")
COVER = 0.95
Z95 = 1.959963984540054
LEAST_FOR_SHARE = 5
"""Cases below which a share is not shown: its interval would be nearly everything."""


@dataclass(frozen=True, slots=True)
class Median:
    """A median with its interval from two order statistics; `cover` is what that interval truly covers, NaN without one."""

    value: float
    low: float
    high: float
    cover: float
    n: int

    @property
    def enough(self) -> bool:
        """Whether there are values enough for an interval that covers 95 %."""
        return self.cover == self.cover


@dataclass(frozen=True, slots=True)
class Share:
    """So many of so many, with Wilson's 95 % interval (E. B. Wilson 1927); NaN where there is no case."""

    hits: int
    n: int
    value: float
    low: float
    high: float

    @property
    def enough(self) -> bool:
        """Whether there are cases enough to show a share at all."""
        return self.n >= LEAST_FOR_SHARE


@lru_cache(maxsize=512)
def median_ranks(n: int, cover: float = COVER) -> tuple[int, int, float] | None:
    """The ranks (1-based) of the two values that enclose the median, and how often they do; None when no two suffice.

    Distribution-free: the chance that the median lies between the k-th smallest and the k-th largest of n is
    1 - 2 P(Bin(n, 1/2) < k) (H. A. David, Order Statistics, 7.1). The narrowest pair that covers enough is taken.
    """
    below, found = 0, None
    for k in range(1, n // 2 + 1):
        below += comb(n, k - 1)
        covers = 1.0 - 2.0 * (below / 2**n)
        if covers < cover:
            break
        found = (k, n + 1 - k, covers)
    return found


def median_of(values: Sequence[float], cover: float = COVER) -> Median:
    """The median and its interval; NaN interval below six values (95 %), NaN median without any."""
    n, ordered = len(values), sorted(values)
    if not n:
        return Median(NAN, NAN, NAN, NAN, 0)
    middle = (ordered[(n - 1) // 2] + ordered[n // 2]) / 2
    ranks = median_ranks(n, cover)
    if ranks is None:
        return Median(middle, NAN, NAN, NAN, n)
    low, high, covers = ranks
    return Median(middle, ordered[low - 1], ordered[high - 1], covers, n)


def share_of(hits: int, n: int) -> Share:
    """A share with Wilson's interval, which stays inside 0..1 and is honest at both ends."""
    if not n:
        return Share(0, 0, NAN, NAN, NAN)
    p, zz = hits / n, Z95 * Z95
    middle = (p + zz / (2 * n)) / (1 + zz / n)
    half = Z95 / (1 + zz / n) * sqrt(p * (1 - p) / n + zz / (4 * n * n))
    return Share(hits, n, p, 0.0 if hits == 0 else middle - half, 1.0 if hits == n else middle + half)


def not_enough(n: int) -> str:
    """The answer where there is too little to say."""
    return f"not enough data, n = {n}"


def left_out(n: int) -> str:
    """What is said of batches whose clocks cannot be believed; empty when there are none."""
    if not n:
        return ""
    return f"; {n} {'batch' if n == 1 else 'batches'} left out: {'its' if n == 1 else 'their'} times contradict one another"
