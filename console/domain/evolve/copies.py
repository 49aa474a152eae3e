"""How a printed copy changes the floor: its number is used."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from console.domain import events as e
from console.domain.events.event import Event
from console.domain.evolve.blanks import with_print
from console.domain.floor import Floor


def _printed(floor: Floor, event: e.CopyPrinted) -> Floor:
    counted = replace(floor, copies=floor.copies.with_copy(event.kind, event.subject, event.copy, event.at))
    return with_print(counted, event)


RULES: dict[type[Event], Callable[[Floor, Any], Floor]] = {e.CopyPrinted: _printed}
