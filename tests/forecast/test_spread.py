"""Laws of hours: faithful to the recipe without history, to the truth with it, and exact about time already spent."""

from __future__ import annotations

import math
from decimal import Decimal

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from console.domain.durations import DurationLaw, LawKind, fixed
from console.forecast.spread import (
    FAR_H,
    Spread,
    Tally,
    beyond,
    certain,
    from_law,
    hours_of,
    hours_of_many,
    learned,
    log_hours,
    student,
)

Z = np.random.default_rng(7).standard_normal(4000, dtype=np.float32)
REVIEW = DurationLaw(LawKind.TRIANGULAR, Decimal("0.75"), Decimal("1.25"), Decimal("3.5"))
CULTURE = DurationLaw(LawKind.TRIANGULAR, Decimal(96), Decimal(108), Decimal(120))
PCR = DurationLaw(LawKind.LOGNORMAL, Decimal("3.4"), Decimal("0.2"), Decimal("0.25"))
WAIT = DurationLaw(LawKind.TRIANGULAR, Decimal(0), Decimal("0.25"), Decimal(2))

spreads = st.builds(
    Spread,
    mu=st.floats(-3, 6),
    scale=st.floats(0.01, 1.5),
    nu=st.sampled_from([8.0, 11.0, 30.0, 200.0, 1e6]),
    offset=st.sampled_from([0.0, 0.1]),
)


@pytest.mark.parametrize(
    ("nu", "p", "truth"),
    [(8, 0.9, 1.39682), (8, 0.975, 2.30600), (8, 0.99, 2.89646), (8, 0.999, 4.50079), (20, 0.9, 1.32534), (20, 0.99, 2.52798)],
)
def test_student_quantiles_agree_with_the_published_table(nu: float, p: float, truth: float):
    assert Spread(0.0, 1.0, nu).at(p) == pytest.approx(math.exp(truth), rel=0.006)


def test_student_rises_with_the_normal_it_comes_from():
    z = np.linspace(-9, 9, 2001)
    for nu in (8.0, 9.0, 50.0, 1e6):
        assert np.all(np.diff(student(z, nu)) >= 0)


@pytest.mark.parametrize("law", [REVIEW, CULTURE, PCR])
@pytest.mark.parametrize(("p", "z"), [(0.1, -1.2816), (0.5, 0.0), (0.9, 1.2816)])
def test_without_history_the_recipe_is_believed(law: DurationLaw, p: float, z: float):
    assert learned(law, Tally()).at(p) == pytest.approx(law.quantile(p, z), rel=0.04)


def test_a_fixed_law_is_certain_until_it_was_seen_otherwise():
    assert learned(fixed("48"), Tally()).scale == 0
    seen = Tally()
    for _ in range(40):
        seen = seen.seen(log_hours(50.0))
    assert learned(fixed("48"), seen).median == pytest.approx(50, rel=0.01)


@pytest.mark.parametrize("hours", [0.0, 0.0005, 0.1, 48.0])
def test_what_is_certain_takes_exactly_its_hours(hours: float):
    assert certain(hours).median == pytest.approx(hours, abs=1e-9)
    assert np.all(hours_of(certain(hours), Z[:5]) == certain(hours).median)


@given(median=st.floats(0.8, 4), sigma=st.floats(0.02, 0.6), seed=st.integers(0, 2**16))
def test_learning_comes_to_the_truth(median: float, sigma: float, seed: int):
    seen = Tally()
    for z in np.random.default_rng(seed).standard_normal(3000):
        seen = seen.seen(log_hours(median * math.exp(sigma * z)))
    now = learned(REVIEW, seen)
    assert now.median == pytest.approx(median, rel=0.1)
    assert now.scale == pytest.approx(sigma, rel=0.15, abs=0.03)


@given(st.lists(st.floats(0.01, 100), max_size=4))
def test_few_sightings_move_the_law_but_never_break_it(hours: list[float]):
    seen = Tally()
    for each in hours:
        seen = seen.seen(log_hours(each))
    now = learned(REVIEW, seen)
    assert now.scale > 0 and math.isfinite(now.scale) and 0 < now.median < FAR_H
    centre = math.exp(seen.mean) if hours else now.median
    assert min(centre, 1.7) * 0.9 <= now.median <= max(centre, 1.8) * 1.1


def test_the_same_sighting_many_times_narrows_the_law():
    once, often = Tally().seen(log_hours(1.7)), Tally()
    for _ in range(30):
        often = often.seen(log_hours(1.7))
    assert learned(REVIEW, often).scale < learned(REVIEW, once).scale


def test_a_shared_sighting_counts_in_part():
    halves = Tally().seen(1.0, 0.5).seen(1.0, 0.5).seen(3.0, 0.5).seen(3.0, 0.5)
    whole = Tally().seen(1.0).seen(3.0)
    assert (halves.n, halves.mean, halves.squares) == pytest.approx((whole.n, whole.mean, whole.squares))


