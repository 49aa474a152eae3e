"""The five marks that carry colour, always shape and sign and colour together."""

from __future__ import annotations

from math import cos, pi, sin

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen, QPixmap, QPolygonF

from console.ui.fonts import font
from console.view.tokens import MARKS, Mark, Shape, Tokens

_UNIT: dict[Shape, list[tuple[float, float]]] = {
    "square": [(0.08, 0.08), (0.92, 0.08), (0.92, 0.92), (0.08, 0.92)],
    "triangle-up": [(0.5, 0.04), (0.98, 0.92), (0.02, 0.92)],
    "triangle-down": [(0.02, 0.08), (0.98, 0.08), (0.5, 0.96)],
    "octagon": [
        (0.5 + 0.5 * cos(turn), 0.5 + 0.5 * sin(turn)) for turn in (pi * (2 * k + 1) / 8 for k in range(8))
    ],
}
_SIGN_DROP: dict[Shape, float] = {"triangle-up": 0.14, "triangle-down": -0.10}


def paint(painter: QPainter, where: QRectF, mark: Mark, outline: str) -> None:
    """Draw one mark inside a square of the painter, outlined in the colour of the text."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(QColor(outline), max(1.0, where.width() / 16)))
    painter.setBrush(QColor(mark.fill))
    if mark.shape == "circle":
        painter.drawEllipse(where.adjusted(1, 1, -1, -1))
    else:
        corners = [
            QPointF(where.x() + x * where.width(), where.y() + y * where.height())
            for x, y in _UNIT[mark.shape]
        ]
        painter.drawPolygon(QPolygonF(corners))
    sign = font(8, strong=True)
    sign.setPixelSize(max(7, round(where.height() * 0.56)))
    painter.setFont(sign)
    painter.setPen(QColor(mark.ink))
    drop = _SIGN_DROP.get(mark.shape, 0.0) * where.height()
    painter.drawText(where.translated(0, drop), Qt.AlignmentFlag.AlignCenter, mark.sign)
    painter.restore()


def pixmap(sign: str, tokens: Tokens, side: int) -> QPixmap:
    """One mark as a picture, for a label; KeyError for a sign that is none of 1 2 3 4 H."""
    picture = QPixmap(side, side)
    picture.fill(Qt.GlobalColor.transparent)
    painter = QPainter(picture)
    paint(painter, QRectF(0.5, 0.5, side - 1, side - 1), MARKS[sign], tokens.text)
    painter.end()
    return picture
