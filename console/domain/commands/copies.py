"""What people ask of papers: that a copy be logged before it is printed, and that one was not written after all."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from console.domain.commands.command import Command
from console.domain.copies import Outlet
from console.domain.rights import Right


@dataclass(frozen=True, slots=True, kw_only=True)
class LogPrint(Command):
    """Log a copy of a paper: its kind (one word), what it is about (like `batch:B-0412`, or nothing), and what is printed.

    `digest` is the SHA-256 (hex) of its content, `head` and `entries` the journal it was made from, `name` that of the file
    or of the printer.
    """

    right: ClassVar[Right] = Right.PRINT

    kind: str
    title: str
    pages: int
    digest: str
    head: str
    entries: int
    subject: str = ""
    outlet: Outlet = Outlet.FILE
    name: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportNotWritten(Command):
    """Say that a logged copy never came to be: the disk or the printer failed; the reason says how."""

    right: ClassVar[Right] = Right.PRINT

    kind: str
    copy: int
    subject: str = ""
