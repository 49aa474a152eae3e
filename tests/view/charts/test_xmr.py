"""The run chart: limits as Wheeler computes them, from a base that is said, and signals that a plain eye would find."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from math import isnan
from random import Random
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from console.view.charts import xmr
from console.view.charts.tables import as_csv
from console.view.charts.xmr import BASE, ENOUGH, LIMIT, MOST, RUN, Point, XmR, run_chart, signals, to_release, vein_to_vein
from tests.view.charts.programmes import HOUR, START, case

ZONE = ZoneInfo("America/New_York")
HOURS = st.lists(st.floats(100, 300), min_size=ENOUGH, max_size=BASE + ENOUGH - 1)


def points(hours: list[float]) -> list[Point]:
    return [Point(f"B-{n}", START + n * 24 * HOUR, value) for n, value in enumerate(hours)]


def chart(hours: list[float]) -> XmR:
    return run_chart("Vein-to-vein", points(hours))


def test_limits_by_hand() -> None:
    """Ranges 2, 1, 3, 0, 2, 2, 4: mean 2; mean of the values 101; limits 101 ± 5.32."""
    found = chart([100, 102, 101, 104, 104, 102, 100, 96])
    assert found.mean == pytest.approx(101.125)
    assert [found.low, found.high] == pytest.approx([101.125 - 2.66 * 2, 101.125 + 2.66 * 2])
    assert found.range_high == pytest.approx(3.268 * 2)
    assert found.ranges()[1:] == [2, 1, 3, 0, 2, 2, 4] and isnan(found.ranges()[0])
    assert (found.base, found.n) == (8, 8)


@given(HOURS, st.floats(-50, 50), st.floats(0.1, 10))
def test_another_zero_or_unit_moves_the_limits_and_no_signal(hours: list[float], shift: float, scale: float) -> None:
    grid = [round(hour, 1) for hour in hours]
    one, other = chart(grid), chart([scale * hour + shift for hour in grid])
    assert other.mean == pytest.approx(scale * one.mean + shift, rel=1e-6)
    assert other.high - other.mean == pytest.approx(scale * (one.high - one.mean), rel=1e-6, abs=1e-6)


@given(HOURS)
def test_the_order_of_reading_does_not_matter_only_that_of_ending(hours: list[float]) -> None:
    assert run_chart("Vein-to-vein", points(hours)[::-1]) == chart(hours)


def test_too_few_batches_give_points_without_limits() -> None:
    found = chart([160.0] * (ENOUGH - 1))
    assert not found.enough and found.n == ENOUGH - 1 and found.signals == () and found.base == 0
    assert xmr.headline(found, ZONE) == f"not enough data, n = {ENOUGH - 1} (limits need {ENOUGH})"
    assert xmr.headline(chart([]), ZONE).startswith("not enough data, n = 0")


def test_limits_rest_on_the_first_twenty_once_there_are_more() -> None:
    steady = [160.0, 162.0] * 10
    assert chart(steady + [500.0] * 7).base == 27, "while there are few, all of them"
    found = chart(steady + [170.0] * 8)
    assert found.base == BASE and found.mean == pytest.approx(161.0)
    assert found.high == pytest.approx(161 + LIMIT * 2)
    assert "limits from the first 20 of n = 28, 1 Sep – 20 Sep 2026" in xmr.headline(found, ZONE)


def test_a_long_history_shows_the_latest_and_says_how_many_are_before() -> None:
    found = chart([160.0 + n % 3 for n in range(MOST + 15)])
    assert (found.n, found.before) == (MOST, 15)
    assert found.points[0].batch == "B-15"


def test_all_equal_has_no_variation_and_anything_else_lies_beyond() -> None:
    found = chart([160.0] * 28 + [160.5])
    assert found.flat and [(each.index, each.rule) for each in found.signals] == [(28, "beyond")]
    assert "no variation in the base" in xmr.headline(found, ZONE)


def test_a_point_on_a_limit_is_not_beyond_it() -> None:
    assert signals([10.0], 5.0, 0.0, 10.0) == ()
    assert [each.words for each in signals([10.1, -0.1], 5.0, 0.0, 10.0)] == ["above the upper limit", "below the lower limit"]


def test_eight_on_one_side_are_told_once_at_the_eighth() -> None:
    found = signals([6.0] * 12, 5.0, 0.0, 10.0)
    assert [(each.index, each.words, each.first) for each in found] == [(7, "8 in a row above the mean", 0)]
    assert signals([6.0] * 7 + [5.0] + [6.0] * 7, 5.0, 0.0, 10.0) == (), "a point on the mean ends a run"
    assert signals([6.0] * 7 + [4.0] * 7, 5.0, 0.0, 10.0) == ()


def test_three_of_four_near_a_limit_are_told_at_the_third() -> None:
    found = signals([8.0, 5.0, 8.0, 8.0, 8.0, 5.0], 5.0, 0.0, 10.0)
    assert [(each.index, each.words) for each in found] == [(3, "3 of 4 near the upper limit")]
    assert signals([8.0, 4.0, 2.0, 8.0, 5.0, 2.0], 5.0, 0.0, 10.0) == (), "two near each limit are no three near one"
    assert [each.words for each in signals([2.0, 2.0, 2.0], 5.0, 0.0, 10.0)] == ["3 of 4 near the lower limit"]


@given(st.lists(st.integers(-2, 12), max_size=40))
def test_signals_are_what_an_eye_with_a_ruler_finds(values: list[int]) -> None:
    hours, mean, low, high = [float(v) for v in values], 5.0, 0.0, 10.0
    found = signals(hours, mean, low, high)
    assert {each.index for each in found if each.rule == "beyond"} == {i for i, v in enumerate(values) if v > 10 or v < 0}
    ends = set()
    for i in range(RUN - 1, len(values)):
        run = values[i - RUN + 1 : i + 1]
        longer = i >= RUN and (min(values[i - RUN : i + 1]) > 5 or max(values[i - RUN : i + 1]) < 5)
        if (min(run) > 5 or max(run) < 5) and not longer:
            ends.add(i)
    assert {each.index for each in found if each.rule == "run"} == ends
    for each in found:
        if each.rule == "near":
            near = [v > 7.5 if "upper" in each.words else v < 2.5 for v in values[max(0, each.index - 3) : each.index + 1]]
            assert sum(near) >= 3
    upper = [sum(v > 7.5 for v in values[max(0, i - 3) : i + 1]) >= 3 for i in range(len(values))]
    assert any(upper) == any("upper limit" in each.words and each.rule == "near" for each in found)


def test_vein_to_vein_is_there_for_infused_batches_only() -> None:
    lost = case("B-2", None, lost_as="terminated", lost_at=START + 40 * HOUR)
    jumped = case("B-3", 160.0, released_at=START - HOUR)
    found = vein_to_vein([case("B-1"), lost, jumped, case("B-4", None)], "Vein-to-vein")
    assert [(each.batch, each.hours, each.promise_h) for each in found.points] == [("B-1", 160.0, 168.0)]
    assert found.contradict == 1
    assert xmr.headline(found, ZONE).endswith("1 batch left out: its times contradict one another")


def test_time_to_release_runs_from_formulation_and_has_no_promise() -> None:
    found = to_release([case("B-1"), case("B-2", formulated_at=None), case("B-3", None)])
    assert [(each.batch, each.hours) for each in found.points] == [("B-1", 5.0)]
    assert isnan(found.points[0].promise_h)


def test_a_point_is_told_with_its_promise_and_its_signal() -> None:
    ended = [replace(each, promise_h=168.0) for each in points([160.0, 161.0] * 10 + [170.0])]
    found = run_chart("Vein-to-vein", ended)
    words = xmr.words(found, 20, ZONE)
    assert words.startswith("B-20, 2026-09-21 12:00-04:00: 170.0 h, 9.0 h from the one before")
    assert "its promise gave it 168.0 h: missed" in words and "signal: above the upper limit" in words


def test_the_hour_that_comes_twice_is_told_apart() -> None:
    twice = [
        Point("A", datetime(2026, 11, 1, 5, 30, tzinfo=UTC), 160.0),
        Point("B", datetime(2026, 11, 1, 6, 30, tzinfo=UTC), 161.0),
    ]
    first, second = (xmr.words(run_chart("V", twice), i, ZONE) for i in (0, 1))
    assert "01:30-04:00" in first and "01:30-05:00" in second


def test_the_table_has_every_point_with_its_limits() -> None:
    found = chart([160.0, 161.0] * 10 + [175.0] * 8)
    told = xmr.table(found, ZONE)
    assert len(told.rows) == found.n and told.rows[19][8] == "base" and told.rows[20][8] == ""
    assert "above the upper limit" in told.rows[20][9] and told.rows[0][3] == ""
    assert as_csv(told).splitlines()[0].startswith("batch,ended,hours")


def test_a_steady_process_shows_about_one_signal_in_sixty_batches() -> None:
    """What the rules say of themselves on screen: sixty draws of one law, the limits from the first twenty."""
    luck = Random(7)
    found = [len(chart([luck.gauss(170, 1.6) for _ in range(MOST)]).signals) for _ in range(300)]
    assert 0.7 <= sum(found) / len(found) <= 1.4
