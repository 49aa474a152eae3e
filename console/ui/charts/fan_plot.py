"""The fan of one batch: how its forecast release moved since the first forecast was made."""

from __future__ import annotations

from datetime import datetime
from math import ceil
from zoneinfo import ZoneInfo

import pyqtgraph as pg
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen
from PySide6.QtWidgets import QGraphicsPathItem

from console.ui.charts import strokes
from console.ui.charts.line_ends import LineEnds
from console.ui.charts.plot import Layer, Margin, Plot, blend
from console.view.charts import fan as fans
from console.view.charts.axes import Mark, Scale, days, zoned
from console.view.charts.placement import pack_rows
from console.view.charts.words import hours_from
from console.view.tokens import Tokens

LANE_ROW_PX = 15.0
LANE_ROWS = 3
LANE_WORDS_PX = 230.0
NARROW_PX = 460
"""On a narrower chart the days since leukapheresis give their room to the bands."""
AIR = 0.03
STEP_PX = 6
BANDS = ((0, 4), (1, 3))
"""The 80 % band lies under the 50 % band; both as places in the five quantiles."""


class FanPlot(Plot):
    """P50, 50 % and 80 % bands of release against when they were forecast, with the promise and what moved them."""

    def __init__(self, tokens: Tokens) -> None:
        super().__init__(tokens, "Forecast history of the selected batch")
        self.series: fans.Fan | None = None
        self._zone = ZoneInfo("UTC")
        self._now: datetime | None = None
        self._x, self._y = Scale(0, 1, 0, 1), Scale(0, 1, 1, 0)
        self._lane_items: list[tuple[fans.Move, str, int, float]] = []
        self.left_out = 0
        self._unproven = False
        self._x_marks: list[Mark] = []
        self._y_marks: list[Mark] = []
        self._day_marks: list[Mark] = []
        self._build()
        self.restyle()

    def _build(self) -> None:
        self._lane = Margin(self._draw_lane, height=0)
        self._day_axis, self._time_axis = Margin(self._draw_days, 0).keep(), Margin(self._draw_times, 0).keep()
        self._box = pg.ViewBox(enableMouse=False, enableMenu=False, defaultPadding=0.0)
        self._box.disableAutoRange()
        self.ends = LineEnds(self)
        self._bottom = Margin(self._draw_bottom, height=24).keep()
        self.grid.addItem(self._lane, 0, 2, 1, 2)
        for column, item in enumerate((self._day_axis, self._time_axis, self._box, self.ends.margin)):
            self.grid.addItem(item, 1, column)
        self.grid.addItem(self._bottom, 2, 2)
        # Plain paths: FillBetweenItem takes its path apart into polygons and together again (0.85 ms a band of 200
        # stairs), and PlotCurveItem looks for bounds that are fixed here.
        self._middle, self._end = QGraphicsPathItem(), QGraphicsPathItem()
        self._bands = [QGraphicsPathItem() for _ in BANDS]
        for z, band in enumerate(self._bands):
            band.setZValue(z)
            self._box.addItem(band, ignoreBounds=True)
        for z, curve in enumerate((self._middle, self._end)):
            curve.setZValue(10 + z)
            self._box.addItem(curve, ignoreBounds=True)
        self._under = Layer(self._box, self._draw_under, -10)
        self._over = Layer(self._box, self._draw_over, 50)
        self._box.sigResized.connect(self.arrange)

    def restyle(self) -> None:
        """Grey bands, the P50 in the colour of the text."""
        tokens = self.tokens
        faint, strong, thin = (
            QPen(colour, width)
            for colour, width in (
                (blend(tokens.edge, tokens.panel, 0.7), 1),
                (QColor(tokens.text), 2),
                (QColor(tokens.text), 1),
            )
        )
        for pen in (faint, strong, thin):
            pen.setCosmetic(True)
        if self._unproven:
            strong.setDashPattern([4.0, 2.0])
        for band, share, pen in zip(self._bands, (0.16, 0.36), (faint, QPen(Qt.PenStyle.NoPen)), strict=True):
            band.setBrush(blend(tokens.edge, tokens.panel, share))
            band.setPen(pen)
        self._middle.setPen(strong)
        self._end.setPen(thin)

    def show_series(self, series: fans.Fan, now: datetime, zone: ZoneInfo) -> None:
        """Draw the fan of one batch as of now."""
        other = self.series is None or self.series.batch.batch != series.batch.batch
        self.series, self._zone, self._now = series, zone, now
        if other or (self.cursor_at or 0) >= len(series):
            self.cursor_at = None
        self._curves()
        self.arrange()

    def doubt(self, unproven: bool) -> None:
        """Draw the median of an unproven forecast broken, so that a line is not taken for a fact."""
        self._unproven = unproven
        self.restyle()
        self.redraw()

    def tick(self, now: datetime) -> None:
        """Let the last forecast reach the new now; nothing is drawn before it has moved a pixel."""
        if self.series is None or self._now is None:
            return
        moved = (now - self._now).total_seconds() / 3_600 * abs(self._x.px(1.0) - self._x.px(0.0))
        if moved >= 1.0 or moved < 0.0:
            self._now = now
            self._curves()
            self.arrange()

    def count(self) -> int:
        """Forecasts made."""
        return len(self.series) if self.series else 0

    def words(self, index: int) -> str:
        """One forecast in words."""
        if self.series is None or self._now is None:
            return ""
        return fans.words(self.series, index, self._now, self._zone)

    def nearest(self, at: QPointF) -> int | None:
        """The forecast in force at the time under the pointer."""
        here = self._box.mapFromScene(self.mapToScene(at.toPoint()))
        if self.series is None or not len(self.series) or not self._box.rect().contains(here):
            return None
        return max(0, int(self.series.made.searchsorted(self._x.value(here.x()), side="right")) - 1)

    def _curves(self) -> None:
        series, now = self.series, self._now
        if series is None or now is None:
            return
        until = hours_from(series.origin_s, now)
        stairs = [fans.stepped(series.made, values, until) for values in series.quantiles]
        self._middle.setPath(pg.arrayToQPath(*stairs[2]))
        for band, (low, high) in zip(self._bands, BANDS, strict=True):
            band.setPath(pg.arrayToQPath(*fans.closed(stairs[low], stairs[high])))
        self._end.setVisible(series.has_end)
        if series.has_end:
            self._end.setPath(pg.arrayToQPath(*fans.stepped(series.made, series.end_p50, until), connect="finite"))

    def fit(self) -> bool:
        """Set ranges and marks from the series and the room, and the margins from the words."""
        series, now = self.series, self._now
        width, height = self._box.size().width(), self._box.size().height()
        if series is None or now is None or not len(series) or width < 10:
            return False
        first, last = float(series.made[0]), max(hours_from(series.origin_s, now), float(series.made[-1]))
        air = max(0.5, (last - first) * AIR)
        low, high = fans.span_y(series)
        self._x, self._y = Scale(first - air, last + air, 0, width), Scale(low, high, height, 0)
        self._box.setRange(xRange=(first - air, last + air), yRange=(low, high), padding=0, disableAutoRange=True)
        self._x_marks = zoned(series.origin_s, first - air, last + air, self._zone, max(2, int(width / 50)))
        self._y_marks = zoned(series.origin_s, low, high, self._zone, max(2, int(height / 26)))
        if series.leukapheresis_h == series.leukapheresis_h and self.width() >= NARROW_PX:
            marks = days(fans.days(series, low), fans.days(series, high), max(2, int(height / 30)))
            self._day_marks = [Mark(series.leukapheresis_h + 24 * each.at, f"d {each.at:g}", each.major) for each in marks]
        else:
            self._day_marks = []
        moved = self._make_room(series, now)
        return self._pack(width) or moved

    def redraw(self) -> None:
        """Paint everything that has changed; margins whose words are the same keep their pixels."""
        if self.series is not None and self._now is not None and len(self.series):
            look = self.tokens.name
            self._time_axis.tell((look, tuple(self._y_marks), self._y))
            self._day_axis.tell((look, tuple(self._day_marks), self._y))
            self._bottom.tell((look, tuple(self._x_marks), self._x))
            self.ends.tell(look)
        super().redraw()

    def _make_room(self, series: fans.Fan, now: datetime) -> bool:
        """The margins are as wide as their words."""
        self.ends.take(fans.line_names(series, now, self._zone), self._y)
        times = max((self.wide(each.label, True) for each in self._y_marks), default=0.0)
        age = max((self.wide(each.label) for each in self._day_marks), default=-8.0)
        rooms = ((self.ends.margin, self.ends.wish()), (self._time_axis, times + 8), (self._day_axis, age + 8))
        moved = [margin.fix(width=ceil(room / STEP_PX) * STEP_PX) for margin, room in rooms]
        return any(moved)

    def _pack(self, width: float) -> bool:
        """Give each named event its place in the lane above the chart; the lane is as high as it must be."""
        series = self.series
        self._lane_items = []
        moves = sorted(series.moves, key=lambda one: one.at_h) if series else []
        anchors = [self._x.px(one.at_h) for one in moves]
        room = width + self.ends.margin.minimumWidth()
        texts = [self.cut(one.text, max(LANE_WORDS_PX, 0.62 * room)) for one in moves]
        sizes = [self.wide(each) + 8 for each in texts]
        places = pack_rows(anchors, sizes, 0, room, LANE_ROWS)
        for move, words, given in zip(moves, texts, places, strict=True):
            if given is not None:
                self._lane_items.append((move, words, given[0], given[1]))
        rows = max((row for _, _, row, _ in self._lane_items), default=-1) + 1
        self.left_out = len(moves) - len(self._lane_items)
        height = rows * LANE_ROW_PX + 4 if rows else 4
        return self._lane.fix(height=height)

    def _draw_lane(self, painter: QPainter, box: QRectF) -> None:
        for move, words, row, x in self._lane_items if self.series else ():
            top = box.bottom() - 2 - (row + 1) * LANE_ROW_PX
            stem = round(self._x.px(move.at_h)) + 0.5
            painter.setPen(QPen(QColor(self.tokens.edge), 1))
            painter.drawLine(QPointF(stem, top + LANE_ROW_PX - 1), QPointF(stem, box.bottom()))
            width = self.wide(words) + 8
            where = QRectF(x, top, width, LANE_ROW_PX)
            painter.fillRect(where, QColor(self.tokens.panel))
            strokes.text(painter, where.adjusted(1, 0, 0, 0), words, self.tokens.text, self.small)

    def _draw_under(self, painter: QPainter, box: QRectF) -> None:
        upright = [self._x.px(each.at) for each in self._x_marks]
        level = [self._y.px(each.at) for each in self._y_marks]
        strokes.grid_lines(painter, box, self.tokens, upright, level)

    def _draw_over(self, painter: QPainter, box: QRectF) -> None:
        series = self.series
        if series is None or not len(series):
            return
        painter.setPen(strokes.promise_pen(self.tokens))
        if series.promise_h == series.promise_h:
            y = round(self._y.px(series.promise_h)) + 0.5
            painter.drawLine(QPointF(box.left(), y), QPointF(box.right(), y))
        painter.setPen(QPen(QColor(self.tokens.edge), 1))
        for move in series.moves:
            x = round(self._x.px(move.at_h)) + 0.5
            painter.drawLine(QPointF(x, 0), QPointF(x, self._y.px(max(move.before_h, move.after_h)) - 2))
        if self.cursor_at is not None:
            self._draw_cursor(painter, box, self.cursor_at)

    def _draw_cursor(self, painter: QPainter, box: QRectF, index: int) -> None:
        series = self.series
        if series is None:
            return
        x = self._x.px(float(series.made[index]))
        y = self._y.px(float(series.quantiles[2, index]))
        painter.setPen(QPen(QColor(self.tokens.focus), 1))
        painter.drawLine(QPointF(x, box.top()), QPointF(x, box.bottom()))
        painter.setBrush(QColor(self.tokens.panel))
        painter.setPen(QPen(QColor(self.tokens.focus), 2))
        painter.drawEllipse(QPointF(x, y), 5, 5)

    def _draw_times(self, painter: QPainter, box: QRectF) -> None:
        strokes.side_axis(painter, box, self.tokens, self._y_marks, self._y, (self.small, self.strong))

    def _draw_days(self, painter: QPainter, box: QRectF) -> None:
        strokes.side_axis(painter, box, self.tokens, self._day_marks, self._y, (self.small, self.small))

    def _draw_bottom(self, painter: QPainter, box: QRectF) -> None:
        fonts = (self.small, self.strong)
        strokes.bottom_axis(painter, box, self.tokens, self._x_marks, self._x, fonts)
