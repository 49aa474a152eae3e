"""The chance that a batch is released by a time since leukapheresis, where some still run and some are lost."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from math import ceil, log

import numpy as np

from console.view.charts.cases import Case
from console.view.charts.intervals import NAN, Z95, left_out, not_enough
from console.view.charts.tables import Table, number
from console.view.charts.words import Hours, frozen
from console.view.spoken import counted

ENOUGH = 8
"""Batches below which no curve is drawn."""
DAY_H, QUARTER_H = 24.0, 6.0
TREATED = (
    "Aalen–Johansen: lost batches compete, so they never count as released; running ones are censored at their age; "
    "band: 95 %, Greenwood-type variance, log(−log). Waiting: neither released nor lost at that age."
)


@dataclass(frozen=True, slots=True)
class Fate:
    """What became of one batch at an age in hours: released, lost, or still running there."""

    hours: float
    released: bool = False
    lost: bool = False


@dataclass(frozen=True, eq=False)
class Curve:
    """The chance of release by each time at which a batch was released or lost (a step curve), with its 95 % band.

    Arrays of one length; `lost` is the chance of being lost by then. Before the first time the chance is nought.
    """

    hours: Hours
    chance: Hours
    low: Hours
    high: Hours
    lost: Hours
    fates: tuple[Fate, ...]
    contradict: int = 0

    @property
    def n(self) -> int:
        """Batches behind the curve."""
        return len(self.fates)

    @property
    def enough(self) -> bool:
        """Whether there are batches enough, and a release among them."""
        return self.n >= ENOUGH and any(fate.released for fate in self.fates)

    @property
    def settled(self) -> bool:
        """Whether nothing runs any more."""
        return not any(_running(fate) for fate in self.fates)

    def at(self, hours: float) -> tuple[float, float, float]:
        """The chance of release by that age with its band; nought before the first, NaN past the last age anyone reached."""
        if not self.fates or (hours > max(fate.hours for fate in self.fates) and not self.settled):
            return NAN, NAN, NAN
        k = int(np.searchsorted(self.hours, hours, side="right")) - 1
        return (0.0, 0.0, 0.0) if k < 0 else (float(self.chance[k]), float(self.low[k]), float(self.high[k]))

    def waiting(self, hours: float) -> int:
        """Batches that had reached this age neither released nor lost before it (the number at risk of survival analysis)."""
        return sum(fate.hours >= hours for fate in self.fates)

    def quantile(self, chance: float) -> float:
        """The first age by which at least so many are released; NaN when the curve never gets there."""
        met = np.flatnonzero(self.chance >= chance - 1e-12)
        return float(self.hours[met[0]]) if len(met) else NAN

    def tally(self) -> tuple[int, int, int]:
        """How many were released, lost, and still run."""
        released, lost = sum(f.released for f in self.fates), sum(f.lost for f in self.fates)
        return released, lost, self.n - released - lost


def fates_of(cases: Sequence[Case], now: datetime) -> list[Fate]:
    """What became of each batch whose times hold; a release is a release even when the batch was lost later."""
    found = []
    for case in cases:
        if not case.sound or case.began_at > now:
            continue
        if case.released_at is not None:
            found.append(Fate(_hours(case.began_at, case.released_at), released=True))
        elif case.lost_as:
            found.append(Fate(_hours(case.began_at, case.lost_at or now), lost=True))
        else:
            found.append(Fate(_hours(case.began_at, now)))
    return found


def chance_of_release(cases: Sequence[Case], now: datetime) -> Curve:
    """The curve of one product as of now."""
    return curve(fates_of(cases, now), sum(not case.sound for case in cases))


def curve(fates: Sequence[Fate], contradict: int = 0) -> Curve:
    """Aalen–Johansen's estimate (Scand. J. Stat. 1978) of the chance of release before loss, running batches censored.

    The variance is the delta-method one of Marubini & Valsecchi (1995), which is Greenwood's where nothing is lost. At one age
    releases and losses come before those who only got so far.
    """
    ages = np.array([fate.hours for fate in fates], dtype=float)
    times = np.unique(ages[[not _running(fate) for fate in fates]]) if fates else ages
    released, lost = _counts(times, fates, "released"), _counts(times, fates, "lost")
    risk = len(ages) - np.searchsorted(np.sort(ages), times, side="left").astype(float)
    alive = np.cumprod(1.0 - (released + lost) / risk)
    before = np.concatenate([[1.0], alive[:-1]])[: len(times)]
    chance, gone = np.cumsum(before * released / risk), np.cumsum(before * lost / risk)
    deviation = np.sqrt(_variances(chance, before, released, lost, risk))
    younger = np.searchsorted(np.sort([fate.hours for fate in fates if _running(fate)]), times, side="left")
    known = [len(fates) - int(each) for each in younger]
    low, high = _band(chance, deviation, known)
    return Curve(frozen(times), frozen(chance), frozen(low), frozen(high), frozen(gone), tuple(fates), contradict)


def _counts(times: Hours, fates: Sequence[Fate], what: str) -> Hours:
    """How many were released (or lost) at each time."""
    mine = np.array([fate.hours for fate in fates if getattr(fate, what)], dtype=float)
    return np.bincount(np.searchsorted(times, mine), minlength=len(times)).astype(float)


def _variances(chance: Hours, before: Hours, released: Hours, lost: Hours, risk: Hours) -> Hours:
    """Of the chance at each time; the squares of the gaps to all times before are multiplied out, so that sums suffice."""
    d, left = released + lost, risk - released - lost
    hazard = np.divide(d, risk * left, out=np.zeros_like(d), where=left > 0)
    slope = before * released / risk**2
    own = np.cumsum(before**2 * released * (risk - released) / risk**3)
    squares = chance**2 * np.cumsum(hazard) - 2.0 * chance * np.cumsum(chance * hazard) + np.cumsum(chance**2 * hazard)
    crossed = chance * np.cumsum(slope) - np.cumsum(chance * slope)
    found: Hours = np.maximum(squares + own - 2.0 * crossed, 0.0)
    return found


def _band(chance: Hours, deviation: Hours, known: Sequence[int]) -> tuple[Hours, Hours]:
    """The 95 % band on the log(−log) scale, which keeps it inside 0..1 (Kalbfleisch & Prentice).

    Where all are released the variance is nought, and certainty it is not: there the exact lower limit for as many batches as
    are known at that age stands (Clopper & Pearson 1934).
    """
    low, high = chance.copy(), chance.copy()
    for k, (value, sd) in enumerate(zip(chance, deviation, strict=True)):
        if 0.0 < value < 1.0 - 1e-9 and sd > 0.0:
            width = Z95 * sd / (value * -log(value))
            low[k], high[k] = value ** np.exp(width), value ** np.exp(-width)
        elif value > 0.5:
            low[k] = 0.025 ** (1.0 / known[k])
    return low, high


def _hours(began: datetime, at: datetime) -> float:
    return (at - began) / timedelta(hours=1)


def _running(fate: Fate) -> bool:
    return not fate.released and not fate.lost


def span(curve_: Curve, promise_h: Sequence[float]) -> tuple[float, float]:
    """Where the axis begins and ends, in quarters of a day given in hours: all releases and the promise are in sight.

    What is lost before the first release lies at the left of it; the line of the lost begins at its height there.
    """
    far = [*(fate.hours for fate in curve_.fates if fate.released), *promise_h]
    if not far:
        return 0.0, 10 * DAY_H
    pad = max(6.0, 0.08 * (max(far) - min(far)))
    return max(0.0, (min(far) - pad) // QUARTER_H * QUARTER_H), ceil((max(far) + pad) / QUARTER_H) * QUARTER_H


def headline(curve_: Curve, began: str) -> str:
    """The chart in one line: median age at release, and what stands behind it."""
    released, lost, running = curve_.tally()
    behind = f"n = {curve_.n}: {released} released, {lost} lost, {running} running"
    left = left_out(curve_.contradict)
    if not curve_.enough:
        return f"{not_enough(curve_.n)} (a curve needs {ENOUGH}){left}"
    half = curve_.quantile(0.5)
    middle = f"half released by {half / DAY_H:.1f} d after {began}" if half == half else "fewer than half released"
    return f"{middle}; {behind}{left}"


def words(curve_: Curve, index: int) -> str:
    """One step of the curve in words."""
    value, low, high = (100 * each[index] for each in (curve_.chance, curve_.low, curve_.high))
    hours = float(curve_.hours[index])
    return (
        f"By {hours / DAY_H:.2f} d ({hours:.0f} h): {value:.0f} % released (95 % interval {low:.0f}–{high:.0f} %), "
        f"{100 * curve_.lost[index]:.0f} % lost; {counted(curve_.waiting(hours), 'batch', 'batches')} had waited so long."
    )


def table(curve_: Curve, began: str) -> Table:
    """Every step of the curve."""
    columns = (f"hours since {began}", "days", "released %", "low %", "high %", "lost %", "waiting", "n")
    rows = tuple(
        (
            number(float(h), 2), number(float(h) / DAY_H, 2), number(100 * float(curve_.chance[k])),
            number(100 * float(curve_.low[k])), number(100 * float(curve_.high[k])), number(100 * float(curve_.lost[k])),
            str(curve_.waiting(float(h))), str(curve_.n),
        )
        for k, h in enumerate(curve_.hours)
    )  # fmt: skip
    return Table("Chance of release by age", columns, rows, frozenset(range(8)))
