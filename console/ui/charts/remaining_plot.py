"""Hours left to release, a row for each live batch, moving as the clock moves."""

from __future__ import annotations

from datetime import datetime
from math import isfinite
from zoneinfo import ZoneInfo

import pyqtgraph as pg
from PySide6.QtCore import QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QColor, QPainter, QPen, QPolygonF, QWheelEvent

from console.ui.charts import strokes
from console.ui.charts.plot import Layer, Margin, Plot, blend
from console.view.charts import remaining as left_hours
from console.view.charts.axes import Mark, Scale, hours, zoned
from console.view.charts.rows import Rows, window
from console.view.tokens import Tokens

LEAST_PX, MOST_PX = 17.0, 30.0
DRIFT_PX = 168.0
DRIFT_GAP_PX = 14.0
AXIS_PX = 24.0
HEAD_PX = 17.0
DRIFT_HEIGHT = 0.86
WHEEL_NOTCH = 120


class RemainingPlot(Plot):
    """P50 with P10–P90 of hours left, the promise's end and the promise in each row; drift of the forecast beside it.

    `compact` leaves the drift away, for a strip at the foot of another screen.
    """

    arranged = Signal()

    def __init__(self, tokens: Tokens, compact: bool = False) -> None:
        super().__init__(tokens, "Hours left to release of every live batch")
        self.series: left_hours.Remaining | None = None
        self.left: left_hours.HoursLeft | None = None
        self.rows = Rows(0, 0, 0, MOST_PX)
        self.compact = compact
        self.selected = ""
        self._zone = ZoneInfo("UTC")
        self._now: datetime | None = None
        self._scale = Scale(0, 24, 0, 1)
        self._time = Scale(0, 1, 0, 1)
        self._marks: list[Mark] = []
        self._time_marks: list[Mark] = []
        self._drift_h = 3.0
        self._build()
        self.restyle()

    def _build(self) -> None:
        head = 0.0 if self.compact else HEAD_PX
        self._names = Margin(self._draw_names, 0).keep()
        drift = 0.0 if self.compact else DRIFT_PX
        self._drift_head = Margin(self._draw_drift_head, drift, head).keep()
        self._head = Margin(self._draw_head, height=head).keep()
        self._drift = pg.ViewBox(enableMouse=False, enableMenu=False, defaultPadding=0.0)
        self._drift.disableAutoRange()
        self._drift.invertY(True)
        self._drift.setMinimumWidth(drift)
        self._drift.setMaximumWidth(drift)
        self._field = Margin(self._draw_field)
        self._said = Margin(self._draw_texts, 0).keep()
        self._drift_axis = Margin(self._draw_drift_axis, drift, AXIS_PX).keep()
        self._axis = Margin(self._draw_axis, height=AXIS_PX).keep()
        for item, row, column in (
            (self._drift_head, 0, 1), (self._head, 0, 3), (self._names, 1, 0), (self._drift, 1, 1),
            (self._field, 1, 3), (self._said, 1, 4), (self._drift_axis, 2, 1), (self._axis, 2, 3),
        ):
            self.grid.addItem(item, row, column)
        self.grid.setColumnStretchFactor(3, 1)
        self.grid.setColumnFixedWidth(2, 0.0 if self.compact else DRIFT_GAP_PX)
        self._curve = pg.PlotCurveItem(antialias=False, skipFiniteCheck=True)
        self._drift.addItem(self._curve, ignoreBounds=True)
        self._under = Layer(self._drift, self._draw_drift_under, -10)
        self._field.geometryChanged.connect(self._arrange)

    def restyle(self) -> None:
        """Drift lines in the colour of edges."""
        pen = QPen(QColor(self.tokens.edge), 1)
        pen.setCosmetic(True)
        self._curve.setPen(pen)

    def show_series(self, series: left_hours.Remaining, now: datetime, zone: ZoneInfo) -> None:
        """Draw all live batches as of now; the cursor stays on its batch."""
        before = self.series.batches[self.cursor_at].batch if self.series and self.cursor_at is not None else ""
        self.series, self._zone, self._now = series, zone, now
        self.cursor_at = series.row(before) if before else None
        self.left = left_hours.hours_left(series, now)
        self._arrange()

    def tick(self, now: datetime) -> None:
        """Move every bar to the new now; nothing is painted before something has moved by half a pixel."""
        if self.series is None or self._now is None:
            return
        px_h = abs(self._scale.px(1.0) - self._scale.px(0.0))
        moved = (now - self._now).total_seconds() / 3_600 * px_h
        if moved >= 0.5 or moved < 0.0 or (now - self._now).total_seconds() >= 60:
            self._now = now
            self.left = left_hours.hours_left(self.series, now)
            self._axes()
            self._field.update()
            self._tell()

    def select(self, batch: str) -> None:
        """Mark the row of the selected batch, and bring it into sight."""
        self.selected = batch
        self._arrange(must=self.series.row(batch) if self.series else None)

    def count(self) -> int:
        """Live batches."""
        return len(self.series) if self.series else 0

    def words(self, index: int) -> str:
        """One batch in words."""
        if self.series is None or self._now is None:
            return ""
        return left_hours.words(self.series, index, self._now, self._zone)

    def nearest(self, at: QPointF) -> int | None:
        """The row under the pointer."""
        return self.rows.at(self._field.mapFromScene(self.mapToScene(at.toPoint())).y())

    def point(self, index: int | None, aloud: bool = True) -> None:
        """Set the cursor, scrolling to it."""
        super().point(index, aloud)
        if self.cursor_at is not None and self.cursor_at not in self.rows.range():
            self._arrange(must=self.cursor_at)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """The wheel scrolls rows."""
        self.scroll_rows(-event.angleDelta().y() // WHEEL_NOTCH)
        event.accept()

    def scroll_rows(self, by: int) -> None:
        """Show the rows further down (or up)."""
        self._arrange(first=self.rows.first + by)

    def _arrange(self, first: int | None = None, must: int | None = None) -> None:
        size = self._field.size()
        if self.series is None or size.width() < 10:
            return
        first = self.rows.first if first is None else first
        self.rows = window(len(self.series), size.height(), LEAST_PX, MOST_PX, first, must)
        self._drift_lines(size.height())
        self._axes()
        self._make_room()
        self.redraw()
        self.arranged.emit()

    def redraw(self) -> None:
        """Paint everything that has changed; margins whose words are the same keep their pixels."""
        self._tell()
        super().redraw()

    def _tell(self) -> None:
        """Let each margin know what it shows."""
        series = self.series
        if series is None:
            return
        look = (self.tokens.name, self.rows, self.selected, self.cursor_at)
        names = tuple((each.batch, each.standing) for each in series.batches)
        self._names.tell((look, names))
        self._said.tell((look, names, tuple(self._texts(row) for row in self.rows.range())))
        self._head.tell(look)
        self._drift_head.tell((look, self._drift_h))
        self._drift_axis.tell((look, tuple(self._time_marks), self._time))
        self._axis.tell((look, tuple(self._marks), self._scale))

    def _drift_lines(self, height: float) -> None:
        series = self.series
        if series is None or self.compact or not len(series) or not self.rows.seen:
            return
        self._drift_h = left_hours.drift_scale(left_hours.drift_hours(series))
        x, y, joined = left_hours.drift_lines(series, self._drift_h, DRIFT_HEIGHT, 0.5 / self.rows.height)
        self._curve.setData(x, y, connect=joined, skipFiniteCheck=True)
        newest = float(x.max()) if len(x) else 0.0
        oldest = float(x.min()) if len(x) else -1.0
        top = float(self.rows.first)
        low, high = min(oldest, newest - 6.0), newest + 1.0
        self._drift.setRange(
            xRange=(low, high), yRange=(top, top + height / self.rows.height), padding=0, disableAutoRange=True
        )
        self._time = Scale(low, high, 0, DRIFT_PX)
        self._time_marks = zoned(series.origin_s, low, high, self._zone, 2)

    def _axes(self) -> None:
        series, left = self.series, self.left
        if series is None or left is None:
            return
        width = self._field.size().width()
        end = left_hours.scale_end(series, left)
        if self._scale.end != width or self._scale.high != end:
            self._scale = Scale(-0.01 * end, end, 0, width)
            self._scale = Scale(min(-0.01 * end, self._soonest(left)), end, 0, width)
            self._marks = hours(self._scale.low, end, max(2, int(width / 64)))

    def _soonest(self, left: left_hours.HoursLeft) -> float:
        """A promise that has passed is still in sight, up to a day ago."""
        passed = left.promise[left.promise < 0] if len(left.promise) else left.promise
        return max(-24.0, float(passed.min()) - 1.0) if len(passed) else 0.0

    def _make_room(self) -> None:
        if self.series is None or self.left is None:
            return
        names = max((self.wide(each.title, True) for each in self.series.batches), default=0.0)
        texts = (self._texts(row) for row in range(len(self.series)))
        said = max((self.wide(" · ".join(each)) for each in texts), default=0.0)
        names = round(names + strokes.MARK_PX + 14)
        said = min(round(said + 16), 0.42 * self.width())
        for margin, room in ((self._names, names), (self._said, said)):
            if abs(margin.minimumWidth() - room) > (0.5 if margin is self._names else 6.0):
                margin.fix(width=room)

    def _texts(self, row: int) -> tuple[str, str]:
        if self.series is None or self.left is None:
            return "", ""
        return left_hours.left_text(self.left, row), left_hours.margin_text(self.series, row, self.left)

    def _stripe(self, painter: QPainter, box: QRectF, row: int) -> None:
        series = self.series
        if series is not None and series.batches[row].batch == self.selected:
            where = QRectF(box.left(), self.rows.top(row), box.width(), self.rows.height)
            painter.fillRect(where, QColor(self.tokens.selected))
        if row == self.cursor_at:
            painter.setPen(QPen(QColor(self.tokens.focus), 1))
            for y in (self.rows.top(row) + 0.5, self.rows.top(row) + self.rows.height - 0.5):
                painter.drawLine(QPointF(box.left(), y), QPointF(box.right(), y))

    def _draw_names(self, painter: QPainter, box: QRectF) -> None:
        for row in self.rows.range() if self.series else ():
            self._stripe(painter, box, row)
            batch = self.series.batches[row]  # type: ignore[union-attr]  # no series, no rows
            middle = self.rows.middle(row)
            side = min(strokes.MARK_PX, self.rows.height - 2)
            strokes.standing_mark(painter, batch, QPointF(side / 2 + 2, middle), self.tokens, side)
            where = QRectF(strokes.MARK_PX + 7, self.rows.top(row), box.width(), self.rows.height)
            strokes.text(painter, where, batch.title, self.tokens.text, self.strong)

    def _draw_texts(self, painter: QPainter, box: QRectF) -> None:
        for row in self.rows.range():
            self._stripe(painter, box, row)
            where = QRectF(10, self.rows.top(row), box.width() - 12, self.rows.height)
            left, margin = self._texts(row)
            marked = strokes.standing_words(self.series.batches[row]) if self.series else ""
            words = self.cut(f"{left} · {margin}", where.width())
            strokes.text(painter, where, words, self.tokens.text if marked else self.tokens.muted, self.small)

    def _draw_field(self, painter: QPainter, box: QRectF) -> None:
        series, left = self.series, self.left
        if series is None or left is None:
            return
        for row in self.rows.range():
            self._stripe(painter, box, row)
        strokes.grid_lines(painter, box, self.tokens, [self._scale.px(mark.at) for mark in self._marks])
        x0 = round(self._scale.px(0)) + 0.5
        painter.setPen(QPen(QColor(self.tokens.text), 1))
        painter.drawLine(QPointF(x0, box.top()), QPointF(x0, box.bottom()))
        edge = box.right() - 12
        rows = [row for row in self.rows.range() if isfinite(left.p50[row])]
        near = [row for row in rows if self._scale.px(float(left.p10[row])) < edge]
        for row in rows:
            if row not in near:
                self._draw_beyond(painter, box, self.rows.middle(row))
        self._draw_bars(painter, near, left)
        flags = [(row, self._scale.px(float(left.promise[row]))) for row in self.rows.range() if isfinite(left.promise[row])]
        strokes.promise_flags(
            painter, [(x, self.rows.top(row) + 2) for row, x in flags if x < box.right() - 4], self.rows.height - 4, self.tokens
        )

    def _draw_bars(self, painter: QPainter, rows: list[int], left: left_hours.HoursLeft) -> None:
        """P10 to P90 as bars, P50 as a stroke across each, the promise's end as a ring; each kind in one go."""
        thick, px = max(5.0, min(9.0, self.rows.height * 0.34)), self._scale.px
        bars, across, rings = [], [], []
        for row in rows:
            middle, low = self.rows.middle(row), round(px(float(left.p10[row])))
            wide = max(2, round(px(float(left.p90[row]))) - low)
            bars.append(QRectF(low + 0.5, round(middle - thick / 2) + 0.5, wide, round(thick)))
            across.append(QRectF(round(px(float(left.p50[row]))) - 1, middle - thick / 2 - 2, 3, thick + 4))
            if isfinite(left.end_p50[row]):
                rings.append(QPointF(px(float(left.end_p50[row])), middle))
        painter.setPen(QPen(blend(self.tokens.edge, self.tokens.panel, 0.7), 1))
        painter.setBrush(blend(self.tokens.edge, self.tokens.panel, 0.36))
        painter.drawRects(bars)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(self.tokens.text))
        painter.drawRects(across)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, True)
        painter.setPen(QPen(QColor(self.tokens.text), 1.4))
        painter.setBrush(QColor(self.tokens.panel))
        for ring in rings:
            painter.drawEllipse(ring, 3.4, 3.4)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)

    def _draw_beyond(self, painter: QPainter, box: QRectF, middle: float) -> None:
        """An arrow for a lot whose release lies beyond the axis; its hours stand in words beside it."""
        tip = box.right() - 3
        painter.setPen(QPen(QColor(self.tokens.edge), 1))
        painter.setBrush(QColor(self.tokens.edge))
        painter.drawLine(QPointF(tip - 18, middle), QPointF(tip - 6, middle))
        painter.drawPolygon(QPolygonF([QPointF(tip - 7, middle - 4), QPointF(tip, middle), QPointF(tip - 7, middle + 4)]))

    def _draw_drift_under(self, painter: QPainter, box: QRectF) -> None:
        for row in self.rows.range():
            self._stripe(painter, box, row)
        level = [self.rows.middle(row) for row in self.rows.range()]
        strokes.grid_lines(painter, box, self.tokens, [self._time.px(mark.at) for mark in self._time_marks], level)

    def _draw_head(self, painter: QPainter, box: QRectF) -> None:
        """How to read a row, drawn with the very marks, from the left."""
        if self.compact:
            return
        tokens, y = self.tokens, box.height() / 2 - 1
        painter.setPen(QPen(blend(tokens.edge, tokens.panel, 0.7), 1))
        painter.setBrush(blend(tokens.edge, tokens.panel, 0.36))
        painter.drawRect(QRectF(0.5, round(y - 4) + 0.5, 24, 7))
        painter.fillRect(QRectF(10, y - 6, 3, 11), QColor(tokens.text))
        x = self._key(painter, 30, "release P50, P10–P90", box)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, True)
        painter.setPen(QPen(QColor(tokens.text), 1.4))
        painter.setBrush(QColor(tokens.panel))
        painter.drawEllipse(QPointF(x + 4, y), 3.4, 3.4)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
        x = self._key(painter, x + 12, "promise's end P50", box)
        if x + 60 < box.width():
            strokes.promise_flags(painter, [(x + 2, y - 6)], 12, tokens)
            x = self._key(painter, x + 11, "promise", box)
        words, where = self.rows.text, QRectF(0, 0, box.width(), box.height() - 2)
        if x + self.wide(words) < box.width():
            strokes.text(painter, where, words, tokens.muted, self.small, strokes.RIGHT)

    def _key(self, painter: QPainter, x: float, words: str, box: QRectF) -> float:
        width = self.wide(words)
        strokes.text(painter, QRectF(x, 0, width + 2, box.height() - 2), words, self.tokens.muted, self.small)
        return x + width + 16

    def _draw_drift_head(self, painter: QPainter, box: QRectF) -> None:
        if not self.compact:
            words = f"P50 moved, ±{self._drift_h:g} h, ↑ later"
            strokes.text(painter, box.adjusted(0, 0, 0, -2), words, self.tokens.muted, self.small)

    def _draw_drift_axis(self, painter: QPainter, box: QRectF) -> None:
        if not self.compact:
            fonts = (self.small, self.small)
            strokes.bottom_axis(painter, box, self.tokens, self._time_marks, self._time, fonts)

    def _draw_axis(self, painter: QPainter, box: QRectF) -> None:
        strokes.bottom_axis(painter, box, self.tokens, self._marks, self._scale, (self.small, self.strong))
