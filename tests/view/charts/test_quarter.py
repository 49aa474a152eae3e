"""The chance of the quarter's median: whose quarter it is, what counts in it, and sums done by hand."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import product
from math import isnan, prod
from zoneinfo import ZoneInfo

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from console.domain.facility import Promise
from console.domain.promise import deadline
from console.view.charts.quarter import Coming, Quarter, QuarterChance, ends_drawn, nth_of_both, quarter_chance, quarter_of
from tests.view.charts.programmes import HOUR, NOW, SITE, forecast

ZONE = ZoneInfo("America/New_York")
Q4 = quarter_of(NOW, ZONE)
UNIFORM = (np.arange(20_000) + 0.5) / 20_000


def coming(name: str, keep: float, days: float = 7.0, never: float = 0.0, ends: datetime = NOW + 48 * HOUR) -> Coming:
    """A batch whose promise of so many days by the hour ends as it is forecast to, kept with this chance."""
    made = forecast(name, ends, keep=keep, p_never=never, promise_at=ends)
    return Coming(name, ends - days * 24 * HOUR, made, None)


def told(done: list[float], ahead: list[Coming], promise: float = 7.0) -> QuarterChance:
    return quarter_chance(Q4, done, ahead, promise, NOW)


@pytest.mark.parametrize(
    ("now", "label", "start", "end"),
    [
        ("2026-11-19T17:00+00:00", "Q4 2026", "2026-10-01T04:00+00:00", "2027-01-01T05:00+00:00"),
        ("2027-01-01T04:59+00:00", "Q4 2026", "2026-10-01T04:00+00:00", "2027-01-01T05:00+00:00"),
        ("2027-01-01T05:00+00:00", "Q1 2027", "2027-01-01T05:00+00:00", "2027-04-01T04:00+00:00"),
        ("2026-11-01T05:30+00:00", "Q4 2026", "2026-10-01T04:00+00:00", "2027-01-01T05:00+00:00"),  # 01:30, the first time
        ("2026-11-01T06:30+00:00", "Q4 2026", "2026-10-01T04:00+00:00", "2027-01-01T05:00+00:00"),  # 01:30, the second
        ("2026-03-08T07:00+00:00", "Q1 2026", "2026-01-01T05:00+00:00", "2026-04-01T04:00+00:00"),  # 02:00 is skipped
    ],
)
def test_a_quarter_begins_and_ends_at_the_sites_midnight(now: str, label: str, start: str, end: str) -> None:
    want = Quarter(label, datetime.fromisoformat(start), datetime.fromisoformat(end))
    assert quarter_of(datetime.fromisoformat(now), ZONE) == want


@given(st.integers(0, 3 * 366 * 24 * 4), st.sampled_from(["America/New_York", "Europe/London", "Australia/Sydney", "UTC"]))
def test_every_instant_lies_in_one_quarter_and_quarters_touch(quarters_of_hours: int, name: str) -> None:
    now, zone = datetime(2025, 1, 1, tzinfo=UTC) + timedelta(minutes=15 * quarters_of_hours), ZoneInfo(name)
    mine = quarter_of(now, zone)
    assert mine.start <= now < mine.end
    assert quarter_of(mine.end, zone).start == mine.end
    assert quarter_of(mine.start, zone) == quarter_of(mine.end - timedelta(seconds=1), zone) == mine


def test_what_has_ended_alone_is_certain() -> None:
    assert told([6.0, 7.0, 7.0, 8.0, 9.0], []).chance == 1.0
    assert told([6.0, 7.0, 8.0, 8.0, 9.0], []).chance == 0.0
    assert told([6.0, 7.0, 8.0, 9.0, 6.0, 9.0], []).middle == 7.5, "an even number has the mean of the middle two"


def test_less_than_five_are_not_enough() -> None:
    found = told([6.0, 7.0, 7.0], [coming("B-1", 0.9)])
    assert not found.enough and isnan(found.chance) and (found.done, found.live) == (3, 1)
    assert found.expected == pytest.approx(1.0)
    assert told([6.0, 7.0, 7.0], [coming("B-1", 0.9), coming("B-2", 0.9)]).enough
    assert not told([6.0, 7.0, 7.0], [coming("B-1", 0.9, never=0.6), coming("B-2", 0.9)]).enough
    assert not told([], []).enough


def test_the_chance_is_that_of_enough_being_kept() -> None:
    """Two kept and two missed have ended; of three more, each kept with its own chance, two must be."""
    keeps = {"B-1": 0.9, "B-2": 0.5, "B-3": 0.3}
    exact = 0.0
    for way in product((0, 1), repeat=3):
        chance = prod([keep if hit else 1 - keep for hit, keep in zip(way, keeps.values(), strict=True)])
        exact += chance * (sum(way) >= 2)
    found = told([6.0, 6.5, 8.0, 9.0], [coming(name, keep) for name, keep in keeps.items()])
    assert found.chance == pytest.approx(exact, abs=0.025), "three standard errors of 4,000 futures"


def test_a_lost_batch_is_not_in_the_median_at_all() -> None:
    """Four kept, four missed: with the ninth kept the median keeps; without it the median lies midway, too late."""
    done = [6.9] * 4 + [7.5] * 4
    assert told(done, [coming("B-1", 1.0)]).chance > 0.99
    assert told(done, [coming("B-1", 1.0, never=1.0)]).chance == 0.0
    half = told(done, [coming("B-1", 0.5, never=0.5)])
    assert half.chance == pytest.approx(0.5, abs=0.025), "kept is unconditional: whoever reaches the bedside keeps it here"
    assert half.expected == pytest.approx(0.5, abs=0.025)


def test_what_ends_after_the_quarter_belongs_to_the_next() -> None:
    late = coming("B-1", 1.0, ends=Q4.end + 48 * HOUR)
    found = told([6.0] * 3 + [9.0] * 3, [late])
    assert found.expected == 0.0 and found.middle == 7.5
    border = told([6.0] * 5, [coming("B-1", 0.5, ends=Q4.end)])
    assert border.expected == pytest.approx(0.5, abs=0.03)


def test_the_same_floor_has_the_same_chance_in_any_order() -> None:
    ahead = [coming(f"B-{n}", 0.4 + n / 20) for n in range(8)]
    one, other = told([6.0, 8.0], ahead), told([8.0, 6.0], ahead[::-1])
    assert one == other
    assert told([6.0, 8.0], [*ahead, coming("B-9", 0.5)]).done == 2


def test_calendar_days_are_counted_at_the_clinic_and_end_with_its_bedside_day() -> None:
    promise, began = Promise("APH_COLLECT", "INFUSE", 7), NOW - timedelta(days=6)
    by = deadline(promise, began, SITE.clinics[0], SITE, ZoneInfo)

    def ends(days: int) -> datetime:
        return deadline(replace(promise, days=days), began, SITE.clinics[0], SITE, ZoneInfo)

    def one(at: datetime) -> QuarterChance:
        made = forecast("B-1", at, spread_h=1e-6, keep=None, promise_at=None)
        return told([6.0, 6.0, 8.0, 8.0], [Coming("B-1", began, made, ends)])

    assert one(by - timedelta(minutes=1)).middle == 7.0
    assert one(by + timedelta(minutes=1)).middle == 8.0


@given(st.floats(0.02, 0.98), st.floats(-30, 30), st.floats(0.5, 20), st.floats(0, 0.3))
def test_draws_keep_the_promise_as_often_as_the_forecast_says(keep: float, margin: float, spread: float, never: float) -> None:
    p50 = NOW + 96 * HOUR
    keep = min(keep, 1 - never)
    made = forecast("B-1", p50, spread, keep, promise_at=p50 + margin * HOUR, p_never=never)
    assert made.promise_at is not None
    ends = ends_drawn(made, UNIFORM, NOW)
    assert np.mean(ends <= made.promise_at.timestamp()) == pytest.approx(keep / (1 - never), abs=2e-4)
    assert np.all(np.diff(ends) >= 0)


def test_draws_follow_the_quantiles_and_never_lie_behind_now() -> None:
    made = forecast("B-1", NOW + 5 * HOUR, 10.0, keep=None)
    ends = ends_drawn(made, np.array([0.0, 0.1, 0.25, 0.5, 0.75, 0.9, 1.0]), NOW)
    hours = (ends - NOW.timestamp()) / 3_600
    assert hours[0] == 0.0 and hours[1] == 0.0, "P10 lies behind now, where nothing can end any more"
    assert list(hours[2:6]) == pytest.approx([0.0, 5.0, 10.0, 15.0]) and hours[6] > 15.0


@given(
    st.lists(st.integers(0, 9), max_size=12),
    st.lists(st.lists(st.one_of(st.integers(0, 9), st.just(np.inf)), min_size=3, max_size=3), min_size=1, max_size=5),
    st.data(),
)
def test_the_nth_of_both_is_what_sorting_finds(fixed: list[int], rows: list[list[float]], data: st.DataObject) -> None:
    drawn = np.sort(np.array(rows, dtype=float), axis=1)
    nth = np.array([data.draw(st.integers(1, len(fixed) + 3)) for _ in rows])
    found = nth_of_both(np.sort(np.array(fixed, dtype=float)), drawn, nth)
    assert list(found) == [sorted([*fixed, *row])[n - 1] for row, n in zip(rows, nth, strict=True)]
