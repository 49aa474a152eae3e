"""The report card for the eye: every figure with its n, and few cases are never shown as a share."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from console.forecast.report_card import BACKTEST, ENOUGH, Calibration, ReportCard, Score
from console.view.charts import trust
from tests.ui.charts.invented import NOW, ZONE
from tests.ui.charts.told import card, points, score

EMPTY = ReportCard(NOW, 0, 0, "")


def test_few_cases_are_no_evidence_and_say_so() -> None:
    few, many = points(4)[0], points(42)[0]
    assert (trust.n_text(few), trust.n_text(many)) == ("n = 4, too few", "n = 42")
    assert trust.point_words(few) == "10 % chance stated: not enough data, n = 4."
    assert trust.point_words(many).startswith("10 % chance stated: 13 % came by then (95 % interval ")
    assert trust.point_words(many).endswith("n = 42 batches.")
    assert trust.too_few(points(4)) == "not enough data, n = 4"
    assert trust.too_few((few, many)) == trust.too_few(()) == ""


def test_an_unproven_forecast_is_called_so_until_enough_were_judged() -> None:
    assert trust.unproven(card(4)) == "unproven: 4 releases judged"
    assert trust.unproven(replace(card(45), source=BACKTEST)) == "unproven: 45 releases judged by backtest only"
    assert trust.unproven(card(1)) == "unproven: 1 release judged"
    assert trust.unproven(card(ENOUGH)) == trust.unproven(None) == ""
    assert trust.verdict(replace(card(4), verdict="")) == f"Unproven: 4 releases judged, {ENOUGH} are needed."
    assert trust.verdict(replace(card(42), verdict="")) == "Judged by 42 releases."


def test_the_headline_has_a_share_only_with_data_enough() -> None:
    assert trust.calibration_headline(card(42)) == "78 % fell inside P10–P90 (80 % stated) · n = 42 batches"
    assert trust.calibration_headline(card(4)) == "not enough data, n = 4"
    assert trust.calibration_headline(EMPTY) == "not enough data, n = 0"
    assert trust.calibration_headline(replace(card(4), calibration=points(3))) == "not enough data, n = 3"


def test_scores_stand_beside_every_baseline_and_small_groups_have_none() -> None:
    table = trust.score_table(card(42))
    assert all(len(row) == len(table.columns) for row in table.rows)
    rows = {(row[0], row[1]): dict(zip(table.columns, row, strict=True)) for row in table.rows}
    whole = rows["all", "all"]
    assert whole["n"] == "42" and whole["in 80 % interval"] == "78 % (71–84)"
    assert (whole["error h"], whole["recent median h"], whole["against the best"]) == ("6.2", "6.9", "11 % less")
    few = rows["product", "Lentiviral vector"]
    assert few["in 80 % interval"] == "not enough data" and few["error h"] == few["CRPS h"] == few["against the best"] == ""
    assert {row[0] for row in table.rows} == {"all", "product", "horizon", "step"}


def test_a_baseline_that_one_group_lacks_leaves_a_hole_and_no_lie() -> None:
    lacking = Score("x", 30, 40, 0.8, 0.7, 0.9, 3.0, 1.0, 5.0, 10.0, {"plan date": 4.0})
    table = trust.score_table(replace(card(42), by_product=(lacking,)))
    row = dict(zip(table.columns, next(row for row in table.rows if row[1] == "x"), strict=True))
    assert (row["plan date h"], row["recent median h"], row["against the best"]) == ("4.0", "", "25 % more")


@pytest.mark.parametrize(("error", "said"), [(5.0, "the same"), (4.0, "20 % less"), (6.0, "20 % more")])
def test_against_the_best_of_the_baselines(error: float, said: str) -> None:
    assert trust.against(replace(score("all", 42, 1.0), error=error, baselines={"a": 9.0, "b": 5.0})) == said
    assert trust.against(replace(score("all", 42, 1.0), baselines={})) == ""


def test_misses_are_the_newest_first_with_the_side_they_missed_on() -> None:
    whole = card(42)
    rows = trust.miss_rows(replace(whole, misses=whole.misses[::-1]), NOW, ZONE).rows
    assert [row[0] for row in rows] == [f"B-{400 - i:04d}" for i in range(7)]
    assert rows[0][1:4] == ("5 h after P90", "Sat 21 Nov 10:12", "Fri 20 Nov 12:12")
    early = replace(whole.misses[0], came=whole.misses[0].p10 - timedelta(hours=2), outside=timedelta(hours=2))
    assert trust.miss_text(early) == "2 h before P10"
    assert trust.miss_table(whole, ZONE).rows[0][-2:] == ("2026-11-21 10:12-05:00", "5.00")


def test_what_drifted_is_said_in_its_own_direction() -> None:
    rows = trust.drift_rows(card(42)).rows
    assert [row[:3] for row in rows] == [
        ("QC release panel", "31 h, was 26 h", "19 % longer"), ("Record review", "4.1 h, was 5.2 h", "21 % shorter"),
    ]  # fmt: skip
    assert trust.drift_table(card(42), ZONE).rows[1][-1] == "" and trust.drift_text(0.0, 3.0) == ""


def test_what_the_verdict_rests_on_is_named() -> None:
    said = trust.provenance(card(42), NOW, ZONE)
    assert said.startswith("1,722 forecasts of 42 released batches · 1 ended without release · model: learned as steps finish, ")
    assert said.endswith("from 42 finished batches · as of today 10:08")
    assert "1 overdue" in trust.provenance(replace(EMPTY, overdue=1), NOW, ZONE)
    assert "nobody saw them" in trust.provenance(replace(EMPTY, source=BACKTEST), NOW, ZONE)
    assert "model" not in trust.provenance(EMPTY, NOW, ZONE)


def test_a_stated_chance_stands_beside_how_often_it_came_true() -> None:
    said = trust.chance_words(card(42).chances[0])
    assert said == "keeping the promise: 84 % stated, 81 % came true (66–90), n = 42, Brier 0.118 against 0.154"
    assert trust.chance_words(card(4).chances[1]) == "no release: not enough data, n = 4"


def test_an_empty_card_has_empty_tables() -> None:
    assert trust.calibration_table(EMPTY).rows == trust.score_table(EMPTY).rows == trust.miss_table(EMPTY, ZONE).rows == ()
    marked = trust.calibration_table(replace(EMPTY, calibration=(Calibration(0.5, 0.25, 0.01, 0.8, 4),))).rows
    assert marked == (("50", "25.0", "1.0", "80.0", "4", "not enough data"),)
