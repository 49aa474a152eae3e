"""Why one batch's release is where it is: what drives it and what would buy hours, from one run of all futures."""

from __future__ import annotations

from datetime import datetime

from console.domain.floor import Floor
from console.domain.promise import Zones
from console.domain.refusal import Refusal
from console.forecast.durations import History
from console.forecast.expected import forecast_floor
from console.forecast.explained import Explained


def explained(
    floor: Floor, batch: str, now: datetime, zones: Zones, history: History, scenarios: int, seed: int
) -> Explained | Refusal:
    """What drives one batch and what would help; a refusal where nothing of it is forecast."""
    made = forecast_floor(floor, now, zones, history, scenarios, seed).forecasts.get(batch)
    if made is None:
        return Refusal("explain", f"Nothing is forecast of {batch}.", "Choose a batch that is in work or planned.", "batch")
    p50 = made.release.p50 if made.release is not None else None
    return Explained(batch, now, p50, scenarios=scenarios)
