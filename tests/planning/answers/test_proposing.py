"""Proposals: what mends a plan, what betters it, and what people must decide; told against what they are told today."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from console.domain.floor import Floor, RoomOut
from console.planning.answers.plan_view import PlanView
from console.planning.answers.proposing import Standing, better_than, conflicts_of, late_sum, standing_of, view_of
from console.planning.problem import Plan
from tests.planning.floor.test_nominal import ordered, site
from tests.planning.floor.test_problem import applied, lived, running, with_batch

MONDAY = datetime(2026, 10, 12, 13, 30, tzinfo=UTC)
BEFORE = MONDAY - timedelta(days=2)
LATE = ("PACK_SHIP", "COURIER_OUT", "INFUSE")


def one() -> Floor:
    return ordered(site(), "B-1", MONDAY)


def looked(floor: Floor, now: datetime = BEFORE) -> tuple[Standing, PlanView, Plan]:
    standing = standing_of(floor, now, ZoneInfo)
    return (standing, *view_of(standing, now))


def put_off(floor: Floor, by: timedelta) -> Floor:
    """The way to the patient told so much later, for no reason of the plan's."""
    batch, steps = floor.batches["B-1"], dict(floor.batches["B-1"].steps)
    for code in LATE:
        place = steps[code].placement
        assert place is not None
        steps[code] = replace(steps[code], placement=replace(place, start=place.start + by, end=place.end + by))
    return with_batch(floor, replace(batch, steps=steps))


def test_a_lawful_plan_without_lateness_has_nothing_to_propose() -> None:
    standing, view, base = looked(one())
    assert view.conflicts == () and view.repair is None and base == standing.going
    assert better_than(standing, base, 50) is None


def test_a_plan_that_is_late_for_no_reason_is_bettered_and_says_what_moves_and_who_gains() -> None:
    floor = put_off(one(), timedelta(hours=30))
    standing, view, base = looked(floor)
    assert view.conflicts == () and view.late_h["B-1"] > 10
    better = better_than(standing, base, 50)
    assert better is not None
    found = better.proposal
    assert found.kind == "better" and found.words.startswith("Better plan available: ") and "less expected lateness" in found.words
    assert {move.code for move in found.moves} == set(LATE) and all(move.hours < 0 for move in found.moves)
    (effect,) = found.effects
    assert effect.batch == "B-1" and effect.gain_h > 10 and effect.end_after is not None and effect.due is not None
    assert effect.end_after <= effect.due < (effect.end_before or effect.due)
    assert found.late_before_h - found.late_after_h == effect.gain_h
    told = applied(floor, {"B-1": {move.code: move.after for move in found.moves}})
    assert looked(told)[1].conflicts == () and better_than(*looked(told)[::2], 50) is None


def test_what_people_put_off_on_purpose_is_not_bettered() -> None:
    floor = running(one(), "APH_COLLECT", MONDAY)
    batch, steps = floor.batches["B-1"], dict(floor.batches["B-1"].steps)
    for code, step in steps.items():
        place = step.placement
        if place is not None and place.start > MONDAY + timedelta(days=6, hours=12):
            steps[code] = replace(
                step, placement=replace(place, start=place.start + timedelta(days=1), end=place.end + timedelta(days=1))
            )
    standing, view, base = looked(with_batch(floor, replace(batch, steps=steps)), MONDAY)
    assert view.late_h["B-1"] > 10
    assert better_than(standing, base, 50) is None


def test_a_batch_held_in_a_room_that_is_out_is_said_to_have_no_place_and_which_decisions_help() -> None:
    floor = one()
    clearance = floor.batches["B-1"].steps["LINE_CLEARANCE"].placement
    assert clearance is not None
    floor = running(floor, "LINE_CLEARANCE", clearance.start)
    room = replace(floor.rooms[clearance.lane], out=RoomOut.OUT_OF_SERVICE, out_reason="pressure", out_since=clearance.start)
    now = clearance.start + timedelta(minutes=20)
    standing, view, base = looked(replace(floor, rooms={**floor.rooms, room.id: room}), now)
    assert {conflict.rule for conflict in view.conflicts} == {"closed"}
    assert view.repair is not None and [stuck.batch for stuck in view.repair.stuck] == ["B-1"]
    assert "pressure" in view.repair.stuck[0].words and "no lawful place for B-1" in view.repair.words
    helps = [decision for decision in view.repair.unresolved if decision.helps]
    assert [decision.kind for decision in helps] == ["return it to use"]
    assert not base.holds(standing.problem.batch_of["B-1"])


def test_what_a_repair_loses_and_gains_is_counted_over_the_batches_it_places() -> None:
    floor, now = lived(1.0)
    standing, view, base = looked(floor, now)
    assert view.repair is not None and conflicts_of(standing.problem, base) == ()
    assert view.repair.late_before_h == late_sum(standing.problem, standing.going)
    assert view.repair.late_after_h == late_sum(standing.problem, base)
    assert sum(view.late_h.values()) == view.repair.late_before_h
    moved = {move.batch for move in view.repair.moves}
    assert moved and all(conflict.start < conflict.end for conflict in view.conflicts)
    assert any(moved & set(conflict.batches) for conflict in view.conflicts)
