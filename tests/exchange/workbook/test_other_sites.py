"""The clean board as other sites would have written it: it says the same in every form."""

# ruff: noqa: DTZ001  (the cells of a workbook hold wall times without a zone)

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook, load_workbook
from openpyxl.utils.datetime import CALENDAR_MAC_1904

from console.exchange.workbook import DayOrder, Reading
from tests.exchange.workbook.by_hand import book, packed, places, read

PATH = Path(__file__).parent.parent / "samples" / "whiteboard.xlsx"
ROOM, BATCH, RECIPE, STEP, STATUS, PEOPLE, NOTE = 0, 1, 2, 3, 8, 9, 10
TIMES = range(4, 8)
TITLES = [
    "Location",
    "Lot no.",
    "Process",
    "Activity",
    "Scheduled start",
    "Scheduled finish",
    "Started",
    "Finished",
    "State",
    "Who",
    "Remarks",
]


def clean() -> list[list[Any]]:
    sheet = load_workbook(PATH).active
    return [list(line) for line in sheet.iter_rows(min_row=2, values_only=True)]


CLEAN = clean()
FACTS = [row.facts for row in read(PATH.read_bytes()).rows]


def timed(form: Callable[[datetime], Any]) -> list[list[Any]]:
    return [[form(c) if n in TIMES and c is not None else c for n, c in enumerate(line)] for line in CLEAN]


def text(lines: Sequence[Sequence[Any]], mark: str = ",", titles: Sequence[str] = tuple(TITLES)) -> str:
    out = io.StringIO()
    csv.writer(out, delimiter=mark).writerows([titles, *lines])
    return out.getvalue()


def says_the_same(reading: Reading) -> None:
    assert reading.errors == ()
    assert [row.facts for row in reading.rows] == FACTS


FORMS: dict[str, Callable[[datetime], str]] = {
    "iso": lambda t: t.isoformat(" "),
    "iso T": lambda t: t.isoformat(),
    "month name": lambda t: f"{t:%d %b %Y %H:%M}",
    "weekday, month, twelve hours": lambda t: f"{t:%a %B %d, %Y} {t.hour % 12 or 12}:{t:%M %p}",
    "excel's d-mmm-yy": lambda t: f"{t.day}-{t:%b-%y} {t:%H:%M}",
}


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("mark", [",", ";", "\t"])
def test_text_files(form: str, mark: str) -> None:
    says_the_same(read(text(timed(FORMS[form]), mark)))


def test_day_first_figures_are_named_where_two_readings_stand_and_read_when_said() -> None:
    content = text(timed(lambda t: f"{t:%d/%m/%Y %H:%M}"), ";")
    says_the_same(read(content, order=DayOrder.DAY_FIRST))
    told = [
        (row, n)
        for row, line in enumerate(CLEAN, start=2)
        for n in TIMES
        if line[n] and line[n].day <= 12 and line[n].day != line[n].month
    ]
    reading = read(content)
    assert {f.rule for f in reading.errors} <= {"time.ambiguous_day", "file.more"}
    assert places(reading.errors)[:400] == [("time.ambiguous_day", row, n + 1) for row, n in told][:400]


def test_date_and_time_in_columns_of_their_own_and_no_order() -> None:
    lines = []
    for line in CLEAN:
        apart = [part for n in TIMES for part in ((f"{line[n]:%d %b %Y}", f"{line[n]:%I:%M %p}") if line[n] else ("", ""))]
        lines.append([*reversed(apart), line[NOTE], line[PEOPLE], line[STATUS], *reversed(line[:4])])
    edges = ("Planned start", "Planned end", "Actual start", "Actual end")
    apart_titles = [f"{edge} {part}" for edge in edges for part in ("date", "time")]
    titles = [*reversed(apart_titles), "Comments", "Operators", "Status", "Task", "Product", "Batch ID", "Suite"]
    says_the_same(read(text(lines, "\t", titles)))


