"""The painted surface of the board: one picture looked at in one way, painted again only where something changed."""

from __future__ import annotations

from datetime import datetime

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QAccessible, QAccessibleEvent, QFocusEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractScrollArea, QWidget

from console.ui.board.inks import Inks
from console.ui.board.layers import Layers, tick_region
from console.ui.board.over_layer import over_region
from console.ui.board.sight import AXIS_PX, MAP_PX, Sight
from console.view.board.lanes import Layout, lay_out
from console.view.board.over import NOTHING_OVER, Over
from console.view.board.picture import BoardPicture, Presence
from console.view.board.stance import Stance
from console.view.board.window import TimeWindow, Views, fit, preset
from console.view.tokens import Tokens


class Surface(QAbstractScrollArea):
    """Shows a BoardPicture through a window of time; knows no hand and no key."""

    looked = Signal(object)
    """The window in sight changed: a TimeWindow."""

    def __init__(self, picture: BoardPicture, tokens: Tokens, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._tokens = tokens
        self._inks: Inks | None = None
        self._picture = picture
        self._now = picture.now
        self._over = NOTHING_OVER
        self._stance = Stance(Views(preset("2 d", picture.now)))
        self._layout = Layout((), 0)
        self._sight: Sight | None = None
        self.layers = Layers()
        self.setFrameShape(QAbstractScrollArea.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.viewport().setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.viewport().setMouseTracking(True)
        self.setAccessibleName("Board")
        self.verticalScrollBar().setSingleStep(24)
        self.verticalScrollBar().valueChanged.connect(lambda _: self._changed())

    def show_picture(self, picture: BoardPicture) -> None:
        """Show another state of the floor; selection, window and folding stay as they are."""
        stance = self._stance.keep(self._picture.bars, picture.bars)
        before, self._picture = self._picture, picture
        if picture.lanes != before.lanes:
            self._arrange()
        self._now = max(self._now, picture.now)
        self._stand(stance)

    def show_over(self, over: Over) -> None:
        """Lay something else over the board: ghosts, bands, a verdict; nothing beneath changes."""
        if over != self._over:
            before = self.sight()
            self._over = over
            self._sight = before.under(over)
            self.setAccessibleDescription(over.words)
            if QAccessible.isActive():
                QAccessible.updateAccessibility(QAccessibleEvent(self, QAccessible.Event.DescriptionChanged))
            self.viewport().update(over_region(before, self._sight))

    def tick(self, now: datetime) -> None:
        """Move the present (an aware instant); only what it crosses is painted again."""
        before = self.sight()
        self._now = int(now.timestamp())
        self._sight = before.ticked(self._now)
        if before.picture.presence is Presence.READY:
            self.viewport().update(tick_region(before, self._sight))

    def set_tokens(self, tokens: Tokens) -> None:
        """Change between light and dark."""
        self._tokens = tokens
        self._inks = None
        self._stand(self._stance)

    def picture(self) -> BoardPicture:
        """What is shown."""
        return self._picture

    def sight(self) -> Sight:
        """This frame of the board."""
        if self._sight is None:
            port, stance = self.viewport(), self._stance
            if self._inks is None or self._inks.ratio != port.devicePixelRatioF():
                self._inks = Inks(self._tokens, self._points(), port.devicePixelRatioF())
            self._sight = Sight(
                self._picture, self._layout, stance.window, self._inks, port.width(), port.height(),
                self.verticalScrollBar().value(), self._now, stance.batch, stance.spot, self.hasFocus(), self._over,
            )  # fmt: skip
        return self._sight

    def _points(self) -> float:
        return self.font().pointSizeF() if self.font().pointSizeF() > 0 else 10.0

    def _arrange(self) -> None:
        """Lay the rows out for the height there is, and scroll as far as they reach beyond it."""
        height = max(1, self.viewport().height() - AXIS_PX - MAP_PX)
        self._layout, self._sight = lay_out(self._picture.lanes, self._stance.folded, height, self._points() / 10), None
        rows = self.verticalScrollBar()
        rows.setPageStep(height)
        rows.setRange(0, max(0, self._layout.height - height))

    def _stand(self, stance: Stance) -> None:
        moved = stance.window != self._stance.window
        folded = stance.folded != self._stance.folded
        self._stance, self._sight = stance, None
        if folded:
            self._arrange()
        self.viewport().update()
        if moved:
            self.looked.emit(stance.window)

    def _changed(self) -> None:
        self._stand(self._stance)

    def select(self, batch: str, step: str = "") -> None:
        """Show which batch (and which of its steps) is chosen elsewhere; nothing is emitted."""
        self._stand(self._stance.follow(self._picture.bars, batch, step))

    def selection(self) -> tuple[str, str]:
        """The chosen batch and step, empty where there is none."""
        bar = self._stance.spot.bar
        return self._stance.batch, self._picture.bars.word(bar, "step") if bar is not None else ""

    def look(self, window: TimeWindow, move: str = "") -> None:
        """Look at another stretch of time; moves of the same name in a row are remembered as one."""
        self._stand(self._stance.look(window, move))

    def zoom(self, factor: float, x: int | None = None) -> None:
        """Closer (above 1) or further at a pixel of the area, else at now when in sight, else in the middle."""
        at = None if x is None else self._stance.window.at(x, self.sight().area.width())
        self._stand(self._stance.zoom(factor, at, self._now))

    def pan(self, pixels: int) -> None:
        """Later by so many pixels (earlier below 0)."""
        self.look(self._stance.window.pan(pixels * self.sight().scale.seconds), "pan")

    def preset(self, name: str) -> None:
        """Look at "12 h", "2 d", "7 d" or "28 d" around now, or "fit" everything; KeyError for another name."""
        self.look(fit(self._picture.bars.span, self._now) if name == "fit" else preset(name, self._now))

    def go_now(self) -> None:
        """Bring the present back, as close as one looks already."""
        self.look(self._stance.window.around(self._now))

    def back(self) -> None:
        """The view before this one."""
        self._stand(self._stance.back())

    def forward(self) -> None:
        """The view one came back from."""
        self._stand(self._stance.forward())

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the layers where Qt asks for it."""
        sight = self.sight()
        painter = QPainter(self.viewport())
        # Qt itself clips to the region; a tick's is narrow below and wider in the axis.
        area = event.region().intersected(sight.area).boundingRect()
        self.layers.paint(painter, sight, event.region(), area)
        painter.end()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Lay the rows out anew for the new height."""
        self._arrange()
        self._changed()

    def changeEvent(self, event: QEvent) -> None:
        """Follow the words of the application when they grow for gloves."""
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.ApplicationFontChange):
            self._inks = None
            self._arrange()
            self._changed()
        super().changeEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Show the ring."""
        self._changed()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Hide the ring."""
        self._changed()
