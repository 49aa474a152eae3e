"""What the whole window looks at: the floor, the outlook, and how this console stands."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from console.domain.floor import Floor
from console.forecast.outlook import Outlook


@dataclass(frozen=True)
class Sight:
    """One whole picture for the window and every page; `read_only` says why nothing can be written, empty if it can."""

    floor: Floor
    zone: ZoneInfo
    outlook: Outlook | None = None
    sentence: str = ""
    site: str = ""
    site_class: str = ""
    entries: int = 0
    fresh_at: datetime | None = None
    sync: str = "stands alone"
    read_only: str = ""
    loading: str = ""


@dataclass(frozen=True, slots=True)
class Who:
    """Who is logged in, and whether the console is locked."""

    user: str = ""
    name: str = ""
    locked: bool = False
