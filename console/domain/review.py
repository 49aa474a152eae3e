"""How far the journal was read by somebody who answers for it: the last signed mark."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class AuditMark:
    """The journal was reviewed through this entry: its number at the reviewer's console, its id, by whom and when."""

    through: int
    entry: str
    by: str
    at: datetime
    comment: str = ""
