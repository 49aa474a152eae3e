"""What is printed to be written on by hand: empty boxes under their labels, and the paper's number as letters and bars."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QColor, QPainter, QPen

from console.report.code128 import QUIET, modules
from console.report.tree import Boxes
from console.ui.paper.cells import Face, wrapped

MM = 1 / 25.4
"""A millimetre in inches."""
WRITING_MM = 8.0
"""How high one line of handwriting is."""
PAD_MM = 1.0
BAR_MM, BARS_MM = 0.33, 9.0
"""How wide the narrowest bar is and how high all are: readable by a hand scanner at arm's length."""
_INK, _EDGE = QColor("#000000"), QColor("#5A626A")


@dataclass(frozen=True, slots=True)
class Laid:
    """Boxes laid out: how high, how they are drawn, and labels too high to stand inside, as place, width and lines."""

    high: float
    drawn: Callable[[QPainter, QRectF], None]
    over: tuple[tuple[float, float, tuple[str, ...]], ...] = ()


@dataclass(frozen=True, slots=True)
class Form:
    """Lays out boxes for a body of this width on a device of so many dots per inch; labels in this face."""

    wide: float
    high: float
    dots: float
    face: Face

    def laid_out(self, block: Boxes) -> Laid:
        """The boxes, with their labels inside; labels higher than a quarter of a page stand over them instead."""
        widths = self._widths(block)
        pad = PAD_MM * MM * self.dots
        labels = [wrapped(label, wide - 2 * pad, self.face) for label, wide in zip(block.labels, widths, strict=True)]
        top = max(len(lines) for lines in labels) * self.face.line
        writing = block.lines * WRITING_MM * MM * self.dots
        if top <= self.high / 4:
            return Laid(top + writing, self._drawn(labels, widths, pad))
        over, x = [], 0.0
        for lines, wide in zip(labels, widths, strict=True):
            over.append((x + pad, wide - 2 * pad, lines))
            x += wide
        return Laid(writing, self._drawn([() for _ in labels], widths, pad), tuple(over))

    def _widths(self, block: Boxes) -> list[float]:
        shares = block.shares or (1,) * len(block.labels)
        return [self.wide * share / sum(shares) for share in shares]

    def _drawn(self, labels: list[tuple[str, ...]], widths: list[float], pad: float) -> Callable[[QPainter, QRectF], None]:
        def draw(painter: QPainter, box: QRectF) -> None:
            x = box.x()
            painter.setFont(self.face.font)
            for lines, wide in zip(labels, widths, strict=True):
                painter.setPen(QPen(_EDGE, self.dots / 150))
                painter.drawRect(QRectF(x, box.y(), wide, box.height()))
                painter.setPen(_INK)
                for n, line in enumerate(lines):
                    painter.drawText(QPointF(x + pad, box.y() + n * self.face.line + self.face.metrics.ascent()), line)
                x += wide

        return draw


@dataclass(frozen=True, slots=True)
class Coded:
    """The number of a paper on top of a page: in large letters at the left, as bars at the right, or under them where wide."""

    code: str
    wide: float
    dots: float
    face: Face

    @property
    def high(self) -> float:
        """How high it is; nothing where the paper has no number."""
        if not self.code:
            return 0.0
        bars = BARS_MM * MM * self.dots
        both = len(self._lines) * self.face.line + 0.3 * self.face.line + bars if self._below else max(self.face.line, bars)
        return both + 0.3 * self.face.line

    @property
    def _lines(self) -> tuple[str, ...]:
        return wrapped(self.code, self.wide, self.face)

    @property
    def _bar(self) -> float:
        """The narrowest bar in whole dots, so that all bars of one width are equally wide."""
        return float(max(1, round(BAR_MM * MM * self.dots)))

    @property
    def _bars_wide(self) -> float:
        return (sum(modules(self.code)) + 2 * QUIET) * self._bar

    @property
    def _below(self) -> bool:
        return self.face.wide(self.code) + self._bars_wide > self.wide

    def draw(self, painter: QPainter, y: float) -> None:
        """Draw it at this height."""
        if not self.code:
            return
        painter.setFont(self.face.font)
        painter.setPen(_INK)
        for n, line in enumerate(self._lines):
            painter.drawText(QPointF(0, y + n * self.face.line + self.face.metrics.ascent()), line)
        top = y + (len(self._lines) + 0.3) * self.face.line if self._below else y
        x = round(self.wide - self._bars_wide) + QUIET * self._bar
        for place, width in enumerate(modules(self.code)):
            if place % 2 == 0:
                painter.fillRect(QRectF(x, top, width * self._bar, BARS_MM * MM * self.dots), _INK)
            x += width * self._bar
