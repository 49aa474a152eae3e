"""A chart that leaves the screen: drawn with its title, its answer and the site's mark, as picture or drawing."""

from __future__ import annotations

from PySide6.QtCore import QBuffer, QIODevice, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QGuiApplication, QImage, QPainter
from PySide6.QtSvg import QSvgGenerator

from console.ui.charts.plot import SMALL_PT, Plot
from console.ui.charts.recorded import Shown
from console.ui.fonts import font
from console.view.charts.printed import Imprint
from console.view.tokens import Tokens

PAD, HEAD, FOOT = 10, 40, 20
SHARP = 2
"""A picture has so many pixels for one of the screen, so that it stays sharp in a report."""
_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter


def size(plot: Plot) -> QSize:
    """How large the chart is with its words, in the screen's pixels."""
    return QSize(max(plot.width(), 320) + 2 * PAD, max(plot.height(), 160) + HEAD + FOOT + PAD)


def png(shown: Shown, imprint: Imprint) -> bytes:
    """The chart as a picture, in the colours it has on the screen; b"" for a table alone."""
    if shown.plot is None:
        return b""
    whole = size(shown.plot)
    image = QImage(whole * SHARP, QImage.Format.Format_RGB32)
    image.setDevicePixelRatio(SHARP)
    painter = QPainter(image)
    draw(painter, QRectF(0, 0, whole.width(), whole.height()), shown, imprint, shown.plot.tokens)
    painter.end()
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    image.save(buffer, "PNG")  # type: ignore[call-overload]  # PySide takes the name of a format as text
    return bytes(buffer.data().data())


def svg(shown: Shown, imprint: Imprint) -> bytes:
    """The chart as a drawing whose words stay words; pyqtgraph's own export fails with Qt 6.11, hence our own painters."""
    if shown.plot is None:
        return b""
    whole = size(shown.plot)
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    maker = QSvgGenerator()
    maker.setOutputDevice(buffer)
    maker.setResolution(_dots())
    maker.setSize(whole)
    maker.setViewBox(QRect(0, 0, whole.width(), whole.height()))
    maker.setTitle(shown.title)
    maker.setDescription(f"{shown.answer} {imprint.mark} {imprint.foot}".strip())
    painter = QPainter(maker)
    draw(painter, QRectF(0, 0, whole.width(), whole.height()), shown, imprint, shown.plot.tokens)
    painter.end()
    return bytes(buffer.data().data())


def draw(painter: QPainter, box: QRectF, shown: Shown, imprint: Imprint, tokens: Tokens) -> None:
    """The whole sheet: words on top, the chart, the site's mark at the foot."""
    painter.fillRect(box, QColor(tokens.panel))
    inner = box.adjusted(PAD, 0, -PAD, 0)
    title, answer = QRectF(inner.left(), box.top() + 4, inner.width(), 18), QRectF(inner.left(), box.top() + 21, inner.width(), 16)
    _say(painter, title, shown.title, tokens.text, strong=True, points=SMALL_PT + 1)
    _say(painter, answer, shown.answer, tokens.muted)
    if shown.plot is not None:
        field = box.adjusted(PAD, HEAD, -PAD, -FOOT - PAD)
        shown.plot.draw_on(painter, field, tokens)
    foot = QRectF(inner.left(), box.bottom() - FOOT, inner.width(), FOOT)
    _say(painter, foot, f"{imprint.site_class}  {imprint.foot}".strip(), tokens.muted)


def _dots() -> int:
    return round(QGuiApplication.primaryScreen().logicalDotsPerInch())


def _say(painter: QPainter, box: QRectF, words: str, colour: str, *, strong: bool = False, points: float = SMALL_PT) -> None:
    face = font(points, strong=strong)
    painter.setFont(face)
    painter.setPen(QColor(colour))
    fitting = QFontMetricsF(face).elidedText(words, Qt.TextElideMode.ElideRight, box.width() + 2)
    painter.drawText(box, _LEFT | Qt.TextFlag.TextSingleLine, fitting)
