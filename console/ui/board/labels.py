"""Words on the bars: the longest that fits, kept once laid out; what does not fit stands beside the bar or in its tooltip."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QPainter, QPixmap, QStaticText

from console.ui.board.inks import Inks
from console.ui.board.sight import Sight
from console.view.board.columns import Badge, Bars, Flag, Kind, State
from console.view.board.lanes import Strip
from console.view.board.levels import Level

PAD = 5
LEAST_PX = 26
QUANTUM = 8
"""Elided words are kept for widths in steps of so many pixels."""
KEPT = 4000
MOMENT_PX = 5
REASON_PX = 60
"""Less of a reason than this says nothing."""


@dataclass(frozen=True)
class Words:
    """Words laid out once, and their width."""

    text: QStaticText
    width: int


@dataclass(frozen=True)
class Placed:
    """Words or a badge at a place in the area."""

    x: int
    y: int
    right: int
    what: QStaticText | QPixmap
    faint: bool = False


class Labels:
    """Lays out and paints the words of bars."""

    def __init__(self) -> None:
        self._kept: dict[tuple[str, int], Words] = {}
        self._said: dict[int, list[str]] = {}
        self._placed: list[Placed] = []
        self._inks: Inks | None = None
        self._bars: Bars | None = None
        self._of: tuple[object, ...] = ()

    def paint(self, painter: QPainter, sight: Sight, dirty: QRect) -> None:
        """Words and badges of every line in sight that shows bars; `dirty` in pixels of the area."""
        key = (
            sight.picture, sight.layout, sight.inks, sight.window, sight.scroll,
            sight.width, sight.height, sight.batch,
        )  # fmt: skip
        if key != self._of:
            self._place(sight)
            self._of = key
        painter.setFont(sight.inks.face)
        left, right, pen = dirty.left(), dirty.right(), None
        for each in self._placed:
            if each.right < left or each.x > right:
                continue
            if isinstance(each.what, QPixmap):
                painter.drawPixmap(each.x, each.y, each.what)
                continue
            if each.faint is not pen:
                pen = each.faint
                painter.setPen(sight.inks.muted if pen else sight.inks.text)
            painter.drawStaticText(each.x, each.y, each.what)

    def _place(self, sight: Sight) -> None:
        if sight.inks is not self._inks or len(self._kept) > KEPT:
            self._kept.clear()
            self._inks = sight.inks
        if sight.picture.bars is not self._bars or len(self._said) > KEPT:
            self._said.clear()
            self._bars = sight.picture.bars
        self._placed = []
        for strip, level in sight.strips:
            if level is not Level.LOAD:
                self._line(sight, strip, level)

    def _line(self, sight: Sight, strip: Strip, level: Level) -> None:
        bars, scale = sight.picture.bars, sight.scale
        top, height = sight.bar_box(strip)
        track, side = strip.tracks[0], sight.badge_side(height)
        chosen = bars.window(track, scale.start, scale.end)
        if not len(chosen):
            return
        lefts, rights = scale.xs(bars.columns["start"][chosen]), scale.xs(bars.columns["end"][chosen])
        after = np.append(lefts[1:], _next_left(sight, track, int(chosen[-1])))
        badges = bars.columns["badge"][chosen]
        wide = np.minimum(rights, scale.width) - np.maximum(lefts, 0) >= LEAST_PX
        if level is Level.LABEL:
            wide |= after - rights >= LEAST_PX
        wide &= (bars.columns["flags"][chosen] & Flag.INSET) == 0
        flags = [scale.x(mark.at) for flag, mark in sight.flags if flag is strip]
        kinds = bars.columns["kind"][chosen]
        moments = lefts[kinds == Kind.MILESTONE].tolist()
        for n in np.flatnonzero(wide | (badges > 0)).tolist():
            left, right = int(lefts[n]), int(rights[n])
            x = max(left, 0)
            if badges[n]:
                at = x + 2 if right - left >= side else x
                badge = sight.inks.badge(Badge(int(badges[n])), side)
                self._placed.append(Placed(at, top + (height - side) // 2, at + side, badge))
                x = at + side - PAD + 3
            elif kinds[n] != Kind.MILESTONE and any(abs(left - moment) <= MOMENT_PX for moment in moments):
                x = max(x, left + MOMENT_PX)  # a milestone stands on the edge of this bar: its words begin beside it
            if wide[n]:
                following = min((f for f in flags if right - 2 <= f < after[n]), default=int(after[n]))
                named = n > 0 and rights[n - 1] - max(lefts[n - 1], 0) >= LEAST_PX
                self._words(sight, int(chosen[n]), (x, min(right, scale.width), following), (top, height), bool(named))

    def _words(
        self, sight: Sight, i: int, across: tuple[int, int, int], down: tuple[int, int], named: bool
    ) -> None:
        """The words of one bar; `named` when the bar before it has room for its own."""
        x, right, following = across
        bars, inks = sight.picture.bars, sight.inks
        room = right - x - 2 * PAD
        key = 2 * i + named
        said = self._said.get(key)
        if said is None:
            said = self._said[key] = variants(bars, i, named)
        kind = bars.value(i, "kind")
        words = next((words for text in said if (words := self._laid(inks, text, 0)).width <= room), None)
        if words is not None and len(said) > 1 and words is not self._laid(inks, said[0], 0):
            # A reason that does not fit whole is better cut than left out.
            told = self._laid(inks, bars.word(i, "label"), 0).width + REASON_PX
            if bars.value(i, "badge") and bars.word(i, "note") and room >= told:
                words = self._laid(inks, said[0], room // QUANTUM * QUANTUM)
        least = self._laid(inks, said[-1], 0).width + LEAST_PX // 2 if not bars.value(i, "badge") else LEAST_PX + 10
        if words is None and room >= least:
            words = self._laid(inks, bars.word(i, "label") or said[-1], room // QUANTUM * QUANTUM)
        elif words is None:
            # Half a batch number says nothing: better none.
            words = self._laid(inks, said[-1], 0)
            x = max(x, right)
            x += MOMENT_PX if kind == Kind.MILESTONE else 0
            if following - x < words.width + 2 * PAD or (kind == Kind.CHANGEOVER and named):
                return
        faint = bars.value(i, "state") in (State.DONE, State.REPORTED) or kind == Kind.CHANGEOVER
        y = down[0] + (down[1] - inks.face_metrics.height()) // 2
        self._placed.append(Placed(x + PAD, y, x + PAD + words.width, words.text, faint and inks.quiet_reads))

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


def variants(bars: Bars, i: int, named: bool = False) -> list[str]:
    """What could be written on a bar, the fullest first; after a named bar of the same batch its step says more."""
    label, note, batch = bars.word(i, "label"), bars.word(i, "note"), bars.word(i, "batch")
    same = named and i > 0 and all(bars.columns[name][i - 1] == bars.columns[name][i] for name in ("batch", "track"))
    title = label.removeprefix(batch).strip() if same else ""
    said = [f"{label} — {note}" if label and note else "", label, title, batch]
    return list(dict.fromkeys(text for text in said if text)) or [""]


def _next_left(sight: Sight, track: int, i: int) -> int:
    bars = sight.picture.bars
    if i + 1 < bars.offsets[track + 1]:
        return sight.scale.x(bars.value(i + 1, "start"))
    return sight.scale.width + 400
