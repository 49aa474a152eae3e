"""The steps of a batch as a table: planned and actual times, place, people, what was recorded, what is expected."""

from __future__ import annotations

from datetime import datetime

from console.domain.batch import Step, StepState
from console.domain.recipe import RecipeStep
from console.view import spoken
from console.view.batch.card import Seen
from console.view.batch.rows import Row, Table, Tone

HEADINGS = ("Step", "State", "Planned (moved by)", "Started", "Ended", "Where", "People", "Recorded")
_TONES: dict[StepState, Tone] = {StepState.DONE: "muted", StepState.SKIPPED: "muted", StepState.RUNNING: "strong"}


def steps_table(seen: Seen) -> Table:
    """One row a step in the recipe's order; rows of an imported batch as they were reported."""
    if seen.batch.reported:
        return _reported(seen)
    recipe = seen.floor.recipe_of(seen.batch)
    order = recipe.order if recipe else {}
    found = sorted(seen.batch.steps.values(), key=lambda step: order.get(step.code, len(order)))
    return Table(HEADINGS, tuple(_row(seen, step, recipe.by_code.get(step.code) if recipe else None) for step in found))


def step_to_do(seen: Seen) -> str:
    """The step somebody would act on: the attended one that runs, else the next in turn, else what runs; empty for none."""
    recipe, batch = seen.floor.recipe_of(seen.batch), seen.batch
    if recipe is None or batch.reported:
        return ""
    told = [step for step in recipe.steps if step.code in batch.steps]
    running = [step for step in told if batch.steps[step.code].state is StepState.RUNNING]
    attended = [step.code for step in running if step.attended]
    due = [
        step.code
        for step in told
        if batch.steps[step.code].state is StepState.PLANNED and not step.optional
        and all(batch.steps[code].over for code in step.after if code in batch.steps)
    ]
    return next(iter((*attended, *due, *(step.code for step in running))), "")


def _row(seen: Seen, step: Step, told: RecipeStep | None) -> Row:
    title = told.title if told else step.code
    cells = (
        title,
        _state(seen, step),
        _planned(seen, step),
        _moment(seen, step.started_at),
        _ended(seen, step),
        _where(seen, step),
        _people(seen, step),
        _recorded(step, told),
    )
    return Row(step.code, cells, _sign(seen, step), _TONES.get(step.state, ""))


def _state(seen: Seen, step: Step) -> str:
    if step.state is StepState.RUNNING and step.started_at is not None:
        return f"running for {spoken.span(seen.now - step.started_at)}"
    if step.state is StepState.PLANNED and step.placement and step.placement.start < seen.now:
        return f"should have started {spoken.span(seen.now - step.placement.start)} ago"
    return step.state.value


def _sign(seen: Seen, step: Step) -> str:
    """A running step past its planned end, or a planned one past its start: watch it."""
    if step.placement is None or seen.batch.held:
        return ""
    overrun = step.state is StepState.RUNNING and step.placement.end < seen.now
    missed = step.state is StepState.PLANNED and step.placement.start < seen.now
    return "3" if overrun or missed else ""


def _planned(seen: Seen, step: Step) -> str:
    if step.placement is None:
        return "not planned"
    words = f"{_moment(seen, step.placement.start)} – {_end(seen, step.placement.start, step.placement.end)}"
    if step.baseline is not None and step.baseline.start != step.placement.start:
        moved = step.placement.start - step.baseline.start
        words += f" ({'+' if moved.total_seconds() > 0 else ''}{spoken.span(moved)})"
    return words


def _ended(seen: Seen, step: Step) -> str:
    if step.finished_at is not None:
        return _end(seen, step.started_at, step.finished_at)
    expected = seen.forecast.steps.get(step.code) if seen.forecast else None
    return f"expected {_moment(seen, expected[1])}" if expected and not step.over else ""


def _end(seen: Seen, start: datetime | None, end: datetime) -> str:
    same = start is not None and start.astimezone(seen.zone).date() == end.astimezone(seen.zone).date()
    return f"{end.astimezone(seen.zone):%H:%M}" if same else _moment(seen, end)


def _where(seen: Seen, step: Step) -> str:
    placement = step.placement
    lane = step.lane or (placement.lane if placement else "")
    station = step.station or (placement.station if placement and not step.lane else "")
    instrument = step.instrument or (placement.instrument if placement and not step.lane else "")
    return " · ".join(part for part in (f"{lane}/{station}" if station else lane, instrument) if part)


def _people(seen: Seen, step: Step) -> str:
    names = [seen.floor.person_name(user) for user in (step.performer, step.verifier) if user]
    words = ", verified by ".join(names)
    return f"{words}; in ink on sheet {step.paper}" if step.paper else words


def _recorded(step: Step, told: RecipeStep | None) -> str:
    limits = {limit.name: limit for limit in (told.limits if told else ())}
    parts = []
    for name, value in step.values.items():
        limit = limits.get(name)
        parts.append(f"{limit.title if limit else name} {value:f} {limit.unit if limit else ''}".strip())
    parts += [f"corrected {c.field}: {c.old} → {c.new}, {c.reason}" for c in step.corrections]
    return "; ".join([*parts, step.comment] if step.comment else parts)


def _moment(seen: Seen, at: datetime | None) -> str:
    return seen.moment(at)


def _reported(seen: Seen) -> Table:
    rows = []
    for reported in seen.batch.rows:
        end = _end(seen, reported.planned_start, reported.planned_end) if reported.planned_end else ""
        planned = f"{_moment(seen, reported.planned_start)} – {end}".strip(" –")
        cells = (
            reported.label, reported.status or "as reported", planned, _moment(seen, reported.started_at),
            _moment(seen, reported.finished_at), reported.lane, reported.people, reported.note,
        )  # fmt: skip
        rows.append(Row(f"row {reported.row}", cells, tone="muted"))
    return Table(HEADINGS, tuple(rows))
