"""Moving a change set back: a new signed change set for those of its steps that still lie where it put them."""

from __future__ import annotations

from console.domain.batch import StepState
from console.domain.commands import ChangePlan
from console.domain.floor import Floor
from console.domain.plan import MovedStep, StepMove, next_number
from console.domain.refusal import Refusal

STEM = "PC-"
"""How the numbers of change sets begin."""


def move_back(floor: Floor, change: str, by: str, reason: str) -> ChangePlan | Refusal:
    """The change set that puts these steps back where they lay, or why nothing can be moved back.

    What has begun since, or was moved again, stays; a step that had no place before stays where it was put.
    """
    found = floor.changes.get(change)
    if found is None:
        return Refusal("back-unknown", f"There is no change set {change} any more.", "Move the steps one by one.", "undoes")
    moves = tuple(
        StepMove(moved.batch, moved.step, moved.before)
        for moved in found.moves
        if moved.before is not None and moved.before != moved.after and still_there(floor, moved)
    )
    if not moves:
        why = f"Nothing of {change} can be moved back: its steps have begun, ended or were moved again."
        return Refusal("back-nothing", why, "Move the steps one by one.", "undoes")
    title = f"Back: {found.title}"[:200]
    return ChangePlan(
        by=by, change=next_number(floor.changes, STEM), title=title, moves=moves, reason=reason, undoes=found.id
    )


def still_there(floor: Floor, moved: MovedStep) -> bool:
    """Whether the step is planned still, and still where the change set put it."""
    batch = floor.batches.get(moved.batch)
    step = batch.steps.get(moved.step) if batch is not None and batch.live else None
    return step is not None and step.state is StepState.PLANNED and step.placement == moved.after
