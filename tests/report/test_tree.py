"""A report's tree says what it says in every form: as words, as JSON and as CSV."""

from __future__ import annotations

import csv
import json
from dataclasses import replace
from datetime import UTC, datetime
from io import StringIO

import pytest
from hypothesis import given
from hypothesis import strategies as st

from console.report.plain import document_csv, document_json, document_text
from console.report.tree import Section, Table, Words, stamp
from tests.report.documents import DIGEST, ZONE, longest, report


def test_an_instant_is_whole_also_in_the_hour_that_comes_twice() -> None:
    assert stamp(datetime(2026, 11, 1, 5, 30, tzinfo=UTC), ZONE) == "2026-11-01 01:30 EDT (UTC-04:00)"
    assert stamp(datetime(2026, 11, 1, 6, 30, tzinfo=UTC), ZONE) == "2026-11-01 01:30 EST (UTC-05:00)"


def test_a_row_of_another_width_is_no_table() -> None:
    with pytest.raises(ValueError, match="2 cells under 1 headings"):
        Table(("A",), (("1", "2"),))


def test_every_foot_names_class_site_journal_program_and_instant() -> None:
    imprint = report().imprint
    assert imprint.foot == (
        "DEMO · Watertown · 1,204 entries, head ab12cd34/1204 00ff00ff00ff00ff · Cleanroom Console 9.9 · "
        "made 2026-11-03 10:00 EST (UTC-05:00)"
    )
    assert imprint.mark == "DEMO. Nothing here is real."


def test_programs_read_all_of_it_with_instants_in_utc() -> None:
    told = json.loads(json.dumps(document_json(report())))
    assert told["imprint"]["made_at"] == "2026-11-03T15:00:00+00:00" and told["imprint"]["entries"] == 1204
    assert told["sections"][0]["blocks"][1]["rows"][2] == ["row 2", "Step finished", "2.5"]
    given_one, missing = (block["signature"] for block in told["sections"][1]["blocks"])
    assert (given_one["name"], given_one["meaning"], given_one["over"]) == ("J. Hart", "released", DIGEST)
    assert given_one["when"] == "2026-11-03 10:00 EST (UTC-05:00)" and given_one["at"] == "2026-11-03T15:00:00+00:00"
    assert missing["at"] is None and missing["when"] == "SIGNATURE MISSING"


@pytest.mark.parametrize("document", [report(), longest()])
def test_a_spreadsheet_reads_lines_of_one_width_that_hold_every_cell(document) -> None:
    lines = list(csv.reader(StringIO(document_csv(document), newline="")))
    assert len({len(line) for line in lines}) == 1
    rows = [tuple(line[2:]) for line in lines if line[1] == "row"]
    told = [row for s in document.sections for block in s.blocks if isinstance(block, Table) for row in block.rows]
    assert [row[: len(other)] for row, other in zip(rows, told, strict=True)] == told
    assert [line[2] for line in lines if line[1] == "signature"] == [block.name for block in document.signatures()]


@given(st.lists(st.text(max_size=12), min_size=1, max_size=5))
def test_no_cell_is_run_as_a_formula(cells: list[str]) -> None:
    table = Table(tuple("h" for _ in cells), (tuple(cells),))
    document = replace(report(), sections=(Section("S", (table,)),))
    row = next(line for line in csv.reader(StringIO(document_csv(document), newline="")) if line[1] == "row")
    for cell, read in zip(cells, row[2:], strict=False):
        assert read in (cell, f"'{cell}")
        assert read[:1] not in ("=", "@", "\t", "\r") and (read[:1] not in ("+", "-") or float(read) is not None)


def test_people_read_it_on_a_terminal() -> None:
    text = document_text(report())
    assert "Step finished" in text and text.endswith(report().imprint.foot)
    assert "released: M. Ortiz (jhart), supervisor, SIGNATURE MISSING (the disposition of B-0412)" in text
    empty = replace(report(), sections=(Section("Open", (Table(("A",), (), empty="Nothing is open."), Words("Two\nlines"))),))
    assert "  Nothing is open.\n  Two\n  lines" in document_text(empty)
