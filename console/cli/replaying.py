"""Replay put together: the screens of the console before the front of the past, in a window of their own beside the live one."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime

from PySide6.QtCore import QObject

from console.cli.pages import BoardPage
from console.cli.screens import Screens, screens_of
from console.service.audited import AuditPage, AuditWish
from console.service.held import Held
from console.service.past_front import PastFront
from console.service.ports import Front
from console.service.zones import zone_of
from console.ui.desktop import Desktop
from console.ui.find.finding import Finding
from console.ui.page import Page, Place
from console.ui.replay.beside import ThenAndNow
from console.ui.replay.window import Present, Replay
from console.ui.shell.window import Shell
from console.view.board.window import TimeWindow
from console.view.replay import words
from console.view.spoken import clock

SHARED = "beside"
"""A move of the other board; in a row they are remembered as one."""
Go = Callable[[Place], None]


class Replaying(QObject):
    """Opens and closes the one replay of a desktop, and takes whoever asks for an instant there."""

    def __init__(self, desktop: Desktop, front: Front) -> None:
        super().__init__(desktop.shell)
        self._desktop, self._front = desktop, front
        self.replay: Replay | None = None
        self.pair: Pair | None = None
        self._coming = False
        desktop.shell.acts.on({"replay.open": self.open})
        desktop.shell.ways["replay"] = self.visit
        desktop.shell.closing.connect(self.leave)
        desktop.shell.situation_changed.connect(self._follow)
        desktop.shell.second_hand.timeout.connect(self._tick)

    def open(self, at: datetime | None = None) -> None:
        """Show what this console showed at an instant; without one, what it shows now, to be moved from there."""
        if self.replay is not None:
            if at is not None:
                self.replay.go_to(at)
            self.replay.shell.activateWindow()
        elif not self._coming:
            self._coming = True
            self._desktop.shell.say("Reading the record…")
            self._front.held(at or self._front.now(), self._opened)

    def visit(self, place: Place) -> None:
        """To the instant a place names, or at which the entry it names came; the batch it names is picked there."""
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
            self.open(page.rows[0].recorded_at)

    def _opened(self, held: Held) -> None:
        self._coming = False
        live, past = self._desktop.shell, PastFront(self._front, held)
        places: list[Shell] = []

        def go(place: Place) -> None:
            if places:
                places[0].go(place)

        made = screens_of(past, go)
        pair = self.pair = Pair(made.board, BoardPage(self._front, zone_of, go))
        shell = Shell(live.theme, (pair.page(), *made.pages[1:]), past, past.now)
        places.append(shell)
        present = Present(self._front.now, live.close)
        self.replay = replay = Replay(shell, past, self._desktop.zone, present)
        fit(made, shell)
        Finding(shell, past, lambda: self._desktop.zone)
        shell.acts.on({"replay.beside": self._beside})
        replay.closed.connect(self._closed)
        self._desktop.beside = replay
        self._follow()
        shell.resize(live.size())
        shell.show()
        shell.activateWindow()
        shell.selection.pick(live.selection.batch)

    def _beside(self) -> None:
        if self.replay is not None and self.pair is not None:
            self.replay.shell.go(Place("board"))
            self.pair.put(not self.pair.both.both)
            self._follow()

    def _follow(self) -> None:
        """The window of now has changed: who is logged in, and what the board of now shows."""
        live, replay = self._desktop.shell, self.replay
        if replay is not None and self.pair is not None:
            replay.shell.show_who(live.who, live.roles)
            if live.sight is not None:
                self.pair.now.apply(live.sight)
            self._tick()

    def _tick(self) -> None:
        if self.replay is not None and self.pair is not None and self.pair.both.both:
            now, replay = self._front.now(), self.replay
            self.pair.now.tick(now)
            then = words.instant(replay.past.now(), now, replay.zone)
            self.pair.both.say(f"THEN · {then}", f"NOW · live · {clock(now, replay.zone)}")

    def _closed(self) -> None:
        replay, self.replay, self.pair = self.replay, None, None
        self._desktop.beside = None
        if replay is not None:
            replay.shell.deleteLater()
        self._desktop.shell.activateWindow()


class Pair:
    """The board of then, and the board of now on the same rows and the same time."""

    def __init__(self, then: BoardPage, now: BoardPage) -> None:
        self.then, self.now = then, now
        self.both = ThenAndNow(then, now)
        for one, other in ((then, now), (now, then)):
            one.board.looked.connect(lambda window, other=other: self._look(other, window))
            rows = one.board.verticalScrollBar()
            rows.valueChanged.connect(other.board.verticalScrollBar().setValue)
            one.board.hand.fixed = words.REFUSED

    def page(self) -> Page:
        """Both as one page of the window of replay."""
        then, now = self.then.page(), self.now.page()

        def picked(batch: str, step: str) -> None:
            then.picked(batch, step)
            now.picked(batch, step)

        def dress(tokens: object, density: object) -> None:
            for page in (then, now):
                page.dress(tokens, density)  # type: ignore[arg-type]

        return replace(then, widget=self.both, picked=picked, dress=dress)

    def put(self, both: bool) -> None:
        """Show the board of now, too, at what the board of then looks at; or put it away."""
        if both:
            # There is no room for a batch at a glance in either: it would widen the window before it hides.
            self.then.glance.hide()
            self.now.glance.hide()
        self.both.put(both)
        if both:
            self._look(self.now, self.then.board.sight().window)

    def _look(self, other: BoardPage, window: TimeWindow) -> None:
        if self.both.both and other.board.sight().window != window:
            other.board.look(window, SHARED)


def fit(made: Screens, shell: Shell) -> None:
    """What the screens want of the window they are in; what would be written there is not."""
    made.form.bind(shell.acts)
    made.form.goes.connect(shell.go)
    made.handover.bind(shell.acts)
    made.handover.goes.connect(shell.go)
    made.board.board.refused.connect(shell.say)
    made.charts.screen.asks.connect(lambda _: shell.say(words.REFUSED))
    for line in (made.handover.must_know, made.handover.words):
        line.setReadOnly(True)
        line.setPlaceholderText("Replay is read-only")
