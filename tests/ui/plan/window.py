"""The real window on a floor in memory, as the tests of the plan use it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from console.cli.pages import BoardPage
from console.cli.window import build
from console.ui.bridge import Bridge
from console.ui.desktop import Desktop
from console.ui.plan.told import ToldPanel
from console.view.board.over import Look
from console.view.board.walk import Spot
from console.view.board.window import TimeWindow
from tests.ui.front import DAY0, PASSWORD, FakeFront, person

BATCH, ALONE, SEVERAL = "B-0415", "ACTIVATE_LOAD", "TRANSDUCE"
START = DAY0 + timedelta(days=3)
NOW = START + timedelta(hours=6, minutes=30)
CTRL = Qt.KeyboardModifier.ControlModifier


class Site:
    """The real window on a floor in memory."""

    def __init__(self, app: QApplication, front: FakeFront) -> None:
        self.app, self.front, self.bridge, self.gone = app, front, Bridge(), False
        front.told = self.bridge.on_change
        self.desktop: Desktop = build(app, front, self.bridge, ())
        self.shell = self.desktop.shell
        self.shell.second_hand.stop()
        self.shell.resize(1600, 900)
        page = self.shell.pages[0].widget
        assert isinstance(page, BoardPage)
        self.page, self.board = page, page.board

    def log_in(self, role: str = "supervisor") -> str:
        user = person(self.front.floor, role)
        self.shell.acts.run("session.login")
        self.desktop.session.panel.fill(user, PASSWORD)
        self.desktop.session.panel.go.click()
        return user

    def pick(self, step: str) -> None:
        """Choose the bar of a step, and look at its day."""
        bar = self.board.picture().bars.find(BATCH, step)
        assert bar is not None
        start = self.board.picture().bars.value(bar, "start")
        self.board.look(TimeWindow(start - 3600, start + 8 * 3600))
        self.board.choose(Spot(bar=bar))
        self.board.setFocus()

    def drag(self, step: str, slots: int) -> None:
        """Pull the bar of a step by so many quarters of an hour, and let go."""
        self.pick(step)
        sight, port = self.board.sight(), self.board.viewport()
        bar = sight.spot.bar
        rect = sight.bar_rect(bar) if bar is not None else None
        assert rect is not None
        start = QPoint(rect.left() + min(20, rect.width() // 2), rect.center().y()) + sight.area.topLeft()
        end = start + QPoint(round(slots * 900 / sight.scale.seconds), 0)
        QTest.mousePress(port, Qt.MouseButton.LeftButton, pos=start)
        QTest.mouseMove(port, start + QPoint(9, 0))
        QTest.mouseMove(port, end)
        QTest.mouseRelease(port, Qt.MouseButton.LeftButton, pos=end)

    def drafted(self) -> list[str]:
        """The steps whose ghosts of a draft lie over the board."""
        return [ghost.step for ghost in self.board.sight().over.ghosts if ghost.look is Look.DRAFT]

    def sign(self) -> None:
        box = self.desktop.desk.box
        assert box is not None
        (part,) = box.parts
        QTest.keyClicks(part.password, PASSWORD)
        QTest.mouseClick(part.button, Qt.MouseButton.LeftButton)

    @property
    def comparison(self) -> ToldPanel:
        panel = self.shell.drawer.panel
        assert isinstance(panel, ToldPanel)
        return panel

    def put_away(self) -> None:
        """Close the console; once is enough."""
        if self.gone:
            return
        self.gone = True
        self.app.removeEventFilter(self.desktop.wedge)
        self.app.removeEventFilter(self.desktop.idle)
        self.shell.hide()
        self.desktop.deleteLater()


Open = Callable[[FakeFront], Site]
