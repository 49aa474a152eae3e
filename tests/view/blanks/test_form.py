"""Keying a sheet: each line makes its entry or says what is wrong beside the field, and what was keyed reads back as itself."""

from __future__ import annotations

from datetime import datetime, timedelta
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from console.domain.blanks import BlankEntry
from console.domain.commands import KeyBlank
from console.domain.decide import decide
from console.domain.refusal import Refusal
from console.view.blanks import draft as drafts
from console.view.blanks.form import entries, fields, read_line, read_sheet, texts_of, understood
from console.view.blanks.sheet import free_rows, next_free
from tests.view.blanks.invented import BATCH, CLEARED, ENRICHED, ISSUED, MORNING, NUMBER, returned, sheet, typed


def faults(*lines: dict[str, str]) -> dict[str, dict[str, str]]:
    found = read_sheet(sheet(), typed(*lines))
    return {each.line: {name: no.rule for name, no in each.wrong.items()} for each in found if each.wrong}


def test_what_is_typed_from_the_sheet_becomes_entries_that_the_floor_takes() -> None:
    made = entries(read_sheet(sheet(), typed(CLEARED, ENRICHED)))
    assert made is not None
    first, second = made[:2]
    assert (first.performer, first.verifier) == ("areyes", "bokafor")
    assert first.started_at == ISSUED + timedelta(minutes=6) and first.finished_at == ISSUED + timedelta(minutes=36)
    assert second.values["cd3_purity"] == Decimal("96.2") and len(second.values) == 3
    assert second.remark == "bag changed once"
    assert all(each.nothing for each in made[2:])
    assert not isinstance(decide(returned(), KeyBlank(by="gnovak", blank=NUMBER, entries=made), MORNING), Refusal)


def test_a_line_about_which_nothing_is_said_is_no_entry() -> None:
    found = read_sheet(sheet(), drafts.Draft())
    assert entries(found) is None and all(set(each.wrong) == {"did"} for each in found)


@pytest.mark.parametrize(
    ("change", "wrong"),
    [
        ({"start": ""}, {"start": "form.empty"}),
        ({"end": ""}, {"end": "form.empty"}),
        ({"by": "qq"}, {"by": "form.person"}),
        ({"check": "areyes"}, {"check": "verifier-same"}),
        ({"check": ""}, {"check": "form.empty"}),
        ({"start": "99:99"}, {"start": "form.time"}),
        ({"did": "begun"}, {"end": "form.ended"}),
        ({"did": "nothing"}, dict.fromkeys(("start", "end", "by", "check"), "form.nothing")),
        ({"end": "", "by": "", "check": "", "left_out": "torn off"}, {}),
    ],
)
def test_each_fault_stands_beside_its_own_field(change: dict[str, str], wrong: dict[str, str]) -> None:
    assert faults({**CLEARED, **change}).get("1", {}) == wrong


def test_a_value_that_is_no_number_is_a_fault_and_one_beyond_its_limits_is_what_the_paper_says() -> None:
    assert faults(CLEARED, {**ENRICHED, "values.cd3_purity": "ninety"})["2"] == {"values.cd3_purity": "form.number"}
    draft = typed(CLEARED, {**ENRICHED, "values.cd3_purity": "12"})
    line = sheet().blank.lines[1]
    assert "deviation" in understood(sheet(), line, draft, "values.cd3_purity")
    assert not read_line(sheet(), line, draft).wrong


def test_where_nothing_was_done_nothing_more_is_asked_but_what_stands_there() -> None:
    line = sheet().blank.lines[1]
    assert [each.key for each in fields(sheet(), line, typed({}, {"did": "nothing"}))] == ["did"]
    assert [each.key for each in fields(sheet(), line, typed({}, {"did": "nothing", "by": "kb"}))] == ["did", "by"]


def test_what_was_understood_is_said_whole() -> None:
    line = sheet().blank.lines[0]
    draft = typed(CLEARED)
    assert understood(sheet(), line, draft, "start") == "2026-11-19 14:20 EST"
    assert understood(sheet(), line, draft, "by") == "A. Reyes (areyes)"


def test_a_free_row_speaks_of_a_batch_and_a_step_and_asks_what_that_step_asks() -> None:
    draft = typed()
    row = next_free(draft)
    assert (row, free_rows(draft)) == ("+1", ())
    for name, text in ({"batch": BATCH, "step": "ENRICH"} | ENRICHED).items():
        draft = draft.with_text(row, name, text)
    assert free_rows(draft) == ("+1",) and next_free(draft) == "+2"
    line = sheet().line(row, draft)
    assert line is not None and "values.cd3_purity" in {each.key for each in fields(sheet(), line, draft)}
    made = read_line(sheet(), line, draft)
    assert made.entry is not None and (made.entry.batch, made.entry.step) == (BATCH, "ENRICH")
    begun = draft.with_text("+2", "did", "nothing")
    second = sheet().line("+2", begun)
    assert second is not None and set(read_line(sheet(), second, begun).wrong) == {"batch", "step"}


def test_a_draft_is_kept_with_what_cannot_be_read_and_another_has_one_of_their_own() -> None:
    draft = typed({**CLEARED, "start": "14h"})
    assert drafts.read(drafts.write(draft)).texts == draft.texts
    assert drafts.write(drafts.Draft()) == "" and drafts.read("{no json") == drafts.Draft() and drafts.read("[1]") == drafts.Draft()
    assert drafts.setting(NUMBER, "gnovak") != drafts.setting(NUMBER, "hsilva")


minutes = st.integers(0, 12 * 60).map(lambda n: ISSUED + timedelta(minutes=n))
people = st.sampled_from(["areyes", "bokafor", "clindqvist"])
words = st.text(st.characters(categories=("L", "N", "P")), max_size=12)


@st.composite
def a_line(draw: st.DrawFn, line: str) -> BlankEntry:
    if draw(st.booleans()):
        return BlankEntry(line, nothing=True)
    start: datetime = draw(minutes)
    over = draw(st.booleans())
    end = start + timedelta(minutes=draw(st.integers(0, 90))) if over else None
    values = {"cd3_purity": draw(st.decimals(0, 100, places=1))} if line == "2" and draw(st.booleans()) else {}
    by = draw(people)
    check = draw(people.filter(lambda p: p != by)) if over else draw(st.just("") | people.filter(lambda p: p != by))
    place = draw(st.sampled_from([("", ""), ("2", ""), ("1", "CP1")]))
    return BlankEntry(
        line, started_at=start, finished_at=end, performer=by, verifier=check, values=values, remark=draw(words),
        not_entered=draw(words), station=place[0], instrument=place[1],
    )  # fmt: skip


@settings(max_examples=60)
@given(a_line("1"), a_line("2"))
def test_what_was_keyed_reads_back_as_itself(one: BlankEntry, two: BlankEntry) -> None:
    rest = tuple(BlankEntry(line.id, nothing=True) for line in sheet().blank.lines[2:])
    made = (one, two, *rest)
    assert entries(read_sheet(sheet(), texts_of(sheet(), made))) == made
