"""The floor as the simulated people see it: one batch at a time, who is free, and what each may be asked to do."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from console.domain.batch import Batch, Step, StepState
from console.domain.commands.command import Command
from console.domain.facility import Clinic, Facility, LaneKind, Role
from console.domain.floor import Floor
from console.domain.promise import Zones
from console.domain.recipe import Recipe, RecipeKind, RecipeStep
from console.planning.floor.crews import SKILLS
from console.simulation.draws import Draws
from console.simulation.fate import Fate, key_of, lot_fate, patient_fate
from console.simulation.roster import Roster

Maker = Callable[["Scene", datetime], Command | None]
"""Makes the command for the scene and the moment at which it is asked."""


@dataclass(frozen=True, slots=True)
class Act:
    """Something people will ask for: when, and the command made for that moment; `waits` means it must wait while refused."""

    at: datetime
    make: Maker
    waits: bool = False
    crew: tuple[str, int] = ("", 0)


@dataclass(frozen=True)
class Scene:
    """The floor with everything needed to act on it; `running` holds the attended steps under way, by batch.

    `fates` keeps what was drawn of a batch's luck, only to draw it once.
    """

    floor: Floor
    facility: Facility
    draws: Draws
    roster: Roster
    zones: Zones
    running: Mapping[str, tuple[tuple[RecipeStep, Step], ...]] = field(default_factory=dict)
    fates: dict[str, Fate] = field(default_factory=dict)

    @property
    def latest(self) -> datetime:
        """The instant of the last thing that happened."""
        assert self.floor.latest is not None
        return self.floor.latest

    def on(self, floor: Floor) -> Scene:
        """The same people before another floor."""
        return replace(self, floor=floor)

    def busy(self) -> set[str]:
        """Those who are doing an attended step right now."""
        return {step.performer for steps in self.running.values() for _, step in steps}

    def hands_in_rooms(self) -> int:
        """How many operators the attended steps in the rooms keep."""
        return sum(told.people for steps in self.running.values() for told, _ in steps if told.lane is LaneKind.ROOM)

    def who(self, role: Role, at: datetime, *key: object, skill: str = "", not_these: Collection[str] = ()) -> str:
        """Someone of this role who is on shift and free, or, when all are busy, anyone of them."""
        busy = self.busy() | set(not_these)
        found = self.roster.choose(role, at, key, skill, busy)
        return found or self.roster.choose(role, at, key, skill, not_these)

    def office(self, at: datetime, *key: object) -> datetime:
        """The same instant, or the next weekday morning when it lies outside office hours of the site."""
        local = at.astimezone(self.roster.zone)
        if local.isoweekday() <= 5 and 8 <= local.hour < 17:
            return at
        day = local.replace(hour=8, minute=0, second=0, microsecond=0)
        if local.hour >= 8:
            day += timedelta(days=1)
        while day.isoweekday() > 5:
            day += timedelta(days=1)
        return day + timedelta(seconds=round(self.draws.share("office", *key) * 5400))


@dataclass(frozen=True, slots=True)
class Case:
    """One batch with its recipe and its luck."""

    scene: Scene
    batch: Batch
    recipe: Recipe
    key: str
    fate: Fate

    @property
    def patient(self) -> bool:
        """Whether this is one patient's own batch."""
        return self.recipe.kind is RecipeKind.PATIENT

    @property
    def clinic(self) -> Clinic | None:
        """The clinic the cells come from and go to."""
        return self.scene.facility.clinic(self.batch.clinic)

    @property
    def skill(self) -> str:
        """What operators must be qualified for."""
        return SKILLS.get(self.recipe.name, "")

    def step(self, code: str) -> Step:
        """One step of the batch."""
        return self.batch.steps.get(code) or Step(code)

    def done_at(self, code: str) -> datetime | None:
        """When a step was finished, or None."""
        return self.step(code).finished_at

    def span(self, told: RecipeStep) -> timedelta:
        """How long this step will take this batch."""
        return self.scene.draws.span(told.law, self.key, told.code, "takes")

    @property
    def collection(self) -> datetime | None:
        """When the first step was planned at first: what the spans of its luck count from."""
        first = self.batch.steps.get(self.recipe.steps[0].code)
        return first.baseline.start if first is not None and first.baseline is not None else None


def case_of(scene: Scene, batch: Batch) -> Case | None:
    """The case of a batch, or None when its recipe is not here."""
    recipe = scene.floor.recipe_of(batch)
    if recipe is None:
        return None
    key = key_of(batch)
    if key not in scene.fates:
        draw = patient_fate if recipe.kind is RecipeKind.PATIENT else lot_fate
        scene.fates[key] = draw(scene.draws, scene.facility, key)
    return Case(scene, batch, recipe, key, scene.fates[key])


def attended_now(recipe: Recipe, batch: Batch) -> tuple[tuple[RecipeStep, Step], ...]:
    """The attended steps of a batch that people are doing."""
    return tuple(
        (recipe.by_code[code], step)
        for code, step in batch.steps.items()
        if step.state is StepState.RUNNING and code in recipe.by_code and recipe.by_code[code].attended
    )