def test_a_wait_may_be_none():
    drawn = hours_of(learned(WAIT, Tally(), 0.1), Z)
    assert drawn.min() >= 0 and np.quantile(drawn, 0.5) == pytest.approx(WAIT.quantile(0.5, 0), rel=0.05)


@given(spread=spreads, spent=st.floats(0, 5000))
def test_time_spent_is_never_given_back(spread: Spread, spent: float):
    drawn = beyond(spread, Z[:200], spent)
    assert np.all(drawn >= spent) and np.all(np.isfinite(drawn)) and drawn.max() <= max(FAR_H, spent) * 1.001


@given(spread=spreads, p=st.floats(0.02, 0.98), u=st.floats(0.02, 0.98))
def test_conditioning_is_the_truncated_quantile(spread: Spread, p: float, u: float):
    spent = spread.at(p)
    z = np.array([float(_normal_quantile(u))], dtype=np.float32)
    wanted = spread.at(p + u * (1 - p))
    if spent > 0 and wanted < FAR_H / 2 and p + u * (1 - p) < 0.9995:
        assert beyond(spread, z, spent)[0] == pytest.approx(max(wanted, spent), rel=0.02, abs=0.002)


def test_conditioning_agrees_with_counting():
    spread = learned(REVIEW, Tally())
    z = np.random.default_rng(3).standard_normal(60_000, dtype=np.float32)
    every = hours_of(spread, z)
    late = every[every > 2.0]
    assert np.quantile(beyond(spread, z, 2.0), [0.1, 0.5, 0.9]) == pytest.approx(np.quantile(late, [0.1, 0.5, 0.9]), rel=0.02)


@pytest.mark.parametrize(("spent", "total"), [(0.0, 48.0), (30.0, 48.0), (47.9, 48.0), (50.0, 50.0)])
def test_conditioning_a_fixed_law_is_exact(spent: float, total: float):
    assert np.all(beyond(certain(48.0), Z[:9], spent) == pytest.approx(total))


@pytest.mark.parametrize("nu", [8.0, 12.0, 40.0, 1e6])
@pytest.mark.parametrize("t", [2.5, 3.5, 4.5, 6.0, 11.0, 25.0])
def test_far_overdue_is_the_laws_own_tail(nu: float, t: float):
    """Held against the tail summed up: a step ten times overdue has the long rest its law gives it, not a shorter one."""
    spread = Spread(0.0, 0.1, nu)
    levels = (0.1, 0.5, 0.9, 0.99)
    z = np.array([_normal_quantile(u) for u in levels], dtype=np.float32)
    drawn = np.log(beyond(spread, z, math.exp(0.1 * t))) / 0.1
    assert drawn == pytest.approx(_summed_tail(t, nu, levels), rel=0.004)


def _summed_tail(t: float, nu: float, levels: tuple[float, ...]) -> list[float]:
    """Student quantiles given that `t` is passed: the density summed by trapezoids over a fine grid."""
    x = t * np.exp(np.linspace(0.0, 7.0, 400_001))
    logs = -0.5 * x * x if nu > 1e5 else -(nu + 1.0) / 2.0 * np.log1p(x * x / nu)
    density = np.exp(logs - logs[0])
    mass = np.concatenate([[0.0], np.cumsum((density[1:] + density[:-1]) / 2.0 * np.diff(x))])
    return [float(np.interp(level * mass[-1], mass, x)) for level in levels]


def test_far_overdue_is_still_a_law_and_rises_with_what_was_spent():
    spread = learned(REVIEW, Tally())
    medians = [float(np.median(beyond(spread, Z, spent))) for spent in (4.0, 8.0, 30.0, 300.0)]
    assert medians == sorted(medians) and all(m > s for m, s in zip(medians, (4, 8, 30, 300), strict=True))


def test_drawing_many_at_once_is_drawing_each():
    laws = [learned(REVIEW, Tally()), from_law(PCR), certain(2.0), learned(WAIT, Tally(), 0.1)] * 20
    z = np.random.default_rng(1).standard_normal((80, 1000), dtype=np.float32)
    rows = list(range(79, -1, -1))
    for law, row, drawn in zip(laws, rows, hours_of_many(laws, z, rows), strict=True):
        assert drawn == pytest.approx(hours_of(law, z[row]), rel=1e-4, abs=1e-5)


def _normal_quantile(p: float) -> float:
    low, high = -9.0, 9.0
    for _ in range(80):
        middle = (low + high) / 2
        low, high = (middle, high) if 0.5 * math.erfc(-middle / math.sqrt(2)) < p else (low, middle)
    return low
