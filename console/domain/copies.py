"""Papers that left the program: how many copies of each were printed, so that no number is given twice."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import StrEnum

KEPT = 500
"""Of how many papers the live floor knows the copies one by one; all of them stay in the journal."""


class Outlet(StrEnum):
    """Where a copy went."""

    FILE = "file"
    PRINTER = "printer"


@dataclass(frozen=True, slots=True)
class Printed:
    """The number of the last copy of one paper, and when it was made."""

    copy: int
    at: datetime


@dataclass(frozen=True, slots=True)
class Copies:
    """Copies by paper; of papers no longer known one by one, `past` holds the highest number of each kind."""

    last: Mapping[str, Printed] = field(default_factory=dict)
    past: Mapping[str, int] = field(default_factory=dict)

    def number_of_next(self, kind: str, subject: str) -> int:
        """The number that no copy of this paper ever had; numbers may be left out, none comes twice."""
        held = self.last.get(paper(kind, subject))
        return 1 + max(held.copy if held is not None else 0, self.past.get(kind, 0))

    def with_copy(self, kind: str, subject: str, copy: int, at: datetime) -> Copies:
        """One more copy; beyond `KEPT` papers those printed longest ago are known by their kind only."""
        name = paper(kind, subject)
        held = self.last.get(name)
        made = Printed(copy, at) if held is None else Printed(max(held.copy, copy), max(held.at, at))
        last = {**self.last, name: made}
        if len(last) <= KEPT:
            return replace(self, last=last)
        oldest = min(last, key=lambda one: (last[one].at, one))
        gone = last.pop(oldest)
        of = oldest.partition(" ")[0]
        return Copies(last, {**self.past, of: max(self.past.get(of, 0), gone.copy)})


def paper(kind: str, subject: str) -> str:
    """The name of a paper: its kind and what it is about."""
    return f"{kind} {subject}"
