"""Each cell is read in one way, or named with its place and the reason."""

# ruff: noqa: DTZ001  (the cells of a workbook hold wall times without a zone)

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta

import pytest
from openpyxl import Workbook
from openpyxl.utils.datetime import CALENDAR_MAC_1904

from console.exchange.workbook import DayOrder, StepRow
from console.exchange.workbook.row_reader import parted_names
from tests.exchange.workbook.by_hand import HEADINGS, book, one_error, places, read, row

START, STATUS, BATCH, PEOPLE, NOTE, END = 5, 9, 2, 10, 11, 6


def one_row(**told: object) -> StepRow:
    reading = read(book(HEADINGS, row(**told)))
    assert reading.errors == (), reading.errors
    return reading.rows[0]


@pytest.mark.parametrize(
    "text",
    [
        "2026-10-12 14:30",
        "2026-10-12T14:30:00",
        "2026/10/12 14:30",
        "20261012T1430",
        "2026-10-12 14:30 -04:00",
        "2026-10-12 18:30Z",
        "2026-10-12T14:30-04:00",
        "2026-10-12 14:30 EDT",
        "2026-10-12 20:30 GMT+02:00",
        "12 Oct 2026 14:30",
        "12 October 2026, 2:30 pm",
        "Mon 12 Oct 2026 14:30",
        "Oct 12, 2026 2:30 PM",
        "October 12th, 2026 at 2:30 p.m.",
        "12-Oct-2026 14:30",
        "12-Oct-26 14:30",
        "12. Oktober 2026 14:30 Uhr",
        "12 octobre 2026 14h30",
        "12 oct 2026 1430",
        "14:30 12 Oct 2026",
        "2026-Oct-12 14:30",
        "2026-10-12\u00a014:30",
    ],
)
def test_text_times_with_one_reading(text: str) -> None:
    assert one_row(Planned_start=text).planned_start == datetime(2026, 10, 12, 18, 30, tzinfo=UTC)


@pytest.mark.parametrize(
    "text", ["25/09/2026 14:30", "25.09.2026 14.30", "25-9-2026 2:30pm", "09/25/2026 14:30", "9/25/2026 2:30 PM"]
)
def test_figures_that_only_one_calendar_holds(text: str) -> None:
    assert one_row(Planned_start=text).planned_start == datetime(2026, 9, 25, 18, 30, tzinfo=UTC)


def test_the_same_day_and_month_is_not_ambiguous() -> None:
    assert one_row(Planned_start="10/10/2026 14:30").planned_start == datetime(2026, 10, 10, 18, 30, tzinfo=UTC)


@pytest.mark.parametrize(
    ("text", "rule"),
    [
        ("07/10/2026 09:00", "time.ambiguous_day"),
        ("07.10.2026 09:00", "time.ambiguous_day"),
        ("25/09/26 09:00", "time.ambiguous_day"),
        ("46307.5", "time.serial"),
        ("46307", "time.serial"),
        ("46307,5", "time.serial"),
        ("tomorrow am", "time.not_a_time"),
        ("TBD", "time.not_a_time"),
        ("about 14:30", "time.not_a_time"),
        ("2026-10-12 14:30-15:30", "time.offset"),
        ("2026-10-12 08:00-09:00", "time.range"),
        ("2026-10-12 08:00 - 09:00", "time.not_a_time"),
        ("2026-10-12 14:30 or 15:00", "time.not_a_time"),
        ("2026-10-12 25:00", "time.not_a_time"),
        ("2026-10-12 13:30 pm", "time.not_a_time"),
        ("2026-10-12 14", "time.not_a_time"),
        ("2026-02-30 14:30", "time.no_day"),
        ("31/31/2026 14:30", "time.no_day"),
        ("12 Oct 14:30", "time.no_year"),
        ("12/10 14:30", "time.no_year"),
        ("1926-10-12 14:30", "time.year"),
        ("Tue 12 Oct 2026 14:30", "time.weekday"),
        ("2026-10-12", "time.no_clock"),
        ("12 Oct 2026", "time.no_clock"),
        ("14:30", "time.no_date"),
        ("2026-10-12 14:30 CET", "time.offset"),
        ("2026-10-12 14:30 +25:00", "time.offset"),
    ],
)
def test_text_times_with_two_readings_or_none(text: str, rule: str) -> None:
    fault = one_error(Planned_start=text)
    assert (fault.rule, fault.row, fault.column, fault.field, fault.value) == (rule, 2, START, "planned_start", text)
    assert fault.why


@pytest.mark.parametrize(
    ("value", "rule"),
    [
        (46307.5, "time.serial"),
        (46307, "time.serial"),
        (True, "time.not_a_time"),
        (date(2026, 10, 12), "time.no_clock"),
        (time(14, 30), "time.no_date"),
        (timedelta(hours=30), "time.not_a_time"),
    ],
)
def test_typed_cells_that_are_no_instant(value: object, rule: str) -> None:
    assert one_error(Planned_start=value).rule == rule


def test_a_real_date_cell_is_rounded_to_its_second() -> None:
    assert one_row(Planned_start=datetime(2026, 10, 12, 14, 29, 59, 999_600)).planned_start == datetime(
        2026, 10, 12, 18, 30, tzinfo=UTC
    )


