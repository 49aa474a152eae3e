"""The draft of a handover and the two tables of its page: what is open, what is checked, what is asked, where a line leads."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest

from console.domain import commands as c
from console.domain.floor import Floor
from console.domain.handover import HandoverChange, HandoverPoint, HandoverWords, Sbar, Standing
from console.domain.refusal import Refusal
from console.report.handover.filled import Filled, fill
from console.report.handover.seen import Seen
from console.view.handover.draft import Draft, new_name, read, write
from console.view.handover.shown import CHANGED, PARTS, READING, Shown
from console.view.handover.tables import lines_table, place_of, point_of, sections_table, state_line
from console.view.handover.words import signed_lines
from tests.domain.builders import HOUR, OPERATOR, QA, START, SUPERVISOR, House, after
from tests.domain.decide.test_handover import NEXT, accept, accepted, asked, check, checked, give, given

ZONE = ZoneInfo("America/New_York")
CARRIED = HandoverPoint("10.hand.1", 10, "order wipes", NEXT, START, carried=2)


def shown(house: House, user: str = NEXT, draft: Draft = Draft(), last: bool = False) -> Shown:  # noqa: B008 - frozen
    filled = fill(Seen(house.floor, None, house.now, ZONE, ZoneInfo))
    handover = house.floor.handed if last else house.floor.handover
    return Shown(house.floor, user, house.now, ZONE, filled, draft, handover)


def counts(told: Shown) -> dict[str, str]:
    return {row.key: row.cells[1] for row in sections_table(told).rows if row.cells[1] and row.key.isdigit()}


def test_a_draft_comes_back_from_its_setting_and_nonsense_is_an_empty_one() -> None:
    draft = Draft("nobody in CR3").with_words(9, "two gowned in").with_point("order wipes", QA, START + HOUR)
    assert read(write(draft)) == draft
    assert [read(text) for text in ("", "{", "[]", '{"remarks": 3}')] == [Draft()] * 4


def test_what_was_added_is_taken_back_and_what_the_floor_says_stays() -> None:
    draft = Draft().with_words(9, "one").with_words(9, "two").with_point("a", QA, START).with_point("b", QA, START)
    assert [w.words for w in draft.without("r0").remarks] == ["two"]
    assert [p.words for p in draft.without("10.hand.1").points] == ["b"]
    assert draft.without("3.out.room:CR3") == draft and draft.without("r9") == draft
    again = draft.without("10.hand.1").with_point("c", QA, START)
    assert len({p.id for p in again.points}) == 2


def test_a_carried_action_is_there_once_until_it_is_left_out() -> None:
    filled = Filled((CARRIED,), ())
    assert Draft().laid_over(filled).points == (CARRIED,)
    assert Draft().without(CARRIED.id).laid_over(filled).points == ()
    mine = Draft().with_point("order more wipes", QA, START)
    assert [p.words for p in mine.laid_over(filled).points] == ["order more wipes"]


def test_each_handover_has_a_number_of_its_own() -> None:
    first = new_name(Floor(), START)
    house = House()
    house.ask(c.TakeDuty(by=SUPERVISOR, handover=first))
    assert first == "HO-261012-1330" and new_name(house.floor, START) == f"{first}-2"


def test_the_must_know_is_read_first_and_counts_are_of_what_is_open() -> None:
    told = shown(given(), SUPERVISOR)
    assert [row.key for row in sections_table(told).rows] == list(PARTS)
    assert [key for key in PARTS if key.isdigit()] == [str(n) for n in READING] and PARTS[1] == CHANGED
    assert counts(told) == {"3": "1", "7": "1"}
    assert "stays responsible" in state_line(told)


def test_only_whoever_has_duty_is_asked_to_sign_as_given() -> None:
    house = accepted()
    assert house.floor.responsible == NEXT
    assert "sign as given" in state_line(shown(house)) and "logs in (Ctrl+L)" in state_line(shown(house, ""))
    name = house.floor.person_name(NEXT)
    assert f"{name} has duty and gives it over" in state_line(shown(house, SUPERVISOR))
    assert "Nobody has duty" in state_line(shown(House(), SUPERVISOR))


def test_whoever_comes_sees_what_is_still_to_be_checked_in_the_order_of_reading() -> None:
    house = given()
    assert shown(house).left == ("P-1", "P-2") and counts(shown(house)) == {"3": "0/1", "7": "0/1"}
    house.ask(check("P-1"))
    told = shown(house)
    assert told.left == ("P-2",) and counts(told) == {"3": "1/1", "7": "0/1"}
    assert lines_table(told, "3").rows[0].cells[0] == "checked" and lines_table(told, "7").rows[0].cells[0] == "to check"
    assert "1 of 2 points checked" in state_line(told)
    house.ask(check("P-2"))
    assert "Every point is checked" in state_line(shown(house))
    assert shown(house, "").left == (), "nobody is logged in"


def test_a_question_stands_below_its_point_with_its_answer() -> None:
    house = asked()
    rows = lines_table(shown(house), "3").rows
    assert [row.key for row in rows[:2]] == ["P-1", "qHQ-1"] and "not answered" in rows[1].cells[1] and rows[1].sign == "3"
    house.ask(c.AnswerQuestion(by=SUPERVISOR, handover="HO-1", question="HQ-1", answer="QA has it."))
    assert "QA has it." in lines_table(shown(house), "3").rows[1].cells[1]


def test_the_last_handover_can_be_read_again_and_checks_nothing() -> None:
    told = shown(accepted(), last=True)
    assert "accepted: J. Hart to" in state_line(told) and told.left == () and not told.incoming


def test_an_overdue_point_is_marked_and_added_words_are_said_to_be_added() -> None:
    house = given()
    house.wait(timedelta(hours=1, minutes=1))
    assert [row.sign for row in lines_table(shown(house), "3").rows][:1] == ["2"]
    draft = Draft().with_words(9, "two gowned in")
    assert ("added", "two gowned in") in [row.cells[:2] for row in lines_table(shown(House(), SUPERVISOR, draft), "9").rows]


@pytest.mark.parametrize(
    ("subject", "batch"),
    [("batch:B-1", "B-1"), ("batch:B-9", ""), ("room:CR9", ""), ("instrument:XX", ""), ("deviation:DV-9", ""), ("", "")],
)
def test_a_line_leads_to_the_batch_it_is_about(subject: str, batch: str) -> None:
    house = after("ENRICH")
    point = HandoverPoint("P-1", 2, "words", QA, START, subject)
    told = Shown(house.floor, NEXT, house.now, ZONE, Filled((point,), ()), Draft())
    assert place_of(told, "P-1") == batch and place_of(told, "P-9") == ""


def test_a_room_and_an_instrument_lead_to_whose_cells_they_hold() -> None:
    house = after("ENRICH")
    room = house.step("B-1", "ENRICH").lane
    machine = next(i.id for i in house.floor.instruments.values() if i.batch == "B-1")
    points = (HandoverPoint("a", 3, "x", QA, START, f"room:{room}"), HandoverPoint("b", 4, "x", QA, START, f"instrument:{machine}"))
    told = Shown(house.floor, NEXT, house.now, ZONE, Filled(points, ()), Draft())
    assert [place_of(told, key) for key in ("a", "b")] == ["B-1", "B-1"]


def test_every_word_that_is_signed_stands_in_the_signing_box() -> None:
    behind = HandoverPoint("P-3", 2, "B-1 waits", QA, START, sbar=Sbar("last done: wash", "late by 5 h", "call the clinic"))
    stands = HandoverWords(5, "B-1 may begin", Standing.ELIGIBLE)
    plain = give()
    command = give(
        points=(*plain.points, behind), facts=(*plain.facts, stands), since=START - HOUR,
        changes=(HandoverChange("B-1: flow result passed", START, 3, "batch:B-1"),),
    )  # fmt: skip
    for part in ("last done: wash", "late by 5 h", "M. Keller: call the clinic", "ELIGIBLE: B-1 may begin", "flow result passed"):
        assert any(part in told for _, told in signed_lines(command, House().floor, ZONE)), part
    assert any("08:30 EDT: 3 entries" in told for _, told in signed_lines(command, House().floor, ZONE))
    told = "\n".join(f"{label}: {words}" for label, words in signed_lines(command, House().floor, ZONE))
    words = [command.must_know, *(p.words for p in command.points), *(w.words for w in (*command.facts, *command.remarks))]
    assert all(part in told for part in words) and "carried over 1×" in told and "Owner: M. Keller" in told
    house = asked()
    box = "\n".join(words for _, words in signed_lines(accept(house), house.floor, ZONE))
    assert "Who has the key?" in box and "not answered" in box and command.must_know in box
    assert signed_lines(accept(checked(), handover="HO-9"), checked().floor, ZONE) == []


def test_a_fact_is_never_a_point() -> None:
    told = shown(given(), OPERATOR)
    assert HandoverWords(3, "CR1 runs B-1") in told.facts
    assert all(not row.key.startswith("f") or row.tone == "muted" for n in READING for row in lines_table(told, str(n)).rows)


def test_what_stands_behind_a_point_follows_it_line_by_line_and_belongs_to_it() -> None:
    house = given()
    point = HandoverPoint("P-3", 2, "B-1 waits", QA, START, "batch:B-1", sbar=Sbar("wash", "late", "call"), standing=Standing.HOLD)
    told = Shown(house.floor, "", house.now, ZONE, Filled((point,), (HandoverWords(5, "B-2 stands", Standing.HOLD),)), Draft())
    rows = lines_table(told, "2").rows
    assert [row.cells[0] for row in rows] == ["open", "background", "assessment", "recommendation"]
    assert {point_of(row.key) for row in rows} == {"P-3"} and rows[0].sign == "H"
    assert rows[3].cells[1] == "M. Keller: call, by Mon 12 Oct 09:30"
    assert [row.cells[1] for row in lines_table(told, "hold").rows][::4] == ["B-1 waits", "B-2 stands"], "found across sections"
    assert {row.key: row.cells[1] for row in sections_table(told).rows}["hold"] == "2"
    assert lines_table(told, "runs").rows == ()


def test_what_changed_says_since_when_or_why_it_is_not_told() -> None:
    old = shown(accepted(), last=True)
    assert [row.cells[1] for row in lines_table(old, CHANGED).rows] == ["This handover does not say what changed before it."]
    draft = shown(House(), SUPERVISOR)
    assert [row.cells[1] for row in lines_table(draft, CHANGED).rows] == ["Reading the record…"]
    refused = replace(draft, told=Refusal("since", "This site does not know any handover."))
    assert [row.cells[1] for row in lines_table(refused, CHANGED).rows] == ["This site does not know any handover."]


def test_a_point_of_the_floor_takes_the_owner_named_for_it_and_keeps_him_in_the_draft() -> None:
    point = HandoverPoint("3.out.room:CR3", 3, "CR3 is out", NEXT, START)
    draft = Draft().with_owner(point.id, QA, START + HOUR)
    (named,) = draft.laid_over(Filled((point,), ())).points
    assert (named.owner, named.due, named.words) == (QA, START + HOUR, point.words)
    assert read(write(draft)) == draft and draft.with_owner(point.id, OPERATOR, START).named[0].owner == OPERATOR
    own = Draft().with_point("order wipes", NEXT, START)
    assert own.with_owner(own.points[0].id, QA, START + HOUR).points[0].owner == QA
    assert Draft().empty and not draft.empty and not own.empty
