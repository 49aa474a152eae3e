"""`backtest --db`: what the forecast would have said along a site's own journal, against what came."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from console.cli.codes import Exit
from console.cli.opened import Reading, reading, zone_of
from console.cli.status import now_of
from console.service.past import one_by_one
from console.store.replay import past_of
from console.view.card_listing import card_json, card_text

if TYPE_CHECKING:
    from console.forecast.backtest.site import Made, Walked
    from console.forecast.backtest.site_figures import Figures

EVERY = 50
"""After how many forecasts the progress is told."""
BEGINNING = datetime(1970, 1, 1, tzinfo=UTC)


def backtest_site(asked: argparse.Namespace) -> int:
    """Walk the journal of `asked.db` in the order in which its entries came, and print what the forecast would have been worth."""
    from console.forecast.backtest.site import walk
    from console.forecast.backtest.site_figures import card_of_walk, figures_of

    with reading(asked.db) as opened:
        now = now_of(opened.site.class_.plays, opened.floor)
        held = ((happened.at, happened.floor) for happened in one_by_one(past_of(opened.site, BEGINNING)))
        walked = _told(walk(held, ZoneInfo, now), opened)
    card, figures = card_of_walk(walked), figures_of(walked)
    if asked.json:
        print(json.dumps({**figures_json(figures), **card_json(card)}, indent=1, ensure_ascii=False))
    else:
        print(figures_text(figures), "", card_text(card, now, zone_of(opened.floor)), sep="\n")
    return Exit.WELL


def _told(walking: Iterator[Made | Walked], opened: Reading) -> Walked:
    """The end of the walk; on the way its progress goes to standard error."""
    from console.forecast.backtest.site import Walked

    for made, one in enumerate(walking, 1):
        if isinstance(one, Walked):
            if made > EVERY:
                print(file=sys.stderr)
            return one
        if not made % EVERY:
            day = one.stood.made_at.astimezone(opened.zone)
            print(f"\r{made} forecasts, up to {day:%Y-%m-%d} …", end="", file=sys.stderr, flush=True)
    raise AssertionError("a walk ends with itself")


def figures_json(figures: Figures) -> dict[str, Any]:
    """The figures in the words of `backtest --json`: days and shares; None of no prediction."""
    names = ("mae_days", "coverage80", "width80_days", "crps_days", "pinball90_days")
    return {
        **{name: None if (value := getattr(figures, name)) is None else round(value, 4) for name in names},
        "n_predictions": figures.n_predictions,
        "n_cases_learned": figures.n_cases_learned,
        "n_cases_scored": figures.n_cases_scored,
        "baselines": {name: round(value, 4) for name, value in figures.baselines.items()},
        "baselines_coverage80": {name: round(value, 4) for name, value in figures.covered.items()},
    }


def figures_text(figures: Figures) -> str:
    """The figures for people; without a prediction it says so."""
    if figures.mae_days is None:
        return "Not enough data, n = 0: no forecast made along this journal has come due on a released batch."
    others = "; ".join(f"{name} {24 * value:.1f} h" for name, value in sorted(figures.baselines.items(), key=lambda each: each[1]))
    return (
        f"{figures.n_predictions} forecasts of {figures.n_cases_scored} released batches, made along the journal without looking "
        f"ahead: errs by {24 * figures.mae_days:.1f} h, the 80 % interval held {100 * (figures.coverage80 or 0):.0f} %.\n"
        f"Instead of it, each forecast counting the same: {others}."
    )
