"""The answers without a window: status, forecast, batches, rooms and verify, for people and for programs."""

from __future__ import annotations

import json
import shutil
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from console.cli.codes import Exit
from tests.cli.conftest import AT

FORECAST_WORDS = {
    "batch", "product", "promise_to", "promise_at", "p10", "p50", "p90", "end_p10", "end_p50", "end_p90", "p_keep",
    "p_never", "n_history",
}  # fmt: skip


def test_forecast_tells_programs_every_word_it_promised(demo: Path, verb) -> None:
    code, out, _ = verb("forecast", "--db", demo, "--json")
    rows = json.loads(out)
    assert code == Exit.WELL
    assert rows
    for row in rows:
        assert set(row) == FORECAST_WORDS
        assert row["p_keep"] is None or 0 <= row["p_keep"] <= 1
        assert 0 <= row["p_never"] <= 1
        times = [datetime.fromisoformat(row[name]) for name in ("p10", "p50", "p90") if row[name]]
        assert times == sorted(times)
        assert all(t.utcoffset() == timedelta(0) for t in times)


def test_the_table_for_people_names_the_same_batches_in_process(demo: Path, verb) -> None:
    _, told, _ = verb("forecast", "--db", demo)
    _, out, _ = verb("batches", "--db", demo, "--json")
    running = {b["batch"] for b in json.loads(out) if b["status"] in ("STARTED", "IN_PROCESS", "HARVESTED", "QUARANTINE")}
    assert running
    assert all(batch in told for batch in running)


def test_every_room_says_what_is_in_it_now_and_next(demo: Path, verb) -> None:
    code, out, _ = verb("rooms", "--db", demo, "--json")
    rooms = json.loads(out)
    assert code == Exit.WELL
    assert [room["room"] for room in rooms] == [f"CR{n}" for n in range(1, 10)]
    assert any(room["now"] for room in rooms)
    assert any(room["next"] for room in rooms)


def test_status_begins_with_the_sentence_of_the_day(demo: Path, verb) -> None:
    _, text, _ = verb("status", "--db", demo)
    _, out, _ = verb("status", "--db", demo, "--json")
    assert text.splitlines()[0] == json.loads(out)["sentence"]
    assert "in process" in text


def test_an_earlier_instant_shows_only_what_had_been_recorded_by_then(demo: Path, verb) -> None:
    then = AT - timedelta(days=6)
    _, now_out, _ = verb("status", "--db", demo, "--json")
    code, out, _ = verb("status", "--db", demo, "--json", "--at", then.isoformat())
    assert code == Exit.WELL
    assert 0 < json.loads(out)["entries"] < json.loads(now_out)["entries"]


def test_an_instant_without_an_offset_is_not_guessed(demo: Path, verb) -> None:
    code, _, said = verb("status", "--db", demo, "--at", "2026-11-01T01:30")
    assert code == Exit.USAGE
    assert "offset" in said


@pytest.mark.parametrize("at", ["0001-01-01T00:00:00Z", "9999-12-31T23:59:59-05:00"])
def test_an_instant_at_the_ends_of_the_calendar_is_none(demo: Path, verb, at: str) -> None:
    code, _, said = verb("changes", "--db", demo, "--since", at)
    assert code == Exit.USAGE
    assert "instant" in said


def test_verify_finds_the_record_whole(demo: Path, verb) -> None:
    code, out, _ = verb("verify", "--db", demo, "--json")
    told = json.loads(out)
    assert code == Exit.WELL
    assert told["whole"] is True
    assert told["signatures"] > 20


def test_verify_names_the_place_where_a_rewritten_record_breaks(demo: Path, tmp_path: Path, verb) -> None:
    copy = tmp_path / "copy"
    shutil.copytree(demo, copy)
    content = bytearray((copy / "journal.db").read_bytes())
    content[len(content) * 2 // 3] ^= 4
    (copy / "journal.db").write_bytes(bytes(content))
    code, out, said = verb("verify", "--db", copy)
    assert code in (Exit.BROKEN, Exit.TROUBLE)
    assert "Broken" in out or "damaged" in said


def test_a_folder_that_is_no_site_is_named_in_one_sentence(tmp_path: Path, verb) -> None:
    code, _, said = verb("status", "--db", tmp_path)
    assert code == Exit.TROUBLE
    assert len(said.strip().splitlines()) == 1
