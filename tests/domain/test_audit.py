"""Entries from elsewhere are held against the rules here: flagged by the rule's id, never dropped."""

from __future__ import annotations

import pytest

from console.domain import events as e
from console.domain.audit import audit
from console.domain.batch import BatchStatus, Placement
from console.domain.codec import Unknown
from console.domain.events.event import Event
from console.domain.quality import Verdict
from tests.domain.builders import HOUR, INSPECTOR, MINUTE, OPERATOR, PLANNER, QA, QA_3, SECOND, START, House, after, good, ordered
from tests.domain.decide.houses import held, started


def collecting(house: House, by: str = "jhart") -> e.StepStarted:
    return e.StepStarted(by=by, at=house.now, batch="B-1", step="APH_COLLECT", lane="CLINIC")


def received(house: House, by: str = OPERATOR, verifier: str = SECOND) -> e.StepFinished:
    told = house.floor.recipes["CART-7D-v1"].by_code["RECEIPT_COI"]
    values = {limit.name: good(limit) for limit in told.limits}
    return e.StepFinished(by=by, at=house.now, batch="B-1", step="RECEIPT_COI", verifier=verifier, values=values)


def receiving() -> House:
    return started("RECEIPT_COI", "COURIER_IN")


def moved(house: House, lane: str) -> e.StepMoved:
    to = Placement(lane, START, START + HOUR, "1")
    return e.StepMoved(by=PLANNER, at=house.now, batch="B-1", step="LINE_CLEARANCE", placement=to, reason="wish")


def disposed(house: House, by: str = QA_3) -> e.DispositionSigned:
    return e.DispositionSigned(by=by, at=house.now, batch="B-1", decision=BatchStatus.RELEASED_CONDITIONAL)


def test_an_entry_that_keeps_the_rules_bears_no_flag() -> None:
    fresh, arrived, ready = ordered(), receiving(), after("RECORD_REVIEW")
    kept = ((fresh, collecting(fresh)), (arrived, received(arrived)), (fresh, moved(fresh, "CR1")), (ready, disposed(ready)))
    assert [audit(house.floor, event) for house, event in kept] == [()] * 4


def broken() -> list[tuple[str, House, Event]]:
    return [
        ("right", house := ordered(), collecting(house, INSPECTOR)),
        ("person-unknown", house := ordered(), collecting(house, "nobody")),
        ("step-role", house := ordered(), collecting(house, OPERATOR)),
        ("hold", house := held(), collecting(house)),
        ("step-running", house := started(), collecting(house)),
        ("verifier-same", house := receiving(), received(house, verifier=OPERATOR)),
        ("verifier-right", house := receiving(), received(house, verifier=INSPECTOR)),
        ("room-unknown", house := ordered(), moved(house, "CR99")),
        ("release-blocked", house := after("QC_RELEASE"), disposed(house)),
        ("right", house := after("RECORD_REVIEW"), disposed(house, OPERATOR)),
        ("no-result", house := after("QC_RELEASE"), e.ResultReviewed(
            by="xbell", at=house.now, test="T-B-1-GRAM-1", batch="B-1", verdict=Verdict.PASS)),
        ("hold-unknown", house := held(), e.BatchResumed(by=QA, at=house.now, batch="B-1", hold="H-9", reason="x")),
        ("room-in", house := ordered(), e.RoomReturned(by=QA, at=house.now, room="CR1", reason="x")),
    ]  # fmt: skip


@pytest.mark.parametrize("number", range(13))
def test_an_entry_that_breaks_a_rule_is_flagged_by_it(number: int) -> None:
    rule, house, event = broken()[number]
    assert audit(house.floor, event) == (rule,)


def test_what_is_only_noted_and_what_is_not_known_is_told_apart() -> None:
    house = ordered()
    assert audit(house.floor, e.SessionOpened(by="console", at=house.now, user=OPERATOR)) == ()
    assert audit(house.floor, Unknown("thing.done", 2, (), OPERATOR, house.now)) == ("unknown-type",)


def test_an_old_entry_is_not_flagged_for_being_old() -> None:
    house = ordered()
    late = e.StepStarted(by="jhart", at=house.now - 40 * MINUTE, batch="B-1", step="APH_COLLECT", lane="CLINIC")
    assert audit(house.floor, late) == ()
