"""What happens to the forecast's model: a version of what was learned is promoted."""

from __future__ import annotations

from dataclasses import dataclass

from console.domain.events.event import Event
from console.domain.model import ForecastModel


@dataclass(frozen=True, slots=True, kw_only=True)
class ForecastModelPromoted(Event):
    """QA let the forecast rest on this model from now on; it decides nothing about any batch."""

    model: ForecastModel
    digest: str
    reason: str = ""
