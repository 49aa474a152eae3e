"""Who is believed: the adviser who was right, judged only on what is certain by now."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from console.forecast.backtest.mixture import weights

GRID = np.logspace(-2, 3, 60)
PRIOR = np.array([0.5, 0.3, 0.2])


def exponential(mean: float, n: int) -> np.ndarray:
    return np.repeat((1 - np.exp(-GRID / mean))[None, :], n, axis=0)


@given(st.integers(0, 10_000), st.integers(1, 40))
def test_weights_are_shares(seed: int, n: int) -> None:
    r = np.random.default_rng(seed)
    forecasts = np.sort(r.random((3, n, len(GRID))), axis=2)
    found = weights(forecasts, r.exponential(5, n), r.exponential(5, n), GRID, np.ones(n), PRIOR)
    assert found.sum() == pytest.approx(1)
    assert (found >= -1e-12).all()


def test_the_one_who_was_right_is_believed() -> None:
    n = 300
    days = np.random.default_rng(1).exponential(10, n)
    forecasts = np.stack([exponential(1, n), exponential(10, n), exponential(100, n)])
    found = weights(forecasts, np.full(n, 1000.0), days, GRID, np.ones(n), PRIOR)
    assert found[1] > 0.8


def test_what_runs_on_counts_against_those_who_promised_an_end() -> None:
    """Nothing is over yet: the quick adviser has been wrong all the same, and loses."""
    n = 50
    forecasts = np.stack([exponential(1, n), exponential(10, n), exponential(100, n)])
    found = weights(forecasts, np.full(n, 20.0), np.full(n, 20.0), GRID, np.ones(n), PRIOR)
    assert found[2] > 0.9


def test_what_is_not_known_yet_changes_nothing() -> None:
    """A case that ends after its forecast's age weighs as one that has not ended."""
    r = np.random.default_rng(2)
    forecasts = np.sort(r.random((3, 20, len(GRID))), axis=2)
    age = np.full(20, 5.0)
    found = [weights(forecasts, age, days, GRID, np.ones(20), PRIOR) for days in (np.full(20, 5.5), np.full(20, 500.0))]
    assert found[0] == pytest.approx(found[1])


def test_before_anything_is_known_the_prior_holds() -> None:
    forecasts = np.zeros((3, 4, len(GRID)))
    assert weights(forecasts, np.zeros(4), np.zeros(4), GRID, np.ones(4), PRIOR) == pytest.approx(PRIOR)
