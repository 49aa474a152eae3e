"""The rules for printed copies: each names its paper and its content, and bears a number that no other bears."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import datetime
from typing import Any

from console.domain import commands as c
from console.domain import events as e
from console.domain.commands.command import Command
from console.domain.copies import paper
from console.domain.decide.asking import long_refusal
from console.domain.events.event import Event
from console.domain.floor import Floor
from console.domain.refusal import Refusal

Answer = list[Event] | Refusal

MOST_PAGES = 100_000
_KIND = re.compile(r"[a-z]+(-[a-z]+)*")
_DIGEST = re.compile(r"[0-9a-f]{64}")


def printed(floor: Floor, command: c.LogPrint, at: datetime) -> Answer:
    """Log a copy under the next number of its paper."""
    if not _KIND.fullmatch(command.kind) or not command.title.strip():
        return Refusal("copy-paper", "It is not said which paper it is.", "Name its kind and its title.", "kind")
    if not 0 < command.pages <= MOST_PAGES:
        return Refusal("copy-pages", "A copy has pages.", "Lay the paper out before it is logged.", "pages")
    if not _DIGEST.fullmatch(command.digest):
        return Refusal("copy-digest", "Its content has no digest.", "State the SHA-256 of what is printed.", "digest")
    if not command.head.strip() or command.entries < 0:
        return Refusal("copy-head", "It is not said from which journal it was made.", "State the journal's head.", "head")
    refused = long_refusal("title", command.title, command.subject, command.head, command.name)
    if refused is not None:
        return refused
    number = floor.copies.number_of_next(command.kind, command.subject)
    told = e.CopyPrinted(
        by=command.by, at=at, kind=command.kind, title=command.title, copy=number, pages=command.pages, digest=command.digest,
        head=command.head, entries=command.entries, subject=command.subject, outlet=command.outlet, name=command.name,
        reason=command.reason,
    )  # fmt: skip
    return [told]


def not_written(floor: Floor, command: c.ReportNotWritten, at: datetime) -> Answer:
    """Say that a logged copy never came to be."""
    held = floor.copies.last.get(paper(command.kind, command.subject))
    if held is None or not 0 < command.copy <= held.copy:
        return Refusal("copy-unknown", "No such copy was logged.", "Name the copy by its number.", "copy")
    if not command.reason.strip():
        return Refusal("copy-reason", "It is not said why it was not written.", "Say what failed.", "reason")
    return [
        e.CopyNotWritten(by=command.by, at=at, kind=command.kind, copy=command.copy, subject=command.subject, reason=command.reason)
    ]


RULES: dict[type[Command], Callable[[Floor, Any, datetime], Answer]] = {c.LogPrint: printed, c.ReportNotWritten: not_written}
