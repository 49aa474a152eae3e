"""The ten sections filled from a floor: each point with owner and due time, nothing told that the floor does not know."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from console.domain import commands as c
from console.domain.batch import StepState
from console.domain.facility import Role
from console.domain.floor import Floor, MaterialState
from console.domain.handover import HandoverChange, HandoverPoint, Standing
from console.domain.quality import Impact, Severity
from console.forecast.outlook import Forecast, Outlook, Quantiles
from console.report.changes.lines import ChangeLine, Since, Tier
from console.report.handover.changed import changes_of
from console.report.handover.filled import Filled, fill
from console.report.handover.sections import owner_words
from console.report.handover.seen import Seen, span
from console.report.handover.sheet import behind, draft_sheet, duty_words, sheet_json, sheet_of, sheet_text
from console.report.handover.shift import coming
from tests.domain.builders import DAY, HOUR, MINUTE, OPERATOR, QA, START, SUPERVISOR, House, after, ordered
from tests.domain.decide.houses import held, started
from tests.domain.decide.test_handover import NEXT, accept, asked, check, checked, give, given, question, taken

ZONE = ZoneInfo("America/New_York")


def filled(house: House, outlook: Outlook | None = None) -> Filled:
    return fill(Seen(house.floor, outlook, house.now, ZONE, ZoneInfo))


def points(told: Filled, section: int) -> list[HandoverPoint]:
    return [p for p in told.points if p.section == section]


def whole(point: HandoverPoint) -> str:
    return "\n".join([point.words, point.sbar.background, point.sbar.assessment, point.sbar.recommendation])


def said(told: Filled, section: int) -> str:
    return "\n".join([whole(p) for p in points(told, section)] + [w.words for w in told.facts if w.section == section])


def standing(told: Filled, how: Standing) -> str:
    return "\n".join([p.words for p in told.points if p.standing is how] + [w.words for w in told.facts if w.standing is how])


def role(house: House, user: str) -> Role:
    return house.floor.people[user].roles[0]


def comes(house: House, user: str) -> bool:
    """Whether this person is rostered for the shift the handover is for."""
    return coming(house.floor.facility, house.now, ZONE).has(house.floor.people[user])


def late(batch: str, by: timedelta, chance: float = 0.3) -> Outlook:
    promise = START + 7 * DAY
    end = Quantiles(*(promise + by for _ in range(5)))
    return Outlook(START, 1, {batch: Forecast(batch, "AV-119", START, "INFUSE", promise, end, end, chance, 0.0, 9)})


@pytest.mark.parametrize("until", ["APH_QC", "ENRICH", "IPC_SAMPLE_D5", "QC_RELEASE", "RECORD_REVIEW"])
def test_every_point_of_every_floor_has_a_number_of_its_own_an_owner_and_a_due_time(until: str) -> None:
    house = after(until)
    told = filled(house, late("B-1", HOUR))
    assert len({p.id for p in told.points}) == len(told.points) > 0
    assert all(p.owner and p.due is not None and 1 <= p.section <= 10 for p in told.points)
    house.ask(c.TakeDuty(by=SUPERVISOR, handover="HO-0"))
    house.ask(c.GiveHandover(by=SUPERVISOR, handover="HO-1", must_know="nothing", points=told.points, facts=told.facts))


def test_a_floor_of_which_nothing_is_known_says_nothing_but_what_this_console_does_not_keep() -> None:
    told = fill(Seen(Floor(), None, START, ZONE, ZoneInfo))
    assert told.points == ()
    assert [w.section for w in told.facts] == [1, 4] and all("keeps no" in w.words for w in told.facts)


def test_a_patient_that_is_late_is_told_once_with_where_it_is_by_how_much_and_who_owns_it() -> None:
    house = started("ENRICH", "LINE_CLEARANCE")
    house.ask(c.SetOwner(by=SUPERVISOR, subject="batch:B-1", owner=QA, what="call the clinic", due=house.now + HOUR))
    (point,) = points(filled(house, late("B-1", 5 * HOUR)), 2)
    assert (point.subject, point.owner, point.due) == ("batch:B-1", QA, house.now + HOUR)
    assert point.words.startswith("B-1: Enrichment in CR1 (CP1) since Mon 12 Oct")
    named = dict(behind(point, house.floor, ZONE))
    assert "Last done: Line clearance" in named["Background"] and "verified by" in named["Background"]
    assert named["Assessment"].startswith("Expected 5 h after the promise of Mon 19 Oct 09:30, chance of keeping it 30 %")
    assert named["Recommendation"].startswith("M. Keller: call the clinic, by Mon 12 Oct")


def test_a_patient_on_time_is_not_at_risk_and_one_below_the_bar_is() -> None:
    house = started("ENRICH", "LINE_CLEARANCE")
    fine, shaky = late("B-1", -DAY, 0.95), late("B-1", -DAY, 0.5)
    assert "promise" not in said(filled(house, fine), 2)
    assert "At risk" in said(filled(house, shaky), 2)


def test_a_hold_near_its_end_and_an_expiry_within_twelve_hours_are_told_and_far_ones_are_not() -> None:
    house = after("FORMULATE_FILL")
    assert "Fresh shelf life" not in said(filled(house), 2)
    filled_at = house.step("B-1", "FORMULATE_FILL").finished_at
    assert filled_at is not None
    house.now = filled_at + 37 * HOUR
    assert "Fresh shelf life ends" in said(filled(house), 2)
    house.wait(12 * HOUR)
    assert "Fresh shelf life broken" in said(filled(house), 2)


def test_what_the_next_shift_must_not_do_comes_from_holds_and_from_what_is_out() -> None:
    house = held()
    house.ask(c.TakeRoomOut(by=OPERATOR, room="CR3", reason="dP lost", expected_at=house.now + 6 * HOUR))
    house.ask(c.TakeInstrumentOut(by=OPERATOR, instrument="CP2", reason="oxygen alarm"))
    told = filled(house)
    forbidden = said(told, 10)
    assert "in CR3" in forbidden and "load CP2" in forbidden and "step of B-1" in forbidden
    (room,) = points(told, 3)
    assert role(house, room.owner) is Role.QA and comes(house, room.owner) and room.due == house.now + 6 * HOUR
    assert room.standing is Standing.BLOCKED and "give the room back" in room.sbar.recommendation
    assert [p.subject for p in points(told, 4)] == ["instrument:CP2"]
    assert "CR3" not in next(w.words for w in told.facts if "station is free" in w.words)


def test_a_running_step_misses_its_signatures_and_what_waits_behind_a_late_one_is_not_told_again() -> None:
    house = started("ENRICH", "LINE_CLEARANCE")
    (point,) = [p for p in points(filled(house), 5) if p.id.startswith("5.ENRICH")]
    began = house.step("B-1", "ENRICH").performer
    assert "signature missing" in point.words and point.standing is Standing.RUNS
    assert not comes(house, began) and "who goes" in point.words, "whoever goes home signs nothing later"
    assert role(house, point.owner) is Role.OPERATOR and comes(house, point.owner)
    house.floor = replace(house.floor, people={**house.floor.people, began: replace(house.floor.people[began], shift="E")})
    (point,) = [p for p in points(filled(house), 5) if p.id.startswith("5.ENRICH")]
    assert point.owner == began
    house = ordered()
    house.wait(3 * DAY)
    overdue = points(filled(house), 5)
    assert [p.id for p in overdue] == ["5.APH_COLLECT.batch:B-1"]
    assert house.step("B-1", "ENRICH").state is StepState.PLANNED


def test_what_may_begin_what_cannot_and_what_is_on_hold_stand_apart_each_with_its_reason() -> None:
    house = ordered()
    house.wait(3 * DAY)
    told = filled(house)
    assert "APH" not in standing(told, Standing.BLOCKED) and "Leukapheresis" in standing(told, Standing.ELIGIBLE)
    (point,) = points(told, 5)
    assert point.sbar.assessment == "It may begin now"
    assert dict(behind(point, house.floor, ZONE))["Recommendation"].endswith(house_clock(house))
    house = held()
    house.wait(3 * DAY)
    told = filled(house)
    assert "Leukapheresis" in standing(told, Standing.HOLD) and "Leukapheresis" not in standing(told, Standing.ELIGIBLE)
    (point,) = [p for p in points(told, 5) if "APH" in p.id]
    assert point.sbar.assessment == "It cannot begin: B-1 is on hold: two labels"
    assert "A clean station is free" in standing(told, Standing.ELIGIBLE) and "B-1" in standing(told, Standing.MUST_NOT)


def house_clock(house: House) -> str:
    """The end of the shift that comes, as a handover says it."""
    local = coming(house.floor.facility, house.now, ZONE).end
    return f"by {local:%a} {local.day} {local:%b %H:%M}"


def test_nobody_named_is_said_and_a_person_of_the_role_who_comes_is_named_first() -> None:
    house = held()
    house.ask(c.TakeRoomOut(by=OPERATOR, room="CR3", reason="dP lost"))
    (room,) = points(filled(house), 3)
    assert role(house, room.owner) is Role.QA
    house.floor = replace(house.floor, people={})
    (room,) = points(filled(house), 3)
    assert room.owner == "qa" and owner_words(house.floor, room.owner) == "QA (nobody named)"
    assert dict(behind(room, house.floor, ZONE))["Recommendation"].startswith("QA (nobody named): give the room back")


def test_who_is_on_the_floor_before_who_is_only_rostered_owns_what_nobody_was_named_for() -> None:
    house = House()
    mine = [p for p in house.floor.people.values() if Role.QA in p.roles and comes(house, p.id)]
    house.ask(c.TakeRoomOut(by=OPERATOR, room="CR3", reason="dP lost"))
    house.floor = replace(house.floor, on_duty={mine[-1].id: house.now})
    assert len(mine) > 0 and points(filled(house), 3)[0].owner == mine[-1].id


def test_too_few_people_of_a_skill_are_told_with_what_needs_them_and_enough_are_not() -> None:
    house = started("ENRICH", "LINE_CLEARANCE")
    assert points(filled(house), 9) == []
    able = {n: p for n, p in house.floor.people.items() if not (comes(house, n) and "closed processing" in p.qualifications)}
    house.floor = replace(house.floor, people=able)
    short = points(filled(house), 9)
    assert [p.id for p in short] == ["9.short.closed processing.", "9.short.operator."] or short
    assert all("needed, 0 rostered" in p.words and p.owner and p.due for p in short)
    assert any("B-1 Enrichment" in p.sbar.background for p in short)


def test_who_stays_after_the_shift_is_over_time_and_who_is_at_work_in_a_room_is_named() -> None:
    house = started("ENRICH", "LINE_CLEARANCE")
    assert "At work in CR1: A. Reyes (B-1 Enrichment)" in said(filled(house), 9)
    house.floor = replace(house.floor, on_duty={"areyes": START})
    house.now = house.now.astimezone(ZONE).replace(hour=17, minute=0)
    assert "Over time, the shift ended: A. Reyes (2 h)" in said(filled(house), 9)


def test_what_one_owns_of_a_batch_is_told_once_and_a_step_of_it_stays_its_performers() -> None:
    house = ordered()
    house.wait(3 * DAY)
    house.ask(c.SetOwner(by=SUPERVISOR, subject="batch:B-1", owner=QA, what="call the clinic", due=house.now + HOUR))
    told = filled(house)
    (step,) = points(told, 5)
    assert step.owner != QA and "call the clinic" not in whole(step)
    assert [(p.owner, p.sbar.recommendation) for p in points(told, 10)] == [(QA, "call the clinic")]
    house.ask(c.OpenDeviation(by=OPERATOR, deviation="DV-1", title="two labels", severity=Severity.MINOR, batches=("B-1",)))
    house.ask(c.SetOwner(by=SUPERVISOR, subject="deviation:DV-1", owner=QA, what="close it", due=house.now + HOUR))
    house.ask(c.AssessDeviation(by=QA, deviation="DV-1", impact=Impact.NONE, reason="seen"))
    house.ask(c.CloseDeviation(by=QA, deviation="DV-1", reason="done"))
    assert "DV-1" not in said(filled(house), 10), "what is closed is owned by nobody any more"


def test_results_deviations_and_lots_are_told_with_those_who_must_act() -> None:
    house = after("IPC_SAMPLE_D5")
    house.ask(c.StartTest(by="ibrandt", batch="B-1", code="STER_IPC", test="T-9", sample="S-B-1-IPC_SAMPLE_D5"))
    assert "in test" in said(filled(house), 6)
    house.ask(c.EnterResult(by="ibrandt", batch="B-1", test="T-9", text="no growth"))
    assert [role(house, p.owner) for p in points(filled(house), 6)] == [Role.QC_REVIEWER]
    house.ask(c.OpenDeviation(by=OPERATOR, deviation="DV-1", title="two labels", severity=Severity.MAJOR, batches=("B-1",)))
    house.ask(c.ReceiveMaterial(by=OPERATOR, material="M-1", title="Media", expires_at=house.now + 2 * DAY))
    assert "quarantine" in said(filled(house), 8)
    house.ask(c.ChangeMaterial(by=QA, material="M-1", state=MaterialState.RELEASED, reason="tested"))
    told = filled(house)
    assert "Blocks release of B-1" in said(told, 7) and role(house, points(told, 7)[0].owner) is Role.QA
    assert points(told, 8)[0].due == house.now + 2 * DAY
    house.wait(31 * DAY)
    assert "overdue" in said(filled(house), 7) and "has expired" in said(filled(house), 8)


def test_a_point_that_stays_open_is_counted_and_one_added_by_hand_comes_back_until_it_is_left_out() -> None:
    house = given()
    mine = HandoverPoint("10.hand.1", 10, "order wipes", NEXT, START + DAY)
    house.ask(c.WithdrawHandover(by=SUPERVISOR, handover="HO-1", reason="one more"))
    house.ask(c.TakeRoomOut(by=OPERATOR, room="CR3", reason="dP lost"))
    open_now = points(filled(house), 3)
    house.ask(give(handover="HO-2", points=(*open_now, mine)))
    for point in (*open_now, mine):
        house.ask(check(point.id, handover="HO-2"))
    house.ask(accept(house, handover="HO-2"))
    told = filled(house)
    assert [p.carried for p in points(told, 3)] == [1]
    assert [(p.id, p.carried) for p in points(told, 10)] == [("10.hand.1", 1)]


def test_a_missing_signature_and_an_unanswered_question_are_open_points() -> None:
    owed = points(filled(taken()), 10)
    assert [p.owner for p in owed] == [SUPERVISOR] and "missing" in owed[0].words
    house = asked()
    house.ask(accept(house, carried=("HQ-1",)))
    assert "Who has the key?" in said(filled(house), 10)


@pytest.mark.parametrize(
    ("local", "end"),
    [("2026-10-12T14:45", "2026-10-12T23:00"), ("2026-10-12T22:45", "2026-10-13T07:00"), ("2026-10-12T06:40", "2026-10-12T15:00")],
)
def test_a_handover_is_for_the_shift_that_comes(local: str, end: str) -> None:
    facility = House().floor.facility
    there = datetime.fromisoformat(local).replace(tzinfo=ZONE)
    assert coming(facility, there, ZONE).end == datetime.fromisoformat(end).replace(tzinfo=ZONE)
    assert coming(None, there, ZONE).end == there + 12 * HOUR


def test_the_sheet_reads_the_must_know_first_and_names_both_signatures_with_instant_and_zone() -> None:
    house = checked()
    house.ask(question(point=""))
    house.wait(MINUTE)
    house.ask(accept(house, carried=("HQ-1",)))
    handed = house.floor.handed
    assert handed is not None
    sheet = sheet_of(house.floor, handed, ZONE)
    text = sheet_text(sheet, house.floor, ZONE)
    assert text.index("MUST KNOW") < text.index("1 Safety") < text.index("10 Must know")
    assert "information given: J. Hart, supervisor, 2026-10-12 09:30 EDT (UTC-04:00)" in text
    assert "read, questioned, accepted" in text and "09:31 EDT" in text
    assert "carried over 1×" in text
    assert sheet_json(sheet)["sections"][2]["title"] == "Rooms"


def test_the_duty_is_said_in_one_line() -> None:
    assert duty_words(Floor(), ZONE) == "No supervisor has duty"
    assert duty_words(given().floor, ZONE) == "On duty: J. Hart since Mon 09:30; handover given, not yet accepted"
    assert "signature of J. Hart missing" in duty_words(taken().floor, ZONE)
    handed = taken().floor.handed
    assert handed is not None
    text = sheet_text(sheet_of(taken().floor, handed, ZONE), taken().floor, ZONE)
    assert "SIGNATURE MISSING" in text and "QA told" in text


def test_a_draft_names_every_section_also_the_empty_ones() -> None:
    sheet = draft_sheet(Floor(), Filled(), ZONE)
    assert [s.number for s in sheet.sections] == list(range(1, 11))
    assert sheet_text(sheet, Floor(), ZONE).count("nothing open") == 10


@pytest.mark.parametrize(
    ("length", "words"), [(-HOUR, "0 min"), (25 * MINUTE, "25 min"), (HOUR, "1 h"), (3 * DAY + HOUR, "3 d 1 h")]
)
def test_spans(length: timedelta, words: str) -> None:
    assert span(length) == words


def test_a_second_acceptance_stands_on_the_sheet() -> None:
    house = checked()
    house.ask(accept(house))
    handed = house.floor.handed
    assert handed is not None
    text = sheet_text(sheet_of(house.floor, replace(handed, also=(QA,)), ZONE), house.floor, ZONE)
    assert "kept and flagged" in text


def test_what_changed_is_frozen_whole_in_its_order_with_how_many_entries_each_sentence_tells() -> None:
    lines = (
        ChangeLine("B-1: put on hold", Tier.HOLD, START, ("batch:B-1", "room:CR1"), ("e1", "e2")),
        ChangeLine("Came on duty (3)", Tier.PEOPLE, START + HOUR, (), ("e3", "e4", "e5")),
    )
    since = Since(START - HOUR, START + HOUR, "", lines)
    frozen = changes_of(since)
    assert frozen == (
        HandoverChange("B-1: put on hold", START, 2, "batch:B-1"),
        HandoverChange("Came on duty (3)", START + HOUR, 3, ""),
    )
    assert sum(change.entries for change in frozen) == since.entries
