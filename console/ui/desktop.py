"""The whole console put together: window, session, questions, scanner and what the engine room says."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from functools import partial
from typing import Protocol
from zoneinfo import ZoneInfo

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication

from console.domain.promise import Zones
from console.service.change import Trouble
from console.service.ports import Front
from console.service.session import IDLE_LOCK
from console.ui.asker import Asker
from console.ui.batch.form import BatchForm
from console.ui.bridge import Bridge
from console.ui.bugpage import BugReport
from console.ui.desk import Desk
from console.ui.find.finding import Finding
from console.ui.idle import Idle
from console.ui.imports.panel import ImportPanel
from console.ui.login import DemoUser
from console.ui.newsite.panel import Found, NewSitePanel
from console.ui.notices import Notice
from console.ui.page import Page, Place
from console.ui.scans import Scans
from console.ui.session import SessionKeeper
from console.ui.shell.sight import Sight
from console.ui.shell.window import Shell
from console.ui.theme import Theme
from console.ui.wedge import Wedge
from console.view.sentence import sentence

SETTING_PREFIX, SETTING_SUFFIX = "scanner.prefix", "scanner.suffix"


def batch_page(form: BatchForm) -> Page:
    """The batch form as a page."""
    return Page(
        "batch", "Batch", "file-text", form, form.apply, form.tick, form.picked_elsewhere, form.dress,
        turn=form.turn, does={"batch.mail": form.copy_mail}, panes=form.panes,
    )


class Hands(Protocol):
    """Who takes what the scanner reads."""

    def scanned(self, text: str) -> None:
        """A label was read."""


class Beside(Hands, Protocol):
    """Another window of this console, with a shell of its own: while it has the keyboard, keys and scans are for it."""

    @property
    def shell(self) -> Shell:
        """Its window."""


class Desktop(QObject):
    """One console on one site; the wiring gives it the front, the pages and the bridge."""

    def __init__(
        self,
        app: QApplication,
        front: Front,
        bridge: Bridge,
        pages: tuple[Page, ...],
        zones: Zones = ZoneInfo,
        demo_users: tuple[DemoUser, ...] = (),
        found: Found | None = None,
    ) -> None:
        super().__init__(app)
        self.front, self._zones = front, zones
        self.theme = Theme(app)
        self.shell = Shell(self.theme, pages, front, front.now)
        self.zone = ZoneInfo(front.floor.facility.zone if front.floor.facility else "UTC")
        self.desk = Desk(front, self.zone, self.shell)
        self.asker = Asker(self.shell, front, self.desk, zones)
        self.session = SessionKeeper(self.shell, front, demo_users)
        self.finding = Finding(self.shell, front, lambda: self.zone)
        self.scans = Scans(self.shell, front, self.desk, self.asker, self.session)
        self.wedge = Wedge(app, front.setting(SETTING_PREFIX), front.setting(SETTING_SUFFIX))
        self.idle = Idle(app, IDLE_LOCK)
        self.beside: Beside | None = None
        self._read_only = ""
        self._fresh_at: datetime | None = front.now()
        self._said = ""
        self.imports = ImportPanel(front, self.desk)
        self.imports.setParent(self.shell)
        self.imports.hide()
        self.imports.left.connect(self.shell.leave_sheet)
        self.theme.changed.connect(lambda: self.imports.dress(self.theme.tokens))
        self.shell.acts.on({"site.import": self._open_import})
        self._connect(bridge)
        if found is not None:
            self.shell.acts.on({"site.new": partial(self._open_new_site, found)})
        for page in pages:
            if isinstance(page.widget, BatchForm):
                page.widget.bind(self.shell.acts)
                page.widget.goes.connect(self.shell.go)
                page.widget.copied.connect(self.shell.say)

    def _connect(self, bridge: Bridge) -> None:
        self.scans.looking = self.finding.scanned
        bridge.changed.connect(self._changed)
        bridge.outlook.connect(self._changed)
        bridge.plan.connect(lambda _: self.look())
        bridge.trouble.connect(self._trouble)
        bridge.mended.connect(self.shell.notices.take)
        bridge.bug.connect(self._bug)
        self.desk.trouble.connect(self._trouble)
        self.wedge.scanned.connect(lambda text: self._hand_in_front().scanned(text))
        self.wedge.typed.connect(self._typed)
        self.idle.gone.connect(self.session.lock)
        self.shell.second_hand.timeout.connect(self._second)
        self.shell.acts.refused.connect(lambda _, why: self.shell.say(f"Not now: {why}."))
        self.shell.acts.on(
            {f"demo.{name}": _setter(self.front, speed) for name, speed in (("pause", 0), ("real", 1), ("fast", 60))}
        )

    def show(self) -> None:
        """Look at the site as it stands, and show the window."""
        self.look()
        self.shell.show()

    def look(self) -> None:
        """Look at the floor and the outlook of now."""
        self.shell.apply(self.sight())

    def sight(self) -> Sight:
        """The whole picture of now."""
        front, now = self.front, self.front.now()
        facility = front.floor.facility
        self.zone = ZoneInfo(facility.zone) if facility else self.zone
        self._said = sentence(front.floor, front.outlook, now, self.zone)
        return Sight(
            front.floor, self.zone, front.outlook, self._said, front.site.name, front.site.kind, front.floor.entries,
            self._fresh_at, read_only=self._read_only,
        )  # fmt: skip

    def take(self, command: object) -> None:
        """A screen asks something of the floor by itself (a drag on the board)."""
        self.asker.take(command)

    def go(self, place: Place) -> None:
        """A screen wants to go somewhere."""
        self.shell.go(place)

    def _hand_in_front(self) -> Hands:
        """Who takes a scan: the window beside this one while it has the keyboard."""
        return self.beside if self.beside is not None and self.beside.shell.isActiveWindow() else self.scans

    def _typed(self, letter: str) -> None:
        """A letter that was no scan: an action's key in the window in front, else it goes to whoever has the keyboard."""
        focus = QApplication.focusWidget()
        acts = self.beside.shell.acts if self.beside is not None and self.beside.shell.isActiveWindow() else self.shell.acts
        if acts.key(letter) or focus is None:
            return
        for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
            event = QKeyEvent(kind, ord(letter.upper()), Qt.KeyboardModifier.NoModifier, letter)
            QApplication.sendEvent(focus, event)

    def _open_import(self) -> None:
        self.shell.show_sheet(self.imports)
        self.imports.start()

    def _open_new_site(self, found: Found) -> None:
        panel = NewSitePanel(found)
        panel.made.connect(self._site_made)
        self.shell.drawer.open("New site", panel)
        panel.start()

    def _site_made(self, folder: str) -> None:
        self.shell.drawer.leave()
        self.shell.say(f"The site stands in {folder}: open it with --db.")

    def _changed(self, _news: object) -> None:
        self._fresh_at = self.front.now()
        self.look()

    def _second(self) -> None:
        now = self.front.now()
        self.idle.tick()
        if sentence(self.front.floor, self.front.outlook, now, self.zone) != self._said:
            self.look()

    def _trouble(self, trouble: object) -> None:
        if isinstance(trouble, Trouble):
            if trouble.kind == "read-only":
                self._read_only = trouble.why
                self.look()
            else:
                self.shell.notices.put(Notice(trouble.kind, trouble.why, trouble.instead, "2"))

    def _bug(self, report: object) -> None:
        if isinstance(report, BugReport):
            self._read_only = "the console found a fault in itself"
            self.look()
            self.shell.show_bug(report)


def _setter(front: Front, speed: int) -> Callable[[], None]:
    return lambda: front.pace(speed)
