"""Whole demo sites backtested along their own journals; writes its figures, with seeds and counts, into site_backtest.json."""

from __future__ import annotations

import json
import platform
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from console.forecast.backtest.site import Walked, walk
from console.forecast.backtest.site_figures import card_of_walk, figures_of
from console.forecast.report_card import ReportCard
from console.forecast.scores import wilson
from console.service.library import shipped_facility, shipped_recipes
from console.simulation.history import history
from tests.forecast.truth import zones

FIGURES = Path(__file__).parents[2] / "docs" / "validation" / "site_backtest.json"
SEEDS = (7, 11)
DAYS = 84
END = datetime(2026, 11, 24, 12, tzinfo=UTC)

pytestmark = pytest.mark.timeout(7200)


def walked(seed: int) -> Walked:
    """The demo plant of this seed, its twelve weeks walked without look-ahead."""
    past = history(shipped_facility(), shipped_recipes(), zones, seed, END, DAYS)
    *_, last = walk(((happened.at, happened.floor) for happened in past), zones, END)
    assert isinstance(last, Walked)
    return last


def of_product(card: ReportCard) -> dict[str, Any]:
    """By product: batches, coverage, and the mean error beside those of what one would use instead (hours)."""
    return {
        score.group: {
            "n": score.n, "coverage80": round(score.cover80, 3), "mae_h": round(score.error, 2), "crps_h": round(score.crps, 2),
            "baselines_mae_h": {name: round(hours, 2) for name, hours in score.baselines.items()},
        }
        for score in card.by_product
    }  # fmt: skip


def test_twelve_weeks_of_a_site_that_began_with_its_recipes_alone():
    told: dict[str, Any] = {}
    inside = batches = 0.0
    for seed in SEEDS:
        site = walked(seed)
        card, figures = card_of_walk(site), figures_of(site)
        assert card.overall is not None
        inside, batches = inside + card.overall.cover80 * card.overall.n, batches + card.overall.n
        told[f"seed {seed}"] = {
            "verdict": card.verdict, "releases": card.batches, "forecasts": figures.n_predictions,
            "coverage80": round(card.overall.cover80, 3), "by_product": of_product(card),
        }  # fmt: skip
    low, high = wilson(inside, batches)
    machine = f"{platform.system()} {platform.machine()}, Python {platform.python_version()}"
    every = {"releases": int(batches), "coverage80": round(inside / batches, 3), "low": round(low, 3), "high": round(high, 3)}
    words = {"days": DAYS, "end": END.isoformat(), "machine": machine, "together": every, "sites": told}
    FIGURES.write_text(json.dumps(words, indent=1) + "\n", encoding="utf-8")
    print(f"\n{every}")
    assert low < 0.80 < high or 0.72 <= inside / batches <= 0.88
