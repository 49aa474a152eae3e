"""Words on the bars: the longest that fits, kept once laid out; what does not fit stands beside the bar or in its tooltip."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QPainter, QStaticText

from console.ui.board.inks import Inks
from console.ui.board.sight import Sight
from console.view.board.columns import Badge, Bars, Kind, State
from console.view.board.lanes import Strip
from console.view.board.levels import Level

PAD = 5
LEAST_PX = 26
QUANTUM = 8
"""Elided words are kept for widths in steps of so many pixels."""
KEPT = 4000
BESIDE_PX = 320
"""Words beside a short bar reach no further."""


@dataclass(frozen=True)
class Words:
    """Words laid out once, and their width."""

    text: QStaticText
    width: int


class Labels:
    """Lays out and paints the words of bars."""

    def __init__(self) -> None:
        self._kept: dict[tuple[str, int], Words] = {}
        self._said: dict[int, list[str]] = {}
        self._inks: Inks | None = None
        self._bars: Bars | None = None

    def paint(self, painter: QPainter, sight: Sight, dirty: QRect) -> None:
        """Words and badges of every line in sight that shows bars; `dirty` in pixels of the area."""
        if sight.inks is not self._inks or len(self._kept) > KEPT:
            self._kept.clear()
            self._inks = sight.inks
        if sight.picture.bars is not self._bars or len(self._said) > KEPT:
            self._said.clear()
            self._bars = sight.picture.bars
        painter.setFont(sight.inks.face)
        for strip, level in sight.strips:
            top, height = sight.bar_box(strip)
            if level is Level.LOAD or not dirty.intersects(QRect(dirty.x(), top, dirty.width(), height)):
                continue
            self._line(painter, sight, strip, level, dirty)

    def _line(self, painter: QPainter, sight: Sight, strip: Strip, level: Level, dirty: QRect) -> None:
        bars, scale = sight.picture.bars, sight.scale
        top, height = sight.bar_box(strip)
        track, side = strip.tracks[0], sight.badge_side(height)
        chosen = bars.window(track, scale.at(max(0, dirty.left() - BESIDE_PX)), scale.at(dirty.right() + 1))
        if not len(chosen):
            return
        lefts, rights = scale.xs(bars.columns["start"][chosen]), scale.xs(bars.columns["end"][chosen])
        after = np.append(lefts[1:], _next_left(sight, track, int(chosen[-1])))
        badges = bars.columns["badge"][chosen]
        wide = np.minimum(rights, scale.width) - np.maximum(lefts, 0) >= LEAST_PX
        if level is Level.LABEL:
            wide |= after - rights >= LEAST_PX
        flags = [scale.x(mark.at) for flag, mark in sight.flags if flag is strip]
        for n in np.flatnonzero(wide | (badges > 0)).tolist():
            left, right = int(lefts[n]), int(rights[n])
            x = max(left, 0)
            if badges[n]:
                at = x + 2 if right - left >= side else x
                painter.drawPixmap(at, top + (height - side) // 2, sight.inks.badge(Badge(int(badges[n])), side))
                x = at + side - PAD + 3
            if wide[n]:
                following = min((f for f in flags if right - 2 <= f < after[n]), default=int(after[n]))
                self._words(painter, sight, int(chosen[n]), (x, min(right, scale.width), following), (top, height))

    def _words(
        self, painter: QPainter, sight: Sight, i: int, across: tuple[int, int, int], down: tuple[int, int]
    ) -> None:
        x, right, following = across
        top, height = down
        bars, inks = sight.picture.bars, sight.inks
        room = right - x - 2 * PAD
        said = self._said.get(i)
        if said is None:
            said = self._said[i] = variants(bars, i)
        for text in said:
            words = self._laid(inks, text, 0)
            if words.width <= room:
                break
        else:
            if room >= LEAST_PX + 10:
                words = self._laid(inks, bars.word(i, "label") or said[-1], room // QUANTUM * QUANTUM)
            else:
                beside = self._laid(inks, said[-1], 0)
                x = max(x, right) if room < LEAST_PX else x
                if following - x < beside.width + 2 * PAD or bars.value(i, "kind") == Kind.CHANGEOVER:
                    return
                words = beside
        faint = bars.value(i, "state") in (State.DONE, State.REPORTED) or bars.value(i, "kind") == Kind.CHANGEOVER
        painter.setPen(inks.muted if faint and inks.quiet_reads else inks.text)
        painter.drawStaticText(x + PAD, top + (height - inks.face_metrics.height()) // 2, words.text)

    def _laid(self, inks: Inks, text: str, width: int) -> Words:
        words = self._kept.get((text, width))
        if words is None:
            shown = inks.face_metrics.elidedText(text, Qt.TextElideMode.ElideRight, width) if width else text
            laid = QStaticText(shown)
            laid.setTextFormat(Qt.TextFormat.PlainText)
            laid.setPerformanceHint(QStaticText.PerformanceHint.AggressiveCaching)
            laid.prepare(font=inks.face)
            words = Words(laid, inks.face_metrics.horizontalAdvance(shown))
            self._kept[text, width] = words
        return words


def variants(bars: Bars, i: int) -> list[str]:
    """What could be written on a bar, the fullest first; beside a bar of the same batch its step says more."""
    label, note, batch = bars.word(i, "label"), bars.word(i, "note"), bars.word(i, "batch")
    same = i > 0 and bool(bars.columns["batch"][i - 1] == bars.columns["batch"][i])
    same = same and bool(bars.columns["track"][i - 1] == bars.columns["track"][i])
    title = label.removeprefix(batch).strip() if same else ""
    said = [f"{label} — {note}" if label and note else "", label, title, batch]
    return list(dict.fromkeys(text for text in said if text)) or [""]


def _next_left(sight: Sight, track: int, i: int) -> int:
    bars = sight.picture.bars
    if i + 1 < bars.offsets[track + 1]:
        return sight.scale.x(bars.value(i + 1, "start"))
    return sight.scale.width + 400
