"""What has to be filled in before something can be asked of the floor: fields, and the command they make."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from decimal import Decimal, InvalidOperation
from enum import Enum
from typing import TypeVar
from zoneinfo import ZoneInfo

from console.domain.batch import Batch, Step
from console.domain.commands.command import Command
from console.domain.floor import Floor
from console.domain.promise import Zones
from console.domain.recipe import Recipe, RecipeStep
from console.domain.refusal import Refusal
from console.forecast.durations import History
from console.planning.answers.plan_view import Answer, Wish
from console.planning.answers.tried import Tried
from console.view import instants


class Kind(Enum):
    """How a field is filled in."""

    TEXT = "text"
    LONG = "long text"
    CHOICE = "choice"
    TIME = "time"
    SPAN = "span"
    NUMBER = "number"


@dataclass(frozen=True, slots=True)
class Field:
    """One field; `key` is the name that a refusal points at, `value` what stands there at first."""

    key: str
    label: str
    kind: Kind = Kind.TEXT
    value: str = ""
    choices: tuple[tuple[str, str], ...] = ()
    hint: str = ""
    unit: str = ""


class Wrong(Exception):
    """A field that cannot be read; carries the refusal."""

    def __init__(self, refusal: Refusal) -> None:
        super().__init__(refusal.why)
        self.refusal = refusal


@dataclass(frozen=True, slots=True)
class Answers:
    """What was filled in, read with care."""

    given: Mapping[str, str]
    now: datetime
    zone: ZoneInfo

    def text(self, key: str) -> str:
        """The words of a field, without outer spaces."""
        return self.given.get(key, "").strip()

    def needed(self, key: str, words: str) -> str:
        """The words of a field that may not be empty."""
        found = self.text(key)
        if not found:
            raise Wrong(Refusal("form.empty", f"{words} is missing.", "Fill it in.", key))
        return found

    def number(self, key: str) -> Decimal | None:
        """The number of a field, comma or point; None when it is empty."""
        found = self.text(key)
        if not found:
            return None
        try:
            number = Decimal(found.replace(",", "."))
        except InvalidOperation:
            number = Decimal("NaN")
        if not number.is_finite():
            raise Wrong(Refusal("form.number", f"“{found}” is not a number.", "Write it like 91.2.", key))
        return number

    def instant(self, key: str) -> datetime | None:
        """The instant of a field in site time; None when it is empty."""
        found = self.text(key)
        if not found:
            return None
        return _right(instants.read(found, self.now, self.zone, key))

    def ago(self, key: str = "at") -> datetime | None:
        """The instant so long before now; None when the field is empty or nought."""
        found = self.text(key)
        if not found:
            return None
        length = abs(_right(instants.read_span(found, key)))
        return self.now - length if length else None

    def ahead(self, key: str) -> datetime | None:
        """The instant of a field, written as a time or as a span from now; None when it is empty."""
        found = self.text(key)
        if not found:
            return None
        length = instants.read_span(found, key)
        if not isinstance(length, Refusal):
            return self.now + length
        at = instants.read(found, self.now, self.zone, key)
        if isinstance(at, Refusal) and at.rule == "form.time":
            raise Wrong(replace(at, instead="Write a time such as tomorrow 09:30, or a span from now such as 48 h."))
        return _right(at)

    def span(self, key: str) -> timedelta:
        """The length of time of a field."""
        return _right(instants.read_span(self.text(key), key))


T = TypeVar("T", datetime, timedelta)


def _right(found: T | Refusal) -> T:
    if isinstance(found, Refusal):
        raise Wrong(found)
    return found


@dataclass(frozen=True, slots=True)
class Verdict:
    """What would come of the answers so far: words, the sign of a mark (empty: nothing to mind), and smaller words."""

    words: str
    sign: str = ""
    small: str = ""


@dataclass(frozen=True, slots=True)
class Ask:
    """A question in the drawer: what it is about, its fields, and how they become a command.

    `at_once` says that it can be asked without showing the fields first; a refusal then shows them. `verdict` tells, while
    the fields are being filled in, what would come of it; `wish` is what the planner has to be asked for that.
    """

    action: str
    title: str
    about: str
    button: str
    fields: tuple[Field, ...]
    make: Callable[[Answers], Command]
    at_once: bool = False
    critical: bool = False
    verdict: Callable[[Answers], Verdict | None] | None = None
    wish: Callable[[Answers], Wish | None] | None = None

    def foreseen(self, answers: Answers) -> Verdict | None:
        """What would come of these answers; None where nobody judges, or they cannot be read yet."""
        try:
            return self.verdict(answers) if self.verdict is not None else None
        except Wrong:
            return None

    def wished(self, answers: Answers) -> Wish | None:
        """What the planner is to be asked; None where nothing is, or the answers cannot be read yet."""
        try:
            return self.wish(answers) if self.wish is not None else None
        except Wrong:
            return None

    def command(self, answers: Answers) -> Command | Refusal:
        """The command of these answers, or the refusal that names the field."""
        try:
            return self.make(answers)
        except Wrong as wrong:
            return wrong.refusal


@dataclass(frozen=True, slots=True)
class Scene:
    """What an ask is made from: the floor, who asks, what is selected (batch, step, lane), and the site's clock and zone.

    `tried` judges moves of the plan, as soon as there is somebody who can; `answered` is what the planner said to a wish,
    `learned` what the batches teach, as soon as that is known.
    """

    floor: Floor
    user: str
    now: datetime
    zone: ZoneInfo
    zones: Zones
    batch_id: str = ""
    step_code: str = ""
    lane: str = ""
    tried: Tried | None = None
    answered: tuple[Wish, Answer | Refusal] | None = None
    learned: History | None = None

    @property
    def batch(self) -> Batch:
        """The selected batch; KeyError when it is not on the floor."""
        return self.floor.batches[self.batch_id]

    @property
    def recipe(self) -> Recipe | None:
        """The recipe of the selected batch."""
        return self.floor.recipe_of(self.batch)

    @property
    def told(self) -> RecipeStep | None:
        """What the recipe says of the selected step."""
        recipe = self.recipe
        return recipe.by_code.get(self.step_code) if recipe else None

    @property
    def step(self) -> Step:
        """The selected step; KeyError when the batch has none of this code."""
        return self.batch.steps[self.step_code]

    @property
    def about(self) -> str:
        """The batch with the last four of its identity."""
        batch = self.floor.batches.get(self.batch_id)
        identity = f" · COI …{batch.coi_tail}" if batch and batch.coi else ""
        return f"{self.batch_id}{identity}"

    @property
    def about_step(self) -> str:
        """The batch and the step."""
        told = self.told
        return f"{self.about} · {told.title if told else self.step_code}"


REASON = Field("reason", "Reason", Kind.TEXT, hint="why, in a few words")
AGO = Field("at", "How long ago", Kind.SPAN, hint="empty: now; else 40 min, 1 h 20 min")
LATE = Field("reason", "Reason", Kind.TEXT, hint="needed when it was more than 15 minutes ago")
