"""Duration laws: their typical hours and their quantiles, which grow, stay within bounds and meet the median."""

from __future__ import annotations

import math
from decimal import Decimal
from statistics import NormalDist

import pytest
from hypothesis import given
from hypothesis import strategies as st

from console.domain.durations import DurationLaw, LawKind, fixed

D = Decimal
LAWS = {
    LawKind.FIXED: fixed("1.5"),
    LawKind.TRIANGULAR: DurationLaw(LawKind.TRIANGULAR, D("2.5"), D("3.25"), D("4.75")),
    LawKind.LOGNORMAL: DurationLaw(LawKind.LOGNORMAL, D("3.4"), D("0.2"), D("0.25")),
    LawKind.NORMAL: DurationLaw(LawKind.NORMAL, D(24), D(2)),
    LawKind.UNIFORM: DurationLaw(LawKind.UNIFORM, D(1), D(2)),
}
TYPICAL = {
    LawKind.FIXED: 1.5, LawKind.TRIANGULAR: 3.25, LawKind.LOGNORMAL: 3.65, LawKind.NORMAL: 24, LawKind.UNIFORM: 1.5,
}  # fmt: skip
SHARES = st.floats(0.001, 0.999)


def quantile(law: DurationLaw, p: float) -> float:
    return law.quantile(p, NormalDist().inv_cdf(p))


@pytest.mark.parametrize("kind", list(LawKind), ids=lambda kind: kind.value)
def test_the_typical_hours_are_what_a_planner_writes_down(kind: LawKind) -> None:
    assert LAWS[kind].typical_h == pytest.approx(TYPICAL[kind])


@given(kind=st.sampled_from(LawKind), p=SHARES, q=SHARES)
def test_quantiles_never_fall(kind: LawKind, p: float, q: float) -> None:
    low, high = sorted((p, q))
    assert quantile(LAWS[kind], low) <= quantile(LAWS[kind], high)


@given(p=SHARES)
def test_a_triangle_stays_between_its_corners_and_its_cumulative_share_comes_back(p: float) -> None:
    law = LAWS[LawKind.TRIANGULAR]
    a, b, c = (float(x) for x in (law.a, law.b, law.c))
    x = quantile(law, p)
    assert a <= x <= c
    share = (x - a) ** 2 / ((c - a) * (b - a)) if x < b else 1 - (c - x) ** 2 / ((c - a) * (c - b))
    assert share == pytest.approx(p, abs=1e-9)


def test_medians_are_where_the_law_puts_them() -> None:
    assert quantile(LAWS[LawKind.LOGNORMAL], 0.5) == pytest.approx(3.65)
    assert quantile(LAWS[LawKind.NORMAL], 0.5) == pytest.approx(24)
    assert quantile(LAWS[LawKind.UNIFORM], 0.5) == pytest.approx(1.5)
    assert quantile(LAWS[LawKind.LOGNORMAL], 0.975) == pytest.approx(3.4 * math.exp(0.2 * 1.959964) + 0.25, rel=1e-5)


def test_no_work_takes_less_than_no_time_and_a_flat_triangle_is_a_point() -> None:
    assert quantile(DurationLaw(LawKind.NORMAL, D(1), D(5)), 0.01) == 0.0
    assert quantile(DurationLaw(LawKind.TRIANGULAR, D(2), D(2), D(2)), 0.3) == 2.0
