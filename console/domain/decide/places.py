"""Whether a step may begin at this place: the room, the station, the instrument and who else works there."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from console.domain.batch import Batch, Placement, StepState
from console.domain.facility import LaneKind
from console.domain.floor import Floor, RoomNow, RoomOut, StationState
from console.domain.recipe import LINE_CLEARANCE, RecipeKind, RecipeStep, is_changeover, is_clearance
from console.domain.refusal import Refusal

CLEARANCE_VALID = timedelta(hours=24)
"""How long an unused line clearance holds (domain.md 2.2)."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where a step is to begin: lane, station, instrument."""

    lane: str
    station: str = ""
    instrument: str = ""


def place_refusal(floor: Floor, batch: Batch, told: RecipeStep, place: Place, at: datetime) -> Refusal | None:
    """Why the step may not begin here, or None."""
    if told.lane is not LaneKind.ROOM and not place.lane:
        return Refusal("lane", f"It is not said where {told.title} is done.", "Name the lane.", "lane")
    refusal = plan_refusal(floor, batch, told, place.lane, place.station)
    room = floor.rooms.get(place.lane)
    static = floor.facility.room(place.lane) if floor.facility else None
    if refusal is not None or room is None or static is None:
        return refusal
    recipe = floor.recipe_of(batch)
    block = recipe is not None and recipe.kind is RecipeKind.BLOCK
    return (
        _out(room, static.title, block)
        or _station(batch, told, room, place, at)
        or _attended(floor, batch, told, room, static.title)
        or _instrument_fits(floor, told, place)
        or _instrument(floor, batch, place)
    )


def plan_refusal(floor: Floor, batch: Batch, told: RecipeStep, lane: str, station: str) -> Refusal | None:
    """Why the step may not even be planned here: a room that does not exist, may not run it, or is none of its business."""
    room = floor.facility.room(lane) if floor.facility else None
    if told.lane is not LaneKind.ROOM:
        elsewhere = f"{told.title} is not done in a cleanroom."
        return Refusal("lane", elsewhere, "Name its desk, dock or clinic.", "lane") if room or lane in floor.rooms else None
    if room is None or lane not in floor.rooms:
        return Refusal("room-unknown", f"There is no room {lane or '(none given)'}.", "Choose a room of the facility.", "lane")
    recipe = floor.recipe_of(batch)
    if room.recipes and recipe is not None and recipe.name not in room.recipes and recipe.id not in room.recipes:
        return Refusal("room-recipe", f"{room.title} may not run {recipe.name}.", "Choose a room that may.", "lane")
    if station and station not in room.stations:
        choice = f"Choose {', '.join(room.stations)}."
        return Refusal("station-unknown", f"{room.title} has no station {station}.", choice, "station")
    return None


def placement_refusal(floor: Floor, batch: Batch, told: RecipeStep, placement: Placement) -> Refusal | None:
    """Why the step may not be planned there and then, or None."""
    if placement.end < placement.start:
        return Refusal("ends-before-start", "The step would end before it starts.", "Give an end after the start.", "end")
    return plan_refusal(floor, batch, told, placement.lane, placement.station)


def _out(room: RoomNow, title: str, block: bool) -> Refusal | None:
    if room.out is RoomOut.NO or block:
        return None
    word = "out of service" if room.out is RoomOut.OUT_OF_SERVICE else "on excursion hold"
    return Refusal("room-out", f"{title} is {word}: {room.out_reason}.", "QA returns it, or choose another room.", "lane")


def _station(batch: Batch, told: RecipeStep, room: RoomNow, place: Place, at: datetime) -> Refusal | None:
    now = room.stations.get(place.station)
    if now is None:
        return Refusal(
            "station-unknown",
            f"{room.id} has no station {place.station or '(none given)'}.",
            f"Choose {', '.join(room.stations)}.",
            "station",
        )
    if now.batch and now.batch != batch.id:
        return Refusal(
            "station-taken",
            f"{now.batch} stands at {room.id} station {place.station}.",
            "Finish its changeover, or choose another station.",
            "station",
        )
    if is_changeover(told.code) or is_clearance(told.code) or LINE_CLEARANCE not in batch.steps:
        dirty = now.state is StationState.DIRTY and is_clearance(told.code) and not now.batch
        return (
            Refusal("station-dirty", f"{room.id} station {place.station} is dirty.", "Clean it first.", "station")
            if dirty
            else None
        )
    if not now.batch:
        return Refusal(
            "not-cleared",
            f"{room.id} station {place.station} is not cleared for {batch.id}.",
            "Do the line clearance first.",
            "station",
        )
    stale = now.state is StationState.CLEARED and now.since is not None and at - now.since > CLEARANCE_VALID
    return (
        Refusal("clearance-stale", "The line clearance is more than 24 h old.", "Clear the line again.", "station")
        if stale
        else None
    )


def _attended(floor: Floor, batch: Batch, told: RecipeStep, room: RoomNow, title: str) -> Refusal | None:
    if not told.attended:
        return None
    for other_id in {now.batch for now in room.stations.values()} - {"", batch.id}:
        other = floor.batches.get(other_id)
        recipe = floor.recipe_of(other) if other else None
        if other is None or recipe is None:
            continue
        if told.open:
            return Refusal(
                "open-alone",
                f"{other_id} is in {title}; open work holds the room for one patient.",
                "Wait, or choose another room.",
                "lane",
            )
        for step in other.steps.values():
            running = step.state is StepState.RUNNING and step.lane == room.id
            if running and step.code in recipe.by_code and recipe.by_code[step.code].attended:
                name = recipe.by_code[step.code].title
                return Refusal(
                    "one-at-a-time",
                    f"{name} of {other_id} is being done in {title}.",
                    "One attended manipulation at a time.",
                    "lane",
                )
    return None


def _instrument_fits(floor: Floor, told: RecipeStep, place: Place) -> Refusal | None:
    if not place.instrument:
        missing = f"{told.title} needs an instrument ({told.instrument})."
        return Refusal("instrument-needed", missing, "Name the one at the station.", "instrument") if told.instrument else None
    found = next((i for i in floor.facility.instruments if i.id == place.instrument), None) if floor.facility else None
    if found is not None and told.instrument and found.kind != told.instrument:
        return Refusal("instrument-kind", f"{found.title} is no {told.instrument}.", "Choose one of that kind.", "instrument")
    if found is not None and (found.room, found.station) != (place.lane, place.station):
        stands = f"{found.title} stands at {found.room} station {found.station}."
        return Refusal("instrument-place", stands, "Choose the one at this station, or go there.", "instrument")
    return None


def _instrument(floor: Floor, batch: Batch, place: Place) -> Refusal | None:
    if not place.instrument:
        return None
    found = floor.instruments.get(place.instrument)
    if found is None:
        return Refusal(
            "instrument-unknown", f"There is no instrument {place.instrument}.", "Choose one of the facility.", "instrument"
        )
    if found.batch and found.batch != batch.id:
        return Refusal(
            "instrument-taken", f"{place.instrument} holds the cells of {found.batch}.", "Choose a free instrument.", "instrument"
        )
    if found.out_reason and found.batch != batch.id:
        return Refusal(
            "instrument-out", f"{place.instrument} is out: {found.out_reason}.", "Choose another; QA returns it.", "instrument"
        )
    return None
