"""What held a step up that is no wait of its own: its room in use, its station not left yet, its people busy or off shift."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, time, timedelta, tzinfo
from operator import is_

import numpy as np
from numpy.typing import NDArray

from console.domain.batch import Batch, Step
from console.domain.facility import LaneKind
from console.domain.floor import AppointmentKind, Floor
from console.domain.promise import Zones
from console.domain.recipe import Edge, Recipe, RecipeStep
from console.planning.floor.calendar import calendar
from console.planning.floor.crews import Crews, crews_of

Span = tuple[datetime, datetime]
Seconds = tuple[float, float]
Stay = tuple[float, float, str]
"""From when to when (seconds), and whose."""

MINUTES = 15
SOON_S = 360.0
"""Two spans that hold something up with less than six minutes between them are one."""
STAYS_H = 4
"""A step that follows a hold limit this short keeps its crew, staffed or not (planning.md 3.2)."""
LOOKS_BACK = timedelta(days=60)
KNOWN_FOR = timedelta(days=5 * 366)
"""How far back shifts are looked up: a clock that stood in another decade shall not make anybody wait for its calendar."""
LATEST = datetime.max.replace(tzinfo=UTC) - timedelta(days=366)


@dataclass(frozen=True, slots=True)
class Staffing:
    """One pool over time: instants (seconds), how many are on shift from each on, and how many of those are free."""

    at: NDArray[np.float64]
    here: NDArray[np.int64]
    free: NDArray[np.int64]
    runs: dict[int, float] = field(default_factory=dict, compare=False, repr=False)

    def short(self, count: int, start: float, end: float, ahead: float) -> Iterator[tuple[float, float]]:
        """Spans within start and end over which fewer than `count` are free, or will not be on shift for `ahead` seconds.

        Where they never are on shift for so long, it is begun when they are here; where they never are, it is not theirs to do.
        """
        longest = self._longest(count)
        ahead = ahead if ahead <= longest else 0.0
        if longest <= 0.0:
            return
        first = max(0, int(np.searchsorted(self.at, start, side="right")) - 1)
        last = int(np.searchsorted(self.at, end + ahead, side="left"))
        for n in range(first, last):
            until = float(self.at[n + 1]) if n + 1 < len(self.at) else float("inf")
            if self.here[n] < count:
                yield float(self.at[n]) - ahead, until
            elif self.free[n] < count and self.at[n] < end:
                yield float(self.at[n]), until

    def _longest(self, count: int) -> float:
        """For how long at a time at least so many are on shift, in seconds."""
        if count not in self.runs:
            longest, since = 0.0, None
            for at, here in zip(self.at, self.here, strict=True):
                if here >= count and since is None:
                    since = float(at)
                elif here < count and since is not None:
                    longest, since = max(longest, float(at) - since), None
            self.runs[count] = float("inf") if since is not None else longest
        return self.runs[count]


@dataclass(frozen=True, slots=True)
class Bedside:
    """The day of a clinic, in its zone: its first and its last bedside start."""

    zone: tzinfo
    opens: time
    closes: time

    def closed(self, begin: float, end: float) -> Iterator[Seconds]:
        """The nights between two instants."""
        day, a_day = _instant(begin).astimezone(self.zone).date() - timedelta(days=1), timedelta(days=1)
        later = a_day if self.closes <= self.opens else timedelta(0)
        while (shut := datetime.combine(day + later, self.closes, self.zone).timestamp()) < end:
            day += a_day
            opens = datetime.combine(day, self.opens, self.zone).timestamp()
            if opens > begin:
                yield shut, opens


@dataclass(frozen=True, slots=True)
class Occupied:
    """What stood in the way and when, as far as the record tells: manipulations in each room, stands at each station, people in
    pools, nights and slots of the clinics.
    """

    rooms: Mapping[str, list[Stay]] = field(default_factory=dict)
    stations: Mapping[tuple[str, str], list[Stay]] = field(default_factory=dict)
    crews: Crews = field(default_factory=lambda: Crews((), frozenset()))
    pools: Mapping[str, Staffing] = field(default_factory=dict)
    bedsides: Mapping[str, Bedside] = field(default_factory=dict)
    slots: Mapping[tuple[str, AppointmentKind], float] = field(default_factory=dict)
    longest_work_s: float = 0.0
    longest_stand_s: float = 0.0

    def held_up(self, recipe: Recipe, batch: Batch, told: RecipeStep, ready: datetime, start: datetime) -> Span | None:
        """The last span before this start over which the step could not have begun; None when nothing stood in its way."""
        begin, end = ready.timestamp(), start.timestamp()
        last: tuple[float, float] | None = None
        for low, high in sorted(self._spans(recipe, batch, told, begin, end)):
            if high <= begin or low >= end:
                continue
            if last is not None and low <= last[1] + SOON_S:
                last = (last[0], max(last[1], high))
            else:
                last = (low, high)
        return None if last is None else (_instant(max(begin, last[0])), _instant(min(end, last[1])))

    def free_from(self, recipe: Recipe, batch: Batch, told: RecipeStep, ready: datetime, end: datetime) -> datetime:
        """The first instant from `ready` on at which the step could have begun; `ready` itself where that came after its end."""
        at, limit = ready.timestamp(), end.timestamp()
        for low, high in sorted(self._spans(recipe, batch, told, at, limit)):
            if low > at:
                break
            at = max(at, high)
        return _instant(at) if ready.timestamp() < at < limit else ready

    def _spans(self, recipe: Recipe, batch: Batch, told: RecipeStep, begin: float, end: float) -> Iterator[tuple[float, float]]:
        step = batch.steps[told.code]
        if told.lane is LaneKind.CLINIC:
            slot = self.slots.get((batch.id, AppointmentKind.INFUSION if told.after else AppointmentKind.APHERESIS))
            yield from () if slot is None else ((begin - 1.0, slot),)
            yield from () if batch.clinic not in self.bedsides else self.bedsides[batch.clinic].closed(begin, end)
        if told.lane is LaneKind.ROOM:
            if told.attended:
                yield from _others(self.rooms.get(step.lane, []), batch.id, begin, end, self.longest_work_s)
            yield from _others(self.stations.get((step.lane, step.station), []), batch.id, begin, end, self.longest_stand_s)
        if not stays(recipe, told):
            ahead = told.law.typical_h * 3600
            for pool, count in self.crews.of(recipe, told):
                if pool in self.pools:
                    yield from self.pools[pool].short(count, begin, end, ahead)


def _others(stays: list[Stay], own: str, begin: float, end: float, longest: float) -> Iterator[Seconds]:
    """When others stayed there between two instants."""
    first = bisect_left(stays, (begin - longest, 0.0, ""))
    last = bisect_right(stays, (end, float("inf"), ""))
    return ((a, z) for a, z, whose in stays[first:last] if whose != own and z > begin and a < end)


NOTHING_KNOWN = Occupied()


def stays(recipe: Recipe, told: RecipeStep) -> bool:
    """Whether the crew stays for this step: a short hold limit leads into it."""
    return any(
        lag.to_step == told.code and lag.to_edge is Edge.START and lag.max_h is not None and lag.max_h <= STAYS_H
        for lag in recipe.lags
    )


class Shifts:
    """Who was on shift when, looked up once for the same people over the same days."""

    def __init__(self) -> None:
        self._seen: tuple[object, ...] = ()
        self._found: tuple[datetime, Crews] = (datetime.min.replace(tzinfo=UTC), Crews((), frozenset()))

    def of(self, floor: Floor, zones: Zones, since: datetime, until: datetime) -> tuple[datetime, Crews]:
        """The pools of this floor's people over whole days around two instants, and from when their slots are counted."""
        first, last = since.astimezone(UTC).date(), until.astimezone(UTC).date() + timedelta(days=3)
        seen = (first, last, floor.people, floor.facility)
        if self._seen[:2] != seen[:2] or not all(map(is_, self._seen[2:], seen[2:])):
            begins, ends = (datetime.combine(day, time(0), UTC) for day in (first, last))
            days = calendar(_zone(floor, zones), ends, begins, ends, MINUTES)
            self._seen, self._found = seen, (days.grid.origin, crews_of(floor, days))
        return self._found


