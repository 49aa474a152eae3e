"""What changed since a person left: from when on, and the sentences, from what the record holds."""

from __future__ import annotations

from datetime import datetime

from console.domain.floor import Floor
from console.domain.refusal import Refusal
from console.report.changes.difference import difference
from console.report.changes.leaving import left_at
from console.report.changes.lines import Since
from console.service.ports import Readings


def since_left(readings: Readings, floor: Floor, user: str, now: datetime, since: datetime | None = None) -> Since | Refusal:
    """The difference since the instant told, else since duty last passed from this person, else since they were last here.

    Refused where the site does not know when that was.
    """
    begin = since or left_at(floor, user)
    if begin is None and user:
        begin = readings.last_left(user, now)
    if begin is None:
        whom = f"when {user} last left" if user else "any handover"
        return Refusal("since", f"This site does not know {whom}.", "Say from when on: --since 2026-11-23T14:05:00Z.")
    return Since(begin, now, user, difference(readings.between(begin, now), user))
