"""Whether somebody may ask at all: who it is, which right it takes, when it is said to have happened, and what is locked."""

from __future__ import annotations

from datetime import datetime, timedelta

from console.domain.codec import entities
from console.domain.commands.command import Command
from console.domain.events.event import Event
from console.domain.facility import Role
from console.domain.floor import Floor
from console.domain.refusal import Refusal
from console.domain.rights import ALLOWED, Right, may

CONSOLE = "console"
"""The user id under which the console itself makes entries."""

LONGEST = 4000
"""How many characters a text may have that somebody writes into the record."""

LATE_AFTER = timedelta(minutes=15)
EARLY_BY = timedelta(minutes=1)
"""How far a stated instant may lie behind (without a reason) or before the console's clock."""


def asking_refusal(floor: Floor, command: Command, at: datetime, now: datetime) -> Refusal | None:
    """A refusal unless this person may ask this, as of this stated instant."""
    return _person_refusal(floor, command) or _time_refusal(command, at, now) or long_refusal("reason", command.reason)


def roles_of(floor: Floor, user: str) -> tuple[Role, ...]:
    """The roles of a user now; the console itself configures a site only while that site holds no batch."""
    if user == CONSOLE:
        return (Role.SYSTEM,) if floor.batches or floor.left else (Role.SYSTEM, Role.ADMIN)
    person = floor.people.get(user)
    return person.roles if person is not None and person.active else ()


def _person_refusal(floor: Floor, command: Command) -> Refusal | None:
    roles = roles_of(floor, command.by)
    if not roles:
        return Refusal(
            "person-unknown", f"{command.by or 'nobody'} is not known here, or no longer active.", "Log in as yourself.", "by"
        )
    if not may(roles, command.right):
        who = ", ".join(sorted(role.value.replace("_", " ") for role in ALLOWED[command.right]))
        return Refusal("right", f"{floor.person_name(command.by)} may not {command.right.value}.", f"Ask: {who}.", "by")
    return None


def _time_refusal(command: Command, at: datetime, now: datetime) -> Refusal | None:
    if at > now + EARLY_BY:
        return Refusal(
            "time-future", "It is stated to have happened later than now.", "State when it happened, or leave the time empty.", "at"
        )
    if now - at > LATE_AFTER and not command.reason.strip():
        return Refusal(
            "late-reason", "It happened more than 15 minutes ago.", "Say why it is entered late (contemporaneous record).", "reason"
        )
    return None


def long_refusal(place: str, *texts: str) -> Refusal | None:
    """A refusal where a text is longer than anybody reads in one line of the journal."""
    if all(len(text) <= LONGEST for text in texts):
        return None
    return Refusal("words-long", f"A text has at most {LONGEST:,} characters.", "Write it shorter.", place)


def locked_refusal(floor: Floor, command: Command, events: list[Event]) -> Refusal | None:
    """A refusal where a newer program wrote about what these events touch."""
    if not floor.locked or command.right in (Right.MACHINE, Right.PRINT):
        return None
    touched = {entity for event in events for entity in entities(event)}
    touched |= {entity.replace("lane:", "room:") for entity in touched}
    if touched.isdisjoint(floor.locked):
        return None
    return Refusal(
        "newer-entry", "A newer program wrote about this; this program can only read it.", "Use the newer program.", "batch"
    )
