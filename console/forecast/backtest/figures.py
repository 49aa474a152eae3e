"""How good forecasts were: the figures of a backtest."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from console.forecast.backtest.timeline import Floats

LEVELS: Floats = np.linspace(0.01, 0.99, 99)
"""The quantiles that make up a forecast."""
LOW, MIDDLE, HIGH = 9, 49, 89
"""The places of 10, 50 and 90 % among them."""


@dataclass(frozen=True, slots=True)
class Figures:
    """Over all scored predictions: mean absolute error of the median, share inside the 80 % interval and its mean width,
    continuous ranked probability score, pinball loss of the 90 % quantile; days, but the share."""

    mae_days: float
    coverage80: float
    width80_days: float
    crps_days: float
    pinball90_days: float


def figures(quantiles: Floats, days: Floats) -> Figures:
    """The figures of forecasts (n, 99) at LEVELS against what came (n); the score is twice the mean pinball loss."""
    missed = days[:, None] - quantiles
    pinball = np.maximum(LEVELS * missed, (LEVELS - 1.0) * missed)
    return Figures(
        mae_days=float(np.abs(missed[:, MIDDLE]).mean()),
        coverage80=inside(quantiles[:, LOW], quantiles[:, HIGH], days),
        width80_days=float((quantiles[:, HIGH] - quantiles[:, LOW]).mean()),
        crps_days=float(2.0 * pinball.mean()),
        pinball90_days=float(pinball[:, HIGH].mean()),
    )


def inside(low: Floats, high: Floats, days: Floats) -> float:
    """The share of `days` that lie in their interval, its ends included."""
    return float(((low <= days) & (days <= high)).mean())
