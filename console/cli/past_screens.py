"""The screens of an hour that is past: they forget with every instant they are turned to, and the board of now stands beside."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from console.cli.pages import BoardPage
from console.cli.screens import Screens
from console.ui.page import Page
from console.ui.replay.beside import ThenAndNow
from console.ui.shell.sight import Sight
from console.ui.shell.window import Shell
from console.ui.sizes import Density
from console.view.board.window import TimeWindow
from console.view.replay import words
from console.view.tokens import Tokens

SHARED, TURNED = "beside", "replay"
"""Moves of a board that follows the other one, or the instant; in a row they are remembered as one."""


class PastScreens:
    """Fits the console's screens to a window that goes through the record in both directions."""

    def __init__(self, made: Screens, now: BoardPage) -> None:
        self.made, self.then, self.now = made, made.board, now
        self.both = ThenAndNow(self.then, now)
        self._sight: Sight | None = None
        made.charts.screen.shown.connect(self._charts)
        for one, other in ((self.then, now), (now, self.then)):
            one.board.looked.connect(lambda window, other=other: self._share(other, window))
            one.board.verticalScrollBar().valueChanged.connect(other.board.verticalScrollBar().setValue)
            one.board.hand.fixed = words.REFUSED

    def pages(self) -> tuple[Page, ...]:
        """The screens as the window of replay knows its pages."""
        board, _, charts, *_ = self.made.pages
        told = {"board": self._board(board), "charts": replace(charts, apply=self._apply_charts)}
        return tuple(told.get(page.key, page) for page in self.made.pages)

    def fit(self, shell: Shell) -> None:
        """What the screens want of the window they are in; what would be written there is not."""
        made = self.made
        made.form.bind(shell.acts)
        made.form.goes.connect(shell.go)
        made.handover.bind(shell.acts)
        made.handover.goes.connect(shell.go)
        for board in (self.then.board, self.now.board):
            board.refused.connect(shell.say)
        made.charts.screen.asks.connect(lambda _: shell.say(words.REFUSED))
        for line in (made.handover.must_know, made.handover.words):
            line.setReadOnly(True)
            line.setPlaceholderText("Replay is read-only")

    def turn(self, before: datetime, after: datetime) -> None:
        """Another instant is about to be shown: nothing that was told of a later one may stay, and the board goes along."""
        made, board = self.made, self.then.board
        made.handover.since.forget()
        if made.audit.reader.begun:
            made.audit.reader.ask(made.audit.reader.wish)
        window = board.sight().window
        if window.shows(before.timestamp(), before.timestamp() + 1):
            board.look(window.pan((after - before).total_seconds()), TURNED)

    def put(self, both: bool) -> None:
        """Show the board of now, too, at what the board of then looks at; or put it away."""
        if both:
            # There is no room for a batch at a glance in either: it would widen the window before it hides.
            self.then.glance.hide()
            self.now.glance.hide()
        self.both.put(both)
        if both:
            self._share(self.now, self.then.board.sight().window)

    def _board(self, page: Page) -> Page:
        now = self.now.page()

        def picked(batch: str, step: str) -> None:
            page.picked(batch, step)
            now.picked(batch, step)

        def dress(tokens: Tokens, density: Density) -> None:
            page.dress(tokens, density)
            now.dress(tokens, density)

        return replace(page, widget=self.both, picked=picked, dress=dress)

    def _apply_charts(self, sight: object) -> None:
        """The charts ask much of the record: of every batch, and only while somebody looks at them."""
        if isinstance(sight, Sight):
            self._sight = sight
            self._charts()

    def _charts(self) -> None:
        if self._sight is not None and self.made.charts.screen.isVisible():
            self.made.charts.forget()
            self.made.charts.apply(self._sight)

    def _share(self, other: BoardPage, window: TimeWindow) -> None:
        if self.both.both and other.board.sight().window != window:
            other.board.look(window, SHARED)
