"""What QA does at the audit: sign that the journal was read through the picked entry."""

from __future__ import annotations

from PySide6.QtCore import QObject

from console.service.ports import Front
from console.ui.asker import Asker
from console.ui.audit.screen import AuditScreen
from console.ui.shell.window import Shell
from console.view.asks import audit as asks


class AuditActs(QObject):
    """Between the page, the drawer and the floor."""

    def __init__(self, shell: Shell, front: Front, asker: Asker, screen: AuditScreen) -> None:
        super().__init__(shell)
        self._shell, self._front, self._asker, self._screen = shell, front, asker, screen
        screen.bind(shell.acts)
        screen.goes.connect(shell.go)
        shell.acts.on({"audit.review": self._review})

    def _review(self) -> None:
        row, sight = self._screen.here, self._shell.sight
        if row is None or sight is None:
            self._shell.say("Pick the entry through which you read.")
            return
        self._asker.show(asks.review(self._asker.scene(sight), row, self._screen.reader.wish))
