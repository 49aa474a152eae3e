"""Section 5: the steps that run, the signatures they still need, what is due next and what should have begun."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from console.domain.batch import Batch, Step, StepState
from console.domain.handover import HandoverPoint, HandoverWords
from console.domain.recipe import RecipeKind
from console.report.handover.seen import Seen


def signatures(seen: Seen) -> Iterator[HandoverPoint]:
    """Steps that run and end before the coming shift does: their signatures are missing; steps that should have begun."""
    for batch, step in _steps(seen):
        title, where = seen.title(batch, step.code), seen.place(step)
        if step.state is StepState.RUNNING and (end := _end(seen, batch, step)) is not None and end < seen.until:
            words = f"{batch.id} {title}{where} ends: {_missing(seen, batch, step)} missing"
            yield seen.point(5, step.code, f"batch:{batch.id}", words, step.performer, end)
        elif step.placement is not None and step.placement.start < seen.now and _could(seen, batch, step):
            words = f"{batch.id} {title}{where} should have begun {seen.clock(step.placement.start)}"
            yield seen.point(5, step.code, f"batch:{batch.id}", words)
    for batch in seen.live:
        recipe = seen.floor.recipe_of(batch)
        if batch.held and recipe is not None and recipe.kind is not RecipeKind.PATIENT:
            reasons = "; ".join(hold.reason for hold in batch.holds.values())
            yield seen.point(5, "hold", f"batch:{batch.id}", f"{batch.id} is on hold: {reasons}", "qa")


def running(seen: Seen) -> Iterator[HandoverWords]:
    """What runs beyond the coming shift, and the next step of each batch that begins within it."""
    for batch in seen.live:
        for step in batch.steps.values():
            end = _end(seen, batch, step)
            if step.state is StepState.RUNNING and step.started_at is not None and (end is None or end >= seen.until):
                to = f" to {seen.clock(end)}" if end is not None else ""
                since = seen.clock(step.started_at)
                yield HandoverWords(5, f"{batch.id} {seen.title(batch, step.code)}{seen.place(step)} runs since {since}{to}")
        ahead = [(s.placement.start, s) for s in batch.steps.values() if s.state is StepState.PLANNED and s.placement is not None]
        due = min((one for one in ahead if seen.now <= one[0] < seen.until), key=lambda one: one[0], default=None)
        if due is not None:
            at, step = due
            yield HandoverWords(5, f"{batch.id} next: {seen.title(batch, step.code)}{seen.place(step)} {seen.clock(at)}")


def _steps(seen: Seen) -> Iterator[tuple[Batch, Step]]:
    return ((batch, step) for batch in seen.live for step in batch.steps.values() if not step.over)


def _could(seen: Seen, batch: Batch, step: Step) -> bool:
    """Whether a planned step waits for no other step: what waits behind a late one is not told again."""
    recipe = seen.floor.recipe_of(batch)
    told = recipe.by_code.get(step.code) if recipe else None
    before = [batch.steps[code] for code in (told.after if told else ()) if code in batch.steps]
    return step.state is StepState.PLANNED and all(one.over for one in before)


def _end(seen: Seen, batch: Batch, step: Step) -> datetime | None:
    """When a running step is expected to end: by the forecast, else as long as it was planned to take."""
    forecast = seen.forecast(batch.id)
    if forecast is not None and step.code in forecast.steps:
        return forecast.steps[step.code][1]
    if step.placement is None or step.started_at is None:
        return None
    return step.started_at + (step.placement.end - step.placement.start)


def _missing(seen: Seen, batch: Batch, step: Step) -> str:
    recipe = seen.floor.recipe_of(batch)
    told = recipe.by_code.get(step.code) if recipe else None
    return "performer's and verifier's signature" if told is not None and told.verified else "performer's signature"
