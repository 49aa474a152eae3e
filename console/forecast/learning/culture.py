"""The long culture of a recipe and the step that waits for it: what puts the culture's end off delays that step."""

from __future__ import annotations

from console.domain.facility import LaneKind
from console.domain.recipe import Recipe

LONG_CULTURE_H = 24.0


def after_culture(recipe: Recipe) -> str:
    """The step that waits for the last long culture; empty where a recipe has none."""
    cultures = [
        s
        for s in recipe.steps
        if not s.attended and s.lane is LaneKind.ROOM and s.law.typical_h >= LONG_CULTURE_H and recipe.followers[s.code]
    ]
    return next((s.code for s in recipe.steps if cultures and cultures[-1].code in s.after), "")
