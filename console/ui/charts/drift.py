"""How the P50 of every live batch has drifted in the last fortnight, a line in each row."""

from __future__ import annotations

from collections.abc import Callable
from zoneinfo import ZoneInfo

import pyqtgraph as pg
from PySide6.QtCore import QRectF
from PySide6.QtGui import QColor, QPainter, QPen
from PySide6.QtWidgets import QGraphicsGridLayout

from console.ui.charts import strokes
from console.ui.charts.plot import Layer, Margin, Plot
from console.view.charts.axes import Mark, Scale, zoned
from console.view.charts.remaining import Remaining, drift_hours, drift_lines, drift_scale
from console.view.charts.rows import Rows

WIDE_PX = 168.0
HIGH = 0.86
"""The share of its row that a line may take."""
SHORTEST_H = 6.0

Stripe = Callable[[QPainter, QRectF, int], None]


class Drift:
    """The column of drift lines: its key above, one curve of all batches, its axis of time below."""

    def __init__(self, plot: Plot, stripe: Stripe, head_px: float, axis_px: float) -> None:
        self._plot, self._stripe = plot, stripe
        self.rows = Rows(0, 0, 0, 1.0)
        self._hours = 3.0
        self._time = Scale(0, 1, 0, WIDE_PX)
        self._marks: list[Mark] = []
        self._head = Margin(self._draw_head, WIDE_PX, head_px).keep()
        self._axis = Margin(self._draw_axis, WIDE_PX, axis_px).keep()
        self._box = pg.ViewBox(enableMouse=False, enableMenu=False, defaultPadding=0.0)
        self._box.disableAutoRange()
        self._box.invertY(True)
        self._box.setMinimumWidth(WIDE_PX)
        self._box.setMaximumWidth(WIDE_PX)
        self._curve = pg.PlotCurveItem(antialias=False, skipFiniteCheck=True)
        self._box.addItem(self._curve, ignoreBounds=True)
        self._under = Layer(self._box, self._draw_under, -10)

    def place(self, grid: QGraphicsGridLayout, column: int) -> None:
        """Stand in a column of the sheet."""
        for row, item in enumerate((self._head, self._box, self._axis)):
            grid.addItem(item, row, column)

    def restyle(self) -> None:
        """Lines in the colour of edges."""
        pen = QPen(QColor(self._plot.tokens.edge), 1)
        pen.setCosmetic(True)
        self._curve.setPen(pen)

    def fit(self, series: Remaining, rows: Rows, height: float, zone: ZoneInfo) -> None:
        """Draw the rows in sight, all on one scale; what the screen cannot show of a line is left out."""
        self.rows = rows
        if not len(series) or not rows.seen:
            return
        self._hours = drift_scale(drift_hours(series))
        x, y, joined = drift_lines(series, self._hours, HIGH, 0.5 / rows.height)
        self._curve.setData(x, y, connect=joined, skipFiniteCheck=True)
        newest = float(x.max()) if len(x) else 0.0
        low, high = min(float(x.min()) if len(x) else 0.0, newest - SHORTEST_H), newest + 1.0
        down = (float(rows.first), rows.first + height / rows.height)
        self._box.setRange(xRange=(low, high), yRange=down, padding=0, disableAutoRange=True)
        self._time = Scale(low, high, 0, WIDE_PX)
        self._marks = zoned(series.origin_s, low, high, zone, 2)

    def tell(self, look: object) -> None:
        """Let the margins know what they show."""
        self._head.tell((look, self._hours))
        self._axis.tell((look, tuple(self._marks), self._time))

    def _draw_head(self, painter: QPainter, box: QRectF) -> None:
        words = f"P50 moved, ±{self._hours:g} h, ↑ later"
        strokes.text(painter, box.adjusted(0, 0, 0, -2), words, self._plot.tokens.muted, self._plot.small)

    def _draw_under(self, painter: QPainter, box: QRectF) -> None:
        for row in self.rows.range():
            self._stripe(painter, box, row)
        level = [self.rows.middle(row) for row in self.rows.range()]
        strokes.grid_lines(painter, box, self._plot.tokens, [self._time.px(mark.at) for mark in self._marks], level)

    def _draw_axis(self, painter: QPainter, box: QRectF) -> None:
        fonts = (self._plot.small, self._plot.small)
        strokes.bottom_axis(painter, box, self._plot.tokens, self._marks, self._time, fonts)
