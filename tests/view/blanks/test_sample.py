"""The number of a sample on a sheet: asked only where one is to be taken, read back as keyed, held against the other reading."""

from __future__ import annotations

from zoneinfo import ZoneInfo

from console.domain.blanks import BlankEntry
from console.view.blanks.draft import Draft
from console.view.blanks.form import fields, read_line, texts_of, time_text
from console.view.blanks.sheet import Sheet
from console.view.blanks.two import differences
from tests.domain.builders import HOUR, OPERATOR, House, after
from tests.domain.sheets import N, bring, issue, key, sheet

ZONE = ZoneInfo("America/New_York")


def back() -> tuple[House, str]:
    """A sheet that came back with the sample of day five on it, and the number of its line."""
    house = after("IPC_SAMPLE_D3")
    planned = house.step("B-1", "IPC_SAMPLE_D5").placement
    assert planned is not None
    house.now = planned.start - HOUR
    house.ask(issue(rooms=(planned.lane,)))
    house.wait(6 * HOUR).ask(bring())
    return house, next(one.id for one in sheet(house).lines if one.step == "IPC_SAMPLE_D5")


def lying(house: House) -> Sheet:
    return Sheet(sheet(house), house.floor, ZONE)


def test_it_is_asked_where_a_sample_is_to_be_taken_and_in_free_rows_alone() -> None:
    house, number = back()
    found = lying(house)
    asked = {line.id: "sample" in {each.key for each in fields(found, line, Draft())} for line in sheet(house).lines}
    assert asked == {line.id: line.id == number for line in sheet(house).lines}
    assert "sample" in {each.key for each in fields(found, found.free("+1", Draft()), Draft())}


def test_what_was_typed_is_keyed_and_reads_back_as_it_was_typed() -> None:
    house, number = back()
    found = lying(house)
    draft = Draft()
    for name, text in (
        ("did", "begun"),
        ("start", time_text(found, sheet(house).from_at + HOUR)),
        ("by", OPERATOR),
        ("sample", "S-77"),
    ):
        draft = draft.with_text(number, name, text)
    line = found.line(number, draft)
    assert line is not None
    read = read_line(found, line, draft)
    assert read.entry is not None and (read.entry.sample, read.entry.started_at) == ("S-77", sheet(house).from_at + HOUR)
    entry = BlankEntry(number, sample="S-77", performer=OPERATOR)
    assert texts_of(found, (entry,)).text(number, "sample") == "S-77"


def test_another_number_is_a_difference_that_names_the_sample() -> None:
    house, number = back()
    rest = tuple(BlankEntry(one.id, nothing=True) for one in sheet(house).lines if one.id != number)
    house.ask(key(house, BlankEntry(number, sample="S-77", performer=OPERATOR), *rest))
    second = (BlankEntry(number, sample="S-71", performer=OPERATOR), *rest)
    (found,) = differences(Sheet(house.floor.blanks[N], house.floor, ZONE), second)
    assert (found.line, found.name, found.label) == (number, "sample", "Sample")
