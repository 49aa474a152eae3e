"""What two people keyed becomes what the floor says: whole sheets or nothing, by whoever did the work, at the time on the paper."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest

from console.domain import events as e
from console.domain.batch import StepState
from console.domain.blanks import (
    BlankAccount,
    BlankEntry,
    BlankState,
)
from console.domain.decide import decide
from console.domain.decide.blanks import differing
from console.domain.needs import signatures_needed
from console.domain.refusal import Refusal
from console.domain.signing import Meaning
from tests.domain.builders import ANALYST, HOUR, OPERATOR, SECOND, SUPERVISOR, THIRD, House, after
from tests.domain.sheets import (
    HOUSES,
    ROOM,
    N,
    at,
    bring,
    closed,
    issue,
    key,
    keyed,
    line,
    log,
    out,
    printed_out,
    ready,
    returned,
    sheet,
    sign,
    verified,
    verify,
    void,
    voided,
    written,
)  # fmt: skip


def test_what_two_people_keyed_is_what_the_floor_says_at_the_time_on_the_paper_and_by_whom_it_was_done() -> None:
    house = verified()
    clearance, enrich = house.step("B-1", "LINE_CLEARANCE"), house.step("B-1", "ENRICH")
    first, second, _ = written(house)
    for step, told in ((clearance, first), (enrich, second)):
        assert (step.state, step.started_at, step.finished_at) == (StepState.DONE, told.started_at, told.finished_at)
        assert (step.performer, step.verifier, step.paper) == (OPERATOR, SECOND, N)
        assert {name: step.values[name] for name in told.values} == dict(told.values)
    assert house.step("B-1", "ACTIVATE_LOAD").state is StepState.PLANNED


def test_who_makes_the_entry_is_not_who_did_the_work_and_the_entry_says_so() -> None:
    house = keyed()
    told = house.ask(verify(house, by=THIRD))
    ended = [event for event in told if isinstance(event, e.StepFinished)]
    assert [(event.by, event.performer, event.verifier, event.paper) for event in ended] == [(THIRD, OPERATOR, SECOND, N)] * 2
    keyer, checker = house.floor.person_name(OPERATOR), house.floor.person_name(THIRD)
    assert all(event.reason == f"transcribed from paper {N} by {keyer}, checked by {checker}" for event in ended)
    (need,) = signatures_needed(house.floor, verify(house, by=THIRD))
    assert (need.meaning, need.user) == (Meaning.TRANSCRIBED, THIRD)


def test_who_is_named_on_the_paper_owes_a_signature_until_it_is_given_in_the_meaning_of_their_part() -> None:
    house = closed()
    assert sheet(house).owed == (OPERATOR, SECOND)
    assert [need.meaning for need in signatures_needed(house.floor, sign())] == [Meaning.PERFORMED]
    assert [need.meaning for need in signatures_needed(house.floor, sign(SECOND))] == [Meaning.VERIFIED]
    house.ask(sign())
    assert sheet(house).owed == (SECOND,)
    assert house.no(sign()) == "blank-not-owed"


def test_a_line_the_floor_does_not_take_is_told_with_its_rule_and_nothing_is_recorded_by_half() -> None:
    house = returned()
    wrong = (written(house)[0], line(house, "2", 20, 230), BlankEntry("3", nothing=True))
    house.ask(key(house, *wrong))
    answer = decide(house.floor, verify(house, *wrong), house.now)
    assert isinstance(answer, Refusal) and answer.rule == "order" and answer.place == "line:2"
    assert answer.why == "Line 2: Enrichment comes after Line clearance." and "not entered" in answer.instead
    house.ask(key(house, by=SECOND))
    house.ask(verify(house, by=OPERATOR))
    assert house.step("B-1", "ENRICH").state is StepState.DONE and sheet(house).keyings == 2


def test_a_step_that_was_recorded_meanwhile_is_keyed_as_not_entered_and_the_batch_bears_a_note() -> None:
    house = out()
    house.ask(house.starting("B-1", "LINE_CLEARANCE"))
    house.ask(bring())
    first = line(house, "1", 5, 35)
    told = (first, BlankEntry("2", nothing=True), BlankEntry("3", nothing=True))
    house.ask(key(house, *told))
    assert house.no(verify(house, *told)) == "step-running"
    said = (replace(first, not_entered="recorded on the console as well"), *told[1:])
    house.ask(key(house, *said))
    house.ask(verify(house, *said))
    assert "Not entered: recorded on the console" in house.batch("B-1").notes[-1].text
    assert house.step("B-1", "LINE_CLEARANCE").state is StepState.RUNNING and not house.step("B-1", "LINE_CLEARANCE").paper


def test_a_line_with_a_time_nobody_can_explain_is_kept_as_it_was_read_and_not_entered() -> None:
    house = returned()
    odd = replace(written(house)[0], finished_at=at(house, 9), not_entered="the clock on the wall was wrong")
    told = (odd, BlankEntry("2", nothing=True), BlankEntry("3", nothing=True))
    house.ask(key(house, *told))
    house.ask(verify(house, *told))
    assert sheet(house).entries[0] == odd and house.step("B-1", "LINE_CLEARANCE").state is StepState.PLANNED


def test_a_remark_about_a_batch_that_is_not_here_is_refused_by_its_line() -> None:
    house = returned()
    told = (*written(house), BlankEntry("+1", "B-9", "ENRICH", performer=OPERATOR, remark="label torn"))
    house.ask(key(house, *told))
    answer = decide(house.floor, verify(house, *told), house.now)
    assert isinstance(answer, Refusal) and (answer.rule, answer.place) == ("batch-unknown", "line:+1")


def test_two_steps_of_one_minute_are_taken_in_the_order_that_the_floor_allows() -> None:
    house = returned()
    told = (line(house, "1", 5, 35), line(house, "2", 35, 230), line(house, "3", 230, 300))
    house.ask(key(house, *told))
    house.ask(verify(house, *told))
    assert house.step("B-1", "ACTIVATE_LOAD").state is StepState.DONE


def test_a_value_beyond_its_limit_opens_its_deviation_as_it_would_have_on_the_console() -> None:
    house = returned()
    first, second, third = written(house)
    low = replace(second, values={**second.values, "viability": Decimal(10)})
    house.ask(key(house, first, low, third))
    house.ask(verify(house, first, low, third))
    opened = house.floor.deviations["DV-B-1-ENRICH-viability"]
    assert opened.by == SECOND and opened.opened_at == second.finished_at


def test_a_step_still_running_when_the_sheet_came_back_is_begun_and_its_remark_is_a_note() -> None:
    house = returned()
    told = (line(house, "1", 5, 35), line(house, "2", 40, None, remark="pump noisy"), BlankEntry("3", nothing=True))
    house.ask(key(house, *told))
    house.ask(verify(house, *told))
    assert house.step("B-1", "ENRICH").state is StepState.RUNNING
    assert house.batch("B-1").notes[-1].text.endswith("pump noisy")


def test_work_that_was_not_printed_is_keyed_in_a_free_row() -> None:
    house = ready()
    house.ask(issue(hours=1))
    assert [one.step for one in sheet(house).lines] == ["LINE_CLEARANCE", "ENRICH"]
    house.wait(6 * HOUR).ask(bring())
    free = BlankEntry(
        "+1", "B-1", "ACTIVATE_LOAD", station="1", started_at=at(house, 4), performer=OPERATOR, remark="went on at once"
    )
    told = (line(house, "1", 5, 35), line(house, "2", 40, 230), free)
    house.ask(key(house, *told))
    house.ask(verify(house, *told))
    assert house.step("B-1", "ACTIVATE_LOAD").state is StepState.RUNNING


def test_a_lost_sheet_is_void_and_a_deviation_of_its_room() -> None:
    house = out()
    house.ask(void(reason="not found after the stop", lost=True))
    assert house.floor.deviations[f"DV-{N}"].room == ROOM
    assert house.floor.blank_account() == BlankAccount(1, 0, 1, 0)


def test_what_was_read_otherwise_is_named_by_line_and_part_and_never_by_what_the_first_read() -> None:
    house = keyed()
    first, second, third = written(house)
    other = (replace(first, remark="wet"), replace(second, finished_at=at(house, 2), performer=THIRD), third)
    assert differing(sheet(house), other) == (("1", "the remark"), ("2", "the end"), ("2", "who did it"))
    assert differing(sheet(house), (replace(first, remark="  "), second, third)) == ()
    answer = decide(house.floor, verify(house, *other), house.now)
    assert isinstance(answer, Refusal) and answer.why == "Line 1: the remark was read otherwise the first time, and 2 more."


@pytest.mark.parametrize("state", [s for s in BlankState if s not in (BlankState.CLOSED, BlankState.VOID)], ids=lambda s: s.value)
def test_a_sheet_that_is_not_done_with_says_what_it_waits_for_and_since_when(state: BlankState) -> None:
    house = HOUSES[state]()
    (waiting,) = house.floor.open_blanks()
    assert (waiting.number, waiting.room, waiting.state, waiting.issued_by) == (N, ROOM, state, SUPERVISOR)
    assert waiting.waits and sheet(house).issued_at <= waiting.since <= house.now


def test_a_sheet_that_is_done_with_waits_for_nothing() -> None:
    assert closed().floor.open_blanks() == () == voided().floor.open_blanks()


def test_an_analyst_who_is_not_of_the_step_is_refused_on_paper_as_on_the_console() -> None:
    house = returned()
    told = (line(house, "1", 5, 35, performer=ANALYST), *written(house)[1:])
    house.ask(key(house, *told))
    assert house.no(verify(house, *told)) == "step-role"


def test_a_sheet_has_the_pages_of_its_first_print_and_no_later_copy_changes_that() -> None:
    house = printed_out(3)
    house.ask(log(9))
    assert sheet(house).printed == 3
    house.ask(bring(pages=3))
    assert sheet(house).pages == 3


def sampling() -> House:
    """A sheet that is back on which the sample of day five stands."""
    house = after("IPC_SAMPLE_D3")
    planned = house.step("B-1", "IPC_SAMPLE_D5").placement
    assert planned is not None
    house.now = planned.start - HOUR
    house.ask(issue(rooms=(planned.lane,)))
    house.wait(6 * HOUR).ask(bring())
    return house


def test_a_sample_on_paper_is_a_sample_of_whoever_took_it_and_its_tests_may_begin() -> None:
    house = sampling()
    number = next(one.id for one in sheet(house).lines if one.step == "IPC_SAMPLE_D5")
    taken = line(house, number, 60, 90, sample="S-77")
    told = tuple(taken if one.id == number else BlankEntry(one.id, nothing=True) for one in sheet(house).lines)
    house.ask(key(house, *told))
    events = house.ask(verify(house, *told, by=THIRD))
    (event,) = [each for each in events if isinstance(each, e.SampleTaken)]
    assert (event.by, event.taker, event.paper, event.at) == (THIRD, OPERATOR, N, taken.finished_at)
    sample = house.batch("B-1").samples["S-77"]
    assert (sample.by, sample.taken_at, sample.step) == (OPERATOR, taken.finished_at, "IPC_SAMPLE_D5")
    other = tuple(replace(one, sample="S-78") if one.line == number else one for one in told)
    assert differing(sheet(house), other) == ((number, "the sample"),)


def test_a_number_of_a_sample_that_exists_is_refused_by_its_line() -> None:
    house = sampling()
    number = next(one.id for one in sheet(house).lines if one.step == "IPC_SAMPLE_D5")
    taken = line(house, number, 60, 90, sample="S-B-1-IPC_SAMPLE_D3")
    told = tuple(taken if one.id == number else BlankEntry(one.id, nothing=True) for one in sheet(house).lines)
    house.ask(key(house, *told))
    answer = decide(house.floor, verify(house, *told), house.now)
    assert isinstance(answer, Refusal) and (answer.rule, answer.place) == ("sample-known", f"line:{number}")
