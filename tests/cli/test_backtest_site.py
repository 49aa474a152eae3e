"""`backtest --db`: how a site learns on its first day whether the forecast suits it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from console.cli.codes import Exit
from console.exchange.workbook import write_csv
from tests.cli import test_sites
from tests.cli.test_report_card import WORDS
from tests.cli.test_sites import SECRET, _supervisor, _typed
from tests.exchange.test_history import ZONE, sample

FIGURES = {
    "mae_days", "coverage80", "width80_days", "crps_days", "pinball90_days", "n_predictions", "n_cases_learned", "n_cases_scored",
    "baselines", "baseline_coverage80",
}  # fmt: skip
INSTEAD = {"plan_date", "recipe_nominal", "recent_median", "mean", "median_by_activity", "median_by_activity_100"}

site = test_sites.site


def test_a_site_that_has_lived_nothing_says_that_there_is_not_enough(site: Path, verb) -> None:
    code, out, _ = verb("backtest", "--db", site)
    assert code == Exit.REFUSED and "not enough data, n = 0" in out
    told = json.loads(verb("backtest", "--db", site, "--json")[1])
    assert told["mae_days"] is None and "not enough data" in told["reason"]
    assert told["imported"] is None and told["overall"] is None and told["batches"] == 0


@pytest.fixture
def board(tmp_path: Path) -> Path:
    """The first four patients of the sample workbook."""
    rows = [row for row in sample("whiteboard.xlsx").rows if row.batch in ("B-0401", "B-0402", "B-0403", "B-0404")]
    (tmp_path / "board.csv").write_bytes(write_csv(rows, ZONE))
    return tmp_path / "board.csv"


def test_on_its_first_day_a_site_is_judged_by_the_workbook_it_took_in(
    site: Path, board: Path, verb, monkeypatch: pytest.MonkeyPatch
) -> None:
    user = _supervisor(site)
    _typed(monkeypatch, SECRET, "the supervisor chooses")
    assert verb("password", user, "--db", site, "--admin", "first.admin")[0] == Exit.WELL
    _typed(monkeypatch, "the supervisor chooses")
    assert verb("import", board, "--db", site, "--user", user)[0] == Exit.WELL
    code, out, said = verb("backtest", "--db", site, "--json")
    told = json.loads(out)
    assert code == Exit.WELL and set(told) == FIGURES | WORDS | {"imported", "reason"}
    assert told["n_predictions"] == 0, "what is reported was not lived here"
    walk = told["imported"]
    assert set(walk) == FIGURES | WORDS and walk["source"] == "backtest"
    assert walk["batches"] == walk["n_cases_scored"] == 3, "of the last the P90 lies after the last row: not due"
    assert walk["verdict"] == "Unproven: 3 releases judged by backtest of the imported history, 20 needed."
    assert set(walk["baselines"]) == INSTEAD and walk["n_predictions"] >= 40
    assert walk["mae_days"] < 0.5 and 0.0 < walk["coverage80"] <= 1.0
    assert walk["by_step"] and " forecasts, up to " in said
