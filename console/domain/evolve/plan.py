"""How change sets move steps, and which change sets and drafts the floor remembers."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from console.domain import events as e
from console.domain.events.event import Event
from console.domain.evolve.batches import placed
from console.domain.evolve.parts import find, with_batch, with_step, without
from console.domain.floor import Floor
from console.domain.plan import KeptDraft, MovedStep, PlanChange, latest

CHANGES_KEPT = 50
DRAFTS_KEPT = 20
"""How many change sets and drafts the live floor remembers; all of them stay in the journal."""


def _changed(floor: Floor, event: e.PlanChanged) -> Floor:
    moved: list[MovedStep] = []
    for move in event.moves:
        batch = find(floor, move.batch)
        step = batch.steps.get(move.step) if batch else None
        if batch is not None and step is not None:
            moved.append(MovedStep(move.batch, move.step, step.placement, move.placement))
            floor = with_batch(floor, with_step(batch, placed(step, move.placement)))
    made = PlanChange(event.change, event.title, event.by, event.at, event.reason, tuple(moved), event.undoes)
    changes = latest([*without(floor.changes, made.id).values(), made], CHANGES_KEPT)
    return replace(floor, changes=changes, drafts=without(floor.drafts, event.draft))


def _kept(floor: Floor, event: e.DraftKept) -> Floor:
    made = KeptDraft(event.draft, event.title, event.by, event.at, event.why, event.moves)
    return replace(floor, drafts=latest([*without(floor.drafts, made.id).values(), made], DRAFTS_KEPT))


def _dropped(floor: Floor, event: e.DraftDropped) -> Floor:
    return replace(floor, drafts=without(floor.drafts, event.draft))


RULES: dict[type[Event], Callable[[Floor, Any], Floor]] = {
    e.PlanChanged: _changed,
    e.DraftKept: _kept,
    e.DraftDropped: _dropped,
}
