"""`why`: what drives a batch, what would help, and why its forecast moved, for people and for programs."""

from __future__ import annotations

import json
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from console.cli.codes import Exit
from console.cli.opened import reading
from console.store.replay import floor_at
from tests.cli.conftest import AT

SINCE = AT - timedelta(hours=2)


def waiting(folder: Path) -> str:
    """A batch that is in work, and was two hours ago."""
    with reading(folder) as seen:
        then = floor_at(seen.site, SINCE)
        return next(b.id for b in seen.floor.batches.values() if b.unreleased and b.product and b.id in then.batches)


@pytest.fixture(scope="module")
def asked(demo: Path) -> str:
    return waiting(demo)


def test_programs_get_drivers_levers_and_parts_that_sum_to_the_movement(demo: Path, asked: str, verb) -> None:
    code, out, err = verb("why", asked, "--db", demo, "--since", SINCE.isoformat(), "--json")
    told = json.loads(out)
    assert code == Exit.WELL, err
    assert set(told) == {"batch", "at", "release_p50", "scenarios", "drivers", "levers", "moved"}
    assert told["drivers"] and all(0 < one["share"] <= 1 and one["hours"] > 0 for one in told["drivers"])
    moved = told["moved"]
    hours = (datetime.fromisoformat(moved["after"]) - datetime.fromisoformat(moved["before"])) / timedelta(hours=1)
    assert sum(part["moved_h"] for part in moved["parts"]) == pytest.approx(hours, abs=0.01)
    assert moved["of"] == "release" and moved["why_not"] is None
    with reading(demo) as seen:
        came = [entry.id for entry in seen.pages.past(SINCE).entries if SINCE < entry.came <= AT]
    assert sorted(name for part in moved["parts"] for name in part["entries"]) == sorted(came)


def test_people_read_it_in_words(demo: Path, asked: str, verb) -> None:
    code, out, _ = verb("why", asked, "--db", demo, "--since", SINCE.isoformat())
    assert code == Exit.WELL and out.startswith(f"{asked}: release P50 ")
    assert "What it hangs on" in out and "What would help" in out and " moved by " in out
    assert any(line.strip().endswith("by QA") and "% of futures" in line for line in out.splitlines())


def test_it_says_why_it_cannot(demo: Path, asked: str, verb) -> None:
    code, _, err = verb("why", "nobody's", "--db", demo)
    assert code == Exit.REFUSED and "nobody's" in err
    code, out, _ = verb("why", asked, "--db", demo, "--since", (AT - timedelta(days=300)).isoformat())
    assert code == Exit.WELL and "not ordered yet" in out
    code, _, err = verb("why", asked, "--db", demo, "--since", (AT + timedelta(days=1)).isoformat())
    assert code == Exit.USAGE and "--since" in err
