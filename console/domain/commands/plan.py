"""What people ask of the plan as a whole: a set of moves signed as one, and drafts that are kept because others saw them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from console.domain.commands.command import Command
from console.domain.plan import Showing, StepMove
from console.domain.rights import Right
from console.domain.signing import Meaning


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangePlan(Command):
    """Move steps of any batches, all or none, signed by who asks; needs a reason.

    `undoes` names the change set this one moves back, `draft` the kept draft it carries out; both may be empty.
    """

    right: ClassVar[Right] = Right.PLAN
    signs: ClassVar[tuple[Meaning, ...]] = (Meaning.APPROVED,)

    change: str
    title: str
    moves: tuple[StepMove, ...]
    undoes: str = ""
    draft: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class KeepDraft(Command):
    """Keep a draft that is shown to others or printed; kept anew under the same number it takes its earlier form's place."""

    right: ClassVar[Right] = Right.PLAN

    draft: str
    title: str
    moves: tuple[StepMove, ...]
    why: Showing = Showing.SHOWN


@dataclass(frozen=True, slots=True, kw_only=True)
class DropDraft(Command):
    """Put a kept draft away; that it was there stays in the journal."""

    right: ClassVar[Right] = Right.PLAN

    draft: str
