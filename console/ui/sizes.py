"""Sizes on the floor are millimetres: a gloved fingertip is as wide on every screen."""

from __future__ import annotations

from enum import Enum

MM_PER_INCH = 25.4
DESK_TARGET_PX = 24
GLOVE_TARGET_MM = 20.0
FOCUS_RING_PX = 2


class Density(Enum):
    """How a console is touched: by mouse at the desk, or by a gloved hand in the anteroom."""

    DESK = "desk"
    GLOVE = "glove"


def pixels(millimetres: float, dots_per_inch: float) -> int:
    """Whole pixels that span the given millimetres, never less than one."""
    return max(1, round(millimetres * dots_per_inch / MM_PER_INCH))


def target(density: Density, dots_per_inch: float, *, critical: bool = False) -> int:
    """Least side of a touch target in pixels; acknowledge, sign, scan and hold are critical."""
    if density is Density.DESK:
        return 32 if critical else 28
    return pixels(GLOVE_TARGET_MM if critical else 12.0, dots_per_inch)
