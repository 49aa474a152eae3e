"""The outlook: what is to be expected of every live batch, as it was made at one instant from one state of the floor."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from console.forecast.report_card import Drift


@dataclass(frozen=True, slots=True)
class Quantiles:
    """Instants by which a thing has happened with 10, 25, 50, 75 and 90 per cent chance, given that it happens."""

    p10: datetime
    p25: datetime
    p50: datetime
    p75: datetime
    p90: datetime


@dataclass(frozen=True, slots=True)
class Forecast:
    """What is expected of one batch: release, the promise's end, the chance of keeping it, and how much history stands behind.

    `release` is None when the batch is released already, `end` when its promise has ended or it has none; `p_keep` (0..1) is
    unconditional (a batch that never gets there misses), None without a promise; `p_never` is the chance of no release.
    `harvest_by` is the latest start of the harvest with which the chance of keeping the promise is still at the site's bar; None
    where no harvest lies ahead, the promise does not run yet, or no start would do.
    `steps` gives the median expected start and end of every step not over, for the board's whiskers and planned bars.
    For its judgement later it says from where it was made and what one would have used instead (`console.forecast.baselines`):
    `recipe` (its id), `step` (the one that began last), `plan_at`, `nominal_at`, `recent_at` (the release by the plan, by the
    recipe's typical times, by the last batches), `model` (the version of what was learned); all empty while nobody noted them.
    """

    batch: str
    product: str
    made_at: datetime
    promise_to: str
    promise_at: datetime | None
    release: Quantiles | None
    end: Quantiles | None
    p_keep: float | None
    p_never: float
    n_history: int
    steps: Mapping[str, tuple[datetime, datetime]] = field(default_factory=dict)
    blockers: tuple[str, ...] = ()
    harvest_by: datetime | None = None
    recipe: str = ""
    step: str = ""
    plan_at: datetime | None = None
    nominal_at: datetime | None = None
    recent_at: datetime | None = None
    model: str = ""


@dataclass(frozen=True, slots=True)
class Outlook:
    """Every live batch's forecast, made at one instant from the floor after so many entries, by so many scenarios of one seed.

    `model` names the version of what was learned that it rests on, `drifts` the durations that have changed lately.
    """

    made_at: datetime
    entries: int
    forecasts: Mapping[str, Forecast] = field(default_factory=dict)
    scenarios: int = 0
    seed: int = 0
    model: str = ""
    drifts: tuple[Drift, ...] = ()
