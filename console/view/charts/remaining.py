"""Hours left to the release of every live batch, the nearest first, and how each forecast has drifted."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from math import ceil, floor, isfinite
from zoneinfo import ZoneInfo

import numpy as np
from numpy.typing import NDArray

from console.view.charts.tables import Table, number
from console.view.charts.values import KeptForecast, LiveBatch
from console.view.charts.words import HOUR_S, Hours, frozen, hours_from, hours_text, local_text, spread_text
from console.view.spoken import moment
from console.view.standing import WORDS, Standing

HISTORY = 336
"""Points of history kept per batch: fourteen days of one an hour."""
DRIFT_STEPS_H = (3.0, 6.0, 12.0, 24.0, 48.0, 96.0)


@dataclass(frozen=True, eq=False)
class Remaining:
    """Live batches by their P50 of release, soonest first, those without forecast last; hours from `origin_s`.

    `release` is (n, 3): P10, P50, P90, NaN without forecast. `made` and `p50` are (n, HISTORY), NaN before the
    first forecast, the newest at the right.
    """

    origin_s: float
    batches: tuple[LiveBatch, ...]
    release: Hours
    end_p50: Hours
    promise: Hours
    p_keep: Hours
    n_history: tuple[int, ...]
    made: Hours
    p50: Hours

    def __len__(self) -> int:
        return len(self.batches)

    def row(self, batch: str) -> int | None:
        """The row of a batch, None when it is not live."""
        return next((i for i, each in enumerate(self.batches) if each.batch == batch), None)


@dataclass(frozen=True, eq=False)
class HoursLeft:
    """The same seen from one instant: hours left, never below zero but for the promise; arrays of length n."""

    p10: Hours
    p50: Hours
    p90: Hours
    end_p50: Hours
    promise: Hours


def remaining(live: Sequence[LiveBatch], kept: Mapping[str, Sequence[KeptForecast]]) -> Remaining:
    """The series of all live batches not yet released, from their kept forecasts, each in the order made."""
    live = unreleased(live)
    last = {each.batch: kept[each.batch][-1] for each in live if kept.get(each.batch)}
    ordered = sorted(live, key=lambda each: (each.batch not in last, _when(last.get(each.batch)), each.title))
    origin_s = _origin(ordered, kept)
    newest = [last.get(each.batch) for each in ordered]
    made, p50 = _histories(origin_s, ordered, kept)
    return Remaining(
        origin_s=origin_s,
        batches=tuple(ordered),
        release=frozen(np.array([_release(origin_s, row) for row in newest]).reshape(len(ordered), 3)),
        end_p50=frozen(np.array([hours_from(origin_s, row.end_p50 if row else None) for row in newest])),
        promise=frozen(np.array([hours_from(origin_s, each.promise_at) for each in ordered])),
        p_keep=frozen(np.array([np.nan if row is None or row.p_keep is None else row.p_keep for row in newest])),
        n_history=tuple(row.n_history if row else 0 for row in newest),
        made=made,
        p50=p50,
    )


def appended(series: Remaining, made: Sequence[KeptForecast], live: Sequence[LiveBatch]) -> Remaining:
    """The series with one new forecast per batch, without reading all histories again; order renewed.

    A batch that is new, or left, needs `remaining` afresh: KeyError names it.
    """
    new = {each.batch: each for each in made}
    now_live = {each.batch: each for each in unreleased(live)}
    if set(now_live) != {each.batch for each in series.batches}:
        raise KeyError(sorted(set(now_live) ^ {each.batch for each in series.batches})[0])
    made_h, p50 = series.made.copy(), series.p50.copy()
    release, end_p50, p_keep = series.release.copy(), series.end_p50.copy(), series.p_keep.copy()
    n_history = list(series.n_history)
    for i, batch in enumerate(series.batches):
        row = new.get(batch.batch)
        if row is None:
            continue
        made_h[i, :-1], p50[i, :-1] = made_h[i, 1:], p50[i, 1:]
        made_h[i, -1] = hours_from(series.origin_s, row.made_at)
        p50[i, -1] = hours_from(series.origin_s, row.p50)
        release[i] = _release(series.origin_s, row)
        end_p50[i] = hours_from(series.origin_s, row.end_p50)
        p_keep[i] = np.nan if row.p_keep is None else row.p_keep
        n_history[i] = row.n_history
    promise = np.array([hours_from(series.origin_s, now_live[each.batch].promise_at) for each in series.batches])
    soonest = np.nan_to_num(release[:, 1], nan=np.inf)
    order = sorted(range(len(series)), key=lambda i: (soonest[i], series.batches[i].title))
    return replace(
        series,
        batches=tuple(now_live[series.batches[i].batch] for i in order),
        release=frozen(release[order]),
        end_p50=frozen(end_p50[order]),
        promise=frozen(promise[order]),
        p_keep=frozen(p_keep[order]),
        n_history=tuple(n_history[i] for i in order),
        made=frozen(made_h[order]),
        p50=frozen(p50[order]),
    )


def unreleased(live: Sequence[LiveBatch]) -> tuple[LiveBatch, ...]:
    """Those whose release still lies ahead."""
    return tuple(each for each in live if each.released_at is None)


def hours_left(series: Remaining, now: datetime) -> HoursLeft:
    """Hours from now to each batch's release, promise's end and promise; a release that is overdue has none left."""
    here = hours_from(series.origin_s, now)
    p10, p50, p90 = (frozen(np.maximum(series.release[:, q] - here, 0.0)) for q in range(3))
    return HoursLeft(
        p10, p50, p90, frozen(np.maximum(series.end_p50 - here, 0.0)), frozen(series.promise - here)
    )


def scale_end(series: Remaining, left: HoursLeft) -> float:
    """Where the axis ends, in whole half days: far enough for every patient's batch; longer lots run off the edge."""
    patients = np.array([each.patient for each in series.batches], dtype=bool)
    chosen = patients if patients.any() else np.ones(len(series), dtype=bool)
    far = [values[chosen] for values in (left.p90, left.end_p50, left.promise)]
    finite = [float(values[np.isfinite(values)].max()) for values in far if np.isfinite(values).any()]
    return max(12.0, ceil(max(finite, default=12.0) * 1.03 / 12) * 12.0)


