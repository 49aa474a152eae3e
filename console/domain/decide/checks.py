"""Questions that several rules ask of the floor: is the batch here, may work on it start, is a reason given."""

from __future__ import annotations

from decimal import Decimal

from console.domain.batch import Batch, Step, StepState
from console.domain.floor import Floor
from console.domain.recipe import Recipe, RecipeStep
from console.domain.refusal import Refusal
from console.domain.rights import does


def live_batch(floor: Floor, batch: str) -> Batch | Refusal:
    """The batch if work on it goes on, else the refusal."""
    found = floor.batches.get(batch)
    if found is None:
        return Refusal("batch-unknown", f"There is no batch {batch} on the floor.", "Check the number.", "batch")
    if found.reported:
        return Refusal(
            "batch-reported",
            f"{batch} was imported as reported; it takes no live entries.",
            "Order it as a batch of its own.",
            "batch",
        )
    if not found.live:
        return Refusal(
            "batch-ended",
            f"{batch} is {found.status.value.replace('_', ' ').lower()}; no more work is recorded on it.",
            "Correct an entry instead.",
            "batch",
        )
    return found


def step_of(floor: Floor, batch: Batch, step: str) -> tuple[Recipe, RecipeStep, Step] | Refusal:
    """The step as the recipe tells it and as the batch has it, else the refusal."""
    recipe = floor.recipe_of(batch)
    told = recipe.by_code.get(step) if recipe else None
    have = batch.steps.get(step)
    if recipe is None or told is None or have is None:
        return Refusal("step-unknown", f"{batch.recipe} has no step {step}.", "Choose a step of the recipe.", "step")
    return recipe, told, have


Found = tuple[Batch, Recipe, RecipeStep, Step]
"""A batch, its recipe, and the step as told and as it is."""


def known_step(floor: Floor, batch_id: str, code: str) -> Found | Refusal:
    """The step of a batch on which work goes on, else the refusal."""
    batch = live_batch(floor, batch_id)
    if isinstance(batch, Refusal):
        return batch
    found = step_of(floor, batch, code)
    return found if isinstance(found, Refusal) else (batch, *found)


def planned_step(floor: Floor, batch_id: str, code: str) -> Found | Refusal:
    """The step if it has not begun, else the refusal."""
    found = known_step(floor, batch_id, code)
    if isinstance(found, Refusal):
        return found
    _, _, told, step = found
    if step.state is StepState.RUNNING:
        return Refusal("step-running", f"{told.title} is already running.", "Finish it, or correct its start.", "step")
    if step.over:
        return Refusal("step-over", f"{told.title} is already {step.state.value}.", "Correct the entry instead.", "step")
    return found


def wild(value: Decimal) -> bool:
    """Whether this is no number that anything on a floor could measure."""
    return not value.is_finite() or not -15 <= value.adjusted() < 15 or len(value.as_tuple().digits) > 30


def not_theirs(floor: Floor, user: str, told: RecipeStep) -> Refusal | None:
    """A refusal unless this person's role records such steps: an analyst does not enrich, an operator reviews no record."""
    person = floor.people.get(user)
    if person is None or does(person.roles, told.role):
        return None
    word = told.role.value.replace("_", " ")
    return Refusal("step-role", f"{told.title} is done by another role than {person.name}'s.", f"Ask: {word}.", "by")


def reasoned(reason: str, what: str) -> Refusal | None:
    """A refusal unless a reason is given."""
    if reason.strip():
        return None
    return Refusal("reason", f"{what} needs a reason.", "Say why in a few words.", "reason")
