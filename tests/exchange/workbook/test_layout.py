"""Rows that are no steps, merged and hidden cells, blank lines and sums."""

from __future__ import annotations

from openpyxl import Workbook

from console.exchange.workbook import Reading
from tests.exchange.workbook.by_hand import HEADINGS, book, places, read, row


def enters(reading: Reading) -> bool:
    return reading.errors == () and reading.enters


def test_blank_lines_captions_and_trailing_sums() -> None:
    reading = read(
        book(
            ("Board of October",),
            (),
            HEADINGS,
            ("Week 42",),
            row(),
            (),
            (None,) * 11,
            row(Batch="B-2", Room="CR2"),
            (" ",),
            ("Total", None, None, "=COUNTA(D4:D8)"),
            (None, None, None, "=COUNTA(D4:D8)"),
            ("Total: 2 steps",),
            ("printed 18/11/26", None, None, None, None, None, None, None, None, None, "by hand"),
        )
    )
    assert enters(reading)
    assert [r.row for r in reading.rows] == [5, 8]
    assert [f.row for f in reading.findings if f.rule == "row.aside"] == [4, 10, 11, 12, 13]


def test_a_row_of_the_board_with_little_in_it_is_still_read() -> None:
    reading = read(book(HEADINGS, row(), (None, "B-2", None, "Enrichment")))
    assert {f.rule for f in reading.errors} == {"room.missing", "recipe.missing"}


def test_a_cell_merged_downwards_stands_for_its_rows() -> None:
    def merge(made: Workbook) -> None:
        made.active.merge_cells("B2:B4")
        made.active.merge_cells("A2:A3")

    reading = read(
        book(
            HEADINGS,
            row(),
            row(Room=None, Batch=None, Step="Line clearance"),
            row(Batch=None, Room="CR2", Step="Receipt"),
            touch=merge,
        )
    )
    assert enters(reading)
    assert [(r.batch, r.lane) for r in reading.rows] == [("B-1", "CR1"), ("B-1", "CR1"), ("B-1", "CR2")]
    assert [f.rule for f in reading.findings if f.rule.startswith("cell")] == ["cell.spread", "cell.spread"]


def test_a_cell_merged_over_two_columns_can_be_read_in_two_ways() -> None:
    reading = read(book(HEADINGS, row(Planned_end=None), touch=lambda made: made.active.merge_cells("E2:F2")))
    assert places(reading.errors) == [("cell.merged", 2, 5)]


def test_a_caption_merged_over_the_table_is_no_step() -> None:
    reading = read(book(HEADINGS, ("WEEK 42",), row(), touch=lambda made: made.active.merge_cells("A2:K2")))
    assert enters(reading)
    assert places(reading.findings)[0] == ("row.aside", 2, 1)


def test_hidden_rows_and_columns_are_read_and_said() -> None:
    def hide(made: Workbook) -> None:
        sheet = made.active
        for n in (3, 4):
            sheet.row_dimensions[n].hidden = True
        sheet.column_dimensions["J"].hidden = True

    rows = [row(Batch=f"B-{n}", Room=f"CR{n}", People="O. Berg" if n == 1 else None) for n in range(1, 5)]
    reading = read(book(HEADINGS, *rows, touch=hide))
    assert enters(reading)
    assert len(reading.rows) == 4
    hidden = {f.rule: f.value for f in reading.findings if f.rule.endswith("hidden")}
    assert hidden == {"row.hidden": "3–4", "column.hidden": "People"}


def test_columns_without_heading_are_said() -> None:
    reading = read(book(HEADINGS, [*row(), "stray"]))
    assert enters(reading)
    assert places(reading.findings) == [("column.aside", 1, 12)]


def test_headings_without_rows_do_not_enter() -> None:
    assert read(book(HEADINGS)).errors[0].rule == "file.nothing"


def test_the_same_file_reads_the_same() -> None:
    content = book(HEADINGS, row(), row(Batch="B-2", Room="CR12"), row(People="X"))
    assert read(content) == read(content)
