"""The table behind a chart on paper: black on white, its heading again on every page, no row torn apart."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPen

from console.ui.fonts import font
from console.view.charts.tables import Table

WORDS_PT, TITLE_PT = 7.5, 10.0
GAP_PX, TITLE_PX = 10.0, 22.0
MOST_LINES = 4
MOST_ROWS = 400
"""More rows than this are read in the CSV, not on paper; the paper says so."""
_INK, _RULE = QColor("#000000"), QColor("#B0B6BC")
Lines = tuple[tuple[str, ...], ...]


@dataclass(frozen=True)
class Laid:
    """A table laid out for pages of one size: its words cut into lines, and which rows stand on which page."""

    title: str
    numbers: frozenset[int]
    widths: tuple[float, ...]
    head: Lines
    rows: tuple[Lines, ...]
    pages: tuple[range, ...]
    rest: str


def lay_out(table: Table, title: str, body: QRectF) -> Laid | None:
    """The table for pages as large as `body`, in pixels of the device; None for an empty one."""
    if not table.rows:
        return None
    rows = table.rows[:MOST_ROWS]
    widths = _widths(table.columns, rows, body.width())
    head = _lines(table.columns, widths, strong=True)
    cut = tuple(_lines(row, widths) for row in rows)
    room = body.height() - TITLE_PX - height(head) - _line()
    pages, first, used = [], 0, 0.0
    for i, lines in enumerate(cut):
        if used + height(lines) > room and i > first:
            pages.append(range(first, i))
            first, used = i, 0.0
        used += height(lines)
    pages.append(range(first, len(cut)))
    left = len(table.rows) - len(rows)
    rest = f"{left} more rows are in the CSV." if left else ""
    return Laid(f"{title}: the table", table.numbers, widths, head, cut, tuple(pages), rest)


def draw(painter: QPainter, laid: Laid, page: int, body: QRectF) -> None:
    """Draw one page of the table into the body."""
    painter.setPen(_INK)
    painter.setFont(font(TITLE_PT, strong=True))
    painter.drawText(QRectF(body.left(), body.top(), body.width(), TITLE_PX), Qt.AlignmentFlag.AlignVCenter, laid.title)
    y = body.top() + TITLE_PX
    y = _draw_row(painter, laid, laid.head, QPointF(body.left(), y), strong=True)
    for row in laid.pages[page]:
        painter.setPen(QPen(_RULE, 0.5))
        painter.drawLine(QPointF(body.left(), y), QPointF(body.left() + sum(laid.widths), y))
        y = _draw_row(painter, laid, laid.rows[row], QPointF(body.left(), y))
    if page == len(laid.pages) - 1 and laid.rest:
        painter.drawText(QPointF(body.left(), y + _line()), laid.rest)


def _draw_row(painter: QPainter, laid: Laid, cells: Lines, at: QPointF, strong: bool = False) -> float:
    painter.setFont(font(WORDS_PT, strong=strong))
    painter.setPen(_INK)
    x, high = at.x(), _line()
    for i, (lines, width) in enumerate(zip(cells, laid.widths, strict=True)):
        side = Qt.AlignmentFlag.AlignRight if i in laid.numbers else Qt.AlignmentFlag.AlignLeft
        for k, words in enumerate(lines):
            painter.drawText(QRectF(x, at.y() + 2 + k * high, width - GAP_PX, high), side | Qt.AlignmentFlag.AlignVCenter, words)
        x += width
    return at.y() + height(cells)


def _widths(columns: Sequence[str], rows: Sequence[Sequence[str]], room: float) -> tuple[float, ...]:
    """As wide as their words; where that is more than the page, the widest give way first."""
    plain, strong = _metrics(), _metrics(strong=True)
    wished = [
        max(strong.horizontalAdvance(name), *(plain.horizontalAdvance(row[i]) for row in rows)) + GAP_PX
        for i, name in enumerate(columns)
    ]
    most = max(wished)
    while sum(min(each, most) for each in wished) > room and most > 40.0:
        most -= 4.0
    return tuple(min(each, most) for each in wished)


def _lines(cells: Sequence[str], widths: Sequence[float], strong: bool = False) -> Lines:
    metrics = _metrics(strong)
    return tuple(_wrapped(words, width - GAP_PX, metrics) for words, width in zip(cells, widths, strict=True))


def _wrapped(words: str, room: float, metrics: QFontMetricsF) -> tuple[str, ...]:
    """Words in lines no wider than the room; what four lines cannot hold ends in an ellipsis."""
    lines: list[str] = []
    for word in words.split(" "):
        longer = f"{lines[-1]} {word}" if lines else word
        if lines and (metrics.horizontalAdvance(longer) <= room or len(lines) == MOST_LINES):
            lines[-1] = longer
        else:
            lines.append(word)
    return tuple(metrics.elidedText(line, Qt.TextElideMode.ElideRight, room + 0.5) for line in lines)


def height(cells: Lines) -> float:
    """How high a row of these cells is, in pixels."""
    return max(len(lines) for lines in cells) * _line() + 4


def _line() -> float:
    return round(_metrics().height())


def _metrics(strong: bool = False) -> QFontMetricsF:
    return QFontMetricsF(font(WORDS_PT, strong=strong))
