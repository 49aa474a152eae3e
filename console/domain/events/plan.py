"""What happens to the plan as a whole: change sets, and drafts that others saw."""

from __future__ import annotations

from dataclasses import dataclass

from console.domain.events.event import Event
from console.domain.plan import Showing, StepMove, touched


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanChanged(Event):
    """Steps were moved together, under one signature; the first placement a step gets is its baseline."""

    change: str
    title: str
    moves: tuple[StepMove, ...]
    reason: str
    undoes: str = ""
    draft: str = ""

    @property
    def batches(self) -> tuple[str, ...]:
        """The batches whose steps were moved, each once."""
        return touched(self.moves)


@dataclass(frozen=True, slots=True, kw_only=True)
class DraftKept(Event):
    """A draft was shown to others or printed; no step moved."""

    draft: str
    title: str
    moves: tuple[StepMove, ...]
    why: Showing = Showing.SHOWN


@dataclass(frozen=True, slots=True, kw_only=True)
class DraftDropped(Event):
    """A kept draft was put away."""

    draft: str
    reason: str = ""
