"""The two sample workbooks: the clean one enters whole, the messy one yields exactly its listed faults as errors."""

from __future__ import annotations

import json
from pathlib import Path

from console.exchange.workbook import Wish, read_file, report_lines
from console.exchange.workbook.preview import COLUMNS, preview
from tests.exchange.workbook.by_hand import NEW_YORK, WORDS, read

SAMPLES = Path(__file__).parent.parent / "samples"


def test_the_clean_board_enters_whole() -> None:
    reading = read((SAMPLES / "whiteboard.xlsx").read_bytes())
    assert reading.errors == ()
    assert reading.enters
    assert len(reading.rows) == 381
    assert len(reading.batches) == 39
    assert {f.rule for f in reading.findings} <= {"people.two_places", "people.unknown"}
    double = next(r for r in reading.rows if r.label == "Vector thaw + transduction")
    assert double.codes == ("VECTOR_THAW", "TRANSDUCE")


def test_the_messy_board_yields_exactly_its_listed_faults() -> None:
    listed = json.loads((SAMPLES / "whiteboard_messy.xlsx.faults.json").read_text())
    reading = read((SAMPLES / "whiteboard_messy.xlsx").read_bytes())
    assert sorted((e.row, e.column) for e in reading.errors) == sorted((f["sheet_row"], f["column"]) for f in listed)
    assert not reading.enters
    faulty = {f["sheet_row"] for f in listed}
    assert not faulty & {f.row for f in reading.findings}
    said = {(e.row, e.column): e.what for e in reading.errors}
    assert [said[(f["sheet_row"], f["column"])] for f in listed if f["fault"] != "formula in text"] == [
        f["fault"] for f in listed if f["fault"] != "formula in text"
    ]


def test_a_limited_child_reads_the_same() -> None:
    path = SAMPLES / "whiteboard.xlsx"
    assert read_file(path, Wish(WORDS, NEW_YORK)) == read(path.read_bytes(), path.name)


def test_the_preview_shows_each_row_and_its_faults() -> None:
    reading = read((SAMPLES / "whiteboard.xlsx").read_bytes())
    shown = preview(reading, NEW_YORK)
    assert len(shown) == 381
    assert all(len(line.texts) == len(COLUMNS) for line in shown)
    assert shown[0].texts[:8] == (
        "Board 2",
        "B-0401",
        "CART-7D-v1",
        "DOCK",
        "RECEIPT_COI",
        "Receipt & COI check",
        "2026-10-12 15:30",
        "2026-10-12 16:00",
    )
    assert sum(len(line.faults) for line in shown) == len([f for f in reading.findings if f.row])
    assert report_lines(reading)[0] == reading.sentence
