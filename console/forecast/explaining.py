"""Why one batch's release is where it is: what drives it and what would buy hours, from one run of all futures."""

from __future__ import annotations

from datetime import datetime

import numpy as np

from console.domain.floor import Floor
from console.domain.promise import Zones
from console.domain.refusal import Refusal
from console.forecast.drivers import drivers, on_the_way
from console.forecast.durations import History
from console.forecast.expected import forecast_of
from console.forecast.explained import Explained
from console.forecast.floorwide import compile_floor, run, seen_from
from console.forecast.levers import levers


def explained(
    floor: Floor, batch: str, now: datetime, zones: Zones, history: History, scenarios: int, seed: int
) -> Explained | Refusal:
    """What drives one batch and what would help; a refusal where nothing of it is forecast."""
    seen = seen_from(floor, now, zones, history)
    network = compile_floor(seen)
    if batch not in network.networks:
        return Refusal("explain", f"Nothing is forecast of {batch}.", "Choose a batch that is in work or planned.", "batch")
    futures = run(network, scenarios, seed, trace=True)
    made = forecast_of(seen, network.networks[batch], futures[batch], seed)
    found = on_the_way(network, futures, batch, seed)
    told = drivers(floor, network, batch, found, int(np.count_nonzero(futures[batch].passes)))
    offered = levers(seen, network, futures, batch, told, found, scenarios, seed)
    return Explained(batch, now, made.release.p50 if made.release else None, told, offered, scenarios)
