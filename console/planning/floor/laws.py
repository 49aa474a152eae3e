"""What a duration law says of the mean and the spread of a step, in hours: closed forms, nothing drawn."""

from __future__ import annotations

from math import exp, expm1, sqrt

from console.domain.durations import DurationLaw, LawKind


def mean_h(law: DurationLaw) -> float:
    """The expected duration in hours; a normal law is cut at zero when drawn, which no stated law comes near."""
    a, b, c = float(law.a), float(law.b), float(law.c)
    if law.kind is LawKind.TRIANGULAR:
        return (a + b + c) / 3
    if law.kind is LawKind.LOGNORMAL:
        return a * exp(b * b / 2) + c
    if law.kind is LawKind.UNIFORM:
        return (a + b) / 2
    return a


def sd_h(law: DurationLaw) -> float:
    """The standard deviation in hours."""
    a, b, c = float(law.a), float(law.b), float(law.c)
    if law.kind is LawKind.TRIANGULAR:
        return sqrt(max(0.0, a * a + b * b + c * c - a * b - a * c - b * c) / 18)
    if law.kind is LawKind.LOGNORMAL:
        return a * exp(b * b / 2) * sqrt(expm1(b * b))
    if law.kind is LawKind.UNIFORM:
        return abs(b - a) / sqrt(12)
    return b if law.kind is LawKind.NORMAL else 0.0
