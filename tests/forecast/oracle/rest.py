"""What is left to do on a floor, read from batches, recipes and facility by a hand of its own: tasks, people, order at stations."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from itertools import pairwise

from console.domain.batch import Batch, Step
from console.domain.facility import LaneKind
from console.domain.floor import AppointmentKind, Floor, RoomOut
from console.domain.promise import Zones
from console.domain.quality import TestState
from console.domain.recipe import DISPOSITION, QC_RELEASE, Edge, Recipe, RecipeStep
from console.planning.floor.calendar import calendar
from console.planning.floor.crews import Crews, crews_of
from console.planning.floor.nominal import room_stretches
from tests.forecast.oracle.works import NEVER, Assay, Key, Levels, Opening, Task

DAYS = 150
PAST = 14
"""Days ahead and behind for which shifts are known."""
MEANT_H = 1.0
"""A gap in the plan longer than this and the usual wait is deliberate."""
STAYS_H = 4.0
"""A step that must follow within so many hours keeps its crew."""


@dataclass(frozen=True)
class Rest:
    """The tasks of a floor and the people there are; `held` and `out` tell for how long holds and outages stand already."""

    tasks: tuple[Task, ...]
    pools: Mapping[str, Levels]
    held: Mapping[str, float]
    back: Mapping[str, float | None]
    out: Mapping[str, tuple[str, float]]


@dataclass(frozen=True)
class Site:
    """The floor as it is looked at from one instant."""

    floor: Floor
    now: datetime
    zones: Zones
    crews: Crews

    def h(self, at: datetime) -> float:
        return (at - self.now) / timedelta(hours=1)

    @property
    def zone(self) -> tzinfo:
        assert self.floor.facility is not None
        return self.zones(self.floor.facility.zone)


def rest_of(floor: Floor, now: datetime, zones: Zones, days: int = DAYS) -> Rest:
    """Everything left to do on this floor at this instant."""
    assert floor.facility is not None
    zone = zones(floor.facility.zone)
    grid = calendar(zone, now, now - timedelta(days=PAST), now + timedelta(days=days), 15)
    site = Site(floor, now, zones, crews_of(floor, grid))
    pools = {p.id: tuple((site.h(grid.grid.at(at)), level) for at, level in p.levels) for p in site.crews.pools}
    live = [(b, recipe) for b in floor.batches.values() if b.live and (recipe := floor.recipe_of(b)) is not None]
    before = _stations(live)
    tasks = tuple(task for b, recipe in live for task in _tasks(site, b, recipe, before))
    held = {f"hold:{b.id}:{h.id}": -site.h(h.at) for b, _ in live for h in b.holds.values()}
    rooms = {f"room:{r.id}": r for r in floor.rooms.values() if r.out is not RoomOut.NO}
    back = {name: site.h(r.out_until) if r.out_until else None for name, r in rooms.items()}
    out = {name: (r.out.value, -site.h(r.out_since) if r.out_since else 0.0) for name, r in rooms.items()}
    return Rest(tasks, pools, held, back, out)


def _ahead(batch: Batch, told: RecipeStep) -> bool:
    step = batch.steps.get(told.code)
    if step is None or step.over:
        return False
    return not told.optional or step.placement is not None or step.started_at is not None


def _stations(live: list[tuple[Batch, Recipe]]) -> dict[Key, tuple[Key, ...]]:
    """For the first step of each stand that has not begun the steps left of the stand before it at that station."""
    stands: dict[tuple[str, str], list[tuple[datetime, str, list[str], bool]]] = {}
    for batch, recipe in live:
        for stretch in room_stretches(recipe):
            steps = {c: batch.steps[c] for c in stretch if c in batch.steps}
            left = [c for c in steps if _ahead(batch, recipe.by_code[c])]
            begun = [s for s in steps.values() if s.started_at is not None and s.lane]
            where = [(s.lane, s.station or (s.placement.station if s.placement else "")) for s in begun] or [
                (p.lane, p.station) for c in left if (p := steps[c].placement)
            ]
            if left and where:
                first = min((_told_start(steps[c]) for c in steps), default=datetime.max.replace(tzinfo=UTC))
                stands.setdefault(where[0], []).append((first, batch.id, left, bool(begun)))
    found: dict[Key, tuple[Key, ...]] = {}
    for queue in stands.values():
        queue.sort(key=lambda stand: (not stand[3], stand[0], stand[1]))
        for one, other in pairwise(queue):
            if not other[3]:
                found.update({(other[1], code): tuple((one[1], c) for c in one[2]) for code in other[2]})
    return found


def _told_start(step: Step) -> datetime:
    if step.started_at is not None:
        return step.started_at
    return step.placement.start if step.placement is not None else datetime.max.replace(tzinfo=UTC)


def _tasks(site: Site, batch: Batch, recipe: Recipe, before: Mapping[Key, tuple[Key, ...]]) -> Iterator[Task]:
    ahead = {told.code for told in recipe.steps if _ahead(batch, told)}
    facility = site.floor.facility
    clinic = facility.clinic(batch.clinic) if facility else None
    for told in recipe.steps:
        if told.code not in ahead:
            continue
        step = batch.steps[told.code]
        place = step.placement
        gates = [f"hold:{batch.id}:{h}" for h in batch.holds] if step.started_at is None else []
        lane = step.lane or (place.lane if place else "")
        if step.started_at is None and lane in site.floor.rooms and site.floor.rooms[lane].out is not RoomOut.NO:
            gates.append(f"room:{lane}")
        bedside = told.lane is LaneKind.CLINIC and clinic is not None
        yield Task(
            key=(batch.id, told.code),
            after=tuple((batch.id, code) for code in told.after if code in ahead),
            known=_known(site, batch, recipe, told, ahead),
            opens=_opens(batch, recipe, told, ahead),
            gates=tuple(gates),
            started=None if step.started_at is None else min(0.0, site.h(step.started_at)),
            planned=site.h(place.start) if place else float("inf"),
            crew=site.crews.of(recipe, told),
            room=lane if told.attended and told.lane is LaneKind.ROOM else "",
            stand_before=before.get((batch.id, told.code), ()),
            typical=told.law.typical_h,
            stays=_stays(recipe, told),
            opens_at=daily(site, site.zones(clinic.zone), clinic.opens, clinic.closes) if bedside and clinic else None,
            panel=tuple(_assays(site, batch, recipe, ahead)) if told.code == QC_RELEASE else (),
        )


def _known(site: Site, batch: Batch, recipe: Recipe, told: RecipeStep, ahead: set[str]) -> float:
    found = [at for code in told.after if code not in ahead and (at := batch.steps[code].finished_at) is not None]
    hours = [site.h(at) for at in found]
    for lag in recipe.lags:
        if lag.to_step == told.code and lag.to_edge is Edge.START and lag.min_h is not None and lag.from_step in batch.steps:
            before = batch.steps[lag.from_step]
            at = before.started_at if lag.from_edge is Edge.START else before.finished_at
            if at is not None:
                hours.append(site.h(at) + float(lag.min_h))
    meant = _meant(batch, recipe, told)
    hours += [site.h(meant)] if meant is not None else []
    hours += [site.h(at) for at in _slots(site, batch, told)]
    if told.code == DISPOSITION:
        settled = [d.assessed_at for d in site.floor.deviations.values() if batch.id in d.batches and d.assessed_at]
        hours += [site.h(at) for at in settled]
    return max(hours, default=NEVER)


def _slots(site: Site, batch: Batch, told: RecipeStep) -> Iterator[datetime]:
    if told.lane is not LaneKind.CLINIC:
        return
    kind = AppointmentKind.INFUSION if told.after else AppointmentKind.APHERESIS
    for slot in site.floor.appointments.values():
        if slot.batch == batch.id and slot.kind is kind and not slot.cancelled:
            yield slot.slot_at


def _meant(batch: Batch, recipe: Recipe, told: RecipeStep) -> datetime | None:
    """The planned start where it is one people keep: a clock, the first step, or a gap nobody leaves by rounding."""
    place = batch.steps[told.code].placement
    if place is None:
        return None
    if told.clock is not None or not told.after:
        return place.start
    could = [p.end for code in told.after if code in batch.steps and (p := batch.steps[code].placement)]
    for lag in recipe.lags:
        if lag.to_step == told.code and lag.to_edge is Edge.START and lag.min_h is not None:
            p = batch.steps[lag.from_step].placement
            if p is not None:
                could.append((p.start if lag.from_edge is Edge.START else p.end) + timedelta(hours=float(lag.min_h)))
    usual = 1.25 * told.wait.typical_h if told.wait is not None else 0.0
    if could and place.start - max(could) <= timedelta(hours=MEANT_H + usual):
        return None
    return place.start


def _opens(batch: Batch, recipe: Recipe, told: RecipeStep, ahead: set[str]) -> tuple[Opening, ...]:
    found = []
    for lag in recipe.lags:
        if lag.to_step != told.code or lag.to_edge is not Edge.START or lag.min_h is None or lag.from_step not in ahead:
            continue
        if lag.from_edge is Edge.START and batch.steps[lag.from_step].started_at is not None:
            continue
        found.append(Opening((batch.id, lag.from_step), lag.from_edge is Edge.END, float(lag.min_h)))
    return tuple(found)


def _stays(recipe: Recipe, told: RecipeStep) -> bool:
    limits = [lag for lag in recipe.lags if lag.to_step == told.code and lag.to_edge is Edge.START and lag.max_h is not None]
    return any(float(lag.max_h) <= STAYS_H for lag in limits if lag.max_h is not None)


def _assays(site: Site, batch: Batch, recipe: Recipe, ahead: set[str]) -> Iterator[Assay]:
    for spec in recipe.gating:
        sampled = batch.steps[spec.sample_step].finished_at
        taken = site.h(sampled) if sampled is not None and spec.sample_step not in ahead else NEVER
        read_at = None if spec.read_clock is None else not_before(site, spec.read_clock)
        test = batch.last_test(spec.code)
        began = read = failed = passed = None
        if test is not None and test.reviewed_at is not None:
            seen = site.h(test.reviewed_at)
            failed, passed = (seen, None) if test.state is TestState.INVALID else (None, seen)
        elif test is not None:
            began = site.h(test.started_at)
            read = site.h(test.entered_at) if test.entered_at is not None else None
        yield Assay(spec.code, (batch.id, spec.sample_step), taken, began, read, failed, passed, read_at)


def daily(site: Site, zone: tzinfo, opens: time, closes: time) -> Callable[[float], float]:
    """An instant moved to the next opening where the clinic sleeps."""
    first = site.now.astimezone(zone).date() - timedelta(days=2)
    days = [first + timedelta(days=n) for n in range(DAYS + 400)]
    begins = [site.h(_at(day, opens, zone)) for day in days]
    ends = [site.h(_at(day + timedelta(days=closes <= opens), closes, zone)) for day in days]

    def moved(at: float) -> float:
        n = bisect_right(begins, at) - 1
        return at if at <= ends[n] else begins[n + 1]

    return moved


def not_before(site: Site, clock: time) -> Callable[[float], float]:
    """An instant, not before this clock on its own day at the site."""

    def moved(at: float) -> float:
        day = (site.now + timedelta(hours=at)).astimezone(site.zone).date()
        return max(at, site.h(_at(day, clock, site.zone)))

    return moved


def _at(day: date, clock: time, zone: tzinfo) -> datetime:
    return datetime.combine(day, clock, zone).astimezone(UTC)
