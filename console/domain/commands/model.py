"""What people ask about the forecast's model."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from console.domain.commands.command import Command
from console.domain.model import ForecastModel
from console.domain.rights import Right
from console.domain.signing import Meaning


@dataclass(frozen=True, slots=True, kw_only=True)
class PromoteForecastModel(Command):
    """Let the forecast rest on this model from now on, as QA, with a reason; `digest` is that of what was looked at."""

    right: ClassVar[Right] = Right.PROMOTE
    signs: ClassVar[tuple[Meaning, ...]] = (Meaning.APPROVED,)

    model: ForecastModel
    digest: str
