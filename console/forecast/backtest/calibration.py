"""The band as wide as it has to be: how often past forecasts ended below each of their own levels is learned as well."""

from __future__ import annotations

import numpy as np

from console.forecast.backtest.timeline import Flags, Floats

KNOTS = 40
MIDDLE_FOLLOWS = 0.5
"""How far the median goes along: all the way is better where every forecast leans one way, worse where the times change."""
PRIOR, PRIOR_SHARE = 300.0, 0.3
"""Forecasts' worth of perfect calibration that is believed beforehand; at most this share of those that are remembered."""


def corrected_levels(levels: Floats, seen: Floats, over: Flags, counts: Floats) -> Floats:
    """The levels to read a forecast at so that `levels` come true; the median goes half the way.

    `seen` are the levels that past forecasts have reached by now (probability integral transforms), `over` whether their
    cases have ended there: those still running count as reaching at least so far. `counts` weigh them.
    """
    prior = max(1.0, min(PRIOR, PRIOR_SHARE * len(seen)))
    place = np.minimum((seen * KNOTS).astype(np.int64), KNOTS - 1)
    ended = np.bincount(place[over], counts[over], minlength=KNOTS) + prior / KNOTS
    running = np.bincount(place[~over], counts[~over], minlength=KNOTS)
    at_risk = np.cumsum((ended + running)[::-1])[::-1] - running / 2
    hazard = np.minimum(ended / np.maximum(at_risk, 1e-12), 1.0)
    hazard[-1] = 1.0
    came_true = np.concatenate([[0.0], 1.0 - np.cumprod(1.0 - hazard)])
    knots = np.linspace(0.0, 1.0, KNOTS + 1)
    read = np.interp(levels, came_true + 1e-9 * np.arange(KNOTS + 1), knots)
    middle = 0.5 + MIDDLE_FOLLOWS * (float(np.interp(0.5, came_true, knots)) - 0.5)
    corrected: Floats = np.where(levels < 0.5, np.minimum(read, middle), np.where(levels > 0.5, np.maximum(read, middle), middle))
    return corrected
