"""Sheets on paper: each is printed once as itself, into a folder; every later print is a logged copy with its lines closed."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject

from console.domain.blanks import Blank
from console.report.tree import Document, Imprint
from console.service.ports import Front
from console.ui.paper.copying import Copying, Paper, at_once
from console.ui.shell.window import Shell
from console.view.blanks.listing import KIND, printable, subject

Made = Callable[[Blank, Imprint, bool], Document]
"""Makes the pages of a sheet for an imprint: the sheet itself, or a copy for reading."""


class Printing(QObject):
    """Prints sheets as logged copies: the first copy of a sheet is the sheet."""

    def __init__(self, front: Front, shell: Shell, made: Made) -> None:
        super().__init__(shell)
        self._front, self._made = front, made
        self.copying = Copying(front, shell)

    def first(self, blanks: list[Blank], folder: Path) -> None:
        """Print these sheets, just issued, each into a file of its own in this folder."""
        for blank in blanks:
            self.copying.print(self._paper(blank, original=True), str(folder / f"{_name(blank)}.pdf"))

    def again(self, blank: Blank) -> None:
        """Print a sheet that was not printed yet, or a copy of one for reading; the place is asked first."""
        original = printable(self._front.floor, blank, self._front.now())
        self.copying.ask(self._paper(blank, original=original))

    def _paper(self, blank: Blank, *, original: bool) -> Paper:
        name = _name(blank) if original else f"{_name(blank)} copy"
        return Paper(KIND, f"{name}.pdf", at_once(partial(self._pages, blank, original)), subject(blank))

    def _pages(self, blank: Blank, original: bool, imprint: Imprint) -> Document:
        return self._made(blank, imprint, original)


def _name(blank: Blank) -> str:
    return f"{blank.number} {blank.room}".replace("/", "-")
