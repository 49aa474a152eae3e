"""The one printer: a report becomes PDF/A pages, each with its number, class, site, copy, journal head and program."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from PySide6.QtCore import QBuffer, QIODevice, QLineF, QMarginsF, QPointF, QRectF, qVersion
from PySide6.QtGui import QColor, QPageLayout, QPageSize, QPainter, QPdfWriter, QPen

from console.report.tree import Document, Picture, Table
from console.ui import fonts
from console.ui.paper.archive import Facts, archived
from console.ui.paper.cells import face, wrapped
from console.ui.paper.forms import Coded
from console.ui.paper.pages import Page, Placed, breaking
from console.ui.paper.strips import Cell, Cutter, Drawing, Strip

MARGIN_MM = 14.0
BAND_PT = 7.0
CODE_PT = 22.0
MANY = 5
"""A table of more columns than this is printed across."""
RESOLUTION = 1200
_INK, _RULE = QColor("#000000"), QColor("#9AA0A6")
NO_DRAWINGS: Mapping[str, Drawing] = {}


def pdf(document: Document, text: float = 1.0, drawings: Mapping[str, Drawing] = NO_DRAWINGS) -> bytes:
    """The report as a PDF/A-1b file, A4; `text` scales every letter (1 is 100 %, 2 is 200 %). It needs a QGuiApplication."""
    press = Press(document, text, drawings)
    for _ in (*press.lay_out(), *press.draw()):
        pass
    return press.content()


class Press:
    """Prints one report in small steps, so that whoever asks can do other things between them."""

    def __init__(self, document: Document, text: float = 1.0, drawings: Mapping[str, Drawing] = NO_DRAWINGS) -> None:
        fonts.load()
        self._buffer = QBuffer()
        self._buffer.open(QIODevice.OpenModeFlag.WriteOnly)
        self._document = document
        self._sheet = Sheet(writer_for(self._buffer, document), document, text, drawings)

    @property
    def pages(self) -> int:
        """How many pages it has, once it is laid out."""
        return len(self._sheet.pages)

    def lay_out(self) -> Iterator[None]:
        """Find what stands on which page, a little with each step."""
        return self._sheet.lay_out()

    def draw(self) -> Iterator[None]:
        """Draw every page, one with each step."""
        return self._sheet.draw()

    def content(self) -> bytes:
        """The whole file, once every page is drawn."""
        self._buffer.close()
        made = self._document.imprint
        facts = Facts(title_of(self._document), made.program, f"Qt {qVersion()}", made.made_at)
        return archived(bytes(self._buffer.data().data()), facts)


def title_of(document: Document) -> str:
    """The title of the file: class, site and title of the report."""
    return f"{document.imprint.site_class} · {document.imprint.site} · {document.title}"


def writer_for(buffer: QBuffer, document: Document) -> QPdfWriter:
    """A writer of pages for this report: A4, upright or across."""
    writer = QPdfWriter(buffer)
    writer.setPdfVersion(QPdfWriter.PdfVersion.PdfVersion_A1b)
    writer.setResolution(RESOLUTION)
    writer.setColorModel(QPdfWriter.ColorModel.RGB)
    writer.setPageSize(QPageSize(QPageSize.PageSizeId.A4))
    if _across(document):
        writer.setPageOrientation(QPageLayout.Orientation.Landscape)
    writer.setPageMargins(QMarginsF(MARGIN_MM, MARGIN_MM, MARGIN_MM, MARGIN_MM), QPageLayout.Unit.Millimeter)
    return writer


def _across(document: Document) -> bool:
    """Whether it has a picture, or a table too wide for an upright page."""
    blocks = [block for section in document.sections for block in section.blocks]
    wide = any(isinstance(block, Table) and len(block.headings) > MANY for block in blocks)
    return wide or any(isinstance(block, Picture) for block in blocks)


class Sheet:
    """A report laid out for one writer: what stands at the top and the foot of every page, and the pages between."""

    def __init__(self, writer: QPdfWriter, document: Document, text: float, drawings: Mapping[str, Drawing] = NO_DRAWINGS) -> None:
        self._writer, self._document = writer, document
        self.wide, self.high = float(writer.width()), float(writer.height())
        strong, plain = face(writer, BAND_PT * text, strong=True), face(writer, BAND_PT * text)
        self._band, imprint = plain, document.imprint
        room = self.wide - plain.wide(" page 0000 of 0000")
        self.top = Cell(0, self.wide, wrapped(f"{imprint.mark} {document.title}", self.wide, strong), strong)
        self.copy = Cell(0, self.wide, wrapped(imprint.copy, self.wide, strong) if imprint.copy else (), strong)
        self.foot = Cell(0, room, wrapped(imprint.foot, room, plain), plain)
        large = face(writer, CODE_PT * text, strong=True)
        self.code = Coded(document.code, self.wide, writer.logicalDpiX(), large)
        self.body_top = self.top.high + plain.line + self.code.high
        self.body_high = self.high - self.body_top - self.copy.high - self.foot.high - plain.line
        self.pages: tuple[Page, ...] = ()
        self._cutter = Cutter(writer, self.wide, self.body_high, text, drawings)

    def lay_out(self) -> Iterator[None]:
        """Find what stands on which page, a little with each step."""
        strips = []
        for strip in self._cutter.cut(self._document):
            if strip is not None:
                strips.append(strip)
            yield
        pages: list[list[Placed]] = []
        yield from breaking(strips, self.body_high, pages)
        self.pages = tuple(tuple(page) for page in pages)

    def draw(self) -> Iterator[None]:
        """Draw every page, one with each step."""
        painter = QPainter(self._writer)
        try:
            for number, page in enumerate(self.pages, start=1):
                if number > 1:
                    self._writer.newPage()
                self._page(painter, number, page)
                yield
        finally:
            painter.end()

    def _page(self, painter: QPainter, number: int, page: Page) -> None:
        _draw_cell(painter, self.top, 0)
        self.code.draw(painter, self.top.high + self._band.line / 2)
        for placed in page:
            self._strip(painter, placed)
        foot = self.high - self.foot.high
        _draw_cell(painter, self.copy, foot - self.copy.high)
        _draw_cell(painter, self.foot, foot)
        words = f"page {number} of {len(self.pages)}"
        _draw_cell(painter, Cell(0, self.wide, (words,), self._band, right=True), foot)

    def _strip(self, painter: QPainter, placed: Placed) -> None:
        strip, y = placed.strip, self.body_top + placed.y
        if strip.rule:
            over = y + strip.before / 2
            painter.setPen(QPen(_RULE, RESOLUTION / 200))
            painter.drawLine(QLineF(0, over, self.wide, over))
        y += strip.before
        if strip.drawn is not None:
            self._picture(painter, strip, y)
        for cell in strip.cells:
            _draw_cell(painter, cell, y + strip.drawn_high)

    def _picture(self, painter: QPainter, strip: Strip, y: float) -> None:
        painter.save()
        try:
            if strip.drawn is not None:
                strip.drawn(painter, QRectF(0, y, self.wide, strip.drawn_high))
        finally:
            painter.restore()


def _draw_cell(painter: QPainter, cell: Cell, y: float) -> None:
    painter.setFont(cell.face.font)
    painter.setPen(_INK)
    for place, words in enumerate(cell.lines):
        x = cell.x + (cell.wide - cell.face.wide(words) if cell.right else 0.0)
        painter.drawText(QPointF(x, y + place * cell.face.line + cell.face.metrics.ascent()), words)
