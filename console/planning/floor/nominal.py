"""The nominal timetable of one batch: its recipe's typical times from a stated start, at the free place that suits it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta, tzinfo

from console.domain.batch import Batch, Placement
from console.domain.facility import Clinic, Facility, Instrument, LaneKind, Room
from console.domain.floor import Floor, RoomOut
from console.domain.promise import Zones
from console.domain.recipe import Edge, Recipe, RecipeStep, is_clearance
from console.domain.timers import hours

Span = tuple[datetime, datetime]


@dataclass(frozen=True, slots=True)
class Spot:
    """A place a batch could hold: room, station and the instrument standing there, if the recipe needs one."""

    room: str
    station: str
    instrument: str = ""


def nominal_plan(floor: Floor, recipe: Recipe, clinic: str, start: datetime, zones: Zones) -> Mapping[str, Placement]:
    """Placements of every step of a recipe whose first step starts at `start`; empty when the site has no facility."""
    facility = floor.facility
    if facility is None:
        return {}
    times = nominal_times(recipe, start, zones(facility.zone), facility.clinic(clinic), zones)
    spots: dict[str, Spot | None] = {}
    rooms: list[str] = []
    for stretch in room_stretches(recipe):
        spans = [times[code] for code in stretch if code in times]
        if spans:
            held = (min(s for s, _ in spans), max(e for _, e in spans))
            spot = best_spot(floor, recipe, stretch, held, tuple(rooms))
            rooms += [spot.room] if spot else []
            spots |= dict.fromkeys(stretch, spot)
    return {code: _placement(facility, recipe.by_code[code], span, spots.get(code)) for code, span in times.items()}


def room_stretches(recipe: Recipe) -> list[list[str]]:
    """The step codes done in one room at a time: each line clearance after the first begins a stretch in another room."""
    stretches: list[list[str]] = [[]]
    for step in recipe.steps:
        if step.lane is LaneKind.ROOM:
            if is_clearance(step.code) and stretches[-1]:
                stretches.append([])
            stretches[-1].append(step.code)
    return [s for s in stretches if s]


def nominal_times(recipe: Recipe, start: datetime, site: tzinfo, clinic: Clinic | None, zones: Zones) -> dict[str, Span]:
    """Typical start and end of every step but the optional ones, in UTC, honouring anchors, windows and the clinic's night."""
    day0 = start.astimezone(site).date()
    times: dict[str, Span] = {}
    for step in _in_order(recipe):
        ready = max((times[code][1] for code in step.after if code in times), default=start)
        ready = max(ready, _window_opens(recipe, step, times, ready))
        if step.after and step.wait is not None:
            ready += timedelta(hours=step.wait.typical_h)
        begin = max(ready, _anchor(step, day0, site)) if step.after and step.day is not None else ready
        if step.lane is LaneKind.CLINIC and step.after and clinic is not None:
            begin = bedside(begin, clinic, zones(clinic.zone))
        times[step.code] = (begin, begin + timedelta(hours=step.law.typical_h))
    return times


def bedside(at: datetime, clinic: Clinic, zone: tzinfo) -> datetime:
    """The first instant from `at` on at which the clinic's bedside is open, in UTC."""
    local = at.astimezone(zone)
    if local.time() < clinic.opens:
        return datetime.combine(local.date(), clinic.opens, zone).astimezone(UTC)
    if local.time() > clinic.closes:
        return datetime.combine(local.date() + timedelta(days=1), clinic.opens, zone).astimezone(UTC)
    return at


def _in_order(recipe: Recipe) -> Iterator[RecipeStep]:
    """Steps after all they wait for; recipes are checked to hold no cycle before they are approved."""
    done: set[str] = {s.code for s in recipe.steps if s.optional}
    left = [s for s in recipe.steps if not s.optional]
    while left:
        ready = [s for s in left if done.issuperset(s.after)]
        if not ready:
            return
        for step in ready:
            done.add(step.code)
            yield step
        left = [s for s in left if s.code not in done]


def _anchor(step: RecipeStep, day0: date, site: tzinfo) -> datetime:
    day = day0 + timedelta(days=step.day or 0)
    at = step.clock if step.clock is not None else datetime.min.time()
    return datetime.combine(day, at, site).astimezone(UTC)


