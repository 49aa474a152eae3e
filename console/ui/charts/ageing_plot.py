"""Work in progress by step: how old each batch is, against the ages at which past batches finished the step."""

from __future__ import annotations

from datetime import datetime
from itertools import accumulate
from math import isfinite
from zoneinfo import ZoneInfo

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen

from console.ui.charts import strokes
from console.ui.charts.plot import Margin, Plot, blend
from console.view.charts import ageing
from console.view.charts.axes import Mark, Scale, days
from console.view.charts.placement import Box, dodge, pack_best
from console.view.tokens import Tokens

HELD_PX, EMPTY_PX = 30.5, 17.0
AXIS_PX = 24.0
DOT_PX = 13.0
BAND_PX = 9.0
HEAD_PX = 17.0


class AgeingPlot(Plot):
    """A row a step: bands to P50, P85 and P95 of the past, and a dot for each live batch with its name."""

    def __init__(self, tokens: Tokens) -> None:
        super().__init__(tokens, "Age of work in progress by step")
        self.work: ageing.WorkInProgress | None = None
        self.selected = ""
        self.left_out = 0
        self.hidden = 0
        self._zone = ZoneInfo("UTC")
        self._now: datetime | None = None
        self._steps: tuple[int, ...] = ()
        self._tops: list[float] = [0.0]
        self._scale = Scale(0, 1, 0, 1)
        self._marks: list[Mark] = []
        self._dots: list[QPointF | None] = []
        self._labels: list[tuple[Box, str, int]] = []
        self._head = Margin(self._draw_head, height=HEAD_PX).keep()
        self._names, self._field = Margin(self._draw_names, 0).keep(), Margin(self._draw_field)
        self._axis = Margin(self._draw_axis, height=AXIS_PX).keep()
        for item, row, column in ((self._head, 0, 1), (self._names, 1, 0), (self._field, 1, 1), (self._axis, 2, 1)):
            self.grid.addItem(item, row, column)
        self._field.geometryChanged.connect(self.arrange)

    def show_series(self, work: ageing.WorkInProgress, now: datetime, zone: ZoneInfo) -> None:
        """Draw the work in progress as of now; the cursor stays on its batch."""
        before = self.work.ageing[self.cursor_at].batch.batch if self.work and self.cursor_at is not None else ""
        self.work, self._zone, self._now = work, zone, now
        found = [i for i, one in enumerate(work.ageing) if before and one.batch.batch == before]
        self.cursor_at = found[0] if found else None
        self.arrange()

    def tick(self, now: datetime) -> None:
        """Let every batch grow older; nothing is painted before a dot has moved by half a pixel."""
        if self.work is None or self._now is None:
            return
        moved = (now - self._now).total_seconds() / 86_400 * abs(self._scale.px(1.0) - self._scale.px(0.0))
        if moved >= 0.5 or moved < 0.0:
            self._now = now
            self.arrange()

    def select(self, batch: str) -> None:
        """Mark the dot of the selected batch."""
        self.selected = batch
        self.arrange()

    def count(self) -> int:
        """Live batches with an age."""
        return len(self.work.ageing) if self.work else 0

    def words(self, index: int) -> str:
        """One batch in words."""
        if self.work is None or self._now is None:
            return ""
        return ageing.words(self.work, self.work.ageing[index], self._now)

    def nearest(self, at: QPointF) -> int | None:
        """The dot within reach of the pointer."""
        here = self._field.mapFromScene(self.mapToScene(at.toPoint()))
        near = [
            ((dot.x() - here.x()) ** 2 + (dot.y() - here.y()) ** 2, i) for i, dot in enumerate(self._dots) if dot
        ]
        distance, index = min(near, default=(1e9, 0))
        return index if distance <= (1.5 * DOT_PX) ** 2 else None

    def fit(self) -> bool:
        """Choose the steps, place dots and names, and the margin from the words."""
        work, now, size = self.work, self._now, self._field.size()
        if work is None or now is None or size.width() < 10:
            return False
        drawn = ageing.drawn(work, size.height(), ageing.RowSizes(EMPTY_PX, HELD_PX, self._line()))
        self._steps = tuple(step for step, _ in drawn)
        self._tops = list(accumulate((high for _, high in drawn), initial=0.0))
        end = ageing.scale_end(work, now) / 24
        self._scale = Scale(0.0, end, 0.0, size.width() - 1)
        self._marks = days(0.0, end, max(2, int(size.width() / 50)))
        self._set_dots(work, now)
        self._set_labels(work, now, size.width())
        texts = (self._name_texts(index) for index in self._steps)
        wide = max((self.wide("  ".join(pair)) for pair in texts), default=0.0)
        wide = min(round(wide + 12), round(0.42 * self.width()))
        return self._names.fix(width=wide)

    def redraw(self) -> None:
        """Paint everything that has changed; margins whose words are the same keep their pixels."""
        if self.work is not None:
            names = tuple(self._name_texts(index) for index in self._steps)
            self._names.tell((self.tokens.name, names, tuple(self._tops)))
            self._head.tell((self.tokens.name, self.left_out, self.hidden))
            self._axis.tell((self.tokens.name, tuple(self._marks), self._scale))
        super().redraw()

    def _line(self) -> float:
        return float(self.metrics.height() - 2)

    def _set_dots(self, work: ageing.WorkInProgress, now: datetime) -> None:
        """Dots stand on the band of their step; those that would overlap step aside, upwards."""
        self._dots = [None] * len(work.ageing)
        for row, step in enumerate(self._steps):
            here = [i for i, one in enumerate(work.ageing) if one.row == step]
            at = [self._scale.px(work.ageing[i].age_h(now) / 24) for i in here]
            for i, x, level in zip(here, at, dodge(at, DOT_PX * 0.8), strict=True):
                y = self._band_middle(row) - min(level, 2) * DOT_PX * 0.4
                self._dots[i] = QPointF(min(max(x, DOT_PX / 2 + 1), self._scale.end - DOT_PX / 2), y)

    def _band_middle(self, row: int) -> float:
        return self._tops[row + 1] - 7.5

    def _set_labels(self, work: ageing.WorkInProgress, now: datetime, width: float) -> None:
        """Names hang over the dots of their own row; when room is short, those out of the ordinary keep theirs."""
        self._labels = []
        for row, step in enumerate(self._steps):
            here = [(dot, i) for i, dot in enumerate(self._dots) if dot and work.ageing[i].row == step]
            here.sort(key=lambda pair: pair[0].x())
            if not here:
                continue
            floor = min(dot.y() for dot, _ in here) - DOT_PX / 2 - 2
            texts = [self._label(work, work.ageing[i], now) for _, i in here]
            urgent = sorted(range(len(here)), key=lambda k: self._urgency(work, here[k][1], now))
            given = pack_best(
                [dot.x() - 4 for dot, _ in here],
                [self.wide(text) + 2 for text in texts],
                urgent, 0.0, width, int((floor - self._tops[row] - 1) // self._line()),
            )
            for (_, i), text, place in zip(here, texts, given, strict=True):
                if place is not None:
                    y = floor - (place[0] + 1) * self._line()
                    box = Box(place[1], y, self.wide(text) + 2, self._line())
                    self._labels.append((box, text, i))
        self.left_out = sum(dot is not None for dot in self._dots) - len(self._labels)
        self.hidden = sum(dot is None for dot in self._dots)

    def _label(self, work: ageing.WorkInProgress, one: ageing.Ageing, now: datetime) -> str:
        return " ".join(filter(None, (one.batch.title, ageing.place_text(work, one, now))))

    def _urgency(self, work: ageing.WorkInProgress, index: int, now: datetime) -> tuple[bool, bool, float]:
        one = work.ageing[index]
        marked = bool(strokes.standing_words(one.batch))
        return not marked, one.batch.batch != self.selected, -work.steps[one.row].share_younger(one.age_h(now))

    def _name_texts(self, index: int) -> tuple[str, str]:
        step = self.work.steps[index] if self.work else None
        return (step.title, f"n = {step.n}") if step else ("", "")

    def _draw_names(self, painter: QPainter, box: QRectF) -> None:
        """The step and its evidence beside its band."""
        line = self.metrics.height()
        for row, index in enumerate(self._steps):
            title, n_text = self._name_texts(index)
            where = QRectF(0, self._band_middle(row) - line / 2, box.width() - 8, line)
            strokes.text(painter, where, n_text, self.tokens.muted, self.small, strokes.RIGHT)
            where.setWidth(where.width() - self.wide(n_text) - 7)
            title = self.cut(title, where.width())
            strokes.text(painter, where, title, self.tokens.text, self.small)

    def _draw_field(self, painter: QPainter, box: QRectF) -> None:
        work, now = self.work, self._now
        if work is None or now is None:
            return
        level = self._tops[:-1]
        strokes.grid_lines(painter, box, self.tokens, [self._scale.px(mark.at) for mark in self._marks], level)
        for row, index in enumerate(self._steps):
            self._draw_bands(painter, row, work.steps[index])
            if not work.steps[index].enough:
                self._draw_not_enough(painter, row, index)
        for i, dot in enumerate(self._dots):
            if dot is not None:
                self._draw_dot(painter, work.ageing[i], dot, i == self.cursor_at)
        for label, text, i in self._labels:
            one, dot = work.ageing[i], self._dots[i]
            if dot is not None and dot.y() - DOT_PX / 2 - label.bottom > 4:
                painter.setPen(QPen(QColor(self.tokens.edge), 1))
                x = round(dot.x()) - 3.5
                painter.drawLine(QPointF(x, label.bottom), QPointF(x, dot.y() - DOT_PX / 2 + 1))
            loud = strokes.standing_words(one.batch) or one.batch.batch == self.selected
            ink = self.tokens.text if loud else self.tokens.muted
            strokes.text(painter, QRectF(label.x, label.y, label.w + 4, label.h), text, ink, self.small)

    def _draw_bands(self, painter: QPainter, row: int, step: ageing.StepAges) -> None:
        y, start = self._band_middle(row) - BAND_PX / 2, 0.0
        for limit, share in ((step.p50, 0.18), (step.p85, 0.36), (step.p95, 0.62)):
            if isfinite(limit):
                end = self._scale.px(limit / 24)
                painter.fillRect(QRectF(start, y, end - start, BAND_PX), blend(self.tokens.edge, self.tokens.panel, share))
                start = end
        if start:
            painter.setPen(QPen(QColor(self.tokens.edge), 1))
            x = round(start) + 0.5
            painter.drawLine(QPointF(x, y - 2), QPointF(x, y + BAND_PX + 2))

    def _draw_not_enough(self, painter: QPainter, row: int, step: int) -> None:
        """Too few past batches is an answer too; it stands where no dot does."""
        words, line = "not enough data", self.metrics.height()
        wide, y = self.wide(words) + 4, self._band_middle(row) - line / 2
        here = zip(self._dots, self.work.ageing if self.work else (), strict=True)
        dots = [dot.x() for dot, one in here if dot and one.row == step]
        spots = (self._scale.end - wide - 4, 6.0, self._scale.end / 2 - wide / 2)
        free = [x for x in spots if not any(x - DOT_PX < dot < x + wide + DOT_PX for dot in dots)]
        if free:
            where = QRectF(free[0], y, wide, line)
            painter.fillRect(where, QColor(self.tokens.panel))
            strokes.text(painter, where, words, self.tokens.muted, self.small)

    def _draw_dot(self, painter: QPainter, one: ageing.Ageing, at: QPointF, cursor: bool) -> None:
        marked = strokes.standing_mark(painter, one.batch, at, self.tokens, DOT_PX + 1)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, True)
        if not marked:
            painter.setPen(QPen(QColor(self.tokens.text), 1.4))
            painter.setBrush(QColor(self.tokens.selected if one.batch.batch == self.selected else self.tokens.panel))
            painter.drawEllipse(at, DOT_PX / 2 - 2, DOT_PX / 2 - 2)
        if cursor or one.batch.batch == self.selected:
            painter.setPen(QPen(QColor(self.tokens.focus), 2 if cursor else 1))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawEllipse(at, DOT_PX / 2 + 2, DOT_PX / 2 + 2)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)

    def _draw_head(self, painter: QPainter, box: QRectF) -> None:
        """How to read a band, drawn with the very shades."""
        x, y = 0.0, box.height() / 2 - 1
        for words, share in (("to P50", 0.18), ("P85", 0.36), ("P95", 0.62)):
            painter.fillRect(QRectF(x, round(y - 4), 16, 8), blend(self.tokens.edge, self.tokens.panel, share))
            wide = self.wide(words)
            strokes.text(painter, QRectF(x + 20, 0, wide + 2, box.height() - 2), words, self.tokens.muted, self.small)
            x += wide + 32
        whole = ("age at which past batches finished the step", "age at the step's end, past", "age, past")
        words = next((each for each in whole if self.wide(each) <= box.width() - x), "")
        if self.left_out:
            words = f"{self.left_out} {'name' if self.left_out == 1 else 'names'} not shown"
        if self.hidden:
            words = f"no room for {self.hidden} {'batch' if self.hidden == 1 else 'batches'}: enlarge"
        words = self.cut(words, box.width() - x)
        strokes.text(painter, QRectF(x, 0, box.width() - x, box.height() - 2), words, self.tokens.muted, self.small)

    def _draw_axis(self, painter: QPainter, box: QRectF) -> None:
        strokes.bottom_axis(painter, box, self.tokens, self._marks, self._scale, (self.small, self.strong))