def test_midnight_in_a_date_and_time_cell_is_a_time() -> None:
    assert one_row(Planned_start=datetime(2026, 10, 12)).planned_start == datetime(2026, 10, 12, 4, tzinfo=UTC)
    assert one_row(Planned_start="2026-10-11 24:00").planned_start == datetime(2026, 10, 12, 4, tzinfo=UTC)


def test_the_1904_calendar_gives_the_same_instants() -> None:
    def touch(made: Workbook) -> None:
        made.epoch = CALENDAR_MAC_1904

    assert read(book(HEADINGS, row(), touch=touch)).rows == read(book(HEADINGS, row())).rows


def test_only_the_person_can_say_how_figures_are_meant() -> None:
    content = book(HEADINGS, row(Planned_start="07/10/2026 09:00", Planned_end="07/10/26 10:00"))
    assert len(read(content).errors) == 2
    day, month = read(content, order=DayOrder.DAY_FIRST).rows[0], read(content, order=DayOrder.MONTH_FIRST).rows[0]
    assert day.planned_start == datetime(2026, 10, 7, 13, tzinfo=UTC)
    assert month.planned_start == datetime(2026, 7, 10, 13, tzinfo=UTC)
    other = book(HEADINGS, row(Planned_start="25/09/2026 09:00"))
    assert places(read(other, order=DayOrder.MONTH_FIRST).errors) == [("time.order", 2, START)]


def test_a_column_that_says_am_and_pm_must_say_it_everywhere() -> None:
    reading = read(
        book(
            HEADINGS,
            row(Planned_start="12 Oct 2026 2:30 PM"),
            row(Batch="B-2", Room="CR2", Planned_start="12 Oct 2026 3:00"),
            row(Batch="B-3", Room="CR3", Planned_start="12 Oct 2026 15:00"),
        )
    )
    assert places(reading.errors) == [("time.half", 3, START)]


def test_an_end_before_its_start_is_named_at_the_end() -> None:
    fault = one_error(Planned_end=datetime(2026, 10, 12, 13, 15))
    assert (fault.rule, fault.column) == ("time.end_before_start", END)


@pytest.mark.parametrize(
    ("column", "value", "rule"),
    [
        ("Room", "CR12", "room.unknown"),
        ("Room", None, "room.missing"),
        ("Room", "CR1 CR2", "room.unknown"),
        ("Recipe", "CART-9X", "recipe.unknown"),
        ("Step", "Dancing", "step.unknown"),
        ("Step", None, "step.missing"),
        ("Batch", None, "batch.missing"),
        ("Batch", "-", "batch.missing"),
        ("Batch", datetime(2026, 1, 2, 3), "cell.kind"),
        ("Status", "dnoe", "status.unknown"),
        ("Status", True, "cell.kind"),
        ("Batch", "B\u20601", "cell.control"),
        ("People", "\u202eevil", "cell.control"),
        ("Note", "a\u2066b", "cell.control"),
        ("Note", "a\u200bb", "cell.control"),
        ("Note", "=1+1", "cell.formula"),
        ("Batch", '=CONCAT("B",1)', "cell.formula"),
        ("Planned_start", "=TODAY()", "cell.formula"),
        ("Planned_end", "#REF!", "cell.broken"),
        ("Note", "x" * 40_000, "cell.long"),
    ],
)
def test_every_other_fault_names_its_cell(column: str, value: object, rule: str) -> None:
    if rule == "cell.long":
        text = ",".join(str(c or "") for c in row(Note="x" * 40_000, People="O. Berg"))
        reading = read(",".join(HEADINGS) + "\n" + text.replace("2026-10-12 15:30:00", "2026-10-12 15:30"))
        assert places(reading.errors) == [(rule, 2, NOTE)]
        return
    fault = one_error(**{column: value})
    assert (fault.rule, fault.row, fault.column) == (rule, 2, HEADINGS.index(column.replace("_", " ")) + 1)


@pytest.mark.parametrize(
    "text", ["=1+1", "  =1+1", "＝1+1", "@SUM(A1)", "+SUM(A1)", "=cmd|' /C calc'!A0", "-2+3+cmd|' /C calc'!A0"]
)
def test_text_that_a_spreadsheet_would_compute(text: str) -> None:
    def as_text(made: Workbook) -> None:
        cell = made.active.cell(2, NOTE)
        cell.value, cell.data_type = text, "s"

    assert places(read(book(HEADINGS, row(), touch=as_text)).errors) == [("cell.formula", 2, NOTE)]


@pytest.mark.parametrize(
    "note", ["- see deviation 12", "-20 °C shelf", "+ extra bag", "@ Olga: call me", "50 % = half", "line 1\nline 2", "👩‍🔬 ok"]
)
def test_remarks_that_only_look_odd_are_kept(note: str) -> None:
    assert one_row(Note=note).note == note


