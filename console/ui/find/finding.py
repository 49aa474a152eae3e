"""The search put into a window: the key and the button that open it, and where its hits lead."""

from __future__ import annotations

from collections.abc import Callable
from zoneinfo import ZoneInfo

from PySide6.QtCore import QObject

from console.service.ports import Front
from console.ui.find.box import FindBox
from console.ui.shell.window import Shell


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

    def _dress(self) -> None:
        self.box.dress(self._shell.theme.tokens, self._shell.theme.target())
