"""Who stands where after whom: the next patient's cells come to a station when those before have left it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import pairwise

from console.domain.batch import Batch, Step
from console.domain.facility import LaneKind
from console.domain.floor import Floor
from console.domain.recipe import Recipe, RecipeKind
from console.planning.floor.ahead import wanted
from console.planning.floor.nominal import room_stretches

NEVER = datetime.max.replace(tzinfo=UTC)

Station = tuple[str, str]
Order = Mapping[tuple[str, str], tuple["After", ...]]


@dataclass(frozen=True, slots=True)
class After:
    """A step (batch, code) that must be over, and for how many hours, before somebody else comes to its station."""

    batch: str
    code: str
    hours: float = 0.0


@dataclass(frozen=True, slots=True)
class _Stand:
    """A stretch of one batch at one station: its steps not over, in which order it comes there."""

    batch: str
    family: str
    left: tuple[str, ...]
    begun: bool
    first: datetime

    @property
    def turn(self) -> tuple[bool, datetime, str]:
        """Whoever stands there first, then as planned."""
        return not self.begun, self.first, self.batch


def standing_order(floor: Floor, batches: Iterable[Batch]) -> Order:
    """For the steps of each stand that has not begun the steps left of the stand before it at its station."""
    stands: dict[Station, list[_Stand]] = {}
    for batch in batches:
        recipe = floor.recipe_of(batch)
        for stations, stand in _stands(floor, batch, recipe) if recipe is not None else ():
            for station in stations:
                stands.setdefault(station, []).append(stand)
    law = floor.facility.law("type_change") if floor.facility else None
    change = law.typical_h if law is not None else 0.0
    found: dict[tuple[str, str], tuple[After, ...]] = {}
    for queue in stands.values():
        for one, other in pairwise(sorted(queue, key=lambda stand: stand.turn)):
            if not other.begun and one.batch != other.batch:
                gap = change if one.family != other.family else 0.0
                before = tuple(After(one.batch, code, gap) for code in one.left)
                for code in other.left:
                    found[other.batch, code] = (*found.get((other.batch, code), ()), *before)
    return found


def _stands(floor: Floor, batch: Batch, recipe: Recipe) -> Iterator[tuple[tuple[Station, ...], _Stand]]:
    for stretch in _stretches(recipe):
        steps = {code: batch.steps[code] for code in stretch if code in batch.steps}
        left = tuple(code for code in steps if wanted(batch, recipe.by_code[code]))
        begun = [step for step in steps.values() if step.started_at is not None and step.lane]
        where = _where(begun, [steps[code] for code in left])
        if left and where is not None:
            stations: tuple[Station, ...] = (where,)
            if recipe.kind is RecipeKind.BLOCK:
                room = floor.facility.room(where[0]) if floor.facility else None
                stations = tuple((where[0], station) for station in room.stations) if room is not None else stations
            first = min((_told_start(step) for step in steps.values()), default=NEVER)
            yield stations, _Stand(batch.id, recipe.name, left, bool(begun), first)


def _stretches(recipe: Recipe) -> list[list[str]]:
    """A block keeps its room to its end, QA's release of the room included."""
    if recipe.kind is RecipeKind.BLOCK:
        return [[step.code for step in recipe.steps if step.lane in (LaneKind.ROOM, LaneKind.QA)]]
    return room_stretches(recipe)


def _where(begun: list[Step], left: list[Step]) -> Station | None:
    for step in begun:
        place = step.placement
        return step.lane, step.station or (place.station if place is not None and place.lane == step.lane else "")
    return next(((s.placement.lane, s.placement.station) for s in left if s.placement is not None and s.placement.station), None)


def _told_start(step: Step) -> datetime:
    if step.started_at is not None:
        return step.started_at
    return step.placement.start if step.placement is not None else NEVER
