"""What rows say against one another: duplicates refuse, the rest informs."""

from __future__ import annotations

from typing import Any

from console.exchange.workbook import Fault, Reading
from tests.exchange.workbook.by_hand import HEADINGS, book, places, read, row


def board(*rows: list[Any]) -> Reading:
    return read(book(HEADINGS, *rows))


def done(start: str, end: str, **told: Any) -> list[Any]:
    day = "2026-10-12"
    return row(**{"Actual_start": f"{day} {start}", "Actual_end": f"{day} {end}", "Status": "done", "People": None} | told)


def findings(reading: Reading, rule: str) -> list[Fault]:
    assert reading.errors == ()
    return [f for f in reading.findings if f.rule == rule]


def test_an_exact_duplicate_is_an_error_of_the_later_row() -> None:
    reading = board(row(), row(Batch="B-2", Room="CR2"), row(Room="cr 1"), row(Note="not the same"))
    assert places(reading.errors) == [("row.duplicate", 4, 0)]
    assert "row 2" in reading.errors[0].why


def test_a_duplicate_on_another_sheet_is_one_too() -> None:
    def second(made: Any) -> None:
        sheet = made.create_sheet("Copy")
        sheet.append(HEADINGS)
        sheet.append(row())

    reading = read(book(HEADINGS, row(), touch=second))
    assert [(f.rule, f.sheet, f.row) for f in reading.errors] == [("row.duplicate", "Copy", 2)]


def test_two_batches_in_a_room_of_one_station() -> None:
    reading = board(
        done("09:00", "11:00", Room="CR9", Recipe="FILL-FINISH", Step="Fill"),
        done("10:00", "12:00", Room="CR9", Recipe="FILL-FINISH", Step="Fill", Batch="B-2"),
        done("12:00", "13:00", Room="CR9", Recipe="FILL-FINISH", Step="Fill", Batch="B-3"),
    )
    assert places(findings(reading, "room.overlap")) == [("room.overlap", 3, 1)]


def test_a_room_of_two_stations_holds_two_batches() -> None:
    two = [done("09:00", "11:00"), done("10:00", "12:00", Batch="B-2")]
    assert not findings(board(*two), "room.overlap")
    assert places(findings(board(*two, done("10:30", "11:30", Batch="B-3")), "room.overlap")) == [("room.overlap", 4, 1)]


def test_two_batches_in_one_named_station() -> None:
    reading = board(done("09:00", "11:00", Room="CR1-1"), done("10:00", "12:00", Room="CR1-1", Batch="B-2"))
    assert places(findings(reading, "room.overlap")) == [("room.overlap", 3, 1)]
    apart = board(done("09:00", "11:00", Room="CR1-1"), done("10:00", "12:00", Room="CR1-2", Batch="B-2"))
    assert not findings(apart, "room.overlap")


def test_a_desk_takes_any_number_at_once() -> None:
    rows = [done("09:00", "11:00", Room="QC", Step="QC release panel", Batch=f"B-{n}") for n in range(5)]
    assert not findings(board(*rows), "room.overlap")


def test_one_person_in_two_places() -> None:
    reading = board(
        done("09:00", "11:00", People="O. Berg"), done("10:00", "12:00", Room="CR2", Batch="B-2", People="P. Diaz; o berg")
    )
    assert places(findings(reading, "people.two_places")) == [("people.two_places", 3, 10)]


def test_nobody_stands_by_an_unattended_step() -> None:
    reading = board(
        done("09:00", "23:00", Room="CR6", Recipe="LVV", Step="Culture", People="O. Berg"),
        done("10:00", "12:00", Room="CR2", Batch="B-2", People="O. Berg"),
    )
    assert not findings(reading, "people.two_places")


def test_a_step_before_its_predecessor_directly_or_further_back() -> None:
    reading = board(done("11:00", "12:00", Step="Receipt", Room="DOCK"), done("09:00", "10:00"))
    assert places(findings(reading, "step.early")) == [("step.early", 3, 7)]
    assert not findings(board(done("09:00", "10:00", Step="Receipt", Room="DOCK"), done("11:00", "12:00")), "step.early")


def test_a_plan_that_has_been_overtaken_is_moot() -> None:
    reading = board(
        done("11:00", "12:00", Step="Receipt", Room="DOCK", Planned_start="2026-10-12 15:30"),
        done("13:00", "14:00", Planned_start="2026-10-12 10:00", Planned_end="2026-10-12 11:00"),
    )
    assert not findings(reading, "step.early")


def test_a_plan_against_its_own_order() -> None:
    reading = board(
        row(Step="Receipt", Room="DOCK", Planned_start="2026-10-12 12:00", Planned_end="2026-10-12 13:00"),
        row(Planned_start="2026-10-12 10:00", Planned_end="2026-10-12 11:00"),
    )
    assert places(findings(reading, "step.early")) == [("step.early", 3, 5)]


def test_state_and_times_that_differ() -> None:
    reading = board(row(Status="done", People=None), row(Batch="B-2", Room="CR2", Actual_start="2026-10-12 09:00", People=None))
    assert places(findings(reading, "status.unlike")) == [("status.unlike", 2, 9), ("status.unlike", 3, 9)]


def test_an_unknown_person_is_kept_as_written_and_said_once() -> None:
    reading = board(row(People="Z. Zorn"), row(Batch="B-2", Room="CR2", People="Z. Zorn, O. Berg"))
    assert places(findings(reading, "people.unknown")) == [("people.unknown", 2, 10)]
    assert reading.rows[1].people == ("Z. Zorn", "O. Berg")


def test_two_spellings_of_one_batch_are_said() -> None:
    reading = board(row(Batch="B-0401"), row(Batch="b 401", Room="CR2"))
    assert places(findings(reading, "batch.alike")) == [("batch.alike", 3, 2)]


def test_a_state_left_empty_is_told_by_the_times_and_said() -> None:
    reading = board(done("09:00", "11:00", Status=None), row(Batch="B-2", Room="CR2", Status=None))
    assert [r.status for r in reading.rows] == ["done", "planned"]
    assert places(findings(reading, "status.told")) == [("status.told", 2, 9), ("status.told", 3, 9)]
