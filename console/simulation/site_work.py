"""What is done about the site itself: shifts change, stations are cleaned, rooms go out and come back, deviations are settled."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta

from console.domain.batch import Batch
from console.domain.commands import (
    AssessDeviation,
    ChangeMaterial,
    CleanStation,
    CloseDeviation,
    ComeOnDuty,
    LeaveDuty,
    LeaveFloor,
    ReceiveMaterial,
    ReturnRoom,
    SetOwner,
    TakeRoomOut,
)
from console.domain.commands.command import Command
from console.domain.decide import CONSOLE
from console.domain.facility import Role
from console.domain.floor import MaterialState, RoomNow, RoomOut, StationState
from console.domain.quality import Deviation, Impact, Severity
from console.domain.recipe import RecipeKind
from console.simulation.scene import Act, Maker, Scene

STAYS = timedelta(days=30)
DAY = timedelta(days=1)


def duty_acts(scene: Scene) -> Iterator[Act]:
    """Who comes and who leaves next; people come on the floor and leave it under their own name."""
    for day in (scene.latest - DAY, scene.latest, scene.latest + DAY):
        changes = scene.roster.changes(day)
        leaves = {user: at for at, user, comes in changes if not comes}
        for at, user, comes in changes:
            since = scene.floor.on_duty.get(user)
            if comes and since is None and leaves[user] > scene.latest:
                yield Act(at, _comes(user))
            elif not comes and since is not None and since < at:
                yield Act(at, _leaves(user))


def _comes(user: str) -> Maker:
    def make(scene: Scene, now: datetime) -> Command | None:
        return None if user in scene.floor.on_duty else ComeOnDuty(by=user, at=now, user=user)

    return make


def _leaves(user: str) -> Maker:
    def make(scene: Scene, now: datetime) -> Command | None:
        return LeaveDuty(by=user, at=now, user=user) if user in scene.floor.on_duty else None

    return make


# ----------------------------------------------------------------------------------------------- rooms


def room_acts(scene: Scene) -> Iterator[Act]:
    """Dirty stations are cleaned; blocks take their room out and QA gives it back."""
    blocks = _blocks(scene)
    for room in scene.floor.rooms.values():
        for station, now in room.stations.items():
            if now.state is StationState.DIRTY and not now.batch and now.since is not None:
                yield Act(now.since + timedelta(minutes=75), _clean(room.id, station))
        block = blocks.get(room.id, "")
        if block and room.out is RoomOut.NO:
            yield Act(scene.latest, _out(room.id, scene, block))
        elif not block and room.out is RoomOut.OUT_OF_SERVICE and room.out_since is not None:
            yield Act(max(room.out_since, scene.latest), _back(room))


def _blocks(scene: Scene) -> dict[str, str]:
    """The block that works in each room that has one."""
    found: dict[str, str] = {}
    for batch in scene.floor.batches.values():
        recipe = scene.floor.recipe_of(batch) if batch.live else None
        if recipe is not None and recipe.kind is RecipeKind.BLOCK:
            found.update({s.lane: batch.id for s in batch.steps.values() if s.started_at is not None})
    return found


def _clean(room: str, station: str) -> Maker:
    def make(scene: Scene, now: datetime) -> Command | None:
        here = scene.floor.rooms[room].stations[station]
        if here.state is not StationState.DIRTY or here.batch:
            return None
        by = scene.who(Role.OPERATOR, now, room, station, here.since, skill="closed processing")
        return CleanStation(by=by, at=now, room=room, station=station)

    return make


def _out(room: str, seen: Scene, block: str) -> Maker:
    recipe = seen.floor.recipe_of(seen.floor.batches[block])
    title = recipe.title if recipe is not None else block

    def make(scene: Scene, now: datetime) -> Command | None:
        batch = scene.floor.batches.get(block)
        ends = [step.placement.end for step in batch.steps.values() if step.placement is not None] if batch is not None else []
        by = scene.who(Role.SUPERVISOR, now, block, "out")
        expected = max(ends, default=None)
        return TakeRoomOut(by=by, at=now, room=room, reason=f"{title}, {block}", expected_at=expected)

    return make


def _back(room: RoomNow) -> Maker:
    def make(scene: Scene, now: datetime) -> Command | None:
        by = scene.who(Role.QA, now, room.id, room.out_since, "back")
        return ReturnRoom(by=by, at=now, room=room.id, reason=f"{room.out_reason.split(',')[0]} done, room within its limits")

    return make


# ----------------------------------------------------------------------------------------------- deviations, departures


def deviation_acts(scene: Scene) -> Iterator[Act]:
    """Each deviation gets an owner, is assessed before it holds a release up too long, and is closed within the month or so."""
    for deviation in scene.floor.deviations.values():
        if deviation.closed_at is None:
            yield from _settle(scene, deviation)


def _settle(scene: Scene, deviation: Deviation) -> Iterator[Act]:
    draws, name = scene.draws, deviation.id
    if f"deviation:{name}" not in scene.floor.owners:
        yield Act(deviation.opened_at + timedelta(minutes=4), _own(deviation))
    if deviation.assessed_at is None:
        law = "minor_deviation" if deviation.severity is Severity.MINOR else "major_deviation"
        yield Act(deviation.opened_at + draws.law(scene.facility, law, name), _assess(deviation))
        return
    days = 3 + 14 * draws.share(name, "closed") + (0 if deviation.severity is Severity.MINOR else 12)
    yield Act(scene.office(deviation.assessed_at + timedelta(days=days), name, "closes"), _close(deviation))


def _own(deviation: Deviation) -> Maker:
    def make(scene: Scene, now: datetime) -> Command | None:
        owner = scene.who(Role.QA, now, deviation.id, "owns")
        by = scene.who(Role.SUPERVISOR, now, deviation.id, "gives")
        due = deviation.opened_at + STAYS
        return SetOwner(by=by, at=now, subject=f"deviation:{deviation.id}", owner=owner, what="assess and close", due=due)

    return make


def _assess(deviation: Deviation) -> Maker:
    def make(scene: Scene, now: datetime) -> Command | None:
        impact = Impact.NONE if deviation.severity is Severity.MINOR else Impact.ASSESSED_OK
        by = scene.who(Role.QA, now, deviation.id, "assesses")
        return AssessDeviation(by=by, at=now, deviation=deviation.id, impact=impact, comment="No effect on the product")

    return make


def _close(deviation: Deviation) -> Maker:
    def make(scene: Scene, now: datetime) -> Command | None:
        by = scene.who(Role.QA, now, deviation.id, "closes")
        return CloseDeviation(by=by, at=now, deviation=deviation.id, comment="Cause recorded, training done")

    return make


SUPPLIES = (
    ("VEC", "Lentiviral vector", 300),
    ("CAS", "Cassette sets", 365),
    ("MED", "Culture medium", 120),
    ("CYT", "Cytokines", 180),
)
"""What comes every month: the lot's letters, its title and how many days it keeps."""


