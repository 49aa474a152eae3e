"""The forecast held against the oracle: how far the quantiles of each batch's release lie apart, in hours."""

from __future__ import annotations

from dataclasses import dataclass
from math import sqrt

import numpy as np

from console.forecast.durations import History
from console.forecast.expected import forecast_floor
from tests.forecast.oracle.ask import Hours, Oracle
from tests.forecast.oracle.floors import Case
from tests.forecast.truth import HOUR, zones

ALLOWED = {0.10: 1.0, 0.50: 0.5, 0.90: 1.0}
"""Hours by which a quantile may differ (issue C)."""


@dataclass(frozen=True)
class Apart:
    """One quantile of one batch's release by both hands: `sure` is the oracle's own uncertainty about it, from its numbers."""

    case: str
    batch: str
    level: float
    forecast: float
    oracle: float
    sure: tuple[float, float]

    @property
    def hours(self) -> float:
        """How far apart they lie."""
        return self.forecast - self.oracle

    @property
    def agrees(self) -> bool:
        """Within what is allowed of what the oracle's numbers may mean."""
        low, high = self.sure
        return low - ALLOWED[self.level] <= self.forecast <= high + ALLOWED[self.level]

    def __str__(self) -> str:
        return (
            f"{self.case}: {self.batch} P{round(100 * self.level)} forecast {self.forecast:.2f} h, "
            f"oracle {self.oracle:.2f} h ({self.sure[0]:.2f} to {self.sure[1]:.2f})"
        )


def compared(case: Case, scenarios: int, seed: int = 1, history: History | None = None) -> list[Apart]:
    """Every quantile of every batch with a release ahead."""
    learned = history or History()
    outlook = forecast_floor(case.floor, case.now, zones, learned, scenarios, seed)
    ends = Oracle(case.floor, case.now, zones, learned, scenarios, seed).ends()
    found = []
    for batch, hours in ends.items():
        release = outlook.forecasts[batch].release
        assert release is not None
        told = {0.10: release.p10, 0.50: release.p50, 0.90: release.p90}
        for level, at in told.items():
            true = float(np.quantile(hours, level))
            found.append(Apart(case.name, batch, level, (at - case.now) / HOUR, true, _sure(hours, level)))
    return found


def _sure(hours: Hours, level: float) -> tuple[float, float]:
    """The quantile at three standard errors of its level below and above, of two samples of this size."""
    slip = 3.0 * sqrt(2.0 * level * (1.0 - level) / len(hours))
    return float(np.quantile(hours, max(0.0, level - slip))), float(np.quantile(hours, min(1.0, level + slip)))
