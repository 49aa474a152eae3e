"""`replay`: what this console showed at an instant, without a window."""

import json
from datetime import timedelta

from console.cli.codes import Exit
from console.cli.opened import reading
from console.view.listing import utc
from tests.cli.conftest import AT

THEN = AT - timedelta(days=2)


def test_an_hour_is_told_with_the_forecasts_that_stood_then(demo, verb):
    code, out, _ = verb("replay", "--db", demo, "--at", THEN.isoformat(), "--json")
    told = json.loads(out)
    assert code == Exit.WELL and told["replay"] is True
    assert 0 < told["entries"] < told["of"] and told["last_came"] <= told["at"]
    with reading(demo) as opened:
        held = opened.pages.held(THEN)
        kept = {one.batch: one for one in opened.pages.kept(None, None) if one.made_at <= THEN}
    assert told["entries"] == held.entries and told["status"]["entries"] == held.floor.entries
    assert told["forecasts"]
    for one in told["forecasts"]:
        row = kept[one["batch"]]
        assert one["made_at"] == utc(row.made_at) and row.made_at <= THEN
        assert one["p50"] in (None, utc(row.p50))


def test_people_read_from_when_it_is_and_what_cannot_be_known(demo, verb):
    code, out, _ = verb("replay", "--db", demo, "--at", THEN.isoformat())
    lines = out.splitlines()
    assert code == Exit.WELL
    assert lines[0].startswith("Replay, read-only: what this console showed at ") and " entries, the last from " in lines[0]
    assert "in process" in lines[2] and any(line.startswith("CR1 ") for line in lines)
    assert lines[-1].startswith("Not kept, and so not told:")
    assert any("P10" in line for line in lines)


def test_of_an_hour_without_kept_forecasts_it_says_so(demo, verb):
    code, out, _ = verb("replay", "--db", demo, "--at", (AT - timedelta(days=8.8)).isoformat())
    assert code == Exit.WELL and "No forecast had been kept by then." in out


def test_before_the_record_there_is_nothing_to_tell(demo, verb):
    code, out, said = verb("replay", "--db", demo, "--at", (AT - timedelta(days=4000)).isoformat())
    assert (code, out) == (Exit.REFUSED, "") and "the record here begins at" in said
