"""What of a batch still lies ahead, and in which order: each step after all it waits for."""

from __future__ import annotations

from console.domain.batch import Batch, StepState
from console.domain.recipe import Recipe, RecipeStep


def wanted(batch: Batch, told: RecipeStep) -> bool:
    """Whether a step still lies ahead: optional ones only once someone has planned or started them."""
    step = batch.steps.get(told.code)
    if step is None or step.over:
        return False
    return not told.optional or step.placement is not None or step.state is StepState.RUNNING


def in_order(recipe: Recipe) -> tuple[RecipeStep, ...]:
    """The recipe's steps, each after those it waits for; steps that wait for one another keep the recipe's own order."""
    done: set[str] = set()
    left = list(recipe.steps)
    found: list[RecipeStep] = []
    lags = {(lag.from_step, lag.to_step) for lag in recipe.lags if lag.min_h is not None}
    while left:
        ready = [s for s in left if not _before(s, recipe, lags) - done - {s.code}] or left[:1]
        found += ready
        done |= {s.code for s in ready}
        left = [s for s in left if s.code not in done]
    return tuple(found)


def _before(step: RecipeStep, recipe: Recipe, lags: set[tuple[str, str]]) -> set[str]:
    named = set(step.after) | {first for first, then in lags if then == step.code}
    return named & set(recipe.by_code)