def test_numbers_as_words_and_words_as_numbers() -> None:
    assert one_row(Batch=401).batch == "401"
    assert one_row(Batch="0401").batch == "0401"

    def shaped(made: Workbook) -> None:
        made.active.cell(2, BATCH).number_format = "0000"

    assert read(book(HEADINGS, row(Batch=401), touch=shaped)).rows[0].batch == "0401"


@pytest.mark.parametrize("word", ["Done", "COMPLETED", "complete", " finished ", "✓", "closed", "Erledigt", "terminé"])
def test_status_words_in_other_spellings(word: str) -> None:
    done = row(Status=word, Actual_start="2026-10-12 15:30", Actual_end="2026-10-12 16:00")
    assert read(book(HEADINGS, done)).rows[0].status == "done"


@pytest.mark.parametrize(
    ("word", "state"), [("In progress", "running"), ("Scheduled", "planned"), ("Cancelled", "skipped"), ("on hold", "held")]
)
def test_other_states(word: str, state: str) -> None:
    assert read(book(HEADINGS, row(Status=word))).rows[0].status == state


@pytest.mark.parametrize("word", ["CR1", "cr 1", "CR-1", "CR01", "Cleanroom 1", "SUITE  1", "suite #1"])
def test_room_spellings(word: str) -> None:
    assert one_row(Room=word).lane == "CR1"


def test_a_room_with_its_station() -> None:
    assert (one_row(Room="CR1-2").lane, one_row(Room="CR1-2").station) == ("CR1", "2")


@pytest.mark.parametrize(
    ("label", "codes"),
    [
        ("Vector thaw + transduction", ("VECTOR_THAW", "TRANSDUCE")),
        ("transduction and vector thaw", ("VECTOR_THAW", "TRANSDUCE")),
        ("Activation / load", ("ACTIVATE_LOAD",)),
        ("HARVEST AND WASH", ("HARVEST_WASH",)),
        ("ipc sample d3", ("IPC_SAMPLE_D3",)),
        ("Receipt / Line clearance", ("RECEIPT_COI", "LINE_CLEARANCE")),
        ("ENRICH", ("ENRICH",)),
        ("Harvest_Wash", ("HARVEST_WASH",)),
    ],
)
def test_a_label_covers_one_step_or_several_and_is_kept(label: str, codes: tuple[str, ...]) -> None:
    only = one_row(Step=label)
    assert (only.codes, only.label) == (codes, label)


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("O. Berg, P. Diaz", ["O. Berg", "P. Diaz"]),
        ("O. Berg/P. Diaz", ["O. Berg", "P. Diaz"]),
        ("O. Berg\nP. Diaz", ["O. Berg", "P. Diaz"]),
        ("O. Berg & P. Diaz", ["O. Berg", "P. Diaz"]),
        ("O. Berg and P. Diaz", ["O. Berg", "P. Diaz"]),
        ("Berg, O.", ["O. Berg"]),
        ("Berg, O.; Diaz, P.", ["O. Berg", "P. Diaz"]),
        ("Berg, Olga; Diaz, Pablo", ["Olga Berg", "Pablo Diaz"]),
        ("AR, BO", ["AR", "BO"]),
        ("Berg, O., Diaz, P.", ["O. Berg", "P. Diaz"]),
        ("Olga  Berg;", ["Olga Berg"]),
        ("Anderson", ["Anderson"]),
        (" , ; ", []),
        ("none; O. Berg", ["O. Berg"]),
    ],
)
def test_several_people_in_a_cell(text: str, names: list[str]) -> None:
    assert parted_names(text) == names


def test_a_faulty_cell_starts_no_further_finding() -> None:
    reading = read(
        book(
            HEADINGS,
            row(Status="dnoe", Actual_start="2026-10-12 15:30"),
            row(Status="dnoe", Actual_start="2026-10-12 15:30"),
            row(Room="CR12", People="X. Unknown"),
        )
    )
    assert places(reading.errors) == [("status.unknown", 2, STATUS), ("status.unknown", 3, STATUS), ("room.unknown", 4, 1)]
    assert reading.findings == ()


def test_a_recipe_named_once_for_a_batch_is_enough() -> None:
    reading = read(book(HEADINGS, row(Recipe=None), row(Step="Line clearance"), row(Batch="B-KNOWN", Room="CR2", Recipe=None)))
    assert reading.errors == ()
    assert {r.recipe for r in reading.rows} == {"CART-7D-v1"}
    assert places(read(book(HEADINGS, row(Recipe=None))).errors) == [("recipe.missing", 2, 3)]


def test_one_batch_under_two_recipes_is_an_error() -> None:
    reading = read(book(HEADINGS, row(), row(Recipe="FILL-FINISH", Step="Fill", Room="CR9")))
    assert places(reading.errors) == [("recipe.two", 3, 3)]


@pytest.mark.parametrize(
    ("text", "note"), [("_x000D_\nline", "line"), ("_x005F_x0041_", "_x0041_"), ("_x0041_", "A"), ("_xyz_", "_xyz_")]
)
def test_signs_a_workbook_writes_out(text: str, note: str) -> None:
    assert one_row(Note=text).note == note


def test_a_bell_written_out_is_still_a_bell() -> None:
    assert one_error(Note="ding _x0007_").rule == "cell.control"
