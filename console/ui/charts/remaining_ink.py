"""How a release, a promise and their ends are drawn in the rows of hours left, and the key that says so."""

from __future__ import annotations

from math import isfinite

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen, QPolygonF

from console.ui.charts import strokes
from console.ui.charts.plot import Plot, blend
from console.view.charts.axes import Scale
from console.view.charts.remaining import HoursLeft
from console.view.charts.rows import Rows
from console.view.tokens import Tokens

EDGE_PX = 12.0
"""A release this near the right edge, or beyond, is an arrow."""
RING_PX = 3.4


def now_line(painter: QPainter, box: QRectF, tokens: Tokens, scale: Scale) -> None:
    """Where no hour is left."""
    x = round(scale.px(0)) + 0.5
    painter.setPen(QPen(QColor(tokens.text), 1))
    painter.drawLine(QPointF(x, box.top()), QPointF(x, box.bottom()))


def releases(painter: QPainter, box: QRectF, tokens: Tokens, rows: Rows, scale: Scale, left: HoursLeft) -> None:
    """P10 to P90 as bars, P50 as a stroke across each, the promise's end as a ring; each kind in one go."""
    thick, px = max(5.0, min(9.0, rows.height * 0.34)), scale.px
    bars, across, ends = [], [], []
    for row in rows.range():
        if not isfinite(left.p50[row]):
            continue
        middle, low = rows.middle(row), round(px(float(left.p10[row])))
        if low >= box.right() - EDGE_PX:
            _beyond(painter, box, tokens, middle)
            continue
        wide = max(2, round(px(float(left.p90[row]))) - low)
        bars.append(QRectF(low + 0.5, round(middle - thick / 2) + 0.5, wide, round(thick)))
        across.append(QRectF(round(px(float(left.p50[row]))) - 1, middle - thick / 2 - 2, 3, thick + 4))
        if isfinite(left.end_p50[row]):
            ends.append(QPointF(px(float(left.end_p50[row])), middle))
    _bars(painter, tokens, bars, across)
    _rings(painter, tokens, ends)


def promises(painter: QPainter, box: QRectF, tokens: Tokens, rows: Rows, scale: Scale, left: HoursLeft) -> None:
    """The flag of each promise that lies in sight."""
    found = [(scale.px(float(left.promise[row])), rows.top(row) + 2) for row in rows.range() if isfinite(left.promise[row])]
    strokes.promise_flags(painter, [each for each in found if each[0] < box.right() - 4], rows.height - 4, tokens)


def key(painter: QPainter, box: QRectF, plot: Plot, rest: str) -> None:
    """How to read a row, drawn with the very marks, from the left; which rows are seen, at the right."""
    tokens, y = plot.tokens, box.height() / 2 - 1
    _bars(painter, tokens, [QRectF(0.5, round(y - 4) + 0.5, 24, 7)], [QRectF(10, y - 6, 3, 11)])
    x = _said(painter, 30, "release P50, P10–P90", box, plot)
    _rings(painter, tokens, [QPointF(x + 4, y)])
    x = _said(painter, x + 12, "promise's end P50", box, plot)
    if x + 60 < box.width():
        strokes.promise_flags(painter, [(x + 2, y - 6)], 12, tokens)
        x = _said(painter, x + 11, "promise", box, plot)
    if rest and x + plot.wide(rest) < box.width():
        where = QRectF(0, 0, box.width(), box.height() - 2)
        strokes.text(painter, where, rest, tokens.muted, plot.small, strokes.RIGHT)


def _bars(painter: QPainter, tokens: Tokens, bars: list[QRectF], across: list[QRectF]) -> None:
    painter.setPen(QPen(blend(tokens.edge, tokens.panel, 0.7), 1))
    painter.setBrush(blend(tokens.edge, tokens.panel, 0.36))
    painter.drawRects(bars)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(tokens.text))
    painter.drawRects(across)


def _rings(painter: QPainter, tokens: Tokens, at: list[QPointF]) -> None:
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, True)
    painter.setPen(QPen(QColor(tokens.text), 1.4))
    painter.setBrush(QColor(tokens.panel))
    for each in at:
        painter.drawEllipse(each, RING_PX, RING_PX)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)


def _beyond(painter: QPainter, box: QRectF, tokens: Tokens, middle: float) -> None:
    """An arrow for a lot whose release lies beyond the axis; its hours stand in words beside it."""
    tip = box.right() - 3
    painter.setPen(QPen(QColor(tokens.edge), 1))
    painter.setBrush(QColor(tokens.edge))
    painter.drawLine(QPointF(tip - 18, middle), QPointF(tip - 6, middle))
    painter.drawPolygon(QPolygonF([QPointF(tip - 7, middle - 4), QPointF(tip, middle), QPointF(tip - 7, middle + 4)]))


def _said(painter: QPainter, x: float, words: str, box: QRectF, plot: Plot) -> float:
    width = plot.wide(words)
    strokes.text(painter, QRectF(x, 0, width + 2, box.height() - 2), words, plot.tokens.muted, plot.small)
    return x + width + 16
