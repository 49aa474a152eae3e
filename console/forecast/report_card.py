"""How far the forecast can be trusted: what it said against what came, with how many cases stand behind every figure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta

KEPT, BACKTEST = "kept", "backtest"

ENOUGH = 20
"""With fewer releases than this behind it a forecast is shown as unproven."""


@dataclass(frozen=True, slots=True)
class Calibration:
    """Of `n` forecasts, the share that came by the stated chance, with the binomial 95 % interval of that share (Wilson 1927).

    `n` counts batches, not forecasts: forecasts of one batch are not independent cases.
    """

    stated: float
    observed: float
    low: float
    high: float
    n: int


@dataclass(frozen=True, slots=True)
class Score:
    """How good the forecasts of one group were; hours.

    `crps` from the kept quantiles (twice the mean pinball loss over them), `pinball90` at 90 %, `error` the mean absolute error
    of the P50; `baselines` the mean absolute errors of what one would use instead (recipe nominal, plan date, recent median) on
    the same cases. `cover80` is the share inside P10 to P90, with its binomial interval.
    """

    group: str
    n: int
    forecasts: int
    cover80: float
    cover_low: float
    cover_high: float
    crps: float
    pinball90: float
    error: float
    width80: float
    baselines: Mapping[str, float] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Miss:
    """A release outside the interval that was stated: when it was forecast, what was said, what came, and how far outside."""

    batch: str
    product: str
    made_at: datetime
    p10: datetime
    p50: datetime
    p90: datetime
    came: datetime
    outside: timedelta


@dataclass(frozen=True, slots=True)
class Drift:
    """A duration that has changed lately: which step or test of which recipe, from what to what (hours), over how many cases."""

    recipe: str
    key: str
    title: str
    before_h: float
    lately_h: float
    n: int
    since: datetime | None = None


@dataclass(frozen=True, slots=True)
class Chance:
    """A stated chance against how often it happened, among `n` batches; `brier` is the mean squared distance (Brier 1950).

    `plain` is what one would score who always states the share that happened: a chance that says something scores less.
    """

    what: str
    stated: float
    happened: float
    low: float
    high: float
    brier: float
    plain: float
    n: int


@dataclass(frozen=True, slots=True)
class ReportCard:
    """The report card as of one instant: over all, by product, by step and by horizon, the last misses, and a plain verdict.

    `batches` are the releases judged; below ENOUGH the forecast is unproven and `verdict` says so with n. `model` names the
    version of what was learned that the forecasts now rest on. `never` batches ended without release and `overdue` ones are not
    released though their P90 has passed; `chances` judges the chance of no release and that of keeping the promise. `source` says
    whether forecasts as kept were judged, or such as the site's journal would have brought (a backtest: nobody saw them).
    """

    made_at: datetime
    batches: int
    forecasts: int
    verdict: str
    calibration: tuple[Calibration, ...] = ()
    overall: Score | None = None
    by_product: tuple[Score, ...] = ()
    by_step: tuple[Score, ...] = ()
    by_horizon: tuple[Score, ...] = ()
    misses: tuple[Miss, ...] = ()
    drifts: tuple[Drift, ...] = ()
    model: str = ""
    never: int = 0
    overdue: int = 0
    chances: tuple[Chance, ...] = ()
    source: str = KEPT

    @property
    def proven(self) -> bool:
        """Whether enough releases stand behind what was shown; a backtest, which nobody saw, proves nothing."""
        return self.source == KEPT and self.batches >= ENOUGH
