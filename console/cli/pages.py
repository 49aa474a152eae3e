"""The pages of the window: each screen fitted to the shell, and the board with the plan, the selected batch and the hours left."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QSplitter, QVBoxLayout, QWidget

from console.cli.opened import zone_of
from console.domain.promise import Zones
from console.service.ports import Front
from console.ui.batch.glance import Glance
from console.ui.board.board import Board
from console.ui.board.keys import NUDGE
from console.ui.charts.strip import RemainingStrip
from console.ui.page import Page, Place
from console.ui.plan.strip import PlanStrip
from console.ui.shell.sight import Sight
from console.ui.sizes import Density
from console.view.batch.card import Seen
from console.view.board.from_floor import Made, make
from console.view.board.picture import BoardPicture, Presence
from console.view.charts.from_floor import forecasts_made, live_batches
from console.view.charts.remaining import remaining
from console.view.plan.conflicts import notes
from console.view.tokens import LIGHT, Tokens

ROOM_FOR_STRIP_PX = 600
"""With less height the nine rooms are cut or their words touch: the hours left stand among the charts, too."""
ROOM_FOR_GLANCE_PX = 1020
PRESETS = {"board.12h": "12 h", "board.2d": "2 d", "board.7d": "7 d", "board.28d": "28 d", "board.fit": "fit"}


class BoardPage(QWidget):
    """The board under the quiet line of the plan, the selected batch at a glance, and the hours left of every live batch below."""

    def __init__(self, front: Front, zones: Zones, go: Callable[[Place], None]) -> None:
        super().__init__()
        self._front, self._zones = front, zones
        self._sight: Sight | None = None
        self._made: Made | None = None
        self._stale = False
        self._batch = ""
        empty = BoardPicture(zone_of(front.floor), int(front.now().timestamp()), presence=Presence.LOADING)
        self.board, self.glance, self.strip = Board(empty, LIGHT), Glance(), RemainingStrip(LIGHT)
        self.plan = PlanStrip()
        self.board.selected.connect(lambda batch, step: go(Place("", batch, step)))
        self.board.opened.connect(lambda batch, step: go(Place("batch", batch, step)))
        self.strip.selected.connect(lambda batch: go(Place("", batch)))
        self.strip.goes.connect(go)
        self.glance.goes.connect(go)
        self._lay_out()

    def _lay_out(self) -> None:
        rows = QSplitter(Qt.Orientation.Vertical)
        rows.addWidget(self.board)
        rows.addWidget(self.strip)
        rows.setStretchFactor(0, 1)
        rows.setChildrenCollapsible(False)
        # The nine rooms must stay in sight on a small screen: the strip begins at its least and is pulled up by hand.
        rows.setSizes([10_000, self.strip.minimumHeight()])
        column = QVBoxLayout()
        column.setSpacing(0)
        column.addWidget(self.plan)
        column.addWidget(rows, 1)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addLayout(column, 1)
        row.addWidget(self.glance)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The board needs the room more: beside an open drawer than the batch at a glance, under replay's rails than the strip."""
        super().resizeEvent(event)
        self.glance.setVisible(self.width() >= ROOM_FOR_GLANCE_PX)
        self.strip.setVisible(self.height() >= ROOM_FOR_STRIP_PX)

    def page(self) -> Page:
        """The board as the window knows its pages."""
        board = self.board
        does: dict[str, Callable[[], object]] = {
            "board.now": board.go_now,
            "board.in": partial(board.zoom, 1.5),
            "board.out": partial(board.zoom, 1 / 1.5),
            "board.back": board.back,
            "board.on": board.forward,
            "board.fold": board.fold_here,
            "board.table": board.read,
        }
        does |= {name: partial(board.preset, preset) for name, preset in PRESETS.items()}
        does |= {f"move.{name}": partial(board.hand.nudge, how) for name, how in NUDGE.items()}
        return Page(
            "board", "Board", "layout-dashboard", self, self.apply, self.tick, self.picked, self.dress,
            turn=self.turn, does=does, panes=(self.plan, board, self.strip, self.glance),
        )  # fmt: skip

    def apply(self, sight: object) -> None:
        """Show this floor, or remember it until somebody looks; batches that did not change are not drawn anew."""
        if not isinstance(sight, Sight):
            return
        self._sight = sight
        self._stale = not self.isVisible() and self._made is not None
        if not self._stale:
            self._make(sight)

    def showEvent(self, event: QShowEvent) -> None:
        """Whoever looks sees the floor of now, whatever happened while nobody did."""
        super().showEvent(event)
        if self._stale and self._sight is not None:
            self._stale = False
            self._make(self._sight)

    def _make(self, sight: Sight) -> None:
        now = self._front.now()
        plan = self._front.plan
        conflicts = notes(plan.conflicts) if plan is not None else {}
        self._made = make(sight.floor, sight.outlook, now, sight.zone, self._zones, self._made, conflicts)
        self.board.show_picture(self._made.picture)
        made = {batch: (each,) for batch, each in forecasts_made(sight.outlook).items()}
        self.strip.apply(remaining(live_batches(sight.floor, sight.outlook, self._zones), made), now, sight.zone)
        self._show(now)

    def turn(self, place: Place) -> None:
        """Bring the row of a room, an instrument or a desk into sight."""
        kind, _, name = place.about.partition(":")
        if kind in ("room", "instrument", "lane"):
            self.board.show_row(name)

    def tick(self, now: datetime) -> None:
        """The second hand."""
        self.board.tick(now)
        self.strip.tick(now)
        if self.isVisible():
            self._show(now)

    def picked(self, batch: str, step: str) -> None:
        """This batch and step are meant."""
        self._batch = batch
        if (batch, step) != self.board.selection() or not batch:
            self.board.select(batch, step)
        self.strip.select(batch)
        self._show(self._front.now())

    def dress(self, tokens: Tokens, _density: Density) -> None:
        """Draw in these colours."""
        self.board.set_tokens(tokens)
        self.strip.use(tokens)
        self.glance.dress(tokens)
        self.plan.dress(tokens)

    def _show(self, now: datetime) -> None:
        sight = self._sight
        batch = sight.floor.batches.get(self._batch) if sight else None
        if sight is None or batch is None:
            self.glance.say(None)
            return
        forecast = sight.outlook.forecasts.get(batch.id) if sight.outlook else None
        self.glance.say(Seen(sight.floor, batch, forecast, now, sight.zone, self._zones))
