"""When a person last left the floor in other hands, as far as the floor knows."""

from __future__ import annotations

from datetime import datetime

from console.domain.floor import Floor


def left_at(floor: Floor, user: str) -> datetime | None:
    """When this person's duty last passed to another, or began where it still lasts; of nobody: where the last handover ended.

    A handover ends where what it tells of changes does, so that the next one leaves nothing out, or else when duty passed by
    it. None where the floor knows no handover, or none of the person's.
    """
    if not user:
        return floor.handed.until or floor.handed.taken_at if floor.handed is not None else None
    duty = floor.duties.get(user)
    return None if duty is None else duty.until or duty.since