def scale_start(left: HoursLeft) -> float:
    """Where the axis begins, in whole hours: at now, or before a promise that has passed, up to a day ago."""
    passed = left.promise[left.promise < 0]
    return float(max(-24, floor(passed.min()) - 1)) if len(passed) else 0.0


def drift_scale(drift: Hours) -> float:
    """The one scale of all drift lines, in hours either way."""
    finite = np.abs(drift[np.isfinite(drift)])
    most = float(finite.max()) if len(finite) else 0.0
    return next((step for step in DRIFT_STEPS_H if most <= step), DRIFT_STEPS_H[-1])


def drift_lines(series: Remaining, scale: float, height: float, grain: float = 0.0) -> tuple[Hours, Hours, NDArray[np.bool_]]:
    """All drift lines as ONE curve: x in hours, y in rows (0 on top, later is up), and which points are joined.

    A line shows the P50 of release as it was seen then less as it is seen now; `height` is the share of a row. Points
    between neighbours of the same height, to within `grain` rows (what the screen can show), are left out.
    """
    drift = drift_hours(series)
    rows = np.arange(len(series), dtype=float)[:, None] + 0.5
    y = rows - np.clip(drift / scale, -1.0, 1.0) * height / 2
    seen = np.isfinite(drift)
    if grain > 0:
        y = np.round(y / grain) * grain
        bend = np.ones(seen.shape, dtype=bool)
        bend[:, 1:-1] = (y[:, 1:-1] != y[:, :-2]) | (y[:, 1:-1] != y[:, 2:])
        first = np.argmax(seen, axis=1)
        bend[np.arange(len(series)), first] = True
        return _kept(series.made, y, seen & bend)
    return _kept(series.made, y, seen)


def _kept(made: Hours, y: Hours, kept: NDArray[np.bool_]) -> tuple[Hours, Hours, NDArray[np.bool_]]:
    """The points kept, each joined with the next of its own row."""
    last = kept.shape[1] - 1 - np.argmax(kept[:, ::-1], axis=1)
    joined = kept.copy()
    joined[np.arange(len(kept)), last] = False
    return made[kept], y[kept], joined[kept]


def drift_hours(series: Remaining) -> Hours:
    """How much later (positive) or earlier each release was seen then than now, (n, HISTORY)."""
    return series.p50 - series.p50[:, -1:] if len(series) else series.p50


def slip_text(series: Remaining, row: int, hours: float = 24.0) -> str:
    """By how much the P50 of release moved over the last hours: +9.0 h, steady, – without history."""
    made, p50 = series.made[row], series.p50[row]
    if not np.isfinite(made[-1]) or np.isfinite(made).sum() < 2:
        return "–"
    then = np.searchsorted(np.nan_to_num(made, nan=-np.inf), made[-1] - hours, side="right") - 1
    first = int(np.argmax(np.isfinite(made)))
    moved = float(p50[-1] - p50[max(int(then), first)])
    if abs(moved) < 0.5:
        return "steady"
    return f"{'+' if moved > 0 else ''}{hours_text(moved)}"


