"""The band learns: too narrow becomes wider, too wide narrower, and the running count as running."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from console.forecast.backtest.calibration import corrected_levels

LEVELS = np.array([0.1, 0.5, 0.9])


def corrected(seen: np.ndarray, over: np.ndarray | None = None) -> np.ndarray:
    return corrected_levels(LEVELS, seen, np.ones(len(seen), bool) if over is None else over, np.ones(len(seen)))


def test_what_came_true_stays() -> None:
    assert corrected((np.arange(4000) + 0.5) / 4000) == pytest.approx(LEVELS, abs=0.01)


def test_too_narrow_is_read_further_out_and_too_wide_further_in() -> None:
    r = np.random.default_rng(3)
    narrow, wide = corrected(r.beta(0.4, 0.4, 3000)), corrected(r.beta(4, 4, 3000))
    assert narrow[0] < 0.05 and narrow[2] > 0.95
    assert wide[0] > 0.2 and wide[2] < 0.8


def test_nothing_known_nothing_changed() -> None:
    assert corrected(np.zeros(0)) == pytest.approx(LEVELS, abs=1e-6)


def test_those_still_running_widen_the_upper_side() -> None:
    """Half of the cases have passed the 90 % level and run on: the level must go up although none has ended there."""
    seen = np.concatenate([np.linspace(0.0, 0.8, 1000), np.full(1000, 0.95)])
    over = np.arange(2000) < 1000
    assert corrected(seen, over)[2] > 0.95


def test_the_middle_goes_half_the_way() -> None:
    seen = np.linspace(0.0, 0.6, 4000)  # everything ends sooner than foretold: half of it below the 30 % level
    assert corrected(seen)[1] == pytest.approx(0.4, abs=0.015)


@given(st.lists(st.tuples(st.floats(0, 1), st.booleans()), max_size=60))
def test_levels_keep_their_order(rows: list[tuple[float, bool]]) -> None:
    seen, over = np.array([u for u, _ in rows]), np.array([o for _, o in rows], bool)
    found = corrected_levels(np.linspace(0.01, 0.99, 99), seen, over, np.ones(len(rows)))
    assert (np.diff(found) >= -1e-9).all()
    assert found[0] >= 0 and found[-1] <= 1
