"""What is in each room now, what comes next, and what state the room is in."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from console.domain.batch import Batch, StepState
from console.domain.facility import LaneKind
from console.domain.floor import Floor, RoomNow, RoomOut, StationState

STATE_WORDS = {
    StationState.CLEAN_HOLD: "clean",
    StationState.CLEARED: "cleared",
    StationState.IN_USE: "in use",
    StationState.DIRTY: "dirty",
    StationState.CLEANING: "changeover",
}

OUT_WORDS = {RoomOut.OUT_OF_SERVICE: "out of service", RoomOut.EXCURSION_HOLD: "excursion hold"}


@dataclass(frozen=True, slots=True)
class Work:
    """A batch's step at a place: since or from when, and until when it is expected."""

    batch: str
    step: str
    title: str
    start: datetime
    end: datetime | None
    station: str = ""
    reported: bool = False


@dataclass(frozen=True, slots=True)
class RoomView:
    """One room for the eye: its word, its stations, what is being done now, and the next thing planned.

    `until` is when a room that is out is expected back, None where nobody knows or it is not out.
    """

    room: str
    title: str
    grade: str
    state: str
    reason: str
    stations: tuple[tuple[str, str, str], ...]
    now: tuple[Work, ...]
    next: Work | None
    reserved: bool = False
    until: datetime | None = None


def room_views(floor: Floor, now: datetime) -> tuple[RoomView, ...]:
    """Every room of the facility in its own order."""
    work = _work(floor, now)
    return tuple(
        _view(floor, floor.rooms[room.id], room.title, room.grade, work.get(room.id, []), now)
        for room in (floor.facility.rooms if floor.facility else ())
        if room.id in floor.rooms
    )


def state_word(room: RoomNow) -> str:
    """The room's state in one word: out first, then the busiest of its stations."""
    if room.out is not RoomOut.NO:
        return OUT_WORDS[room.out]
    states = {station.state for station in room.stations.values()}
    for state in (StationState.IN_USE, StationState.CLEANING, StationState.CLEARED, StationState.DIRTY):
        if state in states:
            return STATE_WORDS[state]
    return STATE_WORDS[StationState.CLEAN_HOLD]


def _work(floor: Floor, now: datetime) -> dict[str, list[tuple[StepState, Work]]]:
    found: dict[str, list[tuple[StepState, Work]]] = {}
    for batch in floor.batches.values():
        if batch.live or batch.reported:
            for lane, state, work in _as_reported(batch, now) if batch.reported else _of_batch(floor, batch):
                found.setdefault(lane, []).append((state, work))
    return found


def _as_reported(batch: Batch, now: datetime) -> list[tuple[str, StepState, Work]]:
    """What a workbook says runs or comes in a room; plans whose end lies behind were overtaken and say nothing."""
    rows: list[tuple[str, StepState, Work]] = []
    for row in batch.rows:
        code, title = "+".join(row.codes), f"{row.label} (as reported)"
        if row.started_at is not None and row.finished_at is None:
            work = Work(batch.id, code, title, row.started_at, row.planned_end, row.station, True)
            rows.append((row.lane, StepState.RUNNING, work))
        elif row.started_at is None and row.planned_start is not None and (row.planned_end or row.planned_start) > now:
            work = Work(batch.id, code, title, row.planned_start, row.planned_end, row.station, True)
            rows.append((row.lane, StepState.PLANNED, work))
    return rows


def _of_batch(floor: Floor, batch: Batch) -> list[tuple[str, StepState, Work]]:
    recipe = floor.recipe_of(batch)
    rows: list[tuple[str, StepState, Work]] = []
    for code, step in batch.steps.items():
        told = recipe.by_code.get(code) if recipe else None
        placement = step.placement
        if told is None or told.lane is not LaneKind.ROOM or step.over:
            continue
        if step.state is StepState.RUNNING and step.started_at is not None:
            end = step.started_at + (placement.end - placement.start) if placement else None
            rows.append((step.lane, step.state, Work(batch.id, code, told.title, step.started_at, end, step.station)))
        elif placement is not None:
            work = Work(batch.id, code, told.title, placement.start, placement.end, placement.station)
            rows.append((placement.lane, step.state, work))
    return rows


def _view(
    floor: Floor, room: RoomNow, title: str, grade: str, work: list[tuple[StepState, Work]], now: datetime
) -> RoomView:
    running = tuple(sorted((w for s, w in work if s is StepState.RUNNING), key=lambda w: (w.station, w.start)))
    ahead = sorted((w for s, w in work if s is StepState.PLANNED), key=lambda w: w.start)
    stations = tuple((name, STATE_WORDS[s.state], s.batch) for name, s in room.stations.items())
    following = ahead[0] if ahead else None
    idle = not running and not any(s.batch for s in room.stations.values())
    reserved = idle and following is not None and following.start < now and not following.reported
    return RoomView(
        room.id, title, grade, state_word(room), room.out_reason, stations, running, following, reserved, room.out_until
    )
