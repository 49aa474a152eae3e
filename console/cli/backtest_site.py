"""`backtest --db`: what the forecast would have said along a site's own journal and imported history, against what came."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterable
from datetime import datetime
from typing import TYPE_CHECKING, Any, NamedTuple
from zoneinfo import ZoneInfo

from console.cli.codes import Exit
from console.cli.opened import Reading, reading
from console.cli.status import now_of
from console.domain.floor import Floor
from console.service.cards import BEGINNING
from console.service.past import one_by_one
from console.store.replay import past_of
from console.view.card_listing import card_json, card_text

if TYPE_CHECKING:
    from console.forecast.backtest.site_figures import Figures
    from console.forecast.report_card import ReportCard

EVERY = 50
"""After how many forecasts the progress is told."""
REASON = "no forecast made along it has come due on a released batch: not enough data, n = 0"


class Judged(NamedTuple):
    """What one walk was worth."""

    figures: Figures
    card: ReportCard


def backtest_site(asked: argparse.Namespace) -> int:
    """Walk the site `asked.db` as it was lived, and its imported history as if it had been; print what the forecast was worth."""
    from console.forecast.backtest.imported import relived
    from console.forecast.backtest.site_figures import IMPORTED, JOURNAL

    with reading(asked.db) as opened:
        now = now_of(opened.site.class_.plays, opened.floor)
        held = ((happened.at, happened.floor) for happened in one_by_one(past_of(opened.site, BEGINNING)))
        own = _walked(held, opened.zone, now, JOURNAL)
        imported = _walked(relived(opened.floor), opened.zone, None, IMPORTED)
    told = Told(own, imported, opened, now)
    print(json.dumps(told.plain(), indent=1, ensure_ascii=False) if asked.json else told.text())
    return Exit.WELL if own.figures.n_predictions or imported.figures.n_predictions else Exit.REFUSED


class Told(NamedTuple):
    """Both walks, to be printed."""

    own: Judged
    imported: Judged
    opened: Reading
    now: datetime

    def plain(self) -> dict[str, Any]:
        """For programs: the journal's figures and report card, and under `imported` those of the imported history, if any."""
        has = self.imported.figures.n_predictions
        return {**_plain(self.own), "imported": _plain(self.imported) if has else None}

    def text(self) -> str:
        """For people: what was lived here first, then what a workbook tells."""
        parts = [self._part("This site's own journal", self.own)]
        if self.imported.figures.n_predictions:
            parts.append(self._part("Imported history, as reported (as good as its rows)", self.imported))
        return "\n\n\n".join(parts)

    def _part(self, title: str, judged: Judged) -> str:
        lines = [title, "═" * len(title), figures_text(judged.figures)]
        if judged.figures.n_predictions:
            lines += ["", card_text(judged.card, self.now, self.opened.zone)]
        return "\n".join(lines)


def _walked(held: Iterable[tuple[datetime, Floor]], zone: ZoneInfo, until: datetime | None, what: str) -> Judged:
    """The walk to its end; its progress goes to standard error."""
    from console.forecast.backtest.site import Walked, walk
    from console.forecast.backtest.site_figures import card_of_walk, figures_of

    for made, one in enumerate(walk(held, ZoneInfo, until), 1):
        if isinstance(one, Walked):
            if made > EVERY:
                print(file=sys.stderr)
            return Judged(figures_of(one), card_of_walk(one, what))
        if not made % EVERY:
            day = one.stood.made_at.astimezone(zone)
            print(f"\r{made} forecasts, up to {day:%Y-%m-%d} …", end="", file=sys.stderr, flush=True)
    raise AssertionError("a walk ends with itself")


def _plain(judged: Judged) -> dict[str, Any]:
    return {**figures_json(judged.figures), **card_json(judged.card)}


def figures_json(figures: Figures) -> dict[str, Any]:
    """The figures in the words of `backtest --json`: days and shares; None, and the reason, where there is no prediction."""
    names = ("mae_days", "coverage80", "width80_days", "crps_days", "pinball90_days")
    told: dict[str, Any] = {
        **{name: None if (value := getattr(figures, name)) is None else round(value, 4) for name in names},
        "n_predictions": figures.n_predictions,
        "n_cases_learned": figures.n_cases_learned,
        "n_cases_scored": figures.n_cases_scored,
        "baselines": {_key(name): round(value, 4) for name, value in figures.baselines.items()},
        "baseline_coverage80": {_key(name): round(value, 4) for name, value in figures.covered.items()},
    }
    return told if figures.n_predictions else {**told, "reason": REASON}


def _key(name: str) -> str:
    return name.replace(" ", "_")


def figures_text(figures: Figures) -> str:
    """The figures for people; without a prediction it says so."""
    if figures.mae_days is None:
        return f"{REASON.capitalize()}."
    others = sorted(figures.baselines.items(), key=lambda each: each[1])
    instead = "; ".join(f"{name.replace('_', ' ')} {24 * value:.1f} h" for name, value in others)
    return (
        f"{figures.n_predictions} forecasts of {figures.n_cases_scored} released batches, made without looking ahead: "
        f"errs by {24 * figures.mae_days:.1f} h, the 80 % interval held {100 * (figures.coverage80 or 0):.0f} %.\n"
        f"Instead of it, each forecast counting the same: {instead}."
    )
