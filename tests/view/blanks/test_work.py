"""A sheet under somebody's hands: Enter leads on, nothing is asked of the floor before it is whole, and two must read the same."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st

from console.domain.blanks import BlankState
from console.domain.commands import KeyBlank, ReturnBlank, VerifyBlank
from console.domain.decide import decide
from console.domain.floor import Floor
from console.domain.refusal import Refusal
from console.view.blanks.draft import Draft
from console.view.blanks.form import entries, fields, read_sheet
from console.view.blanks.sheet import Sheet
from console.view.blanks.two import Again, read_again, write_again
from console.view.blanks.work import Work, begun
from tests.ui.front import ZONE, floor_of
from tests.view.blanks.invented import CLEARED, EMPTY, ENRICHED, MORNING, keyed, returned, sheet, typed
from tests.view.blanks.test_listing import seen

FIRST, SECOND = "gnovak", "hsilva"


def made(*lines: dict[str, str]) -> Floor:
    found = entries(read_sheet(sheet(), typed(*lines)))
    assert found is not None
    return keyed(found, FIRST)


def second(*lines: dict[str, str], floor: Floor | None = None) -> Work:
    return begun(sheet(floor or made(CLEARED, ENRICHED)), SECOND, typed(*lines), Again())


def test_enter_past_the_last_field_tells_the_faults_or_goes_on_to_what_is_not_whole() -> None:
    work = begun(sheet(), FIRST, Draft(), Again())
    assert (work.line, work.focus) == ("1", "did")
    told = work.next_line()
    assert told.line == "1" and set(told.wrong()) == {"did"} and not work.wrong()
    for name, text in CLEARED.items():
        work = work.typed(name, text)
    on = work.next_line()
    assert (on.line, on.focus) == ("2", "did")
    whole = begun(sheet(), FIRST, typed(CLEARED, ENRICHED), Again()).picked("3").next_line()
    assert whole.line == "3" and whole.said == "Every line is keyed: record it."


def test_nothing_is_asked_before_every_line_is_whole_and_the_first_fault_gets_the_keyboard() -> None:
    work, asked = begun(sheet(), FIRST, typed(CLEARED, {**ENRICHED, "end": "", "by": ""}), Again()).recorded(MORNING)
    assert asked is None and (work.line, work.focus) == ("2", "end") and work.said == "2 fields to look at first."
    assert work.words(seen(sheet().floor))["2"] == ("2 fields open", "2")


def test_what_the_floor_would_refuse_is_said_once_and_asked_all_the_same_when_it_stays() -> None:
    work, asked = begun(sheet(), FIRST, typed({"did": "nothing"}, ENRICHED), Again()).recorded(MORNING)
    assert asked is None and work.line == "2" and work.floor_says["2"].rule == "order"
    work, asked = work.recorded(MORNING)
    assert isinstance(asked, KeyBlank)
    edited, asked = work.picked("1").typed("did", "").typed("did", "nothing").picked("2").typed("remark", "else").recorded(MORNING)
    assert asked is None and edited.floor_says, "what is keyed otherwise is said anew"


def test_the_second_person_sees_nothing_of_the_first_before_the_sheet_is_whole() -> None:
    work = second({**CLEARED, "start": ""}, ENRICHED)
    assert not work.differences and "14:20" not in work.who
    work, asked = work.recorded(MORNING)
    assert asked is None and not work.compared and not work.differences


def test_what_two_read_otherwise_is_settled_by_the_paper_and_then_signed() -> None:
    work, asked = second({**CLEARED, "start": "14:25"}, ENRICHED).recorded(MORNING)
    assert asked is None
    (difference,) = work.differences
    assert work.words(seen(work.sheet.floor))["1"][1] == "3"
    work = work.theirs(difference)
    assert not work.differences and work.said.startswith("Now both")
    work, asked = work.recorded(MORNING)
    assert isinstance(asked, VerifyBlank) and not isinstance(decide(work.sheet.floor, asked, MORNING), Refusal)


def test_what_the_first_misread_goes_back_to_them_without_a_word_of_what_the_second_read() -> None:
    work, _ = second({**CLEARED, "start": "14:25"}, ENRICHED).recorded(MORNING)
    work = work.mine(work.differences[0])
    again = read_again(write_again(work.again))
    assert again == Again(SECOND, (("1", "start"),))
    first = begun(work.sheet, FIRST, Draft(), again)
    assert not first.second and first.line == "1"
    assert first.wrong()["start"].why == "H. Silva read this otherwise." and "14:25" not in str(first.wrong())
    right = first.typed("start", "14:25")
    assert not right.wrong()
    _, asked = right.recorded(MORNING)
    assert isinstance(asked, KeyBlank)
    floor = keyed(asked.entries, FIRST)
    _, signed = second({**CLEARED, "start": "14:25"}, ENRICHED, floor=floor).recorded(MORNING)
    assert isinstance(signed, VerifyBlank)


def test_a_setting_that_cannot_be_read_asks_nobody_to_look_again() -> None:
    assert [read_again(text) for text in ("", "{", "[]", '{"by": 1}', '{"by": "a", "places": [1]}')] == [Again()] * 5


def test_the_floors_late_no_stands_at_its_line_or_is_said() -> None:
    work = begun(sheet(), FIRST, typed(), Again())
    at_line = work.refused(Refusal("r", "Line 2: no.", "Look.", "line:2"))
    assert at_line.line == "2" and at_line.floor_says["2"].rule == "r"
    assert work.refused(Refusal("r", "The sheet is void.", "Key no more.", "blank")).said == "The sheet is void. Key no more."


names = st.sampled_from([each.key for line in sheet().blank.lines for each in fields(sheet(), line, Draft())])
texts = st.sampled_from(["", "done", "begun", "nothing", "14:20", "1450", "25:99", "ar", "areyes", "qq", "96.2", "x", "1|CP1"])
steps = st.lists(
    st.one_of(
        st.tuples(st.just("type"), names, texts),
        st.tuples(st.just("pick"), st.sampled_from(["1", "2", "3", "+1", "9"]), st.just("")),
        st.tuples(st.just("next"), st.just(""), st.just("")),
        st.tuples(st.just("free"), st.just(""), st.just("")),
        st.tuples(st.just("record"), st.just(""), st.just("")),
    ),
    max_size=14,
)


@settings(max_examples=60, deadline=None)
@given(steps, st.booleans())
def test_whatever_is_done_no_letter_is_lost_and_only_a_whole_sheet_is_asked_for(
    done: list[tuple[str, str, str]], other: bool
) -> None:
    work = second() if other else begun(sheet(), FIRST, Draft(), Again())
    plain = dict(work.draft.texts)
    for act, name, text in done:
        if act == "type":
            plain[f"{work.line}/{name}"] = text
            work = work.typed(name, text)
        elif act == "pick":
            work = work.picked(name)
        elif act == "next":
            work = work.next_line()
        elif act == "free":
            work = work.with_free_row()
            plain[f"{work.line}/did"] = "done"
        else:
            work, asked = work.recorded(MORNING)
            if asked is not None:
                assert work.entries == asked.entries and not work.differences
                whole = decide(work.sheet.floor, replace(asked), MORNING)
                assert not isinstance(whole, Refusal) or not other
        assert dict(work.draft.texts) == plain
        assert work.where and work.words(seen(work.sheet.floor)) and (work.here is None or work.where.startswith("Line"))
    assert work.sheet.zone is ZONE


def test_a_sheet_on_which_nothing_was_printed_or_written_is_keyed_as_empty_by_two() -> None:
    back = ReturnBlank(by="twalsh", blank=EMPTY)
    floor = floor_of((back, MORNING), start=returned())
    work = begun(Sheet(floor.blanks[EMPTY], floor, ZONE), FIRST, Draft(), Again())
    assert work.here is None and work.where.startswith("Nothing was printed") and not work.wrong()
    _, asked = work.recorded(MORNING)
    assert isinstance(asked, KeyBlank) and asked.entries == ()
    once = floor_of((asked, MORNING), start=floor)
    _, signed = begun(Sheet(once.blanks[EMPTY], once, ZONE), SECOND, Draft(), Again()).recorded(MORNING)
    assert isinstance(signed, VerifyBlank)
    assert floor_of((signed, MORNING), start=once).blanks[EMPTY].state is BlankState.VERIFIED
