"""Headings in the spellings and orders of other sites."""

# ruff: noqa: DTZ001  (the cells of a workbook hold wall times without a zone)

from __future__ import annotations

from datetime import UTC, date, datetime, time

import pytest
from openpyxl import Workbook

from console.exchange.workbook.headings import _column
from tests.exchange.workbook.by_hand import HEADINGS, book, packed, places, read, row

SPELLINGS = {
    "batch": ["Batch", "BATCH #", "Batch No.", "Lot", "Lot number", "lot/batch", "Batch ID", "Order", "Charge", "Run ID"],
    "recipe": ["Product", "Process", "Recipe", "Protocol", "Product / Process", "Produkt"],
    "step": ["Step", "Activity", "Task", "Unit operation", "Process step", "Operation", "Schritt"],
    "room": ["Room", "Suite", "Cleanroom", "Clean room", "Location", "Room No", "Suite/Room", "Raum"],
    "planned_start": ["Planned Start", "Sched. start", "Plan start", "Scheduled Start Time", "Start (planned)", "PLANNED_START"],
    "planned_end": ["Planned End", "Sched. finish", "Planned finish", "Target end", "End planned", "Due"],
    "started_at": ["Actual Start", "Started", "Start actual", "Started at", "Actual start (local)", "Act. start", "Began"],
    "finished_at": ["Actual End", "Finished", "Completed", "Actual finish", "Ended at", "Actual completion"],
    "status": ["Status", "State", "Step status", "Progress"],
    "people": ["Operator(s)", "Who", "Operators", "Performed by", "Staff", "Assigned to", "Technician"],
    "note": ["Comment", "Remarks", "Notes", "Observations", "Bemerkung"],
}


@pytest.mark.parametrize(("field", "title"), [(f, t) for f, titles in SPELLINGS.items() for t in titles])
def test_common_spellings(field: str, title: str) -> None:
    column = _column(title)
    assert column is not None and column.field == field


@pytest.mark.parametrize("title", ["Duration", "Volume (mL)", "Start / End", "Cleaned by whom", "Planned actual start", "", "#"])
def test_what_is_no_heading_of_ours(title: str) -> None:
    assert _column(title) is None


def test_title_rows_any_order_and_an_unknown_column() -> None:
    titles = ("Lot", "Finished", "Who", "Colour", "Activity", "Suite", "Sched. start", "Process", "State", "Started")
    start, end, plan = (datetime(2026, 10, 12, h) for h in (9, 11, 8))
    reading = read(
        book(
            ("SUITE BOARD - do not delete!!", None, None, "updated 18/11/26"),
            (),
            titles,
            ("B-1", end, "O. Berg", "red", "Enrichment", "Suite 3", plan, "CART-7D", "DONE", start),
        )
    )
    assert reading.errors == ()
    assert places(reading.findings) == [("column.aside", 3, 4)]
    only = reading.rows[0]
    assert (only.batch, only.lane, only.codes, only.status) == ("B-1", "CR3", ("ENRICH",), "done")
    assert only.started_at == datetime(2026, 10, 12, 13, tzinfo=UTC)
    assert only.finished_at == datetime(2026, 10, 12, 15, tzinfo=UTC)
    assert only.planned_end is None


def test_two_lines_of_headings() -> None:
    reading = read(
        book(
            ("Room", "Batch", "Product", "Step", "Planned", None, "Actual", None, "Status"),
            (None, None, None, None, "Start", "End", "Start", "End"),
            ("CR1", "B-1", "CART-7D", "Enrichment", *(datetime(2026, 10, 12, h) for h in (8, 10, 9, 11)), "done"),
        )
    )
    assert reading.errors == () and reading.findings == ()
    only = reading.rows[0]
    hours = [t.hour for t in (only.planned_start, only.planned_end, only.started_at, only.finished_at) if t]
    assert hours == [12, 14, 13, 15]


def test_two_lines_of_headings_merged() -> None:
    def merge(made: Workbook) -> None:
        sheet = made.active
        for area in ("A1:A2", "B1:B2", "C1:C2", "D1:D2", "E1:F1", "G1:H1", "I1:I2"):
            sheet.merge_cells(area)

    reading = read(
        book(
            ("Room", "Batch", "Product", "Step", "Planned", None, "Actual", None, "Status"),
            (None, None, None, None, "From", "To", "From", "To"),
            ("CR1", "B-1", "CART-7D", "Enrichment", *(datetime(2026, 10, 12, h) for h in (8, 10, 9, 11)), "done"),
            touch=merge,
        )
    )
    assert reading.errors == ()
    assert reading.rows[0].finished_at == datetime(2026, 10, 12, 15, tzinfo=UTC)


def test_date_and_time_in_columns_of_their_own() -> None:
    titles = (
        "Room",
        "Batch",
        "Product",
        "Step",
        "Planned start date",
        "Planned start time",
        "Planned end date",
        "Planned end time",
        "Status",
    )
    reading = read(
        book(
            titles,
            ("CR1", "B-1", "CART-7D", "Enrichment", date(2026, 10, 12), time(22), date(2026, 10, 13), time(1, 30), "planned"),
        )
    )
    assert reading.errors == ()
    assert reading.rows[0].planned_start == datetime(2026, 10, 13, 2, tzinfo=UTC)
    assert reading.rows[0].planned_end == datetime(2026, 10, 13, 5, 30, tzinfo=UTC)


