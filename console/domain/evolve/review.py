"""How a review of the journal changes the floor: the last mark stands."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from console.domain import events as e
from console.domain.events.event import Event
from console.domain.floor import Floor
from console.domain.review import AuditMark


def _reviewed(floor: Floor, event: e.AuditReviewed) -> Floor:
    return replace(floor, reviewed=AuditMark(event.through, event.entry, event.by, event.at, event.comment))


RULES: dict[type[Event], Callable[[Floor, Any], Floor]] = {e.AuditReviewed: _reviewed}
