"""Spans that are still running or were broken off: learned from without favouring the quick, held against a plain oracle."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from console.forecast.learning.bounded import Bounds, _inside, filled
from console.forecast.spread import KAPPA0, NU0, Spread, Tally

INF = math.inf
PRIOR = Spread(1.0, 0.4, NU0)


def tally(values: list[float]) -> Tally:
    found = Tally()
    for value in values:
        found = found.seen(value)
    return found


def believed(prior: Spread, seen: Tally) -> tuple[float, float]:
    """Location and standard deviation after a tally, by the normal-inverse-gamma of `spread.learned`."""
    variance = prior.scale**2 / (1 + 1 / KAPPA0)
    kappa = KAPPA0 + seen.n
    gap = seen.mean - prior.mu
    total = NU0 * variance + seen.squares + KAPPA0 * seen.n / kappa * gap * gap
    return (KAPPA0 * prior.mu + seen.n * seen.mean) / kappa, math.sqrt(total / (NU0 + seen.n))


BOUNDS = st.tuples(st.floats(-9, 9), st.floats(0.05, 9)).map(lambda ab: (ab[0], ab[0] + ab[1]))


@settings(max_examples=200)
@given(bounds=BOUNDS | st.floats(-9, 30).map(lambda a: (a, INF)) | st.floats(-30, 9).map(lambda b: (-INF, b)))
def test_mean_and_variance_between_bounds_agree_with_the_integral(bounds: tuple[float, float]):
    low, high = bounds
    reach = 12.0 / max(1.0, abs(low) if low > 0 else abs(high) if high < 0 else 1.0)
    a = low if low > -INF else min(high, 9.0) - (reach if high < 0 else 30.0)
    b = high if high < INF else max(low, -9.0) + (reach if low > 0 else 30.0)
    z = np.linspace(a, b, 40_001)
    weight = np.exp(-0.5 * (z * z - np.min(z * z)))
    mean = float((weight * z).sum() / weight.sum())
    variance = float((weight * (z - mean) ** 2).sum() / weight.sum())
    found = _inside(0.0, 1.0, Bounds(low, high))
    assert found.mean == pytest.approx(mean, abs=2e-3)
    assert found.variance == pytest.approx(variance, abs=2e-3)


def test_a_bound_that_says_nothing_changes_nothing():
    seen = tally([1.1, 0.9, 1.4])
    found = filled(PRIOR, seen, [Bounds(-40.0, INF), Bounds(-INF, 40.0)])
    assert (found.n, found.mean, found.squares) == pytest.approx((seen.n, seen.mean, seen.squares), abs=1e-3)


def test_bounds_that_close_on_a_value_are_that_value():
    seen = filled(PRIOR, tally([1.1, 0.9]), [Bounds(1.7 - 1e-6, 1.7 + 1e-6)])
    exact = tally([1.1, 0.9, 1.7])
    assert believed(PRIOR, seen) == pytest.approx(believed(PRIOR, exact), abs=1e-3)
    assert seen.n == pytest.approx(3.0, abs=1e-3)


@given(low=st.floats(-3, 6), more=st.floats(0.01, 3))
def test_the_longer_it_has_run_the_longer_it_is_expected_to_take(low: float, more: float):
    seen = tally([0.8, 1.2, 1.0])
    one, other = filled(PRIOR, seen, [Bounds(low, INF)]), filled(PRIOR, seen, [Bounds(low + more, INF)])
    assert believed(PRIOR, other)[0] >= believed(PRIOR, one)[0] - 1e-4
    assert believed(PRIOR, one)[0] >= believed(PRIOR, seen)[0] - 1e-4
    assert seen.n - 1e-6 <= one.n <= seen.n + 1.0


@settings(max_examples=100)
@given(
    values=st.lists(st.floats(-6, 8), max_size=6),
    bounds=st.lists(BOUNDS | st.floats(-8, 12).map(lambda a: (a, INF)) | st.floats(-8, 8).map(lambda b: (-INF, b)), max_size=6),
)
def test_whatever_is_seen_the_tally_is_a_number(values: list[float], bounds: list[tuple[float, float]]):
    found = filled(PRIOR, tally(values), [Bounds(*b) for b in bounds])
    assert all(math.isfinite(v) for v in (found.n, found.mean, found.squares))
    assert found.n >= 0 and found.squares >= 0


def test_the_estimate_has_no_bias_where_that_of_finished_spans_alone_favours_the_quick():
    """A site begun two typical durations ago, a span begun every tenth of one: what has ended by now ended early."""
    rng = np.random.default_rng(3)
    truth, sigma, alone, both = 1.0, 0.5, [], []
    for _ in range(300):
        lasts = truth + sigma * rng.standard_normal(20)
        age = np.log(np.linspace(0.1, 2.0, 20) * math.exp(truth))
        ended = tally([float(v) for v, a in zip(lasts, age, strict=True) if v <= a])
        bounds = [Bounds(float(a), INF) for v, a in zip(lasts, age, strict=True) if v > a]
        alone.append(believed(Spread(truth, sigma, NU0), ended)[0] - truth)
        both.append(believed(Spread(truth, sigma, NU0), filled(Spread(truth, sigma, NU0), ended, bounds))[0] - truth)
    assert np.mean(alone) < -0.08
    assert abs(np.mean(both)) < 0.02


def test_the_scatter_of_the_estimate_is_what_the_tally_says_it_knows():
    """The mean's error over its own statement, sigma / sqrt(kappa0 + n): near one when n counts information and not heads."""
    rng = np.random.default_rng(5)
    sigma, errors = 0.5, []
    for _ in range(400):
        truth = 1.0 + sigma / math.sqrt(KAPPA0) * rng.standard_normal()
        lasts = truth + sigma * rng.standard_normal(12)
        age = np.log(np.linspace(0.2, 1.6, 12) * math.e)
        ended = tally([float(v) for v, a in zip(lasts, age, strict=True) if v <= a])
        bounds = [Bounds(float(a), INF) for v, a in zip(lasts, age, strict=True) if v > a]
        seen = filled(Spread(1.0, sigma * math.sqrt(1 + 1 / KAPPA0), NU0), ended, bounds)
        errors.append((believed(Spread(1.0, sigma, NU0), seen)[0] - truth) / (sigma / math.sqrt(KAPPA0 + seen.n)))
    assert np.std(errors) == pytest.approx(1.0, abs=0.12)
