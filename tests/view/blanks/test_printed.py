"""A sheet is printed once as itself; every later print says that it is a copy, and has no box that could be written in."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from console.domain.blanks import PAPER
from console.domain.commands import LogPrint
from console.report.tree import Boxes, Document, Imprint, Table
from console.view.blanks.form import entries, read_sheet
from console.view.blanks.listing import printable, subject
from console.view.blanks.printed import COPY, copy, original
from tests.ui.front import ZONE, floor_of
from tests.view.blanks.invented import CLEARED, ENRICHED, ISSUED, MORNING, NUMBER, issued, keyed, returned, sheet, typed
from tests.view.blanks.test_listing import seen

IMPRINT = Imprint("Watertown", "DEMO", "", 25, "0" * 12, "Cleanroom Console", MORNING, ZONE)


def boxes(document: Document) -> int:
    return sum(isinstance(block, Boxes) for section in document.sections for block in section.blocks)


def test_the_sheet_itself_can_be_printed_once_and_in_its_hours_only() -> None:
    floor = issued()
    blank = floor.blanks[NUMBER]
    assert printable(blank, ISSUED) and not printable(blank, blank.until_at + timedelta(minutes=1))
    command = LogPrint(
        by="jhart", kind=PAPER, subject=subject(blank), title="Sheet", pages=2, digest="ab" * 32, head="x", entries=25
    )  # fmt: skip
    logged = floor_of((command, ISSUED), start=floor)
    assert not printable(logged.blanks[NUMBER], ISSUED)
    assert not printable(returned().blanks[NUMBER], ISSUED)


def test_a_copy_says_so_and_nobody_can_write_on_it() -> None:
    blank = issued().blanks[NUMBER]
    itself, for_reading = original(seen(issued()), blank, IMPRINT), copy(seen(issued()), blank, IMPRINT)
    assert boxes(itself) > 10 and itself.code == NUMBER
    assert boxes(for_reading) == 0 and for_reading.code == "" and for_reading.subtitle == COPY
    assert for_reading.title.startswith(f"COPY of sheet {NUMBER}")
    assert "How to use it" not in [section.title for section in for_reading.sections]
    assert any("Enrichment" in section.title for section in for_reading.sections)


def test_a_copy_carries_what_was_keyed_once_two_have_read_it_alike() -> None:
    made = entries(read_sheet(sheet(), typed(CLEARED, ENRICHED)))
    assert made is not None
    floor = keyed(made)
    once = copy(seen(floor), floor.blanks[NUMBER], IMPRINT)
    assert "14:20" not in str(once.sections[1:])
    twice = copy(seen(floor), replace(floor.blanks[NUMBER], verified_at=MORNING, verified_by="hsilva"), IMPRINT)
    (table,) = (block for block in twice.sections[-1].blocks if isinstance(block, Table))
    assert table.rows[0] == (
        "1", "B-0415", "Line clearance",
        "from 2026-11-19 14:20 EST, to 2026-11-19 14:50 EST, by A. Reyes, checked by B. Okafor",
    )  # fmt: skip
    assert not any(word in str(twice) for word in ("yesterday", "today", "tomorrow")), "paper says which day"
