"""The board: every room, instrument, bench and courier against time, on one painted surface."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import (
    QFocusEvent,
    QHelpEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QResizeEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QAbstractScrollArea, QToolTip, QWidget

from console.ui.board.gestures import Gestures
from console.ui.board.inks import Inks
from console.ui.board.keys import KEYS
from console.ui.board.layers import Layers, tick_region
from console.ui.board.sight import AXIS_PX, MAP_PX, Sight
from console.view.board import walk
from console.view.board.lanes import FOLDED_AT_FIRST, Group, Layout, lay_out
from console.view.board.picture import BoardPicture
from console.view.board.pointing import told_at
from console.view.board.walk import Spot
from console.view.board.window import TimeWindow, Views, fit, preset
from console.view.tokens import Tokens


class Board(QAbstractScrollArea):
    """Shows a BoardPicture; selects, walks, zooms and pans, and records nothing."""

    asks = Signal(object)
    goes = Signal(object)
    selected = Signal(str, str)
    opened = Signal(str, str)
    looked = Signal(object)
    """The window in sight changed: a TimeWindow."""

    def __init__(self, picture: BoardPicture, tokens: Tokens, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._tokens = tokens
        self._inks: Inks | None = None
        self._picture = picture
        self._now = picture.now
        self._views = Views(preset("2 d", picture.now))
        self._last_move = ""
        self._folded: frozenset[Group | str] = frozenset(FOLDED_AT_FIRST)
        self._batch, self._spot = "", Spot()
        self._layout: Layout | None = None
        self._sight: Sight | None = None
        self.layers = Layers()
        self._gestures = Gestures(self)
        self.setFrameShape(QAbstractScrollArea.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.viewport().setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.viewport().setMouseTracking(True)
        self.setAccessibleName("Board")
        self.verticalScrollBar().valueChanged.connect(lambda _: self._changed())

    # ------------------------------------------------------------------------------------------ what is shown

    def show_picture(self, picture: BoardPicture) -> None:
        """Show another state of the floor; selection, window and folding stay as they are."""
        spot = self._spot
        key = self.key_of(spot.bar) if spot.bar is not None else None
        if picture.lanes != self._picture.lanes:
            self._layout = None
        self._picture = picture
        self._now = max(self._now, picture.now)
        self._spot = replace(spot, bar=picture.bars.find(*key)) if key else spot
        self._changed()

    def tick(self, now: datetime) -> None:
        """Move the present (an aware instant); only what it crosses is painted again."""
        before = self.sight()
        self._now = int(now.timestamp())
        self._sight = replace(before, now=self._now)
        if before.picture.presence.value == "":
            self.viewport().update(tick_region(before, self._sight))

    def set_tokens(self, tokens: Tokens) -> None:
        """Change between light and dark."""
        self._tokens = tokens
        self._inks = None
        self._changed()

    def picture(self) -> BoardPicture:
        """What is shown."""
        return self._picture

    def sight(self) -> Sight:
        """This frame of the board."""
        if self._sight is None:
            port = self.viewport()
            height = max(1, port.height() - AXIS_PX - MAP_PX)
            if self._layout is None:
                self._layout = lay_out(self._picture.lanes, self._folded, height)
                bar = self.verticalScrollBar()
                bar.setPageStep(height)
                bar.setSingleStep(24)
                bar.setRange(0, max(0, self._layout.height - height))
            if self._inks is None or self._inks.ratio != port.devicePixelRatioF():
                points = self.font().pointSizeF()
                self._inks = Inks(self._tokens, points if points > 0 else 10.0, port.devicePixelRatioF())
            self._sight = Sight(
                self._picture, self._layout, self._views.here, self._inks, port.width(), port.height(),
                self.verticalScrollBar().value(), self._now, self._batch, self._spot, self.hasFocus(),
            )  # fmt: skip
        return self._sight

    # ---------------------------------------------------------------------------------------------- selection

    def select(self, batch: str, step: str = "") -> None:
        """Show which batch (and which of its steps) is chosen elsewhere; nothing is emitted."""
        self._batch = batch
        bar = self._picture.bars.find(batch, step) if batch else None
        self._spot = Spot(bar=bar)
        self._changed()

    def choose(self, spot: Spot) -> None:
        """Choose a bar as a person does, bring it into sight and say so; no bar chooses no batch."""
        self._spot = spot
        batch, step = self.key_of(spot.bar) if spot.bar is not None else ("", "")
        self._batch = batch
        if spot.bar is not None:
            self._reveal(spot.bar)
        self._changed()
        if spot.group is None:
            self.selected.emit(batch, step)

    def open_spot(self) -> None:
        """Open the chosen bar's batch, or the chosen group's rows."""
        if self._spot.bar is not None:
            self.opened.emit(*self.key_of(self._spot.bar))
        elif self._spot.group is not None:
            self.fold(self._spot.group)

    def key_of(self, bar: int) -> tuple[str, str]:
        """Batch and step of a bar."""
        return self._picture.bars.word(bar, "batch"), self._picture.bars.word(bar, "step")

    def walk(self, how: str) -> None:
        """Walk to the next or previous bar, the first or last of the line, or a line up or down."""
        bars, layout, spot = self._picture.bars, self.sight().layout, self._spot
        moment = float(self._now)
        if spot.bar is not None:
            moment = (max(bars.value(spot.bar, "start"), self._views.here.start) + bars.value(spot.bar, "end")) / 2
        if spot.bar is None and spot.group is None:
            self.choose(walk.first(bars, layout, moment))
        elif how in ("up", "down"):
            self.choose(walk.across(bars, layout, spot, moment, 1 if how == "down" else -1))
        elif spot.bar is not None and how in ("left", "right"):
            self.choose(Spot(bar=walk.along(bars, layout, spot.bar, 1 if how == "right" else -1)))
        elif spot.bar is not None:
            self.choose(Spot(bar=walk.end_of(bars, layout, spot.bar, last=how == "end")))

    def _reveal(self, bar: int) -> None:
        bars, here = self._picture.bars, self._views.here
        start, end = bars.value(bar, "start"), bars.value(bar, "end")
        if not here.shows(start, end):
            self.look(here.with_sight_of(start), "reveal")
        strip = self.sight().layout.strip_of(bars.value(bar, "track"))
        if strip is not None:
            scroll, page = self.verticalScrollBar(), self.sight().area.height()
            lowest, highest = strip.top + strip.height + 4 - page, strip.top - 4
            scroll.setValue(min(max(scroll.value(), lowest), highest))

    # ------------------------------------------------------------------------------------------------- window

    def window_in_sight(self) -> TimeWindow:
        """The stretch of time in sight."""
        return self._views.here

    def look(self, window: TimeWindow, move: str = "") -> None:
        """Look at another stretch of time; moves of the same name in a row are remembered as one."""
        keep = not move or move != self._last_move
        self._views = self._views.go(window) if keep else self._views.slide(window)
        self._last_move = move
        self._changed()
        self.looked.emit(self._views.here)

    def zoom(self, factor: float, x: int | None = None) -> None:
        """Closer (above 1) or further at a pixel of the area, else at now when in sight, else in the middle."""
        sight, here = self.sight(), self._views.here
        if x is not None:
            at = here.at(x, sight.area.width())
        else:
            at = self._now if here.shows(self._now, self._now + 1) else (here.start + here.end) / 2
        self.look(here.zoom(factor, at), "zoom")

    def pan(self, pixels: int) -> None:
        """Later by so many pixels (earlier below 0)."""
        self.look(self._views.here.pan(pixels * self.sight().scale.seconds), "pan")

    def preset(self, name: str) -> None:
        """Look at "12 h", "2 d", "7 d" or "28 d" around now, or "fit" everything; KeyError for another name."""
        self.look(fit(self._picture.bars.span, self._now) if name == "fit" else preset(name, self._now))

    def go_now(self) -> None:
        """Bring the present back, as close as one looks already."""
        self.look(self._views.here.around(self._now))

    def back(self) -> None:
        """The view before this one."""
        self._turn(self._views.back())

    def forward(self) -> None:
        """The view one came back from."""
        self._turn(self._views.forward())

    def _turn(self, views: Views) -> None:
        self._views, self._last_move = views, ""
        self._changed()
        self.looked.emit(views.here)

    def fold(self, which: Group | str) -> None:
        """Fold a group or a lane (by its key) to one line, or open it again."""
        self._folded = self._folded ^ {which}
        self._layout = None
        self._changed()

    def fold_here(self) -> None:
        """Fold, or open, what the keyboard stands on: a group, or the room of a bar."""
        if self._spot.bar is not None:
            row = self.sight().layout.row_of(self._picture.bars.value(self._spot.bar, "track"))
            if row is not None:
                self.fold(row.lane.key if row.lane else row.group)
        elif self._spot.group is not None:
            self.fold(self._spot.group)

    def turn_page(self, pages: int) -> None:
        """Scroll the rows by pages."""
        rows = self.verticalScrollBar()
        rows.setValue(rows.value() + pages * rows.pageStep())

    def _changed(self) -> None:
        self._sight = None
        self.viewport().update()

    # ------------------------------------------------------------------------------------------------- events

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the layers where Qt asks for it."""
        sight = self.sight()
        painter = QPainter(self.viewport())
        # Qt itself clips to the region; one rectangle around it is enough for us.
        self.layers.paint(painter, sight, event.rect())
        painter.end()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Lay the rows out anew for the new height."""
        self._layout = None
        self._changed()

    def changeEvent(self, event: QEvent) -> None:
        """Follow the words of the application when they grow for gloves."""
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.ApplicationFontChange):
            self._inks = self._layout = None
            self._changed()
        super().changeEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Show the ring."""
        self._changed()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Hide the ring."""
        self._changed()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Walk, zoom and open by keyboard; what is not ours goes on to the shell."""
        held = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        act: Callable[[Board], None] | None = KEYS.get((held, event.key()))
        if act is None:
            event.ignore()
        else:
            act(self)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Rows by wheel, time by Shift, closer by Ctrl."""
        self._gestures.wheel(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Choose, fold, or take hold of the time."""
        self._gestures.press(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Pull the time along."""
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

