"""The sheet a chart is drawn on: margins, a viewport, one cursor, and arrow keys that walk from point to point."""

from __future__ import annotations

from collections.abc import Callable

import pyqtgraph as pg
from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QFontMetricsF,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QResizeEvent,
    QStaticText,
    QTransform,
)
from PySide6.QtWidgets import (
    QApplication,
    QGraphicsGridLayout,
    QGraphicsItem,
    QGraphicsObject,
    QGraphicsWidget,
    QSizePolicy,
    QStyleOptionGraphicsItem,
    QWidget,
)

from console.ui.fonts import font
from console.ui.sizes import FOCUS_RING_PX
from console.view.tokens import Tokens

Draw = Callable[[QPainter, QRectF], None]
NEXT = (Qt.Key.Key_Right, Qt.Key.Key_Down)
BEFORE = (Qt.Key.Key_Left, Qt.Key.Key_Up)
SMALL_PT = 9.0
MOST_WIDTHS = 4_000
MOST_ROUNDS = 4


def blend(one: str, other: str, share: float) -> QColor:
    """The colour `one` laid over `other` with a share of 0..1, opaque (transparency is slow, and no PDF/A)."""
    a, b = QColor(one), QColor(other)
    pairs = ((a.red(), b.red()), (a.green(), b.green()), (a.blue(), b.blue()))
    return QColor(*(round(x * share + y * (1 - share)) for x, y in pairs))


def nothing(painter: QPainter, box: QRectF) -> None:
    """Paint nothing, for room that is to stay free."""


class Margin(QGraphicsWidget):
    """A strip or field of the sheet that is painted in its own pixels; a fixed side in pixels or stretching."""

    def __init__(self, draw: Draw, width: float | None = None, height: float | None = None) -> None:
        super().__init__()
        self._draw = draw
        grow = QSizePolicy.Policy.Expanding
        self.setSizePolicy(grow, grow)
        self.setMinimumSize(0, 0)
        self.fix(width, height)
        self._told: object = None

    def keep(self) -> Margin:
        """Keep the painted pixels until `tell` brings something new."""
        self.setCacheMode(QGraphicsItem.CacheMode.DeviceCoordinateCache)
        return self

    def tell(self, content: object) -> None:
        """Paint again if this is not what was painted last."""
        if content != self._told:
            self._told = content
            self.update()

    def fix(self, width: float | None = None, height: float | None = None) -> bool:
        """Give it a fixed width, height or both; True when that is something new."""
        old = self.minimumSize()
        if width is not None:
            self.setMinimumWidth(width)
            self.setPreferredWidth(width)
            self.setMaximumWidth(width)
        if height is not None:
            self.setMinimumHeight(height)
            self.setPreferredHeight(height)
            self.setMaximumHeight(height)
        return self.minimumSize() != old

    def paint(
        self, painter: QPainter, option: QStyleOptionGraphicsItem, widget: QWidget | None = None
    ) -> None:
        """Paint by the chart's own hand."""
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
        self._draw(painter, QRectF(QPointF(0, 0), self.size()))


class Layer(QGraphicsObject):
    """Something drawn over (or, with a negative height, under) the curves of a view box, in the box's pixels."""

    def __init__(self, box: pg.ViewBox, draw: Draw, z: float) -> None:
        super().__init__(box)
        self._box = box
        self._draw = draw
        self.setZValue(z)
        self.setFlag(QGraphicsItem.GraphicsItemFlag.ItemUsesExtendedStyleOption, False)
        box.geometryChanged.connect(self.prepareGeometryChange)

    def boundingRect(self) -> QRectF:
        """The whole of the box."""
        return QRectF(QPointF(0, 0), self._box.size())

    def paint(
        self, painter: QPainter, option: QStyleOptionGraphicsItem, widget: QWidget | None = None
    ) -> None:
        """Paint by the chart's own hand."""
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
        self._draw(painter, self.boundingRect())


