"""The board: every room, instrument, bench and courier against time, with what hands and keys do to it."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QFocusEvent, QHelpEvent, QKeyEvent, QMouseEvent, QResizeEvent, QWheelEvent
from PySide6.QtWidgets import QToolTip, QWidget

from console.ui.board.dragging import Dragging
from console.ui.board.gestures import Gestures
from console.ui.board.keys import KEYS, NUDGES
from console.ui.board.surface import Surface
from console.ui.board.table import Reader
from console.view.board import walk
from console.view.board.drag import Drag
from console.view.board.lanes import Group
from console.view.board.picture import BoardPicture
from console.view.board.pointing import told_at
from console.view.board.walk import Spot
from console.view.tokens import Tokens


class Board(Surface):
    """Shows a BoardPicture; selects, walks, zooms, pans and drags, and records nothing."""

    selected = Signal(str, str)
    opened = Signal(str, str)
    lifted = Signal()
    """A bar is about to be moved: whoever can make a mover gives it to `hand`."""
    dropped = Signal(object)
    """A bar was let go where it is allowed: the Drag; its ghosts stay until `hand.forget`."""
    refused = Signal(str)
    """A bar was let go where it is not allowed, or cannot be moved at all: why."""

    def __init__(self, picture: BoardPicture, tokens: Tokens, parent: QWidget | None = None) -> None:
        super().__init__(picture, tokens, parent)
        self.hand = Dragging(self)
        self._gestures = Gestures(self, self.hand)
        self._reader = Reader(self, self)

    def show_picture(self, picture: BoardPicture) -> None:
        """Show another state of the floor; selection, window, folding and what is in the hand stay as they are."""
        super().show_picture(picture)
        self.hand.show_picture()
        self._reader.show_picture(picture)

    def lift(self) -> None:
        """Ask for a mover."""
        self.lifted.emit()

    def drop(self, drag: Drag) -> None:
        """Tell that a bar was let go where it is allowed."""
        self.dropped.emit(drag)

    def refuse(self, why: str) -> None:
        """Tell why a bar stays where it is."""
        self.refused.emit(why)

    def choose(self, spot: Spot) -> None:
        """Choose a bar as a person does, bring it into sight and say so; no bar chooses no batch."""
        self._stand(self._stance.choose(self._picture.bars, spot))
        if spot.bar is not None:
            self._scroll_to(spot.bar)
        if spot.group is None:
            self.selected.emit(*self.selection())

    def walk(self, how: str) -> None:
        """Walk by keyboard: left, right, up, down, home, end."""
        self.choose(self._stance.walk(how, self._picture, self.sight().layout, self._now))

    def show_row(self, key: str) -> bool:
        """Bring a row into sight, unfolded, and choose what lies nearest to now on it; says whether there is such a row."""
        lane = next((lane for lane in self._picture.lanes if lane.key == key), None)
        if lane is None:
            return False
        self._stand(self._stance.unfold(lane))
        row = next(row for row in self.sight().layout.rows if row.lane is not None and row.lane.key == key)
        self.verticalScrollBar().setValue(row.top - (self.sight().area.height() - row.height) // 2)
        bar = walk.on_row(self._picture.bars, row, self._now)
        if bar is not None:
            self.choose(Spot(bar=bar))
        return True

    def open_spot(self) -> None:
        """Open the chosen bar's batch, or the chosen group's rows."""
        if self._stance.spot.bar is not None:
            self.opened.emit(*self.selection())
        elif self._stance.spot.group is not None:
            self.fold(self._stance.spot.group)

    def confirm(self) -> None:
        """Drop what is in the hand, else open what is chosen."""
        if not self.hand.drop():
            self.open_spot()

    def escape(self) -> None:
        """Forget what is in the hand, else choose nothing."""
        if not self.hand.forget():
            self.choose(Spot())

    def fold(self, which: Group | str) -> None:
        """Fold a group or a lane (by its key) to one line, or open it again."""
        self._stand(self._stance.fold(which))

    def fold_here(self) -> None:
        """Fold, or open, what the keyboard stands on: a group, or the lane of a bar."""
        bar, group = self._stance.spot.bar, self._stance.spot.group
        row = self.sight().layout.row_of(self._picture.bars.value(bar, "track")) if bar is not None else None
        if row is not None:
            self.fold(row.lane.key if row.lane else row.group)
        elif group is not None:
            self.fold(group)

    def _scroll_to(self, bar: int) -> None:
        strip = self.sight().layout.strip_of(self._picture.bars.value(bar, "track"))
        if strip is not None:
            rows, page = self.verticalScrollBar(), self.sight().area.height()
            lowest, highest = strip.top + strip.height + 4 - page, strip.top - 4
            rows.setValue(min(max(rows.value(), lowest), highest))

    def read(self) -> None:
        """Show the same bars as a table over the picture, or put it away."""
        self._reader.toggle()

    def turn_page(self, pages: int) -> None:
        """Scroll the rows by pages."""
        rows = self.verticalScrollBar()
        rows.setValue(rows.value() + pages * rows.pageStep())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The table covers the whole board, however large."""
        super().resizeEvent(event)
        self._reader.fit()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """What the mouse held is let go of when the window loses the keyboard for another one."""
        super().focusOutEvent(event)
        if event.reason() is Qt.FocusReason.ActiveWindowFocusReason:
            self._gestures.leave()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Walk, zoom, open and move by keyboard; what is not ours goes on to the shell."""
        held = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        act, nudge = KEYS.get((held, event.key())), NUDGES.get((held, event.key()))
        if nudge is not None:
            self.hand.nudge(nudge)
        elif act is not None:
            act(self)
        else:
            event.ignore()

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Rows by wheel, time by Shift, closer by Ctrl."""
        self._gestures.wheel(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Choose, fold, or take hold of a bar or of the time."""
        self._gestures.press(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Pull the bar or the time along."""
        self._gestures.move(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Let go."""
        self._gestures.release(event)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Open."""
        self._gestures.double(event)

    def viewportEvent(self, event: QEvent) -> bool:
        """Tell the full text of what lies under the pointer."""
        if isinstance(event, QHelpEvent) and event.type() == QEvent.Type.ToolTip:
            text = told_at(self.sight().pointing(event.pos()), self._picture, self._now)
            QToolTip.showText(event.globalPos(), text, self.viewport())
            return True
        return super().viewportEvent(event)
