"""A console on a record in memory, with its replay open."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from console.cli.replaying import Replaying
from console.cli.window import build
from console.domain.floor import Floor
from console.service.held import Held, Moment
from console.ui.bridge import Bridge
from console.ui.desktop import Desktop
from console.ui.page import Place
from console.ui.replay.rail import Rail
from console.ui.replay.window import Replay
from console.ui.shell.sight import Who
from console.ui.shell.window import Shell
from tests.service.test_past_front import kept_row
from tests.ui.front import DAY0, NOW, FakeFront, ordered, run_until, site_floor

NIGHT = datetime.fromisoformat("2026-11-20T02:00:00-05:00")
"""An instant two days before now."""
HOURS = tuple(DAY0 + timedelta(hours=6 * n) for n in range(1, 25))
"""The instants from which another floor was held."""
Then = Callable[[Held], None]


class Slow(FakeFront):
    """A front whose record is read only when the test says so."""

    waits = False

    def __init__(self, floor: Floor, now: datetime) -> None:
        super().__init__(floor, now)
        self.reads: list[tuple[datetime, Then]] = []

    def held(self, at: datetime, then: Then) -> None:
        if self.waits:
            self.reads.append((at, then))
        else:
            super().held(at, then)

    def come(self) -> datetime:
        """The oldest read that is under way comes back."""
        at, then = self.reads.pop(0)
        super().held(at, then)
        return at


def recorded() -> Slow:
    """A week of one batch, as it was held every six hours, with the forecasts that were kept."""
    planned = ordered(site_floor(), "B-0412", DAY0, "W1234567788")
    front = Slow(run_until(planned, "B-0412", NOW), NOW)
    front.floors = [(DAY0, planned), *((at, run_until(planned, "B-0412", at)) for at in HOURS), (NOW, front.floor)]
    front.made = [kept_row("B-0412", at) for at in HOURS]
    front.instants = [
        Moment(n, at, "step.finished", f"Step {n} finished", "batch:B-0412", "A. Reyes")
        for n, (at, _) in enumerate(front.floors, 1)
    ]
    return front


class Open:
    """The live window and the window of replay beside it; made once, and put back before each test."""

    def __init__(self, app: QApplication, front: Slow) -> None:
        self.front, self.bridge = front, Bridge()
        front.told = self.bridge.on_change
        self.desktop: Desktop = build(app, front, self.bridge, ())
        self.live: Shell = self.desktop.shell
        self.live.second_hand.stop()
        self.live.resize(1600, 900)
        self.desktop.show()
        assert QTest.qWaitForWindowExposed(self.live)
        found = self.live.findChild(Replaying)
        assert found is not None
        self.replaying = found

    def put_back(self, floor: Floor) -> None:
        """As if nobody had touched it: a batch picked, the board in view, replay open at now."""
        front = self.front
        front.waits, front.floor, front.user, front.speed, front.submitted, front.reads = False, floor, "", 60, [], []
        self.desktop.look()
        self.live.show_who(Who())
        self.live.go(Place("board", "B-0412"))
        if not self.live.isVisible():
            self.live.show()
        self.live.selection.pick("B-0412")
        if self.replaying.replay is None:
            assert self.live.acts.run("replay.open")
        if self.replaying.screens is not None and self.replaying.screens.both.both:
            self.shell.acts.run("replay.beside")
        self.shell.drawer.leave()
        self.shell.go(Place("board", "B-0412"))
        self.shell.selection.pick("B-0412")
        self.replay.day.line.clear()
        self.go(NOW)
        self.settle()

    def in_front(self, shell: Shell) -> None:
        """This window has the keyboard."""
        shell.activateWindow()
        assert QTest.qWaitForWindowActive(shell)

    @property
    def replay(self) -> Replay:
        replay = self.replaying.replay
        assert replay is not None, "no replay is open"
        return replay

    @property
    def shell(self) -> Shell:
        return self.replay.shell

    @property
    def at(self) -> datetime:
        """The instant that is shown."""
        return self.replay.past.now()

    def go(self, at: datetime) -> None:
        self.replay.go_to(at)

    def press(self, key: Qt.Key, held: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier, widget: QWidget | None = None) -> None:
        QTest.keyClick(widget or self.shell, key, held)

    def drag(self, rail: Rail, *instants: datetime) -> None:
        """The mouse takes the handle of a rail over these instants, and lets go at the last."""
        points = [QPoint(round(rail.x_of(at.timestamp())), rail.height() // 3) for at in instants]
        QTest.mousePress(rail, Qt.MouseButton.LeftButton, pos=points[0])
        for point in points[1:]:
            QTest.mouseMove(rail, point)
        QTest.mouseRelease(rail, Qt.MouseButton.LeftButton, pos=points[-1])

    def settle(self) -> None:
        QTest.qWait(20)

    def away(self, app: QApplication) -> None:
        """Take both windows away."""
        self.replaying.leave()
        self.live.close()
        app.removeEventFilter(self.desktop.wedge)
        app.removeEventFilter(self.desktop.idle)
        self.live.deleteLater()
        self.desktop.deleteLater()
        app.setStyleSheet("")
