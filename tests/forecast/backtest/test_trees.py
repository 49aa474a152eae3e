"""Which moments are alike: those in the same leaves, counted one pair at a time or leaf by leaf with the same result."""

from __future__ import annotations

import numpy as np
import pytest

from console.forecast.backtest import trees
from console.forecast.backtest.trees import Forest, grow

CATEGORIES = frozenset({0})


def grown(seed: int = 4, n: int = 400) -> tuple[Forest, np.ndarray, np.ndarray]:
    r = np.random.default_rng(seed)
    rows = np.column_stack([r.integers(-1, 5, n), r.random(n), r.random(n)])
    target = (rows[:, 0] % 2) * 5 + 3 * (rows[:, 1] > 0.5) + 0.1 * r.random(n)
    return grow(rows, target, np.ones(n), CATEGORIES, np.random.default_rng(1)), rows, target


def test_weights_are_shares_and_foretell_what_the_rows_decide() -> None:
    forest, rows, target = grown()
    likeness = forest.likeness(forest.leaves(rows[:30]), forest.leaves(rows), np.ones(len(rows)))
    assert likeness.sum(axis=1) == pytest.approx(np.ones(30))
    assert np.abs(likeness @ target - target[:30]).mean() < 0.25 * target.std()


def test_few_and_many_are_compared_alike(monkeypatch: pytest.MonkeyPatch) -> None:
    forest, rows, _ = grown()
    weights = np.random.default_rng(2).random(len(rows))
    leaves = forest.leaves(rows)
    one_by_one = forest.likeness(leaves[:20], leaves, weights)
    monkeypatch.setattr(trees, "MANY", 1)
    assert forest.likeness(leaves[:20], leaves, weights) == pytest.approx(one_by_one)


def test_a_category_never_met_still_finds_a_leaf() -> None:
    forest, rows, _ = grown()
    leaves = forest.leaves(np.array([[99.0, 0.2, 0.3]]))
    assert (forest.column[leaves] == -1).all()
    assert forest.likeness(leaves, forest.leaves(rows), np.ones(len(rows))).sum() == pytest.approx(1)


def test_nothing_to_ask_is_one_leaf() -> None:
    rows = np.zeros((50, 3))
    forest = grow(rows, np.arange(50.0), np.ones(50), CATEGORIES, np.random.default_rng(1))
    assert forest.likeness(forest.leaves(rows[:2]), forest.leaves(rows), np.ones(50)) == pytest.approx(1 / 50)
