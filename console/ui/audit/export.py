"""The filter of the audit as a file: every entry of it as a table, or as a logged copy on paper."""

from __future__ import annotations

import csv
from collections.abc import Callable
from functools import partial
from io import StringIO
from pathlib import Path

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QFileDialog

from console.domain.refusal import Refusal
from console.report.plain import harmless
from console.report.tree import Imprint
from console.service.audited import AuditPage, AuditRow, AuditWish
from console.service.ports import Front
from console.ui.audit.screen import AuditScreen
from console.ui.notices import Notice
from console.ui.paper.copying import Copying, Paper, Then
from console.ui.saving import where_to
from console.ui.shell.window import Shell
from console.view.audit.reviews import entries_words, mark_words
from console.view.audit_listing import HEADINGS, audit_cells
from console.view.audit_printed import audit_document

KEY = "audit file"
MOST_IN_TABLE = 200_000
MOST_ON_PAPER = 5_000
"""More entries than this nobody reads on paper, and more than a table holds are written without a window."""

Took = Callable[[tuple[AuditRow, ...]], None]
Done = Callable[[bool], None]


class Gathering(QObject):
    """Reads every entry of a wish, page after page; `took` is told each page, `done` whether it was all of them."""

    def __init__(self, front: Front, wish: AuditWish, most: int, took: Took, done: Done) -> None:
        super().__init__()
        self._front, self._wish, self._most = front, wish, most
        self._took, self._done = took, done
        self._stopped = False
        self.found = 0

    def start(self) -> None:
        """Begin with the newest entry."""
        self._front.audit(self._wish, None, self._arrived)

    def stop(self) -> None:
        """Read no further; nobody is told."""
        self._stopped = True

    def _arrived(self, page: AuditPage) -> None:
        if self._stopped:
            return
        self.found += len(page.rows)
        if self.found > self._most:
            self._done(False)
            return
        self._took(page.rows)
        if page.further is None:
            self._done(True)
        else:
            self._front.audit(self._wish, page.further, self._arrived)


class AuditExport(QObject):
    """Asks where to, reads what the filter finds, and writes it."""

    def __init__(self, shell: Shell, front: Front, screen: AuditScreen, copying: Copying) -> None:
        super().__init__(shell)
        self._shell, self._front, self._screen, self._copying = shell, front, screen, copying
        self.dialog: QFileDialog | None = None
        self._gathering: Gathering | None = None
        shell.acts.on({"audit.csv": self._table, "audit.print": self._paper})
        shell.notices.pressed.connect(self._pressed)

    def _table(self) -> None:
        """Ask where to; a table of names and reasons is given to whoever is logged in."""
        if not self._front.user:
            self._shell.say("Not now: log in first.")
            return
        wish = self._screen.reader.wish
        self.dialog = where_to(self._shell, "audit.csv", "Tables (*.csv)", partial(self.write, wish))

    def write(self, wish: AuditWish, path: str) -> None:
        """Read every entry of this wish and write them as a table."""
        sight = self._shell.sight
        if sight is None:
            return
        zone, out = sight.zone, StringIO(newline="")
        lines = csv.writer(out)
        lines.writerow(HEADINGS)

        def took(rows: tuple[AuditRow, ...]) -> None:
            lines.writerows([harmless(cell) for cell in audit_cells(row, zone)] for row in rows)
            if self._gathering is not None:
                words = f"Reading the journal for {Path(path).name}: {self._gathering.found:,} entries so far."
                self._shell.notices.put(Notice(KEY, words, "You can go on working.", "calm", "Stop"))

        def done(whole: bool) -> None:
            found = self._gathering.found if self._gathering is not None else 0
            self._gathering = None
            if whole:
                self._front.save(path, out.getvalue().encode(), partial(self._saved, path, found))
            else:
                self._shell.notices.put(_too_many(MOST_IN_TABLE, "as a file from the window"))

        self._gather(wish, MOST_IN_TABLE, took, done)

    def _saved(self, path: str, found: int, refusal: Refusal | None) -> None:
        if refusal is None:
            self._shell.notices.take(KEY)
            self._shell.say(f"Saved: {Path(path).name}, {entries_words(found)}")
        else:
            self._shell.notices.put(Notice(KEY, refusal.why, refusal.instead, "2"))

    def _paper(self) -> None:
        """Print what the filter finds as a logged copy."""
        self._copying.ask(Paper("audit-extract", "audit extract.pdf", partial(self.make, self._screen.reader.wish)))

    def make(self, wish: AuditWish, said: Imprint, then: Then) -> None:
        """The extract of this wish for this imprint; entries that came after it are left out."""
        sight = self._shell.sight
        found: list[AuditRow] = []

        def done(whole: bool) -> None:
            self._gathering = None
            if not whole or sight is None:
                told = _too_many(MOST_ON_PAPER, "on paper")
                then(Refusal("audit-many", told.words, told.way_out))
                return
            rows = [row for row in found if row.n <= said.entries]
            then(audit_document(rows, wish, mark_words(sight.floor, sight.zone), said, sight.zone))

        self._gather(wish, MOST_ON_PAPER, found.extend, done)

    def _gather(self, wish: AuditWish, most: int, took: Took, done: Done) -> None:
        if self._gathering is not None:
            self._gathering.stop()
        self._gathering = Gathering(self._front, wish, most, took, done)
        self._gathering.start()

    def _pressed(self, key: str) -> None:
        """Somebody does not want the file any more."""
        if key == KEY and self._gathering is not None:
            self._gathering.stop()
            self._gathering = None
            self._shell.notices.take(KEY)
            self._shell.say("Stopped: no file was written.")


def _too_many(most: int, where: str) -> Notice:
    way = "Narrow the filter, or use `cleanroom-console audit --csv` without a window."
    return Notice(KEY, f"More than {most:,} entries are not written {where}.", way, "3")
