"""What is chosen: the outlines of the selected batch, its dependency arrows, the focus ring, and alerts on dense lines."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPen, QPolygonF

from console.ui.board.inks import outline
from console.ui.board.rects import Rects
from console.ui.board.sight import Sight
from console.view.board.columns import Badge


def paint_alerts(painter: QPainter, sight: Sight, rects: Rects, dirty: QRect) -> None:
    """On a strip of load every alert keeps its pixel, and the most urgent of a neighbourhood its badge."""
    alerts = sight.alerts
    if alerts is None:
        return
    painter.setPen(Qt.PenStyle.NoPen)
    near = (alerts.x >= dirty.left() - 2) & (alerts.x <= dirty.right())
    for badge in (Badge.P4, Badge.P3, Badge.P2, Badge.HOLD, Badge.P1):
        mine = near & (alerts.badges == badge)
        x = alerts.x[mine]
        rects.fill(painter, sight.inks.badge_fill(badge), x, alerts.top[mine], np.full_like(x, 2), alerts.height[mine])
    for left, top, side, which in alerts.signs:
        if dirty.left() - side <= left <= dirty.right():
            painter.drawPixmap(left, top, sight.inks.badge(which, side))


def paint_selection(painter: QPainter, sight: Sight) -> None:
    """Two pixels around every bar of the selected batch (one on a folded line), and arrows between opened lines."""
    bars = sight.picture.bars
    if not sight.batch:
        return
    seen = QRect(-4, -40, sight.area.width() + 8, sight.area.height() + 80)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    rects: dict[str, QRect] = {}
    for i in bars.by_batch.get(sight.batch, ()):
        rect = sight.bar_rect(int(i))
        if rect is None:
            continue
        strip = sight.layout.strip_of(bars.value(int(i), "track"))
        folded = strip is not None and strip.folded
        if not folded:
            rects.setdefault(bars.word(int(i), "step"), rect)
        if rect.intersects(seen):
            painter.setPen(outline(sight.inks.text, 1 if folded or rect.width() < 8 else 2))
            painter.drawRect(_held(rect, seen).adjusted(1, 1, -1, -1))
    _links(painter, sight, rects, seen)


def _links(painter: QPainter, sight: Sight, rects: dict[str, QRect], seen: QRect) -> None:
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    ink = QColor(sight.inks.text)
    ink.setAlpha(190)
    for one, other in sight.picture.links.get(sight.batch, ()):
        start, end = rects.get(one), rects.get(other)
        if start is None or end is None or start == end:
            continue
        a = QPointF(start.right() + 1, start.center().y() + 0.5)
        b = QPointF(end.left() - 1, end.center().y() + 0.5)
        if not QRectF(a, b).normalized().adjusted(-1, -1, 1, 1).intersects(QRectF(seen)):
            continue
        if start.top() <= end.bottom() and end.top() <= start.bottom():
            continue  # side by side on one line, or set into one another: an arrow would only strike out the words
        path = QPainterPath(a)
        bend = max(14.0, min(60.0, abs(b.x() - a.x()) / 2))
        path.cubicTo(a + QPointF(bend, 0), b - QPointF(bend, 0), b)
        painter.setPen(QPen(ink, 1.3))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawPath(path)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(ink)
        painter.drawPolygon(QPolygonF([b + QPointF(1, 0), b + QPointF(-6, -3.5), b + QPointF(-6, 3.5)]))
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)


def paint_focus(painter: QPainter, sight: Sight) -> None:
    """The ring of the keyboard: two pixels outside the bar, with a gap, so that it shows on any bar."""
    if sight.spot.bar is None or not sight.focused:
        return
    rect = sight.bar_rect(sight.spot.bar)
    seen = QRect(-8, -8, sight.area.width() + 16, sight.area.height() + 16)
    if rect is None or not rect.intersects(seen):
        return
    ring = _held(rect, seen).adjusted(-2, -2, 2, 2)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    for colour, width, grown in ((sight.inks.tokens.bg, 4, 0), (sight.inks.tokens.focus, 2, 1)):
        painter.setPen(outline(colour, width))
        painter.drawRect(ring.adjusted(-grown, -grown, grown, grown))


def _held(rect: QRect, seen: QRect) -> QRect:
    """The same rectangle cut far outside what is seen: a bar of years must not be stroked pixel by pixel."""
    return QRect(rect).intersected(QRect(seen.left(), rect.top(), seen.width(), rect.height()))
