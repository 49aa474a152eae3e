"""A chart of rows, each with its name at the left, its bar in the field and its value in words at the right."""

from __future__ import annotations

from collections.abc import Sequence
from math import ceil

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QColor, QPainter, QPen, QResizeEvent

from console.ui.charts.plot import Margin, Plot, nothing
from console.view.charts.rows import Rows
from console.view.tokens import Tokens

AXIS_PX, STEP_PX = 24.0, 6
EDGE_PX = 4.0
"""What the sheet itself leaves free above and below, in pixels."""


class RowedPlot(Plot):
    """Rows as high as there is room for; the axis lies right below the last of them."""

    head_px = 0.0

    def __init__(self, tokens: Tokens, name: str) -> None:
        super().__init__(tokens, name)
        self.rows = Rows(0, 0, 0, 1.0)
        self._names, self._field = Margin(self._draw_names, 0).keep(), Margin(self._draw_field)
        self._said, self._axis = Margin(self._draw_values, 0).keep(), Margin(self._draw_axis, height=AXIS_PX).keep()
        for item, row, column in (
            (self._names, 1, 0), (self._field, 1, 1), (self._said, 1, 2), (self._axis, 2, 1), (Margin(nothing), 3, 1),
        ):  # fmt: skip
            self.grid.addItem(item, row, column)
        self.grid.setColumnStretchFactor(1, 1)
        self._field.geometryChanged.connect(self.arrange)

    def nearest(self, at: QPointF) -> int | None:
        """The row under the pointer."""
        return self.rows.at(self._field.mapFromScene(self.mapToScene(at.toPoint())).y())

    def resizeEvent(self, event: QResizeEvent | None) -> None:
        """Rows first give way to the new height, so that the sheet never needs more than there is."""
        if hasattr(self, "_axis") and not self.closed:  # pyqtgraph calls this before there is anything, and after it is gone
            self.arrange()
        super().resizeEvent(event)  # type: ignore[arg-type]  # None while it is being built

    def room(self) -> float:
        """The height there is for rows, in pixels."""
        return self.viewport().height() - EDGE_PX - self.head_px - AXIS_PX

    def settle(self, names: float, said: float) -> bool:
        """Give the margins these widths and all rows their height; True when that is something new."""
        high = self.rows.seen * self.rows.height
        moved = [each.fix(height=high) for each in (self._names, self._field, self._said)]
        rooms = ((self._names, names), (self._said, said))
        moved += [margin.fix(width=ceil(room / STEP_PX) * STEP_PX) for margin, room in rooms]
        return any(moved)

    def stripe(self, painter: QPainter, box: QRectF, row: int) -> None:
        """The row under the cursor, between two lines."""
        if row == self.cursor_at:
            painter.setPen(QPen(QColor(self.tokens.focus), 1))
            for y in (self.rows.top(row) + 0.5, self.rows.top(row) + self.rows.height - 0.5):
                painter.drawLine(QPointF(box.left(), y), QPointF(box.right(), y))

    def longest(self, words: Sequence[str]) -> float:
        """The width of the longest of these, in pixels."""
        return max((self.wide(each) for each in words), default=0.0)

    def _draw_names(self, painter: QPainter, box: QRectF) -> None:
        """What each row is called."""

    def _draw_field(self, painter: QPainter, box: QRectF) -> None:
        """The bars."""

    def _draw_values(self, painter: QPainter, box: QRectF) -> None:
        """What each row says."""

    def _draw_axis(self, painter: QPainter, box: QRectF) -> None:
        """The scale under the rows."""
