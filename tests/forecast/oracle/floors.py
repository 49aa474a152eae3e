"""Floors at one instant, for oracle and forecast to be held against each other: quiet, crowded, short of people, shared, held."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass, replace
from datetime import datetime

import numpy as np

from console.domain import events as e
from console.domain.facility import Facility, Role
from console.domain.floor import Floor, RoomOut
from console.service.library import shipped_facility
from tests.forecast.plants.flow import FLOW, PRODUCTS, flow_recipe, flow_site
from tests.forecast.truth import HOUR, MONDAY, Life, after, calm, ordered, site, until

DAY = 24 * HOUR
NIGHT = frozenset({"N", "WN"})


@dataclass(frozen=True)
class Case:
    """A floor as it stands at one instant, and what is special about it."""

    name: str
    floor: Floor
    now: datetime


def rooms(facility: Facility, kept: Collection[str], stations: int = 2) -> Facility:
    """The facility with only these cell suites (the flow site has no other rooms), each with so many stations."""
    cells = [r for r in facility.rooms if (r.recipes and "CART-7D-v1" not in r.recipes) or r.id in kept]
    cut = tuple(replace(r, stations=r.stations[:stations]) if r.id in kept else r for r in cells)
    there = {(r.id, station) for r in cut for station in r.stations}
    return replace(facility, rooms=cut, instruments=tuple(i for i in facility.instruments if (i.room, i.station) in there))


def staffed(facility: Facility, role: Role, shifts: Collection[str], most: int, dock: bool = False) -> Facility:
    """The facility with at most so many people of a role on each of these shifts."""
    kept, count = [], dict.fromkeys(shifts, 0)
    for person in facility.people:
        concerned = role in person.roles and person.shift in count and ("dock" in person.qualifications) is dock
        if concerned:
            count[person.shift] += 1
        if not concerned or count[person.shift] <= most:
            kept.append(person)
    return replace(facility, people=tuple(kept))


def lived(floor: Floor, now: datetime, seed: int = 1) -> Floor:
    """Every batch lived up to now as if it were alone."""
    batches = sorted(floor.batches)
    lives = [Life(floor, batch, np.random.default_rng([seed, n])).lived().events for n, batch in enumerate(batches)]
    return after(floor, sorted((event for life in lives for event in until(life, now)), key=lambda event: event.at))


def planned(facility: Facility, starts: Collection[float]) -> Floor:
    """One batch for each of these hours after the first collection."""
    floor = site(calm(facility))
    for n, hours in enumerate(starts):
        floor = ordered(floor, f"B{n:02}", MONDAY + hours * HOUR)
    return floor


def quiet() -> Case:
    now = MONDAY + 6.8 * DAY
    return Case("quiet", lived(planned(shipped_facility(), (0, 24, 72, 168, 192)), now), now)


def crowded() -> Case:
    """Two suites, two operators a shift, and patients collected in pairs: everybody waits for hands."""
    facility = rooms(shipped_facility(), ("CR1", "CR2"))
    facility = staffed(facility, Role.OPERATOR, ("D", "E", "N", "WD", "WN"), 2)
    now = MONDAY + 1.4 * DAY
    return Case("crowded", lived(planned(facility, (0, 0.5, 24, 24.5, 216, 216.5)), now), now)


def short_at_night() -> Case:
    """One operator at night: a harvest of two waits for the morning."""
    facility = staffed(shipped_facility(), Role.OPERATOR, NIGHT, 1)
    now = MONDAY + 6.0 * DAY
    return Case("short of crew at night", lived(planned(facility, (0, 24, 48, 72)), now), now)


def shared() -> Case:
    """One suite, two patients collected the same morning: one attended manipulation at a time."""
    now = MONDAY + 6.5 * DAY
    return Case("one room shared by two", lived(planned(rooms(shipped_facility(), ("CR1",)), (0, 0.25)), now), now)


def held() -> Case:
    """A hold stands since five hours on one of two patients of a room."""
    now = MONDAY + 6.6 * DAY
    floor = lived(planned(shipped_facility(), (0, 0.5, 24)), now)
    hold = e.BatchHeld(by="q", at=now - 5 * HOUR, batch="B00", hold="H1", reason="cause sought")
    return Case("hold in force", after(floor, [hold]), now)


def flowing(facility: Facility, starts: Collection[float], now: datetime) -> Floor:
    """Batches of the recipe without clocks, begun at these hours: what holds them up holds up their release."""
    floor = site(facility, [flow_recipe()])
    for n, hours in enumerate(starts):
        floor = ordered(floor, f"B{n:02}", MONDAY + hours * HOUR, FLOW, PRODUCTS[0], "")
    return lived(floor, now)


def queued() -> Case:
    """One station: the next batch waits for the changeover of the one before, and the third for the second."""
    now = MONDAY + 2.3 * DAY
    facility = rooms(flow_site(), ("CR1",), 1)
    return Case("one station, one after the other", flowing(facility, (0, 60, 118), now), now)


def weekend() -> Case:
    """Nobody works at the weekend: what is not begun by Friday night is begun on Monday."""
    now = MONDAY + 3.3 * DAY
    return Case("no people at weekends", flowing(flow_site(weekends=False), (0, 30, 60), now), now)


def sunday() -> Case:
    """What waits since Friday night for people, not for itself: on Monday morning it begins."""
    friday = MONDAY + 4.46 * DAY
    return Case("Sunday without people", flowing(flow_site(weekends=False), (30, 48, 54), friday), MONDAY + 6.1 * DAY)


def saturday() -> Case:
    """A record has been ready for review since Saturday noon, with nobody there before Monday: it waits for them alone."""
    return _unreviewed("a record ready on Saturday", 45)


def friday() -> Case:
    """A record has been ready since Friday noon and nobody began it while people were there; now it is Monday before dawn."""
    return _unreviewed("a record ready on Friday", 21, MONDAY + 7 * DAY - 4.5 * HOUR)


def _unreviewed(name: str, start: float, now: datetime | None = None) -> Case:
    """One batch begun so many hours after the first collection, of which all is told but the review of its record."""
    floor = ordered(site(flow_site(weekends=False), [flow_recipe()]), "B00", MONDAY + start * HOUR, FLOW, PRODUCTS[0], "")
    life = Life(floor, "B00", np.random.default_rng(1)).lived()
    now = now or life.ends["QC_RELEASE"]
    told = [event for event in life.events if event.at <= now and getattr(event, "step", "") not in ("CHANGEOVER", "RECORD_REVIEW")]
    return Case(name, after(floor, [event for event in told if not isinstance(event, e.DispositionSigned)]), now)


def lonely() -> Case:
    """Two operators a shift and one for QA: six batches in a row of rooms wait for the same hands."""
    facility = staffed(flow_site(), Role.OPERATOR, ("D", "E", "N", "WD", "WN"), 2)
    facility = staffed(facility, Role.QA, ("D", "E", "N", "WD", "WN"), 1)
    now = MONDAY + 2.6 * DAY
    return Case("two pairs of hands", flowing(facility, (0, 2, 4, 6, 8, 10), now), now)


def office() -> Case:
    """QA only by day and on weekdays: what is ready in the evening is released in the morning."""
    facility = staffed(shipped_facility(), Role.QA, (*NIGHT, "E", "WD"), 0)
    now = MONDAY + 9.8 * DAY
    return Case("QA by day only", lived(planned(facility, (72, 96, 120)), now), now)


def out() -> Case:
    """A room is out and expected back in the night of the harvest."""
    now = MONDAY + 6.6 * DAY
    floor = lived(planned(shipped_facility(), (0, 0.5, 24)), now)
    room = floor.batches["B00"].steps["ENRICH"].lane
    back = e.RoomTakenOut(by="s", at=now - HOUR, room=room, out=RoomOut.OUT_OF_SERVICE, reason="fan", expected_at=now + 14 * HOUR)
    return Case("room out", after(floor, [back]), now)


CASES: tuple[Callable[[], Case], ...] = (
    quiet,
    crowded,
    short_at_night,
    shared,
    held,
    queued,
    weekend,
    sunday,
    saturday,
    friday,
    lonely,
    office,
    out,
)
