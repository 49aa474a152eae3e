"""The report card made: judged cases gathered into calibration, scores by group, the last misses, and one plain sentence."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime

import numpy as np

from console.forecast.counted import Counted, chance
from console.forecast.judged import MARKS_H, Case, Outcome, Stood, cases_of, decided
from console.forecast.report_card import BACKTEST, ENOUGH, KEPT, Calibration, Chance, Drift, Miss, ReportCard, Score

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
    walked: str = "",
) -> ReportCard:
    """The report card of these forecasts as of now: `stood` may hold any forecasts among which those to be judged are.

    `walked` names what was walked where they are a backtest's ("journal"); without it they are such as were kept.
    """
    cases = cases_of(stood, known, now)
    counted = decided(cases)
    columns = Counted.of(counted, now)
    at_step = [n for n, case in enumerate(counted) if case.at_step]
    steps = columns.only(at_step)
    overall, calibration = steps.score("all") if at_step else None, steps.calibration()
    released = {case.stood.batch for case in counted if case.came is not None}
    return ReportCard(
        made_at=now,
        batches=len(released),
        forecasts=len(counted),
        verdict=verdict(len(released), overall, calibration, walked, steps),
        calibration=calibration,
        overall=overall,
        by_product=_by_product(counted, columns, at_step),
        by_step=_by_step(counted, columns, at_step),
        by_horizon=_by_horizon(counted, columns),
        misses=_misses(counted[n] for n in at_step),
        drifts=tuple(drifts),
        model=model,
        never=len({case.stood.batch for case in cases if case.outcome.never}),
        overdue=len({case.stood.batch for case in counted} - released),
        chances=_chances([case for case in cases if case.at_step]),
        source=BACKTEST if walked else KEPT,
    )


def _groups(cases: Sequence[Case], places: Sequence[int], key: Callable[[Case], str]) -> dict[str, list[int]]:
    found: dict[str, list[int]] = {}
    for place in places:
        found.setdefault(key(cases[place]), []).append(place)
    return found


def _by_product(cases: Sequence[Case], columns: Counted, at_step: Sequence[int]) -> tuple[Score, ...]:
    groups = _groups(cases, at_step, lambda case: case.stood.product or case.outcome.product or "no product")
    return tuple(columns.only(groups[name]).score(name) for name in sorted(groups))


def _by_step(cases: Sequence[Case], columns: Counted, at_step: Sequence[int]) -> tuple[Score, ...]:
    """By the step that had begun, those with the most time left first."""
    groups = _groups(cases, at_step, _step_title)
    left = {name: float(np.mean(columns.quantiles[places, 2])) for name, places in groups.items()}
    return tuple(columns.only(groups[name]).score(name) for name in sorted(groups, key=lambda name: (-left[name], name)))


def _step_title(case: Case) -> str:
    step = case.stood.step
    return "not noted" if step is None else "before the first step" if not step else case.outcome.titles.get(step, step)


def _by_horizon(cases: Sequence[Case], columns: Counted) -> tuple[Score, ...]:
    there = _groups(cases, [n for n, case in enumerate(cases) if case.mark_h is not None], lambda c: horizon_words(c.mark_h or 0.0))
    named = [horizon_words(mark) for mark in (float("inf"), *MARKS_H)]
    return tuple(columns.only(there[name]).score(name) for name in named if name in there)


def _chances(cases: Sequence[Case]) -> tuple[Chance, ...]:
    """The stated chances of no release and of keeping the promise against what happened; what is still open waits."""
    ended = [(c.stood.batch, c.stood.p_never, c.outcome.never) for c in cases if c.outcome.never or c.came is not None]
    promised = [
        (c.stood.batch, c.stood.p_keep, c.outcome.kept) for c in cases if c.stood.p_keep is not None and c.outcome.kept is not None
    ]
    told = (("never released", ended), ("promise kept", promised))
    return tuple(chance(what, those) for what, those in told if those)


def horizon_words(mark_h: float) -> str:
    """A mark of stated time left in words."""
    if mark_h == float("inf"):
        return f"over {_span(max(MARKS_H))} left"
    lower = max((mark for mark in MARKS_H if mark < mark_h), default=0.0)
    return f"{_span(lower)} to {_span(mark_h)} left" if lower else f"under {_span(mark_h)} left"


def _span(hours: float) -> str:
    return f"{hours / 24:.0f} d" if hours >= 48 else f"{hours:.0f} h"


def _misses(cases: Iterable[Case]) -> tuple[Miss, ...]:
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


def verdict(released: int, overall: Score | None, calibration: Sequence[Calibration], walked: str, steps: Counted) -> str:
    """One plain sentence: whether to trust the forecast, and on what ground; its errors are those of the middle batch."""
    where = f" by backtest of the {walked}" if walked else ""
    if overall is None or released < ENOUGH:
        return f"Unproven: {_counted(released)} judged{where}, {ENOUGH} needed."
    held = f"the 80 % interval held {100 * overall.cover80:.0f} % of {_counted(overall.n)}{where}"
    share = f"({100 * overall.cover_low:.0f}–{100 * overall.cover_high:.0f} %)"
    return f"{_word(overall, calibration, steps.nearer())}: {held} {share}; {_errors(steps.typical())}."


def _word(overall: Score, calibration: Sequence[Calibration], nearer: str) -> str:
    if overall.cover_high < STATED:
        return "Too narrow"
    if overall.cover_low > STATED:
        return "Too wide"
    middle = next((each for each in calibration if each.stated == 0.5), None)
    if middle is not None and middle.high < 0.5:
        return "Too early"
    if middle is not None and middle.low > 0.5:
        return "Too late"
    if nearer:
        return f"Honest, but the {nearer} is nearer"
    return "Trustworthy" if abs(overall.cover80 - STATED) <= NEAR else "Not settled"


def _errors(typical: Mapping[str, float]) -> str:
    said = f"the median error is {typical['']:.1f} h"
    others = {name: hours for name, hours in typical.items() if name}
    if not others:
        return said
    best = min(others, key=lambda name: others[name])
    return f"{said}, the {best}'s {others[best]:.1f} h"


def _counted(n: int) -> str:
    return f"{n} release" if n == 1 else f"{n} releases"