def occupied(
    floor: Floor, batches: Iterable[Batch], zones: Zones, since: datetime, until: datetime, known: Shifts | None = None
) -> Occupied:
    """What these batches occupied between two instants; a step still running occupies what it has until further notice."""
    until = min(until, LATEST)
    since = max(since, until - KNOWN_FOR)
    if floor.facility is None or until <= since:
        return NOTHING_KNOWN
    origin, crews = (known or Shifts()).of(floor, zones, since, until)
    rooms: dict[str, list[Stay]] = defaultdict(list)
    stations: dict[tuple[str, str], list[Stay]] = defaultdict(list)
    used: dict[str, list[tuple[float, int]]] = defaultdict(list)
    for batch in batches:
        recipe = floor.recipe_of(batch)
        if recipe is not None and not batch.reported:
            stands: dict[tuple[str, str], tuple[float, float]] = {}
            for told, step, span in _lived(recipe, batch, until):
                _enter(rooms, stands, batch.id, told, step, span)
                for pool, count in crews.of(recipe, told):
                    used[pool] += [(span[0], count), (span[1], -count)]
            for place, (begin, end) in stands.items():
                stations[place].append((begin, end, batch.id))
    pools = {p.id: _staffing(_levels(p.levels, origin), used[p.id]) for p in crews.pools}
    found = Occupied(rooms, stations, crews, pools, *_of_clinics(floor, zones))
    return replace(found, longest_work_s=_in_order(rooms.values()), longest_stand_s=_in_order(stations.values()))


