"""What is signed of a sheet is shown whole: its numbers, every line as it was read, and one's own part."""

from __future__ import annotations

from zoneinfo import ZoneInfo

from console.domain import commands as c
from console.domain.blanks import BlankEntry
from console.view.signed import lines, title
from tests.domain.builders import OPERATOR, SECOND, SUPERVISOR
from tests.domain.sheets import N, issue, keyed, out, ready, verified, verify, void

ZONE = ZoneInfo("America/New_York")


def test_whoever_gives_sheets_out_sees_their_numbers_and_rooms() -> None:
    command = issue(rooms=("CR1", "CR2"))
    told = dict(lines(command, ready().floor, ZONE))
    assert told["CR1"] == "sheet P-TEST-000001 for 12 hours" and told["CR2"].startswith("sheet P-TEST-000002")
    assert told["Reason"] == command.reason and title(command, ready().floor) == "Give out sheets of paper"


def test_the_second_reader_sees_every_line_of_the_sheet_as_it_was_read() -> None:
    house = keyed()
    command = verify(house)
    told = dict(lines(command, house.floor, ZONE))
    one, two = house.floor.person_name(OPERATOR), house.floor.person_name(SECOND)
    assert told["Read first by"] == one
    assert told["Line 1 · B-1 Line clearance"] == (
        f"begun 2026-10-12 16:20 EDT, ended 2026-10-12 16:50 EDT, done by {one}, checked by {two}"
    )
    assert "CD3+ purity 81 %" in told["Line 2 · B-1 Enrichment"]
    assert told["Line 3 · B-1 Activation and load"] == "nothing was done"
    assert len([label for label in told if label.startswith("Line ")]) == len(command.entries)


def test_a_line_that_is_not_entered_and_a_free_row_say_so() -> None:
    house = keyed()
    free = BlankEntry("+1", "B-1", "EXPAND", remark="went on", performer=OPERATOR, not_entered="recorded already")
    told = dict(lines(verify(house, free), house.floor, ZONE))
    assert told["Line +1 · B-1 Expansion"].startswith("NOT entered (recorded already): done by") and "went on" in str(told)


def test_who_signs_for_their_ink_sees_their_own_lines_and_part() -> None:
    house = verified()
    told = [label for label, _ in lines(c.SignBlank(by=SECOND, blank=N), house.floor, ZONE)]
    assert sum(label.startswith("You have checked: Line ") for label in told) == 2
    assert not any("done" in label for label in told)


def test_a_void_sheet_says_whether_it_is_lost() -> None:
    floor = out().floor
    assert dict(lines(void(lost=True), floor, ZONE))["It is"] == "lost: a deviation is opened"
    assert "nothing on it counts" in dict(lines(void(), floor, ZONE))["It is"]
    assert "not on the floor" in dict(lines(void(number="P-TEST-9"), floor, ZONE))["Sheet"]
    assert dict(lines(void(SUPERVISOR), floor, ZONE))["Asked by"].endswith(f"({SUPERVISOR})")
