"""Hours left to release, a row for each live batch, moving as the clock moves."""

from __future__ import annotations

from datetime import datetime
from math import ceil
from zoneinfo import ZoneInfo

from PySide6.QtCore import QPointF, QRectF, Signal
from PySide6.QtGui import QColor, QPainter, QPen, QWheelEvent

from console.ui.charts import remaining_ink as ink
from console.ui.charts import strokes
from console.ui.charts.drift import Drift
from console.ui.charts.plot import Margin, Plot
from console.view.charts import remaining as left_hours
from console.view.charts.axes import Mark, Scale, hours
from console.view.charts.rows import Rows, window
from console.view.tokens import Tokens

LEAST_PX, MOST_PX = 17.0, 30.0
DRIFT_GAP_PX = 14.0
AXIS_PX = 24.0
HEAD_PX = 17.0
WHEEL_NOTCH = 120
STEP_PX = 12


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
        self._first = 0
        self._must: int | None = None
        self._zone = ZoneInfo("UTC")
        self._now: datetime | None = None
        self._texts: tuple[str, ...] = ()
        self._scale = Scale(0, 24, 0, 1)
        self._marks: list[Mark] = []
        self._build()
        self.restyle()

    def _build(self) -> None:
        head = 0.0 if self.compact else HEAD_PX
        self._names = Margin(self._draw_names, 0).keep()
        self._head = Margin(self._draw_head, height=head).keep()
        self._field = Margin(self._draw_field)
        self._said = Margin(self._draw_texts, 0).keep()
        self._axis = Margin(self._draw_axis, height=AXIS_PX).keep()
        self._drift = None if self.compact else Drift(self, self._stripe, head, AXIS_PX)
        if self._drift is not None:
            self._drift.place(self.grid, 1)
        for item, row, column in (
            (self._head, 0, 3), (self._names, 1, 0), (self._field, 1, 3), (self._said, 1, 4), (self._axis, 2, 3),
        ):
            self.grid.addItem(item, row, column)
        self.grid.setColumnStretchFactor(3, 1)
        self.grid.setColumnFixedWidth(2, 0.0 if self.compact else DRIFT_GAP_PX)
        self._field.geometryChanged.connect(self.arrange)

    def restyle(self) -> None:
        """The drift lines keep their pen."""
        if self._drift is not None:
            self._drift.restyle()

    def show_series(self, series: left_hours.Remaining, now: datetime, zone: ZoneInfo) -> None:
        """Draw all live batches as of now; the cursor stays on its batch."""
        before = self.series.batches[self.cursor_at].batch if self.series and self.cursor_at is not None else ""
        self.series, self._zone = series, zone
        self.cursor_at = series.row(before) if before else None
        self._see(series, now)
        self.arrange()

    def tick(self, now: datetime) -> None:
        """Move every bar to the new now; nothing is painted before something has moved by half a pixel."""
        if self.series is None or self._now is None:
            return
        px_h = abs(self._scale.px(1.0) - self._scale.px(0.0))
        moved = (now - self._now).total_seconds() / 3_600 * px_h
        if moved >= 0.5 or moved < 0.0 or (now - self._now).total_seconds() >= 60:
            self._see(self.series, now)
            self._axes()
            self._field.update()
            self._tell()

    def select(self, batch: str) -> None:
        """Mark the row of the selected batch, and bring it into sight."""
        self.selected = batch
        self._must = self.series.row(batch) if self.series else None
        self.arrange()

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
            self._must = self.cursor_at
            self.arrange()

    def wheelEvent(self, event: QWheelEvent) -> None:
        """The wheel scrolls rows."""
        self.scroll_rows(-event.angleDelta().y() // WHEEL_NOTCH)
        event.accept()

    def scroll_rows(self, by: int) -> None:
        """Show the rows further down (or up)."""
        self._first = self.rows.first + by
        self.arrange()

    def fit(self) -> bool:
        """Choose the rows, set both axes, and the margins from the words."""
        size = self._field.size()
        if self.series is None or size.width() < 10:
            return False
        self.rows = window(len(self.series), size.height(), LEAST_PX, MOST_PX, self._first, self._must)
        if self._drift is not None:
            self._drift.fit(self.series, self.rows, size.height(), self._zone)
        self._axes()
        return self._make_room()

    def arrange(self) -> None:
        """Fit, then say which rows are seen."""
        super().arrange()
        self._first, self._must = self.rows.first, None
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
        self._said.tell((look, names, self._texts))
        self._head.tell(look)
        if self._drift is not None:
            self._drift.tell(look)
        self._axis.tell((look, tuple(self._marks), self._scale))

    def _axes(self) -> None:
        series, left = self.series, self.left
        if series is None or left is None:
            return
        width = self._field.size().width()
        end = left_hours.scale_end(series, left)
        scale = Scale(min(-0.01 * end, left_hours.scale_start(left)), end, 0, width)
        if scale != self._scale:
            self._scale = scale
            self._marks = hours(self._scale.low, end, max(2, int(width / 64)))

    def _make_room(self) -> bool:
        if self.series is None or self.left is None:
            return False
        names = max((self.wide(each.title, True) for each in self.series.batches), default=0.0)
        said = max((self.wide(each) for each in self._texts), default=0.0)
        said = min(ceil((said + 16) / STEP_PX) * STEP_PX, round(0.42 * self.width()))
        rooms = ((self._names, round(names + strokes.MARK_PX + 14)), (self._said, said))
        moved = [margin.fix(width=room) for margin, room in rooms]
        return any(moved)

    def _see(self, series: left_hours.Remaining, now: datetime) -> None:
        """Work out the hours left and their words as of now."""
        self._now = now
        self.left = left = left_hours.hours_left(series, now)
        self._texts = tuple(
            f"{left_hours.left_text(left, row)} · {left_hours.margin_text(series, row, left)}" for row in range(len(series))
        )

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
            self.write(painter, QPointF(strokes.MARK_PX + 7, middle), batch.title, self.tokens.text, True)

    def _draw_texts(self, painter: QPainter, box: QRectF) -> None:
        for row in self.rows.range():
            self._stripe(painter, box, row)
            marked = strokes.standing_words(self.series.batches[row]) if self.series else ""
            words = self.cut(self._texts[row], box.width() - 12)
            ink_of = self.tokens.text if marked else self.tokens.muted
            self.write(painter, QPointF(10, self.rows.middle(row)), words, ink_of)

    def _draw_field(self, painter: QPainter, box: QRectF) -> None:
        series, left = self.series, self.left
        if series is None or left is None:
            return
        for row in self.rows.range():
            self._stripe(painter, box, row)
        strokes.grid_lines(painter, box, self.tokens, [self._scale.px(mark.at) for mark in self._marks])
        ink.now_line(painter, box, self.tokens, self._scale)
        ink.releases(painter, box, self.tokens, self.rows, self._scale, left)
        ink.promises(painter, box, self.tokens, self.rows, self._scale, left)

    def _draw_head(self, painter: QPainter, box: QRectF) -> None:
        if not self.compact:
            ink.key(painter, box, self, self.rows.text)

    def _draw_axis(self, painter: QPainter, box: QRectF) -> None:
        strokes.bottom_axis(painter, box, self.tokens, self._marks, self._scale, (self.small, self.strong))
