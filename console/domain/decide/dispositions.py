"""The rules of release: nothing leaves before its record, tests and deviations say so, and nobody releases their own work."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

from console.domain import commands as c
from console.domain import events as e
from console.domain.batch import RELEASED, STATUS_RANK, Batch, BatchStatus
from console.domain.commands.command import Command
from console.domain.decide.checks import live_batch
from console.domain.events.event import Event
from console.domain.floor import Floor
from console.domain.quality import TestState
from console.domain.recipe import Gate, Recipe
from console.domain.refusal import Refusal

Answer = list[Event] | Refusal


def sign(floor: Floor, command: c.SignDisposition, at: datetime) -> Answer:
    """Release or reject a batch, as QA who had no hand in it."""
    batch = live_batch(floor, command.batch)
    if isinstance(batch, Refusal):
        return batch
    recipe = floor.recipe_of(batch)
    if recipe is None:
        return Refusal("recipe-unknown", f"The recipe of {batch.id} is not here.", "Use a console that holds it.", "batch")
    if command.decision not in RELEASED | {BatchStatus.REJECTED}:
        return Refusal("decision", f"{command.decision.value} is no disposition.", "Release or reject.", "decision")
    if batch.released_at is not None:
        return Refusal("released-already", f"{batch.id} is released already.", "Open a deviation instead.", "batch")
    own = _own_work(batch, command.by)
    refusal = own if command.decision is BatchStatus.REJECTED else own or blocked(floor, batch, recipe)
    outstanding = outstanding_tests(batch, recipe)
    if refusal is None and outstanding and command.decision is BatchStatus.RELEASED:
        names = ", ".join(title_of(recipe, code) for code in outstanding)
        refusal = Refusal(
            "outstanding", f"Still running: {names}.", "Release conditionally; it is confirmed afterwards.", "decision"
        )
    return refusal or [
        e.DispositionSigned(
            by=command.by,
            at=at,
            batch=batch.id,
            decision=command.decision,
            outstanding=outstanding,
            comment=command.comment,
        )
    ]


def blocked(floor: Floor, batch: Batch, recipe: Recipe) -> Refusal | None:
    """What blocks the release of this batch, as a refusal naming all of it; None when nothing does."""
    found = blockers(floor, batch, recipe)
    if not found:
        return None
    return Refusal("release-blocked", f"{batch.id} cannot be released: {'; '.join(found)}.", "Settle these first.", "batch")


def blockers(floor: Floor, batch: Batch, recipe: Recipe) -> tuple[str, ...]:
    """Everything that stands between this batch and its release, in plain words, the gravest first."""
    found = [f"on hold: {h.reason}" for h in batch.holds.values()]
    for deviation in floor.deviations.values():
        if batch.id in deviation.batches and deviation.blocks_release:
            found.append(f"deviation {deviation.id} not settled")
    for test in recipe.gating:
        last = batch.last_test(test.code)
        if last is None or last.state is not TestState.PASS:
            found.append(f"{test.title}: {_test_word(last.state if last else None)}")
    for code in outstanding_tests(batch, recipe):
        last = batch.last_test(code)
        if last is not None and last.state is TestState.OOS:
            found.append(f"{title_of(recipe, code)}: {_test_word(last.state)}")
    release = recipe.by_code.get(recipe.release_step)
    for code in release.after if release else ():
        if code not in batch.steps or not batch.steps[code].over:
            found.append(f"{recipe.by_code[code].title if code in recipe.by_code else code} not done")
    return tuple(found)


def _test_word(state: TestState | None) -> str:
    words = {
        None: "not started",
        TestState.IN_TEST: "running",
        TestState.RESULT_ENTERED: "to be reviewed",
        TestState.INVALID: "invalid, to be repeated",
    }
    return words.get(state, "out of specification")


def outstanding_tests(batch: Batch, recipe: Recipe) -> tuple[str, ...]:
    """The confirming tests that have not passed yet."""
    found = []
    for test in recipe.tests:
        last = batch.last_test(test.code)
        if test.gate is Gate.CONFIRM and (last is None or last.state is not TestState.PASS):
            found.append(test.code)
    return tuple(found)


def title_of(recipe: Recipe, test: str) -> str:
    """The title of a test, or its code where the recipe does not know it."""
    spec = recipe.test(test)
    return spec.title if spec else test


def _own_work(batch: Batch, user: str) -> Refusal | None:
    if any(user in s.hands for s in batch.steps.values() if s.code not in ("RECORD_REVIEW", "HARVEST_DECISION")):
        return Refusal(
            "own-work", "Nobody releases a batch they performed or verified a step of.", "Another person of QA signs.", "by"
        )
    return None


def confirm(floor: Floor, command: c.ConfirmBatch, at: datetime) -> Answer:
    """Say that everything that was to be confirmed after release has been."""
    batch = live_batch(floor, command.batch)
    if isinstance(batch, Refusal):
        return batch
    recipe = floor.recipe_of(batch)
    if batch.released_at is None or recipe is None:
        return Refusal("not-released", f"{batch.id} is not released.", "Release comes first.", "batch")
    for code in outstanding_tests(batch, recipe):
        last = batch.last_test(code)
        if last is not None and last.state is TestState.OOS:
            return [e.BatchFailed(by=command.by, at=at, batch=batch.id, test=last.id, reason=command.reason)]
    if outstanding_tests(batch, recipe):
        return Refusal("outstanding", f"{batch.id} still waits for confirming tests.", "Wait for their results.", "batch")
    ahead = [s for s in recipe.steps if s.reaches and not s.optional and _rank(s.reaches) > STATUS_RANK[batch.status]]
    if any(s.code not in batch.steps or not batch.steps[s.code].over for s in ahead):
        return Refusal("underway", f"{batch.id} is not at its clinic yet.", "Confirm after it was administered.", "batch")
    return [e.BatchConfirmed(by=command.by, at=at, batch=batch.id)]


def _rank(status: str) -> int:
    return STATUS_RANK[BatchStatus(status)] if status in BatchStatus.__members__ else -1


RULES: dict[type[Command], Callable[[Floor, Any, datetime], Answer]] = {c.SignDisposition: sign, c.ConfirmBatch: confirm}
