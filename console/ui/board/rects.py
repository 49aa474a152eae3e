"""Thousands of rectangles in one call: Qt reads them where numpy wrote them."""

from __future__ import annotations

from typing import Any, cast

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QRect
from PySide6.QtGui import QBrush, QColor, QPainter
from shiboken6 import Shiboken

Ints = NDArray[np.int64]


class Rects:
    """A buffer of rectangles that grows as needed and is never given back."""

    def __init__(self) -> None:
        self._buffer = np.zeros((0, 4), dtype=np.int32)
        self._views: list[QRect] = []

    def fill(self, painter: QPainter, brush: QBrush | QColor, x: Ints, y: Ints, w: Ints, h: Ints) -> None:
        """Fill rectangles given by left, top, width and height; those without an area are left out."""
        real = (w > 0) & (h > 0)
        if not real.all():
            x, y, w, h = x[real], y[real], w[real], h[real]
        count = len(x)
        if not count:
            return
        self._grow(count)
        rows = self._buffer[:count]
        rows[:, 0], rows[:, 1], rows[:, 2], rows[:, 3] = x, y, x + w - 1, y + h - 1
        painter.setBrush(brush)
        painter.drawRects(self._views[:count])

    def _grow(self, count: int) -> None:
        if count <= len(self._views):
            return
        self._buffer = np.zeros((max(256, 2 * count), 4), dtype=np.int32)
        address = int(self._buffer.ctypes.data)
        wrap = cast(Any, Shiboken.wrapInstance)
        # A QRect is four 32-bit corners; these never own their memory, the buffer above does.
        self._views = [wrap(address + 16 * n, QRect) for n in range(len(self._buffer))]
