"""`report-card`: how far the forecast can be trusted, for people and for programs."""

from __future__ import annotations

import json
from datetime import datetime, timedelta
from pathlib import Path

from console.cli.codes import Exit
from tests.cli.conftest import AT

WORDS = {
    "source", "at", "verdict", "proven", "batches", "forecasts", "never_released", "overdue", "model", "calibration", "overall",
    "by_product", "by_step", "by_horizon", "chances", "misses", "drifts",
}  # fmt: skip
SCORE_WORDS = {
    "group", "n", "forecasts", "coverage80", "coverage80_low", "coverage80_high", "crps_h", "pinball90_h", "mae_h", "width80_h",
    "baselines",
}  # fmt: skip


def test_a_young_demo_is_unproven_and_says_with_how_many(demo: Path, verb) -> None:
    code, out, _ = verb("report-card", "--db", demo, "--json")
    card = json.loads(out)
    assert code == Exit.WELL and set(card) == WORDS
    assert card["verdict"].startswith("Unproven: ") and not card["proven"] and card["source"] == "kept"
    assert 0 < card["batches"] < 20
    for score in (card["overall"], *card["by_product"], *card["by_step"], *card["by_horizon"]):
        assert set(score) == SCORE_WORDS and score["n"] <= score["forecasts"]
        assert set(score["baselines"]) == {"plan date", "recipe nominal", "recent median"}
        assert 0 <= score["coverage80_low"] <= score["coverage80"] <= score["coverage80_high"] <= 1
    assert [point["stated"] for point in card["calibration"]] == [0.1, 0.25, 0.5, 0.75, 0.9]
    assert datetime.fromisoformat(card["at"]) <= AT


def test_people_read_the_verdict_first_and_no_figure_of_too_few(demo: Path, verb) -> None:
    code, out, _ = verb("report-card", "--db", demo)
    first, *rest = out.splitlines()
    assert code == Exit.WELL and first.startswith("Unproven: ") and first.endswith("20 needed.")
    assert any("not enough data, n = " in line for line in rest)


def test_an_earlier_card_knows_nothing_of_what_came_later(demo: Path, verb) -> None:
    _, out, _ = verb("report-card", "--db", demo, "--json", "--at", (AT - timedelta(days=2)).isoformat())
    _, later, _ = verb("report-card", "--db", demo, "--json")
    then, now = json.loads(out), json.loads(later)
    assert then["batches"] <= now["batches"] and then["forecasts"] <= now["forecasts"]
    assert all(datetime.fromisoformat(miss["came"]) <= AT - timedelta(days=2) for miss in then["misses"])
    _, out, _ = verb("report-card", "--db", demo, "--json", "--since", AT.isoformat())
    assert json.loads(out)["batches"] == 0 and json.loads(out)["overall"] is None


def test_a_folder_that_is_no_site_says_so(tmp_path: Path, verb) -> None:
    code, _, said = verb("report-card", "--db", tmp_path / "nowhere")
    assert code == Exit.TROUBLE and "holds no site" in said
