"""The window put together: engine, bridge, pages and desktop on one site."""

from __future__ import annotations

import sys
from collections.abc import Callable

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication

from console.cli.codes import Exit
from console.cli.engine import Engine, Relay
from console.cli.opened import Writing
from console.cli.replaying import Replaying
from console.cli.screens import screens_of
from console.domain.refusal import Refusal
from console.forecast.outlook import Outlook
from console.service.founding import DEMO_PASSWORD
from console.service.ports import Front
from console.service.zones import zone_of
from console.ui.audit.acts import AuditActs
from console.ui.batch.printing import HistoryPrint
from console.ui.blanks.acts import BlanksActs
from console.ui.board import access
from console.ui.bridge import Bridge
from console.ui.bugpage import BugReport
from console.ui.charts.charts_print import ChartsPrint
from console.ui.charts.report_print import PromisePrint
from console.ui.desktop import Desktop
from console.ui.handover.acts import HandoverActs
from console.ui.login import DemoUser
from console.ui.newsite.panel import Found, NewSite
from console.ui.page import Place
from console.ui.paper.copying import Copying
from console.ui.plan.acts import PlanActs
from console.ui.saving import Saving
from console.view.standing import most_urgent

REFRESH_MS = 10_000
"""How often a new outlook is asked for although nothing happened: time passes, too."""

SHOWN_ROLES = ("supervisor", "operator", "qc_analyst", "qc_reviewer", "qa", "planner")


def run_window(opened: Writing, relay: Relay, seed: int | None) -> int:
    """Show the site until its window is closed; `seed` names the plant of a demo."""
    app = QApplication.instance() or QApplication(sys.argv[:1])
    assert isinstance(app, QApplication)
    running = Running(app, opened, relay, seed)
    running.desktop.show()
    app.exec()
    running.stop()
    return Exit.WELL


class Running:
    """A site at work behind its window: desktop, engine, and the outlook that is asked for as time passes."""

    def __init__(self, app: QApplication, opened: Writing, relay: Relay, seed: int | None) -> None:
        bridge = self._bridge = Bridge()
        self._looked = False
        self.engine = Engine(opened, bridge, lambda wrong, saved: bridge.on_bug(BugReport(_line(wrong), saved, repr(wrong))))
        relay.change, relay.trouble = self.engine.changed, self.engine.trouble
        users = demo_users(opened) if opened.site.class_.plays else ()
        self.desktop = build(app, self.engine.counter, bridge, users, self._found)
        self._refresh = QTimer(self.desktop)
        self._refresh.setInterval(REFRESH_MS)
        self._refresh.timeout.connect(self.engine.refresh)
        self._refresh.start()
        bridge.outlook.connect(self._first_look)
        self.engine.start()
        if seed is not None:
            self.engine.live(seed)

    def _found(self, wish: NewSite, then: Callable[[Refusal | None], None]) -> None:
        # What founds a site reads workbooks: loaded when somebody asks for it, not at every start.
        from console.cli.founding import founder

        founder(self.engine.readers, self._bridge.post)(wish, then)

    def _first_look(self, outlook: object) -> None:
        """Nobody has chosen yet: begin with the batch that needs most care."""
        selection = self.desktop.shell.selection
        if not self._looked and not selection.batch and isinstance(outlook, Outlook):
            selection.pick(most_urgent(self.engine.counter.floor, outlook))
        self._looked = True

    def stop(self) -> None:
        """Stop what works behind the window, and give the site back; once is enough."""
        if self._refresh.isActive():
            self._refresh.stop()
            self.engine.stop()


def build(app: QApplication, front: Front, bridge: Bridge, users: tuple[DemoUser, ...], found: Found | None = None) -> Desktop:
    """The desktop with its pages."""
    access.offer()
    places: list[Desktop] = []

    def go(place: Place) -> None:
        if places:
            places[0].go(place)

    made = screens_of(front, go)
    places.append(Desktop(app, front, bridge, made.pages, zone_of, users, found))
    board = made.board.board
    made.charts.screen.asks.connect(Saving(front, places[0].shell).ask)
    copying = Copying(front, places[0].shell)
    HistoryPrint(places[0].shell, front, copying)
    made.charts.screen.asks.connect(ChartsPrint(copying).ask)
    PromisePrint(places[0].shell, copying, made.charts.screen.programme)
    AuditActs(places[0].shell, front, places[0].asker, made.audit, copying)
    plans = PlanActs(places[0].shell, front, places[0].asker, board.hand, made.board.plan, copying)
    HandoverActs(places[0].shell, front, places[0].asker, made.handover)
    BlanksActs(places[0].shell, front, places[0].desk, places[0].asker, made.blanks, copying)
    board.lifted.connect(plans.lifted)
    board.dropped.connect(plans.dropped)
    board.refused.connect(plans.refused)
    Replaying(places[0], front)
    return places[0]


def demo_users(opened: Writing) -> tuple[DemoUser, ...]:
    """One demo person of each role, with the password that is no secret."""
    people = opened.dispatcher.floor.people.values()
    found = []
    for role in SHOWN_ROLES:
        person = next((p for p in people if any(r.value == role for r in p.roles)), None)
        if person is not None:
            roles = ", ".join(r.value.replace("_", " ") for r in person.roles)
            found.append(DemoUser(person.id, person.name, roles, DEMO_PASSWORD))
    return tuple(dict.fromkeys(found))


def _line(wrong: BaseException) -> str:
    return f"The console found a fault in itself ({type(wrong).__name__}). Nothing recorded is touched."
