"""The fan keeps the order of quantiles and of time, and names what moved the forecast."""

from dataclasses import replace
from datetime import timedelta
from zoneinfo import ZoneInfo

import numpy as np
import pytest
from hypothesis import given

from console.view.charts.fan import closed, days, fan, grown, headline, span_y, stepped, table, words
from console.view.charts.tables import as_csv
from console.view.charts.values import KeptForecast
from tests.view.charts.kept import START, batch, forecast, histories

ZONE = ZoneInfo("America/New_York")


@given(kept=histories())
def test_quantiles_never_cross_and_time_rises(kept: list[KeptForecast]) -> None:
    series = fan(batch(), kept)
    assert (np.diff(series.quantiles, axis=0) >= 0).all()
    assert (np.diff(series.made) > 0).all()
    assert len(series) == len({each.made_at for each in kept})
    low, high = span_y(series)
    if len(series):
        assert low < series.quantiles.min() and series.quantiles.max() < high
        assert low < series.promise_h < high


@given(kept=histories(least=1))
def test_the_table_says_every_forecast_that_was_made(kept: list[KeptForecast]) -> None:
    series = fan(batch(), kept)
    rows = table(series, ZONE).rows
    assert len(rows) == len(series)
    assert len(as_csv(table(series, ZONE)).splitlines()) == len(rows) + 1


def test_nobody_can_write_into_the_series() -> None:
    series = fan(batch(), [forecast(0, 150)])
    with pytest.raises(ValueError, match="read-only"):
        series.quantiles[0, 0] = 1.0


def test_a_forecast_stands_until_the_next_one_and_the_last_reaches_now() -> None:
    x, y = stepped(np.array([0.0, 5.0]), np.array([10.0, 20.0]), 8.0)
    assert x.tolist() == [0, 5, 5, 8] and y.tolist() == [10, 10, 20, 20]
    ring = closed((x, y), (x, y + 5))
    assert ring[0].tolist() == [0, 5, 5, 8, 8, 5, 5, 0]
    assert stepped(np.zeros(0), np.zeros(0), 8.0)[0].size == 0


def test_only_events_that_moved_the_forecast_are_named() -> None:
    kept = [
        forecast(0, 150),
        forecast(1, 150.1, cause="note added"),
        forecast(2, 159, cause="vector lot held"),
        forecast(3, 155),
        forecast(4, 152, cause="QC desk freed"),
    ]
    assert [move.text for move in fan(batch(), kept).moves] == ["+8.9 h vector lot held", "−3.0 h QC desk freed"]


def test_the_promise_ends_at_infusion_unless_it_is_the_release_itself() -> None:
    at = START + timedelta(hours=150)
    assert fan(batch(), [forecast(0, 150)]).has_end
    assert not fan(batch(), [forecast(0, 150, end_p50=at)]).has_end
    assert not fan(batch(), [forecast(0, 150, end_p50=None)]).has_end


def test_days_count_from_leukapheresis() -> None:
    series = fan(batch(), [forecast(0, 150)])
    assert days(series, series.promise_h) == pytest.approx(7.0)
    assert np.isnan(days(fan(batch(leukapheresis_at=None), [forecast(0, 150)]), 1.0))


def test_words_say_release_promise_and_how_much_history_stands_behind() -> None:
    now = START + timedelta(hours=2)
    series = fan(batch(), [forecast(1, 150, p_never=0.02)])
    assert words(series, 0, now, ZONE) == (
        "Made today 09:20: release Sun 22 Nov 14:20 ±6.0 h; infusion Sun 22 Nov 17:20; promise kept with 90 %; "
        "never released 2 %; n = 42."
    )
    assert headline(series, now, ZONE).endswith("keeps promise: 90 % · n = 42")
    few = fan(batch(), [forecast(1, 150, n_history=4)])
    assert headline(few, now, ZONE).endswith("n = 4, few: the recipe's times weigh most")
    assert headline(fan(batch(), []), now, ZONE) == "B-0412: no forecast has been made yet."


@given(kept=histories(least=1), more=histories())
def test_a_fan_that_grows_is_the_fan_read_anew(kept: list[KeptForecast], more: list[KeptForecast]) -> None:
    last = max(each.made_at for each in kept)
    later = [replace(each, made_at=each.made_at + timedelta(hours=170)) for each in more]
    late_batch = batch(promise_at=START + timedelta(days=8))
    small, whole = grown(fan(batch(), kept), late_batch, later), fan(late_batch, [*kept, *later])
    assert all(each.made_at > last for each in later)
    for name in ("made", "quantiles", "end_p50", "p_keep"):
        assert np.allclose(getattr(small, name), getattr(whole, name), equal_nan=True)
    assert small.moves == whole.moves and small.n_history == whole.n_history and small.promise_h == whole.promise_h
    assert len(grown(fan(batch(), []), batch(), kept)) == len(fan(batch(), kept))
