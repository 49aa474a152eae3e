"""The bars of a tile: plan dashed, actual solid, reports hatched, the first plan thin beneath, the driving chain outlined."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from PySide6.QtCore import QRect
from PySide6.QtGui import QImage, QPainter

from console.ui.board.rects import Ints, Rects
from console.ui.board.sight import Sight
from console.view.board.columns import Bars, Flag, Kind, State
from console.view.board.lanes import Strip
from console.view.board.levels import Level, load
from console.view.board.scale import Scale

THIN = 8
"""Bars of fewer pixels have no outline."""
JAG_PX, JAG_LEAST_PX = 4, 12
"""How high the jagged line of a conflict is, and how wide at least."""
BEYOND = 12
"""Bars are cut this far outside a sheet: no outline shows at a seam, and none that reaches in counts as thin."""


@dataclass(frozen=True)
class Boxes:
    """The bars of a tile as rectangles, with the columns that say how they look."""

    index: Ints
    x: Ints
    y: Ints
    w: Ints
    h: Ints

    def where(self, chosen: np.ndarray) -> Boxes:
        """Some of them."""
        return Boxes(self.index[chosen], self.x[chosen], self.y[chosen], self.w[chosen], self.h[chosen])


class BarPainter:
    """Paints the bars between two pixels, class by class."""

    def __init__(self, rects: Rects) -> None:
        self._rects = rects

    def paint(self, painter: QPainter, sight: Sight, scale: Scale) -> None:
        """Paint every line in sight; a line too dense for bars becomes a strip of its exact load."""
        found: list[tuple[Ints, int, int]] = []
        for strip, level in sight.strips:
            if level is Level.LOAD:
                strip_of_load(painter, sight, strip, scale, sight.bar_box(strip), hills=strip.folded)
                continue
            margin = BEYOND * scale.seconds
            index = sight.picture.bars.window(strip.tracks[0], scale.start - margin, scale.end + margin)
            if len(index):
                found.append((index, *sight.bar_box(strip)))
        if found:
            self._bars(painter, sight, _boxes(sight.picture.bars, found, scale), scale)

    def _bars(self, painter: QPainter, sight: Sight, boxes: Boxes, scale: Scale) -> None:
        columns = sight.picture.bars.columns
        inset = (columns["flags"][boxes.index] & Flag.INSET) > 0
        if inset.any():
            # What is set into a longer step is drawn after it, on its lower half.
            self._bars_of(painter, sight, boxes.where(~inset), scale)
            self._bars_of(painter, sight, boxes.where(inset), scale)
        else:
            self._bars_of(painter, sight, boxes, scale)

    def _bars_of(self, painter: QPainter, sight: Sight, boxes: Boxes, scale: Scale) -> None:
        columns, inks = sight.picture.bars.columns, sight.inks
        self._baselines(painter, sight, boxes, scale)
        kind, state = columns["kind"][boxes.index], columns["state"][boxes.index]
        moment = kind == Kind.MILESTONE
        for which in (State.DONE, State.REPORTED, State.RUNNING, State.PLANNED):
            mine = boxes.where((state == which) & ~moment)
            if not len(mine.index):
                continue
            self._notched(painter, sight, mine, which)
            pattern = inks.reported if which is State.REPORTED else None
            if pattern is not None:
                self._rects.fill(painter, pattern, mine.x + 1, mine.y + 1, mine.w - 2, mine.h - 2)
        blocked = boxes.where((kind == Kind.BLOCK) & (state != State.REPORTED))
        self._rects.fill(painter, inks.blocked, blocked.x + 1, blocked.y + 1, blocked.w - 2, blocked.h - 2)
        self._frames(painter, sight, boxes.where((columns["flags"][boxes.index] & Flag.DRIVING) > 0), 2)
        self._jags(painter, sight, boxes.where((columns["flags"][boxes.index] & (Flag.CLASH | Flag.CONFLICT)) > 0))

    def _notched(self, painter: QPainter, sight: Sight, boxes: Boxes, state: State) -> None:
        """Bars with an outline whose corners are one pixel short: it reads as round and costs three fills."""
        inks, fill = sight.inks, self._rects.fill
        thin = boxes.w < THIN
        if thin.any():
            self._thin(painter, sight, boxes.where(thin), state)
            boxes = boxes.where(~thin)
        x, y, w, h = boxes.x, boxes.y, boxes.w, boxes.h
        body = inks.fills[state]
        if state is State.PLANNED:
            fill(painter, body, x + 1, y + 1, w - 2, h - 2)
            fill(painter, inks.edges[state], x, y, np.minimum(w, 1), h)
            one = np.ones_like(x)
            fill(painter, inks.dash_across, x + 1, y, w - 2, one)
            fill(painter, inks.dash_across, x + 1, y + h - 1, w - 2, one)
            fill(painter, inks.dash_down, x + w - 1, y + 1, one, h - 2)
            return
        edge = inks.edges[state]
        fill(painter, edge, x + 1, y, w - 2, h)
        fill(painter, edge, x, y + 1, w, h - 2)
        fill(painter, body, x + 1, y + 1, w - 2, h - 2)

    def _thin(self, painter: QPainter, sight: Sight, boxes: Boxes, state: State) -> None:
        """Bars of a few pixels: their body, and where they begin."""
        inks = sight.inks
        body = inks.loads[state] if state is State.PLANNED else inks.fills[state]
        self._rects.fill(painter, body, boxes.x, boxes.y, boxes.w, boxes.h)
        self._rects.fill(painter, inks.edges[state], boxes.x, boxes.y, np.minimum(boxes.w, 1), boxes.h)

    def _baselines(self, painter: QPainter, sight: Sight, boxes: Boxes, scale: Scale) -> None:
        columns = sight.picture.bars.columns
        mine = boxes.where(columns["base_end"][boxes.index] > 0)
        if len(mine.index):
            left = _cut(scale.xs(columns["base_start"][mine.index]), scale)
            right = _cut(scale.xs(columns["base_end"][mine.index]), scale)
            two = np.full_like(left, 2)
            gap = np.where(mine.h >= 14, 2, np.where(mine.h > 12, 1, 0))
            self._rects.fill(painter, sight.inks.baseline, left, mine.y + mine.h + gap, right - left, two)

    def _jags(self, painter: QPainter, sight: Sight, boxes: Boxes) -> None:
        """A jagged line along the foot of a bar that cannot hold as it is planned; never too short to be seen."""
        if len(boxes.index):
            width, high = np.maximum(boxes.w, JAG_LEAST_PX), np.full_like(boxes.w, JAG_PX)
            for brush in (sight.inks.fills[State.PLANNED], sight.inks.jags):
                self._rects.fill(painter, brush, boxes.x, boxes.y + boxes.h - JAG_PX, width, high)

    def _frames(self, painter: QPainter, sight: Sight, boxes: Boxes, thick: int) -> None:
        x, y, w, h = boxes.x, boxes.y, boxes.w, boxes.h
        line = np.full_like(x, thick)
        for left, top, width, height in (
            (x, y, w, line), (x, y + h - thick, w, line), (x, y, line, h), (x + w - thick, y, line, h),
        ):  # fmt: skip
            self._rects.fill(painter, sight.inks.text, left, top, width, height)


def _boxes(bars: Bars, found: list[tuple[Ints, int, int]], scale: Scale) -> Boxes:
    index = np.concatenate([part for part, _, _ in found])
    counts = [len(part) for part, _, _ in found]
    top = np.repeat([top for _, top, _ in found], counts)
    height = np.repeat([height for _, _, height in found], counts)
    left = _cut(scale.xs(bars.columns["start"][index]), scale)
    right = _cut(scale.xs(bars.columns["end"][index]), scale)
    # A changeover is a bar of its own, set a little lower than the work it parts.
    slim = (bars.columns["kind"][index] == Kind.CHANGEOVER) & (height >= 12)
    top, height = np.where(slim, top + 2, top), np.where(slim, height - 4, height)
    inset = (bars.columns["flags"][index] & Flag.INSET) > 0
    part = height * 9 // 20
    top, height = np.where(inset, top + height - part, top), np.where(inset, part, height)
    return Boxes(index, left, top, np.maximum(right - left, 1), height)


def _cut(x: Ints, scale: Scale) -> Ints:
    return np.clip(x, -BEYOND, scale.width + BEYOND)


def strip_of_load(
    painter: QPainter, sight: Sight, strip: Strip, scale: Scale, box: tuple[int, int], *, hills: bool
) -> None:
    """Folded lines rise with the share of their stations busy; one dense line is shaded by it."""
    top, height = box
    shares = load(sight.picture.bars, strip, scale.first, scale.width, scale.seconds).shares
    colours = np.array([_bgrx(sight, state) for state in State], dtype=np.float64)
    if hills:
        painter.drawImage(QRect(0, top, scale.width, height), _hills(shares, colours, height))
        return
    ground = _rgb(sight.inks.tokens.bg)
    free = np.maximum(0.0, 1 - shares.sum(axis=0))
    row = np.zeros((1, scale.width, 4), dtype=np.uint8)
    row[0, :, :] = np.round(shares.T @ colours + free[:, None] * np.array(ground))
    painter.drawImage(QRect(0, top, scale.width, height), _image(row, QImage.Format.Format_RGB32))


def _hills(shares: np.ndarray, colours: np.ndarray, height: int) -> QImage:
    order = (State.RUNNING, State.DONE, State.REPORTED, State.PLANNED)
    tops = np.cumsum(shares[list(order)], axis=0) * height
    rising = np.arange(height, 0, -1)[:, None] - 0.5
    pixels = np.zeros((height, shares.shape[1], 4), dtype=np.uint8)
    for n in range(len(order) - 1, -1, -1):
        pixels[rising < tops[n]] = colours[order[n]]
    return _image(pixels, QImage.Format.Format_ARGB32_Premultiplied)


def _image(pixels: np.ndarray, form: QImage.Format) -> QImage:
    height, width, _ = pixels.shape
    return QImage(pixels.tobytes(), width, height, 4 * width, form).copy()


def _bgrx(sight: Sight, state: State) -> tuple[int, int, int, int]:
    colour = sight.inks.loads[state]
    return (colour.blue(), colour.green(), colour.red(), 255)


def _rgb(colour: str) -> tuple[int, int, int, int]:
    return (int(colour[5:7], 16), int(colour[3:5], 16), int(colour[1:3], 16), 255)
