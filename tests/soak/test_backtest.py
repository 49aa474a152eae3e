"""The backtest on the practice log and nine invented places; figures with seed and count go to docs/validation/backtest.json."""

from __future__ import annotations

import gzip
import json
import platform
import time
from dataclasses import asdict
from pathlib import Path

import pytest

from console.exchange.event_log import read_event_log
from console.forecast.backtest.event_log import LogEvent
from console.forecast.backtest.outcome import Backtest, backtest
from tests.forecast.backtest.invented import PLACES, events
from tests.forecast.backtest.test_baselines import SAMPLE

FIGURES = Path(__file__).parents[2] / "docs" / "validation" / "backtest.json"
SEED = 20_261_125

pytestmark = pytest.mark.timeout(7200)


def keep(name: str, log: tuple[LogEvent, ...], seed: int | None) -> Backtest:
    """Judge a log and put its figures in the place of its last ones."""
    began = time.process_time()
    found = backtest(log)
    assert isinstance(found, Backtest)
    kept = json.loads(FIGURES.read_text(encoding="utf-8")) if FIGURES.exists() else {}
    kept[name] = {
        **{word: round(value, 3) for word, value in asdict(found.figures).items()},
        "baselines": {word: round(days, 3) for word, days in found.baselines.items()},
        "baseline_coverage80": {word: round(share, 3) for word, share in found.baseline_coverage80.items()},
        "gain": round(found.gain, 3),
        "events": len(log),
        "n_predictions": found.n_predictions,
        "n_cases_learned": found.n_cases_learned,
        "n_cases_scored": found.n_cases_scored,
        "cpu_s": round(time.process_time() - began, 1),
        "seed": seed,
        "machine": f"{platform.system()} {platform.machine()}, Python {platform.python_version()}",
    }
    FIGURES.write_text(json.dumps(kept, indent=1, sort_keys=True) + "\n", encoding="utf-8")
    return found


def test_the_practice_log(tmp_path: Path) -> None:
    path = tmp_path / "practice.csv"
    path.write_bytes(gzip.decompress(SAMPLE.read_bytes()))
    found = keep("practice log", read_event_log(path).events, None)
    assert found.gain > 0.10
    assert 0.76 <= found.figures.coverage80 <= 0.84


@pytest.mark.parametrize("place", PLACES)
def test_an_invented_place(place: str) -> None:
    """Hardly worse than the best slip of paper even where a log is cut with cases open, and an interval that holds."""
    found = keep(place, events(PLACES[place](SEED)), SEED)
    assert found.gain > -0.08
    assert 0.70 <= found.figures.coverage80 <= 0.90
