"""The milestones of a batch: what must be done before others may rely on it, when that is expected, and what it waits for."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from console.domain.batch import Batch, BatchStatus, Step
from console.domain.floor import Floor
from console.domain.recipe import Recipe

HARVEST = "HARVEST"
TITLES = {"LD_GO": "Lymphodepletion go", "INFUSION_GO": "Infusion go", HARVEST: "Harvest"}
"""What the milestones the field knows are called; a recipe may have others of its own."""

Span = tuple[datetime, datetime]


@dataclass(frozen=True, slots=True)
class Milestone:
    """One milestone: `expected_at` is None while the end of a step it needs is unknown, `done_at` until all of them are over."""

    batch: str
    name: str
    title: str
    expected_at: datetime | None
    done_at: datetime | None
    waits_for: tuple[str, ...]


def harvest_of(recipe: Recipe | None) -> str:
    """The code of the step that harvests; empty where a recipe has none."""
    reached = BatchStatus.HARVESTED.value
    return next((step.code for step in recipe.steps if step.reaches == reached), "") if recipe else ""


def gates_of(recipe: Recipe) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """The recipe's milestones and its harvest, each with the steps that must be over, in the order in which they are reached."""
    harvest = harvest_of(recipe)
    found = [(name, codes) for name, codes in recipe.milestones if codes and all(code in recipe.by_code for code in codes)]
    if harvest and HARVEST not in dict(found):
        found.append((HARVEST, (harvest,)))
    return tuple(sorted(found, key=lambda gate: max(recipe.order[code] for code in gate[1])))


def title_of(name: str) -> str:
    """What a milestone is called."""
    return TITLES.get(name, name.replace("_", " ").capitalize())


def milestones_of(floor: Floor, batch: Batch, expected: Mapping[str, Span] | None = None) -> tuple[Milestone, ...]:
    """The milestones of a batch, the earliest first; `expected` gives the spans of steps not over where a forecast knows better."""
    recipe = floor.recipe_of(batch)
    if recipe is None:
        return ()
    return tuple(_milestone(batch, recipe, name, codes, expected or {}) for name, codes in gates_of(recipe))


def _milestone(batch: Batch, recipe: Recipe, name: str, codes: tuple[str, ...], expected: Mapping[str, Span]) -> Milestone:
    steps = [step for code in codes if (step := batch.steps.get(code)) is not None]
    left = tuple(recipe.by_code[step.code].title for step in steps if not step.over)
    ends = [_end(step, expected.get(step.code)) for step in steps]
    known = [end for end in ends if end is not None]
    at = max(known) if known and len(known) == len(codes) else None
    return Milestone(batch.id, name, title_of(name), at, None if left else at, left)


def _end(step: Step, expected: Span | None) -> datetime | None:
    """When a step ended, or is expected to."""
    if step.finished_at is not None:
        return step.finished_at
    if expected is not None:
        return expected[1]
    return step.placement.end if step.placement else None
