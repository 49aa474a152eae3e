"""Hours that only exist by the clock: a clinic's bedside day with its night as a gap, and a reading at a set time of day."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta, tzinfo

import numpy as np

from console.forecast.spread import FAR_H, Hours

SPARE_DAYS = 3


class DayClock:
    """The instants of two times of day, day after day, as hours from `origin`; `overnight` ends lie on the next day."""

    def __init__(self, zone: tzinfo, begins: time, ends: time, origin: datetime, overnight: bool) -> None:
        self._zone = zone
        self._begins = begins
        self._ends = ends
        self._later = timedelta(days=overnight)
        self._origin = origin
        self._first = origin.astimezone(zone).date() - timedelta(days=SPARE_DAYS)
        self._begin: Hours = np.empty(0)
        self._end: Hours = np.empty(0)

    def within(self, at: Hours) -> Hours:
        """Each instant, or the next begin where it falls into the gap (the clinic's night)."""
        self._reach(at)
        day = np.searchsorted(self._begin, at, side="right") - 1
        return np.where(at <= self._end[day], at, self._begin[day + 1])

    def until(self, at: Hours) -> Hours:
        """Each instant, or the last end before it where it falls into the gap."""
        self._reach(at)
        day = np.searchsorted(self._begin, at, side="right") - 1
        return np.asarray(np.minimum(at, self._end[day]))

    def not_before(self, at: Hours) -> Hours:
        """Each instant, but not before the first time of day on its own local day; `ends` is not asked."""
        self._reach(at)
        midnight = self._end
        day = np.searchsorted(midnight, at, side="right") - 1
        return np.asarray(np.maximum(at, self._begin[day]))

    def _reach(self, at: Hours) -> None:
        last = float(np.max(at, initial=0.0))
        days = int(min(last, FAR_H) / 24.0) + 2 * SPARE_DAYS + 2
        if days <= len(self._begin):
            return
        dates = [self._first + timedelta(days=n) for n in range(days + days // 2)]
        self._begin = np.array([self._hours(day, self._begins) for day in dates])
        self._end = np.array([self._hours(day + self._later, self._ends) for day in dates])

    def _hours(self, day: date, clock: time) -> float:
        at = datetime.combine(day, clock, self._zone).astimezone(UTC)
        return (at - self._origin) / timedelta(hours=1)


class DayClocks:
    """The day clocks that forecasts with one origin of hours need, each made once."""

    def __init__(self, origin: datetime) -> None:
        self.origin = origin
        self._made: dict[tuple[tzinfo, time, time, bool], DayClock] = {}

    def bedside(self, zone: tzinfo, opens: time, closes: time) -> DayClock:
        """The day of a clinic between its first and its last bedside start."""
        return self._clock(zone, opens, closes, closes <= opens)

    def reading(self, zone: tzinfo, clock: time) -> DayClock:
        """The day of a reading: its clock time and the midnight its day begins with."""
        return self._clock(zone, clock, time(0), False)

    def _clock(self, zone: tzinfo, begins: time, ends: time, overnight: bool) -> DayClock:
        key = (zone, begins, ends, overnight)
        if key not in self._made:
            self._made[key] = DayClock(zone, begins, ends, self.origin, overnight)
        return self._made[key]
