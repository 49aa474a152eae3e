"""The search put into a window: the key and the button that open it, and where its hits lead."""

from __future__ import annotations

from collections.abc import Callable
from zoneinfo import ZoneInfo

from PySide6.QtCore import QObject

from console.domain.labels import Label
from console.service.ports import Front
from console.ui.find.box import FindBox
from console.ui.page import Place
from console.ui.shell.window import Shell
from console.view.scan import Meant


class Finding(QObject):
    """One window's search."""

    def __init__(self, shell: Shell, front: Front, zone: Callable[[], ZoneInfo]) -> None:
        super().__init__(shell)
        self._shell = shell
        self.box = FindBox(shell.centralWidget() or shell, front, zone)
        self.box.goes.connect(shell.go)
        shell.acts.on({"site.search": self.box.open})
        shell.theme.changed.connect(self._dress)
        self._dress()

    def scanned(self, label: Label, found: Meant) -> bool:
        """A label was read into the open search: a batch of this floor is opened, anything else is looked for; nothing is done."""
        box = self.box
        if not box.isVisible():
            return False
        if found.batch:
            box.close_sheet()
            self._shell.go(Place("batch", found.batch))
        elif found.sheet:
            box.close_sheet()
            self._shell.go(Place("blanks", sheet=found.sheet))
        else:
            # What identifies a patient, and what was half typed before the scan, does not stay in the line.
            box.open(found.person or label.get("lot") or label.get("serial") or label.get("material") or label.get("text"))
            if not box.line.text():
                self._shell.say(f"Scanned {found.words}: nothing of this site.")
        return True

    def _dress(self) -> None:
        self.box.dress(self._shell.theme.tokens, self._shell.theme.target())
