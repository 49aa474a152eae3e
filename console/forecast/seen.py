"""From where a forecast is made: the floor, the instant, and what was learned until then."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta, tzinfo

from console.domain.floor import Floor
from console.domain.promise import Zones
from console.forecast.durations import History
from console.forecast.hours import DayClocks
from console.forecast.spread import Spread, certain, from_law


@dataclass(frozen=True, slots=True)
class Seen:
    """From where a network is looked at: the floor, the instant, its zones, the history and the day clocks."""

    floor: Floor
    now: datetime
    zones: Zones
    history: History
    clocks: DayClocks

    def hours(self, at: datetime) -> float:
        """Hours from now to this instant."""
        return (at - self.now) / timedelta(hours=1)

    @property
    def zone(self) -> tzinfo:
        """The site's zone."""
        return self.zones(self.floor.facility.zone if self.floor.facility else "UTC")

    @property
    def hold_law(self) -> Spread:
        """How long a hold stands: the plant's own law, or that of a major deviation where it states none."""
        stated = self.floor.facility is not None and self.floor.facility.law("hold") is not None
        return self.law("hold" if stated else "major_deviation")

    def law(self, name: str) -> Spread:
        """A law of the plant as a spread; none when the facility file does not state it."""
        law = self.floor.facility.law(name) if self.floor.facility else None
        return from_law(law) if law is not None else certain(0.0)
