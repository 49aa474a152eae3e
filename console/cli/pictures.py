"""Pictures of the screens, made by the program itself without a display."""

from __future__ import annotations

import os
import sys
from pathlib import Path

from PySide6.QtCore import QEventLoop, QSize, QTimer, qInstallMessageHandler
from PySide6.QtWidgets import QApplication

from console.cli.headless import say
from console.cli.window import build
from console.service.still import Still
from console.ui.bridge import Bridge
from console.ui.page import Place
from console.view.standing import most_urgent

SETTLE_MS = 60
"""How long a screen may lay itself out before it is pictured."""


def still_app() -> QApplication:
    """The application pictures are made in: without a display, whatever the machine has."""
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    qInstallMessageHandler(say)
    app = QApplication.instance() or QApplication(sys.argv[:1])
    assert isinstance(app, QApplication)
    return app


class Camera:
    """One window of a site held still, pictured as often as wanted."""

    def __init__(self, front: Still) -> None:
        self._front = front
        self._desktop = build(still_app(), front, Bridge(), ())

    def take(self, screen: str, size: tuple[int, int], theme: str, batch: str, out: Path, act: str = "") -> None:
        """Write one screen as PNG, with this batch selected or the one that needs most care, after this action."""
        desktop, shell = self._desktop, self._desktop.shell
        shell.resize(QSize(*size))
        desktop.theme.use(theme=theme)
        desktop.show()
        desktop.go(Place(screen, batch or most_urgent(self._front.floor, self._front.outlook)))
        _settle()
        if act:
            shell.acts.run(act)
            _settle()
        if not shell.grab().save(str(out), "PNG"):
            raise OSError(f"{out} could not be written")

    def put_away(self) -> None:
        """Close the window."""
        self._desktop.shell.close()
        self._desktop.shell.deleteLater()
        self._desktop.deleteLater()
        _settle()


def write_picture(front: Still, screen: str, size: tuple[int, int], theme: str, batch: str, out: Path, act: str = "") -> None:
    """Write one screen of a site held still as PNG, after an action where one is named."""
    camera = Camera(front)
    try:
        camera.take(screen, size, theme, batch, out, act)
    finally:
        camera.put_away()


def _settle() -> None:
    loop = QEventLoop()
    timer = QTimer(loop)
    timer.timeout.connect(loop.quit)
    timer.start(SETTLE_MS)
    loop.exec()
