"""The site's days on a grid of slots: midnights, clocks and weekdays in the site's own zone, true over both change nights."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, tzinfo

from console.planning.problem import Grid

MIDNIGHT = time(0)
DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Calendar:
    """Slots from `first`'s midnight in site time to `horizon`; every instant is told by the first slot at or after it.

    Because every edge is rounded the same way, an order, an overlap or a limit in whole slots that holds between instants
    holds between their slots, too: a plan told to the minute gains no conflict here.
    """

    grid: Grid
    zone: tzinfo
    first: date
    now: int
    horizon: int

    def slot(self, at: datetime) -> int:
        """The first slot at or after this instant."""
        return self.grid.ceil(at)

    def clock(self, day: date, at: time, zone: tzinfo | None = None) -> int:
        """The slot of a time of day on a day, in the site's zone or another."""
        return self.slot(datetime.combine(day, at, zone or self.zone).astimezone(UTC))

    def day_of(self, slot: int) -> date:
        """The site's day that holds this slot."""
        return self.grid.at(slot).astimezone(self.zone).date()

    def dates(self, spare: int = 0) -> Iterator[date]:
        """The site's days from the first to the one that holds the horizon, and so many more."""
        day, last = self.first, self.day_of(self.horizon) + spare * DAY
        while day <= last:
            yield day
            day += DAY

    def midnights(self) -> tuple[int, ...]:
        """The slots at which the site's days begin."""
        return tuple(self.clock(day, MIDNIGHT) for day in self.dates())


def calendar(zone: tzinfo, now: datetime, earliest: datetime, latest: datetime, minutes: int) -> Calendar:
    """The calendar that holds everything from the site day of `earliest` to `latest`."""
    first = min(earliest, now).astimezone(zone).date()
    grid = Grid(datetime.combine(first, MIDNIGHT, zone).astimezone(UTC), minutes)
    return Calendar(grid, zone, first, grid.ceil(now), grid.ceil(latest))
