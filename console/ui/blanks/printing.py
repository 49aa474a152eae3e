"""Sheets on paper: each is printed once as itself, into a folder; every later print is a logged copy for reading."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject

from console.domain.blanks import PAPER, Blank
from console.report.blanks.account import account_document
from console.report.tree import Document, Imprint
from console.service.ports import Front
from console.ui.paper.copying import PAGES_ONLY, Copying, Paper, at_once
from console.ui.shell.window import Shell
from console.view.blanks import printed
from console.view.blanks.listing import Seen, printable, subject

Make = Callable[[Seen, Blank, Imprint], Document]
LOST = "Make the sheet void and issue another: under one number a sheet is printed once."


class Printing(QObject):
    """Prints sheets and their account as logged copies."""

    def __init__(self, front: Front, shell: Shell, copying: Copying) -> None:
        super().__init__(shell)
        self._front, self._shell, self._copying = front, shell, copying

    def first(self, blanks: Sequence[Blank], folder: Path) -> None:
        """Print these sheets, just issued, each into a file of its own in this folder."""
        for blank in blanks:
            self._copying.print(self._paper(blank, original=True), str(folder / f"{_name(blank)}.pdf"))

    def again(self, blank: Blank) -> None:
        """Print a sheet that was not printed yet, or a copy of one; the place is asked first, and what it is decided last."""
        name = _name(blank) if self._original(blank) else f"{_name(blank)} copy"
        self._copying.choose(f"{name}.pdf", partial(self._print, blank.number), PAGES_ONLY)

    def account(self) -> None:
        """Print what became of every sheet, as pages or as a table."""
        made = at_once(lambda imprint: account_document(self._front.floor, imprint))
        self._copying.ask(Paper("blanks", "account of sheets.pdf", made))

    def _print(self, number: str, path: str) -> None:
        blank = self._front.floor.blanks.get(number)
        if blank is not None:
            self._copying.print(self._paper(blank, original=self._original(blank)), path)

    def _original(self, blank: Blank) -> bool:
        return printable(blank, self._front.now())

    def _paper(self, blank: Blank, *, original: bool) -> Paper:
        made = at_once(partial(self._pages, blank, printed.original if original else printed.copy))
        return Paper(PAPER, f"{_name(blank)}.pdf", made, subject(blank), lost=LOST if original else "")

    def _pages(self, blank: Blank, make: Make, imprint: Imprint) -> Document:
        sight = self._shell.sight
        assert sight is not None  # nothing is printed of a window that shows nothing
        return make(Seen(self._front.floor, self._front.now(), sight.zone), blank, imprint)


def _name(blank: Blank) -> str:
    return f"{blank.number} {blank.room}".replace("/", "-")
