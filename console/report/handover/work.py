"""Section 5: the steps that run and the signatures they need, what may begin, what cannot and why, and what is due next."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from console.domain.batch import Batch, Step, StepState
from console.domain.commands import StartStep
from console.domain.decide.steps import start
from console.domain.facility import Role
from console.domain.handover import HandoverPoint, HandoverWords, Sbar, Standing
from console.domain.recipe import DISPOSITION, RecipeKind, RecipeStep
from console.domain.refusal import Refusal
from console.report.handover.seen import Seen

LASTING = frozenset({"hold", "room-out", "instrument-out", "room-recipe", "instrument-unknown"})
"""What keeps a step from beginning until somebody acts; all else may be gone when its time has come."""


def signatures(seen: Seen) -> Iterator[HandoverPoint]:
    """Steps that run and end before the coming shift does: their signatures are missing; steps that should have begun."""
    for batch, step in _steps(seen):
        told = _told(seen, batch, step)
        if step.state is StepState.RUNNING and (end := _end(seen, batch, step)) is not None and end < seen.until:
            yield _to_sign(seen, batch, step, end, told)
        elif step.placement is not None and step.placement.start < seen.now and _could(seen, batch, step):
            yield _overdue(seen, batch, step, told)
    for batch in seen.live:
        recipe = seen.floor.recipe_of(batch)
        if batch.held and recipe is not None and recipe.kind is not RecipeKind.PATIENT:
            reasons = "; ".join(f"{hold.reason}, since {seen.clock(hold.at)}" for hold in batch.holds.values())
            yield seen.point(
                5, "hold", f"batch:{batch.id}", f"{batch.id} is on hold: {reasons}", Role.QA,
                do="lift the hold, or decide what becomes of the batch", standing=Standing.HOLD,
            )  # fmt: skip


def _to_sign(seen: Seen, batch: Batch, step: Step, end: datetime, told: RecipeStep | None) -> HandoverPoint:
    """Whoever began it signs it, if they stay; else who of that role comes."""
    person = seen.floor.people.get(step.performer)
    stays = person is None or not person.shift or seen.shift.has(person)
    owner: str | Role = step.performer if stays or told is None else told.role
    begun = "" if stays else f", begun by {seen.floor.person_name(step.performer)}, who goes"
    signers = "performer's and verifier's signature" if told is not None and told.verified else "performer's signature"
    words = f"{batch.id} {seen.title(batch, step.code)}{seen.place(step)} ends: {signers} missing{begun}"
    return seen.point(5, step.code, f"batch:{batch.id}", words, owner, end, own=True, standing=Standing.RUNS)


def _overdue(seen: Seen, batch: Batch, step: Step, told: RecipeStep | None) -> HandoverPoint:
    """A step whose time has come: why it cannot begin, or that it may."""
    title, at = seen.title(batch, step.code), step.placement.start if step.placement is not None else seen.now
    words = f"{batch.id} {title}{seen.place(step)} should have begun {seen.clock(at)}"
    refusal = _refused(seen, batch, step)
    standing = Standing.ELIGIBLE if refusal is None else Standing.HOLD if refusal.rule == "hold" else Standing.BLOCKED
    sbar = Sbar("", "It may begin now" if refusal is None else f"It cannot begin: {refusal.why.rstrip('.')}")
    do = "begin it, or plan it anew" if refusal is None else _mended(refusal)
    role = told.role if told is not None and refusal is None else Role.SUPERVISOR
    return seen.point(5, step.code, f"batch:{batch.id}", words, role, sbar=sbar, do=do, own=True, standing=standing)


def _mended(refusal: Refusal) -> str:
    way = refusal.instead.rstrip(".")
    return way if way.startswith("QA") else f"{way[:1].lower()}{way[1:]}" or "plan it anew"


def running(seen: Seen) -> Iterator[HandoverWords]:
    """What runs beyond the coming shift, the step of each batch that begins within it, and whether it may begin already."""
    for batch in seen.live:
        subject = f"batch:{batch.id}"
        for step in batch.steps.values():
            end = _end(seen, batch, step)
            if step.state is StepState.RUNNING and step.started_at is not None and (end is None or end >= seen.until):
                to = f" to {seen.clock(end)}" if end is not None else ""
                since = f"{seen.clock(step.started_at)}{to}{_verified(seen, batch)}"
                words = f"{batch.id} {seen.title(batch, step.code)}{seen.place(step)} runs since {since}"
                yield HandoverWords(5, words, Standing.RUNS, subject)
        ahead = [(s.placement.start, s) for s in batch.steps.values() if s.state is StepState.PLANNED and s.placement is not None]
        due = min((one for one in ahead if seen.now <= one[0] < seen.until), key=lambda one: one[0], default=None)
        if due is not None:
            at, step = due
            words = f"{batch.id} next: {seen.title(batch, step.code)}{seen.place(step)} {seen.clock(at)}"
            yield HandoverWords(5, words, Standing.NEXT, subject)
            yield from _whether(seen, batch, step)


def _whether(seen: Seen, batch: Batch, step: Step) -> Iterator[HandoverWords]:
    """Whether the next step may begin already, or somebody must act first."""
    if step.code == DISPOSITION or not _could(seen, batch, step):
        return
    refusal = _refused(seen, batch, step)
    words = f"{batch.id} {seen.title(batch, step.code)}{seen.place(step)}"
    if refusal is None:
        yield HandoverWords(5, f"{words} may begin already", Standing.ELIGIBLE, f"batch:{batch.id}")
    elif refusal.rule in LASTING:
        standing = Standing.HOLD if refusal.rule == "hold" else Standing.BLOCKED
        yield HandoverWords(5, f"{words} cannot begin: {refusal.why}", standing, f"batch:{batch.id}")


def _verified(seen: Seen, batch: Batch) -> str:
    """The last step that a second person has verified."""
    done = [(s.finished_at, s.code) for s in batch.steps.values() if s.finished_at is not None and s.verifier]
    return f"; last verified: {seen.title(batch, max(done)[1])}, {seen.clock(max(done)[0])}" if done else ""


def _steps(seen: Seen) -> Iterator[tuple[Batch, Step]]:
    return ((batch, step) for batch in seen.live for step in batch.steps.values() if not step.over)


def _told(seen: Seen, batch: Batch, step: Step) -> RecipeStep | None:
    recipe = seen.floor.recipe_of(batch)
    return recipe.by_code.get(step.code) if recipe else None


def _refused(seen: Seen, batch: Batch, step: Step) -> Refusal | None:
    """What the floor would say if somebody of the right role began the step now where it is planned; None when it may begin."""
    answer = start(seen.floor, StartStep(by="", batch=batch.id, step=step.code), seen.now)
    return answer if isinstance(answer, Refusal) else None


def _could(seen: Seen, batch: Batch, step: Step) -> bool:
    """Whether a planned step waits for no other step: what waits behind a late one is not told again."""
    told = _told(seen, batch, step)
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
