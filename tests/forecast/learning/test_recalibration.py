"""The safety net: honest forecasts stay as they are, dishonest ones are moved to what came, and too few cases move nothing."""

from __future__ import annotations

import math
from statistics import NormalDist

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from console.forecast.learning.recalibration import FEWEST, LATELY, recalibrated

LEVELS = (0.1, 0.25, 0.5, 0.75, 0.9)
PITS = st.lists(st.floats(0, 1), max_size=150)
Z = NormalDist()


def pits_of(bias: float, width: float, count: int, seed: int = 1) -> list[float]:
    """Of forecasts `width` times as wide as they should be and `bias` of their own widths too early."""
    came = np.random.default_rng(seed).standard_normal(count)
    return [Z.cdf(bias + float(z) / width) for z in came]


@given(pits=PITS, levels=st.lists(st.floats(0, 1), min_size=1, max_size=7).map(sorted))
def test_levels_stay_between_nought_and_one_and_in_their_order(pits: list[float], levels: list[float]):
    found = recalibrated(levels, pits)
    assert len(found) == len(levels) and list(found) == sorted(found)
    assert all(0.0 <= level <= 1.0 for level in found)


@given(
    pits=st.lists(st.floats(0, 1), max_size=FEWEST - 1), odd=st.lists(st.sampled_from([math.nan, -0.1, 1.1, math.inf]), max_size=9)
)
def test_with_fewer_than_twenty_that_are_chances_nothing_is_moved(pits: list[float], odd: list[float]):
    assert recalibrated(LEVELS, [*odd, *pits]) == LEVELS


def test_the_levels_of_an_honest_forecast_stay_where_they_are():
    found = recalibrated(LEVELS, [(n + 0.5) / 100 for n in range(100)])
    assert found == pytest.approx(LEVELS, abs=0.01)


@pytest.mark.parametrize(("bias", "width"), [(0.0, 0.6), (0.0, 1.6), (0.7, 1.0), (-0.5, 0.8)])
def test_what_is_told_at_the_moved_levels_comes_as_often_as_it_says(bias: float, width: float):
    later = np.array(pits_of(bias, width, 20_000, seed=99))
    before = [abs(float(np.mean(later <= level)) - level) for level in LEVELS]
    moved = [recalibrated(LEVELS, pits_of(bias, width, 100, seed)) for seed in range(20)]
    after = [[abs(float(np.mean(later <= q)) - level) for level, q in zip(LEVELS, found, strict=True)] for found in moved]
    assert np.mean(after) < 0.5 * np.mean(before) and np.mean(after) < 0.06


def test_only_the_last_hundred_count():
    late = pits_of(0.7, 1.0, LATELY)
    assert recalibrated(LEVELS, [0.5] * 300 + late) == recalibrated(LEVELS, late)


def test_a_forecast_that_was_always_early_asks_for_later_levels():
    assert all(moved > level for moved, level in zip(recalibrated(LEVELS, [0.95] * 40), LEVELS, strict=True))
