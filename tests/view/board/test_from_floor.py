"""The board shows the floor as it is: every step where it was or will be, one badge a batch, every clock."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from functools import cache
from zoneinfo import ZoneInfo

import numpy as np

from console.domain.batch import Batch, BatchStatus, Hold, Placement, ReportedRow, Step, StepState
from console.domain.floor import Floor, RoomOut
from console.forecast.durations import learn
from console.forecast.expected import forecast_floor
from console.forecast.outlook import Outlook
from console.service.library import shipped_facility, shipped_recipes
from console.simulation.history import history
from console.view.board.columns import Badge, Bars, Flag, Kind, State
from console.view.board.from_floor import Made, make
from console.view.board.lanes import Group
from console.view.board.marks import MarkKind
from console.view.board.picture import BoardPicture, Presence
from console.view.board.window import LATEST

NOW = datetime(2026, 11, 23, 19, 5, tzinfo=UTC)
ZONE = ZoneInfo("America/New_York")
HOUR = timedelta(hours=1)


@cache
def lived() -> tuple[Floor, Outlook]:
    """A site after three weeks of the simulated plant, and what is expected of it."""
    floor = Floor()
    for happened in history(shipped_facility(), shipped_recipes(), ZoneInfo, 7, NOW, 21):
        floor = happened.floor
    return floor, forecast_floor(floor, NOW, ZoneInfo, learn(floor), 200)


def made(floor: Floor, outlook: Outlook | None = None, before: Made | None = None) -> Made:
    return make(floor, outlook, NOW, ZONE, ZoneInfo, before)


def with_batch(floor: Floor, batch: Batch) -> Floor:
    return replace(floor, batches={**floor.batches, batch.id: batch})


def bars_of(picture: BoardPicture, batch: str) -> list[int]:
    return [int(i) for i in picture.bars.by_batch.get(batch, ())]


def same(one: Bars, other: Bars) -> bool:
    """Whether two columns hold the same bars in words, wherever their words are kept."""
    numbers = ("track", "start", "end", "kind", "state", "badge", "flags", "p10", "p90", "base_start", "base_end")
    if len(one) != len(other) or any((one.columns[n] != other.columns[n]).any() for n in numbers):
        return False
    return all(one.bar(i) == other.bar(i) for i in range(len(one)))


def test_every_step_that_happened_lies_where_and_when_it_happened() -> None:
    floor, outlook = lived()
    picture = made(floor, outlook).picture
    told = 0
    for batch in floor.batches.values():
        for code, step in batch.steps.items():
            if step.started_at is None or step.finished_at is None or step.state is not StepState.DONE:
                continue
            recipe = floor.recipe_of(batch)
            if recipe is None or code not in recipe.by_code:
                continue
            mine = [i for i in bars_of(picture, batch.id) if picture.bars.word(i, "step") == code]
            here = [i for i in mine if picture.lane_of(picture.bars.value(i, "track")).key == step.lane]
            if not step.lane:
                continue
            assert here, (batch.id, code)
            bar = picture.bars.bar(here[0])
            assert (bar.start, bar.state) == (int(step.started_at.timestamp()), State.DONE)
            station = picture.station_of(bar.track)
            assert station in ("", step.station) or picture.lane_of(bar.track).group is not Group.ROOMS
            told += 1
    assert told > 50


def test_all_rooms_instruments_benches_and_desks_have_lanes() -> None:
    floor, outlook = lived()
    picture = made(floor, outlook).picture
    groups = Counter(lane.group for lane in picture.lanes)
    facility = shipped_facility()
    assert groups[Group.ROOMS] == 9 and groups[Group.INSTRUMENTS] == len(facility.instruments)
    assert groups[Group.QC] >= 2 and groups[Group.QA] >= 1 and groups[Group.EXTERNAL] >= 2
    busy = [lane for lane in picture.lanes if lane.group is Group.ROOMS and lane.state == "in use"]
    assert busy and all(lane.subtitle.startswith("Grade ") for lane in picture.lanes[:9])
    assert picture.shifts and all(band.end > band.start for band in picture.shifts)


def test_a_batch_carries_at_most_one_badge_with_its_reason_and_only_while_it_lives() -> None:
    floor, outlook = lived()
    bars = made(floor, outlook).picture.bars
    badged = [i for i in range(len(bars)) if bars.value(i, "badge")]
    counted = Counter(bars.word(i, "batch") for i in badged)
    assert badged and max(counted.values()) == 1
    assert all(floor.batches[batch].live for batch in counted)
    assert all(bars.word(i, "note") for i in badged)


def test_a_hold_is_told_where_the_batch_stands_and_a_limit_about_to_break_warns() -> None:
    floor, outlook = lived()
    running = next(b for b in floor.batches.values() if b.live and b.product and b.status is BatchStatus.IN_PROCESS)
    held = replace(running, holds={"H1": Hold("H1", "two counters differ", "u1", NOW)})
    picture = made(with_batch(floor, held), outlook).picture
    badge = [i for i in bars_of(picture, held.id) if picture.bars.value(i, "badge")]
    assert len(badge) == 1
    assert picture.bars.bar(badge[0]).badge is Badge.HOLD and "two counters differ" in picture.bars.word(badge[0], "note")


def test_of_an_ended_batch_nothing_is_planned_or_runs() -> None:
    floor, outlook = lived()
    running = next(b for b in floor.batches.values() if b.live and any(s.state is StepState.RUNNING for s in b.steps.values()))
    ended = replace(running, status=BatchStatus.TERMINATED, status_at=NOW)
    picture = made(with_batch(floor, ended), outlook).picture
    states = {picture.bars.bar(i).state for i in bars_of(picture, ended.id) if picture.bars.bar(i).kind is not Kind.TEST}
    assert states == {State.DONE}
    assert not picture.marks.of_batch(ended.id)


def test_what_did_not_change_is_used_again_and_gives_the_same_picture() -> None:
    floor, outlook = lived()
    first = made(floor, outlook)
    batch = next(b for b in floor.batches.values() if b.live)
    later = with_batch(floor, replace(batch, notes=()))
    again = made(later, outlook, first)
    assert same(again.picture.bars, made(later, outlook).picture.bars)
    assert again.picture.marks == made(later, outlook).picture.marks
    reused = [key for key in again.kept if again.kept[key] is first.kept.get(key)]
    assert len(reused) == len(floor.batches) - 1


def test_promises_are_flagged_while_they_are_open() -> None:
    floor, outlook = lived()
    picture = made(floor, outlook).picture
    promised = {mark.batch for mark in picture.marks.rows if mark.kind is MarkKind.PROMISE}
    assert promised
    due = {b for b, f in outlook.forecasts.items() if f.promise_at is not None and f.end is not None}
    assert due <= promised
    rows = [mark for mark in picture.marks.rows if mark.kind not in (MarkKind.PROMISE, MarkKind.SAFE)]
    assert all(mark.since for mark in rows)


def test_reports_are_hatched_and_laid_apart_when_they_overlap() -> None:
    floor, _ = lived()
    rows = tuple(
        ReportedRow(n, f"Step {n}", lane="CR1", started_at=NOW - 5 * HOUR, finished_at=NOW - HOUR) for n in (2, 3)
    )
    reported = Batch("W-1", "", reported=True, rows=rows)
    picture = made(with_batch(floor, reported)).picture
    bars = [picture.bars.bar(i) for i in bars_of(picture, "W-1")]
    assert [bar.state for bar in bars] == [State.REPORTED, State.REPORTED]
    assert len({bar.track for bar in bars}) == 2
    assert all("as reported" in bar.note for bar in bars)


def test_two_batches_in_one_station_clash_and_steps_of_one_batch_do_not() -> None:
    recipe = shipped_recipes()["CART-7D-v1"]

    def planned(batch: str, start: datetime) -> Batch:
        spot = Placement("CR1", start, start + 100 * HOUR, "1")
        inner = Placement("CR1", start + 20 * HOUR, start + 21 * HOUR, "1")
        steps = {"EXPAND": Step("EXPAND", placement=spot), "WASH_FEED": Step("WASH_FEED", placement=inner)}
        return Batch(batch, recipe.id, steps=steps)

    floor = Floor(facility=shipped_facility(), recipes={recipe.id: recipe})
    alone = made(with_batch(floor, planned("B-1", NOW))).picture.bars
    assert not (alone.columns["flags"] & Flag.CLASH).any()
    assert [bool(alone.value(i, "flags") & Flag.INSET) for i in range(2)] == [False, True]
    both = with_batch(with_batch(floor, planned("B-1", NOW)), planned("B-2", NOW + 50 * HOUR))
    bars = made(both).picture.bars
    clashing = np.flatnonzero(bars.columns["flags"] & Flag.CLASH)
    assert {bars.word(int(i), "batch") for i in clashing} == {"B-2"}


def test_a_room_that_is_out_is_closed_until_somebody_says_otherwise() -> None:
    floor, _ = lived()
    room = replace(floor.rooms["CR5"], out=RoomOut.EXCURSION_HOLD, out_reason="pressure lost", out_since=NOW - HOUR)
    picture = made(replace(floor, rooms={**floor.rooms, "CR5": room})).picture
    closed = next(closed for closed in picture.closed if closed.lane == "CR5")
    assert (closed.start, closed.end, closed.why) == (int((NOW - HOUR).timestamp()), int(LATEST), "pressure lost")
    lane = next(lane for lane in picture.lanes if lane.key == "CR5")
    assert lane.state == "excursion hold" and lane.badge is Badge.HOLD


def test_what_is_expected_back_is_closed_until_then_and_longer_when_it_is_overdue() -> None:
    floor, _ = lived()
    for until, end in ((NOW + HOUR, int((NOW + HOUR).timestamp())), (NOW - HOUR, int(LATEST))):
        room = replace(
            floor.rooms["CR5"], out=RoomOut.OUT_OF_SERVICE, out_reason="door", out_since=NOW - 2 * HOUR, out_until=until
        )
        machine = replace(floor.instruments["CP3"], out_reason="alarm", out_since=NOW - 2 * HOUR, out_until=until)
        out = replace(floor, rooms={**floor.rooms, "CR5": room}, instruments={**floor.instruments, "CP3": machine})
        picture = made(out).picture
        assert {closed.lane: closed.end for closed in picture.closed if closed.lane in ("CR5", "CP3")} == {"CR5": end, "CP3": end}
        words = {lane.key: lane.words for lane in picture.lanes}
        told = "today 15:05" if until > NOW else "today 13:05"
        assert words["CR5"] == f"door, expected back {told}" and words["CP3"] == f"alarm, expected back {told}"


def test_a_site_without_rooms_says_so() -> None:
    assert made(Floor()).picture.presence is Presence.EMPTY
