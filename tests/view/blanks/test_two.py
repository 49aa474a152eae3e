"""Two people, one paper: what they read otherwise is found field by field, exactly where the floor finds it, and can be settled."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from console.domain.blanks import BlankEntry
from console.domain.commands import VerifyBlank
from console.domain.decide import decide
from console.domain.decide.blanks import differing
from console.domain.refusal import Refusal
from console.view.blanks.form import entries, read_sheet
from console.view.blanks.two import differences, settled
from tests.view.blanks.invented import CLEARED, ENRICHED, MORNING, NUMBER, keyed, sheet, typed
from tests.view.blanks.test_form import a_line


def made(*lines: dict[str, str]) -> tuple[BlankEntry, ...]:
    found = entries(read_sheet(sheet(), typed(*lines)))
    assert found is not None
    return found


FIRST = made(CLEARED, ENRICHED)


def test_each_field_that_was_read_in_two_ways_is_shown_with_both() -> None:
    other = typed({**CLEARED, "start": "14:25"}, {**ENRICHED, "check": "bokafor", "values.cd3_purity": "69.2"})
    both = sheet(keyed(FIRST))
    second = entries(read_sheet(both, other))
    assert second is not None
    found = differences(both, second)
    assert [(d.line, d.label, d.first, d.second) for d in found] == [
        ("1", "Started", "14:20", "14:25"),
        ("2", "Checked by", "C. Lindqvist", "B. Okafor"),
        ("2", "CD3+ purity", "96.2", "69.2"),
    ]
    for each in found:
        other = settled(other, each)
    again = entries(read_sheet(both, other))
    assert again == FIRST and not differences(both, again)
    assert not isinstance(decide(both.floor, VerifyBlank(by="hsilva", blank=NUMBER, entries=again), MORNING), Refusal)


def test_who_writes_the_same_in_other_letters_says_the_same() -> None:
    both = sheet(keyed(FIRST))
    second = made(CLEARED, {**ENRICHED, "values.cd3_purity": "96.20", "remark": "Bag  changed ONCE"})
    assert not differences(both, second) and not differing(both.blank, second)


def test_a_free_row_that_only_one_has_read_is_a_difference() -> None:
    draft = typed(CLEARED, ENRICHED)
    for name, text in {"batch": "B-0415", "step": "ENRICH", "did": "begun", "by": "areyes", "remark": "refilled"}.items():
        draft = draft.with_text("+1", name, text)
    more = entries(read_sheet(sheet(), draft))
    assert more is not None
    assert {d.line for d in differences(sheet(keyed(FIRST)), more)} == {"+1"}
    assert {d.line for d in differences(sheet(keyed(more)), FIRST)} == {"+1"}


@settings(max_examples=60)
@given(a_line("1"), a_line("1"), st.data())
def test_the_screen_finds_a_difference_where_the_floor_does(one: BlankEntry, other: BlankEntry, data: st.DataObject) -> None:
    other = data.draw(st.sampled_from([one, other]))
    rest = FIRST[1:]
    both = sheet(entries=(one, *rest))
    found = differences(both, (other, *rest))
    assert {d.line for d in found} == {line for line, _ in differing(both.blank, (other, *rest))}
