"""What one batch's release hangs on: a row for each driver, as long as the share of the futures it decides."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QColor, QPainter, QPen

from console.forecast.explained import Driver, Explained
from console.ui.charts import strokes
from console.ui.charts.plot import blend
from console.ui.charts.rowed_plot import RowedPlot
from console.view.charts import drivers
from console.view.charts.axes import Mark, Scale
from console.view.charts.rows import window
from console.view.tokens import Tokens

LEAST_PX, MOST_PX = 18.0, 28.0
BAR_PX = 10.0
MARKS = tuple(Mark(share, f"{round(100 * share)} %", share in (0.0, 1.0)) for share in (0.0, 0.25, 0.5, 0.75, 1.0))


class DriversPlot(RowedPlot):
    """Name, bar and words of each driver, the one that decides most often on top."""

    def __init__(self, tokens: Tokens) -> None:
        super().__init__(tokens, "What the release of the selected batch hangs on")
        self.batch = ""
        self.drivers: tuple[Driver, ...] = ()
        self._first = 0
        self._scale = Scale(0, 1, 0, 1)

    def show_drivers(self, told: Explained) -> None:
        """Draw these drivers; the cursor stays on the driver it stood on."""
        before = self.drivers[self.cursor_at] if self.cursor_at is not None else None
        other, self.batch, self.drivers = told.batch != self.batch, told.batch, drivers.seen(told)
        names = [(one.kind, one.key, one.batch) for one in self.drivers]
        same = (i for i, one in enumerate(names) if before and one == (before.kind, before.key, before.batch))
        self.cursor_at = None if other else next(same, None)
        self._first = 0 if other else self._first
        self.arrange()

    def count(self) -> int:
        """Drivers worth a row."""
        return len(self.drivers)

    def words(self, index: int) -> str:
        """One driver in a sentence."""
        return drivers.driver_words(self.drivers[index])

    def point(self, index: int | None, aloud: bool = True) -> None:
        """Set the cursor, scrolling to it."""
        super().point(index, aloud)
        if self.cursor_at is not None and self.cursor_at not in self.rows.range():
            self._first = self.cursor_at if self.cursor_at < self.rows.first else self.cursor_at - self.rows.seen + 1
            self.arrange()

    def fit(self) -> bool:
        """Choose the rows, and the margins from the words."""
        size = self._field.size()
        if size.width() < 10:
            return False
        self.rows = window(len(self.drivers), max(self.room(), LEAST_PX), LEAST_PX, MOST_PX, self._first)
        self._scale = Scale(0.0, 1.0, 1, size.width() - 2)
        names = self.longest([drivers.name(one) for one in self.drivers]) + 14
        said = self.longest([drivers.share_text(one) for one in self.drivers]) + 14
        return self.settle(min(names, round(0.46 * self.width())), said)

    def redraw(self) -> None:
        """Paint everything that has changed; margins whose words are the same keep their pixels."""
        look = (self.tokens.name, self.rows, self.cursor_at, self.drivers)
        self._names.tell((look, self._names.size().width()))
        self._said.tell(look)
        self._axis.tell((self.tokens.name, self._scale))
        super().redraw()

    def _draw_names(self, painter: QPainter, box: QRectF) -> None:
        for row in self.rows.range():
            self.stripe(painter, box, row)
            words = self.cut(drivers.name(self.drivers[row]), box.width() - 10)
            self.write(painter, QPointF(4, self.rows.middle(row)), words, self.tokens.text)

    def _draw_values(self, painter: QPainter, box: QRectF) -> None:
        for row in self.rows.range():
            self.stripe(painter, box, row)
            self.write(painter, QPointF(10, self.rows.middle(row)), drivers.share_text(self.drivers[row]), self.tokens.text)

    def _draw_field(self, painter: QPainter, box: QRectF) -> None:
        strokes.grid_lines(painter, box, self.tokens, [self._scale.px(mark.at) for mark in MARKS])
        painter.setPen(QPen(QColor(self.tokens.edge), 1))
        painter.setBrush(blend(self.tokens.edge, self.tokens.panel, 0.5))
        for row in self.rows.range():
            self.stripe(painter, box, row)
            painter.setPen(QPen(QColor(self.tokens.edge), 1))
            wide = max(2.0, round(self._scale.px(self.drivers[row].share) - self._scale.px(0.0)))
            painter.drawRect(QRectF(self._scale.px(0.0) + 0.5, round(self.rows.middle(row) - BAR_PX / 2) + 0.5, wide, BAR_PX))

    def _draw_axis(self, painter: QPainter, box: QRectF) -> None:
        strokes.bottom_axis(painter, box, self.tokens, MARKS, self._scale, (self.small, self.small))
