"""The run chart of vein-to-vein or of time to release: batch by batch, its limits, the promise, and signals in words."""

from __future__ import annotations

from zoneinfo import ZoneInfo

from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen, QPolygonF

from console.ui.charts import strokes
from console.ui.charts.plot import Margin, Plot, blend
from console.view.charts import xmr, xmr_sheet
from console.view.charts.placement import Box
from console.view.charts.xmr_sheet import Sheet, Size
from console.view.tokens import Tokens

HEAD_PX, AXIS_PX, LINE_PX = 17.0, 24.0, 15.0
DOT_PX, SIGN_PX = 3.4, 4.6
NEAR_PX = 30.0
LIMIT_DASH = [4.0, 4.0]


class XmrPlot(Plot):
    """A dot for every batch in the order they ended; a square beyond a limit, a diamond where a run is long enough."""

    def __init__(self, tokens: Tokens) -> None:
        super().__init__(tokens, "Run chart, batch by batch")
        self.chart = xmr.run_chart("", ())
        self.sheet_of: Sheet | None = None
        self._zone = ZoneInfo("UTC")
        self._head = Margin(self._draw_head, height=HEAD_PX).keep()
        self._lane, self._side = Margin(self._draw_lane, height=0), Margin(self._draw_side, 0).keep()
        self._field, self._beside = Margin(self._draw_field), Margin(self._draw_beside, 0).keep()
        self._axis = Margin(self._draw_axis, height=AXIS_PX).keep()
        for item, row, column in (
            (self._head, 0, 1), (self._lane, 1, 1), (self._side, 2, 0), (self._field, 2, 1), (self._beside, 2, 2),
            (self._axis, 3, 1),
        ):  # fmt: skip
            self.grid.addItem(item, row, column)
        self.grid.setColumnStretchFactor(1, 1)
        self._field.geometryChanged.connect(self.arrange)

    def show_chart(self, chart: xmr.XmR, zone: ZoneInfo) -> None:
        """Draw this run chart; the cursor stays on its batch."""
        if chart is self.chart and zone == self._zone:
            return
        before = self.chart.points[self.cursor_at].batch if self.cursor_at is not None else ""
        self.chart, self._zone = chart, zone
        self.cursor_at = next((i for i, each in enumerate(chart.points) if before and each.batch == before), None)
        self.arrange()

    def count(self) -> int:
        """Batches on the chart."""
        return self.chart.n

    def words(self, index: int) -> str:
        """One batch in words."""
        return xmr.words(self.chart, index, self._zone)

    def nearest(self, at: QPointF) -> int | None:
        """The batch nearest to the pointer, while it is over the field."""
        here = self._field.mapFromScene(self.mapToScene(at.toPoint()))
        if self.sheet_of is None or not self.chart.n or not self._field.rect().contains(here):
            return None
        index = min(max(0, round(self.sheet_of.x.value(here.x()))), self.chart.n - 1)
        return index if abs(self.sheet_of.x.px(index) - here.x()) <= NEAR_PX else None

    def fit(self) -> bool:
        """Lay the chart out for the room, and make the margins as large as their words."""
        size = self._field.size()
        if size.width() < 10 or size.height() < 10:
            return False
        lanes = max(1, min(4, int(size.height() / 4 / LINE_PX)))
        made = xmr_sheet.lay_out(self.chart, Size(size.width(), size.height(), LINE_PX, lanes), self.wide, self._zone)
        self.sheet_of = made
        side = max((self.wide(mark.label, True) for mark in made.hours), default=0.0) + 8
        beside = max((self.wide(words) for words, _ in xmr_sheet.lines(self.chart)), default=0.0)
        moved = [
            self._lane.fix(height=made.lane),
            self._side.fix(width=round(side)),
            self._beside.fix(width=round(beside + 12) if beside else 4.0),
        ]
        return any(moved)

    def redraw(self) -> None:
        """Paint everything that has changed; margins whose words are the same keep their pixels."""
        made = self.sheet_of
        if made is not None:
            name = self.tokens.name
            self._head.tell((name, made.left_out, self.chart.enough, self._head.size().width()))
            self._side.tell((name, made.hours, made.y))
            self._beside.tell((name, made.beside))
            self._axis.tell((name, made.dates, made.x, self.chart.base))
        super().redraw()

    def label_boxes(self) -> list[Box]:
        """Where words stand over and beside the field, in pixels of the sheet."""
        made = self.sheet_of
        if made is None:
            return []
        lane, side = self._lane.geometry(), self._beside.geometry()
        over = [Box(lane.left() + box.x, lane.bottom() - 2 + box.y, box.w, box.h) for box, _, _ in made.named]
        return over + [Box(side.left() + box.x, side.top() + box.y, box.w, box.h) for box, _, _ in made.beside]

    def field_box(self) -> Box:
        """Where points and lines are drawn, in pixels of the sheet."""
        field = self._field.geometry()
        return Box(field.left(), field.top(), field.width(), field.height())

    def _draw_lane(self, painter: QPainter, box: QRectF) -> None:
        """The signals' words over their points, each with its stem."""
        made = self.sheet_of
        for where, words, index in made.named if made else ():
            top, stem = box.bottom() - 2 + where.y, round(made.x.px(index)) + 0.5 if made else 0.0
            painter.setPen(QPen(QColor(self.tokens.baseline), 1))
            painter.drawLine(QPointF(stem, top + LINE_PX - 1), QPointF(stem, box.bottom()))
            strokes.text(painter, QRectF(where.x + 1, top, where.w + 4, LINE_PX), words, self.tokens.text, self.small)

    def _draw_field(self, painter: QPainter, box: QRectF) -> None:
        made, chart = self.sheet_of, self.chart
        if made is None:
            return
        strokes.grid_lines(painter, box, self.tokens, level=[made.y.px(mark.at) for mark in made.hours])
        self._draw_lines(painter, box, made)
        self._draw_stems(painter, made)
        at = [QPointF(made.x.px(i), made.y.px(each.hours)) for i, each in enumerate(chart.points)]
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, True)
        painter.setPen(QPen(QColor(self.tokens.baseline), 1))
        painter.drawPolyline(QPolygonF(at))
        rules = {index: {each.rule for each in chart.signals if each.index == index} for index in {s.index for s in chart.signals}}
        for index, where in enumerate(at):
            self._draw_point(painter, where, rules.get(index, set()), index == self.cursor_at)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)

    def _draw_lines(self, painter: QPainter, box: QRectF, made: Sheet) -> None:
        """Mean and limits, and the promise with its own stroke; the end of the base is an upright."""
        chart, tokens = self.chart, self.tokens
        if chart.enough:
            for value, dashed in ((chart.mean, False), (chart.low, True), (chart.high, True)):
                pen = QPen(QColor(tokens.edge), 1)
                if dashed:
                    pen.setDashPattern(LIMIT_DASH)
                painter.setPen(pen)
                y = round(made.y.px(value)) + 0.5
                painter.drawLine(QPointF(box.left(), y), QPointF(box.right(), y))
        if 0 < chart.base < chart.n:
            x = round(made.x.px(chart.base - 0.5)) + 0.5
            painter.setPen(QPen(QColor(tokens.grid), 2))
            painter.drawLine(QPointF(x, box.top()), QPointF(x, box.bottom()))
        painter.setPen(strokes.promise_pen(tokens))
        painter.drawLines([QLineF(left, round(level) + 0.5, right, round(level) + 0.5) for left, right, level in made.steps])

    def _draw_stems(self, painter: QPainter, made: Sheet) -> None:
        painter.setPen(QPen(QColor(self.tokens.baseline), 1))
        for _, _, index in made.named:
            x = round(made.x.px(index)) + 0.5
            painter.drawLine(QPointF(x, 0), QPointF(x, made.y.px(self.chart.points[index].hours) - SIGN_PX - 2))

    def _draw_point(self, painter: QPainter, at: QPointF, rules: set[str], cursor: bool) -> None:
        tokens = self.tokens
        painter.setPen(QPen(QColor(tokens.text), 1.2))
        painter.setBrush(QColor(tokens.text if rules else tokens.panel))
        if "beyond" in rules:
            painter.drawRect(QRectF(at.x() - SIGN_PX + 0.5, at.y() - SIGN_PX + 0.5, 2 * SIGN_PX - 1, 2 * SIGN_PX - 1))
        elif rules:
            corners = ((0, -SIGN_PX - 1), (SIGN_PX + 1, 0), (0, SIGN_PX + 1), (-SIGN_PX - 1, 0))
            painter.drawPolygon(QPolygonF([at + QPointF(dx, dy) for dx, dy in corners]))
        else:
            painter.setBrush(blend(tokens.edge, tokens.panel, 0.36))
            painter.drawEllipse(at, DOT_PX, DOT_PX)
        if cursor:
            painter.setPen(QPen(QColor(tokens.focus), 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawEllipse(at, SIGN_PX + 4, SIGN_PX + 4)

    def _draw_beside(self, painter: QPainter, box: QRectF) -> None:
        """The name of each line, and a stroke to it where the names had to make room for one another."""
        for where, words, wish in self.sheet_of.beside if self.sheet_of else ():
            painter.setPen(QPen(QColor(self.tokens.baseline), 1))
            painter.drawLine(QPointF(0, round(wish) + 0.5), QPointF(6, round(where.y + where.h / 2) + 0.5))
            strokes.text(painter, QRectF(where.x, where.y, where.w + 4, where.h), words, self.tokens.text, self.small)

    def _draw_side(self, painter: QPainter, box: QRectF) -> None:
        if self.sheet_of is not None:
            strokes.side_axis(painter, box, self.tokens, self.sheet_of.hours, self.sheet_of.y, (self.small, self.strong))

    def _draw_axis(self, painter: QPainter, box: QRectF) -> None:
        """Days under the batches; the base is a heavier stroke along them."""
        made = self.sheet_of
        if made is None:
            return
        strokes.bottom_axis(painter, box, self.tokens, made.dates, made.x, (self.small, self.strong))
        if self.chart.base:
            end = made.x.px(self.chart.base - 0.5)
            painter.fillRect(QRectF(0, 0, end, 3), QColor(self.tokens.edge))

    def _draw_head(self, painter: QPainter, box: QRectF) -> None:
        """How to read the marks, drawn with them."""
        x, y = 6.0, box.height() / 2 - 1
        keys: list[tuple[str, set[str]]] = [("a batch, in the order they ended", set())]
        if self.chart.enough:
            keys += [("beyond a limit", {"beyond"}), ("run, or near a limit", {"run"})]
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, True)
        for words, rules in keys:
            if x + self.wide(words) + 10 > box.width():
                break
            self._draw_point(painter, QPointF(x, y), rules, False)
            strokes.text(painter, QRectF(x + 9, 0, self.wide(words) + 4, box.height() - 2), words, self.tokens.muted, self.small)
            x += self.wide(words) + 27
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
        left_out = self.sheet_of.left_out if self.sheet_of else 0
        if self.chart.base and x + 20 + self.wide("base of the limits") < box.width():
            painter.fillRect(QRectF(x - 6, round(y) - 1, 16, 3), QColor(self.tokens.edge))
            words = "base of the limits" + (f"; {left_out} signals not named here" if left_out else "")
            strokes.text(painter, QRectF(x + 15, 0, box.width() - x - 15, box.height() - 2), words, self.tokens.muted, self.small)
