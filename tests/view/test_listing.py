"""Lists for people and programs: the words of `forecast --json`, rows that line up, nothing cut."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from console.view.listing import (
    batch_json,
    batches_table,
    forecast_json,
    forecast_table,
    live_batches,
    rooms_json,
    rooms_table,
    text_table,
    utc,
)
from tests.domain.builders import HOUR, House, after
from tests.domain.decide.houses import reported
from tests.view.test_standing import forecast, mixed, outlook

SITE = ZoneInfo("America/New_York")


def test_a_forecast_is_told_in_the_words_that_were_agreed() -> None:
    house = after("ENRICH")
    told = forecast_json(forecast(house))
    assert list(told) == [
        "batch", "product", "promise_to", "promise_at", "p10", "p50", "p90", "end_p10", "end_p50", "end_p90",
        "p_keep", "p_never", "n_history",
    ]  # fmt: skip
    assert told["p50"] == utc(house.now + 16 * HOUR) and told["p_keep"] == 0.95
    json.dumps(told, allow_nan=False)


def test_what_is_not_known_is_null_and_not_a_guess() -> None:
    house = after("ENRICH")
    told = forecast_json(replace(forecast(house, keep=None, promise_h=None), release=None, end=None))
    assert all(told[name] is None for name in ("promise_at", "p10", "p50", "p90", "end_p10", "end_p50", "end_p90", "p_keep"))


def test_instants_are_utc_to_the_second() -> None:
    assert utc(datetime(2026, 11, 1, 1, 30, 15, 999999, ZoneInfo("America/New_York"))) == "2026-11-01T05:30:15Z"
    assert utc(None) is None and utc(datetime(2026, 1, 1, tzinfo=UTC)) == "2026-01-01T00:00:00Z"


def test_a_batch_tells_what_runs_and_what_comes() -> None:
    house = after("LINE_CLEARANCE")
    house.start("B-1", "ENRICH")
    told = batch_json(house.floor, house.batch("B-1"), outlook(house, forecast(house)))
    assert (told["running"], told["next"], told["status"], told["standing"]) == (["ENRICH"], "ACTIVATE_LOAD", "STARTED", "on time")
    json.dumps(told)


def test_live_batches_begin_with_those_in_process_and_leave_out_blocks_and_history() -> None:
    house = mixed()
    house.order("B-0")
    assert [b.id for b in live_batches(house.floor)] == ["B-1", "L-1", "B-0"]
    assert live_batches(reported().floor) == []


def test_the_forecast_table_shows_each_batch_in_process_with_its_chance() -> None:
    house = mixed()
    table = forecast_table(house.floor, outlook(house, forecast(house)), house.now, SITE).splitlines()
    assert table[0].split() == ["Batch", "Standing", "Promise", "P10", "Release", "P50", "P90", "Keeps", "it"]
    assert len(table) == 3 and table[2].startswith("B-1") and "95 % (n = 30)" in table[2]
    assert forecast_table(House().floor, outlook(house), house.now, SITE) == "Nothing is in process."


def test_a_released_batch_says_when_instead_of_when_it_might() -> None:
    house = after("DISPOSITION")
    told = replace(forecast(house), release=None)
    assert "released today" in forecast_table(house.floor, outlook(house, told), house.now, SITE)


def test_rooms_as_rows_and_as_values_say_the_same() -> None:
    house = after("LINE_CLEARANCE")
    house.start("B-1", "ENRICH")
    room = house.step("B-1", "ENRICH").lane
    told = next(r for r in rooms_json(house.floor, house.now) if r["room"] == room)
    assert told["now"][0]["step"] == "ENRICH" and told["next"]["step"] == "ACTIVATE_LOAD" and told["state"] == "in use"
    line = next(r for r in rooms_table(house.floor, house.now, SITE).splitlines() if r.startswith(room))
    assert "B-1 Enrichment" in line and "Activation and load" in line
    json.dumps(told)


def test_the_table_of_batches_names_what_runs() -> None:
    house = after("LINE_CLEARANCE")
    house.start("B-1", "ENRICH")
    assert "Enrichment" in batches_table(house.floor, None, house.now, SITE)


def test_a_table_lines_up_and_cuts_nothing() -> None:
    lines = text_table(("A", "Bee"), [("long cell", "x"), ("s", "")]).splitlines()
    assert lines == ["A          Bee", "─────────  ───", "long cell  x", "s"]
