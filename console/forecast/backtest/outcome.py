"""What a backtest found: the forecast's figures beside the baselines', or why there are none."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from console.forecast.backtest.baselines import baselines
from console.forecast.backtest.event_log import LogEvent
from console.forecast.backtest.figures import Figures, figures, inside
from console.forecast.backtest.timeline import Timeline, timeline
from console.forecast.backtest.walk import forecasts

CASES_NEEDED = 20
"""Complete cases without which nothing is said."""
GAIN_SUITS, HELD_SUITS, HELD_PARTLY = 0.10, (0.76, 0.84), (0.70, 0.90)
"""What a forecast must gain over the best baseline to suit, and what its 80 % interval must hold to suit, or in part."""


@dataclass(frozen=True, slots=True)
class Backtest:
    """Figures over all scored predictions; `baselines` maps a name to its mean absolute error in days."""

    figures: Figures
    n_predictions: int
    n_cases_learned: int
    n_cases_scored: int
    baselines: dict[str, float]
    baseline_coverage80: dict[str, float]

    @property
    def gain(self) -> float:
        """The share of the best baseline's error that the forecast saves; negative when it errs more."""
        best = min(self.baselines.values())
        return 1.0 - self.figures.mae_days / best if best > 0 else 0.0

    @property
    def verdict(self) -> str:
        """One plain sentence: whether the log suits the forecast, and why."""
        held = self.figures.coverage80
        suits = self.gain >= GAIN_SUITS and HELD_SUITS[0] <= held <= HELD_SUITS[1]
        partly = self.gain > 0 and HELD_PARTLY[0] <= held <= HELD_PARTLY[1]
        says = "suits the forecast" if suits else "suits the forecast in part" if partly else "does not suit the forecast"
        than = f"{abs(self.gain):.0%} {'less' if self.gain >= 0 else 'more'} than the best of the plain baselines"
        return f"Your log {says}: it errs by {than}, and its 80 % interval held {held:.0%} of what came."


@dataclass(frozen=True, slots=True)
class TooLittle:
    """Why a log gives no figures, in one sentence, and how many cases there were."""

    reason: str
    n_cases_learned: int
    n_cases_scored: int


def backtest(events: Iterable[LogEvent]) -> Backtest | TooLittle:
    """Walk the log and judge the forecasts of its last cases; the order of the events and the names of the cases do not matter."""
    log = timeline(events)
    lacking = _lacking(log)
    if lacking:
        return TooLittle(lacking, log.learned, len(log.ends) - log.learned)
    scored, days = log.scored, log.remaining[log.scored]
    plain = baselines(log)
    return Backtest(
        figures=figures(forecasts(log)[scored], days),
        n_predictions=len(days),
        n_cases_learned=log.learned,
        n_cases_scored=len(log.ends) - log.learned,
        baselines={name: float(np.abs(said.middle - days).mean()) for name, said in plain.items()},
        baseline_coverage80={name: inside(said.low, said.high, days) for name, said in plain.items()},
    )


def _lacking(log: Timeline) -> str:
    cases = len(log.ends)
    if cases < CASES_NEEDED:
        return f"not enough data: n = {cases} case{'' if cases == 1 else 's'} complete; {CASES_NEEDED} needed"
    if log.last.all():
        return "nothing to predict: every case has one event only"
    if not log.scored.any():
        return "nothing to predict: the last 40 % of the cases have one event each"
    if not log.remaining.any():
        return "nothing to predict: all events of a case bear the same instant"
    return ""
