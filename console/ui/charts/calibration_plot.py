"""Stated against observed: of the batches that were to come by then with so much chance, which share did."""

from __future__ import annotations

from math import ceil

from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen

from console.forecast.report_card import Calibration, ReportCard
from console.ui.charts import strokes
from console.ui.charts.plot import Margin, Plot
from console.view.charts import trust
from console.view.charts.axes import Mark, Scale
from console.view.charts.placement import Box, pack_rows
from console.view.tokens import Tokens

HEAD_PX, AXIS_PX, LANE_ROW_PX, LANE_ROWS = 17.0, 40.0, 15.0, 5
RING_PX, CAP_PX = 4.0, 4.0
MARKS = tuple(Mark(share / 10, f"{10 * share} %", share in (0, 5, 10)) for share in range(0, 11, 2))
ROOM = 0.03
"""The field is a little wider than 0 to 1, so that no point lies on its edge."""


class CalibrationPlot(Plot):
    """A point for each chance stated, with its binomial interval and its n named above it; the diagonal is what was stated."""

    def __init__(self, tokens: Tokens) -> None:
        super().__init__(tokens, "Stated chance against observed share")
        self.points: tuple[Calibration, ...] = ()
        self._x, self._y = Scale(0, 1, 0, 1), Scale(0, 1, 1, 0)
        self._labels: list[tuple[int, str, int, float]] = []
        self._head = Margin(self._draw_head, height=HEAD_PX).keep()
        self._lane = Margin(self._draw_lane, height=LANE_ROW_PX)
        self._side, self._field = Margin(self._draw_side, 0).keep(), Margin(self._draw_field)
        self._axis = Margin(self._draw_axis, height=AXIS_PX).keep()
        for item, row, column in (
            (self._head, 0, 1), (self._lane, 1, 1), (self._side, 2, 0), (self._field, 2, 1), (self._axis, 3, 1),
        ):  # fmt: skip
            self.grid.addItem(item, row, column)
        self.grid.setColumnStretchFactor(1, 1)
        self._field.geometryChanged.connect(self.arrange)

    def show_card(self, card: ReportCard) -> None:
        """Draw the calibration of this report card."""
        self.points = tuple(sorted(card.calibration, key=lambda each: each.stated))
        self.cursor_at = None if (self.cursor_at or 0) >= len(self.points) else self.cursor_at
        self.arrange()

    def count(self) -> int:
        """Chances that were stated."""
        return len(self.points)

    def words(self, index: int) -> str:
        """One point in a sentence."""
        return trust.point_words(self.points[index])

    def nearest(self, at: QPointF) -> int | None:
        """The point whose chance lies nearest to the pointer, while it is over the field."""
        here = self._field.mapFromScene(self.mapToScene(at.toPoint()))
        if not self.points or not self._field.rect().contains(here):
            return None
        stated = self._x.value(here.x())
        index = min(range(len(self.points)), key=lambda i: abs(self.points[i].stated - stated))
        return index if abs(self._x.px(self.points[index].stated) - here.x()) <= 24 else None

    def words_box(self) -> Box:
        """Where it is said that no point has data enough, in pixels of the field: under the diagonal, where no point may be."""
        words = trust.too_few(self.points)
        wide, high = self.wide(words, True) + 4, self.strong_metrics.height()
        return Box(self._x.px(1.0) - wide, self._y.px(0.14), wide, high) if words else Box(0, 0, 0, 0)

    def label_boxes(self) -> list[Box]:
        """Where the words over the field stand, in pixels of the sheet."""
        lane = self._lane.geometry()
        return [
            Box(lane.left() + x, lane.bottom() - 2 - (row + 1) * LANE_ROW_PX, self.wide(words) + 4, LANE_ROW_PX)
            for _, words, row, x in self._labels
        ]

    def field_box(self) -> Box:
        """Where the points are drawn, in pixels of the sheet."""
        field = self._field.geometry()
        return Box(field.left(), field.top(), field.width(), field.height())

    def fit(self) -> bool:
        """Set the scales from the room, and hang each n over its point."""
        size = self._field.size()
        if size.width() < 10:
            return False
        self._x = Scale(-ROOM, 1.0 + ROOM, 0, size.width() - 1)
        self._y = Scale(-ROOM, 1.0 + ROOM, size.height() - 1, 0)
        texts = [f"n = {each.n}" if trust.too_few(self.points) else trust.n_text(each) for each in self.points]
        anchors = [self._x.px(each.stated) for each in self.points]
        places = pack_rows(anchors, [self.wide(words) + 4 for words in texts], 0, size.width(), LANE_ROWS)
        self._labels = [(i, texts[i], *place) for i, place in enumerate(places) if place is not None]
        rows = max((row for _, _, row, _ in self._labels), default=0) + 1
        side = max(self.wide(mark.label, True) for mark in MARKS) + 8
        moved = [self._lane.fix(height=rows * LANE_ROW_PX + 4), self._side.fix(width=ceil(side / 6) * 6)]
        return any(moved)

    def redraw(self) -> None:
        """Paint everything that has changed; margins whose words are the same keep their pixels."""
        self._head.tell((self.tokens.name, self._x))
        self._side.tell((self.tokens.name, self._y))
        self._axis.tell((self.tokens.name, self._x))
        super().redraw()

    def _draw_lane(self, painter: QPainter, box: QRectF) -> None:
        for index, words, row, x in self._labels:
            top = box.bottom() - 2 - (row + 1) * LANE_ROW_PX
            stem = round(self._x.px(self.points[index].stated)) + 0.5
            painter.setPen(QPen(QColor(self.tokens.grid), 1))
            painter.drawLine(QPointF(stem, top + LANE_ROW_PX - 1), QPointF(stem, box.bottom()))
            strokes.text(painter, QRectF(x + 1, top, self.wide(words) + 4, LANE_ROW_PX), words, self.tokens.text, self.small)

    def _draw_field(self, painter: QPainter, box: QRectF) -> None:
        tokens, x, y = self.tokens, self._x, self._y
        strokes.grid_lines(painter, box, tokens, [x.px(m.at) for m in MARKS], [y.px(m.at) for m in MARKS])
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, True)
        painter.setPen(QPen(QColor(tokens.edge), 1, Qt.PenStyle.DashLine))
        painter.drawLine(QPointF(x.px(0), y.px(0)), QPointF(x.px(1), y.px(1)))
        proven = [(i, each) for i, each in enumerate(self.points) if trust.enough(each)]
        drawn = [(i, each, QPointF(x.px(each.stated), y.px(each.observed))) for i, each in proven]
        painter.setPen(QPen(QColor(tokens.text), 1.4))
        painter.drawPolyline([at for _, _, at in drawn])
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
        painter.setPen(QPen(QColor(tokens.grid), 1))
        painter.drawLines([QLineF(round(at.x()) + 0.5, 0, round(at.x()) + 0.5, y.px(each.high) - CAP_PX) for _, each, at in drawn])
        painter.setPen(QPen(QColor(tokens.text), 1))
        for _, each, at in drawn:
            self._draw_interval(painter, round(at.x()) + 0.5, y.px(each.low), y.px(each.high))
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, True)
        for index, _, at in drawn:
            here = index == self.cursor_at
            painter.setPen(QPen(QColor(tokens.focus if here else tokens.text), 2.4 if here else 1.4))
            painter.setBrush(QColor(tokens.panel))
            painter.drawEllipse(at, RING_PX + 2 * here, RING_PX + 2 * here)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
        self._draw_cursor(painter, box)
        where = self.words_box()
        said = QRectF(where.x, where.y, where.w, where.h)
        painter.fillRect(said, QColor(tokens.panel))
        strokes.text(painter, said, trust.too_few(self.points), tokens.muted, self.strong)

    def _draw_cursor(self, painter: QPainter, box: QRectF) -> None:
        """A point without data enough has no mark; the cursor on it is an upright."""
        if self.cursor_at is not None and not trust.enough(self.points[self.cursor_at]):
            at = round(self._x.px(self.points[self.cursor_at].stated)) + 0.5
            painter.setPen(QPen(QColor(self.tokens.focus), 1))
            painter.drawLine(QPointF(at, box.top()), QPointF(at, box.bottom()))

    def _draw_interval(self, painter: QPainter, x: float, low: float, high: float) -> None:
        caps = [QLineF(x - CAP_PX, round(y) + 0.5, x + CAP_PX, round(y) + 0.5) for y in (low, high)]
        painter.drawLines([QLineF(x, low, x, high), *caps])

    def _draw_head(self, painter: QPainter, box: QRectF) -> None:
        """How to read it, drawn with the very marks."""
        y, tokens = box.height() / 2 - 1, self.tokens
        painter.setPen(QPen(QColor(tokens.text), 1))
        self._draw_interval(painter, 8.5, y - 5, y + 5)
        painter.setBrush(QColor(tokens.panel))
        painter.drawEllipse(QPointF(8.5, y), 3, 3)
        first = "came by then, share of batches, with its 95 % interval"
        second = "as stated"
        room = box.width() - 18
        if room < self.wide(first) + self.wide(second) + 50:
            first = "share that came by then"
        strokes.text(painter, QRectF(18, 0, room, box.height() - 2), first, tokens.muted, self.small)
        x = 18 + self.wide(first) + 14
        if x + 28 + self.wide(second) > box.width():
            return
        painter.setPen(QPen(QColor(tokens.edge), 1, Qt.PenStyle.DashLine))
        painter.drawLine(QPointF(x, y + 0.5), QPointF(x + 22, y + 0.5))
        strokes.text(painter, QRectF(x + 28, 0, max(0.0, box.width() - x - 28), box.height() - 2), second, tokens.muted, self.small)

    def _draw_side(self, painter: QPainter, box: QRectF) -> None:
        strokes.side_axis(painter, box, self.tokens, MARKS, self._y, (self.small, self.strong))

    def _draw_axis(self, painter: QPainter, box: QRectF) -> None:
        upper = QRectF(box.left(), box.top(), box.width(), 24)
        strokes.bottom_axis(painter, upper, self.tokens, MARKS, self._x, (self.small, self.strong))
        below = QRectF(box.left(), 23, box.width(), box.height() - 23)
        strokes.text(painter, below, "chance stated", self.tokens.muted, self.small, strokes.CENTRE)