def _of_clinics(floor: Floor, zones: Zones) -> tuple[dict[str, Bedside], dict[tuple[str, AppointmentKind], float]]:
    """The days of the clinics, and the slot of each batch for its collection and its infusion."""
    clinics = floor.facility.clinics if floor.facility is not None else ()
    slots = [(a.batch, a.kind, a.slot_at.timestamp()) for a in floor.appointments.values() if not a.cancelled and a.batch]
    return (
        {clinic.id: Bedside(zones(clinic.zone), clinic.opens, clinic.closes) for clinic in clinics},
        {(batch, kind): at for batch, kind, at in sorted(slots, key=lambda slot: slot[2])},
    )


def _enter(
    rooms: dict[str, list[Stay]], stands: dict[tuple[str, str], Seconds], batch: str, told: RecipeStep, step: Step, span: Seconds
) -> None:
    """Puts one step where it was: its hands in the room, its batch at the station from its first step there to its last."""
    if told.lane is not LaneKind.ROOM:
        return
    if told.attended:
        rooms[step.lane].append((*span, batch))
    if step.station:
        place = (step.lane, step.station)
        low, high = stands.get(place, span)
        stands[place] = (min(low, span[0]), max(high, span[1]))


def _in_order(found: Iterable[list[Stay]]) -> float:
    """Sorts each list by when the stay began; the longest stay of all, in seconds."""
    longest = 0.0
    for stays_here in found:
        stays_here.sort()
        longest = max(longest, max(end - begin for begin, end, _ in stays_here))
    return longest


def _zone(floor: Floor, zones: Zones) -> tzinfo:
    return zones(floor.facility.zone) if floor.facility is not None else UTC


def _lived(recipe: Recipe, batch: Batch, until: datetime) -> Iterator[tuple[RecipeStep, Step, tuple[float, float]]]:
    for told in recipe.steps:
        step = batch.steps.get(told.code)
        if step is None or step.started_at is None:
            continue
        end = step.finished_at or (until + LOOKS_BACK if batch.live else batch.status_at)
        if end is not None and end > step.started_at:
            yield told, step, (step.started_at.timestamp(), end.timestamp())


def _levels(levels: tuple[tuple[int, int], ...], origin: datetime) -> list[tuple[float, int]]:
    began, found, before = origin.timestamp(), [], 0
    for slot, level in levels:
        found.append((began + slot * MINUTES * 60.0, level - before))
        before = level
    return found


def _staffing(here: list[tuple[float, int]], used: list[tuple[float, int]]) -> Staffing:
    at = np.array(sorted({t for t, _ in (*here, *used)}))
    return Staffing(at, _summed(at, here), _summed(at, here) - _summed(at, used))


def _summed(at: NDArray[np.float64], steps: list[tuple[float, int]]) -> NDArray[np.int64]:
    change = np.zeros(len(at), dtype=np.int64)
    if steps:
        np.add.at(change, np.searchsorted(at, [t for t, _ in steps]), [by for _, by in steps])
    return np.cumsum(change)


def _instant(seconds: float) -> datetime:
    return datetime.fromtimestamp(seconds, UTC)
