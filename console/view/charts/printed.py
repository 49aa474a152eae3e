"""What a chart says of itself once it has left the screen: of which site and class, when it was made, by which program."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from console.view.site_class import CLASS_WORDS
from console.view.spoken import stamp


@dataclass(frozen=True, slots=True)
class Imprint:
    """The site, its class and the instant a picture or paper was made at; empty parts are left out."""

    site: str = ""
    site_class: str = ""
    made_at: datetime | None = None
    zone: ZoneInfo | None = None
    program: str = ""

    @property
    def mark(self) -> str:
        """The class with what it means: it stands on top of every page and picture."""
        said = CLASS_WORDS.get(self.site_class, "")
        return f"{self.site_class}. {said}" if said else self.site_class

    @property
    def foot(self) -> str:
        """Site, instant and program in one line."""
        made = f"made {stamp(self.made_at, self.zone)}" if self.made_at and self.zone else ""
        return " · ".join(part for part in (self.site, made, self.program) if part)
