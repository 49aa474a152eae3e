"""What supervisors do at the end of a shift: give it over, check what was given point by point, accept it, or take duty."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta

from console.domain.commands import AcceptHandover, CheckPoint, GiveHandover, TakeDuty
from console.domain.commands.command import Command
from console.domain.facility import Role
from console.domain.handover import Handover
from console.report.handover.filled import Filled, fill
from console.report.handover.seen import Seen
from console.simulation.scene import Act, Maker, Scene

DAY = timedelta(days=1)
BEFORE_LEAVING = timedelta(minutes=20)
A_POINT = timedelta(seconds=9)
"""When the outgoing supervisor signs before leaving, and how long the incoming one looks at a point."""


def handover_acts(scene: Scene) -> Iterator[Act]:
    """What comes next of a handover on this floor."""
    floor = scene.floor
    here = sorted(u for u in floor.on_duty if (p := floor.people.get(u)) is not None and Role.SUPERVISOR in p.roles)
    others = [user for user in here if user != floor.responsible]
    if floor.handover is not None:
        yield from _received(floor.handover, [user for user in here if user != floor.handover.giver])
    elif others and floor.responsible not in here:
        yield Act(scene.latest, _takes(others[0]), waits=True)
    elif floor.responsible:
        for day in (scene.latest - DAY, scene.latest, scene.latest + DAY):
            leaves = [at for at, user, comes in scene.roster.changes(day) if user == floor.responsible and not comes]
            yield from (Act(at - BEFORE_LEAVING, _gives(floor.responsible)) for at in leaves if at > scene.latest)
    for owed in floor.owed.values():
        if owed.giver in here and floor.handover is None:
            yield Act(scene.latest, _gives(owed.giver, owed.id))


def _received(given: Handover, incoming: list[str]) -> Iterator[Act]:
    if not incoming or given.given_at is None:
        return
    by = incoming[0]
    last = max([given.given_at, *(check.at for check in given.checks)])
    left = given.unchecked(by)
    yield Act(last + A_POINT, _checks(by, left[0].id) if left else _accepts(by))


def _gives(by: str, settles: str = "") -> Maker:
    def make(scene: Scene, now: datetime) -> Command | None:
        if not settles and scene.floor.responsible != by:
            return None
        told = fill(Seen(scene.floor, None, now, scene.roster.zone, scene.zones))
        return GiveHandover(
            by=by, at=now, handover=f"HO-{now:%y%m%d-%H%M%S}", must_know=_must_know(told), points=told.points, facts=told.facts,
            settles=settles,
        )  # fmt: skip

    return make


def _must_know(told: Filled) -> str:
    """The first thing that must not be done, or the first point; else that there is nothing."""
    forbidden = [w.words for w in told.facts if w.section == 10]
    return next(iter([*forbidden, *(p.words for p in told.points)]), "Nothing out of the ordinary.")


def _checks(by: str, point: str) -> Maker:
    def make(scene: Scene, now: datetime) -> Command | None:
        found = scene.floor.handover
        return CheckPoint(by=by, at=now, handover=found.id, point=point) if found is not None else None

    return make


def _accepts(by: str) -> Maker:
    def make(scene: Scene, now: datetime) -> Command | None:
        found = scene.floor.handover
        if found is None:
            return None
        carried = tuple(asked.id for asked in found.open_questions())
        return AcceptHandover(by=by, at=now, handover=found.id, digest=found.digest, carried=carried)

    return make


def _takes(by: str) -> Maker:
    def make(scene: Scene, now: datetime) -> Command | None:
        had = scene.floor.responsible
        told = scene.who(Role.QA, now, "duty", by, not_these=(by,)) if had else ""
        reason = f"{scene.floor.person_name(had)} had left" if had else ""
        return TakeDuty(by=by, at=now, handover=f"HO-{now:%y%m%d-%H%M%S}", told=told, reason=reason)

    return make
