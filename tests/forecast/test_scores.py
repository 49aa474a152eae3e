"""Scores against closed forms, brute force, and what no score may do."""

from __future__ import annotations

import math
from statistics import NormalDist

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from console.forecast.scores import (
    brier,
    covered,
    crps_of_quantiles,
    crps_of_samples,
    pinball,
    pit_of_quantiles,
    pit_of_samples,
    wilson,
)

LEVELS = (0.10, 0.25, 0.50, 0.75, 0.90)
N01 = NormalDist()
amounts = st.floats(-1000, 1000)


def crps_of_normal(mean: float, sd: float, y: float) -> float:
    """The closed form (Gneiting and Raftery 2007, 4.2)."""
    z = (y - mean) / sd
    return sd * (z * (2 * N01.cdf(z) - 1) + 2 * N01.pdf(z) - 1 / math.sqrt(math.pi))


@pytest.mark.parametrize(("mean", "sd", "y"), [(0, 1, 0), (0, 1, 2.5), (10, 3, 4), (5, 0.2, 5.1)])
def test_dense_quantiles_and_samples_give_the_crps_of_the_normal(mean, sd, y):
    levels = (np.arange(2000) + 0.5) / 2000
    quantiles = np.array([[NormalDist(mean, sd).inv_cdf(p) for p in levels]])
    assert crps_of_quantiles(levels, quantiles, [y])[0] == pytest.approx(crps_of_normal(mean, sd, y), rel=2e-3)
    assert crps_of_samples(quantiles, [y])[0] == pytest.approx(crps_of_normal(mean, sd, y), rel=2e-3)


@given(st.lists(amounts, min_size=1, max_size=12), amounts)
def test_the_crps_of_samples_is_that_over_all_pairs(drawn, y):
    brute = sum(abs(x - y) for x in drawn) / len(drawn) - sum(abs(a - b) for a in drawn for b in drawn) / (2 * len(drawn) ** 2)
    assert crps_of_samples([drawn], [y])[0] == pytest.approx(brute, abs=1e-9)


@given(st.lists(amounts, min_size=5, max_size=5), amounts)
def test_the_crps_of_quantiles_is_twice_the_mean_pinball_loss(drawn, y):
    quantiles = sorted(drawn)
    losses = [p * (y - q) if y >= q else (1 - p) * (q - y) for p, q in zip(LEVELS, quantiles, strict=True)]
    assert crps_of_quantiles(LEVELS, [quantiles], [y])[0] == pytest.approx(2 * sum(losses) / 5, abs=1e-9)
    assert pinball(LEVELS, quantiles, y).tolist() == pytest.approx(losses, abs=1e-9)


@given(st.lists(amounts, min_size=20, max_size=60), amounts, st.sampled_from(LEVELS))
def test_no_other_quantile_than_the_true_one_loses_less(drawn, other, level):
    """Pinball is proper: over what comes, its own quantile is not beaten."""
    own = np.quantile(drawn, level, method="inverted_cdf")
    assert pinball(level, own, drawn).mean() <= pinball(level, other, drawn).mean() + 1e-9


def test_every_case_is_scored_by_itself():
    rng = np.random.default_rng(3)
    quantiles, came = np.sort(rng.normal(size=(40, 5)), axis=1), rng.normal(size=40)
    one = [crps_of_quantiles(LEVELS, quantiles[n : n + 1], came[n : n + 1])[0] for n in range(40)]
    assert crps_of_quantiles(LEVELS, quantiles, came).tolist() == pytest.approx(one)
    one = [pit_of_quantiles(LEVELS, quantiles[n : n + 1], came[n : n + 1])[0] for n in range(40)]
    assert pit_of_quantiles(LEVELS, quantiles, came).tolist() == pytest.approx(one)


def test_the_ends_of_an_interval_lie_inside():
    assert covered([1, 1, 1, 1], [2, 2, 2, 2], [1, 2, 0.99, 2.01]).tolist() == [True, True, False, False]


@pytest.mark.parametrize(
    ("happened", "of", "low", "high"),
    [(8, 10, 0.4902, 0.9433), (0, 10, 0.0, 0.2775), (10, 10, 0.7225, 1.0), (27, 34, 0.6320, 0.8965), (500, 1000, 0.4691, 0.5309)],
)
def test_the_interval_of_a_share_is_wilsons(happened, of, low, high):
    assert wilson(happened, of) == pytest.approx((low, high), abs=5e-5)


@given(st.integers(0, 500), st.integers(1, 500))
def test_the_interval_of_a_share_solves_its_own_equation(happened, of):
    """Its ends are the shares from which what was seen lies just 1.96 standard errors away (Wilson 1927)."""
    happened = min(happened, of)
    low, high = wilson(happened, of)
    assert 0 <= low <= happened / of <= high <= 1
    for end in (low, high):
        if 1e-9 < end < 1 - 1e-9:
            assert abs(happened / of - end) == pytest.approx(1.959964 * math.sqrt(end * (1 - end) / of), rel=1e-5)


def test_of_no_case_nothing_is_known():
    assert wilson(0, 0) == (0.0, 1.0)


def test_a_chance_is_scored_by_its_squared_distance():
    assert brier([0.9, 0.2, 1.0], [1, 1, 0]).tolist() == pytest.approx([0.01, 0.64, 1.0])


# --------------------------------------------------------------------------------------------------- where it came (PIT)


@given(st.lists(amounts, min_size=1, max_size=30), amounts)
def test_the_share_of_samples_below_counts_ties_half(drawn, y):
    share = sum((x < y) + (x == y) / 2 for x in drawn) / len(drawn)
    assert pit_of_samples([drawn], [y])[0] == pytest.approx(share)


def test_at_a_quantile_it_came_at_its_level_and_between_two_in_between():
    q = [[10.0, 20.0, 40.0, 60.0, 100.0]] * 7
    at = [10.0, 20.0, 40.0, 60.0, 100.0, 30.0, 80.0]
    assert pit_of_quantiles(LEVELS, q, at).tolist() == pytest.approx([0.10, 0.25, 0.50, 0.75, 0.90, 0.375, 0.825])


@given(st.lists(amounts, min_size=5, max_size=5), amounts, st.floats(0, 500))
def test_later_never_came_at_a_lower_level_and_stays_a_chance(drawn, y, more):
    q = np.sort([drawn], axis=1)
    first, then = pit_of_quantiles(LEVELS, q, [y])[0], pit_of_quantiles(LEVELS, q, [y + more])[0]
    assert 0 <= first <= 1 and first <= then + 1e-9
    assert first <= 0.1 + 1e-9 if y < q[0, 0] else first >= 0.1 - 1e-9
    assert first >= 0.9 - 1e-9 if y > q[0, -1] else first <= 0.9 + 1e-9


def test_a_certainty_that_came_true_came_in_the_middle():
    assert pit_of_quantiles(LEVELS, [[5.0] * 5] * 3, [5.0, 4.0, 6.0]).tolist() == pytest.approx([0.5, 0.0, 1.0], abs=1e-6)


def test_what_is_drawn_from_the_stated_distribution_came_evenly():
    rng = np.random.default_rng(11)
    q = np.array([[NormalDist(50, 7).inv_cdf(p) for p in LEVELS]] * 20_000)
    came = rng.normal(50, 7, 20_000)
    found = pit_of_quantiles(LEVELS, q, came)
    shares = [float((found <= p).mean()) for p in LEVELS]
    assert shares == pytest.approx(list(LEVELS), abs=0.01)
    assert float((found < 0.02).mean()) == pytest.approx(0.02, abs=0.012)
