"""The chance that a batch is released by its age: step curve and band, the promise, and how many waited so long below."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen, QPolygonF

from console.ui.charts import strokes
from console.ui.charts.plot import Margin, Plot, blend
from console.view.charts import chance, chance_sheet
from console.view.charts.chance_sheet import SHARES, Promised, Sheet, Size, Way
from console.view.charts.placement import Box
from console.view.tokens import Tokens

HEAD_PX, LANE_PX, AXIS_PX, WAITING_PX, LINE_PX = 17.0, 16.0, 24.0, 17.0, 15.0
WAITING = "waiting"
LOST_DASH = [2.0, 3.0]


class ChancePlot(Plot):
    """Released by age with its 95 % band, lost by age dotted under it; the cursor walks from step to step."""

    def __init__(self, tokens: Tokens) -> None:
        super().__init__(tokens, "Chance of release by age")
        self.curve = chance.curve(())
        self.promise = Promised()
        self.sheet_of: Sheet | None = None
        self._head, self._lane = Margin(self._draw_head, height=HEAD_PX).keep(), Margin(self._draw_lane, height=LANE_PX)
        self._side, self._field = Margin(self._draw_side, 0).keep(), Margin(self._draw_field)
        self._beside, self._axis = Margin(self._draw_beside, 0).keep(), Margin(self._draw_axis, height=AXIS_PX).keep()
        self._waiting, self._waiting_name = (
            Margin(self._draw_waiting, height=WAITING_PX),
            Margin(self._draw_waiting_name, height=WAITING_PX),
        )
        for item, row, column in (
            (self._head, 0, 1), (self._lane, 1, 1), (self._side, 2, 0), (self._field, 2, 1), (self._beside, 2, 2),
            (self._axis, 3, 1), (self._waiting_name, 4, 0), (self._waiting, 4, 1),
        ):  # fmt: skip
            self.grid.addItem(item, row, column)
        self.grid.setColumnStretchFactor(1, 1)
        self._field.geometryChanged.connect(self.arrange)

    def show_curve(self, curve: chance.Curve, promise: Promised) -> None:
        """Draw this curve with its promise."""
        self.curve, self.promise = curve, promise
        if self.cursor_at is not None and self.cursor_at >= len(curve.hours):
            self.cursor_at = None
        self.arrange()

    def count(self) -> int:
        """Steps of the curve."""
        return len(self.curve.hours)

    def words(self, index: int) -> str:
        """One step in words."""
        return chance.words(self.curve, index)

    def nearest(self, at: QPointF) -> int | None:
        """The step the pointer stands on, while it is over the field."""
        here, made = self._field.mapFromScene(self.mapToScene(at.toPoint())), self.sheet_of
        if made is None or not len(self.curve.hours) or not self._field.rect().contains(here):
            return None
        before = [i for i, hours in enumerate(self.curve.hours) if made.x.px(float(hours) / chance.DAY_H) <= here.x() + 3]
        return before[-1] if before else None

    def fit(self) -> bool:
        """Lay the chart out for the room, and make the margins as large as their words."""
        size = self._field.size()
        if size.width() < 10 or size.height() < 10:
            return False
        made = chance_sheet.lay_out(self.curve, self.promise, Size(size.width(), size.height(), LINE_PX), self.wide)
        self.sheet_of = made
        side = max(self.wide(WAITING), *(self.wide(mark.label, True) for mark in SHARES)) + 8
        beside = max((self.wide(words) for words, _ in chance_sheet.names(self.curve)), default=0.0)
        left = (self._side.fix(width=round(side)), self._waiting_name.fix(width=round(side)))
        return self._beside.fix(width=round(beside + 12) if beside else 4.0) or any(left)

    def redraw(self) -> None:
        """Paint everything that has changed; margins whose words are the same keep their pixels."""
        made = self.sheet_of
        if made is not None:
            self._head.tell((self.tokens.name, self._head.size().width()))
            self._side.tell((self.tokens.name, made.y))
            self._beside.tell((self.tokens.name, made.beside))
            self._axis.tell((self.tokens.name, made.marks, made.x))
        super().redraw()

    def label_boxes(self) -> list[Box]:
        """Where words stand over and beside the field, in pixels of the sheet."""
        made = self.sheet_of
        if made is None:
            return []
        lane, side = self._lane.geometry(), self._beside.geometry()
        over = [] if made.promise is None else [Box(lane.left() + made.promise.x, lane.top(), made.promise.w, made.promise.h)]
        return over + [Box(side.left() + box.x, side.top() + box.y, box.w, box.h) for box, _, _ in made.beside]

    def field_box(self) -> Box:
        """Where the curves are drawn, in pixels of the sheet."""
        field = self._field.geometry()
        return Box(field.left(), field.top(), field.width(), field.height())

    def _draw_lane(self, painter: QPainter, box: QRectF) -> None:
        """The promise is named over its line."""
        made = self.sheet_of
        if made is not None and made.promise is not None:
            where = QRectF(made.promise.x, box.top(), made.promise.w, box.height())
            strokes.text(painter, where, made.promise_words, self.tokens.text, self.small)

    def _draw_field(self, painter: QPainter, box: QRectF) -> None:
        made, tokens = self.sheet_of, self.tokens
        if made is None:
            return
        if made.band is not None and made.band[1] - made.band[0] >= 2:
            shade = blend(tokens.edge, tokens.panel, 0.12)
            painter.fillRect(QRectF(made.band[0], box.top(), made.band[1] - made.band[0], box.height()), shade)
        strokes.grid_lines(painter, box, tokens, level=[made.y.px(mark.at) for mark in SHARES])
        if len(self.curve.hours):
            self._draw_band(painter, made)
            self._draw_ways(painter, made)
        if made.band is not None:
            self._draw_promise(painter, made.band, box.top(), box.bottom())
        if self.cursor_at is not None:
            at = self.cursor_at
            where = QPointF(made.x.px(float(self.curve.hours[at]) / chance.DAY_H), made.y.px(float(self.curve.chance[at])))
            painter.setRenderHint(QPainter.RenderHint.Antialiasing, True)
            painter.setPen(QPen(QColor(tokens.focus), 2))
            painter.setBrush(QColor(tokens.panel))
            painter.drawEllipse(where, 5, 5)
            painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)

    def _draw_band(self, painter: QPainter, made: Sheet) -> None:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(blend(self.tokens.edge, self.tokens.panel, 0.28))
        painter.drawPolygon(QPolygonF([QPointF(*each) for each in (*made.low, *made.high[::-1])]))

    def _draw_ways(self, painter: QPainter, made: Sheet) -> None:
        dotted = QPen(QColor(self.tokens.text), 1)
        dotted.setDashPattern(LOST_DASH)
        painter.setPen(dotted)
        if self.curve.lost[-1] > 0:
            painter.drawPolyline(_pixels(made.lost))
        painter.setPen(QPen(QColor(self.tokens.text), 2))
        painter.drawPolyline(_pixels(made.released))

    def _draw_promise(self, painter: QPainter, band: tuple[float, float], top: float, bottom: float) -> None:
        painter.setPen(strokes.promise_pen(self.tokens))
        for x in dict.fromkeys(round(each) + 0.5 for each in band):
            painter.drawLine(QPointF(x, top), QPointF(x, bottom))

    def _draw_beside(self, painter: QPainter, box: QRectF) -> None:
        for where, words, wish in self.sheet_of.beside if self.sheet_of else ():
            painter.setPen(QPen(QColor(self.tokens.baseline), 1))
            painter.drawLine(QPointF(0, round(wish) + 0.5), QPointF(6, round(where.y + where.h / 2) + 0.5))
            strokes.text(painter, QRectF(where.x, where.y, where.w + 4, where.h), words, self.tokens.text, self.small)

    def _draw_side(self, painter: QPainter, box: QRectF) -> None:
        if self.sheet_of is not None:
            strokes.side_axis(painter, box, self.tokens, SHARES, self.sheet_of.y, (self.small, self.strong))

    def _draw_axis(self, painter: QPainter, box: QRectF) -> None:
        if self.sheet_of is not None:
            strokes.bottom_axis(painter, box, self.tokens, self.sheet_of.marks, self.sheet_of.x, (self.small, self.strong))

    def _draw_waiting_name(self, painter: QPainter, box: QRectF) -> None:
        where = QRectF(0, 0, box.width() - 5, box.height())
        strokes.text(painter, where, WAITING, self.tokens.muted, self.small, strokes.RIGHT)

    def _draw_waiting(self, painter: QPainter, box: QRectF) -> None:
        """How many had got so far without release or loss, under each day."""
        made = self.sheet_of
        for mark, words in zip(made.marks, made.waiting, strict=True) if made else ():
            wide = self.wide(words)
            left = min(max(0.0, (made.x.px(mark.at) if made else 0.0) - wide / 2), box.width() - wide)
            strokes.text(painter, QRectF(left, 0, wide + 2, box.height()), words, self.tokens.text, self.small)

    def _draw_head(self, painter: QPainter, box: QRectF) -> None:
        """How to read the lines, drawn with them."""
        tokens, y, x = self.tokens, round(box.height() / 2) - 0.5, 0.0
        painter.fillRect(QRectF(0, y - 4, 20, 9), blend(tokens.edge, tokens.panel, 0.28))
        painter.setPen(QPen(QColor(tokens.text), 2))
        painter.drawLine(QPointF(0, y + 0.5), QPointF(20, y + 0.5))
        x = self._said(painter, 25, "released, 95 % band", box)
        if x + 26 + self.wide("lost") < box.width():
            dotted = QPen(QColor(tokens.text), 1)
            dotted.setDashPattern(LOST_DASH)
            painter.setPen(dotted)
            painter.drawLine(QPointF(x, y + 0.5), QPointF(x + 20, y + 0.5))
            x = self._said(painter, x + 25, "lost", box)
        if x + self.wide("of all begun") < box.width():
            self._said(painter, x, "of all begun", box)

    def _said(self, painter: QPainter, x: float, words: str, box: QRectF) -> float:
        width = self.wide(words)
        strokes.text(painter, QRectF(x, 0, width + 2, box.height() - 2), words, self.tokens.muted, self.small)
        return x + width + 16


def _pixels(way: Way) -> QPolygonF:
    return QPolygonF([QPointF(round(x) + 0.5, round(y) + 0.5) for x, y in way])