def test_one_date_column_for_both_times_never_guesses_the_next_day() -> None:
    titles = ("Date", "Room", "Batch", "Product", "Step", "Start", "End", "Status")
    content = book(
        titles,
        ("12 Oct 2026", "CR1", "B-1", "CART-7D", "Enrichment", "8:00 am", "10:30 am", "done"),
        ("12 Oct 2026", "CR2", "B-2", "CART-7D", "Enrichment", "10:00 pm", "1:30 am", "planned"),
    )
    reading = read(content)
    assert places(reading.errors) == [("time.end_before_start", 3, 7)]
    assert reading.rows[0].started_at == datetime(2026, 10, 12, 12, tzinfo=UTC)


def test_a_bare_start_and_end_follow_the_state_or_ask_for_it() -> None:
    titles = ("Room", "Batch", "Product", "Step", "Start", "End", "Status")
    times = (datetime(2026, 10, 12, 8), datetime(2026, 10, 12, 9))
    reading = read(
        book(
            titles,
            *(("CR1", f"B-{n}", "CART-7D", "Enrichment", *times, s) for n, s in enumerate(("done", "planned", "running", None))),
        )
    )
    assert places(reading.errors) == [("time.two_ways", 5, 5), ("time.two_ways", 5, 6)]
    done, planned, running = reading.rows
    assert done.started_at and done.finished_at and not done.planned_start
    assert planned.planned_start and planned.planned_end and not planned.started_at
    assert running.started_at and running.planned_end and not running.finished_at


def test_two_columns_for_one_time_are_an_error() -> None:
    titles = ("Room", "Batch", "Product", "Step", "Planned start", "Scheduled start", "Status")
    when = datetime(2026, 10, 12, 8)
    reading = read(book(titles, ("CR1", "B-1", "CART-7D", "Enrichment", when, when, "planned")))
    assert places(reading.errors) == [("heading.double", 1, 6)]


def test_a_better_heading_wins_and_says_so() -> None:
    titles = ("Room", "Batch", "Product", "Process", "Step", "Planned start", "Status")
    when = datetime(2026, 10, 12, 8)
    reading = read(book(titles, ("CR1", "B-1", "Autologous B", "CART-7D", "Enrichment", when, "planned")))
    assert reading.errors == ()
    assert places(reading.findings) == [("column.aside", 1, 3)]


def test_no_room_column_and_no_headings_at_all() -> None:
    titles = ("Batch", "Product", "Step", "Planned start", "Status")
    reading = read(book(titles, ("B-1", "CART-7D", "Enrichment", datetime(2026, 10, 12, 8), "planned")))
    assert reading.errors[0].rule == "heading.missing"
    assert read(book(("a", "b"), ("c", "d"))).errors[0].rule == "heading.none"
    nearly = read(book(("Room", "Batch", "Product", "Status"), ("CR1", "B-1", "CART-7D", "done"))).errors[0]
    assert (nearly.rule, nearly.row, nearly.what) == ("heading.missing", 1, "no column for step and a start or an end")


def test_headings_again_further_down_may_change_the_order() -> None:
    again = tuple(reversed(HEADINGS))
    reading = read(book(HEADINGS, row(), (), again, list(reversed(row(Batch="B-2", Room="CR2")))))
    assert reading.errors == ()
    assert [(r.row, r.batch, r.lane) for r in reading.rows] == [(2, "B-1", "CR1"), (5, "B-2", "CR2")]


def test_a_zone_named_in_the_heading_rules_its_column() -> None:
    titles = ("Room", "Batch", "Product", "Step", "Planned start (UTC)", "Planned end (Europe/London)", "Status")
    times = (datetime(2026, 10, 12, 8), datetime(2026, 10, 12, 12))
    reading = read(book(titles, ("CR1", "B-1", "CART-7D", "Enrichment", *times, "planned")))
    assert reading.errors == ()
    assert reading.rows[0].planned_start == datetime(2026, 10, 12, 8, tzinfo=UTC)
    assert reading.rows[0].planned_end == datetime(2026, 10, 12, 11, tzinfo=UTC)


def test_several_sheets_are_read_and_hidden_or_other_ones_said() -> None:
    made = Workbook()
    made.active.title = "Legend"
    made.active.append(["green", "done"])
    for title, batch in (("W42", "B-1"), ("W43", "B-2"), ("Old", "B-3")):
        sheet = made.create_sheet(title)
        sheet.append(HEADINGS)
        sheet.append(row(Batch=batch))
    made["Old"].sheet_state = "hidden"
    reading = read(packed(made))
    assert reading.errors == ()
    assert [(r.sheet, r.batch) for r in reading.rows] == [("W42", "B-1"), ("W43", "B-2")]
    assert [(f.rule, f.sheet) for f in reading.findings if f.rule == "sheet.aside"] == [
        ("sheet.aside", "Legend"),
        ("sheet.aside", "Old"),
    ]
    assert [r.batch for r in read(packed(made), sheet="old").rows] == ["B-3"]
    assert read(packed(made), sheet="W99").errors[0].rule == "file.sheet"


def test_a_heading_with_a_hidden_sign_is_an_error() -> None:
    titles = ("Room", "Batch", "Product", "Step", "Planned \u202estart", "Status")
    reading = read(book(titles, ("CR1", "B-1", "CART-7D", "Enrichment", datetime(2026, 10, 12, 8), "planned")))
    assert places(reading.errors) == [("cell.control", 1, 5)]
