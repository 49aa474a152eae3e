"""The plan as people change it: a set of moves signed as one, and the drafts that were shown or printed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import TypeVar

from console.domain.batch import Placement


@dataclass(frozen=True, slots=True)
class StepMove:
    """One step and where it is to lie."""

    batch: str
    step: str
    placement: Placement


@dataclass(frozen=True, slots=True)
class MovedStep:
    """One step that a change set moved: where it lay (None: nowhere yet) and where it lies since."""

    batch: str
    step: str
    before: Placement | None
    after: Placement


@dataclass(frozen=True, slots=True)
class PlanChange:
    """A change set as it was signed; `undoes` names the one it moved back."""

    id: str
    title: str
    by: str
    at: datetime
    reason: str
    moves: tuple[MovedStep, ...]
    undoes: str = ""


class Showing(StrEnum):
    """Why a draft is kept: others saw it, or it stands on paper."""

    SHOWN = "shown"
    PRINTED = "printed"


@dataclass(frozen=True, slots=True)
class KeptDraft:
    """A draft of the plan as others saw it; it moves nothing."""

    id: str
    title: str
    by: str
    at: datetime
    why: Showing
    moves: tuple[StepMove, ...]


Kept = TypeVar("Kept", PlanChange, KeptDraft)


def latest(kept: Iterable[Kept], count: int) -> dict[str, Kept]:
    """The latest of these, oldest first; the same ones in whatever order they came (law 4)."""
    ordered = sorted(kept, key=lambda one: (one.at, one.id))
    return {one.id: one for one in ordered[-count:]}


def touched(moves: Iterable[StepMove]) -> tuple[str, ...]:
    """The batches of these moves, each once."""
    return tuple(dict.fromkeys(move.batch for move in moves))


def next_number(known: Mapping[str, Kept], stem: str) -> str:
    """The number after the highest that the floor still remembers: PC-8 after PC-7."""
    used = [int(name.removeprefix(stem)) for name in known if name.startswith(stem) and name.removeprefix(stem).isdecimal()]
    return f"{stem}{max(used, default=0) + 1}"
