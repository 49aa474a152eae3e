"""Words cut into lines for a column, and columns for the words: nothing is elided, a word too long is broken."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QPointF
from PySide6.QtGui import QFont, QFontMetricsF, QPagedPaintDevice, QTextLayout, QTextOption

from console.ui.fonts import font


@dataclass(frozen=True, slots=True)
class Face:
    """A type at its size on the device that is printed on; lengths in the device's pixels."""

    font: QFont
    metrics: QFontMetricsF
    device: QPagedPaintDevice

    @property
    def line(self) -> float:
        """How high one line is."""
        return self.metrics.height()

    def wide(self, words: str) -> float:
        """How wide these words are in one line."""
        return self.metrics.horizontalAdvance(words)


def face(device: QPagedPaintDevice, points: float, *, strong: bool = False) -> Face:
    """The console's typeface for this device."""
    made = font(points, strong=strong)
    made.setHintingPreference(QFont.HintingPreference.PreferNoHinting)
    return Face(made, QFontMetricsF(made, device), device)


def wrapped(words: str, room: float, with_: Face) -> tuple[str, ...]:
    """The words in lines no wider than the room; at least one line. A word that is wider by itself is broken."""
    return tuple(line for part in words.splitlines() or [""] for line in _wrapped(part, room, with_))


def _wrapped(words: str, room: float, with_: Face) -> list[str]:
    layout = QTextLayout(words, with_.font, with_.device)
    option = QTextOption()
    option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
    option.setUseDesignMetrics(True)
    layout.setTextOption(option)
    layout.beginLayout()
    found = []
    # Qt counts in UTF-16: a letter beyond the first plane is two there and one here.
    wire = words.encode("utf-16-le")
    while (line := layout.createLine()).isValid():
        line.setLineWidth(room)
        line.setPosition(QPointF(0, 0))
        start = line.textStart()
        found.append(wire[2 * start : 2 * (start + line.textLength())].decode("utf-16-le", "replace").rstrip())
    layout.endLayout()
    return found or [""]


def columns(headings: Sequence[str], rows: Sequence[Sequence[str]], room: float, faces: tuple[Face, Face]) -> tuple[float, ...]:
    """How wide each column is, all together no wider than the room: its longest word if it can be, then as its words ask.

    `faces` are those of the headings and of the cells; the widths hold no gap.
    """
    strong, plain = faces
    need, wish = [], []
    for i, heading in enumerate(headings):
        texts = [(heading, strong), *((row[i], plain) for row in rows)]
        need.append(max(with_.wide(word) for text, with_ in texts for word in text.split() or [""]))
        wish.append(max(with_.wide(line) for text, with_ in texts for line in text.splitlines() or [""]))
    if sum(need) > room:
        return _filled(need, room)
    more = _filled([each - least for each, least in zip(wish, need, strict=True)], room - sum(need))
    return tuple(least + extra for least, extra in zip(need, more, strict=True))


def _filled(wished: Sequence[float], room: float) -> tuple[float, ...]:
    """Each what it wishes, as far as the room goes; where it does not, the widest give way first."""
    left, most = room, 0.0
    for place, each in enumerate(sorted(wished)):
        most = left / (len(wished) - place)
        if each >= most:
            return tuple(min(one, most) for one in wished)
        left -= each
    return tuple(wished)
