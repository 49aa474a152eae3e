"""The window of a morning, and what a person sees in it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QImage
from pytestqt.qtbot import QtBot

from console.cli.pages import BoardPage
from console.cli.window import Running
from console.domain.batch import Step
from console.service.founding import DEMO_PASSWORD
from console.ui.asking import AskPanel
from console.ui.batch.form import BatchForm
from console.ui.charts.fan_plot import FanPlot
from console.ui.charts.screen import ChartsScreen
from console.ui.signing import SigningDialog
from console.view.board.columns import Bar
from tests.window.hands import CTRL, CTRL_SHIFT, press, write

SOON_MS, LATER_MS = 15_000, 40_000


class Morning:
    """One site in its window; `batch` and `step` name what the story is about."""

    def __init__(self, running: Running, qtbot: QtBot, step: str) -> None:
        self.running, self._qtbot, self.code, self.batch = running, qtbot, step, ""
        self.desktop, self.shell = running.desktop, running.desktop.shell
        widgets = {page.key: page.widget for page in self.shell.pages}
        board, form, charts = widgets["board"], widgets["batch"], widgets["charts"]
        assert isinstance(board, BoardPage) and isinstance(form, BatchForm) and isinstance(charts, ChartsScreen)
        self.board, self.form, self.charts = board.board, form, charts

    def until(self, so: Callable[[], object], patience_ms: int = SOON_MS) -> None:
        """Wait until this is so."""
        self._qtbot.waitUntil(lambda: bool(so()), timeout=patience_ms)

    def come_back(self) -> None:
        """Give the keyboard back to the window, as a window manager does when a box closes; under Xvfb there is none."""
        self.shell.activateWindow()
        self.until(self.shell.isActiveWindow)

    def log_in(self, user: str) -> None:
        """Somebody types id and password."""
        press(self.shell, Qt.Key.Key_L, CTRL)
        self.until(self.desktop.session.panel.user.hasFocus)
        write(self.shell, user)
        press(self.shell, Qt.Key.Key_Return)
        write(self.shell, DEMO_PASSWORD)
        press(self.shell, Qt.Key.Key_Return)
        name = self.desktop.front.floor.person_name(user)
        self.until(lambda: name in self.shell.topbar.who.text())

    def log_out(self) -> None:
        """Whoever was there goes, and leaves nothing of theirs."""
        press(self.shell, Qt.Key.Key_Q, CTRL_SHIFT)
        self.until(lambda: not self.desktop.front.user)

    def sign(self) -> None:
        """The password, in the signing box."""
        box = self.box
        write(box, DEMO_PASSWORD)
        press(box, Qt.Key.Key_Return)
        self.until(lambda: self.desktop.desk.box is None)
        self.come_back()

    @property
    def step(self) -> Step:
        """The step of the story as the floor knows it."""
        return self.desktop.front.floor.batches[self.batch].steps[self.code]

    @property
    def panel(self) -> AskPanel:
        """The question that is open beside the page."""
        self.until(lambda: self.desktop.asker.panel is not None)
        panel = self.desktop.asker.panel
        assert panel is not None
        return panel

    @property
    def box(self) -> SigningDialog:
        """The signing box."""
        self.until(lambda: self.desktop.desk.box is not None and self.desktop.desk.box.isActiveWindow())
        box = self.desktop.desk.box
        assert box is not None
        return box

    def bar(self) -> Bar:
        """The step as the board's columns hold it."""
        bars = self.board.picture().bars
        found = bars.find(self.batch, self.code)
        assert found is not None, f"the board has no bar of {self.batch} {self.code}"
        return bars.bar(found)

    def bar_place(self) -> QRect:
        """Where the board paints the step, cut to what is in sight."""
        found = self.board.picture().bars.find(self.batch, self.code)
        assert found is not None
        sight = self.board.sight()
        rect = sight.bar_rect(found)
        assert rect is not None
        place = rect.translated(sight.area.topLeft()).intersected(sight.area)
        assert not place.isEmpty(), "the bar is out of sight"
        return place

    def board_at(self, place: QRect) -> QImage:
        """What the board shows there."""
        return self.board.viewport().grab(place).toImage()

    @property
    def fan(self) -> FanPlot:
        """The chart of how the forecast of the selected batch moved."""
        return self.charts.fan

    @property
    def newest_made_at(self) -> datetime:
        """When the newest forecast the charts have drawn of the batch was made."""
        state = self.charts.state
        assert state is not None and self.charts.batch == self.batch
        return state.kept[self.batch][-1].made_at
