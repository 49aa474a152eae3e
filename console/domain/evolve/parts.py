"""Small pure changes that several events share: one batch, one step, one station, one instrument."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from typing import TypeVar

from console.domain.batch import ENDED, STATUS_RANK, Batch, BatchStatus, Step
from console.domain.floor import Floor, InstrumentNow, StationNow, StationState

V = TypeVar("V")


def put(items: Mapping[str, V], key: str, value: V) -> dict[str, V]:
    """A copy of the mapping with one value set."""
    return {**items, key: value}


def without(items: Mapping[str, V], key: str) -> dict[str, V]:
    """A copy of the mapping without one key."""
    return {k: v for k, v in items.items() if k != key}


def find(floor: Floor, batch: str) -> Batch | None:
    """The batch, on the floor or among those that left it: a late entry brings it back."""
    return floor.batches.get(batch) or floor.left.get(batch)


def with_batch(floor: Floor, batch: Batch) -> Floor:
    """The floor with this batch in its new form, back on the floor if it had left."""
    left = without(floor.left, batch.id) if batch.id in floor.left else floor.left
    return replace(floor, batches=put(floor.batches, batch.id, batch), left=left)


def with_step(batch: Batch, step: Step) -> Batch:
    """The batch with this step in its new form."""
    return replace(batch, steps=put(batch.steps, step.code, step))


def forward(batch: Batch, status: BatchStatus, at: datetime) -> Batch:
    """The batch at a later status; a status never goes back, so late entries cannot undo what came after.

    What ended stays ended (a rejection beats a shipment recorded elsewhere), but a confirmed batch can still fail.
    """
    over = batch.status in ENDED and status is not BatchStatus.POST_RELEASE_FAILURE
    if over or STATUS_RANK[status] <= STATUS_RANK[batch.status]:
        return batch
    return replace(batch, status=status, status_at=at)


def with_station(floor: Floor, room: str, station: str, now: StationNow) -> Floor:
    """The floor with one station in its new state; unknown rooms and stations leave it as it is."""
    found = floor.rooms.get(room)
    if found is None or station not in found.stations:
        return floor
    changed = replace(found, stations=put(found.stations, station, now))
    return replace(floor, rooms=put(floor.rooms, room, changed))


def with_instrument(floor: Floor, instrument: str, batch: str, at: datetime | None) -> Floor:
    """The floor with an instrument holding this batch's cells, or none; an unknown instrument leaves it as it is."""
    found = floor.instruments.get(instrument)
    if found is None:
        return floor
    loaded: InstrumentNow = replace(found, batch=batch, since=at)
    return replace(floor, instruments=put(floor.instruments, instrument, loaded))


def set_free(floor: Floor, batch: str, at: datetime) -> Floor:
    """The floor after a batch ended early: its stations are dirty, its instruments empty."""
    for room in floor.rooms.values():
        for station, now in room.stations.items():
            if now.batch == batch:
                floor = with_station(floor, room.id, station, StationNow(StationState.DIRTY, "", at))
    for instrument in floor.instruments.values():
        if instrument.batch == batch:
            floor = with_instrument(floor, instrument.id, "", at)
    return floor
