"""The layers of the board from the ground up, painted only where something changed."""

from __future__ import annotations

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QColor, QPainter, QPixmap, QRegion

from console.ui.board.chosen import paint_alerts, paint_focus, paint_selection
from console.ui.board.flags import paint_flags, paint_moments, paint_whiskers
from console.ui.board.frame import clock_box, paint_axis, paint_clock, paint_corner, side_picture
from console.ui.board.ground import Ground
from console.ui.board.labels import Labels
from console.ui.board.over_layer import paint_over, paint_verdict
from console.ui.board.overview import OverviewPainter
from console.ui.board.present import NOW_PX, Present
from console.ui.board.rects import Rects
from console.ui.board.sight import MAP_PX, Sight
from console.view.board.axis import clock
from console.view.board.picture import Presence
from console.view.board.story import nothing_here

HOUR_LABEL_PX = 80
"""More than the longest hour, with its offset, is wide."""


class Layers:
    """Paints one frame of the board into a painter."""

    def __init__(self) -> None:
        self.ground = Ground()
        self._rects = Rects()
        self._present = Present()
        self._side_kept = QPixmap()
        self._side_of: tuple[object, ...] = ()
        self._labels = Labels()
        self._overview = OverviewPainter()

    def paint(self, painter: QPainter, sight: Sight, dirty: QRegion, area: QRect) -> None:
        """Paint what lies in `dirty` (pixels of the viewport), and of the bars only what lies in `area`."""
        if sight.picture.presence is not Presence.READY:
            painter.fillRect(dirty.boundingRect(), QColor(sight.inks.tokens.bg))
            _say(painter, sight, sight.picture.presence.value, QRect(0, 0, sight.width, sight.height))
            return
        if not area.isEmpty():
            self._area(painter, sight, area)
        if dirty.intersects(sight.axis):
            part = dirty.intersected(sight.axis).boundingRect()
            painter.save()
            painter.setClipRect(part)
            paint_axis(painter, sight, part)
            paint_clock(painter, sight)
            painter.restore()
        if dirty.intersects(QRect(0, 0, sight.side, sight.height - MAP_PX)):
            paint_corner(painter, sight)
            self._side(painter, sight)
        if dirty.intersects(QRect(0, sight.height - MAP_PX, sight.width, MAP_PX)) and not sight.over.words:
            self._overview.paint(painter, sight)
        paint_verdict(painter, sight)

    def _side(self, painter: QPainter, sight: Sight) -> None:
        """The names of the rows, kept as a picture until a row, its state or the keyboard's place changes."""
        key = (
            sight.picture, sight.layout, sight.inks, sight.scroll, sight.height, sight.side,
            sight.focused and sight.spot.group, sight.now // 60,
        )  # fmt: skip
        if key != self._side_of:
            self._side_kept, self._side_of = side_picture(sight), key
        painter.drawPixmap(0, sight.area.top(), self._side_kept)

    def _area(self, painter: QPainter, sight: Sight, part: QRect) -> None:
        painter.save()
        painter.setClipRect(part)
        self.ground.paint(painter, sight, part.left() - sight.side, part.right() + 1 - sight.side)
        painter.translate(sight.area.topLeft())
        inner = part.translated(-sight.area.topLeft())
        self._present.paint(painter, sight, inner)
        paint_whiskers(painter, sight)
        paint_moments(painter, sight)
        paint_selection(painter, sight)
        self._labels.paint(painter, sight, inner)
        paint_flags(painter, sight)
        paint_alerts(painter, sight, self._rects, inner)
        paint_over(painter, sight, inner)
        paint_focus(painter, sight)
        painter.restore()
        bars, scale = sight.picture.bars, sight.scale
        tracks = {track for strip, _ in sight.strips for track in strip.tracks}
        if not any(_any(bars.slice(track, scale.start, scale.end)) for track in tracks):
            _say(painter, sight, nothing_here(sight.picture, scale.start, scale.end), sight.area)


def tick_region(before: Sight, after: Sight) -> QRegion:
    """What a tick of the clock must repaint: the stretch the now line crossed, and its clock."""
    zone = after.picture.zone
    if before.now_x == after.now_x and clock(before.now, zone) == clock(after.now, zone):
        return QRegion()
    left, right = sorted((before.now_x, after.now_x))
    area = after.area
    crossed = QRect(area.left() + left - NOW_PX, area.top(), right - left + 2 * NOW_PX, area.height())
    # An hour that the clock covered is written again whole.
    clocks = clock_box(before).united(clock_box(after)).adjusted(-HOUR_LABEL_PX, 0, HOUR_LABEL_PX, 0)
    return QRegion(crossed.intersected(area)).united(QRegion(clocks.intersected(after.axis)))


def _any(bounds: tuple[int, int]) -> bool:
    return bounds[1] > bounds[0]


def _say(painter: QPainter, sight: Sight, words: str, where: QRect) -> None:
    inks = sight.inks
    painter.setFont(inks.face)
    width = min(where.width() - 40, inks.face_metrics.horizontalAdvance(words) + 40)
    lines = inks.face_metrics.boundingRect(QRect(0, 0, width - 40, 400), int(Qt.TextFlag.TextWordWrap), words)
    box = QRect(0, 0, width, lines.height() + 28)
    box.moveCenter(where.center())
    painter.fillRect(box, QColor(inks.tokens.panel))
    painter.setPen(inks.muted)
    painter.drawRect(box.adjusted(0, 0, -1, -1))
    painter.setPen(inks.text)
    flags = Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap
    painter.drawText(box.adjusted(20, 0, -20, 0), int(flags), words)