class Plot(pg.GraphicsView):
    """A chart with one cursor: hovering or the arrow keys set it, `said` speaks it, a click
    chooses it, Enter goes into it."""

    said = Signal(str)
    chosen = Signal(int)
    entered = Signal(int)

    def __init__(self, tokens: Tokens, name: str) -> None:
        super().__init__(background=QColor(tokens.panel))
        self.tokens = tokens
        self.cursor_at: int | None = None
        self.paints = 0
        self._posing = self._arranging = False
        self.small = font(SMALL_PT)
        self.strong = font(SMALL_PT, strong=True)
        self._laid: dict[tuple[str, bool], QStaticText] = {}
        self._widths: dict[tuple[str, bool], float] = {}
        self.metrics = QFontMetricsF(self.small)
        self.strong_metrics = QFontMetricsF(self.strong)
        self.sheet = QGraphicsWidget()
        self.grid = QGraphicsGridLayout(self.sheet)
        self.grid.setContentsMargins(6, 2, 6, 2)
        self.grid.setSpacing(0)
        self.setCentralWidget(self.sheet)
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName(name)
        self.setMinimumSize(0, 0)

    def wide(self, words: str, strong: bool = False) -> float:
        """How wide these words are, in pixels; measured once."""
        key = (words, strong)
        if key not in self._widths:
            if len(self._widths) >= MOST_WIDTHS:
                self._widths.clear()
            metrics = self.strong_metrics if strong else self.metrics
            self._widths[key] = metrics.horizontalAdvance(words)
        return self._widths[key]

    def write(self, painter: QPainter, at: QPointF, words: str, colour: str, strong: bool = False) -> None:
        """Words from a point rightwards, their middle at its height; laid out once (a third of drawText's cost)."""
        key = (words, strong)
        if key not in self._laid:
            if len(self._laid) >= MOST_WIDTHS:
                self._laid.clear()
            made = QStaticText(words)
            made.setTextFormat(Qt.TextFormat.PlainText)
            made.prepare(QTransform(), self.strong if strong else self.small)
            self._laid[key] = made
        laid = self._laid[key]
        painter.setFont(self.strong if strong else self.small)
        painter.setPen(QColor(colour))
        painter.drawStaticText(QPointF(at.x(), round(at.y() - laid.size().height() / 2)), laid)

    def cut(self, words: str, room: float) -> str:
        """Words cut to a width with an ellipsis."""
        if self.wide(words) <= room:
            return words
        return self.metrics.elidedText(words, Qt.TextElideMode.ElideRight, room)

    def count(self) -> int:
        """How many points the cursor can stand on."""
        return 0

    def words(self, index: int) -> str:
        """What one point says, for the status line."""
        return ""

    def nearest(self, at: QPointF) -> int | None:
        """The point under or nearest to a place on the sheet."""
        return None

    def restyle(self) -> None:
        """Take the colours of `tokens` into pens and brushes that are kept."""

    def fit(self) -> bool:
        """Fit the drawing to the room there is; True when a margin has become wider or narrower by that."""
        return False

    def arrange(self) -> None:
        """Fit until the margins stand still, so that the same state gives the same picture at once; then paint."""
        if self._arranging:
            return
        self._arranging = True
        for _ in range(MOST_ROUNDS):
            if not self.fit():
                break
            self.grid.activate()
        self._arranging = False
        self.redraw()

    def use(self, tokens: Tokens) -> None:
        """Change to another theme."""
        self.tokens = tokens
        self.setBackground(QColor(tokens.panel))
        self.restyle()
        self.redraw()

    def redraw(self) -> None:
        """Paint everything again."""
        self.viewport().update()

    def point(self, index: int | None, aloud: bool = True) -> None:
        """Set the cursor on a point, or nowhere, and say it."""
        self.cursor_at = index if index is not None and 0 <= index < self.count() else None
        text = "" if self.cursor_at is None else self.words(self.cursor_at)
        self.setToolTip(text)
        self.setAccessibleDescription(text)
        if aloud:
            self.said.emit(text)
        self.redraw()

    def png(self) -> bytes:
        """The picture as it stands, without cursor and focus ring, as PNG."""
        kept, self.cursor_at, self._posing = self.cursor_at, None, True
        buffer = QBuffer()
        buffer.open(QIODevice.OpenModeFlag.WriteOnly)
        self.grab().save(buffer, "PNG")
        self.cursor_at, self._posing = kept, False
        return bytes(QByteArray(buffer.data()).data())

    def draw_on(self, painter: QPainter, field: QRectF, tokens: Tokens, fill: bool = False) -> None:
        """Draw the chart on another device, in these colours, without cursor and focus ring; words stay words.

        `fill` lays it out anew for the field instead of drawing it as it stands on the screen.
        """
        kept, theme, margins = self.cursor_at, self.tokens, self.sheet.childItems()
        self.cursor_at, self._posing = None, True
        if tokens is not theme:
            self.use(tokens)
        caches = [(each, each.cacheMode()) for each in margins]
        for each in margins:
            each.setCacheMode(QGraphicsItem.CacheMode.NoCache)  # what is kept is pixels, also where vectors are wanted
        old, new = self.size(), field.size().toSize() if fill else self.size()
        self._sized(new)
        self.render(painter, field, self.viewport().rect(), Qt.AspectRatioMode.KeepAspectRatio)
        self._sized(old)
        for each, cache in caches:
            each.setCacheMode(cache)
        self.cursor_at, self._posing = kept, False
        if tokens is not theme:
            self.use(theme)

    def _sized(self, size: QSize) -> None:
        """Have this size at once, whether anybody looks or not."""
        if size != self.size():
            before = self.size()
            self.resize(size)
            QApplication.sendEvent(self, QResizeEvent(size, before))
            self.grid.activate()
            self.arrange()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrows, Home and End walk; Enter goes in; Escape lets go."""
        key, last = event.key(), self.count() - 1
        here = self.cursor_at
        if key in NEXT and last >= 0:
            self.point(0 if here is None else min(last, here + 1))
        elif key in BEFORE and last >= 0:
            self.point(last if here is None else max(0, here - 1))
        elif key == Qt.Key.Key_Home and last >= 0:
            self.point(0)
        elif key == Qt.Key.Key_End and last >= 0:
            self.point(last)
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and here is not None:
            self.entered.emit(here)
        elif key == Qt.Key.Key_Escape and here is not None:
            self.point(None)
        else:
            event.ignore()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """The pointer sets the cursor too."""
        found = self.nearest(event.position())
        if found != self.cursor_at:
            self.point(found)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """A click chooses the point it meets."""
        self.setFocus(Qt.FocusReason.MouseFocusReason)
        found = self.nearest(event.position())
        if found is not None and event.button() is Qt.MouseButton.LeftButton:
            self.point(found)
            self.chosen.emit(found)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Nothing is dragged here."""
        event.accept()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the sheet, and the ring that shows where the keys go."""
        super().paintEvent(event)
        self.paints += 1
        if self.hasFocus() and not self._posing:
            painter = QPainter(self.viewport())
            painter.setPen(QPen(QColor(self.tokens.focus), FOCUS_RING_PX))
            painter.drawRect(self.viewport().rect().adjusted(1, 1, -1, -1))
            painter.end()

    def sizeHint(self) -> QSize:
        """A calm size when nobody else decides."""
        return QSize(520, 280)
