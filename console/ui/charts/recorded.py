"""A chart held still for paper: drawn once when somebody asks, black on white, and played on every page it is wanted on."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from PySide6.QtCore import QPointF, QRectF, QSizeF
from PySide6.QtGui import QPainter, QPicture

from console.report.tree import Document, Imprint
from console.ui.charts.plot import Plot
from console.view.charts.printed import Chart, charts_document
from console.view.charts.tables import Table
from console.view.tokens import LIGHT

PAPER = replace(LIGHT, panel="#FFFFFF", bg="#FFFFFF")
WIDE, HIGH = 1016.0, 508.0
"""A chart on paper in the screen's pixels: as wide as a page across gives, and high enough to leave its words their room."""

Drawing = Callable[[QPainter, QRectF], None]


@dataclass(frozen=True)
class Shown:
    """One chart with its words and the table behind it; a table alone has no plot."""

    plot: Plot | None
    title: str
    answer: str
    table: Table


@dataclass(frozen=True)
class PrintCharts:
    """A wish of the screen: print these charts as pages, as they were when somebody asked."""

    name: str
    title: str
    charts: tuple[Chart, ...]
    drawings: dict[str, Drawing]

    def document(self, imprint: Imprint) -> Document:
        """The pages as a report."""
        return charts_document(self.title, self.charts, imprint)


def wish(name: str, title: str, shown: Sequence[Shown]) -> PrintCharts:
    """The wish to print what is shown now."""
    charts, drawings = [], {}
    for number, each in enumerate(shown, 1):
        key = f"chart {number}" if each.plot is not None else ""
        charts.append(Chart(each.title, each.answer, each.table, key, round(100 * HIGH / WIDE)))
        if each.plot is not None:
            drawings[key] = _recorded(each.plot)
    return PrintCharts(name, title, tuple(charts), drawings)


def _recorded(plot: Plot) -> Drawing:
    picture = QPicture()
    painter = QPainter(picture)
    plot.draw_on(painter, QRectF(0, 0, WIDE, HIGH), PAPER, fill=True)
    painter.end()

    def play(painter: QPainter, box: QRectF) -> None:
        """As large as the box allows; a picture brings its own scale from the screen's dots to the page's."""
        dots = painter.device().logicalDpiX() / picture.logicalDpiX()
        share = min(box.width() / (WIDE * dots), box.height() / (HIGH * dots))
        size = QSizeF(WIDE * dots * share, HIGH * dots * share)
        painter.translate(box.left() + (box.width() - size.width()) / 2, box.top())
        painter.scale(share, share)
        painter.drawPicture(QPointF(0, 0), picture)

    return play
