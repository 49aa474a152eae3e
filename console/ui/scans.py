"""A scan opens or verifies, never silently acts; the wrong patient stops everybody."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject

from console.domain.commands import AddNote
from console.domain.floor import Floor
from console.domain.labels import Label, parse
from console.service.ports import Front
from console.ui.asker import Asker
from console.ui.desk import Desk
from console.ui.page import Place
from console.ui.session import SessionKeeper
from console.ui.shell.window import Shell
from console.view.asks import Ask
from console.view.scan import Meant, meant


class Scans(QObject):
    """Decides what a scan does: fill a signer's id, fill a field, open a batch or a sheet, or stop."""

    def __init__(self, shell: Shell, front: Front, desk: Desk, asker: Asker, session: SessionKeeper) -> None:
        super().__init__(shell)
        self._shell, self._front, self._desk, self._asker, self._session = shell, front, desk, asker, session
        self.looking: Callable[[Label, Meant], bool] | None = None
        """The search while it is open: it takes what is scanned into it, and says whether it did."""

    def scanned(self, text: str) -> None:
        """A label was read."""
        label = parse(text)
        if label is None:
            self._shell.say("The scanner read something that is no label: scan again.")
            return
        found = meant(self._front.floor, label)
        panel = self._asker.panel
        if self._desk.box is not None:
            if found.person:
                self._desk.box.fill(found.person)
        elif self.looking is not None and self.looking(label, found):
            return
        elif found.person and self._shell.drawer.panel is self._session.panel:
            self._session.panel.fill(found.person)
        elif found.sheet:
            self._shell.drawer.leave()
            self._shell.go(Place("blanks", sheet=found.sheet))
        elif panel is not None and "coi" in panel.boxes:
            panel.boxes["coi"].fill(label.get("coi") or label.get("text"))
        elif panel is not None and self._about_the_batch(panel.ask):
            self._verify(found)
        elif found.batch:
            self._shell.go(Place("batch", found.batch))
        else:
            self._shell.say(f"Scanned {found.words}: nothing of this site.")

    def _about_the_batch(self, ask: Ask) -> bool:
        """Whether a question is about the selected batch, so that a label can be another one's."""
        row = self._shell.acts.rows.get(ask.action)
        return bool(ask.about) and row is not None and row.when.of_batch

    def _verify(self, found: Meant) -> None:
        expected = self._shell.selection.batch
        if found.batch == expected:
            self._shell.say(f"Verified: the label belongs to {expected}.")
            return
        scanned = identity(self._front.floor, found.batch) if found.batch else found.words
        words = f"Stop. Scanned {scanned}, expected {identity(self._front.floor, expected)}."
        self._shell.drawer.leave()
        self._shell.stop.say(words, "Do not use it. Set it aside, find the right label, and scan again.")
        if self._front.user:
            self._desk.take(AddNote(by=self._front.user, batch=expected, text=f"Wrong label scanned: {scanned}."))


def identity(floor: Floor, batch_id: str) -> str:
    """A batch as it is named on every screen: number and last four of its identity."""
    batch = floor.batches.get(batch_id)
    return f"{batch_id} (COI …{batch.coi_tail})" if batch and batch.coi else batch_id
