"""Short histories that several tests look at, lived through once."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from datetime import UTC, datetime
from functools import cache
from zoneinfo import ZoneInfo

from console.domain.codec import to_wire
from console.domain.decide import decide
from console.domain.evolve import evolve
from console.domain.floor import Floor
from console.domain.plain import to_plain
from console.service.library import shipped_facility, shipped_recipes
from console.simulation.history import Happened, history

NOW = datetime(2026, 11, 4, 16, 30, tzinfo=UTC)
"""A Wednesday, three days after the night in which the site's clock went back."""


@cache
def past(seed: int = 7, days: int = 12, now: datetime = NOW) -> tuple[Happened, ...]:
    """Everything that happened in so many days."""
    return tuple(history(shipped_facility(), shipped_recipes(), ZoneInfo, seed, now, days))


def payload_bytes(happenings: Iterable[Happened]) -> str:
    """A digest over every payload a dispatcher would record, and over who signs it."""
    digest = hashlib.sha256()
    floor = Floor()
    for happened in happenings:
        events = decide(floor, happened.asked.command, happened.at)
        assert isinstance(events, list), events
        for event in events:
            wire = to_wire(event)
            plain = [wire.type, wire.v, wire.payload, list(wire.entities), wire.by, to_plain(wire.at)]
            digest.update(json.dumps(plain, sort_keys=True).encode())
            floor = evolve(floor, event)
        digest.update(json.dumps(to_plain(happened.asked.consents), sort_keys=True).encode())
    return digest.hexdigest()
