"""What the floor answers to a command: the events it becomes, or a refusal; pure, and the only place where rules say no."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from typing import Any

from console.domain.commands.command import Command
from console.domain.decide import batches, blanks, copies, dispositions, handover, model, plan, quality, review, site, steps
from console.domain.decide.asking import CONSOLE, EARLY_BY, LATE_AFTER, asking_refusal, locked_refusal, roles_of
from console.domain.events.event import Event
from console.domain.floor import Floor
from console.domain.refusal import Refusal

RULES: dict[type[Command], Callable[[Floor, Any, datetime], list[Event] | Refusal]] = {
    **site.RULES,
    **batches.RULES,
    **dispositions.RULES,
    **steps.RULES,
    **plan.RULES,
    **quality.RULES,
    **model.RULES,
    **handover.RULES,
    **review.RULES,
    **copies.RULES,
    **blanks.RULES,
}


def decide(floor: Floor, command: Command, now: datetime) -> list[Event] | Refusal:
    """The events this command becomes on this floor at this instant, or the refusal that says why not and what instead."""
    at = (command.at or now).astimezone(UTC)
    refused = asking_refusal(floor, command, at, now)
    if refused is not None:
        return refused
    answer = RULES[type(command)](floor, command, at)
    return answer if isinstance(answer, Refusal) else locked_refusal(floor, command, answer) or answer


def refused(answer: list[Event] | Refusal) -> bool:
    """Whether this answer is a refusal."""
    return isinstance(answer, Refusal)


__all__: Sequence[str] = ("CONSOLE", "EARLY_BY", "LATE_AFTER", "RULES", "decide", "refused", "roles_of")
