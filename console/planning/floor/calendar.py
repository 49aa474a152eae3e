"""The site's days on a grid of slots: midnights, clocks and weekdays in the site's own zone, true over both change nights."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
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
    made: dict[tuple[int, time, tzinfo | None], tuple[int, ...]] = field(default_factory=dict, compare=False, repr=False)

    def slot(self, at: datetime) -> int:
        """The first slot at or after this instant."""
        return self.grid.ceil(at)

    def clock(self, day: date, at: time, zone: tzinfo | None = None) -> int:
        """The slot of a time of day on a day, in the site's zone or another."""
        return self.slot(datetime.combine(day, at, zone or self.zone).astimezone(UTC))

    def day_of(self, slot: int) -> date:
        """The site's day that holds this slot."""
        return self.grid.at(slot).astimezone(self.zone).date()

    def dates(self) -> Iterator[date]:
        """The site's days from the first to the one that holds the horizon."""
        day, last = self.first, self.day_of(self.horizon)
        while day <= last:
            yield day
            day += DAY

    def clocks(self, at: time, later: int = 0, zone: tzinfo | None = None) -> tuple[int, ...]:
        """For each of the site's days the slot of a time of day, so many days later; found once for each."""
        key = (later, at, zone)
        if key not in self.made:
            self.made[key] = tuple(self.clock(day + later * DAY, at, zone) for day in self.dates())
        return self.made[key]

    def midnights(self) -> tuple[int, ...]:
        """The slots at which the site's days begin."""
        return self.clocks(MIDNIGHT)


def calendar(zone: tzinfo, now: datetime, earliest: datetime, latest: datetime, minutes: int) -> Calendar:
    """The calendar that holds everything from the site day of `earliest` to `latest`."""
    first = min(earliest, now).astimezone(zone).date()
    grid = Grid(datetime.combine(first, MIDNIGHT, zone).astimezone(UTC), minutes)
    return Calendar(grid, zone, first, grid.ceil(now), grid.ceil(latest))
