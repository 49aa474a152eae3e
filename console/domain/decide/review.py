"""The rules for marking the journal as reviewed: a mark names an entry, and marks go forward."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

from console.domain import commands as c
from console.domain import events as e
from console.domain.commands.command import Command
from console.domain.decide.asking import long_refusal
from console.domain.events.event import Event
from console.domain.floor import Floor
from console.domain.refusal import Refusal

Answer = list[Event] | Refusal

MOST = 2**53
"""No journal numbers its entries beyond this, and no program reads a greater number exactly."""


def review(floor: Floor, command: c.ReviewAudit, at: datetime) -> Answer:
    """Mark the journal as reviewed through an entry beyond the last mark."""
    if not 0 < command.through < MOST or not command.entry.strip():
        return Refusal("audit-entry", "No entry is named.", "Name the entry through which you read.", "through")
    last = floor.reviewed
    if last is not None and command.through <= last.through:
        why = f"{floor.person_name(last.by)} reviewed through entry {last.through} already."
        return Refusal("audit-forward", why, "Name a later entry, or leave the mark as it is.", "through")
    return long_refusal("comment", command.comment) or [
        e.AuditReviewed(by=command.by, at=at, through=command.through, entry=command.entry, comment=command.comment)
    ]


RULES: dict[type[Command], Callable[[Floor, Any, datetime], Answer]] = {c.ReviewAudit: review}
