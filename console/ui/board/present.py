"""What moves with the clock: the past shaded, the done part of what runs, how long it overruns, and the now line."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QColor, QPainter

from console.ui.board.rects import Rects
from console.ui.board.sight import Sight
from console.view.board.columns import Kind, State
from console.view.board.levels import Level

NOW_PX = 2
CLOCK_PX = 60
"""How wide the clock on the axis is: the part that a tick repaints."""


class Present:
    """Paints the present over the ground, under the words."""

    def __init__(self) -> None:
        self._rects = Rects()

    def paint(self, painter: QPainter, sight: Sight, dirty: QRect) -> None:
        """Paint between the edges of `dirty` (pixels of the area, the painter stands at its corner)."""
        painter.setPen(Qt.PenStyle.NoPen)
        self._done(painter, sight, dirty)
        past = QRect(0, 0, max(0, sight.now_x), sight.area.height()).intersected(dirty)
        dark = sight.inks.tokens.name == "dark"
        if not past.isEmpty():
            painter.fillRect(past, QColor(0, 0, 0, 44 if dark else 14))
        if dirty.left() - NOW_PX <= sight.now_x <= dirty.right() + NOW_PX:
            painter.fillRect(sight.now_x - 1, 0, NOW_PX, sight.area.height(), sight.inks.text)

    def _done(self, painter: QPainter, sight: Sight, dirty: QRect) -> None:
        """The done part of what runs, darker; what outlasts its planned end grows on to now."""
        bars, scale = sight.picture.bars, sight.scale
        running = bars.running
        if not len(running):
            return
        start, end = bars.columns["start"][running], bars.columns["end"][running]
        left, right = scale.xs(start), np.maximum(scale.xs(end), sight.now_x)
        # A running bar that should have ended lies, for the index, left of the window: all of them are looked at.
        seen = (left <= dirty.right()) & (right >= dirty.left()) & (left < sight.now_x)
        drawn = {strip.tracks[0]: strip for strip, level in sight.strips if level is not Level.LOAD}
        over, done = [], []
        for i, x, planned in zip(
            running[seen].tolist(), left[seen].tolist(), scale.xs(end[seen]).tolist(), strict=True
        ):
            strip = drawn.get(bars.value(i, "track"))
            if strip is None or bars.value(i, "kind") == Kind.MILESTONE:
                continue
            top, height = sight.bar_box(strip)
            done.append((max(x, -4) + 1, top + 1, min(planned, sight.now_x) - max(x, -4) - 2, height - 2))
            if sight.now_x > planned:
                over.append((planned - 1, top + 3, sight.now_x - planned + 1, height - 6))
        self._fill(painter, QColor(sight.inks.tokens.done), done)
        self._fill(painter, sight.inks.edges[State.RUNNING], over)

    def _fill(self, painter: QPainter, colour: QColor, boxes: list[tuple[int, int, int, int]]) -> None:
        if boxes:
            x, y, w, h = np.array(boxes, dtype=np.int64).T
            self._rects.fill(painter, colour, x, y, w, h)
