"""What people read at a handover: what changed since they left and how the board stood then, earlier ones, and paper."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from functools import partial

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QToolButton, QWidget

from console.domain.handover import Handover
from console.domain.refusal import Refusal
from console.report.changes.lines import Since
from console.report.handover.document import document
from console.report.handover.sheet import Sheet, draft_sheet, sheet_of
from console.report.tree import Document, Imprint
from console.service.ports import Front
from console.ui.handover.screen import HandoverScreen
from console.ui.page import Place
from console.ui.paper.copying import Copying, Paper, Then, at_once
from console.ui.shell.window import Shell
from console.view.handover.shown import CHANGED, Shown


class HandoverReading(QObject):
    """Between the page and the window: nothing here asks anything of the floor but the entry of a printed copy."""

    def __init__(self, shell: Shell, front: Front, screen: HandoverScreen) -> None:
        super().__init__(shell)
        self._shell, self._front, self._screen = shell, front, screen
        self.copying = Copying(front, shell)
        screen.since.back.connect(self._then)
        shell.acts.on(
            {
                "handover.since": lambda: self._turn(screen.changed, screen.since.rows),
                "handover.earlier": lambda: self._turn(screen.earlier, screen.list.rows),
                "handover.then": self._then,
                "handover.print": self._print,
            }
        )

    def _turn(self, button: QToolButton, rows: QWidget) -> None:
        """From wherever one is: the page, with this over the handover; once more, and it is gone."""
        here = self._screen.isVisible()
        self._shell.go(Place("handover"))
        button.setChecked(not (here and button.isChecked()))
        (rows if button.isChecked() else self._screen.sections).setFocus()

    def _then(self) -> None:
        """The board as it was at the instant since when changes are told, with the batch of the picked line."""
        at, batch = self._instant(), self._screen.since.batch if self._screen.since.isVisible() else ""
        if at is None:
            self._shell.say("Look at what changed since you left first.")
        else:
            self._shell.go(Place("board", batch))  # replay begins on the page one is on
            self._shell.go(Place("replay", batch, at=at))

    def _instant(self) -> datetime | None:
        """Since when: of the sentences in view, else of the handover in view."""
        if self._screen.since.isVisible():
            found = self._screen.since.found
            return found.since if isinstance(found, Since) else None
        shown = self._screen.shown
        if shown is None or self._screen.part != CHANGED:
            return None
        if shown.handover is not None:
            return shown.handover.since
        return shown.told.since if isinstance(shown.told, Since) else None

    def _print(self) -> None:
        """What is shown: the draft, the one under way, or an earlier one, whole."""
        shown = self._screen.shown
        if shown is None:
            return
        if shown.handover is None:
            self.copying.ask(Paper("handover", "handover-draft.pdf", partial(self._drafted, shown)))
            return
        sheet = sheet_shown(shown)

        def made(imprint: Imprint) -> Document:
            return document(sheet, shown.floor, imprint)

        self.copying.ask(Paper("handover", f"handover-{sheet.id}.pdf", at_once(made), f"handover:{sheet.id}"))

    def _drafted(self, shown: Shown, imprint: Imprint, then: Then) -> None:
        """The draft with what is being typed, and with what changed since the last handover, as it would be frozen now."""

        def looked_up(told: Since | Refusal) -> None:
            whole = replace(shown, draft=self._screen.draft, told=told)
            then(document(sheet_shown(whole), whole.floor, imprint))

        self._front.changes(looked_up, anybody=True)


def sheet_shown(shown: Shown) -> Sheet:
    """What is shown as a sheet to print."""
    if shown.handover is not None:
        return sheet_of(shown.floor, shown.handover, shown.zone, shown.withdrawn)
    draft, told = shown.draft, shown.told
    said = Handover(
        "", "", must_know=draft.must_know, remarks=draft.remarks, changes=shown.changes,
        since=told.since if isinstance(told, Since) else None, until=told.now if isinstance(told, Since) else None,
    )  # fmt: skip
    return draft_sheet(shown.floor, draft.laid_over(shown.filled), shown.zone, said)
