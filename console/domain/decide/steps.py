"""The rules of the floor for steps: order, room, station, instrument, windows, values, a second person."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

from console.domain import commands as c
from console.domain import events as e
from console.domain.batch import Batch, Step, StepState
from console.domain.commands.command import Command
from console.domain.decide.checks import known_step, not_theirs, planned_step, reasoned, step_of, wild
from console.domain.decide.places import Place, place_refusal, placement_refusal
from console.domain.events.event import Event
from console.domain.facility import Role
from console.domain.floor import Floor
from console.domain.quality import Severity, TestState
from console.domain.recipe import DISPOSITION, QC_RELEASE, Edge, Limit, Recipe, RecipeStep
from console.domain.refusal import Refusal
from console.domain.rights import Right, may
from console.domain.timers import broken_by, early_for

Answer = list[Event] | Refusal


def start(floor: Floor, command: c.StartStep, at: datetime) -> Answer:
    """Begin a step, if it is its turn, its place is fit for it and no hold or window forbids it."""
    found = planned_step(floor, command.batch, command.step)
    if isinstance(found, Refusal):
        return found
    batch, recipe, told, step = found
    place = _place(command, step)
    refusal = not_theirs(floor, command.by, told) or _turn(batch, recipe, told, at)
    refusal = refusal or place_refusal(floor, batch, told, place, at)
    if refusal is not None:
        return refusal
    started = e.StepStarted(
        by=command.by,
        at=at,
        batch=batch.id,
        step=told.code,
        lane=place.lane,
        station=place.station,
        instrument=place.instrument,
        performer=command.by,
        reason=command.reason,
    )
    return [started, *_breaches(floor, recipe, batch, told.code, Edge.START, command.by, at)]


def finish(floor: Floor, command: c.FinishStep, at: datetime) -> Answer:
    """End a running step, if everything the recipe asks was recorded and a second person stands by it."""
    found = known_step(floor, command.batch, command.step)
    if isinstance(found, Refusal):
        return found
    batch, recipe, told, step = found
    refusal = _running(step, told) or not_theirs(floor, command.by, told) or _after_start(step, at)
    refusal = refusal or _second(floor, told, step, command) or _values(told, step, command) or _gate(batch, recipe, told)
    if refusal is not None:
        return refusal
    done = e.StepFinished(
        by=command.by,
        at=at,
        batch=batch.id,
        step=told.code,
        performer=command.by,
        verifier=command.verifier if told.verified else "",
        values=dict(command.values),
        comment=command.comment,
        reason=command.reason,
    )
    values = {**step.values, **command.values}
    return [
        done,
        *_breaches(floor, recipe, batch, told.code, Edge.END, command.by, at),
        *_out_of_limits(floor, batch, told, values, command.by, at),
    ]


def record(floor: Floor, command: c.RecordStep, at: datetime) -> Answer:
    """Record values while the step runs."""
    found = known_step(floor, command.batch, command.step)
    if isinstance(found, Refusal):
        return found
    batch, _, told, step = found
    refusal = _running(step, told) or not_theirs(floor, command.by, told) or _strange(told, command.values)
    if refusal is None and not command.values:
        refusal = Refusal("values-none", "There is nothing to record.", "Enter at least one value.", "values")
    if refusal is not None:
        return refusal
    return [
        e.StepRecorded(by=command.by, at=at, batch=batch.id, step=told.code, values=dict(command.values), reason=command.reason)
    ]


def skip(floor: Floor, command: c.SkipStep, at: datetime) -> Answer:
    """Leave an optional step out."""
    found = planned_step(floor, command.batch, command.step)
    if isinstance(found, Refusal):
        return found
    batch, _, told, _ = found
    if not told.optional:
        return Refusal("step-needed", f"{told.title} is not optional.", "Place a hold and ask QA.", "step")
    return reasoned(command.reason, "Leaving a step out") or [
        e.StepSkipped(by=command.by, at=at, batch=batch.id, step=told.code, reason=command.reason)
    ]


def move(floor: Floor, command: c.MoveStep, at: datetime) -> Answer:
    """Plan a step elsewhere: started work is fact and stays where it is."""
    found = planned_step(floor, command.batch, command.step)
    if isinstance(found, Refusal):
        return found
    batch, _, told, _ = found
    placement = command.placement
    return (
        placement_refusal(floor, batch, told, placement)
        or reasoned(command.reason, "Moving a step")
        or [e.StepMoved(by=command.by, at=at, batch=batch.id, step=told.code, placement=placement, reason=command.reason)]
    )


def correct(floor: Floor, command: c.CorrectStep, at: datetime) -> Answer:
    """Correct a recorded field; the old value stays readable beside the new one."""
    batch = floor.batches.get(command.batch)
    if batch is None or batch.reported:
        return Refusal("batch-unknown", f"There is no live record of {command.batch} here.", "Check the number.", "batch")
    found = step_of(floor, batch, command.step)
    if isinstance(found, Refusal):
        return found
    _, told, step = found
    if not _may_correct(floor, step, command.by):
        return Refusal("correct-own", "One corrects only one's own entries, before they are verified.", "Ask: supervisor.", "by")
    old = _recorded(step, command.name)
    if old is None:
        return Refusal("nothing-recorded", f"Nothing is recorded for {command.name} of {told.title}.", "Record it first.", "name")
    if not _readable(command.name, command.new):
        return Refusal(
            "value-unreadable", f"“{command.new}” cannot be read as {command.name}.", "Enter it in the same form as before.", "new"
        )
    return reasoned(command.reason, "A correction") or [
        e.StepCorrected(
            by=command.by,
            at=at,
            batch=batch.id,
            step=told.code,
            name=command.name,
            old=old,
            new=command.new,
            reason=command.reason,
            corrects=command.corrects,
        )
    ]


def _may_correct(floor: Floor, step: Step, user: str) -> bool:
    """Supervisors and QC reviewers correct anything, operators and analysts their own unverified entries (data.md 6)."""
    person = floor.people.get(user)
    if person is None or not {Role.SUPERVISOR, Role.QC_REVIEWER}.isdisjoint(person.roles):
        return True
    return not step.verifier and user in step.hands


def _recorded(step: Step, name: str) -> str | None:
    if name.startswith("values."):
        value = step.values.get(name.removeprefix("values."))
        return None if value is None else format(value, "f")
    if name in ("started_at", "finished_at"):
        instant = step.started_at if name == "started_at" else step.finished_at
        return None if instant is None else instant.isoformat()
    return step.comment if name == "comment" and step.over else None


def _readable(name: str, new: str) -> bool:
    try:
        if name.startswith("values."):
            return not wild(Decimal(new))
        if name in ("started_at", "finished_at"):
            return datetime.fromisoformat(new).astimezone(UTC) is not None and datetime.fromisoformat(new).tzinfo is not None
    except (ValueError, ArithmeticError):
        return False
    return True


def _place(command: c.StartStep, step: Step) -> Place:
    planned = step.placement
    if planned is None:
        return Place(command.lane, command.station, command.instrument)
    if command.lane and command.lane != planned.lane:
        return Place(command.lane, command.station, command.instrument)
    return Place(planned.lane, command.station or planned.station, command.instrument or planned.instrument)


def _turn(batch: Batch, recipe: Recipe, told: RecipeStep, at: datetime) -> Refusal | None:
    if batch.held:
        hold = next(iter(batch.holds.values()))
        return Refusal("hold", f"{batch.id} is on hold: {hold.reason}.", "QA lifts the hold first.", "batch")
    if told.code == DISPOSITION:
        return Refusal("disposition", "Disposition is a signature of QA.", "Use “Sign disposition”.", "step")
    before = {code: batch.steps.get(code) for code in told.after}
    waiting = [_title(recipe, code) for code, step in before.items() if step is None or not step.over]
    if waiting:
        return Refusal("order", f"{told.title} comes after {', '.join(waiting)}.", "Finish or skip that first.", "step")
    later = [_title(recipe, code) for code, step in before.items() if step and step.finished_at and at < step.finished_at]
    if later:
        return Refusal("order-time", f"{', '.join(later)} ended after that.", "State a later start, or correct that end.", "at")
    if DISPOSITION in told.after and batch.released_at is None:
        return Refusal("not-released", f"{batch.id} is not released.", "QA signs the disposition first.", "batch")
    early = early_for(recipe, batch, told.code, Edge.START, at)
    if early is not None and early.min_h is not None:
        return Refusal(
            "window-early",
            f"Too early: {early.title} opens after {early.min_h.normalize():f} h.",
            "Wait until the window opens.",
            "step",
        )
    return None


def _title(recipe: Recipe, code: str) -> str:
    return recipe.by_code[code].title if code in recipe.by_code else code


def _running(step: Step, told: RecipeStep) -> Refusal | None:
    if step.state is StepState.RUNNING:
        return None
    if step.over:
        return Refusal("step-over", f"{told.title} is already {step.state.value}.", "Correct the entry instead.", "step")
    return Refusal("not-started", f"{told.title} has not started.", "Start it first.", "step")


def _after_start(step: Step, at: datetime) -> Refusal | None:
    if step.started_at is not None and at < step.started_at:
        return Refusal("ends-before-start", "It would end before it started.", "State a later end, or correct the start.", "at")
    return None


def _second(floor: Floor, told: RecipeStep, step: Step, command: c.FinishStep) -> Refusal | None:
    if not told.verified:
        return None
    verifier = floor.people.get(command.verifier)
    if verifier is None or not verifier.active:
        return Refusal("verifier", f"{told.title} needs a second person.", "Name who checked it; they sign too.", "verifier")
    if verifier.id in (command.by, step.performer):
        return Refusal(
            "verifier-same",
            "The verifier cannot be the performer (21 CFR 211.188(b)(11)).",
            "Another person checks it.",
            "verifier",
        )
    if not may(verifier.roles, Right.VERIFY_STEP):
        return Refusal("verifier-right", f"{verifier.name} may not verify a step.", "Another person checks it.", "verifier")
    return None


def _values(told: RecipeStep, step: Step, command: c.FinishStep) -> Refusal | None:
    missing = [x.title for x in told.limits if x.name not in command.values and x.name not in step.values]
    if missing:
        return Refusal("values-missing", f"Not recorded yet: {', '.join(missing)}.", "Enter the value as read.", "values")
    return _strange(told, command.values)


def _strange(told: RecipeStep, values: Any) -> Refusal | None:
    known = {x.name for x in told.limits}
    strange = [name for name in values if name not in known]
    if strange:
        return Refusal("value-unknown", f"{told.title} does not record {', '.join(strange)}.", "Use a note.", "values")
    odd = [name for name, value in values.items() if wild(value)]
    return Refusal("value-wild", f"{', '.join(odd)}: not a number one can measure.", "Check the entry.", "values") if odd else None


def _gate(batch: Batch, recipe: Recipe, told: RecipeStep) -> Refusal | None:
    if told.code != QC_RELEASE:
        return None
    pending = [t.title for t in recipe.gating if (last := batch.last_test(t.code)) is None or last.state is not TestState.PASS]
    if pending:
        return Refusal("tests-pending", f"Not passed yet: {', '.join(pending)}.", "Enter and review the results first.", "step")
    return None


def _breaches(floor: Floor, recipe: Recipe, batch: Batch, code: str, edge: Edge, by: str, at: datetime) -> list[Event]:
    """A broken hold or window opens its deviation by itself (domain.md 2.2)."""
    found: list[Event] = []
    for lag in broken_by(recipe, batch, code, edge, at):
        deviation = f"DV-{batch.id}-{lag.name}"
        if deviation not in floor.deviations and lag.max_h is not None:
            title = f"{lag.title}: limit of {lag.max_h.normalize():f} h broken"
            found.append(
                e.DeviationOpened(by=by, at=at, deviation=deviation, title=title, severity=Severity.MAJOR, batches=(batch.id,))
            )
    return found


def _out_of_limits(floor: Floor, batch: Batch, told: RecipeStep, values: Any, by: str, at: datetime) -> list[Event]:
    found: list[Event] = []
    for limit in told.limits:
        value = values.get(limit.name)
        deviation = f"DV-{batch.id}-{told.code}-{limit.name}"
        if value is not None and beyond_action(limit, value) and deviation not in floor.deviations:
            title = f"{told.title}: {limit.title} {value:f} {limit.unit} beyond the action limit".replace("  ", " ")
            found.append(
                e.DeviationOpened(by=by, at=at, deviation=deviation, title=title, severity=Severity.MAJOR, batches=(batch.id,))
            )
    return found


def beyond_action(limit: Limit, value: Decimal) -> bool:
    """Whether a value lies beyond its action limits."""
    below = limit.action_low is not None and value < limit.action_low
    return below or (limit.action_high is not None and value > limit.action_high)


RULES: dict[type[Command], Callable[[Floor, Any, datetime], Answer]] = {
    c.StartStep: start,
    c.FinishStep: finish,
    c.RecordStep: record,
    c.SkipStep: skip,
    c.MoveStep: move,
    c.CorrectStep: correct,
}
