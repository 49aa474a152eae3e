"""How the forecast of one batch moved: its release as it was seen each time it was made, and what moved it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from zoneinfo import ZoneInfo

import numpy as np

from console.view.charts.tables import Table, number
from console.view.charts.values import KeptForecast, LiveBatch
from console.view.charts.words import HOUR_S, Hours, frozen, hours_from, hours_text, instant, local_text, near
from console.view.spoken import moment

Say = Callable[[datetime, datetime, ZoneInfo], str]
QUANTILES = ("p10", "p25", "p50", "p75", "p90")
FEW = 8
"""Past batches below which the forecast rests on the recipe more than on the site's own history."""
NAMED_SHIFT_H = 0.5
"""An event is named on the chart when it moved the P50 by at least this much."""


@dataclass(frozen=True, slots=True)
class Move:
    """One event that moved the forecast: when, from where to where (hours from the origin), and its name."""

    at_h: float
    before_h: float
    after_h: float
    cause: str

    @property
    def shift_h(self) -> float:
        """By how many hours the P50 moved; later is positive."""
        return self.after_h - self.before_h

    @property
    def text(self) -> str:
        """The event with what it did: +9.0 h vector lot held."""
        return f"{'+' if self.shift_h > 0 else ''}{hours_text(self.shift_h)} {self.cause}"


@dataclass(frozen=True, eq=False)
class Fan:
    """The forecasts of one batch in the order they were made; all arrays in hours from `origin_s`, length n.

    `quantiles` is (5, n): P10, P25, P50, P75, P90 of release, never crossing. `end_p50` is NaN where the promise
    ends with the release itself.
    """

    batch: LiveBatch
    origin_s: float
    made: Hours
    quantiles: Hours
    end_p50: Hours
    p_keep: Hours
    p_never: Hours
    n_history: tuple[int, ...]
    causes: tuple[str, ...]
    moves: tuple[Move, ...]
    promise_h: float
    leukapheresis_h: float

    def __len__(self) -> int:
        return len(self.made)

    @property
    def has_end(self) -> bool:
        """Whether the promise ends later than release, so that its end is drawn too."""
        return bool(np.isfinite(self.end_p50).any())


def fan(batch: LiveBatch, kept: Sequence[KeptForecast], origin_s: float | None = None) -> Fan:
    """The fan of one batch from its kept forecasts, in any order; the latest of one instant counts.

    The origin (seconds UTC) is the full hour before the first forecast where none is given.
    """
    last = {each.made_at: each for each in kept if each.batch == batch.batch}
    rows = [last[at] for at in sorted(last)]
    if origin_s is None:
        origin_s = rows[0].made_at.timestamp() // HOUR_S * HOUR_S if rows else 0.0
    columns = (
        [row.made_at.timestamp() for row in rows],
        [row.p10.timestamp() for row in rows],
        [row.p25.timestamp() for row in rows],
        [row.p50.timestamp() for row in rows],
        [row.p75.timestamp() for row in rows],
        [row.p90.timestamp() for row in rows],
    )
    hours = (np.array(columns, dtype=float).reshape(6, len(rows)) - origin_s) / HOUR_S
    made, quantiles = hours[0], hours[1:]
    # Hysteresis and rounding upstream may cross two quantiles by seconds; a band never turns inside out.
    ordered = np.sort(quantiles, axis=0)
    return Fan(
        batch=batch,
        origin_s=origin_s,
        made=frozen(made),
        quantiles=frozen(ordered),
        end_p50=frozen(np.array([_end(origin_s, row) for row in rows])),
        p_keep=frozen(np.array([np.nan if row.p_keep is None else row.p_keep for row in rows])),
        p_never=frozen(np.array([row.p_never for row in rows])),
        n_history=tuple(row.n_history for row in rows),
        causes=tuple(row.cause for row in rows),
        moves=_moves(made, ordered[2], [row.cause for row in rows]),
        promise_h=hours_from(origin_s, batch.promise_at),
        leukapheresis_h=hours_from(origin_s, batch.leukapheresis_at),
    )


def grown(series: Fan, batch: LiveBatch, new: Sequence[KeptForecast]) -> Fan:
    """The same fan with the forecasts made since, without reading the past again (the live chart)."""
    count = len(series)
    if not count:
        return fan(batch, new)
    part = fan(batch, [each for each in new if hours_from(series.origin_s, each.made_at) > series.made[-1]], series.origin_s)
    made = np.concatenate([series.made, part.made])
    quantiles = np.concatenate([series.quantiles, part.quantiles], axis=1)
    causes = series.causes + part.causes
    return replace(
        part,
        made=frozen(made),
        quantiles=frozen(quantiles),
        end_p50=frozen(np.concatenate([series.end_p50, part.end_p50])),
        p_keep=frozen(np.concatenate([series.p_keep, part.p_keep])),
        p_never=frozen(np.concatenate([series.p_never, part.p_never])),
        n_history=series.n_history + part.n_history,
        causes=causes,
        moves=series.moves + _moves(made[count - 1 :], quantiles[2, count - 1 :], causes[count - 1 :]),
    )


def stepped(at: Hours, values: Hours, until: float) -> tuple[Hours, Hours]:
    """A forecast stands until the next one is made: corners of the stairs, the last one reaching `until`."""
    if not len(at):
        return frozen(np.zeros(0)), frozen(np.zeros(0))
    x = np.repeat(np.append(at, max(until, at[-1])), 2)[1:-1]
    return frozen(x), frozen(np.repeat(values, 2))


