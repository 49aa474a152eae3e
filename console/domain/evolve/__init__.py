"""How an event changes the floor: pure, total, and never a refusal (law 1)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from console.domain.codec import Unknown
from console.domain.events.event import Event
from console.domain.evolve import batches, blanks, copies, handover, model, plan, quality, review, site, steps
from console.domain.floor import Floor

RULES: dict[type[Event], Callable[[Floor, Any], Floor]] = {
    **site.RULES,
    **batches.RULES,
    **steps.RULES,
    **plan.RULES,
    **quality.RULES,
    **model.RULES,
    **handover.RULES,
    **review.RULES,
    **copies.RULES,
    **blanks.RULES,
}


def evolve(floor: Floor, event: Event | Unknown) -> Floor:
    """The floor after this event; an unknown event only locks what it touches."""
    latest = event.at if floor.latest is None or event.at > floor.latest else floor.latest
    if isinstance(event, Unknown):
        return replace(floor, locked=floor.locked | set(event.entities), entries=floor.entries + 1, latest=latest)
    rule = RULES.get(type(event))
    after = rule(floor, event) if rule is not None else floor
    return replace(after, entries=floor.entries + 1, latest=latest)
