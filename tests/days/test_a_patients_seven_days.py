"""One patient's batch, day by day, from the order to the last confirmation; told as the people of the floor live it."""

from __future__ import annotations

from datetime import date
from zoneinfo import ZoneInfo

from console.domain import commands as c
from console.domain.batch import BatchStatus
from console.domain.promise import promise_of
from console.domain.quality import TestState, Verdict
from console.domain.recipe import Gate
from console.domain.timers import timers_of
from tests.domain.builders import ANALYST, DAY, MINUTE, OPERATOR, QA_3, SECOND, START
from tests.service.scenes import Lived, founded

SITE = ZoneInfo("America/New_York")


def day(house: Lived) -> int:
    """Which day of the batch it is at the site: D0 is the day of collection."""
    return (house.now.astimezone(SITE).date() - START.astimezone(SITE).date()).days


def test_a_batch_that_goes_as_it_should() -> None:
    house = Lived(founded())

    # D0, morning: the planner orders the batch, and the clinic collects the cells.
    house.order("B-0412")
    batch = house.batch("B-0412")
    assert batch.status is BatchStatus.PLANNED and batch.coi_tail == "0412"
    house.do("B-0412", "APH_COLLECT")
    promise = promise_of(house.floor, house.batch("B-0412"), ZoneInfo)
    assert promise is not None and promise.by is not None
    assert promise.by.astimezone(SITE).date() == date(2026, 10, 19)

    # The courier brings them; two people check who they belong to; the lab counts them.
    house.do("B-0412", "COURIER_IN")
    house.start("B-0412", "RECEIPT_COI")
    house.wait(30 * MINUTE)
    house.finish("B-0412", "RECEIPT_COI", by=OPERATOR, verifier=SECOND)
    house.sample("B-0412", "RECEIPT_COI")
    assert house.step("B-0412", "RECEIPT_COI").hands == {OPERATOR, SECOND}
    house.do("B-0412", "APH_QC")
    assert day(house) == 0

    # The line is cleared, the cells enriched and activated; from now on one instrument is theirs.
    house.live("B-0412", "ACTIVATE_LOAD")
    processor = house.step("B-0412", "ENRICH").instrument
    assert house.floor.instruments[processor].batch == "B-0412"
    assert house.batch("B-0412").status is BatchStatus.IN_PROCESS

    # D1, evening: the vector goes in, within its window.
    assert house.no(house.starting("B-0412", "TRANSDUCE")) == "order"
    house.live("B-0412", "TRANSDUCE")
    assert day(house) == 1 and not house.floor.deviations

    # D2 to D6: the culture grows by itself while it is fed and sampled; on D6 they decide to harvest.
    house.live("B-0412", "IPC_SAMPLE_D5")
    assert day(house) == 5 and house.now.astimezone(SITE).hour < 8
    sterility = house.floor.recipes["CART-7D-v1"].test("STER_IPC")
    assert sterility is not None
    house.ask(c.StartTest(by=ANALYST, batch="B-0412", test="T-S", code="STER_IPC", sample="S-B-0412-IPC_SAMPLE_D5"))
    house.do("B-0412", "HARVEST_DECISION")
    assert day(house) == 6

    # D7, three in the morning: harvest, fill, label; the shelf life starts to run.
    house.live("B-0412", "FORMULATE_FILL")
    assert day(house) == 7 and house.now.astimezone(SITE).hour < 7
    assert "SHELF_LIFE" in {t.lag for t in timers_of(house.floor, house.batch("B-0412"), house.now)}
    assert house.floor.instruments[processor].batch == ""
    house.live("B-0412", "LABEL_COI")

    # The lab passes its panel, the sterility bottle of D5 is read, QA reviews the record.
    house.start("B-0412", "QC_RELEASE")
    house.ask(c.EnterResult(by=ANALYST, batch="B-0412", test="T-S", text="no growth"))
    house.ask(c.ReviewResult(by="xbell", batch="B-0412", test="T-S", verdict=Verdict.PASS))
    house.pass_tests("B-0412")
    house.wait(200 * MINUTE)
    house.finish("B-0412", "QC_RELEASE")
    house.do("B-0412", "RECORD_REVIEW")

    # Who reviewed the record may sign; who touched the batch may not; it is released with tests outstanding.
    release = c.SignDisposition(by=QA_3, batch="B-0412", decision=BatchStatus.RELEASED_CONDITIONAL)
    assert house.no(house.starting("B-0412", "PACK_SHIP")) == "order"
    house.ask(release)
    assert house.batch("B-0412").released_at == house.now

    # The courier takes it back; the same day it reaches the patient, within the promise.
    house.live("B-0412", "INFUSE")
    infused = house.step("B-0412", "INFUSE").finished_at
    assert infused is not None and infused <= promise.by and day(house) == 7
    assert house.batch("B-0412").status is BatchStatus.ADMINISTERED

    # Days later the last tests come in, and QA closes the batch; the room is clean again.
    house.wait(8 * DAY)
    house.pass_tests("B-0412", Gate.CONFIRM)
    house.ask(c.ConfirmBatch(by=QA_3, batch="B-0412"))
    house.wait(31 * DAY)
    house.console.clock.put(house.now)
    house.console.dispatcher.sweep().result()
    floor = house.console.floor
    assert floor.left["B-0412"].status is BatchStatus.FINAL_CONFIRMED and not floor.batches
    assert not any(now.batch for room in floor.rooms.values() for now in room.stations.values())
    assert all(t.state is TestState.PASS for t in floor.left["B-0412"].tests.values())

    # The record tells it all again, signed by everyone who had to sign.
    assert house.console.started_again().floor == floor
    unsigned = [e for e in house.console.journal.entries if e.wire.type in SIGNED and not e.signatures]
    assert unsigned == []


SIGNED = {"step.finished", "result.entered", "result.reviewed", "disposition.signed", "batch.confirmed"}
