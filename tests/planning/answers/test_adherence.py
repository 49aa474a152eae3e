"""Adherence to the first plan: what is counted, how far it lay, and in which room."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from console.domain import commands as c
from console.planning.answers.adherence import CLOSE, by_room, by_step, departures, kept
from tests.domain.builders import DAY, HOUR, MINUTE, PLANNER, House, after, elsewhere, ordered

MINUTES = st.lists(st.integers(-600, 600), min_size=1, max_size=40)


@given(told=MINUTES)
def test_share_median_and_ninth_decile_are_those_of_what_was_seen(told: list[int]) -> None:
    found = kept(minute * MINUTE for minute in told)
    assert found is not None and found.n == len(told)
    assert found.within == sum(abs(minute) <= 30 for minute in told) / len(told)
    for p, value in ((0.5, found.median), (0.9, found.p90)):
        assert value == int(np.quantile(told, p, method="inverted_cdf")) * MINUTE


def test_nothing_seen_is_nothing_said() -> None:
    assert kept(()) is None
    assert departures(ordered().floor) == ()


def test_a_start_is_measured_against_the_first_plan_whatever_was_planned_since() -> None:
    house = ordered()
    first = house.step("B-1", "APH_COLLECT").placement
    assert first is not None
    later = elsewhere(first, start=first.start + 2 * HOUR, end=first.end + 2 * HOUR)
    house.ask(c.MoveStep(by=PLANNER, batch="B-1", step="APH_COLLECT", placement=later, reason="traffic"))
    house.wait(2 * HOUR + 5 * MINUTE)
    house.start("B-1", "APH_COLLECT")
    (one,) = departures(house.floor)
    assert (one.start, one.end) == (2 * HOUR + 5 * MINUTE, None)
    house.wait(3 * HOUR)
    house.finish("B-1", "APH_COLLECT")
    (one,) = departures(house.floor)
    assert one.end == house.now - first.end


def test_a_room_counts_what_was_done_in_it_and_desks_are_no_rooms() -> None:
    house = after("ACTIVATE_LOAD")
    found = departures(house.floor)
    room = house.step("B-1", "ENRICH").lane
    rooms = {each.key: each for each in by_room(house.floor, found)}
    assert set(rooms) == {room}
    assert rooms[room].starts.n == sum(d.lane == room for d in found) == 3
    steps = {each.key: each for each in by_step(found)}
    assert set(steps) == {step.code for step in house.batch("B-1").steps.values() if step.started_at}
    assert all(each.starts.n == 1 for each in steps.values())


def test_only_what_began_in_the_span_counts_and_what_left_the_floor_still_does() -> None:
    house = after("ENRICH")
    whole = departures(house.floor)
    middle = whole[2].started_at
    assert departures(house.floor, until=middle) + departures(house.floor, since=middle) == whole
    assert departures(house.floor, since=house.now + DAY) == ()
    gone = replace(house.floor, batches={}, left=dict(house.floor.batches))
    assert departures(gone) == whole


def test_a_step_without_a_plan_cannot_depart_from_it() -> None:
    house = House()
    house.order("B-1", placements={})
    house.start("B-1", "APH_COLLECT", lane="NORTHQUAY")
    assert departures(house.floor) == ()


def test_half_an_hour_is_still_kept_and_a_second_more_is_not() -> None:
    exact, over = kept([CLOSE, -CLOSE]), kept([CLOSE + timedelta(seconds=1)])
    assert exact is not None and over is not None
    assert (exact.within, over.within) == (1.0, 0.0)
