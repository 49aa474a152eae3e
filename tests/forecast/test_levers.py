"""What one could do: every stated gain is that of running the same futures again, and what buys nothing is not told."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

import pytest

from console.domain import events as e
from console.domain.events.event import Event
from console.domain.floor import Floor, RoomOut
from console.domain.refusal import Refusal
from console.forecast.drivers import drivers, on_the_way
from console.forecast.durations import History
from console.forecast.expected import forecast_floor, forecast_of
from console.forecast.explained import Explained, Lever
from console.forecast.explaining import explained
from console.forecast.floorwide import compile_floor, run, seen_from
from console.forecast.levers import LEAST, LEAST_KEEP, Tried, offers
from tests.forecast.test_drivers import lived
from tests.forecast.truth import MONDAY, after, zones

SCENARIOS, SEED = 200, 5
NOW = MONDAY + timedelta(days=5, hours=3)


def asked(floor: Floor, now: datetime, batch: str = "B-0") -> Explained:
    found = explained(floor, batch, now, zones, History(), SCENARIOS, SEED)
    assert isinstance(found, Explained)
    return found


def offered(floor: Floor, now: datetime, batch: str) -> Sequence[Tried]:
    network = compile_floor(seen_from(floor, now, zones, History()))
    futures = run(network, SCENARIOS, SEED, trace=True)
    found = on_the_way(network, futures, batch, SEED)
    told = drivers(floor, network, batch, found, int(futures[batch].passes.sum()))
    return list(offers(seen_from(floor, now, zones, History()), network, batch, told, found))


@pytest.mark.parametrize(("batches", "day", "apart", "batch"), [(1, 3, 24, "B-0"), (3, 5, 6, "B-1"), (2, 6, 24, "B-0")])
def test_the_gain_of_a_lever_is_that_of_running_again_with_it_pulled(batches: int, day: int, apart: float, batch: str) -> None:
    now = MONDAY + timedelta(days=day, hours=3)
    floor = lived(batches, now, apart)
    told = asked(floor, now, batch)
    before = forecast_floor(floor, now, zones, History(), SCENARIOS, SEED).forecasts[batch]
    assert before.release is not None and told.p50 == before.release.p50
    tried = {one.title: one for one in offered(floor, now, batch)}
    assert told.levers
    for lever in told.levers:
        pulled = tried[lever.title].floor
        seen = seen_from(floor, now, zones, History())
        again = forecast_of(seen, pulled.networks[batch], run(pulled, SCENARIOS, SEED)[batch], SEED)
        assert again.release is not None and lever.p50 == again.release.p50
        assert lever.gained == before.release.p50 - again.release.p50
        assert (lever.keep is None) == (before.p_keep is None)
        if lever.keep is not None:
            assert lever.keep == pytest.approx((again.p_keep or 0.0) - (before.p_keep or 0.0))


def test_levers_that_buy_nothing_are_left_out_and_the_largest_gain_stands_first() -> None:
    told = asked(lived(3, NOW, 6), NOW, "B-1").levers
    assert told and all(one.gained >= LEAST or (one.keep or 0.0) >= LEAST_KEEP for one in told)
    assert [one.gained for one in told] == sorted((one.gained for one in told), reverse=True)
    assert len({one.title for one in told}) == len(told)


def lever(told: Explained, title: str) -> Lever:
    return next(one for one in told.levers if one.title == title)


HOLD = e.BatchHeld(by="q", at=NOW, batch="B-0", hold="H", reason="two labels")
LIFTED = e.BatchResumed(by="q", at=NOW, batch="B-0", hold="H", reason="settled")


def out(floor: Floor) -> tuple[Event, Event]:
    ahead = [s for s in floor.batches["B-0"].steps.values() if not s.over and s.placement and s.placement.station]
    place = ahead[-1].placement
    assert place is not None
    until = NOW + timedelta(days=4)
    gone = e.RoomTakenOut(by="o", at=NOW, room=place.lane, out=RoomOut.OUT_OF_SERVICE, reason="leak", expected_at=until)
    return gone, e.RoomReturned(by="q", at=NOW, room=place.lane)


def test_a_hold_lifted_and_a_room_given_back_gain_what_the_floor_gains_when_it_happens() -> None:
    floor = lived(1, NOW)
    for title, (event, undone) in {"The hold lifted now": (HOLD, LIFTED), "The room given back now": out(floor)}.items():
        stopped = after(floor, [event])
        told = lever(asked(stopped, NOW), title)
        then = forecast_floor(after(stopped, [undone]), NOW, zones, History(), SCENARIOS, SEED).forecasts["B-0"]
        assert then.release is not None and told.p50 == then.release.p50 and told.gained >= LEAST


def test_a_batch_that_is_not_forecast_is_refused_in_words() -> None:
    found = explained(lived(1, NOW), "nobody's", NOW, zones, History(), SCENARIOS, SEED)
    assert isinstance(found, Refusal) and "nobody's" in found.why and found.instead
