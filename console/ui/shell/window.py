"""The main window: one sentence on top, one selection, a page in the middle, a drawer beside it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from functools import partial

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import QMainWindow, QSplitter, QStackedWidget, QVBoxLayout, QWidget

from console.domain.facility import Role
from console.ui.actions import Actions
from console.ui.bugpage import BugPage, BugReport
from console.ui.finder import Finder
from console.ui.keysheet import KeySheet
from console.ui.notices import Notices
from console.ui.page import Page, Place
from console.ui.plainly import plainly
from console.ui.remember import Remember
from console.ui.selection import Selection
from console.ui.shell import banners
from console.ui.shell.drawer import Drawer
from console.ui.shell.layout import frame, keep, restore
from console.ui.shell.panes import next_pane
from console.ui.shell.sight import Sight, Who
from console.ui.shell.situation import situation
from console.ui.shell.states import StatePage
from console.ui.shell.stop import FullStop
from console.ui.shell.tabs import Tabs
from console.ui.shell.toast import Toast
from console.ui.shell.topbar import TopBar
from console.ui.theme import Theme

_EMPTY = "An empty site holds no batch. Add one by hand, or read your own whiteboard workbook; nothing is guessed."
_OFFERS = (("batch.new", "New batch…"), ("site.import", "Import a workbook…"))

LEAST = (480, 240)


class Shell(QMainWindow):
    """The window; it shows what it is told and asks through actions, it knows no rule of the floor."""

    closing = Signal()
    situation_changed = Signal()

    def __init__(
        self, theme: Theme, pages: tuple[Page, ...], memory: Remember, clock: Callable[[], datetime]
    ) -> None:
        super().__init__()
        self.theme, self.pages, self.selection = theme, pages, Selection(self)
        self.sight: Sight | None = None
        self.who = Who()
        self.roles: tuple[Role, ...] = ()
        self._memory, self._clock = memory, clock
        self._page = pages[0].key
        self._sheet: QWidget | None = None
        self._crowned = False
        self.ways: dict[str, Callable[[Place], None]] = {}
        self.setWindowTitle("Cleanroom Console")
        self.acts = Actions(self)
        self._build()
        self._connect()
        self.acts.fill(self.menuBar())
        self.menuBar().setCornerWidget(self.tabs, Qt.Corner.TopRightCorner)
        self.tabs.beside(self.menuBar())
        restore(memory, self, theme)
        self.go(Place(page=memory.setting("page") or self._page))
        self._dress()
        plainly(self)
        self.second_hand = QTimer(self)
        self.second_hand.setInterval(1000)
        self.second_hand.timeout.connect(lambda: self.tick(self._clock()))
        self.second_hand.start()

    def _build(self) -> None:
        self.topbar, self.notices, self.stop = TopBar(), Notices(), FullStop()
        self.tabs = Tabs(self.pages)
        self.stack, self.state, self.bug_page, self.drawer = QStackedWidget(), StatePage(), BugPage(), Drawer()
        for page in self.pages:
            self.stack.addWidget(page.widget)
        self.stack.addWidget(self.state)
        self.stack.setMinimumSize(*LEAST)  # one page that wants more does not push the window beyond the screen
        self.splitter = QSplitter(Qt.Orientation.Horizontal)
        self.splitter.addWidget(self.stack)
        self.splitter.addWidget(self.drawer)
        self.splitter.setStretchFactor(0, 1)
        self.splitter.setChildrenCollapsible(False)
        middle = self._middle = QWidget()
        column = self._column = QVBoxLayout(middle)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        for part in (self.topbar, self.stop, self.notices):
            column.addWidget(part)
        column.addWidget(self.splitter, 1)
        self.setCentralWidget(middle)
        self.toast = Toast(middle)
        self.finder = Finder(middle, self.acts)
        self.keys = KeySheet(middle, self.acts)

    def _connect(self) -> None:
        self.theme.changed.connect(self._dress)
        self.tabs.chosen.connect(lambda key: self.go(Place(page=key)))
        self.tabs.search.connect(lambda: self.acts.run("site.search"))
        self.finder.chosen.connect(self.acts.run)
        self.state.chosen.connect(self.acts.run)
        self.bug_page.read_on.connect(self.leave_sheet)
        self.topbar.session_pressed.connect(self._session_pressed)
        self.selection.changed.connect(self._picked)
        self.acts.on(
            {f"view.{page.key}": partial(self.go, Place(page=page.key)) for page in self.pages}
            | {
                "site.quit": self.close,
                "view.pane": partial(self._next_pane, 1),
                "view.pane_back": partial(self._next_pane, -1),
                "view.theme": self.theme.toggle_theme,
                "view.glove": self.theme.toggle_density,
                "view.full": self._full_screen,
                "help.palette": self.finder.open,
                "help.keys": self.keys.open,
            }
        )
        for page in self.pages:
            self.acts.on(page.does)

    def apply(self, sight: Sight) -> None:
        """Look at this from now on."""
        self.sight = sight
        self.topbar.apply(sight)
        title = " · ".join(part for part in (sight.site_class, sight.site, "Cleanroom Console") if part)
        self.setWindowTitle(title)
        if not self._crowned:
            banners.read_only(self.notices, sight.read_only)
        for page in self.pages:
            page.apply(sight)
        if self._sheet is None:
            self._show_page()
        self.refresh()
        self._tell_time(self._clock())

    def tick(self, now: datetime) -> None:
        """The second hand."""
        self.topbar.grow_older()
        self.toast.tick()
        self._tell_time(now)

    def _tell_time(self, now: datetime) -> None:
        self.topbar.tick(now)
        banners.stale(self.notices, self.topbar.is_stale())
        for page in self.pages:
            page.tick(now)

    def go(self, place: Place) -> None:
        """Go to a page, and mean this batch and step there; or where another window leads."""
        if place.page in self.ways:
            self.ways[place.page](place)
            return
        self._sheet = None
        if place.batch:
            self.selection.pick(place.batch, place.step)
        if place.page and place.page in {page.key for page in self.pages}:
            self._page = place.page
            self._memory.remember("page", place.page)
        self._show_page()
        if place.entry or place.sheet or place.about:
            next(page for page in self.pages if page.key == self._page).turn(place)
        self.refresh()

    def crown(self, *parts: QWidget) -> None:
        """Put these above all else in this window, whatever page is in view, and frame it; they say what it is for."""
        self._crowned = True
        for place, part in enumerate(parts):
            self._column.insertWidget(place, part)
        frame(self._middle, self._column)

    def show_who(self, who: Who, roles: tuple[Role, ...] = ()) -> None:
        """Somebody logged in, locked or left."""
        self.who, self.roles = who, roles
        self.topbar.show_who(who)
        self.refresh()

    def say(self, words: str) -> None:
        """Say at the foot of the window what was recorded."""
        self.toast.say(words)

    def show_sheet(self, sheet: QWidget) -> None:
        """Show a sheet instead of the pages until somebody goes to one."""
        if self.stack.indexOf(sheet) < 0:
            self.stack.addWidget(sheet)
            plainly(sheet)
        self._sheet = sheet
        self.stack.setCurrentWidget(sheet)

    def leave_sheet(self) -> None:
        """Back to the page."""
        self.go(Place(page=self._page))

    def show_bug(self, report: BugReport) -> None:
        """The calm page; the wiring has already made the console read-only."""
        self.bug_page.tell(report)
        self.show_sheet(self.bug_page)

    def refresh(self) -> None:
        """Tell every action what can be used now."""
        self.acts.refresh(situation(self.sight, self.who, self.roles, self.selection, self._page))
        self.situation_changed.emit()

    def closeEvent(self, event: QCloseEvent) -> None:
        """Remember how the window was left; the record is on disk already."""
        keep(self._memory, self, self.theme)
        self.second_hand.stop()
        self.closing.emit()
        super().closeEvent(event)

    def _dress(self) -> None:
        tokens = self.theme.tokens
        self.topbar.dress(self.theme.points() + 5)
        for part in (self.acts, self.tabs, self.notices, self.stop):
            part.dress(tokens)
        for page in self.pages:
            page.dress(tokens, self.theme.density)

    def _show_page(self) -> None:
        page = next(page for page in self.pages if page.key == self._page)
        self.tabs.mark(page.key)
        if self.sight is not None and self.sight.loading:
            self.state.loading(self.sight.loading)
            self.stack.setCurrentWidget(self.state)
        elif self.sight is not None and not self.sight.floor.batches and not page.always:
            reads = bool(self.sight.read_only)
            self.state.empty("No batch yet", "" if reads else _EMPTY, () if reads else _OFFERS)
            self.stack.setCurrentWidget(self.state)
        else:
            self.stack.setCurrentWidget(page.widget)

    def _picked(self, batch: str, step: str) -> None:
        for page in self.pages:
            page.picked(batch, step)
        self.refresh()

    def _next_pane(self, step: int) -> None:
        page = next(page for page in self.pages if page.key == self._page)
        next_pane([self.tabs, *(page.panes or (page.widget,)), self.drawer], step)

    def _session_pressed(self) -> None:
        self.acts.run("session.lock" if self.who.user and not self.who.locked else "session.login")

    def _full_screen(self) -> None:
        self.setWindowState(self.windowState() ^ Qt.WindowState.WindowFullScreen)
