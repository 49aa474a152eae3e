"""The hard clocks of the board: flags of promise and expiry, brackets of windows, whiskers of the forecast, moments."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QPointF, QRect, Qt
from PySide6.QtGui import QColor, QPainter, QPen, QPolygonF

from console.ui.board.sight import Sight
from console.view.board.lanes import Strip
from console.view.board.levels import Level
from console.view.board.marks import MarkAt, MarkKind

PENNANT = (8, 7)
BESIDE_PX = 60


def paint_flags(painter: QPainter, sight: Sight) -> None:
    """A pole with a pennant or a bracket, and the batch it belongs to where there is room for its name."""
    for strip, mark in sight.flags:
        _flag(painter, sight, strip, mark, bool(sight.batch) and mark.batch == sight.batch)


def _flag(painter: QPainter, sight: Sight, strip: Strip, mark: MarkAt, mine: bool) -> None:
    top, height = sight.bar_box(strip)
    x = sight.scale.x(mark.at)
    ink = sight.inks.text if mine or mark.badge else sight.inks.muted
    painter.setPen(Qt.PenStyle.NoPen)
    if mark.since and (mine or mark.badge):
        left = max(-2, sight.scale.x(mark.since))
        painter.setPen(QPen(ink, 1, Qt.PenStyle.DotLine))
        painter.drawLine(left, top + height, min(x, sight.scale.width + 2), top + height)
        painter.setPen(Qt.PenStyle.NoPen)
    painter.fillRect(x - 1, top - 1, 2, height + 3, ink)
    if mark.kind is MarkKind.SAFE:
        _lintel(painter, x, top, height, ink)
    elif mark.kind in (MarkKind.OPENS, MarkKind.CLOSES):
        reach = 4 if mark.kind is MarkKind.OPENS else -4
        for y in (top - 1, top + height):
            painter.fillRect(QRect(QPoint(min(x - 1, x - 1 + reach), y), QPoint(max(x, x + reach), y + 1)), ink)
    else:
        _pennant(painter, sight, QPoint(x + 1, top - 1), mark.kind, ink.name())
    free = x + PENNANT[0] + 5
    if mark.badge:
        side = sight.badge_side(height) - 1
        painter.drawPixmap(x + 3, top + (height - side) // 2, sight.inks.badge(mark.badge, side))
        free = x + side + 5
    _name(painter, sight, strip, mark, free)


def _name(painter: QPainter, sight: Sight, strip: Strip, mark: MarkAt, x: int) -> None:
    metrics = sight.inks.small_metrics
    width = metrics.horizontalAdvance(mark.batch)
    low, high = sight.picture.bars.slice(strip.tracks[0], sight.scale.at(x - 2), sight.scale.at(x + width + 4))
    if strip.folded or high > low or _spoken_for(sight, strip, low, x):
        return
    top, height = sight.bar_box(strip)
    painter.setFont(sight.inks.small)
    painter.setPen(sight.inks.muted)
    painter.drawText(x, top + (height - metrics.height()) // 2 + metrics.ascent(), mark.batch)
    painter.setPen(Qt.PenStyle.NoPen)


def _spoken_for(sight: Sight, strip: Strip, following: int, x: int) -> bool:
    """Whether a short bar just before has its own words here."""
    bars, before = sight.picture.bars, following - 1
    if before < bars.offsets[strip.tracks[0]]:
        return False
    left, right = sight.scale.x(bars.value(before, "start")), sight.scale.x(bars.value(before, "end"))
    return right - left < BESIDE_PX and x - right < 2 * BESIDE_PX


def _lintel(painter: QPainter, x: int, top: int, height: int, ink: QColor) -> None:
    """The latest safe start: the pole ends in a beam above and below, so that it opens to neither side."""
    for y in (top - 1, top + height):
        painter.fillRect(x - 4, y, 8, 2, ink)


def _pennant(painter: QPainter, sight: Sight, at: QPoint, kind: MarkKind, ink: str) -> None:
    width, height = PENNANT
    tip = [QPointF(at), QPointF(at.x() + width, at.y() + height / 2), QPointF(at.x(), at.y() + height)]
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(QColor(ink), 1.2))
    painter.setBrush(QColor(ink) if kind is not MarkKind.EXPIRY else QColor(sight.inks.tokens.panel))
    painter.drawPolygon(QPolygonF(tip))
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
    painter.setPen(Qt.PenStyle.NoPen)


def paint_whiskers(painter: QPainter, sight: Sight) -> None:
    """From the end of a bar to its ninth decile; the first decile is a notch on its lower edge."""
    bars, scale = sight.picture.bars, sight.scale
    index = bars.forecast
    near = (bars.columns["p90"][index] >= scale.start) & (bars.columns["end"][index] <= scale.end)
    drawn = {strip.tracks[0]: strip for strip, level in sight.strips if level is not Level.LOAD}
    painter.setPen(Qt.PenStyle.NoPen)
    ink = sight.inks.edge
    for i in index[near].tolist():
        strip = drawn.get(bars.value(i, "track"))
        if strip is None:
            continue
        top, height = sight.bar_box(strip)
        middle, right = top + height // 2, scale.x(bars.value(i, "p90"))
        for a, b in _gaps(sight, i):
            painter.fillRect(scale.x(a), middle, max(0, scale.x(b) - scale.x(a)), 1, ink)
        painter.fillRect(right, middle - 4, 1, 9, ink)
        low = bars.value(i, "p10")
        if low and low < bars.value(i, "end"):
            painter.fillRect(scale.x(low), top + height - 4, 1, 4, ink)


def _gaps(sight: Sight, i: int) -> list[tuple[int, int]]:
    """The whisker between the bars that follow: it runs behind them, so that no word is struck through."""
    bars = sight.picture.bars
    at, last, gaps = bars.value(i, "end"), bars.value(i, "p90"), []
    for following in range(i + 1, bars.offsets[bars.value(i, "track") + 1]):
        start = bars.value(following, "start")
        if start >= last:
            break
        if start > at:
            gaps.append((at, start))
        at = max(at, bars.value(following, "end"))
    return [*gaps, (at, last)] if at < last else gaps


def paint_moments(painter: QPainter, sight: Sight) -> None:
    """Milestones: a diamond where a bar would have no length."""
    bars, scale = sight.picture.bars, sight.scale
    index = bars.moments
    start = bars.columns["start"][index]
    drawn = {strip.tracks[0]: strip for strip, level in sight.strips if level is not Level.LOAD}
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    for i in index[(start >= scale.start) & (start < scale.end)].tolist():
        strip = drawn.get(bars.value(i, "track"))
        if strip is None:
            continue
        top, height = sight.bar_box(strip)
        x, y, r = scale.x(bars.value(i, "start")), top + height / 2, min(6.0, height / 2)
        painter.setPen(QPen(sight.inks.edge, 1.2))
        painter.setBrush(sight.inks.milestone(bars.value(i, "state")))
        painter.drawPolygon(QPolygonF([QPointF(x, y - r), QPointF(x + r, y), QPointF(x, y + r), QPointF(x - r, y)]))
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
