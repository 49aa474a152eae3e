"""What the floor answers to a command: the events it becomes, or a refusal; pure, and the only place where rules say no."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

from console.domain.codec import entities
from console.domain.commands.command import Command
from console.domain.decide import batches, copies, dispositions, handover, model, plan, quality, review, site, steps
from console.domain.events.event import Event
from console.domain.facility import Role
from console.domain.floor import Floor
from console.domain.refusal import Refusal
from console.domain.rights import ALLOWED, Right, may

CONSOLE = "console"
"""The user id under which the console itself makes entries."""

LATE_AFTER = timedelta(minutes=15)
EARLY_BY = timedelta(minutes=1)
"""How far a stated instant may lie behind (without a reason) or before the console's clock."""

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
}


def decide(floor: Floor, command: Command, now: datetime) -> list[Event] | Refusal:
    """The events this command becomes on this floor at this instant, or the refusal that says why not and what instead."""
    at = (command.at or now).astimezone(UTC)
    refused = _person(floor, command) or _time(command, at, now)
    if refused is not None:
        return refused
    answer = RULES[type(command)](floor, command, at)
    return answer if isinstance(answer, Refusal) else _locked(floor, command, answer) or answer


def roles_of(floor: Floor, user: str) -> tuple[Role, ...]:
    """The roles of a user now; the console itself configures a site only while that site holds no batch."""
    if user == CONSOLE:
        return (Role.SYSTEM,) if floor.batches or floor.left else (Role.SYSTEM, Role.ADMIN)
    person = floor.people.get(user)
    return person.roles if person is not None and person.active else ()


def _person(floor: Floor, command: Command) -> Refusal | None:
    roles = roles_of(floor, command.by)
    if not roles:
        return Refusal(
            "person-unknown", f"{command.by or 'nobody'} is not known here, or no longer active.", "Log in as yourself.", "by"
        )
    if not may(roles, command.right):
        who = ", ".join(sorted(role.value.replace("_", " ") for role in ALLOWED[command.right]))
        return Refusal("right", f"{floor.person_name(command.by)} may not {command.right.value}.", f"Ask: {who}.", "by")
    return None


def _time(command: Command, at: datetime, now: datetime) -> Refusal | None:
    if at > now + EARLY_BY:
        return Refusal(
            "time-future", "It is stated to have happened later than now.", "State when it happened, or leave the time empty.", "at"
        )
    if now - at > LATE_AFTER and not command.reason.strip():
        return Refusal(
            "late-reason", "It happened more than 15 minutes ago.", "Say why it is entered late (contemporaneous record).", "reason"
        )
    return None


def _locked(floor: Floor, command: Command, events: list[Event]) -> Refusal | None:
    if not floor.locked or command.right in (Right.MACHINE, Right.PRINT):
        return None
    touched = {entity for event in events for entity in entities(event)}
    touched |= {entity.replace("lane:", "room:") for entity in touched}
    if touched.isdisjoint(floor.locked):
        return None
    return Refusal(
        "newer-entry", "A newer program wrote about this; this program can only read it.", "Use the newer program.", "batch"
    )


def refused(answer: list[Event] | Refusal) -> bool:
    """Whether this answer is a refusal."""
    return isinstance(answer, Refusal)


__all__: Sequence[str] = ("CONSOLE", "EARLY_BY", "LATE_AFTER", "RULES", "decide", "refused", "roles_of")
