"""`backtest`: figures for people and programs, or a sentence and the code that says there are none."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from console.cli.codes import Exit
from tests.forecast.backtest.invented import EPOCH, events, few

WORDS = {
    "mae_days", "coverage80", "width80_days", "crps_days", "pinball90_days", "n_predictions", "n_cases_learned",
    "n_cases_scored", "baselines", "baseline_coverage80",
}  # fmt: skip
NAMES = {"mean", "median_by_activity", "median_by_activity_100"}


def log_file(tmp_path: Path, cases: int = 30) -> Path:
    path = tmp_path / "log.csv"
    rows = [
        f"{e.case},{e.activity},{e.resource},{(e.started or EPOCH).isoformat()},{e.at.isoformat()}"
        for e in events(few(cases=cases))
    ]
    path.write_text("\n".join(["case_id,activity,resource,start_timestamp,timestamp", *rows]), encoding="utf-8")
    return path


def test_programs_are_told_exactly_the_words_that_were_promised(tmp_path: Path, verb) -> None:
    code, out, err = verb("backtest", log_file(tmp_path), "--json")
    told = json.loads(out)
    assert (code, err) == (Exit.WELL, "")
    assert set(told) == WORDS
    assert set(told["baselines"]) == set(told["baseline_coverage80"]) == NAMES
    assert all(isinstance(told[word], float) for word in WORDS if word.endswith("_days"))
    assert (told["n_cases_learned"], told["n_cases_scored"]) == (18, 12)


def test_people_read_a_table_and_a_verdict(tmp_path: Path, verb) -> None:
    code, out, _ = verb("backtest", log_file(tmp_path))
    assert code == Exit.WELL
    assert "median by activity 100" in out
    assert out.strip().splitlines()[-1].startswith("Your log ")


@pytest.mark.parametrize("as_json", [False, True])
def test_too_few_cases_give_no_figures_and_say_why(tmp_path: Path, verb, as_json: bool) -> None:
    code, out, _ = verb("backtest", log_file(tmp_path, 4), *(["--json"] if as_json else []))
    says = "not enough data: n = 4 cases complete; 20 needed"
    assert code == Exit.REFUSED
    if as_json:
        told = json.loads(out)
        assert set(told) == WORDS | {"reason"}
        assert told["reason"] == says
        assert told["mae_days"] is None and told["coverage80"] is None and told["n_predictions"] == 0
    else:
        assert out.strip() == says.capitalize() + "."


def test_a_bad_row_is_named_and_nothing_is_judged(tmp_path: Path, verb) -> None:
    path = log_file(tmp_path)
    path.write_text(path.read_text(encoding="utf-8") + "\nF1,Step,p1,,soon\n", encoding="utf-8")
    line = len(path.read_text(encoding="utf-8").splitlines())
    code, out, err = verb("backtest", path, "--json")
    assert code == Exit.REFUSED
    assert f"line {line}: timestamp: 'soon'" in err
    assert json.loads(out)["errors"][0]["line"] == line


def test_a_file_that_is_not_there_is_a_sentence(tmp_path: Path, verb) -> None:
    code, out, err = verb("backtest", tmp_path / "none.csv")
    assert (code, out) == (Exit.TROUBLE, "")
    assert "none.csv" in err
