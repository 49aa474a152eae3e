"""What a programme is told in: every figure with its n and what it counts, and "not enough data" where that is the answer."""

from __future__ import annotations

import json
from dataclasses import replace
from math import isnan
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from console.view.charts.programme import Programme, ProgrammeState, programme_state
from console.view.charts.programme_listing import as_json, state_json, state_text
from console.view.charts.programme_words import chance_text, headline, lines, promise_hours, promise_text, row, table
from console.view.charts.tables import as_csv
from tests.view.charts.invented_programmes import state
from tests.view.charts.programmes import HOUR, NOW, START, batch, floor_of, months


def only(made: ProgrammeState, product: str = "AV-119") -> Programme:
    found = made.find(product)
    assert found is not None
    return found


def few(count: int) -> Programme:
    return only(programme_state(floor_of(*months(count)), None, NOW, ZoneInfo))


def said(programme: Programme, judged: int | None = 40) -> dict[str, str]:
    return {line.key: f"{line.title}: {line.value}; {line.note}" for line in lines(programme, judged)}


def test_the_promise_in_words() -> None:
    made = state()
    assert promise_text(only(made)) == "infusion within 7 calendar days of leukapheresis"
    assert promise_text(only(made, "HL-22")) == "infusion within 7 days by the hour of leukapheresis"
    assert promise_text(only(made, "QM-7")) == "disposition within 21 days by the hour of fill"


def test_a_young_programme_says_not_enough_data_with_its_n() -> None:
    told = said(few(4))
    for key in ("length", "turnaround", "kept", "first_pass", "attrition", "quarter"):
        assert ": not enough data, n = 4;" in told[key] or (key == "quarter" and "not enough data, n = 0" in told[key])
    assert row(few(4), 40) == "not enough data, n = 4"
    assert all(isnan(line.at) and isnan(line.low) for line in lines(few(4), 40))


def test_an_old_programme_tells_each_figure_with_what_it_counts() -> None:
    told = said(few(30))
    assert told["length"] == (
        "Vein-to-vein, median of the last 20: 7 calendar days, 160 h; interval 159–161 h (96 %), n = 20; promise: 7 calendar days"
    )
    assert told["turnaround"].endswith("interval 155–157 h (96 %), n = 20; released only")
    assert told["kept"].startswith("Promise kept: 100 % (30 of 30); 95 % interval 89–100 %; ")
    assert told["kept"].endswith("of all 30 leukapheresed and decided, lost ones missed; 0 more are open")
    assert "first attempts released, of those dispositioned or terminated" in told["first_pass"]
    assert told["attrition"] == "Attrition, leukapheresed but no infusion: 0 % (0 of 30); 95 % interval 0–11 %; none lost"


def test_losses_are_named() -> None:
    told = said(only(state()))
    assert "rejected" in told["attrition"] and "of 64)" in told["attrition"]


def test_an_unproven_forecast_is_told_wherever_it_counts() -> None:
    programme = only(state())
    for judged in (None, 0, 19):
        assert ": >99 %, unproven; " in said(programme, judged)["quarter"] and row(programme, judged).endswith(" unproven")
        assert as_json(programme, judged)["quarter"]["proven"] is False
    assert "unproven" not in said(programme, 20)["quarter"]
    assert "unproven" not in said(few(30), None)["quarter"], "where nothing is forecast there is nothing to prove"


def test_what_does_not_count_in_the_quarter_is_said() -> None:
    told = said(only(state()))["quarter"]
    chance, counted = "Q4 2026 median keeps the promise, chance: >99 %", "infused ones only: 19, 4.9 more expected of 5 forecast"
    assert told.startswith(f"{chance}; {counted}; ")
    assert told.endswith("not lost or unplanned ones")
    assert "ended ones only" in said(only(state(), "QM-7"))["quarter"]


def test_a_clock_that_jumped_is_told_on_top() -> None:
    floor = floor_of(*months(9), batch("J", START, -3.0))
    programme = only(programme_state(floor, None, NOW, ZoneInfo))
    assert headline(programme) == (
        "promise: infusion within 7 calendar days of leukapheresis; 1 batch left out: its times contradict one another"
    )


def test_a_chance_is_certain_only_when_nothing_is_open() -> None:
    assert [chance_text(chance, live) for chance, live in ((1.0, 0), (1.0, 2), (0.0, 0), (0.0, 2), (0.934, 2))] == [
        "100 %", ">99 %", "0 %", "<1 %", "93 %",
    ]  # fmt: skip


def test_the_hours_a_promise_gives_depend_on_when_the_day_began() -> None:
    low, middle, high = promise_hours(only(state()))
    assert 168 < low < middle < high < 182
    assert promise_hours(only(state(), "HL-22")) == (168.0, 168.0, 168.0)
    assert all(isnan(each) for each in promise_hours(few(0)))


def test_the_table_is_the_figures_and_its_csv_is_whole() -> None:
    programme = only(state())
    told = table(programme, 40)
    assert [cells[0] for cells in told.rows] == [line.title for line in lines(programme, 40)]
    assert len(as_csv(told).splitlines()) == 1 + len(told.rows)
    assert told.title == "AV-119 CAR-T, Aldervale"


@given(st.integers(0, 40), st.one_of(st.none(), st.integers(0, 40)))
def test_json_is_json_whatever_there_is(count: int, judged: int | None) -> None:
    told = as_json(few(count), judged)
    assert json.loads(json.dumps(told, allow_nan=False)) == told
    assert told["length_h"]["n"] == min(count, 20)
    assert (told["length_h"]["median"] is None) == (count < 6)


def test_the_list_names_each_programme_its_figures_and_its_signals() -> None:
    made = state()
    text = state_text(made)
    assert text.startswith("Aldervale · AV-119 CAR-T\npromise: infusion within 7 calendar days of leukapheresis\n")
    assert all(line.title in text and line.value in text for line in lines(only(made), 41))
    assert "AV-119-42: above the upper limit" in text
    assert "Harborlight" in text and "Harborlight" not in state_text(made.of("AV"))
    assert state_text(made.of("nobody")) == "No product of this site makes a promise."


def test_programs_are_told_the_charts_too() -> None:
    told = state_json(state())
    assert json.loads(json.dumps(told, allow_nan=False)) == told
    first = told["programmes"][0]
    assert first["run_chart"]["n"] == len(first["run_chart"]["points"]) == 60 and first["run_chart"]["older"] == 0
    assert first["run_chart"]["low_h"] < first["run_chart"]["mean_h"] < first["run_chart"]["high_h"]
    assert first["release"]["p50_days"] == pytest.approx(6.9, abs=0.1)
    young = told["programmes"][2]
    assert young["run_chart"]["mean_h"] is None and young["release"]["p50_days"] is None and young["release"]["n"] == 4


def test_a_batch_still_running_is_open_not_missed() -> None:
    floor = floor_of(*months(9), batch("L", NOW - 20 * HOUR, None))
    assert "; 1 more is open" in said(only(programme_state(floor, None, NOW, ZoneInfo)))["kept"]


def test_words_name_no_other_sponsor() -> None:
    made = state()
    mine = only(made.of("AV"))
    words = " ".join((*said(mine).values(), headline(mine), row(mine, 40), as_csv(table(mine, 40)), json.dumps(as_json(mine, 40))))
    assert not [name for name in ("Harborlight", "HL-22", "Quillmark", "QM-7") if name in words]
    assert replace(made.of("AV")).sponsors() == (("AV", "Aldervale"),)
