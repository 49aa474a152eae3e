"""Luck that stays with a batch: found where it is, none where it is not, and what is over tells of what comes as it should."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from console.forecast.learning.luck import MOST, NO_LUCK, luck_of, share_of

VALUES = st.lists(st.floats(-8, 8), max_size=12)


def batches(share: float, count: int, rng: np.random.Generator, steps: int = 12) -> list[list[float]]:
    common = rng.standard_normal((count, 1))
    z = math.sqrt(share) * common + math.sqrt(1 - share) * rng.standard_normal((count, steps))
    z -= z.mean(axis=0)  # as after a fit of each step's median to the same batches
    return [[float(v) for v in row] for row in z]


@pytest.mark.parametrize("share", [0.0, 0.2, 0.4])
def test_the_share_is_found_with_a_hundred_batches(share: float):
    rng = np.random.default_rng(3)
    found = np.mean([share_of(batches(share, 100, rng)) for _ in range(20)])
    assert found == pytest.approx(share * 100 / 106, abs=0.04)


def test_with_six_batches_little_is_believed_and_none_is_invented():
    rng = np.random.default_rng(4)
    none = [share_of(batches(0.0, 6, rng)) for _ in range(100)]
    some = [share_of(batches(0.4, 6, rng)) for _ in range(100)]
    assert np.mean(none) < 0.03 and 0.1 < np.mean(some) < 0.3


@given(share=st.floats(0.03, MOST), seen=VALUES)
def test_what_is_over_says_of_the_common_luck_what_bayes_says(share: float, seen: list[float]):
    luck = luck_of(share, seen)
    c = np.linspace(-6, 6, 24_001)
    drawn_in = np.clip(seen, -3, 3)
    log = -0.5 * c * c - sum(((z - math.sqrt(share) * c) ** 2 / (2 * (1 - share)) for z in drawn_in), start=np.zeros_like(c))
    weight = np.exp(log - log.max())
    mean = float((weight * c).sum() / weight.sum())
    assert luck.mean == pytest.approx(mean, abs=0.01)
    assert luck.sd == pytest.approx(math.sqrt(float((weight * (c - mean) ** 2).sum() / weight.sum())), abs=0.01)


@given(seen=VALUES)
def test_where_nothing_is_shared_nothing_is_told(seen: list[float]):
    assert luck_of(0.0, seen) is NO_LUCK


@given(found=st.lists(VALUES, max_size=8))
def test_whatever_was_seen_the_share_is_one(found: list[list[float]]):
    assert 0.0 <= share_of(found) <= MOST


def test_it_pays_in_a_held_out_half_of_a_batch_where_luck_stays_and_costs_little_where_it_does_not():
    """Root mean squared error of the second half of each batch's steps, told from the first; without it every step is told 0."""
    rng = np.random.default_rng(5)
    for share, most in ((0.3, 0.93), (0.0, 1.02)):
        learned_from, later = batches(share, 40, rng), batches(share, 400, rng)
        luck = [luck_of(share_of(learned_from), b[:6]) for b in later]
        told = [math.sqrt(k.share) * k.mean for k in luck]
        error = math.sqrt(np.mean([(v - t) ** 2 for b, t in zip(later, told, strict=True) for v in b[6:]]))
        plain = math.sqrt(np.mean([v**2 for b in later for v in b[6:]]))
        assert error < most * plain
