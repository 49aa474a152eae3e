"""Mouse and wheel on the board: choose, fold, zoom at the pointer, take hold of a bar or of the time."""

from __future__ import annotations

from enum import Enum

from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QMouseEvent, QWheelEvent

from console.ui.board.asked import Asked
from console.ui.board.dragging import Dragging
from console.ui.board.overview import Overview
from console.ui.board.sight import AXIS_PX, MAP_PX
from console.view.board.drag import why_fast
from console.view.board.over import Ghost
from console.view.board.walk import Spot

NOTCH = 120
"""What Qt reports for one notch of a wheel, in eighths of a degree."""
ZOOM_A_NOTCH = 1.25
PAN_A_NOTCH_PX = 90
STILL_PX = 4
EDGE_PX = 16
"""So near the edge a bar in the hand pulls the time along."""


class Held(Enum):
    """What the mouse holds."""

    NOTHING = "nothing"
    TIME = "time"
    OVERVIEW = "overview"
    BAR = "bar"


class Gestures:
    """Turns what the hand does into what the board is asked."""

    def __init__(self, board: Asked, hand: Dragging) -> None:
        self._board, self._hand = board, hand
        self._held = Held.NOTHING
        self._from = QPoint()
        self._last = QPoint()
        self._moved = False
        self._ghost: Ghost | None = None

    def wheel(self, event: QWheelEvent) -> None:
        """Rows by wheel, closer by Ctrl, time by Shift or a sideways wheel."""
        board, delta = self._board, event.angleDelta()
        step = delta.y() or delta.x()
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            x = round(event.position().x()) - board.sight().side
            board.zoom(ZOOM_A_NOTCH ** (step / NOTCH), max(0, x))
        elif event.modifiers() & Qt.KeyboardModifier.ShiftModifier or (delta.x() and not delta.y()):
            board.pan(round(-step / NOTCH * PAN_A_NOTCH_PX))
        else:
            rows = board.verticalScrollBar()
            rows.setValue(rows.value() - round(step / NOTCH * 3 * rows.singleStep()))
        event.accept()

    def press(self, event: QMouseEvent) -> None:
        """Choose a bar and take hold of it, fold a group, or take hold of time on the axis, the ground or the overview."""
        if event.button() is not Qt.MouseButton.LeftButton:
            event.ignore()
            return
        board, point = self._board, event.position().toPoint()
        sight = board.sight()
        self._from = self._last = point
        self._moved = False
        if not self._hand.laid:
            self._hand.forget()
        if point.y() >= sight.height - MAP_PX:
            if point.x() >= sight.side:
                self._held = Held.OVERVIEW
                self._jump(point)
            return
        if point.y() < AXIS_PX:
            self._held = Held.TIME if point.x() >= sight.side else Held.NOTHING
            return
        under = sight.pointing(point)
        if point.x() < sight.side:
            if under.row is not None and (under.row.lane is None or not under.row.open):
                board.fold(under.row.lane.key if under.row.lane else under.row.group)
        else:
            self._ghost = sight.ghost_at(point)
            bar = under.bar if self._ghost is None else board.picture().bars.find(self._ghost.batch, self._ghost.step)
            self._held = Held.TIME if bar is None else Held.BAR
            if bar is not None:
                board.choose(Spot(bar=bar))
                if not why_fast(board.picture(), bar):
                    board.lift()  # whoever judges is made while the hand begins to move

    def move(self, event: QMouseEvent) -> None:
        """Pull a bar or the time along with the hand; show what could be taken hold of."""
        board, point = self._board, event.position().toPoint()
        if self._held is Held.OVERVIEW:
            self._jump(point)
        elif self._held is Held.TIME:
            if not self._moved and abs(point.x() - self._from.x()) < STILL_PX:
                return
            board.pan(self._last.x() - point.x())
            self._moved = True
        elif self._held is Held.BAR:
            self._pull(point)
        else:
            self._show_hand(point)
        self._last = point

    def release(self, event: QMouseEvent) -> None:
        """Let go; a click on the empty ground chooses nothing."""
        if self._held is Held.TIME and not self._moved and self._from.y() >= AXIS_PX:
            self._board.choose(Spot())
        if self._held is Held.BAR and self._moved:
            self._hand.drop()
        self._held = Held.NOTHING

    def leave(self) -> None:
        """The window lost the keyboard: what the mouse held is forgotten."""
        if self._held is Held.BAR:
            self._hand.forget()
        self._held = Held.NOTHING

    def _pull(self, point: QPoint) -> None:
        """Take the bar under the hand once it has moved far enough, and pull it along; near an edge time comes towards it."""
        board = self._board
        if not self._moved:
            if (point - self._from).manhattanLength() < STILL_PX:
                return
            self._moved = True
            sight = board.sight()
            bar = sight.spot.bar
            if bar is not None:
                self._hand.take(bar, sight.scale.at(self._from.x() - sight.side), self._ghost)
        sight = board.sight()
        beyond = max(0, point.x() - sight.width + EDGE_PX) - max(0, sight.side + EDGE_PX - point.x())
        if beyond and self._hand.holding:
            board.pan(beyond)
        self._hand.pull(point)

    def double(self, event: QMouseEvent) -> None:
        """Open the batch of a bar; fold or open a room on its name."""
        board, point = self._board, event.position().toPoint()
        sight = board.sight()
        under = sight.pointing(point)
        if under.bar is not None:
            board.choose(Spot(bar=under.bar))
            board.open_spot()
        elif point.x() < sight.side and under.row is not None and under.row.lane and under.row.open:
            board.fold(under.row.lane.key)

    def _jump(self, point: QPoint) -> None:
        sight = self._board.sight()
        at = Overview.of(sight).at(point.x())
        here = sight.window
        self._board.look(here.pan(at - (here.start + here.end) / 2), "overview")

    def _show_hand(self, point: QPoint) -> None:
        board = self._board
        sight = board.sight()
        under = sight.pointing(point)
        foldable = point.x() < sight.side and under.row is not None and under.row.lane is None
        hand = Qt.CursorShape.PointingHandCursor
        shape = hand if under.bar is not None or foldable or sight.ghost_at(point) else Qt.CursorShape.ArrowCursor
        if point.y() < AXIS_PX and point.x() >= sight.side:
            shape = Qt.CursorShape.SizeHorCursor
        if board.viewport().cursor().shape() is not shape:
            board.viewport().setCursor(shape)
