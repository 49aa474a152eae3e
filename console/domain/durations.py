"""How long work takes: the duration laws that recipes and facilities state as data, in hours."""

from __future__ import annotations

import math
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum


class LawKind(StrEnum):
    """The families of duration law the field's figures come in (domain.md 9.1)."""

    FIXED = "fixed"
    TRIANGULAR = "triangular"
    LOGNORMAL = "lognormal"
    NORMAL = "normal"
    UNIFORM = "uniform"


@dataclass(frozen=True, slots=True)
class DurationLaw:
    """One duration law in hours: `a`, `b`, `c` mean (value), (min, mode, max), (median, sigma, shift), (mean, sd), (low, high)."""

    kind: LawKind
    a: Decimal
    b: Decimal = Decimal(0)
    c: Decimal = Decimal(0)

    @property
    def typical_h(self) -> float:
        """The duration a planner would write down, in hours: the median, or the mode of a triangle."""
        if self.kind is LawKind.TRIANGULAR:
            return float(self.b)
        if self.kind is LawKind.LOGNORMAL:
            return float(self.a + self.c)
        if self.kind is LawKind.UNIFORM:
            return float(self.a + self.b) / 2
        return float(self.a)

    def quantile(self, p: float, z: float) -> float:
        """Hours at probability `p`, given the standard normal quantile `z` of the same `p` (no table kept here)."""
        a, b, c = float(self.a), float(self.b), float(self.c)
        if self.kind is LawKind.TRIANGULAR:
            split = (b - a) / (c - a) if c > a else 0.0
            if p < split:
                return a + math.sqrt(p * (c - a) * (b - a))
            return c - math.sqrt((1 - p) * (c - a) * (c - b))
        if self.kind is LawKind.LOGNORMAL:
            return a * math.exp(b * z) + c
        if self.kind is LawKind.NORMAL:
            return max(0.0, a + b * z)
        if self.kind is LawKind.UNIFORM:
            return a + (b - a) * p
        return a


def fixed(hours: str) -> DurationLaw:
    """A duration that does not vary, `hours` as a decimal text."""
    return DurationLaw(LawKind.FIXED, Decimal(hours))
