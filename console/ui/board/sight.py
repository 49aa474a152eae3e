"""What is in sight at this moment: picture, window, rows, theme and selection, as every layer of the board reads it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
from PySide6.QtCore import QPoint, QRect

from console.ui.board.inks import Inks
from console.view.board.columns import URGENCY, Badge, Flag, Ints
from console.view.board.lanes import Layout, Row, Strip
from console.view.board.levels import Level, alert_pixels, level, spread
from console.view.board.marks import MarkAt, MarkKind
from console.view.board.over import NOTHING_OVER, Ghost, Look, Over
from console.view.board.picture import BoardPicture
from console.view.board.pointing import Pointing, point_at
from console.view.board.scale import Scale
from console.view.board.walk import NOWHERE, Spot
from console.view.board.window import TimeWindow

AXIS_PX = 54
MAP_PX = 34
BADGE_PX = 16


@dataclass(frozen=True, eq=False)
class Alerts:
    """The alerts of all dense lines: the pixels they claim with their lines, and where a whole badge has room."""

    x: Ints
    top: Ints
    height: Ints
    badges: Ints
    signs: tuple[tuple[int, int, int, Badge], ...]
    """Left, top and side of each badge drawn whole."""


def inset(top: int, height: int) -> tuple[int, int]:
    """Top and height of a bar set into another: its lower part."""
    part = height * 9 // 20
    return top + height - part, part


TIMELESS = frozenset({"side", "area", "axis", "overview", "scale", "rows", "strips", "flags", "alerts", "shown"})


@dataclass(frozen=True, eq=False)
class Sight:
    """One frame of the board; `scroll` is how many pixels of rows lie above the first in sight."""

    picture: BoardPicture
    layout: Layout
    window: TimeWindow
    inks: Inks
    width: int
    height: int
    scroll: int = 0
    now: int = 0
    batch: str = ""
    spot: Spot = NOWHERE
    focused: bool = False
    over: Over = NOTHING_OVER

    @cached_property
    def side(self) -> int:
        """How wide the names of the rows are, in pixels."""
        return min(round(19 * self.inks.points), max(120, self.width // 5))

    @cached_property
    def area(self) -> QRect:
        """Where the bars are."""
        return QRect(self.side, AXIS_PX, max(1, self.width - self.side), max(1, self.height - AXIS_PX - MAP_PX))

    @cached_property
    def axis(self) -> QRect:
        """Where the time is written."""
        return QRect(self.side, 0, self.area.width(), AXIS_PX)

    @cached_property
    def overview(self) -> QRect:
        """Where everything is seen at once."""
        return QRect(self.side, self.height - MAP_PX, self.area.width(), MAP_PX)

    @cached_property
    def scale(self) -> Scale:
        """Which pixel of the area an instant falls on."""
        return Scale.of(self.window, self.area.width())

    @cached_property
    def now_x(self) -> int:
        """The pixel of the present, counted from the left of the area."""
        return self.scale.x(self.now)

    @cached_property
    def rows(self) -> tuple[Row, ...]:
        """The rows in sight."""
        top, bottom = self.scroll, self.scroll + self.area.height()
        return tuple(row for row in self.layout.rows if row.bottom > top and row.top < bottom)

    @cached_property
    def strips(self) -> tuple[tuple[Strip, Level], ...]:
        """The lines of bars in sight, each with what it can show."""
        bars, scale = self.picture.bars, self.scale
        return tuple(
            (strip, level(bars, strip, scale.start, scale.end, scale.seconds))
            for row in self.rows
            for strip in row.strips
        )

    @cached_property
    def shown(self) -> dict[int, Strip]:
        """The line in sight of each track."""
        return {track: strip for strip, _ in self.strips for track in strip.tracks}

    @cached_property
    def alerts(self) -> Alerts | None:
        """The alerts of every line too dense for bars; None when there is none."""
        bars, scale, found = self.picture.bars, self.scale, []
        signs: list[tuple[int, int, int, Badge]] = []
        for strip, each in self.strips:
            if each is not Level.LOAD:
                continue
            x, index = alert_pixels(bars, strip, scale.first, scale.width, scale.seconds)
            if not len(x):
                continue
            top, height = self.bar_box(strip)
            side, badges = self.badge_side(height), bars.columns["badge"][index]
            found.append((x, np.full_like(x, top), np.full_like(x, height), badges))
            y = top + (height - side) // 2
            signs += [(int(x[n]), y, side, Badge(int(badges[n]))) for n in spread(x, URGENCY[badges], side)]
        if not found:
            return None
        columns = [np.concatenate(column) for column in zip(*found, strict=True)]
        return Alerts(columns[0], columns[1], columns[2], columns[3], tuple(signs))

    @cached_property
    def flags(self) -> tuple[tuple[Strip, MarkAt], ...]:
        """Flags that warn, promise or expire; the quiet windows only of the selected batch."""
        drawn = {track: (strip, each) for strip, each in self.strips for track in strip.tracks}
        found = []
        for mark in self.picture.marks.within(self.scale.start, self.scale.end):
            strip, each = drawn.get(mark.track, (None, Level.LOAD))
            quiet = mark.kind in (MarkKind.OPENS, MarkKind.CLOSES) or each is Level.LOAD
            mine = bool(self.batch) and mark.batch == self.batch
            if strip is not None and (mine or mark.badge is not Badge.NONE or not quiet):
                found.append((strip, mark))
        return tuple(found)

    def ticked(self, now: int) -> Sight:
        """The same frame at another instant; what does not depend on it is taken over."""
        return self._taken_over(replace(self, now=now))

    def under(self, over: Over) -> Sight:
        """The same frame with something else over it."""
        return self._taken_over(replace(self, over=over))

    def _taken_over(self, later: Sight) -> Sight:
        later.__dict__.update({name: value for name, value in self.__dict__.items() if name in TIMELESS})
        return later

    def y(self, height: int) -> int:
        """A height among the rows as a height in the area."""
        return height - self.scroll

    def bar_box(self, strip: Strip) -> tuple[int, int]:
        """Top (in the area) and height of the bars of a line; below them runs the baseline."""
        if strip.folded:
            return self.y(strip.top), strip.height
        # Beneath a bar: a gap, two pixels of the first plan, and air to the next line.
        below = 3 if strip.height < 17 else 5 if strip.height < 22 else 8
        return self.y(strip.top) + 1, max(8, strip.height - below)

    def bar_rect(self, i: int) -> QRect | None:
        """Where a bar lies in the area (not clipped), or None when its lane is not shown."""
        bars = self.picture.bars
        strip = self.layout.strip_of(bars.value(i, "track"))
        if strip is None:
            return None
        top, height = self.bar_box(strip)
        if bars.value(i, "flags") & Flag.INSET:
            top, height = inset(top, height)
        left, right = self.scale.x(bars.value(i, "start")), self.scale.x(bars.value(i, "end"))
        return QRect(left, top, max(1, right - left), height)

    def ghost_rect(self, ghost: Ghost) -> QRect | None:
        """Where a ghost lies in the area, or None when its line is not in sight."""
        strip = self.shown.get(ghost.track)
        if strip is None:
            return None
        top, height = self.bar_box(strip)
        if ghost.inset and not strip.folded:
            top, height = inset(top, height)
        left, right = self.scale.x(ghost.start), self.scale.x(ghost.end)
        return QRect(left, top, max(2, right - left), height)

    def ghost_at(self, point: QPoint) -> Ghost | None:
        """The bar of a draft under a point of the viewport."""
        inside = point - self.area.topLeft()
        if not self.area.contains(point):
            return None
        drafts = [ghost for ghost in self.over.ghosts if ghost.look is Look.DRAFT]
        return next((g for g in reversed(drafts) if (rect := self.ghost_rect(g)) and rect.contains(inside)), None)

    def badge_side(self, height: int) -> int:
        """How large a badge is on a bar of that height."""
        return max(10, min(BADGE_PX, height + 1))

    def pointing(self, point: QPoint) -> Pointing:
        """What lies under a point of the viewport."""
        if not AXIS_PX <= point.y() < self.height - MAP_PX:
            return Pointing()
        y = point.y() - AXIS_PX + self.scroll
        return point_at(self.picture, self.layout, self.scale, point.x() - self.side, y)
