"""What would be if: a question such as “room CR3 out 48h” read in the field's words, or why it cannot be read."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from console.domain.batch import Batch
from console.domain.facility import LaneKind
from console.domain.floor import Floor
from console.domain.recipe import Recipe, RecipeStep, TestSpec
from console.domain.refusal import Refusal
from console.planning.floor.problem import NOTHING, Question
from console.planning.problem import Fact, Plan, PlanBatch, PlanStep, Problem

EXAMPLES = (
    "room CR3 out 48h",
    "instrument CP5 out 12h",
    "person areyes away 1d",
    "step B-1042 HARVEST_WASH late 3h",
    "batch B-1042 invalid MYCO_PCR",
    "courier late B-1042 2h",
)
"""Every form of question; several are joined by “;”."""

ASKED = "supposed"

_SPAN = r"(?P<n>\d+(?:\.\d+)?)\s*(?P<unit>h|hours?|d|days?)"
_FORMS = (
    ("room", re.compile(rf"room (?P<what>.+?) out {_SPAN}")),
    ("instrument", re.compile(rf"instrument (?P<what>.+?) out {_SPAN}")),
    ("person", re.compile(rf"person (?P<what>.+?) away {_SPAN}")),
    ("step", re.compile(rf"step (?P<what>\S+) (?P<step>.+?) late {_SPAN}")),
    ("invalid", re.compile(r"batch (?P<what>\S+) invalid(?: (?P<step>.+))?")),
    ("courier", re.compile(rf"courier late (?P<what>\S+) {_SPAN}")),
)


@dataclass(frozen=True, slots=True)
class Late:
    """A step that starts so many hours later than told; one that runs, or a courier on the way (`longer`), takes so much longer."""

    batch: str
    code: str
    hours: float
    longer: bool = False


@dataclass(frozen=True, slots=True)
class Again:
    """A test that has to be run again: release waits for its turnaround once more."""

    batch: str
    sample_step: str
    release: str
    hours: float


@dataclass(frozen=True, slots=True)
class Supposed:
    """What a question supposes: who and what is not there, and what of which batch comes later."""

    question: Question = NOTHING
    late: tuple[Late, ...] = ()
    again: tuple[Again, ...] = ()

    def plus(self, other: Supposed) -> Supposed:
        """Both at once."""
        outs = {**self.question.outs, **other.question.outs}
        away = {**self.question.away, **other.question.away}
        return Supposed(Question(outs, away), self.late + other.late, self.again + other.again)


def read_question(text: str, floor: Floor, now: datetime) -> Supposed | Refusal:
    """What the question supposes on this floor; a refusal names what could not be read or found, and how to ask."""
    found = Supposed()
    parts = [part.strip() for part in text.split(";") if part.strip()]
    if not parts:
        return _unread(text)
    for part in parts:
        one = _part(part, floor, now)
        if isinstance(one, Refusal):
            return one
        found = found.plus(one)
    return found


def suppose(problem: Problem, told: Plan, supposed: Supposed) -> Problem:
    """The problem with everything later that is supposed to be; rooms, instruments and people are in it already."""
    batches = []
    for batch in problem.batches:
        for late in supposed.late:
            if late.batch == batch.id:
                batch = _later(problem, told, batch, late)
        for again in supposed.again:
            if again.batch == batch.id:
                batch = _repeated(problem, batch, again)
        batches.append(batch)
    return replace(problem, batches=tuple(batches))


def _later(problem: Problem, told: Plan, batch: PlanBatch, late: Late) -> PlanBatch:
    by = problem.grid.slots(late.hours)

    def moved(step: PlanStep) -> PlanStep:
        if step.fact is not None:
            return replace(step, fact=Fact(step.fact.start, step.fact.end + by, over=False), duration=step.duration + by)
        start = told.starts.get((batch.id, step.code))
        if late.longer or start is None:
            return replace(step, duration=step.duration + by)
        return replace(step, earliest=max(step.earliest, start + by))

    return _with_step(batch, late.code, moved)


def _repeated(problem: Problem, batch: PlanBatch, again: Again) -> PlanBatch:
    by = problem.grid.slots(again.hours)
    waits = [lag for lag in batch.lags if (lag.before, lag.after) == (again.sample_step, again.release)]
    if waits:
        return replace(batch, lags=tuple(replace(lag, least=lag.least + by) if lag in waits else lag for lag in batch.lags))
    return _with_step(
        batch, again.release, lambda step: replace(step, earliest=max(step.earliest, _known_end(batch), problem.now) + by)
    )


def _known_end(batch: PlanBatch) -> int:
    """When the panel that runs is expected to be read; 0 while none does."""
    return max((step.fact.end for step in batch.steps if step.fact is not None and not step.fact.over), default=0)


def _with_step(batch: PlanBatch, code: str, change: Callable[[PlanStep], PlanStep]) -> PlanBatch:
    return replace(batch, steps=tuple(change(step) if step.code == code else step for step in batch.steps))


# ----------------------------------------------------------------------------------------------- reading


def _part(text: str, floor: Floor, now: datetime) -> Supposed | Refusal:
    words = " ".join(text.split())
    for kind, form in _FORMS:
        found = form.fullmatch(words) or form.fullmatch(words.lower())
        if found is not None:
            return _READ[kind](floor, now, found)
    return _unread(text)


def _unread(text: str) -> Refusal:
    return Refusal("what-if", f"“{text}” is not a question I can read.", f"Write it like: {'; '.join(EXAMPLES)}.", "text")


def _unknown(kind: str, name: str, choice: Iterable[str]) -> Refusal:
    known = ", ".join(list(choice)[:12])
    return Refusal(
        "what-if", f"There is no {kind} “{name}” here.", f"Choose one of {known}." if known else "There is none.", "text"
    )


def _hours(found: re.Match[str]) -> float:
    return float(found["n"]) * (24 if found["unit"].startswith("d") else 1)


def _span(found: re.Match[str], now: datetime) -> tuple[datetime, datetime]:
    return now, now + timedelta(hours=_hours(found))


def _room(floor: Floor, now: datetime, found: re.Match[str]) -> Supposed | Refusal:
    rooms = floor.facility.rooms if floor.facility else ()
    room = next((r for r in rooms if _named(found["what"], r.id, r.title, *r.aliases)), None)
    if room is None:
        return _unknown("room", found["what"], (r.id for r in rooms))
    return Supposed(Question(outs={room.id: ((*_span(found, now), ASKED),)}))


def _instrument(floor: Floor, now: datetime, found: re.Match[str]) -> Supposed | Refusal:
    instruments = floor.facility.instruments if floor.facility else ()
    instrument = next((i for i in instruments if _named(found["what"], i.id, i.title)), None)
    if instrument is None:
        return _unknown("instrument", found["what"], (i.id for i in instruments))
    return Supposed(Question(outs={instrument.id: ((*_span(found, now), ASKED),)}))


def _person(floor: Floor, now: datetime, found: re.Match[str]) -> Supposed | Refusal:
    people = floor.people.values()
    person = next((p for p in people if _named(found["what"], p.id, p.name)), None)
    if person is None:
        return _unknown("person", found["what"], (p.id for p in people))
    return Supposed(Question(away={person.id: (_span(found, now),)}))


def _step(floor: Floor, now: datetime, found: re.Match[str]) -> Supposed | Refusal:
    case = _batch(floor, found["what"])
    if isinstance(case, Refusal):
        return case
    batch, recipe = case
    told = next((s for s in recipe.steps if _named(found["step"], s.code, s.title, *s.aliases)), None)
    if told is None:
        return _unknown(f"step of {batch.id}", found["step"], (s.code for s in recipe.steps))
    return _late(batch, told, _hours(found), longer=False)


def _courier(floor: Floor, now: datetime, found: re.Match[str]) -> Supposed | Refusal:
    case = _batch(floor, found["what"])
    if isinstance(case, Refusal):
        return case
    batch, recipe = case
    ways = (s for s in recipe.steps if s.lane is LaneKind.COURIER and s.code in batch.steps and not batch.steps[s.code].over)
    told = next(ways, None)
    if told is None:
        return Refusal("what-if", f"No courier has still to drive for {batch.id}.", "Ask about another batch.", "text")
    return _late(batch, told, _hours(found), longer=True)


def _late(batch: Batch, told: RecipeStep, hours: float, longer: bool) -> Supposed | Refusal:
    step = batch.steps.get(told.code)
    if step is None or step.over:
        return Refusal("what-if", f"{told.title} of {batch.id} is over.", "Ask about a step that lies ahead.", "text")
    return Supposed(late=(Late(batch.id, told.code, hours, longer),))


def _invalid(floor: Floor, now: datetime, found: re.Match[str]) -> Supposed | Refusal:
    case = _batch(floor, found["what"])
    if isinstance(case, Refusal):
        return case
    batch, recipe = case
    if not recipe.gating or batch.released_at is not None:
        return Refusal("what-if", f"Release of {batch.id} waits for no test.", "Ask about another batch.", "text")
    spec = _test(recipe, found["step"])
    if spec is None:
        return _unknown(f"release test of {batch.id}", found["step"], (t.code for t in recipe.gating))
    return Supposed(again=(Again(batch.id, spec.sample_step, recipe.release_step, spec.law.typical_h),))


def _test(recipe: Recipe, name: str | None) -> TestSpec | None:
    """The test that is meant; the slowest of those from the last sample when none is named."""
    if name:
        return next((t for t in recipe.gating if _named(name, t.code, t.title)), None)
    last = max(recipe.gating, key=lambda t: recipe.order.get(t.sample_step, 0)).sample_step
    return max((t for t in recipe.gating if t.sample_step == last), key=lambda t: t.law.typical_h)


def _batch(floor: Floor, name: str) -> tuple[Batch, Recipe] | Refusal:
    live = [b for b in floor.batches.values() if b.live and not b.reported]
    batch = next((b for b in live if _named(name, b.id)), None)
    recipe = None if batch is None else floor.recipe_of(batch)
    return _unknown("live batch", name, (b.id for b in live)) if batch is None or recipe is None else (batch, recipe)


def _named(word: str, *names: str) -> bool:
    return word.strip().casefold() in {name.casefold() for name in names}


_READ: dict[str, Callable[[Floor, datetime, re.Match[str]], Supposed | Refusal]] = {
    "room": _room,
    "instrument": _instrument,
    "person": _person,
    "step": _step,
    "courier": _courier,
    "invalid": _invalid,
}
