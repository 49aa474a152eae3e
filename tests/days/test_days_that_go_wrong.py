"""Days that do not go as they should: a broken hold, a result out of specification, a held batch, a late entry, a lost room."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from console.domain import commands as c
from console.domain.batch import BatchStatus
from console.domain.quality import Impact, Verdict
from console.domain.timers import TimerState, timers_of
from tests.domain.builders import ANALYST, HOUR, MINUTE, OPERATOR, QA, QA_3, REVIEWER, SECOND, SUPERVISOR, House, after, ordered

RELEASE = c.SignDisposition(by=QA_3, batch="B-1", decision=BatchStatus.RELEASED_CONDITIONAL)


def test_enriched_cells_waited_too_long() -> None:
    # The operators are called away after enrichment; the timer turns amber, then red, then breaks.
    house = after("ENRICH")
    seen = []
    for minutes in (0, 228, 235, 241):
        (timer,) = (t for t in timers_of(house.floor, house.batch("B-1"), house.now + minutes * MINUTE) if t.lag == "ENRICHED_HOLD")
        seen.append(timer.state)
    assert seen == [TimerState.RUNNING, TimerState.AMBER, TimerState.RED, TimerState.BROKEN]

    # They load the cells all the same: it is recorded, and a major deviation opens by itself.
    house.wait(5 * HOUR)
    house.start("B-1", "ACTIVATE_LOAD")
    (deviation,) = house.floor.open_deviations("B-1")
    assert deviation.title == "Enriched cells to activation: limit of 4 h broken"

    # The batch goes on, but is not released before QA has assessed it.
    house.wait(45 * MINUTE)
    house.finish("B-1", "ACTIVATE_LOAD")
    house.live("B-1", "RECORD_REVIEW")
    assert house.no(RELEASE) == "release-blocked"
    house.ask(c.AssessDeviation(by=QA, deviation=deviation.id, impact=Impact.ASSESSED_OK, comment="viability unchanged"))
    assert house.ask(RELEASE)


def test_too_few_car_positive_cells() -> None:
    # The flow panel reads 8 %: the reviewer cannot pass it.
    house = after("LABEL_COI")
    house.start("B-1", "QC_RELEASE")
    spec = house.floor.recipes["CART-7D-v1"].test("CAR_PCT")
    assert spec is not None
    house.ask(c.StartTest(by=ANALYST, batch="B-1", test="T-1", code="CAR_PCT", sample="S-B-1-SAMPLE_RELEASE"))
    house.wait(3 * HOUR)
    house.ask(c.EnterResult(by=ANALYST, batch="B-1", test="T-1", value=Decimal("8.0")))
    review = c.ReviewResult(by=REVIEWER, batch="B-1", test="T-1", verdict=Verdict.PASS)
    assert house.no(review) == "out-of-specification"
    assert house.no(replace(review, verdict=Verdict.INVALID)) == "verdict-cause"

    # The laboratory finds no cause: it is out of specification, nobody tests it into compliance, nothing releases it.
    house.ask(replace(review, verdict=Verdict.OOS, comment="no laboratory cause found"))
    again = c.StartTest(by=ANALYST, batch="B-1", test="T-2", code="CAR_PCT", sample="S-B-1-SAMPLE_RELEASE")
    assert house.no(again) == "retest"
    assert house.no(house.finishing("B-1", "QC_RELEASE")) == "tests-pending"
    assert house.no(RELEASE) == "release-blocked"
    assert house.no(replace(RELEASE, decision=BatchStatus.RELEASED_EXCEPTIONAL)) == "release-blocked"

    # QA rejects it; the room is left dirty and the result stays on file.
    house.ask(replace(RELEASE, decision=BatchStatus.REJECTED, comment="CAR+ 8 %"))
    assert house.batch("B-1").status is BatchStatus.REJECTED
    assert house.batch("B-1").tests["T-1"].value == Decimal("8.0")


def test_an_invalid_run_is_repeated_with_its_cause() -> None:
    house = after("SAMPLE_RELEASE")
    spec = house.floor.recipes["CART-7D-v1"].test("MYCO_PCR")
    assert spec is not None
    house.test("B-1", spec, Verdict.INVALID)
    house.test("B-1", spec, attempt=2)
    last = house.batch("B-1").last_test("MYCO_PCR")
    assert last is not None and (last.attempt, last.state.value, len(house.batch("B-1").tests)) == (2, "PASS", 1 + 1)


def test_a_batch_on_hold() -> None:
    # A second label is found on the bag: anyone may stop the batch.
    house = after("APH_QC")
    house.ask(c.PlaceHold(by=OPERATOR, batch="B-1", hold="H-1", reason="second label on the bag"))
    house.ask(c.SetOwner(by=SUPERVISOR, subject="batch:B-1", owner=QA, what="clear the identity", due=house.now + 2 * HOUR))
    assert house.no(house.starting("B-1", "LINE_CLEARANCE")) == "hold"

    # What runs may be finished and measured, but nothing starts, and neither operator nor supervisor lifts it.
    house.ask(c.AddNote(by=OPERATOR, batch="B-1", text="clinic asked"))
    for by in (OPERATOR, SUPERVISOR):
        assert house.no(c.LiftHold(by=by, batch="B-1", hold="H-1", reason="it is fine")) == "right"

    # QA lifts it with a reason, and work goes on; its cells grew older all the while.
    house.wait(3 * HOUR)
    house.ask(c.LiftHold(by=QA, batch="B-1", hold="H-1", reason="label of the first collection try"))
    assert house.start("B-1", "LINE_CLEARANCE")
    assert house.floor.owners["batch:B-1"].owner == QA


def test_it_started_forty_minutes_ago() -> None:
    house = ordered()
    late = house.now - 40 * MINUTE
    start = house.starting("B-1", "APH_COLLECT", at=late)
    assert house.no(start) == "late-reason"
    house.ask(replace(start, reason="hands were full"))
    assert house.step("B-1", "APH_COLLECT").started_at == late


def test_a_room_loses_its_pressure_before_the_cells_come() -> None:
    house = after("APH_QC")
    planned = house.step("B-1", "LINE_CLEARANCE").placement
    assert planned is not None
    house.ask(c.TakeRoomOut(by=OPERATOR, room=planned.lane, reason="pressure lost for 4 min"))
    assert house.no(house.starting("B-1", "LINE_CLEARANCE")) == "room-out"
    other = House(house.floor, house.now)
    free = next(i for i in ("CP1", "CP3") if i not in {planned.instrument} and room_of(other, i) != planned.lane)
    house.start("B-1", "LINE_CLEARANCE", lane=room_of(house, free), station="1")
    house.wait(30 * MINUTE)
    house.finish("B-1", "LINE_CLEARANCE", verifier=SECOND)
    house.start("B-1", "ENRICH", lane=room_of(house, free), station="1", instrument=free)
    assert house.floor.instruments[free].batch == "B-1"
    house.ask(c.ReturnRoom(by=QA, room=planned.lane, reason="pressure held for an hour"))


def room_of(house: House, instrument: str) -> str:
    facility = house.floor.facility
    assert facility is not None
    return next(i.room for i in facility.instruments if i.id == instrument)