def _window_opens(recipe: Recipe, step: RecipeStep, times: Mapping[str, Span], ready: datetime) -> datetime:
    opens = ready
    for lag in recipe.lags:
        if lag.to_step == step.code and lag.to_edge is Edge.START and lag.min_h is not None and lag.from_step in times:
            opens = max(opens, times[lag.from_step][0 if lag.from_edge is Edge.START else 1] + hours(lag.min_h))
    return opens


def best_spot(
    floor: Floor, recipe: Recipe, stretch: Sequence[str], held: Span, not_rooms: tuple[str, ...] = ()
) -> Spot | None:
    """The place free over this span, the one idle longest first; if none is, the one least overlapped."""
    spots = list(spots_for(floor, recipe, stretch))
    spots = [s for s in spots if s.room not in not_rooms] or spots
    if not spots:
        return None
    taken = occupied(floor)
    return min(spots, key=lambda spot: (_overlap(taken, spot, held), -_idle_before(taken, spot, held[0]), spot.room, spot.station))


def spots_for(floor: Floor, recipe: Recipe, stretch: Sequence[str]) -> Iterator[Spot]:
    """Every place this stretch of steps may use: rooms that allow the recipe and are not out, with the instrument it needs."""
    facility = floor.facility
    kind = next((recipe.by_code[code].instrument for code in stretch if recipe.by_code[code].instrument), "")
    for room in facility.rooms if facility else ():
        now = floor.rooms.get(room.id)
        if not allows(room, recipe) or (now is not None and now.out is not RoomOut.NO):
            continue
        for station in room.stations:
            instrument = _standing(floor, room, station, kind)
            if not kind or instrument is not None:
                yield Spot(room.id, station, instrument.id if instrument else "")


def allows(room: Room, recipe: Recipe) -> bool:
    """Whether the room's own list allows the recipe; an empty list allows all."""
    return not room.recipes or recipe.name in room.recipes or recipe.id in room.recipes


def occupied(floor: Floor) -> dict[tuple[str, str], list[Span]]:
    """The spans over which each station (room, station) is held by a live batch, as planned or as it happened."""
    found: dict[tuple[str, str], list[Span]] = {}
    for batch in floor.batches.values():
        if batch.live:
            for key, span in _held_by(floor, batch).items():
                found.setdefault(key, []).append(span)
    return found


def _held_by(floor: Floor, batch: Batch) -> dict[tuple[str, str], Span]:
    recipe = floor.recipe_of(batch)
    held: dict[tuple[str, str], Span] = {}
    for code, step in batch.steps.items():
        if recipe is None or code not in recipe.by_code or recipe.by_code[code].lane is not LaneKind.ROOM:
            continue
        planned = step.placement
        start = step.started_at or (planned.start if planned else None)
        end = step.finished_at or (planned.end if planned else None)
        lane, station = (step.lane, step.station) if step.lane else (planned.lane, planned.station) if planned else ("", "")
        if start is None or end is None or not lane or (step.over and step.started_at is None):
            continue
        known = held.get((lane, station))
        held[lane, station] = (min(start, known[0]), max(end, known[1])) if known else (start, max(start, end))
    return held


def _overlap(taken: Mapping[tuple[str, str], list[Span]], spot: Spot, held: Span) -> float:
    spans = taken.get((spot.room, spot.station), [])
    return sum(max(0.0, (min(end, held[1]) - max(start, held[0])).total_seconds()) for start, end in spans)


def _idle_before(taken: Mapping[tuple[str, str], list[Span]], spot: Spot, start: datetime) -> float:
    ends = [end for _, end in taken.get((spot.room, spot.station), []) if end <= start]
    return (start - max(ends)).total_seconds() if ends else 1e9


def _standing(floor: Floor, room: Room, station: str, kind: str) -> Instrument | None:
    for instrument in floor.facility.instruments if floor.facility and kind else ():
        if instrument.room == room.id and instrument.station == station and instrument.kind == kind:
            now = floor.instruments.get(instrument.id)
            if now is None or not now.out_reason:
                return instrument
    return None


def _placement(facility: Facility, step: RecipeStep, span: Span, spot: Spot | None) -> Placement:
    if step.lane is LaneKind.ROOM and spot is not None:
        return Placement(spot.room, *span, station=spot.station, instrument=spot.instrument if step.instrument else "")
    desk = facility.desk(step.lane)
    return Placement(desk.id if desk else step.lane.value, *span)
