"""What the floor would say to each line if it were entered now: tried on a floor in hand, nothing is recorded by it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime

from console.domain.blanks import BlankEntry
from console.domain.decide.paper import transcript
from console.domain.refusal import Refusal
from console.view.blanks.sheet import Sheet

WAY = "Look at the sheet again; or say why the line is not entered: it stays on the sheet, and a note says so."


def refused(sheet: Sheet, entries: tuple[BlankEntry, ...], by: str, now: datetime) -> Mapping[str, Refusal]:
    """The floor's no by line, with the rule and the way out; nothing for a line that it takes."""
    found: dict[str, Refusal] = {}
    for each in transcript(sheet.floor, sheet.blank, entries, by, now).refused:
        no = each.refusal
        found.setdefault(each.line, replace(no, instead=f"{no.instead} {WAY}".strip()))
    return found
