"""What is in each room now, what comes next, and the one word for its state."""

from __future__ import annotations

from zoneinfo import ZoneInfo

import pytest

from console.domain import commands as c
from console.domain.batch import ReportedRow
from console.domain.floor import RoomNow, RoomOut, StationNow, StationState
from console.view.listing import rooms_json, rooms_table
from console.view.rooms import RoomView, room_views, state_word
from tests.domain.builders import DAY, HOUR, LOT, OPERATOR, PLANNER, QA, House, after, ordered


def view(house: House, room: str) -> RoomView:
    return next(v for v in room_views(house.floor, house.now) if v.room == room)


def room_of(house: House, step: str = "LINE_CLEARANCE") -> str:
    placement = house.step("B-1", step).placement
    assert placement is not None
    return placement.lane


def test_every_room_of_the_facility_stands_in_its_own_order() -> None:
    house = House()
    assert [v.room for v in room_views(house.floor, house.now)] == [f"CR{n}" for n in range(1, 10)]
    assert {v.state for v in room_views(house.floor, house.now)} == {"clean"}


def test_what_is_done_now_and_what_comes_next() -> None:
    house = after("LINE_CLEARANCE")
    house.start("B-1", "ENRICH")
    seen = view(house, room_of(house))
    assert [(w.batch, w.step, w.start) for w in seen.now] == [("B-1", "ENRICH", house.now)]
    assert seen.now[0].end is not None and seen.now[0].end > house.now
    assert seen.next is not None and seen.next.step == "ACTIVATE_LOAD"
    assert seen.state == "in use" and not seen.reserved


def test_a_room_is_reserved_but_idle_when_its_work_should_have_begun() -> None:
    house = ordered()
    room = room_of(house)
    assert not view(house, room).reserved
    house.wait(DAY)
    seen = view(house, room)
    assert seen.reserved and seen.next is not None and seen.next.step == "LINE_CLEARANCE"


def test_a_room_that_is_out_says_why() -> None:
    house = House()
    house.ask(c.TakeRoomOut(by=OPERATOR, room="CR1", reason="pressure lost"))
    assert (view(house, "CR1").state, view(house, "CR1").reason) == ("out of service", "pressure lost")
    house.ask(c.TakeRoomOut(by=QA, room="CR1", out=RoomOut.EXCURSION_HOLD, reason="plates pending"))
    assert (view(house, "CR1").state, view(house, "CR1").until) == ("excursion hold", None)


def test_a_room_that_is_out_says_when_it_is_expected_back() -> None:
    house = House()
    house.ask(c.TakeRoomOut(by=OPERATOR, room="CR1", reason="pressure lost", expected_at=house.now + DAY))
    assert view(house, "CR1").until == house.now + DAY
    line = next(line for line in rooms_table(house.floor, house.now, ZoneInfo("UTC")).splitlines() if line.startswith("CR1"))
    assert "out of service, back tomorrow 13:30" in line
    assert next(r for r in rooms_json(house.floor, house.now) if r["room"] == "CR1")["expected_back"] == "2026-10-13T13:30:00Z"


@pytest.mark.parametrize(
    ("states", "word"),
    [
        ((StationState.CLEAN_HOLD, StationState.CLEAN_HOLD), "clean"),
        ((StationState.DIRTY, StationState.CLEAN_HOLD), "dirty"),
        ((StationState.DIRTY, StationState.CLEARED), "cleared"),
        ((StationState.CLEARED, StationState.CLEANING), "changeover"),
        ((StationState.CLEANING, StationState.IN_USE), "in use"),
    ],
)
def test_the_busiest_station_gives_the_room_its_word(states: tuple[StationState, StationState], word: str) -> None:
    assert state_word(RoomNow("CR1", {str(n): StationNow(s) for n, s in enumerate(states)})) == word


def test_work_of_an_ended_batch_is_nowhere() -> None:
    house = after("ENRICH")
    room = room_of(house)
    house.ask(c.TerminateBatch(by=QA, batch="B-1", reason="withdrawn"))
    seen = view(house.wait(HOUR), room)
    assert seen.now == () and seen.next is None and seen.state == "dirty"


def test_what_a_workbook_says_runs_and_comes_is_told_as_reported_and_overtaken_plans_are_not() -> None:
    house = House()
    rows = (
        ReportedRow(2, "Culture", ("CULTURE",), "CR6", house.now - DAY, house.now + DAY, house.now - DAY),
        ReportedRow(3, "Harvest & clarify", ("HARVEST_CLARIFY",), "CR6", house.now + DAY, house.now + DAY + HOUR),
        ReportedRow(4, "Forgotten", (), "CR6", house.now - DAY, house.now - HOUR),
    )
    reported = c.ReportedBatch(batch="LVV-9", recipe=LOT, rows=rows)
    house.ask(c.ReportHistory(by=PLANNER, file="board.xlsx", sha256="0" * 64, batches=(reported,)))
    seen = view(house, "CR6")
    assert [(w.batch, w.title, w.reported) for w in seen.now] == [("LVV-9", "Culture (as reported)", True)]
    assert seen.next is not None and seen.next.step == "HARVEST_CLARIFY"
    assert not seen.reserved