def margin_text(series: Remaining, row: int, left: HoursLeft) -> str:
    """How the batch stands against its promise, in words: late by 4.0 h, at risk 63 %, 11 h to spare."""
    batch, spare = series.batches[row], float(left.promise[row] - _end(left, row))
    if batch.standing is Standing.HELD:
        return "on hold" + (f", late by {hours_text(-spare)}" if spare < 0 else "")
    if not isfinite(spare):
        waits = not isfinite(left.p50[row]) and isfinite(left.promise[row])
        return f"promise in {hours_text(float(left.promise[row]))}" if waits else "no promise"
    if spare < 0:
        return f"late by {hours_text(-spare)}"
    if batch.standing is Standing.AT_RISK and isfinite(series.p_keep[row]):
        return f"at risk: kept {round(100 * series.p_keep[row])} %"
    return f"{hours_text(spare)} to spare"


def left_text(left: HoursLeft, row: int) -> str:
    """The hours left with their range: 31 h (24–40 h)."""
    if not isfinite(left.p50[row]):
        return "no forecast yet"
    if left.p50[row] <= 0:
        return f"due now (to {hours_text(float(left.p90[row]))})" if left.p90[row] > 0 else "overdue"
    return spread_text(float(left.p10[row]), float(left.p50[row]), float(left.p90[row]))


def words(series: Remaining, row: int, now: datetime, zone: ZoneInfo) -> str:
    """One batch in words, for the status line."""
    batch, left = series.batches[row], hours_left(series, now)
    when = left_text(left, row)
    when = f"release in {when}" if when[0].isdigit() else f"release {when}" if isfinite(left.p50[row]) else when
    text = f"{batch.title} ({batch.step_title}): {when}; {margin_text(series, row, left)}"
    if batch.promise_at is not None:
        text += f"; promise: {batch.promise_to} by {moment(batch.promise_at, now, zone)}"
    return f"{text}; moved in 24 h: {slip_text(series, row)}; n = {series.n_history[row]}."


def table(series: Remaining, now: datetime, zone: ZoneInfo) -> Table:
    """Every live batch with its hours left, its promise and its drift."""
    columns = (
        "batch", "product", "step", "standing", "left P10 h", "left P50 h", "left P90 h", "promise in h", "promise",
        "keeps promise %", "moved in 24 h", "n",
    )
    left = hours_left(series, now)
    rows = tuple(
        (
            each.title, each.product, each.step_title, WORDS[each.standing],
            number(left.p10[i]), number(left.p50[i]), number(left.p90[i]), number(left.promise[i]),
            local_text(each.promise_at, zone), number(100 * series.p_keep[i], 0), slip_text(series, i),
            str(series.n_history[i]),
        )
        for i, each in enumerate(series.batches)
    )
    return Table("Hours left to release", columns, rows, frozenset({4, 5, 6, 7, 9, 11}))


def _end(left: HoursLeft, row: int) -> float:
    end = float(left.end_p50[row])
    return end if isfinite(end) else float(left.p50[row])


def _when(row: KeptForecast | None) -> float:
    return row.p50.timestamp() if row else 0.0


def _origin(live: Sequence[LiveBatch], kept: Mapping[str, Sequence[KeptForecast]]) -> float:
    first = [kept[each.batch][-HISTORY:][0].made_at.timestamp() for each in live if kept.get(each.batch)]
    first += [each.promise_at.timestamp() for each in live if each.promise_at and not first]
    return min(first, default=0.0) // HOUR_S * HOUR_S


def _release(origin_s: float, row: KeptForecast | None) -> list[float]:
    if row is None:
        return [float("nan")] * 3
    return sorted(hours_from(origin_s, each) for each in (row.p10, row.p50, row.p90))


def _histories(
    origin_s: float, live: Sequence[LiveBatch], kept: Mapping[str, Sequence[KeptForecast]]
) -> tuple[Hours, Hours]:
    made = np.full((len(live), HISTORY), np.nan)
    p50 = np.full((len(live), HISTORY), np.nan)
    for i, batch in enumerate(live):
        rows = kept.get(batch.batch, ())[-HISTORY:]
        if rows:
            made[i, -len(rows):] = [hours_from(origin_s, row.made_at) for row in rows]
            p50[i, -len(rows):] = [hours_from(origin_s, row.p50) for row in rows]
    return frozen(made), frozen(p50)