def test_titles_blanks_captions_and_sums() -> None:
    lines: list[Sequence[Any]] = [("Suite board",), (), ("printed", datetime(2026, 11, 18)), TITLES]
    for n, line in enumerate(CLEAN):
        if n % 50 == 0:
            lines += [(), (f"Page {n // 50 + 1}",)]
        lines.append(line)
    lines += [(), ("Total steps", None, None, "=COUNTA(D5:D400)"), ("Total", 381)]
    says_the_same(read(book(*lines)))


def test_the_1904_calendar() -> None:
    def touch(made: Workbook) -> None:
        made.epoch = CALENDAR_MAC_1904

    says_the_same(read(book(TITLES, *CLEAN, touch=touch)))


def test_hidden_rows_and_a_legend_sheet() -> None:
    def touch(made: Workbook) -> None:
        for n in range(10, 60):
            made.active.row_dimensions[n].hidden = True
        made.create_sheet("Legend").append(["green", "done"])

    reading = read(book(TITLES, *CLEAN, touch=touch))
    says_the_same(reading)
    assert {"row.hidden", "sheet.aside"} <= {f.rule for f in reading.findings}


def test_batch_cells_merged_over_their_rows() -> None:
    ordered = sorted(CLEAN, key=lambda line: line[BATCH])
    spans: dict[str, list[int]] = {}
    for n, line in enumerate(ordered, start=2):
        spans.setdefault(line[BATCH], []).append(n)

    def touch(made: Workbook) -> None:
        for rows in spans.values():
            made.active.merge_cells(f"B{rows[0]}:B{rows[-1]}")

    reading = read(book(TITLES, *ordered, touch=touch))
    assert reading.errors == ()
    assert sorted(map(repr, (row.facts for row in reading.rows))) == sorted(map(repr, FACTS))


def test_a_sheet_for_each_room_named_after_it() -> None:
    made = Workbook()
    made.remove(made.active)
    for room in dict.fromkeys(line[ROOM] for line in CLEAN):
        sheet = made.create_sheet(room.replace("CR", "Cleanroom "))
        sheet.append(TITLES[1:])
        for line in CLEAN:
            if line[ROOM] == room:
                sheet.append(line[1:])
    reading = read(packed(made))
    assert reading.errors == ()
    assert sorted(map(repr, (row.facts for row in reading.rows))) == sorted(map(repr, FACTS))


@pytest.mark.parametrize(
    ("done", "planned", "running"),
    [("Completed", "Scheduled", "In Progress"), ("✔ Done", "Not started", "WIP"), ("FINISHED", "to do", "Started")],
)
def test_states_in_other_words(done: str, planned: str, running: str) -> None:
    words = {"done": done, "planned": planned, "running": running}
    says_the_same(read(book(TITLES, *([*line[:STATUS], words[line[STATUS]], *line[STATUS + 1 :]] for line in CLEAN))))


@pytest.mark.parametrize("mark", [" / ", "; ", "\n", " & ", " and ", ","])
def test_people_parted_otherwise(mark: str) -> None:
    says_the_same(read(book(TITLES, *([*line[:PEOPLE], line[PEOPLE].replace(", ", mark), line[NOTE]] for line in CLEAN))))


@pytest.mark.parametrize("room", ["Suite {}", "cr-{}", "CR0{}", "Cleanroom {} (CR{})"])
def test_rooms_in_other_spellings(room: str) -> None:
    renamed = [
        [room.format(line[ROOM][2:], line[ROOM][2:]) if line[ROOM].startswith("CR") else line[ROOM], *line[1:]] for line in CLEAN
    ]
    says_the_same(read(book(TITLES, *renamed)))


def test_two_columns_of_people() -> None:
    parted = [[*line[:PEOPLE], *[*line[PEOPLE].split(", "), None][:2], line[NOTE]] for line in CLEAN]
    says_the_same(read(book([*TITLES[:PEOPLE], "Operator 1", "Operator 2", "Remarks"], *parted)))
