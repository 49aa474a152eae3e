"""The stories of the present: which patients a demo wishes for, so that its board shows late, at risk, held and well."""

from __future__ import annotations

from datetime import datetime

from console.domain.facility import Facility
from console.domain.promise import Zones
from console.simulation.bookings import Wishes


def wishes_for(facility: Facility, zones: Zones, now: datetime, days: int) -> Wishes:
    """What a history of so many days wishes of its end at `now`."""
    return Wishes()
