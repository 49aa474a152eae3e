"""The sheets by number, the account that comes out even, and what the floor would say to each line before anybody signs."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st

from console.domain.blanks import BlankCount, BlankState
from console.domain.commands import VoidBlank
from console.domain.floor import Floor
from console.view.blanks.form import entries, read_sheet
from console.view.blanks.listing import SHAPES, Seen, account_line, lines_table, must_know, sheets_table, state_line
from console.view.blanks.trial import refused
from tests.ui.front import ZONE, floor_of
from tests.view.blanks.invented import CLEARED, EMPTY, ENRICHED, ISSUED, MORNING, NUMBER, issued, keyed, returned, sheet, typed


def seen(floor: Floor, hours: float = 0, user: str = "") -> Seen:
    return Seen(floor, MORNING + timedelta(hours=hours), ZONE, user)


def test_every_state_has_its_own_shape_and_words() -> None:
    assert len(set(SHAPES.values())) == len(BlankState) == len(SHAPES)


def test_a_sheet_out_past_its_hours_stands_out_and_the_way_on_is_said() -> None:
    found = {row.key: row for row in sheets_table(seen(returned())).rows}
    assert found[EMPTY].sign == "2" and found[EMPTY].cells[1] == "○ out"
    assert found[NUMBER].sign == "4" and found[NUMBER].cells[1] == "◇ returned"
    blanks = returned().blanks
    assert "its hours were over 1 h ago" in state_line(seen(returned()), blanks[EMPTY])
    assert state_line(seen(returned()), blanks[NUMBER]).endswith("It came back: key what stands on it.")
    early = Seen(issued(), ISSUED + timedelta(hours=1), ZONE)
    assert {row.sign for row in sheets_table(early).rows} == {""}


def test_what_is_done_with_goes_below_and_is_grey() -> None:
    void = VoidBlank(by="jhart", blank=EMPTY, reason="nobody wrote on it")
    floor = floor_of((void, MORNING), start=returned())
    rows = sheets_table(seen(floor)).rows
    assert [row.key for row in rows] == [NUMBER, EMPTY] and rows[1].tone == "muted"
    assert account_line(floor) == "2 issued = 1 returned + 1 void + 0 out"


@given(st.integers(0, 3), st.integers(0, 500), st.integers(0, 500))
def test_the_account_says_so_where_it_does_not_come_out_even(missing: int, gone: int, void: int) -> None:
    floor = returned()
    counts = {mark: n + gone + void + missing for mark, n in floor.blank_counts.items()}
    line = account_line(replace(floor, blank_counts=counts, blanks_gone=BlankCount(gone, void)))
    assert line.startswith(
        f"{2 + gone + void + missing} issued {'≠' if missing else '='} {1 + gone} returned + {void} void + 1 out"
    )
    assert (f"{missing} not accounted for" in line) == bool(missing)


def test_the_lines_stand_as_they_were_issued_with_what_one_must_know() -> None:
    blank = returned().blanks[NUMBER]
    rows = lines_table(seen(returned()), blank).rows
    assert [row.cells[2] for row in rows[:2]] == ["Line clearance", "Enrichment"]
    assert rows[1].cells[3] == "yesterday 15:15–18:30" and rows[1].cells[4] == "station 1, CP1"
    told = must_know(seen(returned()), blank.lines[1])
    assert told.startswith("after Apheresis QC, Line clearance; Apheresis age at start of processing, until tomorrow 12:00")


def test_what_was_keyed_once_is_shown_to_nobody_before_it_was_keyed_twice() -> None:
    made = entries(read_sheet(sheet(), typed(CLEARED, ENRICHED)))
    assert made is not None
    floor = keyed(made)
    shown = lines_table(seen(floor), floor.blanks[NUMBER]).rows
    assert {row.cells[5] for row in shown} == {""}
    checked = replace(floor.blanks[NUMBER], verified_at=MORNING)
    shown = lines_table(seen(floor), checked).rows
    assert shown[0].cells[5] == "from 14:20, to 14:50, by A. Reyes, checked by B. Okafor"


def test_the_floors_no_stands_at_the_line_it_is_about() -> None:
    made = entries(read_sheet(sheet(), typed({"did": "nothing"}, ENRICHED)))
    assert made is not None
    found = refused(sheet(), made, "hsilva", MORNING)
    assert set(found) == {"2"} and found["2"].rule and "not entered" in found["2"].instead
    whole = entries(read_sheet(sheet(), typed(CLEARED, ENRICHED)))
    assert whole is not None and not refused(sheet(), whole, "hsilva", MORNING)
