"""The sheets of paper and their account without a window: for people, for programs, for spreadsheets, on paper."""

from __future__ import annotations

import csv
import io
import json
from datetime import timedelta
from pathlib import Path

from console.cli.codes import Exit
from tests.cli.conftest import AT


def test_people_read_the_account_first_and_then_what_each_sheet_waits_for(demo: Path, verb) -> None:
    code, out, _ = verb("blanks", "--db", demo)
    assert code == Exit.WELL
    assert "Account: 5 issued = 3 returned + 1 void + 1 out" in out
    assert "P-DEM0-000005 · CR5" in out and "void: not used" in out and "checked, original missing" in out
    assert "Every number that was given out is accounted for." in out


def test_programs_read_every_sheet_with_its_state_people_and_digest(demo: Path, verb) -> None:
    code, out, _ = verb("blanks", "--db", demo, "--json")
    told = json.loads(out)
    assert code == Exit.WELL
    assert told["account"] == {
        "issued": 5, "returned": 3, "void": 1, "out": 1, "balanced": True,
        "words": "5 issued = 3 returned + 1 void + 1 out",
    }  # fmt: skip
    assert [sheet["state"] for sheet in told["sheets"]] == ["checked", "keyed", "returned", "void", "out"]
    first = told["sheets"][0]
    assert len(first["digest"]) == 64 and first["keyed_by"] != first["checked_by"]
    assert first["waits"] == "is checked: attach its original"


def test_an_earlier_instant_shows_the_sheets_as_they_were_held_then(demo: Path, verb) -> None:
    _, out, _ = verb("blanks", "--db", demo, "--json", "--at", (AT - timedelta(hours=6)).isoformat())
    assert {sheet["state"] for sheet in json.loads(out)["sheets"]} == {"out"}
    _, out, _ = verb("blanks", "--db", demo, "--json", "--at", (AT - timedelta(days=2)).isoformat())
    assert json.loads(out)["sheets"] == [] and json.loads(out)["account"]["balanced"]


def test_it_is_written_for_spreadsheets_and_on_paper(demo: Path, verb, tmp_path: Path, qapp) -> None:
    code, out, _ = verb("blanks", "--db", demo, "--csv", tmp_path / "b.csv", "--pdf", tmp_path / "b.pdf")
    assert code == Exit.WELL and "b.csv" in out and "b.pdf" in out
    rows = list(csv.reader(io.StringIO((tmp_path / "b.csv").read_text(encoding="utf-8"))))
    assert any("P-DEM0-000005" in row for row in rows) and len({len(row) for row in rows}) == 1
    assert (tmp_path / "b.pdf").read_bytes().startswith(b"%PDF-")
