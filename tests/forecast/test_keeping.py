"""Every forecast that was shown and says something else is kept: no change that was shown is lost, and nothing is kept twice."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from console.forecast.keeping import AT_LEAST_EVERY, SAME_CHANCE, differs, same_within, worth_keeping
from console.forecast.outlook import Forecast, Outlook, Quantiles
from tests.forecast.truth import HOUR, MONDAY

MINUTE = timedelta(minutes=1)


def quantiles(middle: datetime, half: timedelta = 4 * HOUR) -> Quantiles:
    return Quantiles(middle - half, middle - half / 2, middle, middle + half / 2, middle + half)


def forecast(at: datetime = MONDAY, middle: datetime | None = MONDAY + 50 * HOUR, batch: str = "B") -> Forecast:
    told = quantiles(middle) if middle is not None else None
    return Forecast(batch, "car-t", at, "INFUSE", MONDAY + 90 * HOUR, told, told, 0.9 if told else None, 0.02, 14, step="THAW")


@pytest.mark.parametrize(
    "change",
    [
        {"step": "EXPAND"}, {"p_keep": 0.88}, {"p_keep": None}, {"p_never": 0.04}, {"n_history": 15}, {"model": "2"},
        {"release": None}, {"plan_at": MONDAY}, {"promise_at": MONDAY}, {"end": None},
        {"release": quantiles(MONDAY + 50 * HOUR, 4 * HOUR + 6 * MINUTE)},
    ],
    ids=str,
)  # fmt: skip
def test_whatever_is_shown_of_a_forecast_and_changes_is_kept(change):
    kept = forecast()
    made = replace(kept, made_at=MONDAY + MINUTE, **change)
    assert differs(made, kept) and not differs(replace(kept, made_at=MONDAY + MINUTE), kept)


def test_what_stands_is_kept_again_after_an_hour_and_what_says_nothing_is_not():
    kept = forecast()
    assert differs(replace(kept, made_at=MONDAY + AT_LEAST_EVERY), kept)
    released = forecast(middle=None)
    assert not differs(replace(released, made_at=MONDAY + 50 * HOUR), released)
    assert differs(released, None) and differs(replace(kept, made_at=MONDAY - MINUTE), kept)


steps = st.tuples(
    st.sampled_from(["A", "B"]),
    st.sampled_from([timedelta(0), timedelta(seconds=1), 7 * MINUTE, 2 * HOUR]),
    st.sampled_from([timedelta(0), timedelta(seconds=20), timedelta(seconds=-45), 10 * MINUTE, -3 * HOUR]),
    st.sampled_from([0.0, 0.003, -0.02]),
)


@given(st.lists(steps, min_size=1, max_size=60))
def test_at_every_moment_the_last_row_of_a_batch_says_what_was_shown(walk):
    """Against plain bookkeeping: rows by (batch, made_at) as the table keeps them, first come first kept."""
    now, middles, chance = MONDAY, {"A": MONDAY + 50 * HOUR, "B": MONDAY + 9 * HOUR}, 0.9
    kept: dict[str, Forecast] = {}
    rows: dict[tuple[str, datetime], Forecast] = {}
    for batch, passed, moved, more in walk:
        now, chance = now + passed, max(0.0, min(1.0, chance + more))
        middles[batch] += moved
        shown = {name: replace(forecast(now, middle, name), p_keep=chance) for name, middle in middles.items()}
        made = worth_keeping(Outlook(now, 1, shown), kept).forecasts
        kept |= made
        for name, one in made.items():
            assert (name, one.made_at) not in rows, "a row would have been dropped as one made twice"
            rows[name, one.made_at] = one
        for name, told in shown.items():
            stood = rows[max(key for key in rows if key[0] == name)]
            assert stood.release is not None and told.release is not None
            assert abs(stood.release.p50 - told.release.p50) <= same_within(stood.release) and now - stood.made_at < AT_LEAST_EVERY
            assert abs((stood.p_keep or 0) - (told.p_keep or 0)) <= SAME_CHANCE
            assert stood.made_at - told.made_at < timedelta(milliseconds=1)


def test_a_slow_drift_is_kept_before_it_has_gone_far():
    kept: dict[str, Forecast] = {}
    rows = 0
    for n in range(50):  # half a minute each time, at a span of eight hours
        shown = forecast(MONDAY + n * timedelta(seconds=10), MONDAY + 50 * HOUR + n * MINUTE / 2)
        made = worth_keeping(Outlook(shown.made_at, 1, {"B": shown}), kept).forecasts
        kept |= made
        rows += len(made)
    assert rows == 5


@pytest.mark.parametrize(("half", "least"), [(4 * HOUR, 4.8), (MINUTE, 1.0), (100 * HOUR, 120.0)])
def test_how_far_it_may_move_unkept_is_a_minute_or_a_hundredth_of_its_span(half, least):
    kept = replace(forecast(), release=quantiles(MONDAY + 50 * HOUR, half), end=None)
    for minutes in (0.99 * least, 1.01 * least):
        made = replace(kept, made_at=MONDAY + MINUTE, release=quantiles(MONDAY + 50 * HOUR + minutes * MINUTE, half))
        assert differs(made, kept) == (minutes > least)
