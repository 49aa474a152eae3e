"""Where work can be done: rooms and instruments with the spans they are closed, and the places a stretch of steps may use."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

from console.domain.batch import Batch, StepState
from console.domain.floor import Floor, RoomNow, RoomOut
from console.domain.recipe import Recipe, RecipeKind
from console.planning.floor.calendar import Calendar
from console.planning.floor.laws import mean_h
from console.planning.floor.nominal import allows
from console.planning.problem import WHOLE_ROOM, Closed, InstrumentSpec, Place, RoomSpec

Outs = Mapping[str, Sequence[tuple[datetime, datetime, str]]]
"""Spans over which a room or an instrument is supposed to be out (a question, not a fact), by id, and why."""


def rooms_of(floor: Floor, calendar: Calendar, outs: Outs) -> tuple[RoomSpec, ...]:
    """The site's rooms; one that is out is closed until it is expected back, or, if nobody knows, as far as one can see."""
    found = []
    for room in floor.facility.rooms if floor.facility else ():
        now = floor.rooms.get(room.id)
        closed = [] if now is None or now.out is RoomOut.NO else _out(floor, now, calendar)
        spans = (*closed, *_supposed(outs.get(room.id, ()), calendar))
        found.append(RoomSpec(room.id, room.title, room.stations, spans))
    return tuple(found)


def instruments_of(floor: Floor, calendar: Calendar, outs: Outs) -> tuple[InstrumentSpec, ...]:
    """The site's instruments, closed while they are out."""
    found = []
    for instrument in floor.facility.instruments if floor.facility else ():
        now = floor.instruments.get(instrument.id)
        closed: tuple[Closed, ...] = ()
        if now is not None and now.out_reason:
            end = calendar.horizon if now.out_until is None else _later(now.out_until, calendar)
            closed = (Closed(calendar.now, end, now.out_reason),)
        found.append(InstrumentSpec(instrument.id, instrument.title, (*closed, *_supposed(outs.get(instrument.id, ()), calendar))))
    return tuple(found)


def places_for(floor: Floor, recipe: Recipe, stretch: Sequence[str]) -> tuple[Place, ...]:
    """Every place this stretch may ever use, whether out now or not: rooms that allow the recipe, with the instrument it needs."""
    kind = next((recipe.by_code[code].instrument for code in stretch if recipe.by_code[code].instrument), "")
    found = []
    for room in floor.facility.rooms if floor.facility else ():
        for station in room.stations if allows(room, recipe) else ():
            instrument = standing(floor, room.id, station, kind)
            if instrument or not kind:
                found.append(Place(room.id, station, instrument))
    return tuple(found)


def standing(floor: Floor, room: str, station: str, kind: str) -> str:
    """The instrument of this kind at a station, or an empty text."""
    here = (
        (i.id for i in floor.facility.instruments if (i.room, i.station, i.kind) == (room, station, kind)) if floor.facility else ()
    )
    return next(iter(here), "")


def block_place(batch: Batch) -> Place | None:
    """The whole room a block keeps: where it runs, or where it is told to."""
    for step in batch.steps.values():
        if step.lane and step.station:
            return Place(step.lane, WHOLE_ROOM)
        if step.placement is not None and step.placement.station:
            return Place(step.placement.lane, WHOLE_ROOM)
    return None


def _out(floor: Floor, room: RoomNow, calendar: Calendar) -> list[Closed]:
    """A room that a running block keeps is the block's; an excursion nobody dated ends as the plant's excursions do."""
    if room.out_until is not None:
        return [Closed(calendar.now, _later(room.out_until, calendar), room.out_reason)]
    if any(_keeps(floor, batch, room.id) for batch in floor.batches.values()):
        return []
    law = floor.facility.law("room_excursion") if floor.facility else None
    if room.out is RoomOut.EXCURSION_HOLD and law is not None and room.out_since is not None:
        ends = calendar.slot(room.out_since) + calendar.grid.slots(mean_h(law))
        return [Closed(calendar.now, max(ends, calendar.now + calendar.grid.slots(1.0)), room.out_reason)]
    return [Closed(calendar.now, calendar.horizon, room.out_reason)]


def _keeps(floor: Floor, batch: Batch, room: str) -> bool:
    recipe = floor.recipe_of(batch)
    if recipe is None or recipe.kind is not RecipeKind.BLOCK or not batch.live:
        return False
    return any(step.state is not StepState.PLANNED and step.lane == room for step in batch.steps.values())


def _later(until: datetime, calendar: Calendar) -> int:
    """The slot of an expected return; one that has passed is expected in an hour from now."""
    at = calendar.slot(until)
    return at if at > calendar.now else calendar.now + calendar.grid.slots(1.0)


def _supposed(outs: Sequence[tuple[datetime, datetime, str]], calendar: Calendar) -> tuple[Closed, ...]:
    return tuple(Closed(calendar.grid.floor(start), calendar.slot(end), why) for start, end, why in outs)
