"""The report card made: judged cases gathered into calibration, scores by group, the last misses, and one plain sentence.

Forecasts of one batch are not independent cases. Every share and mean is therefore first taken over each batch's own cases and
then over batches, and the binomial interval counts batches: where a batch's cases differ it is wider than need be, never narrower.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime

import numpy as np
from numpy.typing import NDArray

from console.forecast.judged import HOUR, LEVELS, MARKS_H, Case, Outcome, Stood, cases_of, decided, hours_of
from console.forecast.report_card import (
    BACKTEST,
    ENOUGH,
    KEPT,
    Calibration,
    Chance,
    Drift,
    Miss,
    ReportCard,
    Score,
)
from console.forecast.scores import Floats, brier, covered, crps_of_quantiles, pinball, wilson

PLAN, NOMINAL, RECENT = "plan date", "recipe nominal", "recent median"
STATED = 0.80
"""The chance that P10 to P90 states."""
NEAR = 0.10
"""A coverage within this of what was stated is near enough, where the binomial interval allows it."""
LAST_MISSES = 12


def report_card(
    stood: Iterable[Stood],
    known: Mapping[str, Outcome],
    now: datetime,
    drifts: Sequence[Drift] = (),
    model: str = "",
    source: str = KEPT,
) -> ReportCard:
    """The report card of these forecasts as of now: `stood` may hold any forecasts among which those to be judged are."""
    cases = cases_of(stood, known, now)
    counted = decided(cases)
    steps = [case for case in counted if case.at_step]
    overall = score("all", steps, now) if steps else None
    released = {case.stood.batch for case in counted if case.came is not None}
    calibration = calibrated(steps, now)
    return ReportCard(
        made_at=now,
        batches=len(released),
        forecasts=len(counted),
        verdict=verdict(len(released), overall, calibration, source),
        calibration=calibration,
        overall=overall,
        by_product=_groups(steps, lambda c: c.stood.product or c.outcome.product or "no product", now),
        by_step=_by_step(steps, now),
        by_horizon=_by_horizon(counted, now),
        misses=_misses(steps),
        drifts=tuple(drifts),
        model=model,
        never=len({case.stood.batch for case in cases if case.outcome.never}),
        overdue=len({case.stood.batch for case in counted} - released),
        chances=_chances([case for case in cases if case.at_step]),
        source=source,
    )


# ------------------------------------------------------------------------------------------------------------- the figures


def score(group: str, cases: Sequence[Case], now: datetime) -> Score:
    """How good these forecasts were; hours. Raises ValueError where there is none to be scored."""
    if not cases:
        raise ValueError("no forecast to be scored")
    quantiles, came = hours_of(cases, now)
    weights = _weights(cases)
    n = len({case.stood.batch for case in cases})
    cover = _share(weights, covered(quantiles[:, 0], quantiles[:, -1], came))
    low, high = wilson(cover * n, n)
    return Score(
        group=group,
        n=n,
        forecasts=len(cases),
        cover80=cover,
        cover_low=low,
        cover_high=high,
        crps=float(weights @ crps_of_quantiles(LEVELS, quantiles, came)),
        pinball90=float(weights @ pinball(LEVELS[-1], quantiles[:, -1], came)),
        error=float(weights @ np.abs(quantiles[:, 2] - came)),
        width80=float(weights @ (quantiles[:, -1] - quantiles[:, 0])),
        baselines=_baselines(cases, came),
    )


def _weights(cases: Sequence[Case]) -> Floats:
    """The weight of each case: every batch counts the same, whatever the number of its cases; they sum to one."""
    names, place, counts = np.unique([case.stood.batch for case in cases], return_inverse=True, return_counts=True)
    return np.asarray(1.0 / (len(names) * counts[place]))


def _share(weights: Floats, happened: NDArray[np.bool_]) -> float:
    """A weighted share; sums of parts that do not come out even are kept from passing 1."""
    return round(float(weights @ happened), 12)


def _baselines(cases: Sequence[Case], came: Floats) -> dict[str, float]:
    """The mean absolute errors of what one would have used instead, on the cases that noted it.

    Where nothing like it had been released yet, or nothing was planned, one would have used the recipe's typical times; and
    nobody expects a release that has not come to lie in the past.
    """
    noted = [n for n, case in enumerate(cases) if case.stood.nominal_at is not None]
    if not noted:
        return {}
    weights = _weights([cases[n] for n in noted])
    ways: dict[str, Callable[[Stood], datetime | None]] = {
        PLAN: lambda s: s.plan_at or s.nominal_at,
        NOMINAL: lambda s: s.nominal_at,
        RECENT: lambda s: s.recent_at or s.nominal_at,
    }
    found = {}
    for name, way in ways.items():
        said = [max(0.0, (at - stood.made_at) / HOUR) for n in noted if (at := way(stood := cases[n].stood)) is not None]
        found[name] = float(weights @ np.abs(np.array(said) - came[noted]))
    return found


def calibrated(cases: Sequence[Case], now: datetime) -> tuple[Calibration, ...]:
    """For each stated chance the share that came by then, with the interval of that share over batches (Wilson 1927)."""
    if not cases:
        return ()
    quantiles, came = hours_of(cases, now)
    weights = _weights(cases)
    n = len({case.stood.batch for case in cases})
    overdue = np.array([case.came is None for case in cases], bool)
    found = []
    for place, level in enumerate(LEVELS):
        share = _share(weights, (came <= quantiles[:, place]) & ~overdue)
        found.append(Calibration(level, share, *wilson(share * n, n), n))
    return tuple(found)


def _chances(cases: Sequence[Case]) -> tuple[Chance, ...]:
    """The stated chances of no release and of keeping the promise against what happened; what is still open waits."""
    found = []
    ended = [c for c in cases if c.outcome.never or c.came is not None]
    if ended:
        found.append(_chance("never released", ended, [c.stood.p_never for c in ended], [c.outcome.never for c in ended]))
    promised = [(c, c.stood.p_keep, c.outcome.kept) for c in cases if c.stood.p_keep is not None and c.outcome.kept is not None]
    if promised:
        kept = [bool(k) for _, _, k in promised]
        found.append(_chance("promise kept", [c for c, _, _ in promised], [p or 0.0 for _, p, _ in promised], kept))
    return tuple(found)


def _chance(what: str, cases: Sequence[Case], stated: Sequence[float], happened: Sequence[bool]) -> Chance:
    weights, n = _weights(cases), len({case.stood.batch for case in cases})
    share = _share(weights, np.array(happened, bool))
    low, high = wilson(share * n, n)
    plain = float(weights @ brier(np.full(len(cases), share), happened))
    return Chance(what, float(weights @ np.array(stated)), share, low, high, float(weights @ brier(stated, happened)), plain, n)


# -------------------------------------------------------------------------------------------------------------- the groups


def _groups(cases: Sequence[Case], key: Callable[[Case], str], now: datetime) -> tuple[Score, ...]:
    names = dict.fromkeys(map(key, cases))
    return tuple(score(name, [case for case in cases if key(case) == name], now) for name in sorted(names))


def _by_step(cases: Sequence[Case], now: datetime) -> tuple[Score, ...]:
    """By the step that had begun, those with the most time left first."""
    found = _groups(cases, _step_title, now)
    left = {name.group: np.mean([c.stood.left_h for c in cases if _step_title(c) == name.group]) for name in found}
    return tuple(sorted(found, key=lambda each: -left[each.group]))


def _step_title(case: Case) -> str:
    step = case.stood.step
    return "not noted" if step is None else "before the first step" if not step else case.outcome.titles.get(step, step)


def _by_horizon(cases: Sequence[Case], now: datetime) -> tuple[Score, ...]:
    found = []
    for mark in (float("inf"), *MARKS_H):
        there = [case for case in cases if case.mark_h == mark]
        if there:
            found.append(score(horizon_words(mark), there, now))
    return tuple(found)


def horizon_words(mark_h: float) -> str:
    """A mark of stated time left in words."""
    if mark_h == float("inf"):
        return f"over {_span(max(MARKS_H))} left"
    lower = max((mark for mark in MARKS_H if mark < mark_h), default=0.0)
    return f"{_span(lower)} to {_span(mark_h)} left" if lower else f"under {_span(mark_h)} left"


def _span(hours: float) -> str:
    return f"{hours / 24:.0f} d" if hours >= 48 else f"{hours:.0f} h"


def _misses(cases: Sequence[Case]) -> tuple[Miss, ...]:
    """The last releases outside the interval that was stated: of each batch the forecast that missed it by most, latest first."""
    worst: dict[str, Miss] = {}
    for case in cases:
        stood, came = case.stood, case.came
        if came is None or stood.release[0] <= came <= stood.release[-1]:
            continue
        outside = came - stood.release[-1] if came > stood.release[-1] else stood.release[0] - came
        product = stood.product or case.outcome.product
        miss = Miss(stood.batch, product, stood.made_at, stood.release[0], stood.release[2], stood.release[-1], came, outside)
        if stood.batch not in worst or outside > worst[stood.batch].outside:
            worst[stood.batch] = miss
    return tuple(sorted(worst.values(), key=lambda miss: (miss.came, miss.batch), reverse=True)[:LAST_MISSES])


# ------------------------------------------------------------------------------------------------------------- the verdict


def verdict(released: int, overall: Score | None, calibration: Sequence[Calibration], source: str = KEPT) -> str:
    """One plain sentence: whether to trust the forecast, and on what ground."""
    where = " by backtest of the journal" if source == BACKTEST else ""
    if overall is None or released < ENOUGH:
        return f"Unproven: {_counted(released)} judged{where}, {ENOUGH} needed."
    held = f"the 80 % interval held {100 * overall.cover80:.0f} % of {_counted(overall.n)}{where}"
    share = f"({100 * overall.cover_low:.0f}–{100 * overall.cover_high:.0f} %)"
    return f"{_word(overall, calibration)}: {held} {share}; {_errors(overall)}."


def _word(overall: Score, calibration: Sequence[Calibration]) -> str:
    if overall.cover_high < STATED:
        return "Too narrow"
    if overall.cover_low > STATED:
        return "Too wide"
    middle = next((each for each in calibration if each.stated == 0.5), None)
    if middle is not None and middle.high < 0.5:
        return "Too early"
    if middle is not None and middle.low > 0.5:
        return "Too late"
    if overall.baselines and overall.error > min(overall.baselines.values()):
        return "Honest, but no nearer than what one would use instead"
    return "Trustworthy" if abs(overall.cover80 - STATED) <= NEAR else "Not settled"


def _errors(overall: Score) -> str:
    said = f"errs by {overall.error:.1f} h"
    if not overall.baselines:
        return said
    best = min(overall.baselines, key=lambda name: overall.baselines[name])
    return f"{said}, the {best} by {overall.baselines[best]:.1f} h"


def _counted(n: int) -> str:
    return f"{n} release" if n == 1 else f"{n} releases"
