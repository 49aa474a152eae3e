"""Words cut into lines for a column, and columns for the words: nothing is elided, a word too long is broken."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from PySide6.QtCore import QPointF
from PySide6.QtGui import QFont, QFontMetricsF, QPagedPaintDevice, QTextLayout, QTextOption

from console.ui.fonts import font


@dataclass(frozen=True, slots=True)
class Face:
    """A type at its size on the device that is printed on; lengths in the device's pixels."""

    font: QFont
    metrics: QFontMetricsF
    device: QPagedPaintDevice
    _known: dict[str, float] = field(default_factory=dict, compare=False)

    @property
    def line(self) -> float:
        """How high one line is."""
        return self.metrics.height()

    def wide(self, words: str) -> float:
        """How wide these words are in one line."""
        if words not in self._known:
            self._known[words] = self.metrics.horizontalAdvance(words)
        return self._known[words]


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


class Columns:
    """How wide the columns of a table want to be; rows are looked at one after the other."""

    def __init__(self, headings: Sequence[str], faces: tuple[Face, Face]) -> None:
        """`faces` are those of the headings and of the cells."""
        strong, self._plain = faces
        self._need, self._wish = [0.0] * len(headings), [0.0] * len(headings)
        self._look(headings, strong)

    def look(self, row: Sequence[str]) -> None:
        """One more row."""
        self._look(row, self._plain)

    def widths(self, room: float) -> tuple[float, ...]:
        """All together no wider than the room: each its longest word if it can be, then as its words ask; no gap is in them."""
        if sum(self._need) > room:
            return _filled(self._need, room)
        wished = [each - least for each, least in zip(self._wish, self._need, strict=True)]
        more = _filled(wished, room - sum(self._need))
        return tuple(least + extra for least, extra in zip(self._need, more, strict=True))

    def _look(self, row: Sequence[str], with_: Face) -> None:
        for place, text in enumerate(row):
            if text:
                self._need[place] = max(self._need[place], *(with_.wide(word) for word in text.split() or [""]))
                self._wish[place] = max(self._wish[place], *(with_.wide(line) for line in text.splitlines()))


def _filled(wished: Sequence[float], room: float) -> tuple[float, ...]:
    """Each what it wishes, as far as the room goes; where it does not, the widest give way first."""
    left, most = room, 0.0
    for place, each in enumerate(sorted(wished)):
        most = left / (len(wished) - place)
        if each >= most:
            return tuple(min(one, most) for one in wished)
        left -= each
    return tuple(wished)
