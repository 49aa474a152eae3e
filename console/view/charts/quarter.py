"""The chance that this quarter's median keeps the promise: what has ended, with the forecasts of what is to come."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

from console.forecast.outlook import Forecast
from console.view.charts.intervals import NAN
from console.view.charts.words import Hours

SCENARIOS = 4_000
"""Futures of the quarter; the error of a chance is at most 0.8 points (one standard deviation)."""
LEAST = 5
"""Batches, ended and expected, below which there is no median worth a promise."""
PROBABILITIES = (0.10, 0.25, 0.50, 0.75, 0.90)
MONTHS = 3
DAY_S = 86_400.0
DayEnds = Callable[[int], datetime]
"""The last instant that keeps a promise of so many calendar days from a batch's begin."""


@dataclass(frozen=True, slots=True)
class Quarter:
    """A quarter of the year in the site's zone: from its first midnight up to, not including, the next one's."""

    label: str
    start: datetime
    end: datetime


@dataclass(frozen=True, slots=True)
class Coming:
    """A batch whose end lies ahead: its forecast, when it begins, and where its calendar days end (None: hours count)."""

    batch: str
    began_at: datetime
    forecast: Forecast
    day_ends: DayEnds | None


@dataclass(frozen=True, slots=True)
class QuarterChance:
    """The median of the quarter against the promise; batches count by the day they end, and only those that do.

    `done` have ended in the quarter, `expected` is how many more are on average; `chance` that the median of both is within the
    promise, `middle` that median's own median, in the promise's days; NaN where there is not enough.
    """

    quarter: Quarter
    done: int
    live: int
    expected: float
    chance: float
    middle: float

    @property
    def enough(self) -> bool:
        """Whether there is a chance to tell."""
        return self.chance == self.chance


def quarter_of(now: datetime, zone: tzinfo) -> Quarter:
    """The quarter an instant lies in, by the site's own calendar."""
    day = now.astimezone(zone).date()
    first = date(day.year, (day.month - 1) // MONTHS * MONTHS + 1, 1)
    after = (first + timedelta(days=MONTHS * 31)).replace(day=1)
    label = f"Q{(day.month - 1) // MONTHS + 1} {day.year}"
    return Quarter(label, _midnight(first, zone), _midnight(after, zone))


def quarter_chance(
    quarter: Quarter, done_days: Sequence[float], coming: Sequence[Coming], promise_days: float, now: datetime
) -> QuarterChance:
    """The chance that the median of all that end in the quarter is at most the promise's days.

    Each future draws every coming batch's end from its forecast (independently of the others: what they share is in each one's
    own spread only), leaves out those it loses and those that end after the quarter, and takes the median of the rest with what
    has ended. The draws of a batch depend on its number alone, so the same floor gives the same chance.
    """
    ahead = [each for each in coming if each.forecast.end is not None]
    futures = [_days_drawn(each, quarter, now) for each in sorted(ahead, key=lambda each: each.batch)]
    drawn = np.sort(np.column_stack(futures), axis=1) if futures else np.empty((SCENARIOS, 0))
    more = np.isfinite(drawn).sum(axis=1)
    expected = float(more.mean())
    if len(done_days) + expected < LEAST:
        return QuarterChance(quarter, len(done_days), len(ahead), expected, NAN, NAN)
    some = len(done_days) + more > 0
    fixed, rows, n = np.sort(np.asarray(done_days, dtype=float)), drawn[some], len(done_days) + more[some]
    medians = (nth_of_both(fixed, rows, (n + 1) // 2) + nth_of_both(fixed, rows, n // 2 + 1)) / 2
    kept = float((medians <= promise_days + 1e-9).mean())
    return QuarterChance(quarter, len(done_days), len(ahead), expected, kept, float(np.median(medians)))


def nth_of_both(fixed: Hours, rows: NDArray[np.float64], nth: NDArray[np.int64]) -> NDArray[np.float64]:
    """The n-th smallest (1-based) of the fixed values and those of each row together; both rise, each row has its own n.

    It is the least, over all ways to take i from the row and n - i from the fixed ones, of the greater of the two last taken:
    so that a long history need not be sorted again in every future.
    """
    ends = np.concatenate([[-np.inf], fixed, [np.inf]])
    found = np.full(len(rows), np.inf)
    for i in range(rows.shape[1] + 1):
        rest = nth - i
        last = rows[:, i - 1] if i else np.full(len(rows), -np.inf)
        taken = np.maximum(last, ends[np.clip(rest, 0, len(fixed) + 1)])
        found = np.where(rest >= 0, np.minimum(found, taken), found)
    return found


def ends_drawn(forecast: Forecast, uniform: Hours, now: datetime) -> NDArray[np.float64]:
    """Instants of the promise's end (seconds UTC) at these chances, given that it ends; straight between the quantiles.

    The forecast's own chance of keeping the promise is one more point of the curve: what it says of the promise counts here too.
    Beyond P10 and P90 the curve goes on as steep as beside them, never before now.
    """
    end = forecast.end
    if end is None:
        return np.full(len(uniform), np.nan)
    seconds = [at.timestamp() for at in (end.p10, end.p25, end.p50, end.p75, end.p90)]
    chances, at = list(PROBABILITIES), list(np.maximum.accumulate(seconds))
    chances = [0.0, *chances, 1.0]
    at = [at[0] - (at[1] - at[0]) * 2 / 3, *at, at[-1] + (at[-1] - at[-2]) * 2 / 3]
    if forecast.p_keep is not None and forecast.promise_at is not None:
        reached = max(1e-9, 1.0 - forecast.p_never)
        chances, at = _through(chances, at, min(1.0, forecast.p_keep / reached), forecast.promise_at.timestamp())
    return np.maximum(np.interp(uniform, chances, at), now.timestamp())


def _through(chances: list[float], at: list[float], keep: float, promise: float) -> tuple[list[float], list[float]]:
    """The curve led through the promise: before that chance nothing lies after the promise, after it nothing before."""
    before = [(c, min(x, promise)) for c, x in zip(chances, at, strict=True) if c < keep]
    after = [(c, max(x, promise + 1.0)) for c, x in zip(chances, at, strict=True) if c > keep]
    both = [*before, (keep, promise), *([(keep, promise + 1.0)] if after else []), *after]
    return [c for c, _ in both], [x for _, x in both]


def _days_drawn(coming: Coming, quarter: Quarter, now: datetime) -> NDArray[np.float64]:
    """The days of one batch in every future, infinite where it is lost or ends after the quarter."""
    drawn = np.random.default_rng(crc32(coming.batch.encode())).random((2, SCENARIOS))
    ends = ends_drawn(coming.forecast, drawn[0], now)
    counts = (drawn[1] >= coming.forecast.p_never) & (ends < quarter.end.timestamp()) & (ends >= quarter.start.timestamp())
    return np.where(counts, _days(coming, ends), np.inf)


def _days(coming: Coming, ends: NDArray[np.float64]) -> NDArray[np.float64]:
    """The length to each end as the promise counts it: hours / 24, or the fewest calendar days that still hold it."""
    began = coming.began_at.timestamp()
    if coming.day_ends is None:
        return (ends - began) / DAY_S
    first, last = int((float(ends.min()) - began) // DAY_S) - 1, int((float(ends.max()) - began) // DAY_S) + 2
    limits = [coming.day_ends(day).timestamp() for day in range(max(0, first), last + 1)]
    return np.searchsorted(np.array(limits), ends, side="left").astype(float) + max(0, first)


def _midnight(day: date, zone: tzinfo) -> datetime:
    return datetime.combine(day, time(), zone).astimezone(UTC)