def closed(low: tuple[Hours, Hours], high: tuple[Hours, Hours]) -> tuple[Hours, Hours]:
    """The outline of the band between two stairs: along the lower, back along the upper."""
    return np.concatenate([low[0], high[0][::-1]]), np.concatenate([low[1], high[1][::-1]])


def span_y(series: Fan) -> tuple[float, float]:
    """Lowest and highest hour the chart must show: the outer band, the promise and its end, with a little air."""
    if not len(series):
        return 0.0, 24.0
    wanted = [series.quantiles[0].min(), series.quantiles[4].max(), series.promise_h]
    ends = series.end_p50[np.isfinite(series.end_p50)]
    wanted += [ends.min(), ends.max()] if len(ends) else []
    finite = [float(each) for each in wanted if np.isfinite(each)]
    low, high = min(finite), max(finite)
    air = max(1.0, 0.06 * (high - low))
    return low - air, high + air


def headline(series: Fan, now: datetime, zone: ZoneInfo) -> str:
    """The chart in one line: when the release is expected, how sure, and whether the promise is kept."""
    if not len(series):
        return f"{series.batch.title}: no forecast has been made yet."
    text = f"release {_release_words(series, -1, now, zone, near)}"
    if not np.isnan(series.p_keep[-1]) and series.batch.promise_at is not None:
        text += f" · keeps promise: {round(100 * series.p_keep[-1])} %"
    n = series.n_history[-1]
    return f"{text} · n = {n}" + (", few: the recipe's times weigh most" if n < FEW else "")


def words(series: Fan, index: int, now: datetime, zone: ZoneInfo) -> str:
    """One forecast in words, for the status line."""
    made = moment(instant(series.origin_s, series.made[index]), now, zone)
    text = f"Made {made}: release {_release_words(series, index, now, zone)}"
    if np.isfinite(series.end_p50[index]):
        end = moment(instant(series.origin_s, series.end_p50[index]), now, zone)
        text += f"; {series.batch.promise_to} {end}"
    if np.isfinite(series.p_keep[index]):
        text += f"; promise kept with {round(100 * series.p_keep[index])} %"
    if series.p_never[index] >= 0.005:
        text += f"; never released {round(100 * series.p_never[index])} %"
    cause = series.causes[index]
    return f"{text}; n = {series.n_history[index]}" + (f"; {cause}" if cause else "") + "."


def table(series: Fan, zone: ZoneInfo) -> Table:
    """Every forecast of the fan with its quantiles, the chance of keeping the promise, and what moved it."""
    columns = ("made", "release P10", "P25", "P50", "P75", "P90", "promise's end P50", "keeps promise %", "n", "event")
    rows = []
    for i in range(len(series)):
        at = [instant(series.origin_s, hours) for hours in (series.made[i], *series.quantiles[:, i])]
        end = series.end_p50[i]
        rows.append((
            *(local_text(each, zone) for each in at),
            local_text(instant(series.origin_s, end), zone) if np.isfinite(end) else "",
            number(100 * series.p_keep[i], 0),
            str(series.n_history[i]),
            series.causes[i],
        ))
    return Table(f"Forecasts of {series.batch.title}", columns, tuple(rows), frozenset({7, 8}))


def line_names(series: Fan, now: datetime, zone: ZoneInfo) -> list[tuple[float, str, bool]]:
    """What is written at the right end of the lines: where (hours), the words, and whether they must be seen."""

    def when(hours: float) -> str:
        return near(instant(series.origin_s, hours), now, zone)

    low, middle, high = (float(series.quantiles[q, -1]) for q in (0, 2, 4))
    names = [(high, f"P90 {when(high)}", False), (low, f"P10 {when(low)}", False), (middle, f"P50 {when(middle)}", True)]
    end = float(series.end_p50[-1])
    if np.isfinite(end):
        names.append((end, f"{series.batch.promise_to} {when(end)}", True))
    if np.isfinite(series.promise_h):
        names.append((series.promise_h, f"promise {when(series.promise_h)}", True))
    return names


def days(series: Fan, hours: float) -> float:
    """Days since leukapheresis of an hour of the chart; NaN for a batch without one."""
    return (hours - series.leukapheresis_h) / 24


def _release_words(series: Fan, index: int, now: datetime, zone: ZoneInfo, say: Say = moment) -> str:
    low, middle, high = (instant(series.origin_s, series.quantiles[q, index]) for q in (0, 2, 4))
    half = (high - low).total_seconds() / 2 / HOUR_S
    return f"{say(middle, now, zone)} ±{hours_text(half)}"


def _end(origin_s: float, row: KeptForecast) -> float:
    """The promise's end, NaN where it is the release itself."""
    if row.end_p50 is None or row.end_p50 == row.p50:
        return float("nan")
    return hours_from(origin_s, row.end_p50)


def _moves(made: Hours, p50: Hours, causes: Sequence[str]) -> tuple[Move, ...]:
    found = (
        Move(float(made[i]), float(p50[i - 1]), float(p50[i]), causes[i])
        for i in range(1, len(made))
        if causes[i] and abs(p50[i] - p50[i - 1]) >= NAMED_SHIFT_H
    )
    return tuple(found)
