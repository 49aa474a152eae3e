"""The rules for places: rooms, stations, clearances, instruments, one attended manipulation at a time."""

from __future__ import annotations

from functools import partial

import pytest

from console.domain import commands as c
from console.domain.floor import RoomOut, StationState
from tests.domain.builders import HOUR, MINUTE, OPERATOR, QA, SUPERVISOR, House, after, elsewhere, ordered
from tests.domain.decide.case import Case, holds
from tests.domain.decide.houses import (
    at_station,
    bare,
    dirty,
    opened,
    opened_with_another,
    planned_out,
    started,
    taken_instrument,
    two,
)

ROOM, STATION = planned_out("LINE_CLEARANCE")
OTHER = "2" if STATION == "1" else "1"
due = partial(after, "APH_QC")
cleared = partial(after, "LINE_CLEARANCE")


def clear(house: House, batch: str = "B-1", **changes: str) -> c.StartStep:
    return house.starting(batch, "LINE_CLEARANCE", **changes)


def enrich(house: House, **changes: str) -> c.StartStep:
    return house.starting("B-1", "ENRICH", **changes)


def out(out_of: RoomOut = RoomOut.OUT_OF_SERVICE) -> House:
    house = due()
    house.ask(c.TakeRoomOut(by=OPERATOR, room=ROOM, out=out_of, reason="pressure lost"))
    return house


def returned(house: House) -> c.StartStep:
    house.ask(c.ReturnRoom(by=QA, room=ROOM, reason="pressure back"))
    return clear(house)


def instrument_out() -> House:
    house = cleared()
    house.ask(c.TakeInstrumentOut(by=OPERATOR, instrument=at_station(house, ROOM, STATION), reason="oxygen alarm"))
    return house


def instrument_back(house: House) -> c.StartStep:
    house.ask(c.ReturnInstrument(by=QA, instrument=at_station(house, ROOM, STATION), reason="sensor changed"))
    return enrich(house)


def no_instrument() -> House:
    house = cleared()
    planned = house.step("B-1", "ENRICH").placement
    assert planned is not None
    plain = elsewhere(planned, instrument="")
    house.ask(c.PlanBatch(by=SUPERVISOR, batch="B-1", placements={"ENRICH": plain}, reason="to be chosen"))
    return house


def cleaned(house: House) -> c.StartStep:
    planned = house.step("B-2", "LINE_CLEARANCE").placement
    assert planned is not None
    house.ask(c.CleanStation(by=OPERATOR, room=planned.lane, station=planned.station))
    return clear(house, "B-2")


def both() -> House:
    house = two("LINE_CLEARANCE", "APH_QC")
    house.start("B-1", "ENRICH")
    return house


def one_after_the_other(house: House) -> c.StartStep:
    house.wait(3 * HOUR)
    house.finish("B-1", "ENRICH")
    return clear(house, "B-2")


def moving(house: House, **changes: str) -> c.MoveStep:
    planned = house.step("B-1", "LINE_CLEARANCE").placement
    assert planned is not None
    return c.MoveStep(by=SUPERVISOR, batch="B-1", step="LINE_CLEARANCE", placement=elsewhere(planned, **changes), reason="wish")


CASES = [
    Case("lane", bare, lambda h: h.starting("B-1", "APH_COLLECT"), lambda h: h.starting("B-1", "APH_COLLECT", lane="CLINIC")),
    Case("lane", ordered, lambda h: h.starting("B-1", "APH_COLLECT", lane="CR1"), lambda h: h.starting("B-1", "APH_COLLECT")),
    Case("room-unknown", due, lambda h: clear(h, lane="CR99", station="1"), clear),
    Case("room-unknown", due, lambda h: moving(h, lane="CR99"), moving),
    Case("room-recipe", due, lambda h: clear(h, lane="CR6", station="1"), clear),
    Case("room-recipe", due, lambda h: moving(h, lane="CR9"), moving),
    Case("station-unknown", due, lambda h: clear(h, station="9"), clear),
    Case("station-unknown", due, lambda h: clear(h, lane="CR4" if ROOM != "CR4" else "CR3"), clear),
    Case("station-unknown", due, lambda h: moving(h, station="9"), lambda h: moving(h, station=OTHER)),
    Case("room-out", out, clear, returned),
    Case("room-out", partial(out, RoomOut.EXCURSION_HOLD), clear, returned),
    Case(
        "station-taken",
        partial(two, "LINE_CLEARANCE", "APH_QC"),
        lambda h: clear(h, "B-2", station=STATION),
        lambda h: clear(h, "B-2"),
    ),
    Case("station-dirty", dirty, lambda h: clear(h, "B-2"), cleaned),
    Case("not-cleared", cleared, lambda h: enrich(h, station=OTHER, instrument=at_station(h, ROOM, OTHER)), enrich),
    Case("clearance-stale", lambda: cleared().wait(24 * HOUR), lambda h: enrich(h.wait(MINUTE)), enrich),
    Case("one-at-a-time", both, lambda h: clear(h, "B-2"), one_after_the_other),
    Case(
        "open-alone",
        opened_with_another,
        lambda h: h.starting("L-1", "FILTER_FILL"),
        lambda h: c.AddNote(by=QA, batch="L-1", text="x"),
    ),
    Case("instrument-needed", no_instrument, enrich, lambda h: enrich(h, instrument=at_station(h, ROOM, STATION))),
    Case("instrument-kind", cleared, lambda h: enrich(h, instrument="CRF1"), enrich),
    Case("instrument-place", cleared, lambda h: enrich(h, instrument=at_station(h, ROOM, OTHER)), enrich),
    Case("instrument-unknown", cleared, lambda h: enrich(h, instrument="CP99"), enrich),
    Case("instrument-taken", taken_instrument, enrich, lambda h: c.AddNote(by=QA, batch="B-1", text="whose cells?")),
    Case("instrument-out", instrument_out, enrich, instrument_back),
]


