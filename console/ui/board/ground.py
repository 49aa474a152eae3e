"""What stands still while one pans: shifts, closed times, the grid and every bar, kept in tiles of 480 pixels."""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import dataclass

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPainter, QPixmap

from console.ui.board.bars import BarPainter
from console.ui.board.inks import Inks, mixed, veil
from console.ui.board.rects import Rects
from console.ui.board.sight import Sight
from console.view.board.axis import axis
from console.view.board.scale import Scale
from console.view.board.window import TimeWindow

TILE_PX = 480
"""A multiple of the dash (6) and of Qt's hatch (8), so that patterns meet at the seams."""
KEPT = 14


@dataclass(frozen=True, eq=False)
class Tile:
    """A part of a painted sheet: neighbours painted together share one."""

    sheet: QPixmap
    left: int


class Ground:
    """The cache of tiles; it forgets them when anything but the place in time changes."""

    def __init__(self) -> None:
        self._tiles: OrderedDict[int, Tile] = OrderedDict()
        self._spare: list[QPixmap] = []
        self._of: tuple[object, ...] = ()
        self._bars = BarPainter(Rects())
        self.painted = 0

    def forget(self) -> None:
        """Paint everything anew next time, on the pixels already had: fresh ones cost more than the bars."""
        sheets = {id(tile.sheet): tile.sheet for tile in self._tiles.values()}
        self._spare = [*self._spare, *sheets.values()][-4:]
        self._tiles.clear()

    def paint(self, painter: QPainter, sight: Sight, left: int, right: int) -> None:
        """Paint the pixels from left to right of the area, from tiles kept or made now."""
        # The objects themselves are kept in the key: an id could be taken by a later picture.
        levels = tuple(level for _, level in sight.strips)
        key = (sight.picture, sight.inks, sight.layout, sight.scale.seconds, sight.scroll, sight.area.height(), levels)
        if key != self._of:
            self.forget()
            self._of = key
        first = (sight.scale.first + left) // TILE_PX
        last = (sight.scale.first + max(left, right - 1)) // TILE_PX
        missing = [number for number in range(first, last + 1) if number not in self._tiles]
        if missing:
            self._make(sight, missing[0], missing[-1])
        height, ratio = sight.area.height(), sight.inks.ratio
        for number in range(first, last + 1):
            tile = self._tiles[number]
            self._tiles.move_to_end(number)
            source = QRectF(tile.left * ratio, 0, TILE_PX * ratio, height * ratio)
            x = sight.area.left() + number * TILE_PX - sight.scale.first
            painter.drawPixmap(QRectF(x, sight.area.top(), TILE_PX, height), tile.sheet, source)

    def _make(self, sight: Sight, first: int, last: int) -> None:
        """Paint neighbouring tiles in one go: bars are gathered once for all of them."""
        self.painted += 1
        width, height, ratio = (last + 1 - first) * TILE_PX, sight.area.height(), sight.inks.ratio
        sheet = self._blank(round(width * ratio), round(height * ratio))
        sheet.setDevicePixelRatio(ratio)
        painter = QPainter(sheet)
        painter.fillRect(0, 0, width, height, sight.inks.bg)
        painter.setPen(Qt.PenStyle.NoPen)
        # Hatches run with the rows when one scrolls.
        painter.setBrushOrigin(0, -sight.scroll % 24)
        scale = sight.scale.part(first * TILE_PX, width)
        _lay_floor(painter, sight, scale)
        self._bars.paint(painter, sight, scale)
        painter.end()
        for number in range(first, last + 1):
            self._tiles[number] = Tile(sheet, (number - first) * TILE_PX)
        while len(self._tiles) > KEPT:
            self._tiles.popitem(last=False)

    def _blank(self, width: int, height: int) -> QPixmap:
        for n, sheet in enumerate(self._spare):
            if sheet.width() == width and sheet.height() == height:
                return self._spare.pop(n)
        return QPixmap(width, height)


def _lay_floor(painter: QPainter, sight: Sight, scale: Scale) -> None:
    inks = sight.inks
    _stripes(painter, sight, scale)
    shade = veil(inks.tokens.text, 7)
    for number, band in enumerate(sight.picture.shifts):
        if number % 2 and band.start < scale.end and band.end > scale.start:
            left, right = max(0, scale.x(band.start)), min(scale.width, scale.x(band.end))
            painter.fillRect(left, 0, right - left, sight.area.height(), shade)
    _closed(painter, sight, scale)
    _grid(painter, inks, sight, scale)


def _stripes(painter: QPainter, sight: Sight, scale: Scale) -> None:
    tokens = sight.inks.tokens
    line = mixed(tokens.grid, tokens.bg, 0.35)
    for number, row in enumerate(sight.layout.rows):
        if number % 2 or row.lane is None:
            colour = mixed(tokens.bg, tokens.panel, 0.6) if row.lane is None else mixed(tokens.stripe, tokens.bg, 0.2)
            painter.fillRect(0, sight.y(row.top), scale.width, row.height, colour)
        if len(row.strips) > 1:
            for strip in row.strips[1:]:
                painter.fillRect(0, sight.y(strip.top) - 1, scale.width, 1, line)


def _closed(painter: QPainter, sight: Sight, scale: Scale) -> None:
    tops = {row.lane.key: row for row in sight.rows if row.lane}
    for closed in sight.picture.closed:
        row = tops.get(closed.lane)
        if row and closed.start < scale.end and closed.end > scale.start:
            left, right = max(0, scale.x(closed.start)), min(scale.width, scale.x(closed.end))
            painter.fillRect(left, sight.y(row.top), right - left, row.height, sight.inks.hatch)


def _grid(painter: QPainter, inks: Inks, sight: Sight, scale: Scale) -> None:
    """Lines at the marks of the axis: a sheet is gone through in stretches as long as the axis, for the same step."""
    tokens, height, zone = inks.tokens, sight.area.height(), sight.picture.zone
    faint, clear = mixed(tokens.grid, tokens.bg, 0.3), mixed(tokens.grid, tokens.edge, 0.35)
    width = sight.area.width()
    days: set[float] = set()
    for left in range(0, scale.width, width):
        marks = axis(TimeWindow(scale.at(left), scale.at(left) + width * scale.seconds), width, zone)
        for hour in marks.hours:
            painter.fillRect(scale.x(hour.at), 0, 1, height, faint)
        days |= {day.start for day in marks.days[1:]}
    for day in days:
        painter.fillRect(scale.x(day), 0, 1, height, clear)
