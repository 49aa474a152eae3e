"""Rooms and instruments out and back: which one is meant, until when, and what is asked of the floor."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from console.domain import commands as c
from console.domain.decide import decide
from console.domain.floor import Floor, RoomOut
from console.domain.refusal import Refusal
from console.view.asks import ask_for
from console.view.asks.ask import Field
from tests.ui.front import DAY0, NOW, floor_of, ordered, person, run_until, site_floor
from tests.view.asks.test_asks import made, scene

HOUR = timedelta(hours=1)


@pytest.fixture(scope="module")
def floor() -> Floor:
    found = ordered(site_floor(), "B-0415", DAY0 + timedelta(days=3), "W1234561234")
    return run_until(found, "B-0415", NOW)


def stands(floor: Floor) -> tuple[str, str]:
    """Room and instrument of the batch."""
    step = floor.batches["B-0415"].steps["ENRICH"]
    return step.lane, step.instrument


def fields(floor: Floor, action: str, **changes: str) -> dict[str, Field]:
    where = replace(scene(floor, batch=changes.pop("batch", ""), step=changes.pop("step", "")), **changes)  # type: ignore[arg-type]
    return {field.key: field for field in ask_for(action, where).fields}


def out(floor: Floor, hours: int | None = None) -> Floor:
    """The floor with a room and an instrument out."""
    who, back = person(floor, "operator"), None if hours is None else NOW + hours * HOUR
    return floor_of(
        (c.TakeRoomOut(by=who, room="CR5", out=RoomOut.EXCURSION_HOLD, reason="plates pending", expected_at=back), NOW),
        (c.TakeInstrumentOut(by=who, instrument="CP3", reason="alarm", expected_at=back), NOW),
        start=floor,
    )


def test_the_room_meant_is_the_picked_lane_then_the_picked_steps_then_where_the_batch_stands(floor: Floor) -> None:
    room, instrument = stands(floor)
    assert room and instrument
    assert fields(floor, "room.out")["room"].value == ""
    assert fields(floor, "room.out", lane="CR7")["room"].value == "CR7"
    assert fields(floor, "room.out", lane=instrument)["room"].value == room
    assert fields(floor, "room.out", batch="B-0415", step="ENRICH")["room"].value == room
    assert fields(floor, "room.out", batch="B-0415", step="INFUSE")["room"].value == room
    assert fields(floor, "room.out", batch="B-0415")["room"].value == room
    assert fields(floor, "room.out", batch="B-0415", lane="CR7")["room"].value == "CR7"
    assert fields(floor, "room.out", batch="GONE", step="ENRICH")["room"].value == ""


def test_the_instrument_meant_is_the_picked_lane_then_the_steps_then_the_one_with_the_cells(floor: Floor) -> None:
    room, instrument = stands(floor)
    assert fields(floor, "instrument.out")["instrument"].value == ""
    assert fields(floor, "instrument.out", lane="CP4")["instrument"].value == "CP4"
    assert fields(floor, "instrument.out", batch="B-0415", lane=room)["instrument"].value == instrument
    assert fields(floor, "instrument.out", batch="B-0415", step="ENRICH")["instrument"].value == instrument
    words = dict(fields(floor, "instrument.out")["instrument"].choices)
    assert "holds B-0415" in words[instrument]


@pytest.mark.parametrize(("written", "hours"), [("48 h", 48), ("+2 d", 48), ("tomorrow 14:05", 23.9975), ("", None)])
def test_expected_back_is_written_as_a_time_or_as_a_span_or_not_at_all(floor: Floor, written: str, hours: float | None) -> None:
    for action, what in (("room.out", {"room": "CR5"}), ("instrument.out", {"instrument": "CP3"})):
        command = made(scene(floor, batch=""), action, reason="alarm", expected_at=written, **what)
        assert isinstance(command, c.TakeRoomOut | c.TakeInstrumentOut)
        assert command.expected_at == (None if hours is None else NOW + timedelta(hours=hours))
        assert not isinstance(decide(floor, command, NOW), Refusal)


def test_what_is_no_time_and_no_span_is_refused_at_its_field(floor: Floor) -> None:
    answer = made(scene(floor, batch=""), "room.out", room="CR5", reason="x", expected_at="soon")
    assert isinstance(answer, Refusal)
    assert answer.place == "expected_at" and "48 h" in answer.instead


@pytest.mark.parametrize(("action", "key"), [("room.out", "room"), ("instrument.out", "instrument")])
def test_what_is_out_already_shows_why_and_until_when_and_takes_a_new_time(floor: Floor, action: str, key: str) -> None:
    known = out(floor, 24)
    name = {"room": "CR5", "instrument": "CP3"}[key]
    asked = replace(scene(known, batch=""), lane=name)
    stood = {field.key: field.value for field in ask_for(action, asked).fields}
    assert stood["reason"] and stood["expected_at"] == "2026-11-23 14:05"
    command = made(asked, action, expected_at="72 h")
    after = floor_of((command, NOW), start=known)  # type: ignore[arg-type]  # not refused, or the floor says so
    now = after.rooms["CR5"] if key == "room" else after.instruments["CP3"]
    assert (now.out_since, now.out_until) == (NOW, NOW + 72 * HOUR)
    assert now.out_reason == stood["reason"]


def test_the_kind_of_being_out_is_the_one_that_stands_or_out_of_service(floor: Floor) -> None:
    assert fields(floor, "room.out", lane="CR5")["out"].value == "OUT_OF_SERVICE"
    assert fields(out(floor), "room.out", lane="CR5")["out"].value == "EXCURSION_HOLD"
    command = made(scene(floor, batch=""), "room.out", room="CR5", out="EXCURSION_HOLD", reason="plates pending")
    assert isinstance(command, c.TakeRoomOut) and command.out is RoomOut.EXCURSION_HOLD


def test_only_what_is_out_can_be_given_back_and_the_only_one_is_offered_first(floor: Floor) -> None:
    for action, key, name in (("room.back", "room", "CR5"), ("instrument.back", "instrument", "CP3")):
        assert fields(floor, action)[key].choices == ()
        field = fields(out(floor), action)[key]
        assert (field.value, [choice for choice, _ in field.choices]) == (name, [name])
        assert "plates pending" in field.choices[0][1] or "alarm" in field.choices[0][1]
        command = made(scene(out(floor), batch="", role="qa"), action, reason="in order")
        assert isinstance(command, c.ReturnRoom | c.ReturnInstrument)
        assert not isinstance(decide(out(floor), command, NOW), Refusal)


def test_of_two_rooms_out_none_is_chosen_for_anybody(floor: Floor) -> None:
    two = floor_of((c.TakeRoomOut(by=person(floor, "operator"), room="CR6", reason="leak"), NOW), start=out(floor))
    assert fields(two, "room.back")["room"].value == ""
    assert fields(two, "room.back", lane="CR6")["room"].value == "CR6"
