"""Chance by name: every draw belongs to what it is about, so the plant needs no memory and the same seed tells the same days."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from functools import lru_cache
from hashlib import blake2b
from statistics import NormalDist
from typing import TypeVar

from console.domain.durations import DurationLaw
from console.domain.facility import Facility

T = TypeVar("T")
_NORMAL = NormalDist()


@lru_cache(maxsize=65_536)
def _share(text: str) -> float:
    number = int.from_bytes(blake2b(text.encode(), digest_size=6).digest(), "big")
    return (number + 0.5) / 2**48


@dataclass(frozen=True, slots=True)
class Draws:
    """The draws of one seed; a key says what is drawn, such as a batch, a step and a word."""

    seed: int

    def share(self, *key: object) -> float:
        """A number strictly between 0 and 1."""
        return _share(f"{self.seed}|" + "|".join(map(str, key)))

    def happens(self, chance: float, *key: object) -> bool:
        """Whether something of this chance happens."""
        return self.share(*key) < chance

    def normal(self, mean: float, sd: float, *key: object) -> float:
        """A normal draw."""
        return mean + sd * _NORMAL.inv_cdf(self.share(*key))

    def span(self, law: DurationLaw | None, *key: object) -> timedelta:
        """How long something takes by this law, to the second; nothing without a law."""
        if law is None:
            return timedelta()
        share = self.share(*key)
        return timedelta(seconds=round(law.quantile(share, _NORMAL.inv_cdf(share)) * 3600))

    def law(self, facility: Facility, name: str, *key: object) -> timedelta:
        """How long something takes by a law the facility file names."""
        return self.span(facility.law(name), "law", name, *key)

    def chance(self, facility: Facility, name: str, *key: object) -> bool:
        """Whether something happens whose chance the facility file names."""
        return self.happens(float(facility.chance(name)), "chance", name, *key)

    def pick(self, items: Sequence[T], *key: object) -> T:
        """One of the items."""
        return items[int(self.share(*key) * len(items))]

    def token(self, letters: str, n: int, *key: object) -> str:
        """A text of `n` letters, such as an identity number."""
        return "".join(self.pick(letters, *key, i) for i in range(n))
