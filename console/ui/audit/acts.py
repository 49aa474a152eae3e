"""What people do at the audit: take what was found as a file or on paper; QA signs how far the journal was read."""

from __future__ import annotations

from PySide6.QtCore import QObject

from console.service.ports import Front
from console.ui.asker import Asker
from console.ui.audit.export import AuditExport
from console.ui.audit.screen import AuditScreen
from console.ui.page import Place
from console.ui.paper.copying import Copying
from console.ui.shell.window import Shell
from console.view.asks import audit as asks


class AuditActs(QObject):
    """Between the page, the drawer and the floor."""

    def __init__(self, shell: Shell, front: Front, asker: Asker, screen: AuditScreen, copying: Copying) -> None:
        super().__init__(shell)
        self._shell, self._front, self._asker, self._screen = shell, front, asker, screen
        screen.bind(shell.acts)
        screen.goes.connect(shell.go)
        shell.acts.on({"audit.review": self._review, "audit.then": self._then})
        self.export = AuditExport(shell, front, screen, copying)

    def _review(self) -> None:
        row, sight = self._screen.here, self._shell.sight
        if row is None or sight is None:
            self._shell.say("Pick the entry through which you read.")
            return
        self._asker.show(asks.review(self._asker.scene(sight), row, self._screen.reader.wish))

    def _then(self) -> None:
        """The board at the instant of the picked entry."""
        row = self._screen.here
        if row is None:
            self._shell.say("Pick the entry at whose instant you want to see the board.")
        else:
            self._shell.go(Place("replay", entry=row.n))
