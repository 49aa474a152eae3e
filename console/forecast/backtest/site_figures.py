"""A site's backtest in the figures of any log's (days, each prediction counting the same), and as a report card."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np

from console.forecast.backtest.activities import LATELY, MEAN, MEDIAN
from console.forecast.backtest.site import Made, Walked
from console.forecast.counted import INSTEAD, NOMINAL, Counted
from console.forecast.judged import LEVELS, Case, cases_of, decided
from console.forecast.marking import report_card
from console.forecast.report_card import ReportCard
from console.forecast.scores import Floats, covered, crps_of_quantiles, pinball

JOURNAL, IMPORTED = "journal", "imported history"
DAY_H = 24.0
FEW = 4
"""Past releases an average needs before its own 80 % interval is worth judging."""


@dataclass(frozen=True, slots=True)
class Figures:
    """The figures of a walk over released batches; days. `baselines` are mean absolute errors, `covered` shares of their 80 %.

    Where an average had seen nothing like it yet, the recipe's typical times stand in for it. None of no prediction.
    """

    mae_days: float | None = None
    coverage80: float | None = None
    width80_days: float | None = None
    crps_days: float | None = None
    pinball90_days: float | None = None
    n_predictions: int = 0
    n_cases_learned: int = 0
    n_cases_scored: int = 0
    baselines: Mapping[str, float] = field(default_factory=dict)
    covered: Mapping[str, float] = field(default_factory=dict)


def card_of_walk(walked: Walked, what: str = JOURNAL) -> ReportCard:
    """The report card of what would have been forecast along `what` was walked."""
    model = walked.made[-1].stood.model if walked.made else ""
    return report_card((made.stood for made in walked.made), walked.known, walked.until, model=model, walked=what)


def figures_of(walked: Walked) -> Figures:
    """The figures of every prediction whose release came, once its P90 has passed."""
    made_of = {(made.stood.batch, made.stood.made_at, made.stood.step): made for made in walked.made}
    cases = decided(cases_of((made.stood for made in walked.made), walked.known, walked.until))
    cases = [case for case in cases if case.came is not None and case.at_step]
    learned = sum(known.released is not None or known.never for known in walked.known.values())
    if not cases:
        return Figures(n_cases_learned=learned)
    columns = Counted.of(cases, walked.until)
    q, came = columns.quantiles, columns.came
    made = [made_of[case.stood.batch, case.stood.made_at, case.stood.step] for case in cases]
    return Figures(
        mae_days=_days(np.abs(q[:, 2] - came)),
        coverage80=float(covered(q[:, 0], q[:, -1], came).mean()),
        width80_days=_days(q[:, -1] - q[:, 0]),
        crps_days=_days(crps_of_quantiles(LEVELS, q, came)),
        pinball90_days=_days(pinball(LEVELS[-1], q[:, -1], came)),
        n_predictions=len(cases),
        n_cases_learned=learned,
        n_cases_scored=_batches(cases),
        baselines=_baselines(made, columns),
        covered=_covered(made, came),
    )


def _days(hours: Floats) -> float:
    return float(np.mean(hours)) / DAY_H


def _batches(cases: Sequence[Case]) -> int:
    return len({case.stood.batch for case in cases})


def _baselines(made: Sequence[Made], columns: Counted) -> dict[str, float]:
    nominal = columns.instead[:, INSTEAD.index(NOMINAL)]
    said = {name: columns.instead[:, place] for place, name in enumerate(INSTEAD)}
    for name in (MEAN, MEDIAN, LATELY):
        said[name] = np.array([each.usual.hours.get(name, float(typical)) for each, typical in zip(made, nominal, strict=True)])
    return {name: _days(np.abs(hours - columns.came)) for name, hours in said.items()}


def _covered(made: Sequence[Made], came: Floats) -> dict[str, float]:
    found = {}
    for name in (MEDIAN, LATELY):
        told = [n for n, each in enumerate(made) if each.usual.n >= FEW]
        if told:
            low, high = ([getattr(made[n].usual, side)[name] for n in told] for side in ("low", "high"))
            found[name] = float(covered(low, high, came[told]).mean())
    return found
