"""Who is here when, as the forecast needs it: how many of each pool from each quarter of an hour on, and when a crew may begin."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from console.domain.floor import Floor
from console.domain.promise import Zones
from console.forecast.spread import FAR_H, Hours, Normals
from console.planning.floor.calendar import calendar
from console.planning.floor.crews import Crews, crews_of

DAYS_BACK = 8
"""How far back shifts are looked up: over a long weekend, so that what waits since before it is known to have waited then."""
DAYS_AHEAD = 60
"""How far ahead shifts are looked up; beyond that everybody is taken to be here."""
QUARTERS = 4.0
"""Slots an hour: shifts are told to the quarter."""
PLENTY = 1e6
A_BIT = 1e-4
"""Hours by which an instant may miss the slot it was rounded to."""

Crew = tuple[tuple[str, int], ...]
"""How many of which pool."""


@dataclass(frozen=True, slots=True)
class Staff:
    """One pool: how many are here from each instant (hours from the origin) on, the oldest first."""

    id: str
    title: str
    levels: tuple[tuple[float, int], ...]


@dataclass(frozen=True, slots=True)
class Starts:
    """When a crew may begin, by slot: at once up to `last` in that slot, else not before `after`."""

    last: Hours
    after: Hours


@dataclass(frozen=True)
class Rota:
    """The pools of a site; `first` is the instant of slot 0, in hours from the origin."""

    first: float
    slots: int
    staff: tuple[Staff, ...] = ()
    found: dict[tuple[Crew, float], Starts | None] = field(default_factory=dict, init=False, compare=False, repr=False)

    @cached_property
    def by_id(self) -> Mapping[str, Staff]:
        """Each pool under its id."""
        return {staff.id: staff for staff in self.staff}

    @cached_property
    def levels(self) -> Mapping[str, NDArray[np.float32]]:
        """How many of each pool are here, by slot; the last slot stands for all that follow."""
        return {staff.id: self._levels(staff) for staff in self.staff}

    @cached_property
    def rises(self) -> Mapping[str, Hours]:
        """When more of a pool come next, by slot; infinity where nobody does."""
        return {pool: self._next(np.flatnonzero(np.diff(level) > 0) + 1) for pool, level in self.levels.items()}

    def slot(self, at: Hours | Normals, first: float) -> NDArray[np.intp]:
        """The slot of each instant, counted as slot 0 begins at `first`."""
        found = at - (first - A_BIT)
        found *= QUARTERS
        np.minimum(np.maximum(found, 0.0, out=found), self.slots, out=found)
        return found.astype(np.intp)

    def slot_of(self, at: float) -> int:
        """The slot of one instant."""
        return max(0, min(self.slots, int((at - (self.first - A_BIT)) * QUARTERS))) if at < FAR_H else self.slots

    def last_chance(self, crew: Crew, hours: float, now: float) -> float:
        """The last instant up to now at which a crew could have begun what keeps it for so many hours."""
        starts = self.starts(crew, hours)
        if starts is None:
            return now
        for slot in range(self.slot_of(now), -1, -1):
            begins = self.first + slot / QUARTERS
            at = min(float(starts.last[slot]), begins + 1 / QUARTERS, now)
            if at >= begins:
                return at
        return float("-inf")

    def with_more(self, pool: str, more: int) -> Rota:
        """The same rota with so many more of one pool at any hour."""
        staff = (
            replace(s, levels=tuple((at, max(0, level + more)) for at, level in s.levels)) if s.id == pool else s
            for s in self.staff
        )
        return Rota(self.first, self.slots, tuple(staff))

    def starts(self, crew: Crew, hours: float) -> Starts | None:
        """When a crew may begin what keeps it for so many hours; None where it always may, or where it never could."""
        key = (crew, hours)
        if key not in self.found:
            self.found[key] = self._starts(crew, hours) or (self._starts(crew, 0.0) if hours > 0.0 else None)
        return self.found[key]

    def _starts(self, crew: Crew, hours: float) -> Starts | None:
        here = np.ones(self.slots + 1, dtype=bool)
        for pool, count in crew:
            here &= self.levels[pool] >= count
        if here.all():
            return None
        leave = self._next(np.flatnonzero(~here), itself=True)
        begins = self._at(np.arange(self.slots + 1))
        good = np.flatnonzero(here & (begins + hours <= leave + A_BIT))
        if not len(good) or good[0] == self.slots:
            return None
        return Starts(np.where(here, leave - hours + A_BIT, -np.inf), self._next(good))

    def _levels(self, staff: Staff) -> NDArray[np.float32]:
        found = np.zeros(self.slots + 1, dtype=np.float32)
        for at, level in staff.levels:
            found[max(0, round((at - self.first) * QUARTERS)) :] = level
        found[-1] = PLENTY
        return found

    def _next(self, slots: NDArray[np.intp], itself: bool = False) -> Hours:
        """For each slot the instant of the first of these slots after it (or at it)."""
        at = np.append(self._at(slots), np.inf)
        return np.asarray(at[np.searchsorted(slots, np.arange(self.slots + 1), side="left" if itself else "right")])

    def _at(self, slots: NDArray[np.intp]) -> Hours:
        return np.asarray(self.first + slots / QUARTERS)


@dataclass(frozen=True, slots=True)
class OnSite:
    """The people of a site as the forecast sees them: whom a step asks for, and when they are here."""

    crews: Crews
    rota: Rota


NOBODY = OnSite(Crews((), frozenset()), Rota(0.0, 0))

_Key = tuple[int, int, datetime, date]
_known: dict[_Key, tuple[object, object, OnSite]] = {}
_KEPT = 8


def on_site(floor: Floor, now: datetime, origin: datetime, zones: Zones) -> OnSite:
    """The people of this floor on their shifts from a week ago on; looked up once a day for the same people."""
    if floor.facility is None:
        return NOBODY
    zone = zones(floor.facility.zone)
    key = (id(floor.people), id(floor.facility), origin, now.astimezone(zone).date())
    if key not in _known:
        while len(_known) >= _KEPT:
            del _known[next(iter(_known))]
        _known[key] = (floor.people, floor.facility, _looked_up(floor, now, origin, zones))
    return _known[key][2]


def _looked_up(floor: Floor, now: datetime, origin: datetime, zones: Zones) -> OnSite:
    zone = zones(floor.facility.zone if floor.facility else "UTC")
    day = datetime.combine(now.astimezone(zone).date(), datetime.min.time(), zone)
    days = calendar(zone, day, day - timedelta(days=DAYS_BACK), day + timedelta(days=DAYS_AHEAD), 15)
    crews = crews_of(floor, days)
    first = (days.grid.origin - origin) / timedelta(hours=1)
    staff = (Staff(p.id, p.title, tuple((first + days.grid.hours(at), level) for at, level in p.levels)) for p in crews.pools)
    return OnSite(crews, Rota(first, days.horizon, tuple(staff)))
