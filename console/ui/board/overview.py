"""The overview along the bottom: everything there is, with the window in it."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QColor, QPainter, QPixmap

from console.ui.board.bars import strip_of_load
from console.ui.board.inks import mixed, outline
from console.ui.board.sight import MAP_PX, Sight
from console.view.board.axis import axis, span_text
from console.view.board.columns import Badge
from console.view.board.lanes import Group, Strip
from console.view.board.levels import alert_pixels
from console.view.board.scale import Scale
from console.view.board.summary import group_tracks
from console.view.board.window import TimeWindow, fit

PAD = 5


@dataclass(frozen=True)
class Overview:
    """Which stretch of time the overview spans, and where."""

    window: TimeWindow
    box: QRect

    @staticmethod
    def of(sight: Sight) -> Overview:
        """All bars, at most 90 days around the present."""
        whole = fit(sight.picture.bars.span, sight.picture.now)
        return Overview(whole, sight.overview.adjusted(0, PAD, -PAD, -PAD))

    def x(self, at: float) -> int:
        """The pixel of an instant; what lies beyond stands at the edge."""
        x = round(self.window.x(at, self.box.width()))
        return self.box.left() + min(max(x, 0), self.box.width())

    def at(self, x: int) -> float:
        """The instant under a pixel of the viewport."""
        return self.window.at(x - self.box.left(), self.box.width())


class OverviewPainter:
    """Keeps the overview as a picture; only the frame of the window moves."""

    def __init__(self) -> None:
        self._kept: QPixmap | None = None
        self._of: tuple[object, ...] = ()

    def paint(self, painter: QPainter, sight: Sight) -> None:
        """Paint the strip with its words at the left."""
        inks, tokens, whole = sight.inks, sight.inks.tokens, Overview.of(sight)
        strip = QRect(0, sight.height - MAP_PX, sight.width, MAP_PX)
        painter.fillRect(strip, QColor(tokens.panel))
        painter.fillRect(strip.left(), strip.top(), strip.width(), 1, QColor(tokens.grid))
        painter.setFont(inks.small)
        painter.setPen(inks.muted)
        words = span_text(whole.window.start, whole.window.end, sight.picture.zone)
        room = sight.side - 18
        left = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        painter.drawText(
            QRect(10, strip.top(), room, MAP_PX), left,
            inks.small_metrics.elidedText(words, Qt.TextElideMode.ElideRight, room),
        )  # fmt: skip
        key = (sight.picture, inks, whole.window, whole.box)
        if key != self._of or self._kept is None:
            self._kept, self._of = _drawn(sight, whole), key
        painter.drawPixmap(whole.box.topLeft(), self._kept)
        self._moving(painter, sight, whole)

    def _moving(self, painter: QPainter, sight: Sight, whole: Overview) -> None:
        box, tokens = whole.box, sight.inks.tokens
        painter.fillRect(whole.x(sight.now), box.top(), 2, box.height(), sight.inks.text)
        left, right = whole.x(sight.window.start), whole.x(sight.window.end)
        frame = QRect(left, box.top() - 2, max(8, right - left), box.height() + 4)
        outside = QColor(tokens.panel)
        outside.setAlpha(110)
        painter.fillRect(QRect(box.left(), box.top(), left - box.left(), box.height()), outside)
        painter.fillRect(QRect(frame.right(), box.top(), box.right() - frame.right(), box.height()), outside)
        painter.setPen(outline(sight.inks.text, 2))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRect(frame)


def _drawn(sight: Sight, whole: Overview) -> QPixmap:
    inks, box = sight.inks, whole.box
    made = QPixmap(round(box.width() * inks.ratio), round(box.height() * inks.ratio))
    made.setDevicePixelRatio(inks.ratio)
    made.fill(inks.tokens.bg)
    painter = QPainter(made)
    scale = Scale.of(whole.window, box.width())
    for day in axis(whole.window, box.width(), sight.picture.zone).days[1:]:
        painter.fillRect(scale.x(day.start), 0, 1, box.height(), mixed(inks.tokens.grid, inks.tokens.bg, 0.2))
    tracks = group_tracks(sight.picture, Group.ROOMS) or list(range(sight.picture.bars.tracks))
    if tracks and len(sight.picture.bars):
        hills = Strip(0, box.height(), tuple(tracks))
        strip_of_load(painter, sight, hills, scale, (0, box.height()), hills=True)
        everything = Strip(0, box.height(), tuple(range(sight.picture.bars.tracks)))
        pixels, index = alert_pixels(sight.picture.bars, everything, scale.first, scale.width, scale.seconds)
        badges = sight.picture.bars.columns["badge"][index]
        for badge in (Badge.P4, Badge.P3, Badge.P2, Badge.HOLD, Badge.P1):
            for x in np.unique(pixels[badges == badge]).tolist():
                painter.fillRect(x, 0, 2, 5, inks.badge_fill(badge))
    painter.end()
    return made
