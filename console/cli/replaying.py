"""Replay put together: the screens of the console before the front of the past, in a window of their own beside the live one."""

from __future__ import annotations

from datetime import datetime

from PySide6.QtCore import QObject

from console.cli.pages import BoardPage
from console.cli.past_screens import PastScreens
from console.cli.screens import screens_of
from console.service.audited import AuditPage, AuditWish
from console.service.held import Held
from console.service.past_front import PastFront
from console.service.ports import Front
from console.service.zones import zone_of
from console.ui.desktop import Desktop
from console.ui.find.finding import Finding
from console.ui.page import Place
from console.ui.replay.window import Present, Replay
from console.ui.shell.window import Shell
from console.view.replay import words
from console.view.spoken import clock
from console.view.standing import most_urgent


class Replaying(QObject):
    """Opens and closes the one replay of a desktop, and takes whoever asks for an instant there."""

    def __init__(self, desktop: Desktop, front: Front) -> None:
        super().__init__(desktop.shell)
        self._desktop, self._front = desktop, front
        self.replay: Replay | None = None
        self.screens: PastScreens | None = None
        self._made: tuple[Replay, PastScreens] | None = None
        self._coming = False
        self._meant = ""
        desktop.shell.acts.on({"replay.open": self.open})
        desktop.shell.ways["replay"] = self.visit
        desktop.shell.closing.connect(self._end)
        desktop.shell.situation_changed.connect(self._follow)
        desktop.shell.second_hand.timeout.connect(self._tick)

    def open(self, at: datetime | None = None) -> None:
        """Show what this console showed at an instant; without one, what it shows now, to be moved from there."""
        if self.replay is not None:
            if at is not None:
                self.replay.go_to(at)
            if self._meant:
                self._pick()
            self.replay.shell.activateWindow()
        elif not self._coming:
            self._coming = True
            self._desktop.shell.say("Reading the record…")
            self._front.held(at or self._front.now(), self._opened)

    def visit(self, place: Place) -> None:
        """To the instant a place names, or at which the entry it names came; the batch it names is picked there."""
        self._meant = place.batch
        if place.at is not None or not place.entry:
            self.open(place.at)
        else:
            self._front.audit(AuditWish(), place.entry + 1, self._entry_found)

    def leave(self) -> None:
        """Back to now."""
        if self.replay is not None:
            self.replay.shell.close()

    def _entry_found(self, page: AuditPage) -> None:
        if page.rows:
            row = page.rows[0]
            batches = [name for kind, _, name in (about.partition(":") for about in row.about) if kind == "batch"]
            self._meant = self._meant or (batches[0] if batches else "")
            self.open(row.recorded_at)

    def _pick(self) -> None:
        """The batch that is meant, else the one picked in the window of now, else the one that needed most care."""
        if self.replay is not None:
            past, live = self.replay.past, self._desktop.shell.selection.batch
            self.replay.shell.selection.pick(self._meant or live or most_urgent(past.floor, past.outlook))
            self._meant = ""

    def _opened(self, held: Held) -> None:
        self._coming = False
        if self._made is None:
            self._made = self._make(held)
        self.replay, self.screens = replay, screens = self._made
        live, shell = self._desktop.shell, replay.shell
        self._desktop.beside = replay
        screens.put(False)
        replay.begin(held)
        self._follow()
        shell.resize(live.size())
        shell.go(Place(live.acts.situation.page))
        shell.show()
        shell.activateWindow()
        self._pick()

    def _make(self, held: Held) -> tuple[Replay, PastScreens]:
        """The window; it is hidden, not thrown away, when it is closed: making it takes a second."""
        live, past = self._desktop.shell, PastFront(self._front, held)
        places: list[Shell] = []

        def go(place: Place) -> None:
            if places:
                places[0].go(place)

        screens = PastScreens(screens_of(past, go), BoardPage(self._front, zone_of, go))
        shell = Shell(live.theme, screens.pages(), past, past.now)
        places.append(shell)
        replay = Replay(shell, past, self._desktop.zone, Present(self._front.now, live.close))
        screens.fit(shell)
        replay.turning.connect(screens.turn)
        Finding(shell, past, lambda: self._desktop.zone)
        shell.ways["replay"] = self.visit
        shell.acts.on({"replay.beside": self._beside})
        replay.closed.connect(self._closed)
        return replay, screens

    def _beside(self) -> None:
        if self.replay is not None and self.screens is not None:
            self.replay.shell.go(Place("board"))
            self.screens.put(not self.screens.both.both)
            self._follow()

    def _follow(self) -> None:
        """The window of now has changed: who is logged in, and what the board of now shows."""
        live, replay = self._desktop.shell, self.replay
        if replay is not None and self.screens is not None:
            replay.shell.show_who(live.who, live.roles)
            if live.sight is not None and self.screens.both.both:
                self.screens.now.apply(live.sight)
            self._tick()

    def _tick(self) -> None:
        if self.replay is not None and self.screens is not None and self.screens.both.both:
            now, replay = self._front.now(), self.replay
            self.screens.now.tick(now)
            then = words.instant(replay.past.now(), now, replay.zone)
            self.screens.both.say(f"THEN · {then}", f"NOW · live · {clock(now, replay.zone)}")

    def _closed(self) -> None:
        self.replay = self.screens = self._desktop.beside = None
        self._desktop.shell.activateWindow()

    def _end(self) -> None:
        """The window of now is closed: so is that of replay."""
        self.leave()
        if self._made is not None:
            self._made[0].shell.deleteLater()
            self._made = None
