"""Hours left: the nearest release first, nothing lost in appending, and words that fit the numbers."""

from dataclasses import replace
from datetime import timedelta
from zoneinfo import ZoneInfo

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from console.view.charts.remaining import (
    HISTORY,
    appended,
    drift_hours,
    drift_lines,
    drift_scale,
    hours_left,
    left_text,
    margin_text,
    remaining,
    scale_end,
    slip_text,
    table,
    words,
)
from console.view.charts.values import KeptForecast
from console.view.standing import Standing
from tests.view.charts.kept import START, batch, forecast

ZONE = ZoneInfo("Europe/London")
NAMES = [f"B-{n:04d}" for n in range(6)]


@st.composite
def floors(draw: st.DrawFn) -> dict[str, list[KeptForecast]]:
    return {
        name: [
            forecast(hour, draw(st.floats(100, 200)), name, draw(st.floats(0, 30)))
            for hour in range(draw(st.integers(0, 5)))
        ]
        for name in NAMES
    }


@given(kept=floors(), hour=st.floats(0, 260))
def test_the_nearest_release_is_first_and_hours_left_keep_their_order(kept: dict[str, list[KeptForecast]], hour: float) -> None:
    series = remaining([batch(name) for name in NAMES], kept)
    left = hours_left(series, START + timedelta(hours=hour))
    known = left.p50[np.isfinite(left.p50)]
    assert (np.diff(known) >= 0).all()
    assert np.isfinite(left.p50[: len(known)]).all(), "those without forecast are last"
    assert ((left.p10 <= left.p50) | np.isnan(left.p50)).all() and ((left.p50 <= left.p90) | np.isnan(left.p50)).all()
    assert (known >= 0).all()
    assert scale_end(series, left) % 12 == 0
    assert len(table(series, START, ZONE).rows) == len(NAMES)
    for row in range(len(series)):
        assert words(series, row, START, ZONE).endswith(f"n = {series.n_history[row]}.")


@given(kept=floors(), new=st.lists(st.floats(100, 200), min_size=6, max_size=6))
def test_appending_one_forecast_is_the_same_as_reading_all_again(kept: dict[str, list[KeptForecast]], new: list[float]) -> None:
    live = [batch(name) for name in NAMES]
    kept = {name: rows or [forecast(0, 120, name)] for name, rows in kept.items()}
    made = [forecast(9, p50, name) for name, p50 in zip(NAMES, new, strict=True)]
    quick = appended(remaining(live, kept), made, live)
    whole = remaining(live, {each.batch: [*kept[each.batch], each] for each in made})
    assert quick.batches == whole.batches
    for name in ("release", "end_p50", "promise", "p_keep", "made", "p50"):
        assert np.allclose(getattr(quick, name), getattr(whole, name), equal_nan=True), name


def test_appending_to_other_batches_is_refused() -> None:
    series = remaining([batch("B-1")], {"B-1": [forecast(0, 120, "B-1")]})
    with pytest.raises(KeyError, match="B-2"):
        appended(series, [], [batch("B-1"), batch("B-2")])


def test_a_released_batch_has_no_hours_left_and_is_not_shown() -> None:
    assert len(remaining([batch("B-1", released_at=START)], {})) == 0


def test_only_the_last_fourteen_days_of_an_hour_each_are_drawn() -> None:
    rows = [forecast(hour, 500, "B-1") for hour in range(HISTORY + 50)]
    series = remaining([batch("B-1")], {"B-1": rows})
    assert series.made.shape == (1, HISTORY) and np.isfinite(series.made).all()


@given(kept=floors(), grain=st.sampled_from([0.0, 0.01, 0.05]))
def test_drift_lines_stay_in_their_rows_and_join_only_within_one(kept: dict[str, list[KeptForecast]], grain: float) -> None:
    series = remaining([batch(name) for name in NAMES], kept)
    x, y, joined = drift_lines(series, drift_scale(drift_hours(series)), 0.86, grain)
    rows = np.floor(y).astype(int)
    assert len(x) == len(y) == len(joined)
    assert (np.abs(y - rows - 0.5) <= 0.43 + grain + 1e-9).all()
    if len(x):
        assert (rows[:-1][joined[:-1]] == rows[1:][joined[:-1]]).all()
        assert not joined[-1]
    ends = {int(row) for row in rows}
    assert ends == {i for i in range(len(series)) if np.isfinite(series.p50[i, -1])}


def test_words_of_hours_left() -> None:
    now = START + timedelta(hours=100)
    kept = {
        "late": [forecast(0, 160, "late"), forecast(99, 170, "late")],
        "near": [forecast(99, 100.4, "near", 0.2)],
        "done": [forecast(99, 90, "done")],
    }
    live = [
        batch("late", standing=Standing.LATE), batch("near", standing=Standing.ON_TIME), batch("done"), batch("none"),
        batch("held", standing=Standing.HELD),
    ]
    series = remaining(live, kept)
    left = hours_left(series, now)
    said = {
        each.batch: (left_text(left, i), margin_text(series, i, left), slip_text(series, i))
        for i, each in enumerate(series.batches)
    }
    assert said["late"] == ("70 h (64–76 h)", "late by 5.0 h", "+10 h")
    assert said["near"] == ("24 min (12–36 min)", "65 h to spare", "–")
    assert said["done"][0] == "overdue"
    assert said["none"][:2] == ("no forecast yet", "promise in 68 h")
    assert said["held"][1] == "on hold"
    risky = remaining([batch("near", standing=Standing.AT_RISK)], {"near": [replace(kept["near"][0], p_keep=0.63)]})
    assert margin_text(risky, 0, hours_left(risky, now)) == "at risk: kept 63 %"
