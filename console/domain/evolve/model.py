"""How a promoted forecast model changes the floor: it is the one in use."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from console.domain import events as e
from console.domain.events.event import Event
from console.domain.floor import Floor
from console.domain.model import PromotedModel


def _promoted(floor: Floor, event: e.ForecastModelPromoted) -> Floor:
    return replace(floor, model=PromotedModel(event.model, event.digest, event.by, event.at, event.reason))


RULES: dict[type[Event], Callable[[Floor, Any], Floor]] = {e.ForecastModelPromoted: _promoted}
