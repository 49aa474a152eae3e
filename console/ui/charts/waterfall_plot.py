"""The waterfall: from the forecast that stood to the one that stands, a row for everything that moved it."""

from __future__ import annotations

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from PySide6.QtCore import QLineF, QPointF, QRectF
from PySide6.QtGui import QColor, QPainter, QPen, QPolygonF

from console.forecast.explained import Waterfall
from console.ui.charts import strokes
from console.ui.charts.plot import Margin, blend
from console.ui.charts.rowed_plot import RowedPlot
from console.view.charts import waterfall as falls
from console.view.charts.axes import Mark, Scale, zoned
from console.view.charts.placement import Box
from console.view.charts.rows import window
from console.view.charts.words import hours_from
from console.view.tokens import Tokens

LEAST_PX, MOST_PX = 20.0, 44.0
HEAD_PX = 17.0
BAR_PX = 11.0
TIP_PX = 5.0
AIR = 0.04
EARLIER, LATER = "← earlier", "later →"
ENDS = (falls.Kind.BEFORE, falls.Kind.AFTER)


class WaterfallPlot(RowedPlot):
    """Rows from the top: the forecast then, each part as an arrow to the left (earlier) or right (later), the forecast now."""

    head_px = HEAD_PX

    def __init__(self, tokens: Tokens) -> None:
        super().__init__(tokens, "Why the forecast of the selected batch moved")
        self.told: Waterfall | None = None
        self.drawn: falls.Fall | None = None
        self._since = ""
        self._promise: datetime | None = None
        self._zone, self._now = ZoneInfo("UTC"), datetime.min.replace(tzinfo=UTC)
        self._scale = Scale(0, 1, 0, 1)
        self._marks: list[Mark] = []
        self._when_px = 0.0
        self._folded_to = 0
        self._texts: list[tuple[str, str, str]] = []
        self._head = Margin(self._draw_head, height=HEAD_PX).keep()
        self.grid.addItem(self._head, 0, 1)

    def show_fall(
        self, told: Waterfall, since: str, now: datetime, zone: ZoneInfo, promise: datetime | None = None
    ) -> None:  # fmt: skip
        """Draw this waterfall; the cursor stays on the part it stood on."""
        before = self.drawn.bars[self.cursor_at] if self.drawn and self.cursor_at is not None else None
        other = self.told is None or self.told.batch != told.batch
        self.told, self._since, self._now, self._zone, self._promise = told, since, now, zone, promise
        names = [(bar.kind, bar.title, bar.at) for bar in self._fold(told).bars]
        same = (i for i, one in enumerate(names) if before and one == (before.kind, before.title, before.at))
        self.cursor_at = None if other else next(same, None)
        self.arrange()

    def count(self) -> int:
        """Rows: the two forecasts and what lies between them."""
        return len(self.drawn.bars) if self.drawn else 0

    def words(self, index: int) -> str:
        """One row in words."""
        return falls.words(self.drawn, index, self._now, self._zone) if self.drawn else ""

    def label_boxes(self) -> list[Box]:
        """Where the words of the rows stand, in pixels of the sheet: names left of the field, values right of it."""
        field, names, said = self._field.geometry(), self._names.geometry(), self._said.geometry()
        line, found = self.metrics.height(), []
        for row, (when, title, value) in enumerate(self._texts):
            y = field.top() + self.rows.middle(row) - line / 2
            found += [Box(names.left() + 4, y, self.wide(when), line)] if when else []
            lines = self._lines(title, self._strong(row))
            wide, high = max(self.wide(each, self._strong(row)) for each in lines), (line - 1) * len(lines)
            found.append(Box(names.left() + 4 + self._when_px, y + line / 2 - high / 2, wide, high))
            found.append(Box(said.left() + 10, y, self.wide(value, self._strong(row)), line))
        return found

    def field_box(self) -> Box:
        """Where the bars are drawn, in pixels of the sheet."""
        field = self._field.geometry()
        return Box(field.left(), field.top(), field.width(), field.height())

    def fit(self) -> bool:
        """Fold what does not fit, and set rows, scale and margins from the words."""
        size = self._field.size()
        if self.told is None or self.drawn is None or size.width() < 10:
            return False
        if self._most() != self._folded_to:
            many = len(self._fold(self.told).bars)
            self.cursor_at = None if (self.cursor_at or 0) >= many else self.cursor_at
        self.rows = window(len(self.drawn.bars), max(self.room(), 3 * LEAST_PX), LEAST_PX, MOST_PX)
        low, high = self.drawn.low, self.drawn.high
        if self._promise is not None:
            at = hours_from(self.drawn.origin_s, self._promise)
            low, high = min(low, at), max(high, at)
        air = max(0.25, (high - low) * AIR)
        self._scale = Scale(low - air, high + air, 0, size.width() - 1)
        self._marks = zoned(self.drawn.origin_s, low - air, high + air, self._zone, max(2, int(size.width() / 54)))
        return self._make_room()

    def redraw(self) -> None:
        """Paint everything that has changed; margins whose words are the same keep their pixels."""
        if self.drawn is not None:
            look = (self.tokens.name, self.rows, self.cursor_at)
            texts = tuple(self._texts)
            self._names.tell((look, texts, self._names.size().width()))
            self._said.tell((look, texts))
            self._head.tell((self.tokens.name, self.told.of if self.told else "", self._promise))
            self._axis.tell((self.tokens.name, tuple(self._marks), self._scale))
        super().redraw()

    def _fold(self, told: Waterfall) -> falls.Fall:
        """Fold the parts to the rows there are, and put each row into words."""
        self._folded_to = self._most()
        self.drawn = drawn = falls.fall(told, self._folded_to, self._since)
        now, zone = self._now, self._zone
        self._texts = [(falls.when_text(bar, now, zone), bar.title, falls.value_text(drawn, bar, now, zone)) for bar in drawn.bars]
        return drawn

    def _most(self) -> int:
        """How many parts find room between the two forecasts."""
        return max(1, int(self.room() // LEAST_PX) - 2)

    def _strong(self, row: int) -> bool:
        return self.drawn is not None and self.drawn.bars[row].kind in ENDS

    def _lines(self, title: str, strong: bool) -> list[str]:
        """A title in one line, or in two where a row has the height for them; what is still too long is cut."""
        room = self._names.minimumWidth() - self._when_px - 10
        if self.wide(title, strong) <= room or self.rows.height < 2 * self.metrics.height():
            return [self.cut(title, room)]
        words = title.split(" ")
        many = len(words)
        while many > 1 and self.wide(" ".join(words[:many]), strong) > room:
            many -= 1
        rest = " ".join(words[many:])
        return [self.cut(" ".join(words[:many]), room), *([self.cut(rest, room)] if rest else [])]

    def _make_room(self) -> bool:
        texts = self._texts
        self._when_px = max((self.wide(when) for when, _, _ in texts), default=0.0) + 10
        names = max((self.wide(title, self._strong(i)) for i, (_, title, _) in enumerate(texts)), default=0.0)
        said = max((self.wide(value, self._strong(i)) for i, (_, _, value) in enumerate(texts)), default=0.0)
        named = min(self._when_px + names + 14, round(0.44 * self.width()))
        return self.settle(named, said + 14)

    def _draw_names(self, painter: QPainter, box: QRectF) -> None:
        for row, (when, title, _) in enumerate(self._texts):
            self.stripe(painter, box, row)
            middle, strong = self.rows.middle(row), self._strong(row)
            self.write(painter, QPointF(4, middle), when, self.tokens.muted)
            lines, high = self._lines(title, strong), self.metrics.height() - 1
            for i, line in enumerate(lines):
                at = QPointF(4 + self._when_px, middle + (i - (len(lines) - 1) / 2) * high)
                self.write(painter, at, line, self.tokens.text, strong)

    def _draw_values(self, painter: QPainter, box: QRectF) -> None:
        for row, (_, _, value) in enumerate(self._texts):
            self.stripe(painter, box, row)
            self.write(painter, QPointF(10, self.rows.middle(row)), value, self.tokens.text, self._strong(row))

    def _draw_field(self, painter: QPainter, box: QRectF) -> None:
        drawn = self.drawn
        if drawn is None:
            return
        strokes.grid_lines(painter, box, self.tokens, [self._scale.px(mark.at) for mark in self._marks])
        if self._promise is not None:
            painter.setPen(strokes.promise_pen(self.tokens))
            x = round(self._scale.px(hours_from(drawn.origin_s, self._promise))) + 0.5
            painter.drawLine(QPointF(x, box.top()), QPointF(x, box.bottom()))
        for row in range(len(drawn.bars)):
            self.stripe(painter, box, row)
        painter.setPen(QPen(QColor(self.tokens.edge), 1))
        ends = [round(self._scale.px(bar.end_h)) + 0.5 for bar in drawn.bars]
        painter.drawLines([QLineF(x, self.rows.middle(i), x, self.rows.middle(i + 1)) for i, x in enumerate(ends[:-1])])
        for row, bar in enumerate(drawn.bars):
            self._draw_bar(painter, row, bar)

    def _draw_bar(self, painter: QPainter, row: int, bar: falls.Bar) -> None:
        """The two forecasts as strokes; a part as an arrow, full when it made the release later, hollow when earlier."""
        tokens, middle = self.tokens, self.rows.middle(row)
        start, end = self._scale.px(bar.start_h), self._scale.px(bar.end_h)
        if bar.kind in ENDS:
            painter.fillRect(QRectF(round(end) - 1, middle - 9, 3, 18), QColor(tokens.text))
            return
        later = end >= start
        half, tip = BAR_PX / 2, min(TIP_PX, abs(end - start)) * (1 if later else -1)
        painter.setPen(QPen(QColor(tokens.text if later else tokens.edge), 1))
        painter.setBrush(blend(tokens.edge, tokens.panel, 0.75) if later else QColor(tokens.panel))
        if abs(end - start) < 1.5:
            painter.drawLine(QPointF(end, middle - half), QPointF(end, middle + half))
            return
        corners = [(start, -half), (end - tip, -half), (end, 0.0), (end - tip, half), (start, half)]
        painter.drawPolygon(QPolygonF([QPointF(x, middle + y) for x, y in corners]))

    def _draw_head(self, painter: QPainter, box: QRectF) -> None:
        """Which way is later, in words, over the field."""
        of = falls.OF.get(self.told.of, self.told.of) if self.told else ""
        where = box.adjusted(0, 0, 0, -2)
        strokes.text(painter, where, EARLIER, self.tokens.muted, self.small)
        strokes.text(painter, where, LATER, self.tokens.muted, self.small, strokes.RIGHT)
        middle = f"P50 of {of}"
        if self._promise is not None:
            middle += ", – · – promise"
        if box.width() > self.wide(EARLIER) + self.wide(LATER) + self.wide(middle) + 40:
            strokes.text(painter, where, middle, self.tokens.muted, self.small, strokes.CENTRE)

    def _draw_axis(self, painter: QPainter, box: QRectF) -> None:
        strokes.bottom_axis(painter, box, self.tokens, self._marks, self._scale, (self.small, self.strong))