def material_acts(scene: Scene) -> Iterator[Act]:
    """A lot of each critical material arrives on the third of each month or so, and QA releases it the day after."""
    zone = scene.roster.zone
    month = scene.latest.astimezone(zone).replace(day=3, hour=10, minute=0, second=0, microsecond=0)
    for letters, title, days in SUPPLIES:
        lot = f"{letters}-{month:%y%m}"
        known = scene.floor.materials.get(lot)
        arrives = scene.office(month + timedelta(minutes=90 * scene.draws.share(lot)), lot)
        if known is None:
            yield Act(arrives, _arrives(lot, title, arrives + timedelta(days=days)))
        elif known.state is MaterialState.QUARANTINE:
            yield Act(scene.office(arrives + DAY, lot, "released"), _released(lot))


def _arrives(lot: str, title: str, expires: datetime) -> Maker:
    def make(scene: Scene, now: datetime) -> Command | None:
        by = scene.who(Role.OPERATOR, now, lot, skill="dock")
        return ReceiveMaterial(by=by, at=now, material=lot, title=title, expires_at=expires)

    return make


def _released(lot: str) -> Maker:
    def make(scene: Scene, now: datetime) -> Command | None:
        by = scene.who(Role.QA, now, lot)
        return ChangeMaterial(by=by, at=now, material=lot, state=MaterialState.RELEASED, reason="Certificate and label in order")

    return make


def departure(batch: Batch) -> Iterator[Act]:
    """A batch leaves the live floor 30 days after it ended, as the console itself asks."""
    if not batch.live and not batch.reported and batch.status_at is not None:
        yield Act(batch.status_at + STAYS + timedelta(minutes=5), _leave(batch.id))


def _leave(batch: str) -> Maker:
    def make(scene: Scene, now: datetime) -> Command | None:
        return LeaveFloor(by=CONSOLE, at=now, batch=batch)

    return make
