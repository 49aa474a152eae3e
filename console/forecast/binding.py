"""What held each step back in each future: one cause of several, told per scenario."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from console.forecast.explained import DriverKind


@dataclass(frozen=True, slots=True)
class Cause:
    """One thing that can hold a step back: what it is, what it names, and the step (batch, code) whose end it waits for, if any."""

    kind: DriverKind
    key: str = ""
    batch: str = ""
    code: str = ""


@dataclass(frozen=True, slots=True)
class Binding:
    """The causes of one step's start, and per scenario the index of the one that came last."""

    causes: tuple[Cause, ...]
    which: NDArray[np.int8]
