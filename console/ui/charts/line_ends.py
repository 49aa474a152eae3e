"""The names of lines at their right ends, each with a short stroke to where its line ends, so that no legend is needed."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QColor, QPainter, QPen

from console.ui.charts import strokes
from console.ui.charts.plot import Margin, Plot
from console.view.charts.axes import Scale
from console.view.charts.placement import Box, spread

Name = tuple[float, str, bool]
"""Where a line ends (in units of the chart), its words, and whether they must be seen."""
LEFT_PX, STROKE_PX = 12.0, 9.0


class LineEnds:
    """The margin right of a chart in which its lines are named."""

    def __init__(self, plot: Plot) -> None:
        self._plot = plot
        self._y = Scale(0, 1, 1, 0)
        self.names: list[Name] = []
        self.margin = Margin(self._draw, 0).keep()

    def take(self, names: Sequence[Name], y: Scale) -> None:
        """Name these lines, drawn on this scale."""
        self.names, self._y = list(names), y

    def wish(self) -> float:
        """How wide the margin must be for its words, in pixels."""
        return max((self._plot.wide(words, True) for _, words, _ in self.names), default=0.0) + LEFT_PX + 4

    def tell(self, look: object) -> None:
        """Paint again if the words or their places are new."""
        self.margin.tell((look, tuple(self.names), self._y))

    def boxes(self) -> list[Box]:
        """Where the words stand, in pixels of the sheet."""
        margin, high = self.margin.geometry(), self._plot.metrics.height()
        return [
            Box(margin.left() + LEFT_PX, margin.top() + y - high / 2, self._plot.wide(words, strong), high)
            for _, words, strong, y in self._places(margin.height())
        ]

    def _places(self, room: float) -> list[tuple[float, str, bool, float]]:
        """The lines with the middle of their words: moved apart where they would overlap, the lesser left out."""
        height = self._plot.metrics.height()
        for named in (self.names, [each for each in self.names if each[2]]):
            centres = spread([self._y.px(at) for at, _, _ in named], [height] * len(named), 0, room)
            if centres is not None:
                return [(*each, y) for each, y in zip(named, centres, strict=True)]
        return []

    def _draw(self, painter: QPainter, box: QRectF) -> None:
        plot, height = self._plot, self._plot.metrics.height()
        for at, words, strong, y in self._places(box.height()):
            painter.setPen(QPen(QColor(plot.tokens.edge), 1))
            painter.drawLine(QPointF(1, self._y.px(at)), QPointF(STROKE_PX, y))
            where = QRectF(LEFT_PX, y - height / 2, box.width() - LEFT_PX, height)
            ink = plot.tokens.text if strong else plot.tokens.muted
            strokes.text(painter, where, words, ink, plot.strong if strong else plot.small)
