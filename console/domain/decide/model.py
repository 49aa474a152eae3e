"""The rules for promoting a forecast model; no other rule of the floor asks what a forecast says."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

from console.domain import commands as c
from console.domain import events as e
from console.domain.commands.command import Command
from console.domain.decide.checks import reasoned, wild
from console.domain.events.event import Event
from console.domain.floor import Floor
from console.domain.model import ForecastModel
from console.domain.refusal import Refusal

Answer = list[Event] | Refusal


def promote(floor: Floor, command: c.PromoteForecastModel, at: datetime) -> Answer:
    """Take a model into use: one that holds something, is what it says it is, and has a version of its own."""
    model = command.model
    if not any(True for _ in model.spans):
        return Refusal("model-empty", "Nothing has been learned yet.", "Wait for the first batches.", "version")
    if _impossible(model):
        return Refusal("model-figures", "The model holds figures that nothing seen could give.", "Learn anew.", "version")
    if model.digest != command.digest:
        return Refusal("model-digest", "The model is not the one whose digest was given.", "Look at it anew.", "version")
    used = floor.model.model.version if floor.model is not None else ""
    if not model.version.strip() or model.version == used:
        return Refusal("model-version", "The version is empty, or in use already.", "Give it a version of its own.", "version")
    return reasoned(command.reason, "Promoting a forecast model") or [
        e.ForecastModelPromoted(by=command.by, at=at, model=model, digest=command.digest, reason=command.reason)
    ]


def _impossible(model: ForecastModel) -> bool:
    spans = (wild(v) for s in model.spans for v in (s.n, s.mean, s.squares, s.gap, s.variance))
    if not 0 <= model.shared < 1:
        return True
    return any(spans) or any(s.n <= 0 or s.squares < 0 or s.variance <= 0 for s in model.spans)


RULES: dict[type[Command], Callable[[Floor, Any, datetime], Answer]] = {c.PromoteForecastModel: promote}
