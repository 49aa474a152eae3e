"""What happens to papers: a copy leaves the program, or was logged and never came to be."""

from __future__ import annotations

from dataclasses import dataclass

from console.domain.copies import Outlet
from console.domain.events.event import Event


@dataclass(frozen=True, slots=True, kw_only=True)
class CopyPrinted(Event):
    """A copy was printed under its number: of which paper, how many pages, its content's digest, from which journal, where to."""

    kind: str
    title: str
    copy: int
    pages: int
    digest: str
    head: str
    entries: int
    subject: str = ""
    outlet: Outlet = Outlet.FILE
    name: str = ""
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class CopyNotWritten(Event):
    """The copy of this number was logged and never came to be; its number stays used."""

    kind: str
    copy: int
    subject: str = ""
    reason: str = ""
