"""Where a new batch would go: its first step as wished, or, for a lot, not before; all else at its earliest lawful place."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from console.domain.batch import Batch, Placement, Step
from console.domain.floor import Floor
from console.domain.promise import Zones
from console.domain.recipe import Recipe, RecipeKind
from console.planning.floor.ahead import in_order
from console.planning.floor.nominal import nominal_plan
from console.planning.floor.problem import followed, placements_of, plan_of, problem_of
from console.planning.insert import Want, earliest
from console.planning.problem import Problem
from console.planning.timetable import Timetable

NEW = " new"
"""The name a batch goes by here before it has one: no batch number is like it."""


@dataclass(frozen=True, slots=True)
class Newcomer:
    """The placements of a new batch; not lawful where no lawful place was free and it stands at its recipe's typical times."""

    placements: Mapping[str, Placement]
    lawful: bool


def newcomer(floor: Floor, recipe: Recipe, product: str, clinic: str, start: datetime, now: datetime, zones: Zones) -> Newcomer:
    """The placements of a batch whose first step is wished at `start`: a patient's collection stands, a lot may begin later.

    Empty when the site has no facility; a block of a room is told which room, and stands where its recipe says.
    """
    nominal = nominal_plan(floor, recipe, clinic, start, zones)
    first = in_order(recipe)[0].code if recipe.steps else ""
    if first not in nominal or recipe.kind is RecipeKind.BLOCK:
        return Newcomer(nominal, False)
    steps = {told.code: Step(told.code) for told in recipe.steps} | {first: Step(first, placement=nominal[first])}
    batch = Batch(NEW, recipe.id, product, clinic, opened_at=now, steps=steps)
    crowded = replace(floor, batches={**floor.batches, NEW: batch})
    problem = problem_of(crowded, now, zones, until=max(placement.end for placement in nominal.values()))
    found = _inserted(problem, crowded, first, start, recipe.kind is RecipeKind.PATIENT)
    return Newcomer(nominal, False) if found is None else Newcomer({first: nominal[first], **found}, True)


def _inserted(problem: Problem, floor: Floor, first: str, start: datetime, stands: bool) -> Mapping[str, Placement] | None:
    """Every step that is not where it is wished, at its earliest lawful place; None where there is none."""
    table = Timetable.of(problem, followed(problem, plan_of(floor, problem)))
    if NEW not in problem.batch_of or NEW in table.booked:
        return None
    n, at = problem.batch_of[NEW].index[first], problem.grid.ceil(start)
    booking = earliest(table, NEW, Want({n: at}, {n: at}))
    if booking is None and not stands:
        booking = earliest(table, NEW, Want({n: at}))
    if booking is None:
        return None
    table.add(booking)
    return placements_of(problem, table.plan(), floor, {NEW})[NEW]
