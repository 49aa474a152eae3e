"""What a log tells: which activity of which case ended when, and nothing more."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class LogEvent:
    """One activity of one case that ended at `at`; `started` and `resource` where the log knows them. Instants are aware."""

    case: str
    activity: str
    at: datetime
    started: datetime | None = None
    resource: str = ""
