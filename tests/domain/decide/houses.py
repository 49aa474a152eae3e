"""Houses in which a rule is about to be broken."""

from __future__ import annotations

from dataclasses import replace

from console.domain import commands as c
from console.domain import events as e
from console.domain.batch import ReportedRow
from console.domain.decide import CONSOLE
from tests.domain.builders import (
    ADMIN,
    BY_ROLE,
    HOUR,
    LOT,
    OPERATOR,
    QA,
    SUPERVISOR,
    House,
    after,
    elsewhere,
    folded,
    ordered,
)  # fmt: skip


def held() -> House:
    """A batch on hold."""
    house = ordered()
    house.ask(c.PlaceHold(by=OPERATOR, batch="B-1", hold="H-1", reason="two labels"))
    return house


def cancelled() -> House:
    """A batch that was called off."""
    house = ordered()
    house.ask(c.CancelBatch(by=SUPERVISOR, batch="B-1", reason="patient withdrew"))
    return house


def reported() -> House:
    """A batch that was imported."""
    house = House()
    rows = (ReportedRow(2, "Enrichment", ("ENRICH",)),)
    told = c.ReportedBatch(batch="B-0", recipe="CART-7D-v1", rows=rows)
    house.ask(c.ReportHistory(by=SUPERVISOR, file="board.xlsx", sha256="0" * 64, batches=(told,)))
    return house


def started(step: str = "APH_COLLECT", before: str = "") -> House:
    """A step that runs."""
    house = after(before) if before else ordered()
    house.start("B-1", step)
    return house


def bare() -> House:
    """A batch ordered without places."""
    house = House()
    house.order("B-1", placements={})
    return house


def two(first: str, second: str) -> House:
    """Two patients' batches in the same room, lived up to these steps."""
    house = after(first)
    room = house.step("B-1", "LINE_CLEARANCE").placement
    assert room is not None
    house.order("B-2")
    house.live("B-2", second)
    station = next(s for s in house.floor.rooms[room.lane].stations if s != room.station)
    instrument = at_station(house, room.lane, station)
    places = {
        code: elsewhere(step.placement, lane=room.lane, station=station, instrument=instrument if step.placement.instrument else "")
        for code, step in house.batch("B-2").steps.items()
        if step.placement is not None and step.placement.lane in house.floor.rooms and not step.over
    }
    house.ask(c.PlanBatch(by=SUPERVISOR, batch="B-2", placements=places, reason="same room"))
    return house


def at_station(house: House, room: str, station: str) -> str:
    """The instrument that stands at a station."""
    facility = house.floor.facility
    assert facility is not None
    return next(i.id for i in facility.instruments if (i.room, i.station) == (room, station))


def dirty() -> House:
    """A first batch was ended in the middle of its room; a second one wants its station."""
    house = after("ENRICH")
    place = house.step("B-1", "ENRICH")
    house.ask(c.TerminateBatch(by=QA, batch="B-1", reason="patient withdrew"))
    house.order("B-2")
    house.live("B-2", "APH_QC")
    planned = house.step("B-2", "LINE_CLEARANCE").placement
    assert planned is not None
    there = elsewhere(planned, lane=place.lane, station=place.station)
    house.ask(c.PlanBatch(by=SUPERVISOR, batch="B-2", placements={"LINE_CLEARANCE": there}, reason="same place"))
    return house


def opened() -> House:
    """A lot before its open fill, in a room with a second station."""
    house = House()
    facility = house.floor.facility
    assert facility is not None
    rooms = tuple(replace(r, stations=("1", "2")) if r.id == "CR8" else r for r in facility.rooms)
    house.ask(c.AdoptFacility(by=ADMIN, facility=replace(facility, rooms=rooms)))
    house.order("L-1", recipe=LOT)
    house.live("L-1", "DIAFILTER")
    return house


def opened_with_another() -> House:
    """The same, with another lot cleared in beside it."""
    house = opened()
    house.order("L-2", recipe=LOT)
    house.start("L-2", "LINE_CLEARANCE", lane="CR8", station="2")
    house.finish("L-2", "LINE_CLEARANCE")
    return house


def stuck_at_disposition() -> House:
    """A disposition that an entry from elsewhere skipped, without a release."""
    house = after("RECORD_REVIEW")
    house.floor = folded(house.floor, [e.StepSkipped(by=QA, at=house.now, batch="B-1", step="DISPOSITION")])
    return house


def taken_instrument() -> House:
    """An instrument that an entry from elsewhere loaded with another batch's cells."""
    house = after("LINE_CLEARANCE")
    planned = house.step("B-1", "ENRICH").placement
    assert planned is not None
    house.order("B-2")
    loaded = e.StepStarted(
        by=OPERATOR, at=house.now, batch="B-2", step="ENRICH", lane="CR9", station="9", instrument=planned.instrument
    )
    house.floor = folded(house.floor, [loaded])
    return house


def early() -> House:
    """Vector thawed two hours after activation."""
    house = after("ACTIVATE_LOAD")
    house.start("B-1", "VECTOR_THAW")
    house.wait(HOUR)
    house.finish("B-1", "VECTOR_THAW")
    return house


def planned_out(step: str) -> tuple[str, str]:
    """Where step of B-1 is planned once the clearance is due: room and station."""
    placement = after("APH_QC").step("B-1", step).placement
    assert placement is not None
    return placement.lane, placement.station


__all__ = [
    "BY_ROLE", "CONSOLE", "at_station", "bare", "cancelled", "dirty", "early", "held", "opened", "opened_with_another",
    "planned_out", "reported", "started", "stuck_at_disposition", "taken_instrument", "two",
]  # fmt: skip
