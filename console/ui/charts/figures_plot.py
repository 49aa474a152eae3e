"""The figures of one programme, a row each: what it is, the answer, and where it lies with its interval against the promise."""

from __future__ import annotations

from math import isfinite

from PySide6.QtCore import QLineF, QPointF, QRectF
from PySide6.QtGui import QColor, QPainter, QPen

from console.ui.charts import strokes
from console.ui.charts.plot import Margin, Plot, blend
from console.view.charts import figures_sheet
from console.view.charts.axes import Mark, Scale
from console.view.charts.figures_sheet import Sheet
from console.view.charts.programme_words import Line, Unit
from console.view.tokens import Tokens

LINE_PX, AXIS_PX = 14.0, 20.0
RING_PX, CAP_PX = 4.0, 4.0


class FiguresPlot(Plot):
    """Title and answer at the left, the interval at the right; figures in days on one axis, shares on another."""

    def __init__(self, tokens: Tokens) -> None:
        super().__init__(tokens, "Figures of the programme")
        self.lines: tuple[Line, ...] = ()
        self.sheet_of: Sheet | None = None
        self._body = Margin(self._draw)
        self.grid.addItem(self._body, 0, 0)
        self._body.geometryChanged.connect(self.arrange)

    def show_lines(self, lines: tuple[Line, ...]) -> None:
        """Draw these figures."""
        if lines != self.lines:
            self.lines = lines
            self.cursor_at = None if (self.cursor_at or 0) >= len(lines) else self.cursor_at
            self.arrange()

    def count(self) -> int:
        """Figures."""
        return len(self.lines)

    def words(self, index: int) -> str:
        """One figure in words, whole."""
        line = self.lines[index]
        return f"{line.title}: {line.value}; {line.note}."

    def nearest(self, at: QPointF) -> int | None:
        """The row under the pointer."""
        here = self._body.mapFromScene(self.mapToScene(at.toPoint()))
        rows = self.sheet_of.rows if self.sheet_of else ()
        return next((i for i, row in enumerate(rows) if row.top <= here.y() < row.top + row.high), None)

    def fit(self) -> bool:
        """Share the room among the rows."""
        size = self._body.size()
        if self.lines and size.width() >= 10:
            self.sheet_of = figures_sheet.lay_out(self.lines, size.width(), size.height(), self.wide)
        return False

    def redraw(self) -> None:
        """Paint the rows anew."""
        self._body.update()
        super().redraw()

    def _draw(self, painter: QPainter, box: QRectF) -> None:
        made = self.sheet_of
        if made is None or len(made.rows) != len(self.lines):
            return
        for unit, (scale, marks, top, bottom) in made.axes.items():
            self._draw_axis(painter, box, unit, scale, marks, top, bottom)
        for index, (line, row) in enumerate(zip(self.lines, made.rows, strict=True)):
            if index == self.cursor_at:
                painter.fillRect(QRectF(0, row.top, made.left - 8, row.high), QColor(self.tokens.selected))
            self._draw_words(painter, line, row.top, row.high, made.left - 8, index == self.cursor_at)
            if line.enough:
                self._draw_interval(painter, line, row.top + row.high / 2, made.axes[line.unit][0])

    def _draw_words(self, painter: QPainter, line: Line, top: float, high: float, wide: float, here: bool) -> None:
        """The title and its answer in one line, what it counts under them."""
        ink = self.tokens.selected_text if here else self.tokens.text
        quiet = ink if here else self.tokens.muted
        lines = 2 if high >= 2 * LINE_PX else 1
        y = top + (high - lines * LINE_PX) / 2
        answer = self.wide(line.value, True)
        title = self.cut(line.title, max(0.0, wide - answer - 14))
        strokes.text(painter, QRectF(2, y, wide, LINE_PX), title, ink, self.small)
        strokes.text(painter, QRectF(0, y, wide, LINE_PX), line.value, ink if line.enough else quiet, self.strong, strokes.RIGHT)
        if lines == 2:
            strokes.text(painter, QRectF(2, y + LINE_PX, wide, LINE_PX), self.cut(line.note, wide), quiet, self.small)

    def _draw_interval(self, painter: QPainter, line: Line, y: float, scale: Scale) -> None:
        tokens, y = self.tokens, round(y) + 0.5
        if isfinite(line.promise):
            strokes.promise_flags(painter, [(scale.px(line.promise), y - 10)], 20, tokens)
        if isfinite(line.low):
            low, high = round(scale.px(line.low)) + 0.5, round(scale.px(line.high)) + 0.5
            painter.setPen(QPen(QColor(tokens.text), 1))
            caps = [QLineF(x, y - CAP_PX, x, y + CAP_PX) for x in (low, high)]
            painter.drawLines([QLineF(low, y, high, y), *caps])
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, True)
        painter.setPen(QPen(QColor(tokens.text), 1.4))
        painter.setBrush(QColor(tokens.panel))
        painter.drawEllipse(QPointF(scale.px(line.at), y), RING_PX, RING_PX)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)

    def _draw_axis(
        self, painter: QPainter, box: QRectF, unit: Unit, scale: Scale, marks: tuple[Mark, ...], top: float, bottom: float
    ) -> None:
        """The axis of one unit under its rows, with quiet uprights through them."""
        tokens = self.tokens
        field = QRectF(scale.start, top, scale.end - scale.start, bottom - top)
        painter.fillRect(field, blend(tokens.edge, tokens.panel, 0.05))
        strokes.grid_lines(painter, field, tokens, upright=[scale.px(mark.at) for mark in marks])
        painter.save()
        painter.translate(scale.start - 12, bottom)
        local = Scale(scale.low, scale.high, 12, 12 + scale.end - scale.start)
        strokes.bottom_axis(painter, QRectF(0, 0, local.end + 12, AXIS_PX), tokens, marks, local, (self.small, self.strong))
        painter.restore()
