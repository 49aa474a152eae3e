"""What a release hangs on: the way back shares out the time to the release, and names what is planted there."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime, timedelta

import numpy as np
import pytest

from console.domain import events as e
from console.domain.batch import Placement
from console.domain.facility import Role
from console.domain.floor import Floor, RoomOut
from console.domain.recipe import DISPOSITION
from console.forecast.drivers import LEAST_SHARE, drivers, on_the_way
from console.forecast.durations import History
from console.forecast.explained import Driver, DriverKind
from console.forecast.floorwide import FloorNetwork, compile_floor, run, seen_from
from console.forecast.passage import Futures
from console.service.library import shipped_facility
from tests.forecast.truth import HOUR, MONDAY, Life, after, calm, ordered, site, until, zones

SCENARIOS, SEED = 300, 5
Run = tuple[FloorNetwork, Mapping[str, Futures]]


def lived(batches: int, now: datetime, apart: float = 24.0, seed: int = 1) -> Floor:
    """So many batches, begun `apart` hours after one another, lived until now."""
    floor = site(calm(shipped_facility()))
    for n in range(batches):
        floor = ordered(floor, f"B-{n}", MONDAY + n * apart * HOUR)
    for n in range(batches):
        floor = after(floor, until(Life(floor, f"B-{n}", np.random.default_rng([seed, n])).lived().events, now))
    return floor


def traced(floor: Floor, now: datetime) -> Run:
    network = compile_floor(seen_from(floor, now, zones, History()))
    return network, run(network, SCENARIOS, SEED, trace=True)


def drive(floor: Floor, now: datetime, batch: str) -> tuple[Driver, ...]:
    network, futures = traced(floor, now)
    found = on_the_way(network, futures, batch, SEED)
    return drivers(floor, network, batch, found, int(futures[batch].passes.sum()))


@pytest.mark.parametrize(("batches", "day", "apart"), [(1, -1, 24), (2, 2, 24), (3, 6, 24), (4, 5, 6), (3, 7, 2)])
def test_in_every_future_what_lies_on_the_way_shares_out_the_time_to_the_release(batches: int, day: int, apart: float) -> None:
    now = MONDAY + timedelta(days=day, hours=3)
    floor = lived(batches, now, apart)
    network, futures = traced(floor, now)
    for batch, told in futures.items():
        if DISPOSITION in told.ends:
            found = on_the_way(network, futures, batch, SEED)
            shared = sum(one.counted for one in found.values())
            left = told.ends[DISPOSITION] - network.now
            assert np.allclose(np.where(told.passes, shared - left, 0.0), 0.0, atol=2e-3), batch
            assert all((one.hours >= -2e-3).all() for one in found.values())


def test_drivers_are_told_with_their_share_the_most_binding_first() -> None:
    now = MONDAY + timedelta(days=6)
    told = drive(lived(3, now), now, "B-1")
    assert [d.share for d in told] == sorted((d.share for d in told), reverse=True)
    assert all(LEAST_SHARE <= d.share <= 1.0 and d.hours > 0.0 and d.title for d in told)
    assert [d.kind for d in told if d.key == DISPOSITION] == [DriverKind.REVIEW]


def test_the_tests_of_a_batch_that_waits_for_nothing_else_share_its_futures() -> None:
    floor = lived(1, MONDAY + timedelta(days=30))
    sampled = next(s.finished_at for s in floor.batches["B-0"].steps.values() if s.code == "LABEL_COI")
    assert sampled is not None
    now = sampled + HOUR
    told = drive(lived(1, now), now, "B-0")
    tests = [d for d in told if d.kind is DriverKind.TEST]
    assert tests and 0.9 < sum(d.share for d in tests) + sum(d.share for d in told if d.key == "RECORD_REVIEW") <= 1.01
    assert {d.title for d in tests} <= {spec.title for spec in floor.recipes["CART-7D-v1"].tests}


def test_a_hold_and_a_room_that_is_out_are_named() -> None:
    now = MONDAY + 30 * HOUR
    floor = after(lived(1, now), [e.BatchHeld(by="q", at=now, batch="B-0", hold="H", reason="two labels")])
    hold = next(d for d in drive(floor, now, "B-0") if d.kind is DriverKind.HOLD)
    assert hold.title == "Hold: two labels" and hold.share > 0.2 and hold.hours > 1.0
    ahead = [s for s in lived(1, now).batches["B-0"].steps.values() if not s.over and s.placement and s.placement.station]
    room = ahead[-1].placement
    assert room is not None
    out = e.RoomTakenOut(
        by="o", at=now, room=room.lane, out=RoomOut.OUT_OF_SERVICE, reason="leak", expected_at=now + timedelta(days=20)
    )
    found = next(d for d in drive(after(lived(1, now), [out]), now, "B-0") if d.kind is DriverKind.ROOM)
    assert found.title == f"{room.lane} out of use" and found.share == 1.0


def test_another_patient_at_the_same_station_is_named_with_it() -> None:
    floor = lived(2, MONDAY - 10 * HOUR, 30)
    theirs, mine = (floor.batches[name] for name in ("B-0", "B-1"))
    steps = {}
    for code, step in mine.steps.items():
        there, place = theirs.steps[code].placement, step.placement
        if place is not None and there is not None and there.station:
            place = Placement(there.lane, place.start, place.end, there.station, there.instrument)
        steps[code] = replace(step, placement=place)
    floor = replace(floor, batches={**floor.batches, "B-1": replace(mine, steps=steps)})
    told = drive(floor, MONDAY - 10 * HOUR, "B-1")
    other = next(d for d in told if d.kind is DriverKind.OTHER_BATCH)
    assert other.batch == "B-0" and other.title.startswith("B-0 in CR") and other.share > 0.9 and other.hours > 24.0


def test_people_who_are_not_here_are_named_by_what_they_do() -> None:
    now = MONDAY + timedelta(days=8)
    floor = lived(1, now)
    step = floor.batches["B-0"].steps
    while step["RECORD_REVIEW"].over:
        now -= HOUR
        floor = lived(1, now)
        step = floor.batches["B-0"].steps
    qa = {name: person for name, person in floor.people.items() if Role.QA in person.roles}
    found = []
    for name in qa:
        alone = {other: person for other, person in floor.people.items() if other == name or other not in qa}
        found += [d for d in drive(replace(floor, people=alone), now, "B-0") if d.kind is DriverKind.CREW]
    assert any(d.key == "qa" and d.title == "QA" and d.hours > 0.5 and d.share > 0.2 for d in found), found
