"""What happens to the journal itself: it is read by somebody who answers for it."""

from __future__ import annotations

from dataclasses import dataclass

from console.domain.events.event import Event


@dataclass(frozen=True, slots=True, kw_only=True)
class AuditReviewed(Event):
    """QA reviewed the journal through this entry: its number at that console, and its id, which is the same everywhere."""

    through: int
    entry: str
    comment: str = ""
