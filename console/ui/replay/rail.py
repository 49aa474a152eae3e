"""A rail of time with a handle on it: the whole record, or one day of it, marked in the site's clock."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from PySide6.QtCore import QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QMouseEvent, QPainter, QPaintEvent, QPen, QPolygonF, QResizeEvent
from PySide6.QtWidgets import QAbstractSlider, QSizePolicy, QWidget

from console.ui import fonts
from console.view.tokens import LIGHT, Tokens
from console.view.zoned_ticks import Tick, ticks

HEIGHT_PX = 40
ASIDE_PX = 10
LINE_PX = 12
"""Where the line lies, below the upper edge."""
HANDLE_PX = 7
GRAINS_S = (60, 300, 900, 3_600)
"""The round instants a hand goes by, in seconds."""
LABEL_PX = 62
"""Room one label wants."""


class Rail(QAbstractSlider):
    """A slider whose values are seconds from its first instant; `went` tells the instant the hand or a key moved it to."""

    went = Signal(object)

    def __init__(self, name: str, zone: ZoneInfo, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._name, self.zone = name, zone
        self._first = datetime.fromtimestamp(0, UTC)
        self._last = self._first
        self._tokens: Tokens = LIGHT
        self._dots: tuple[float, ...] = ()
        self._ticks: list[Tick] = []
        self.setOrientation(Qt.Orientation.Horizontal)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setMinimumWidth(160)
        self.setAccessibleName(name)
        self.actionTriggered.connect(self._stepped)

    @property
    def first(self) -> datetime:
        """The first instant on the rail."""
        return self._first

    @property
    def last(self) -> datetime:
        """The last instant on the rail."""
        return self._last

    def span(self, first: datetime, last: datetime, step_s: int, page_s: int) -> None:
        """Reach from one instant to another; a key goes so many seconds, a page key so many more."""
        first = first.replace(microsecond=0)  # values are whole seconds, so that round ones are round
        if (first, last) != (self._first, self._last):
            self._first, self._last = first, last
            self.setRange(0, max(1, int((last - first).total_seconds())))
            self.setSingleStep(step_s)
            self.setPageStep(page_s)
            self._mark()

    def stand(self, at: datetime, words: str) -> None:
        """The handle stands at this instant; nothing is told."""
        self.setAccessibleDescription(words)
        if not self.isSliderDown():
            self.setValue(int((at - self._first).total_seconds()))
        self.update()

    def dots(self, instants: Sequence[datetime]) -> None:
        """Show that something happened at these instants."""
        self._dots = tuple(at.timestamp() for at in instants)
        self.update()

    def dress(self, tokens: Tokens) -> None:
        """Draw in these colours."""
        self._tokens = tokens
        self._mark()

    def instant(self) -> datetime:
        """The instant under the handle."""
        return datetime.fromtimestamp(self._first.timestamp() + self.sliderPosition(), UTC)

    def x_of(self, at_s: float) -> float:
        """Where an instant (seconds since 1970) lies, in pixels from the left."""
        span = max(1.0, self._last.timestamp() - self._first.timestamp())
        return ASIDE_PX + (at_s - self._first.timestamp()) / span * max(1, self.width() - 2 * ASIDE_PX)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Take the handle to where the hand is."""
        if event.button() is Qt.MouseButton.LeftButton:
            self.setSliderDown(True)
            self._pull(event.position().x())
        else:
            event.ignore()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Pull it along."""
        if self.isSliderDown():
            self._pull(event.position().x())

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Let it go."""
        self.setSliderDown(False)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """More room: more marks."""
        super().resizeEvent(event)
        self._mark()

    def paintEvent(self, event: QPaintEvent) -> None:
        """The line, what happened, the marks, the handle."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setFont(self._letters())
        tokens, width = self._tokens, self.width()
        painter.setPen(QPen(QColor(tokens.edge), 3))
        painter.drawLine(QPointF(ASIDE_PX, LINE_PX), QPointF(width - ASIDE_PX, LINE_PX))
        painter.setPen(QPen(QColor(tokens.baseline), 1))
        for dot in self._dots:
            painter.drawLine(QPointF(self.x_of(dot), LINE_PX - 7), QPointF(self.x_of(dot), LINE_PX - 2))
        self._paint_marks(painter)
        self._paint_handle(painter)
        painter.end()

    def _letters(self) -> QFont:
        points = self.font().pointSizeF()
        return fonts.font(max(7.0, points - 1.5 if points > 0 else 8.5))

    def _paint_marks(self, painter: QPainter) -> None:
        measure = QFontMetricsF(painter.font())
        free = float("-inf")
        for tick in self._ticks:
            x = self.x_of(tick.at_s)
            painter.setPen(QPen(QColor(self._tokens.edge), 1))
            painter.drawLine(QPointF(x, LINE_PX), QPointF(x, LINE_PX + (7 if tick.major else 5)))
            wide = measure.horizontalAdvance(tick.label)
            left = min(max(0.0, x - wide / 2), self.width() - wide)
            if left > free:
                painter.setPen(QColor(self._tokens.text))
                painter.drawText(QPointF(left, LINE_PX + 8 + measure.ascent()), tick.label)
                free = left + wide + 8

    def _paint_handle(self, painter: QPainter) -> None:
        x = self.x_of(self._first.timestamp() + self.sliderPosition())
        painter.setPen(QPen(QColor(self._tokens.text), 2 if self.hasFocus() else 1))
        painter.setBrush(QColor(self._tokens.selected if self.hasFocus() else self._tokens.text))
        tip, top = LINE_PX + 3.0, 1.0
        wide, knee = HANDLE_PX, tip - HANDLE_PX
        shape = ((x - wide, top), (x + wide, top), (x + wide, knee), (x, tip), (x - wide, knee))
        painter.drawPolygon(QPolygonF([QPointF(a, b) for a, b in shape]))
        if self.hasFocus():
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(QColor(self._tokens.focus), 2))
            painter.drawRect(QRectF(self.rect()).adjusted(1, 1, -1, -1))

    def _mark(self) -> None:
        self.setFixedHeight(max(HEIGHT_PX, round(LINE_PX + 12 + QFontMetricsF(self._letters()).height())))
        start, end = self._first.timestamp(), self._last.timestamp()
        room = max(2, self.width() // LABEL_PX)
        self._ticks = ticks(start, end, self.zone, room) if end > start else []
        self.update()

    def _pull(self, x: float) -> None:
        room = max(1, self.width() - 2 * ASIDE_PX)
        wished = min(1.0, max(0.0, (x - ASIDE_PX) / room)) * self.maximum()
        # The hand cannot tell more than a pixel apart: it gets the round instant it means.
        grain = next((g for g in GRAINS_S if g >= self.maximum() / room), GRAINS_S[-1])
        first, before = self._first.timestamp(), self.sliderPosition()
        round_one = round(round((first + wished) / grain) * grain - first)
        self.setSliderPosition(self.maximum() if wished >= self.maximum() else round_one)
        if self.sliderPosition() != before:
            self.went.emit(self.instant())
        self.update()

    def _stepped(self, action: int) -> None:
        """A key or the wheel moved it: Qt sets the position first, the value after."""
        if action != QAbstractSlider.SliderAction.SliderMove.value:
            self.went.emit(self.instant())
            self.update()
