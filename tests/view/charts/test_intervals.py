"""Medians and shares from few batches: their intervals cover what they say, and too little is said to be too little."""

from __future__ import annotations

from fractions import Fraction
from itertools import product
from math import comb, isnan, nan

import pytest
from hypothesis import given
from hypothesis import strategies as st

from console.view.charts.intervals import left_out, median_of, median_ranks, not_enough, share_of


def covered_by_counting(n: int, low: int, high: int) -> Fraction:
    """How often the low-th and high-th smallest of n enclose the median: every way the values can fall on its two sides."""
    return sum((Fraction(comb(n, below), 2**n) for below in range(low, high)), Fraction(0))


@given(st.integers(0, 200))
def test_the_interval_of_a_median_covers_what_it_says_and_no_narrower_one_would(n: int) -> None:
    found = median_ranks(n)
    if found is None:
        assert n < 6, "two values out of six enclose the median in 31 of 32 cases"
        return
    low, high, cover = found
    assert low + high == n + 1
    assert cover == pytest.approx(float(covered_by_counting(n, low, high)))
    assert cover >= 0.95 > float(covered_by_counting(n, low + 1, high - 1))


def test_the_published_ranks_for_twenty_are_the_sixth_and_the_fifteenth() -> None:
    assert median_ranks(20) == pytest.approx((6, 15, 0.9586105))


def test_all_ways_six_values_can_lie_about_the_median() -> None:
    """Counted by hand, not by formula: both sides must have one."""
    ways = list(product((0, 1), repeat=6))
    covered = sum(0 < sum(way) < 6 for way in ways) / len(ways)
    assert median_ranks(6) == pytest.approx((1, 6, covered))


def test_a_median_of_few_has_no_interval_and_one_of_none_is_none() -> None:
    assert median_of([3.0, 1.0, 2.0, 10.0]).value == 2.5
    few = median_of([3.0, 1.0])
    assert isnan(few.low) and isnan(few.high) and not few.enough and few.n == 2
    assert isnan(median_of([]).value)


@given(st.lists(st.floats(-1e6, 1e6), min_size=6, max_size=60))
def test_a_median_lies_in_its_interval_whatever_the_order(values: list[float]) -> None:
    found = median_of(values)
    assert found.low <= found.value <= found.high
    assert median_of(values[::-1]) == found
    assert sum(v < found.low for v in values) < len(values) / 2


def test_wilson_as_published() -> None:
    """8 of 10 (Wilson 1927; as in Brown, Cai & DasGupta 2001)."""
    found = share_of(8, 10)
    assert [found.low, found.high] == pytest.approx([0.4902, 0.9433], abs=1e-4)


@given(st.integers(1, 400), st.data())
def test_a_share_lies_in_its_interval_and_its_complement_mirrors_it(n: int, data: st.DataObject) -> None:
    hits = data.draw(st.integers(0, n))
    one, other = share_of(hits, n), share_of(n - hits, n)
    assert 0.0 <= one.low <= one.value <= one.high <= 1.0
    assert [one.low, one.high] == pytest.approx([1 - other.high, 1 - other.low])
    assert one.enough == (n >= 5)


def test_nothing_has_no_share() -> None:
    assert isnan(share_of(0, 0).value) and not share_of(0, 0).enough
    assert share_of(0, 0).n == 0 and nan != share_of(0, 0).low


def test_too_little_is_said_with_how_little_there_is() -> None:
    assert not_enough(4) == "not enough data, n = 4"
    assert left_out(0) == ""
    assert left_out(1) == "; 1 batch left out: its times contradict one another"
    assert left_out(2) == "; 2 batches left out: their times contradict one another"
