"""Mean and spread of the duration laws, against plain integration of their quantiles."""

from __future__ import annotations

from decimal import Decimal
from math import sqrt
from statistics import NormalDist

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from console.domain.durations import DurationLaw, LawKind
from console.planning.floor.laws import mean_h, sd_h

N = 4000
LEVELS = [(n + 0.5) / N for n in range(N)]
NORMALS = [NormalDist().inv_cdf(p) for p in LEVELS]


def integrated(law: DurationLaw) -> tuple[float, float]:
    hours = [law.quantile(p, z) for p, z in zip(LEVELS, NORMALS, strict=True)]
    mean = sum(hours) / N
    return mean, sqrt(sum((h - mean) ** 2 for h in hours) / N)


def tenths(low: int, high: int) -> st.SearchStrategy[Decimal]:
    return st.integers(low, high).map(lambda n: Decimal(n) / 10)


@given(st.sampled_from(LawKind), tenths(1, 40), tenths(0, 6), tenths(0, 20))
@settings(max_examples=60)
def test_mean_and_spread_are_those_of_what_is_drawn(kind: LawKind, first: Decimal, step: Decimal, third: Decimal) -> None:
    law = {
        LawKind.FIXED: DurationLaw(kind, first),
        LawKind.TRIANGULAR: DurationLaw(kind, first, first + step, first + step + third),
        LawKind.LOGNORMAL: DurationLaw(kind, first, step / 10, third),
        LawKind.NORMAL: DurationLaw(kind, first + 5, step / 5),
        LawKind.UNIFORM: DurationLaw(kind, first, first + step),
    }[kind]
    mean, sd = integrated(law)
    assert mean_h(law) == pytest.approx(mean, rel=2e-3)
    assert sd_h(law) == pytest.approx(sd, rel=2e-2, abs=2e-3)
