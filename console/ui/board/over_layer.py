"""What is tried, over what is: lawful places as soft bands, ghosts of bars, and the verdict beside the hand and along the foot."""

from __future__ import annotations

from collections.abc import Iterator

from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtGui import QColor, QPainter, QPen, QRegion

from console.ui.board.inks import outline, veil
from console.ui.board.sight import MAP_PX, Sight
from console.view.board.columns import Badge
from console.view.board.over import Ghost, Look

LEAST_WORDS_PX = 26
HAND_PX = 18
"""How far from the hand its words stand."""
EDGE_PX = 3
LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
BADGES = {"1": Badge.P1, "2": Badge.P2, "3": Badge.P3, "4": Badge.P4, "H": Badge.HOLD}


def paint_over(painter: QPainter, sight: Sight, dirty: QRect) -> None:
    """Bands and ghosts; the painter stands at the corner of the area, `dirty` in pixels of it."""
    over = sight.over
    if over.bands:
        _bands(painter, sight, dirty)
    for ghost in sorted(over.ghosts, key=lambda each: each.look is Look.MINE):
        rect = sight.ghost_rect(ghost)
        if rect is not None and rect.adjusted(-EDGE_PX, -EDGE_PX, EDGE_PX, EDGE_PX).intersects(dirty):
            _ghost(painter, sight, ghost, rect)


def _bands(painter: QPainter, sight: Sight, dirty: QRect) -> None:
    inks, scale = sight.inks, sight.scale
    soft, foot = veil("#FFFFFF", 22 if inks.tokens.name == "dark" else 150), veil(inks.tokens.text, 120)
    for band in sight.over.bands:
        strip = sight.shown.get(band.track)
        if strip is None or band.end < scale.start or band.start > scale.end:
            continue
        top, height = sight.bar_box(strip)
        left, right = max(-2, scale.x(band.start)), min(scale.width + 2, scale.x(band.end))
        if left <= dirty.right() and right >= dirty.left():
            painter.fillRect(left, top, right - left, height, soft)
            painter.fillRect(left, top + height, right - left, 2, foot)


def _ghost(painter: QPainter, sight: Sight, ghost: Ghost, rect: QRect) -> None:
    inks = sight.inks
    seen = QRect(-8, rect.top(), sight.area.width() + 16, rect.height())
    box = rect.intersected(seen)
    painter.setBrush(veil(inks.tokens.panel, 255 if ghost.look is Look.MINE else 235))
    if ghost.look is Look.MINE:
        painter.setPen(outline(inks.text, 2))
        painter.drawRect(box.adjusted(1, 1, -1, -1))
    else:
        pen = QPen(inks.text, 1.5 if ghost.look is Look.DRAFT else 1, Qt.PenStyle.CustomDashLine)
        pen.setDashPattern([4, 3] if ghost.look is Look.DRAFT else [2, 2])
        painter.setPen(pen)
        painter.drawRect(box.adjusted(0, 0, -1, -1))
    words = box.adjusted(5, 0, -4, 0)
    if words.width() >= LEAST_WORDS_PX:
        painter.setFont(inks.face)
        painter.setPen(inks.text)
        text = inks.face_metrics.elidedText(ghost.label, Qt.TextElideMode.ElideRight, words.width())
        painter.drawText(words, LEFT, text)
    painter.setPen(Qt.PenStyle.NoPen)


def paint_verdict(painter: QPainter, sight: Sight) -> None:
    """The verdict beside the hand, and in its fixed place along the foot of the board."""
    if not sight.over.words:
        return
    foot = foot_line(sight)
    painter.fillRect(foot, QColor(sight.inks.tokens.panel))
    painter.fillRect(foot.left(), foot.top(), foot.width(), 1, QColor(sight.inks.tokens.grid))
    _say(painter, sight, foot.adjusted(10, 1, -10, 0), strong=True)
    beside = beside_hand(sight)
    if beside is not None:
        painter.fillRect(beside, QColor(sight.inks.tokens.panel))
        painter.setPen(outline(sight.inks.text, 1))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRect(beside.adjusted(0, 0, -1, -1))
        _say(painter, sight, beside.adjusted(8, 0, -8, 0), strong=False)


def _say(painter: QPainter, sight: Sight, box: QRect, *, strong: bool) -> None:
    inks, over = sight.inks, sight.over
    left = box.left()
    if over.sign:
        side = 17 if strong else 15
        painter.drawPixmap(left, box.center().y() - side // 2, inks.badge(BADGES[over.sign], side))
        left += side + 7
    painter.setFont(inks.strong if strong else inks.face)
    painter.setPen(inks.text)
    metrics = inks.strong_metrics if strong else inks.face_metrics
    room = box.right() - left
    text = metrics.elidedText(over.words, Qt.TextElideMode.ElideRight, room)
    painter.drawText(QRect(left, box.top(), room, box.height()), LEFT, text)
    painter.setPen(Qt.PenStyle.NoPen)


def foot_line(sight: Sight) -> QRect:
    """Where the verdict always stands: over the overview, which nobody needs with a bar in the hand."""
    return QRect(0, sight.height - MAP_PX, sight.width, MAP_PX)


def beside_hand(sight: Sight) -> QRect | None:
    """Where the verdict stands beside the hand, or beside the ghost when the keyboard holds it; kept inside the area."""
    over, area = sight.over, sight.area
    if not over.words:
        return None
    at = QPoint(*over.pointer) if over.pointer is not None else _beside_ghost(sight)
    if at is None:
        return None
    metrics = sight.inks.face_metrics
    width = metrics.horizontalAdvance(over.words) + 18 + (22 if over.sign else 0)
    box = QRect(at.x() + HAND_PX, at.y() + HAND_PX, min(width, area.width() - 16), metrics.height() + 10)
    box.moveLeft(min(max(box.left(), area.left() + 4), area.right() - box.width() - 4))
    if box.bottom() > area.bottom() - 4:
        box.moveBottom(at.y() - HAND_PX)
    return box


def _beside_ghost(sight: Sight) -> QPoint | None:
    mine = next((ghost for ghost in sight.over.ghosts if ghost.look is Look.MINE), None)
    rect = sight.ghost_rect(mine) if mine is not None else None
    if rect is None:
        return None
    return QPoint(rect.left(), rect.bottom() - HAND_PX + 6) + sight.area.topLeft()


def over_region(before: Sight, after: Sight) -> QRegion:
    """What must be painted again when something else lies over the board."""
    if before.over.bands != after.over.bands:
        return QRegion(after.area).united(QRegion(foot_line(after)))
    region = QRegion()
    for sight in (before, after):
        for rect in _rects(sight):
            region = region.united(QRegion(rect))
    if (before.over.words, before.over.sign) != (after.over.words, after.over.sign):
        region = region.united(QRegion(foot_line(after)))
    return region


def _rects(sight: Sight) -> Iterator[QRect]:
    for ghost in sight.over.ghosts:
        rect = sight.ghost_rect(ghost)
        if rect is not None:
            grown = rect.translated(sight.area.topLeft()).adjusted(-EDGE_PX, -EDGE_PX, EDGE_PX, EDGE_PX)
            yield grown.intersected(sight.area)
    beside = beside_hand(sight)
    if beside is not None:
        yield beside
