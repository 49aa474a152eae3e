"""Text files of rows: three marks, codings, quoting."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from tests.exchange.workbook.by_hand import HEADINGS, places, read

LINE = (
    "CR1",
    "B-1",
    "CART-7D",
    "Enrichment",
    "2026-10-12 15:30",
    "2026-10-12 16:00",
    "",
    "",
    "planned",
    "O. Berg, P. Diaz",
    'said "go", then; went',
)


def text(mark: str, *lines: tuple[str, ...], end: str = "\n") -> str:
    quoted = (mark.join('"' + c.replace('"', '""') + '"' for c in line) for line in (HEADINGS, *lines))
    return end.join(quoted) + end


@pytest.mark.parametrize("mark", [",", ";", "\t", "|"])
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_the_mark_is_found(mark: str, end: str) -> None:
    reading = read(text(mark, LINE, end=end))
    assert reading.errors == ()
    only = reading.rows[0]
    assert (only.row, only.batch, only.people, only.note) == (2, "B-1", ("O. Berg", "P. Diaz"), 'said "go", then; went')
    assert only.planned_start == datetime(2026, 10, 12, 19, 30, tzinfo=UTC)


def test_the_mark_may_be_said() -> None:
    reading = read("sep=;\n" + text(";", LINE))
    assert reading.errors == ()
    assert reading.rows[0].row == 3


def test_titles_above_the_headings_do_not_hide_the_mark() -> None:
    reading = read("Board, October; week 42, 43; all, really\n\n" + text(";", LINE))
    assert [r.batch for r in reading.rows] == ["B-1"]


@pytest.mark.parametrize("coding", ["utf-8", "utf-8-sig", "utf-16"])
def test_codings_that_are_sure(coding: str) -> None:
    assert read(text(";", (*LINE[:10], "naïve – 37 °C")).encode(coding)).rows[0].note == "naïve – 37 °C"


def test_a_coding_that_is_not_sure_is_refused() -> None:
    assert read(text(";", (*LINE[:10], "naïve")).encode("cp1252")).errors[0].rule == "file.coding"


def test_a_remark_over_several_lines_is_one_row() -> None:
    reading = read(text(",", (*LINE[:10], "first\r\nsecond"), ("CR2", "B-2", *LINE[2:])))
    assert reading.errors == ()
    assert [(r.row, r.note) for r in reading.rows] == [(2, "first\nsecond"), (3, LINE[10])]


def test_day_first_dates_are_read_where_one_calendar_holds_them() -> None:
    reading = read(
        text(
            ";",
            (*LINE[:4], "25.09.2026 08:00", "26/09/2026 09:30 pm", *LINE[6:]),
            ("CR2", "B-2", *LINE[2:4], "07/11/2026 09:00", *LINE[5:]),
        )
    )
    assert places(reading.errors) == [("time.ambiguous_day", 3, 5)]
    assert reading.rows[0].planned_end == datetime(2026, 9, 27, 1, 30, tzinfo=UTC)


@pytest.mark.parametrize(
    ("cells", "rule", "column"),
    [
        ({10: "=HYPERLINK(A1)"}, "cell.formula", 11),
        ({10: "@SUM(1)"}, "cell.formula", 11),
        ({1: ""}, "batch.missing", 2),
        ({4: "46338.4375"}, "time.serial", 5),
        ({1: "B\u202e1"}, "cell.control", 2),
    ],
)
def test_faults_are_named_as_in_a_workbook(cells: dict[int, str], rule: str, column: int) -> None:
    line = tuple(cells.get(n, value) for n, value in enumerate(LINE))
    assert places(read(text(",", line)).errors) == [(rule, 2, column)]


def test_a_quote_that_never_closes_is_a_damaged_file() -> None:
    assert read(text(",", LINE) + '"CR1,B-1').errors[0].rule == "file.broken"
