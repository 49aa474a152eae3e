"""The marks of a chart's axes: local time of a named zone, hours left, days of age."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil, floor
from zoneinfo import ZoneInfo

from console.view.charts.words import HOUR_S
from console.view.zoned_ticks import ticks

HOUR_STEPS = (1.0, 2.0, 3.0, 6.0, 12.0, 24.0, 48.0, 168.0)
DAY_STEPS = (0.25, 0.5, 1.0, 2.0, 5.0, 10.0)


@dataclass(frozen=True, slots=True)
class Mark:
    """One mark of an axis: where (in the units of the chart), what is written, and whether it leads."""

    at: float
    label: str
    major: bool = False


@dataclass(frozen=True, slots=True)
class Scale:
    """Chart units to pixels, a straight line; `low` lies at pixel `start`, `high` at pixel `end`."""

    low: float
    high: float
    start: float
    end: float

    def px(self, value: float) -> float:
        """The pixel of a value."""
        return self.start + (value - self.low) * (self.end - self.start) / ((self.high - self.low) or 1.0)

    def value(self, px: float) -> float:
        """The value at a pixel."""
        return self.low + (px - self.start) * (self.high - self.low) / ((self.end - self.start) or 1.0)


def zoned(origin_s: float, low_h: float, high_h: float, zone: ZoneInfo, target: int) -> list[Mark]:
    """Marks at round local times, in hours from the origin."""
    found = ticks(origin_s + low_h * HOUR_S, origin_s + high_h * HOUR_S, zone, target)
    return [Mark((each.at_s - origin_s) / HOUR_S, each.label, each.major) for each in found]


def hours(low: float, high: float, target: int) -> list[Mark]:
    """Marks of hours left; whole days lead."""
    step = _step(HOUR_STEPS, (high - low) / max(1, target))
    return [Mark(at, f"{at:g} h" if at else "now", at % 24 == 0) for at in _multiples(low, high, step)]


def days(low: float, high: float, target: int, word: str = "d") -> list[Mark]:
    """Marks of days, the axis being in days; whole days lead."""
    step = _step(DAY_STEPS, (high - low) / max(1, target))
    return [Mark(at, f"{at:g} {word}", at % 1 == 0) for at in _multiples(low, high, step)]


def unclashed(centres: Sequence[float], sizes: Sequence[float], majors: Sequence[bool], gap: float) -> list[bool]:
    """Which labels are written so that none touches another: those that lead first, then from the left."""
    kept: list[int] = []
    for index in sorted(range(len(centres)), key=lambda i: (not majors[i], centres[i])):
        clear = (abs(centres[index] - centres[k]) >= (sizes[index] + sizes[k]) / 2 + gap for k in kept)
        if all(clear):
            kept.append(index)
    return [index in set(kept) for index in range(len(centres))]


def _step(steps: Sequence[float], wish: float) -> float:
    found = next((step for step in steps if step >= wish), None)
    return found if found is not None else ceil(wish / steps[-1]) * steps[-1]


def _multiples(low: float, high: float, step: float) -> list[float]:
    return [k * step for k in range(ceil(low / step - 1e-9), floor(high / step + 1e-9) + 1)]
