"""A chart that leaves the screen: drawn with its title, its answer and the site's mark, as picture, drawing or pages."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from PySide6.QtCore import QBuffer, QIODevice, QMarginsF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QGuiApplication, QImage, QPageLayout, QPageSize, QPainter, QPdfWriter
from PySide6.QtSvg import QSvgGenerator

from console.ui.charts import tabled
from console.ui.charts.plot import SMALL_PT, Plot
from console.ui.fonts import font
from console.view.charts.printed import Imprint
from console.view.charts.tables import Table
from console.view.tokens import LIGHT, Tokens

PAD, HEAD, FOOT = 10, 40, 20
SHARP = 2
"""A picture has so many pixels for one of the screen, so that it stays sharp in a report."""
MARGIN_MM = 14.0
FLAT = 0.6
"""A chart on paper is at most so high for its width."""
PAPER = replace(LIGHT, panel="#FFFFFF", bg="#FFFFFF")
BAND_PX = 22
_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter


@dataclass(frozen=True)
class Shown:
    """One chart with its words and the table behind it; a table alone has no plot."""

    plot: Plot | None
    title: str
    answer: str
    table: Table


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


def pdf(charts: Sequence[Shown], imprint: Imprint, title: str) -> bytes:
    """One page a chart and its table on the pages after it, each with the class, the site, the instant and its number."""
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    writer = QPdfWriter(buffer)
    # Words were measured for the screen: with its resolution they are as wide on paper, and their room is enough.
    writer.setResolution(_dots())
    writer.setPdfVersion(QPdfWriter.PdfVersion.PdfVersion_A1b)
    writer.setTitle(" · ".join(part for part in (imprint.site_class, imprint.site, title) if part))
    writer.setCreator(imprint.program)
    writer.setPageSize(QPageSize(QPageSize.PageSizeId.A4))
    writer.setPageOrientation(QPageLayout.Orientation.Landscape)
    writer.setPageMargins(QMarginsF(MARGIN_MM, MARGIN_MM, MARGIN_MM, MARGIN_MM), QPageLayout.Unit.Millimeter)
    _Pages(writer, imprint).draw(charts)
    buffer.close()
    return bytes(buffer.data().data())


class _Pages:
    """A paper while it is being drawn."""

    def __init__(self, writer: QPdfWriter, imprint: Imprint) -> None:
        self._writer, self._imprint = writer, imprint
        self._box = QRectF(0, 0, writer.width(), writer.height())
        self._body = self._box.adjusted(0, BAND_PX, 0, -BAND_PX)
        self._page = 0

    def draw(self, charts: Sequence[Shown]) -> None:
        """Every chart, then its table."""
        tables = [tabled.lay_out(each.table, each.title, self._body) for each in charts]
        whole = sum(each.plot is not None for each in charts) + sum(len(made.pages) if made else 0 for made in tables)
        painter = QPainter(self._writer)
        for each, made in zip(charts, tables, strict=True):
            if each.plot is not None:
                self._turn(painter, whole)
                self._chart(painter, each)
            if made is not None:
                for page in range(len(made.pages)):
                    self._turn(painter, whole)
                    tabled.draw(painter, made, page, self._body)
        painter.end()

    def _chart(self, painter: QPainter, shown: Shown) -> None:
        if shown.plot is None:
            return
        top = self._body
        _say(painter, QRectF(0, top.top() + 4, top.width(), 18), shown.title, LIGHT.text, strong=True, points=SMALL_PT + 1)
        _say(painter, QRectF(0, top.top() + 21, top.width(), 16), shown.answer, LIGHT.muted)
        where = QRectF(0, top.top() + HEAD, top.width(), min(top.height() - HEAD, top.width() * FLAT))
        shown.plot.draw_on(painter, where, PAPER, fill=True)

    def _turn(self, painter: QPainter, whole: int) -> None:
        if self._page:
            self._writer.newPage()
        self._page += 1
        top, foot = QRectF(0, 0, self._box.width(), BAND_PX), QRectF(0, self._box.bottom() - BAND_PX, self._box.width(), BAND_PX)
        _say(painter, top, self._imprint.mark, LIGHT.text, strong=True)
        _say(painter, foot, self._imprint.foot, LIGHT.muted)
        _say(painter, foot, f"page {self._page} of {whole}", LIGHT.muted, where=_RIGHT)


def _dots() -> int:
    return round(QGuiApplication.primaryScreen().logicalDotsPerInch())


def _say(
    painter: QPainter, box: QRectF, words: str, colour: str, *, strong: bool = False, points: float = SMALL_PT,
    where: Qt.AlignmentFlag = _LEFT,
) -> None:  # fmt: skip
    face = font(points, strong=strong)
    painter.setFont(face)
    painter.setPen(QColor(colour))
    fitting = QFontMetricsF(face).elidedText(words, Qt.TextElideMode.ElideRight, box.width() + 2)
    painter.drawText(box, where | Qt.TextFlag.TextSingleLine, fitting)
