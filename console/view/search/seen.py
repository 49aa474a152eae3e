"""What the search looks at: the floor and the outlook of one moment, and how instants are told there."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from console.domain.batch import Batch
from console.domain.floor import Floor
from console.forecast.outlook import Outlook


@dataclass(frozen=True, slots=True)
class Seen:
    """The floor of a moment, its outlook if there is one, and the site's zone."""

    floor: Floor
    outlook: Outlook | None
    zone: ZoneInfo

    def day(self, at: datetime) -> str:
        """A day at the site: 23 Nov 2026."""
        local = at.astimezone(self.zone)
        return f"{local.day} {local:%b %Y}"

    def at(self, at: datetime) -> str:
        """An instant at the site, the same whenever it is told: 23 Nov 2026 14:05 EST."""
        local = at.astimezone(self.zone)
        return f"{self.day(at)} {local:%H:%M %Z}"

    def name(self, user: str) -> str:
        """The printed name of somebody."""
        return self.floor.person_name(user)

    def step_title(self, batch: Batch, code: str) -> str:
        """A step as its recipe calls it."""
        recipe = self.floor.recipe_of(batch)
        return recipe.by_code[code].title if recipe and code in recipe.by_code else code