@pytest.mark.parametrize("case", CASES, ids=str)
def test_rule(case: Case) -> None:
    holds(case)


def test_an_open_fill_may_begin_when_it_is_alone_in_its_room() -> None:
    assert opened().start("L-1", "FILTER_FILL")


def test_cells_in_an_instrument_stay_and_work_goes_on_when_it_is_taken_out() -> None:
    house = after("ENRICH")
    house.ask(c.TakeInstrumentOut(by=OPERATOR, instrument=house.step("B-1", "ENRICH").instrument, reason="oxygen alarm"))
    assert house.start("B-1", "ACTIVATE_LOAD")


def test_unattended_culture_leaves_the_room_to_another_patient() -> None:
    house = two("TRANSDUCE", "APH_QC")
    house.start("B-1", "EXPAND")
    assert house.start("B-2", "LINE_CLEARANCE")


def test_a_station_goes_from_clean_through_cleared_in_use_dirty_changeover_to_clean() -> None:
    house = due()
    seen = [house.floor.rooms[ROOM].stations[STATION].state]

    def look() -> None:
        seen.append(house.floor.rooms[ROOM].stations[STATION].state)

    house.start("B-1", "LINE_CLEARANCE")
    look()
    house.finish("B-1", "LINE_CLEARANCE")
    look()
    house.start("B-1", "ENRICH")
    look()
    house.finish("B-1", "ENRICH")
    house.live("B-1", "LABEL_COI")
    look()
    assert house.floor.rooms[ROOM].stations[STATION].batch == "B-1"
    house.start("B-1", "CHANGEOVER")
    look()
    house.finish("B-1", "CHANGEOVER")
    look()
    state = StationState
    assert seen == [state.CLEAN_HOLD, state.IN_USE, state.CLEARED, state.IN_USE, state.DIRTY, state.CLEANING, state.CLEAN_HOLD]
    assert not house.floor.rooms[ROOM].stations[STATION].batch


def test_the_instrument_is_kept_from_enrichment_to_formulation() -> None:
    house = after("ENRICH")
    name = house.step("B-1", "ENRICH").instrument
    assert house.floor.instruments[name].batch == "B-1"
    assert after("HARVEST_WASH").floor.instruments[name].batch == "B-1"
    assert after("FORMULATE_FILL").floor.instruments[name].batch == ""


def test_a_terminated_batch_leaves_its_station_dirty_and_its_instrument_empty() -> None:
    house = started("ACTIVATE_LOAD", "ENRICH")
    instrument = house.step("B-1", "ENRICH").instrument
    house.ask(c.TerminateBatch(by=QA, batch="B-1", reason="patient withdrew"))
    now = house.floor.rooms[ROOM].stations[STATION]
    assert (now.state, now.batch, house.floor.instruments[instrument].batch) == (StationState.DIRTY, "", "")


def test_a_room_that_is_out_still_takes_the_block_that_mends_it() -> None:
    house = House()
    house.order("Q-1", recipe="EM-REQUAL-v1")
    room = next(iter(house.step("Q-1", s).placement for s in house.batch("Q-1").steps))
    assert room is not None
    house.ask(c.TakeRoomOut(by=OPERATOR, room=room.lane, reason="requalification"))
    assert house.start("Q-1", "REQUALIFY")
