"""What lasts how long, against plain counting: nothing running is an ordinary share; what still runs is at least that old."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from console.forecast.backtest.survival import duration_grid, ended_by

LENGTHS = st.lists(st.tuples(st.integers(1, 60), st.booleans(), st.integers(1, 5)), min_size=1, max_size=25)


def plain(rows: list[tuple[int, bool, int]], until: float) -> float:
    """Kaplan and Meier by the book, one duration after the other; valid up to the longest duration."""
    going = 1.0
    for length in sorted({length for length, over, _ in rows if over and length <= until}):
        at_risk = sum(weight for other, _, weight in rows if other >= length)
        going *= 1 - sum(weight for other, over, weight in rows if over and other == length) / at_risk
    return 1 - going


@given(LENGTHS, st.integers(0, 60))
def test_it_is_the_product_limit(rows: list[tuple[int, bool, int]], until: int) -> None:
    rows = sorted(rows, key=lambda row: (row[0], not row[1]))
    days, over, weights = (np.array(column) for column in zip(*rows, strict=True))
    until = min(until, int(days[-1]))
    found = ended_by(days.astype(float), over, weights[None, :].astype(float), np.array([float(until), days[-1] + 1.0]))
    assert found[0, 0] == pytest.approx(plain(rows, until), abs=1e-9)


@given(st.lists(st.integers(1, 50), min_size=1, max_size=30))
def test_with_nothing_running_it_is_the_share_that_ended(lengths: list[int]) -> None:
    days = np.sort(np.array(lengths, float))
    grid = np.arange(0.0, 51.0)
    found = ended_by(days, np.ones(len(days), bool), np.ones((1, len(days))), grid)[0]
    assert found[: int(days[-1]) + 1] == pytest.approx([(days <= t).mean() for t in grid[: int(days[-1]) + 1]])


def test_forgetting_the_running_would_promise_too_early() -> None:
    days = np.array([1.0, 2.0, 30.0, 30.0, 30.0])
    over = np.array([True, True, False, False, False])
    found = ended_by(days, over, np.ones((1, 5)), np.array([2.0, 29.0, 60.0]))[0]
    assert found[1] == pytest.approx(0.4)
    assert 0.4 < found[2] < 1


def test_the_grid_is_as_wide_as_the_log_is_slow() -> None:
    assert duration_grid(10.0) == pytest.approx(1000 * duration_grid(0.01))
    assert duration_grid(1.0)[0] < 1e-3 and duration_grid(1.0)[-1] > 1e3
