"""Files that mean harm, or are simply not what they say: refused within bounds, never half taken in."""

from __future__ import annotations

import io
import zipfile
from dataclasses import replace
from pathlib import Path

import pytest
from openpyxl import Workbook

from console.exchange.workbook import BOUNDS, Wish, read_file
from tests.exchange.workbook.by_hand import HEADINGS, NEW_YORK, WORDS, book, packed, read, row

SHEET = "xl/worksheets/sheet1.xml"
WISH = Wish(WORDS, NEW_YORK)


def rule(content: bytes, name: str = "board.xlsx", **bounds: int) -> str:
    reading = read(content, name, bounds=replace(BOUNDS, **bounds))
    assert not reading.rows and len(reading.errors) == 1
    assert reading.errors[0].why
    return reading.errors[0].rule


def remade(content: bytes, changes: dict[str, bytes], drop: str = "") -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as new:
        for member in old.namelist():
            if member != drop:
                new.writestr(member, changes.get(member, old.read(member)))
        for member in changes.keys() - set(old.namelist()):
            new.writestr(member, changes[member])
    return made.getvalue()


def sheet_xml(inner: str, head: str = "") -> bytes:
    space = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    return f'<?xml version="1.0"?>{head}<worksheet xmlns="{space}"><sheetData>{inner}</sheetData></worksheet>'.encode()


@pytest.mark.parametrize(
    ("name", "content", "expected"),
    [
        ("board.xlsx", b"", "file.empty"),
        ("board.csv", b" \r\n\r\n", "file.empty"),
        ("board.xlsx", b"Room,Batch\n1,2\n", "file.kind"),
        ("board.csv", book(HEADINGS, row()), "file.kind"),
        ("board.xlsx", b"PK\x03\x04 and nothing more", "file.broken"),
        ("board.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "file.locked"),
        ("board.xlsx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "file.locked"),
        ("board.csv", b"Room,Batch\0,Step\n", "file.kind"),
        ("board.csv", b"<html><table><tr><td>Room</td></tr></table></html>", "file.kind"),
        ("board.pdf", b"%PDF-1.7", "file.kind"),
        ("board.csv", b"\x89PNG\r\n\x1a\n\xff\xff", "file.coding"),
    ],
)
def test_files_that_are_no_boards(name: str, content: bytes, expected: str) -> None:
    assert rule(content, name) == expected


def test_a_zip_that_is_no_workbook() -> None:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
    assert rule(made.getvalue()) == "file.kind"


def test_a_zip_bomb_is_refused_before_it_is_unpacked() -> None:
    bomb = remade(book(HEADINGS, row()), {SHEET: sheet_xml(" " * 60_000_000)})
    assert len(bomb) < 200_000
    assert rule(bomb) == "file.unpacked"


def test_too_many_parts_and_too_large_a_file() -> None:
    parts = remade(book(HEADINGS, row()), {f"xl/media/{n}.png": b"x" for n in range(250)})
    assert rule(parts) == "file.members"
    assert rule(book(HEADINGS, row()), size=1000) == "file.size"


@pytest.mark.parametrize(
    "head",
    [
        '<!DOCTYPE a [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;"><!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;">]>',
        '<!DOCTYPE a [<!ENTITY c SYSTEM "file:///etc/passwd">]>',
    ],
)
def test_entities_that_multiply_or_reach_out(head: str) -> None:
    inner = '<row r="1"><c r="A1" t="inlineStr"><is><t>&c;</t></is></c></row>'
    assert rule(remade(book(HEADINGS, row()), {SHEET: sheet_xml(inner, head)})) == "file.broken"


@pytest.mark.parametrize(
    "inner",
    [
        '<row r="1"><c r="A1" t="s"><v>99</v></c></row>',
        '<row r="1"><c r="A1"><v>not a number</v></c></row>',
        '<row r="x"><c r="A1"><v>1</v></c></row>',
        '<row r="9"><c r="A9"><v>1</v></c></row><row r="2"><c r="A2"><v>1</v></c></row>',
        '<row r="1"><c r="A1"><v>1</v>',
    ],
)
def test_a_damaged_sheet(inner: str) -> None:
    assert rule(remade(book(HEADINGS, row()), {SHEET: sheet_xml(inner)})) == "file.broken"


@pytest.mark.parametrize("drop", ["xl/workbook.xml", SHEET, "xl/_rels/workbook.xml.rels", "xl/styles.xml"])
def test_a_workbook_with_a_part_missing_never_raises(drop: str) -> None:
    reading = read(remade(book(HEADINGS, row()), {}, drop=drop))
    assert reading.errors or reading.rows


def test_a_row_number_beyond_excel() -> None:
    inner = '<row r="99999999"><c r="A99999999"><v>1</v></c></row>'
    assert rule(remade(book(HEADINGS, row()), {SHEET: sheet_xml(inner)})) == "file.rows"


def test_bounds_on_rows_cells_and_columns() -> None:
    content = book(HEADINGS, *(row(Batch=f"B-{n}") for n in range(20)))
    assert rule(content, rows=10) == "file.rows"
    assert rule(content, cells=50) == "file.rows"
    assert rule(content, columns=5) == "file.columns"
    lines = "\n".join(",".join(HEADINGS) for _ in range(20)).encode()
    assert rule(lines, "board.csv", rows=10) == "file.rows"
    assert rule(lines, "board.csv", columns=5) == "file.columns"


def test_a_cell_far_to_the_right_costs_nothing() -> None:
    made = Workbook()
    for n in range(1, 200):
        made.active.cell(n, 16_384, "x")
    assert rule(packed(made)) == "file.columns"


def test_a_flood_of_faults_is_cut_and_counted() -> None:
    rows = [row(Batch=f"B-{n}", Room="CR12") for n in range(30)]
    reading = read(book(HEADINGS, *rows), bounds=replace(BOUNDS, faults=10))
    assert len(reading.errors) == 11
    assert reading.errors[-1].what == "20 more"
    assert not reading.enters


def test_the_child_is_stopped_when_its_time_is_over(tmp_path: Path) -> None:
    path = tmp_path / "board.xlsx"
    path.write_bytes(book(HEADINGS, row()))
    reading = read_file(path, replace(WISH, bounds=replace(BOUNDS, seconds=0.0)))
    assert reading.errors[0].rule == "file.time"


def test_the_child_is_refused_more_memory_than_its_share(tmp_path: Path) -> None:
    path = tmp_path / "board.csv"
    path.write_text(",".join(HEADINGS) + "\n" + "\n".join(f"CR1,B-{n},CART-7D,Enrichment" for n in range(60_000)))
    reading = read_file(path, replace(WISH, bounds=replace(BOUNDS, memory=4 * 1024 * 1024)))
    assert reading.errors[0].rule in ("file.memory", "file.reader")
    assert not reading.rows


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    assert read_file(tmp_path / "none.xlsx", WISH).errors[0].rule == "file.missing"
