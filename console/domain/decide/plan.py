"""The rules for change sets and kept drafts: all moves or none, and the step that stands in the way is named."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from typing import Any

from console.domain import commands as c
from console.domain import events as e
from console.domain.commands.command import Command
from console.domain.decide.checks import planned_step, reasoned
from console.domain.decide.places import placement_refusal
from console.domain.events.event import Event
from console.domain.floor import Floor
from console.domain.plan import StepMove
from console.domain.refusal import Refusal

Answer = list[Event] | Refusal

MOST_MOVES = 1000
"""How many steps one change set may move: what a person can still be said to have signed."""


def change(floor: Floor, command: c.ChangePlan, at: datetime) -> Answer:
    """Move steps of any batches under one signature: every move must be possible, or nothing moves."""
    if command.change in floor.changes:
        return Refusal("change-known", f"{command.change} is a change set already.", "Give the new one its own number.", "change")
    if command.undoes and command.undoes not in floor.changes:
        return Refusal("change-unknown", f"There is no change set {command.undoes} to move back.", "Choose a later one.", "undoes")
    refusal = _named(command.change, command.title, "change") or _sized(command.moves)
    refusal = refusal or next((no for move in command.moves if (no := _moved(floor, move)) is not None), None)
    return (
        refusal
        or reasoned(command.reason, "Changing the plan")
        or [
            e.PlanChanged(
                by=command.by,
                at=at,
                change=command.change,
                title=command.title,
                moves=command.moves,
                reason=command.reason,
                undoes=command.undoes,
                draft=command.draft,
            )
        ]
    )


def _named(number: str, title: str, place: str) -> Refusal | None:
    if not number.strip() or len(number) > 40:
        return Refusal("plan-number", "It needs a number of at most 40 characters.", "Give it one.", place)
    if not title.strip() or len(title) > 200:
        return Refusal("plan-title", "It needs a title of at most 200 characters.", "Say in one line what moves.", "title")
    return None


def _sized(moves: tuple[StepMove, ...]) -> Refusal | None:
    if not moves:
        return Refusal("plan-empty", "Nothing moves.", "Move at least one step.", "moves")
    if len(moves) > MOST_MOVES:
        return Refusal("plan-size", f"{len(moves)} steps are too many for one signature.", f"Sign up to {MOST_MOVES}.", "moves")
    seen: set[tuple[str, str]] = set()
    for move in moves:
        if (move.batch, move.step) in seen:
            return Refusal("step-twice", f"{move.step} of {move.batch} is moved twice.", "Say once where it goes.", "moves")
        seen.add((move.batch, move.step))
    return None


def _moved(floor: Floor, move: StepMove) -> Refusal | None:
    found = planned_step(floor, move.batch, move.step)
    if isinstance(found, Refusal):
        return _of_step(found, move, move.step)
    batch, _, told, _ = found
    refusal = placement_refusal(floor, batch, told, move.placement)
    return _of_step(refusal, move, told.title) if refusal is not None else None


def _of_step(refusal: Refusal, move: StepMove, title: str) -> Refusal:
    """The refusal with the name of the step it is about: a set of moves has many."""
    return replace(refusal, why=f"{move.batch}, {title}: {refusal.why}", place="moves")


def keep(floor: Floor, command: c.KeepDraft, at: datetime) -> Answer:
    """Keep a draft as others see it; it need not be possible, it moves nothing."""
    refusal = _named(command.draft, command.title, "draft") or _sized(command.moves)
    return refusal or [
        e.DraftKept(by=command.by, at=at, draft=command.draft, title=command.title, moves=command.moves, why=command.why)
    ]


def drop(floor: Floor, command: c.DropDraft, at: datetime) -> Answer:
    """Put a kept draft away."""
    if command.draft not in floor.drafts:
        return Refusal("draft-unknown", f"There is no kept draft {command.draft}.", "Choose one that is kept.", "draft")
    return [e.DraftDropped(by=command.by, at=at, draft=command.draft, reason=command.reason)]


RULES: dict[type[Command], Callable[[Floor, Any, datetime], Answer]] = {
    c.ChangePlan: change,
    c.KeepDraft: keep,
    c.DropDraft: drop,
}
