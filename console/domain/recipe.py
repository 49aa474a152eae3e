"""A recipe: the approved master record as data, its steps, lags (holds and windows), limits and release tests."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import time
from decimal import Decimal
from enum import StrEnum
from functools import cached_property

from console.domain.durations import DurationLaw
from console.domain.facility import LaneKind, Role

LINE_CLEARANCE = "LINE_CLEARANCE"
CHANGEOVER = "CHANGEOVER"
DISPOSITION = "DISPOSITION"
QC_RELEASE = "QC_RELEASE"
"""Step codes the floor itself knows: they change a station, or carry rules of their own."""


def is_clearance(code: str) -> bool:
    """Whether a step clears a line: LINE_CLEARANCE, or LINE_CLEARANCE_… where a recipe works in a second room."""
    return code == LINE_CLEARANCE or code.startswith(f"{LINE_CLEARANCE}_")


def is_changeover(code: str) -> bool:
    """Whether a step gives a station back clean: CHANGEOVER, or CHANGEOVER_… where a recipe leaves a first room."""
    return code == CHANGEOVER or code.startswith(f"{CHANGEOVER}_")


class Edge(StrEnum):
    """Which end of a step a lag is measured from or to."""

    START = "start"
    END = "end"


class LagKind(StrEnum):
    """Whether a lag is a limit on waiting (hold) or a span the next step must fall into (window)."""

    HOLD = "hold"
    WINDOW = "window"


class Gate(StrEnum):
    """Whether a test must pass before release (gating) or confirms it afterwards."""

    GATING = "gating"
    CONFIRM = "confirm"


class RecipeKind(StrEnum):
    """What a recipe makes: a patient's product, a lot, or a block of a room or instrument."""

    PATIENT = "patient"
    LOT = "lot"
    BLOCK = "block"


@dataclass(frozen=True, slots=True)
class Limit:
    """What is measured in a step and its alert and action limits; None where there is none (domain.md 2.3)."""

    name: str
    title: str
    unit: str = ""
    alert_low: Decimal | None = None
    action_low: Decimal | None = None
    alert_high: Decimal | None = None
    action_high: Decimal | None = None
    places: int = 1


@dataclass(frozen=True, slots=True)
class RecipeStep:
    """One unit operation: where, after what, how long, by whom, and what is recorded.

    `day` and `clock` anchor the planned start to site time on a day counted from leukapheresis (D0); with an
    `instrument` kind the batch keeps station and instrument until the step named in `until` ends; `reaches` is the batch status
    that finishing the step brings; `wait` is how long it usually waits once it could start.
    """

    code: str
    title: str
    lane: LaneKind
    law: DurationLaw
    after: tuple[str, ...] = ()
    aliases: tuple[str, ...] = ()
    role: Role = Role.OPERATOR
    people: int = 1
    attended: bool = True
    open: bool = False
    verified: bool = False
    day: int | None = None
    clock: time | None = None
    wait: DurationLaw | None = None
    instrument: str = ""
    until: str = ""
    reaches: str = ""
    limits: tuple[Limit, ...] = ()
    sample: str = ""
    milestone: bool = False
    optional: bool = False


@dataclass(frozen=True, slots=True)
class Lag:
    """A hold limit or a window between two steps, in hours; None means open on that side (domain.md 2.2).

    It no longer counts once the step named in `unless` is done: frozen cells have no fresh shelf life.
    """

    name: str
    title: str
    kind: LagKind
    from_step: str
    from_edge: Edge
    to_step: str
    to_edge: Edge
    min_h: Decimal | None = None
    max_h: Decimal | None = None
    source: str = ""
    unless: str = ""


@dataclass(frozen=True, slots=True)
class TestSpec:
    """One release test: its sample, method, limits, turnaround and whether release waits for it (domain.md 3.1)."""

    __test__ = False

    code: str
    title: str
    sample_step: str
    law: DurationLaw
    gate: Gate
    method: str = ""
    unit: str = ""
    low: Decimal | None = None
    high: Decimal | None = None
    text_pass: str = ""
    invalid: Decimal = Decimal(0)
    read_clock: time | None = None
    start_within_h: Decimal | None = None


@dataclass(frozen=True)
class Recipe:
    """One version of an approved master record; `id` is name and version, such as CART-7D-v1."""

    id: str
    name: str
    version: int
    title: str
    kind: RecipeKind
    steps: tuple[RecipeStep, ...]
    lags: tuple[Lag, ...] = ()
    tests: tuple[TestSpec, ...] = ()
    aliases: tuple[str, ...] = ()
    milestones: tuple[tuple[str, tuple[str, ...]], ...] = ()

    @cached_property
    def by_code(self) -> dict[str, RecipeStep]:
        """Every step under its code."""
        return {step.code: step for step in self.steps}

    @cached_property
    def order(self) -> dict[str, int]:
        """The place of each step code in the recipe's own order."""
        return {step.code: n for n, step in enumerate(self.steps)}

    @cached_property
    def followers(self) -> dict[str, tuple[str, ...]]:
        """For each step the steps that wait for it directly."""
        return {s.code: tuple(t.code for t in self.steps if s.code in t.after) for s in self.steps}

    @cached_property
    def openings(self) -> dict[str, tuple[Lag, ...]]:
        """For each step the windows that must open before it starts."""
        found = [lag for lag in self.lags if lag.to_edge is Edge.START and lag.min_h is not None]
        return {s.code: tuple(lag for lag in found if lag.to_step == s.code) for s in self.steps}

    def test(self, code: str) -> TestSpec | None:
        """The release test of this code, or None."""
        return next((t for t in self.tests if t.code == code), None)

    @property
    def gating(self) -> tuple[TestSpec, ...]:
        """The tests that release waits for."""
        return tuple(t for t in self.tests if t.gate is Gate.GATING)

    @property
    def release_step(self) -> str:
        """The step whose end is the release: DISPOSITION, or the last step where a recipe has none."""
        return DISPOSITION if DISPOSITION in self.by_code or not self.steps else self.steps[-1].code
