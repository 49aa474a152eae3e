"""The few strokes all charts share: text at a place, axes, the promise's own line, marks of late and at risk."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPen, QPolygonF

from console.ui import marks
from console.view.charts.axes import Mark, Scale, unclashed
from console.view.charts.values import SIGNS, LiveBatch
from console.view.standing import WORDS
from console.view.tokens import MARKS, Tokens

LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
CENTRE = Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignVCenter
MARK_PX = 14.0
PROMISE_DASH = [6.0, 3.0, 1.0, 3.0]


def text(
    painter: QPainter, box: QRectF, words: str, colour: str, font: QFont, align: Qt.AlignmentFlag = LEFT
) -> None:
    """Words inside a box, one line."""
    painter.setFont(font)
    painter.setPen(QColor(colour))
    painter.drawText(box, align | Qt.TextFlag.TextSingleLine, words)


def grid_lines(
    painter: QPainter, box: QRectF, tokens: Tokens, upright: Sequence[float] = (), level: Sequence[float] = ()
) -> None:
    """Quiet lines at the marks of both axes, in pixels."""
    painter.setPen(QPen(QColor(tokens.grid), 1))
    lines = [QLineF(round(x) + 0.5, box.top(), round(x) + 0.5, box.bottom()) for x in upright]
    lines += [QLineF(box.left(), round(y) + 0.5, box.right(), round(y) + 0.5) for y in level]
    painter.drawLines(lines)


def bottom_axis(
    painter: QPainter, box: QRectF, tokens: Tokens, marks_: Sequence[Mark], scale: Scale, fonts: tuple[QFont, QFont]
) -> None:
    """Marks and labels under a chart; labels that would touch are left out, those that lead stay."""
    painter.setPen(QPen(QColor(tokens.edge), 1))
    painter.drawLine(QPointF(scale.start, 0.5), QPointF(scale.end, 0.5))
    metrics = [QFontMetricsF(each) for each in fonts]
    widths = [metrics[each.major].horizontalAdvance(each.label) + 2 for each in marks_]
    at = [scale.px(each.at) for each in marks_]
    centres = [min(max(x, w / 2 + 1), box.width() - w / 2 - 1) for x, w in zip(at, widths, strict=True)]
    written = unclashed(centres, widths, [each.major for each in marks_], 8)
    for mark, x, centre, width, shown in zip(marks_, at, centres, widths, written, strict=True):
        painter.setPen(QPen(QColor(tokens.edge), 1))
        painter.drawLine(QPointF(round(x) + 0.5, 0), QPointF(round(x) + 0.5, 5 if shown else 3))
        if shown:
            where = QRectF(centre - width / 2, 6, width, box.height() - 6)
            colour = tokens.text if mark.major else tokens.muted
            text(painter, where, mark.label, colour, fonts[mark.major], CENTRE)


def side_axis(
    painter: QPainter, box: QRectF, tokens: Tokens, marks_: Sequence[Mark], scale: Scale, fonts: tuple[QFont, QFont]
) -> None:
    """Labels beside a chart, read from its edge; labels that would touch are left out."""
    height = QFontMetricsF(fonts[0]).height()
    at = [scale.px(each.at) for each in marks_]
    centres = [min(max(y, box.top() + height / 2), box.bottom() - height / 2) for y in at]
    written = unclashed(centres, [height] * len(at), [each.major for each in marks_], 2)
    for mark, centre, shown in zip(marks_, centres, written, strict=True):
        if shown:
            where = QRectF(box.left(), centre - height / 2, box.width() - 5, height)
            colour = tokens.text if mark.major else tokens.muted
            text(painter, where, mark.label, colour, fonts[mark.major], RIGHT)


def promise_pen(tokens: Tokens) -> QPen:
    """The promise has its own stroke, long and short, in the colour of the text."""
    pen = QPen(QColor(tokens.text), 1.0)
    pen.setDashPattern(PROMISE_DASH)
    pen.setCapStyle(Qt.PenCapStyle.FlatCap)
    return pen


def promise_flags(painter: QPainter, tops: Sequence[tuple[float, float]], height: float, tokens: Tokens) -> None:
    """The promise of a row: an upright with a small flag, so that it is told from everything else by its shape."""
    painter.setPen(QPen(QColor(tokens.text), 1))
    painter.setBrush(QColor(tokens.text))
    feet = [(round(x) + 0.5, top) for x, top in tops]
    painter.drawLines([QLineF(x, top, x, top + height) for x, top in feet])
    for x, top in feet:
        painter.drawPolygon(QPolygonF([QPointF(x, top), QPointF(x + 5, top + 2.5), QPointF(x, top + 5)]))


def standing_mark(painter: QPainter, batch: LiveBatch, centre: QPointF, tokens: Tokens, side: float = MARK_PX) -> bool:
    """The mark of a batch that is late, at risk or on hold; False, and nothing drawn, when it is normal."""
    sign = SIGNS.get(batch.standing)
    if sign is None:
        return False
    box = QRectF(centre.x() - side / 2, centre.y() - side / 2, side, side)
    marks.paint(painter, box, MARKS[sign], tokens.text)
    return True


def standing_words(batch: LiveBatch) -> str:
    """The word that goes with the mark; empty for a normal batch."""
    return WORDS[batch.standing] if batch.standing in SIGNS else ""
