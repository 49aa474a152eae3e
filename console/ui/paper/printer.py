"""The one printer: a report becomes PDF/A pages, each with its number, class, site, journal head and program."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QBuffer, QIODevice, QLineF, QMarginsF, QPointF
from PySide6.QtGui import QColor, QPageLayout, QPageSize, QPainter, QPdfWriter, QPen

from console.report.tree import Document, Table
from console.ui import fonts
from console.ui.paper.cells import face, wrapped
from console.ui.paper.strips import Cell, Cutter, Strip

MARGIN_MM = 14.0
BAND_PT = 7.0
MANY = 5
"""A table of more columns than this is printed across."""
RESOLUTION = 1200
_TABLE = re.compile(rb"beginbfrange.*?endbfrange", re.DOTALL)
_NAMES = re.compile(rb"(<\w{4}> <\w{4}> )(.*)")
"""A range of drawn letters and the names they are read out by."""
_INK, _RULE = QColor("#000000"), QColor("#9AA0A6")


@dataclass(frozen=True, slots=True)
class Placed:
    """A strip at its height on a page, in pixels of the device from the top of the body."""

    y: float
    strip: Strip


Page = tuple[Placed, ...]


def pdf(document: Document, text: float = 1.0) -> bytes:
    """The report as a PDF/A-1b file, A4; `text` scales every letter (1 is 100 %, 2 is 200 %). It needs a QGuiApplication."""
    fonts.load()
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    sheet = Sheet(_writer(buffer, document), document, text)
    sheet.draw()
    buffer.close()
    return _spaced(bytes(buffer.data().data()))


def _spaced(content: bytes) -> bytes:
    """The file with its spaces read out as spaces: Qt names the letter of a space by the tab that looks the same.

    Nothing changes its place in the file: the name of each letter is as long as the other.
    """

    def mended(table: re.Match[bytes]) -> bytes:
        return _NAMES.sub(lambda line: line[1] + line[2].replace(b"<0009>", b"<0020>"), table[0])

    return _TABLE.sub(mended, content)


def _writer(buffer: QBuffer, document: Document) -> QPdfWriter:
    writer = QPdfWriter(buffer)
    writer.setPdfVersion(QPdfWriter.PdfVersion.PdfVersion_A1b)
    writer.setResolution(RESOLUTION)
    writer.setTitle(f"{document.imprint.site_class} · {document.imprint.site} · {document.title}")
    writer.setCreator(document.imprint.program)
    writer.setPageSize(QPageSize(QPageSize.PageSizeId.A4))
    tables = [block for section in document.sections for block in section.blocks if isinstance(block, Table)]
    if any(len(table.headings) > MANY for table in tables):
        writer.setPageOrientation(QPageLayout.Orientation.Landscape)
    writer.setPageMargins(QMarginsF(MARGIN_MM, MARGIN_MM, MARGIN_MM, MARGIN_MM), QPageLayout.Unit.Millimeter)
    return writer


class Sheet:
    """A report laid out for one writer: what stands at the top and the foot of every page, and the pages between."""

    def __init__(self, writer: QPdfWriter, document: Document, text: float) -> None:
        self._writer = writer
        self.wide, self.high = float(writer.width()), float(writer.height())
        strong, plain = face(writer, BAND_PT * text, strong=True), face(writer, BAND_PT * text)
        self._band, self._number_room = plain, plain.wide(" page 0000 of 0000")
        room = self.wide - self._number_room
        self.top = Cell(0, self.wide, wrapped(f"{document.imprint.mark} {document.title}", self.wide, strong), strong)
        self.foot = Cell(0, room, wrapped(document.imprint.foot, room, plain), plain)
        gap = plain.line
        self.body_top = self.top.high + gap
        self.body_high = self.high - self.body_top - self.foot.high - gap
        self.pages = broken(Cutter(writer, self.wide, self.body_high, text).cut(document), self.body_high)

    def draw(self) -> None:
        """Draw every page."""
        painter = QPainter(self._writer)
        for number, page in enumerate(self.pages, start=1):
            if number > 1:
                self._writer.newPage()
            _draw_cell(painter, self.top, 0)
            for placed in page:
                self._strip(painter, placed)
            foot = self.high - self.foot.high
            _draw_cell(painter, self.foot, foot)
            words = f"page {number} of {len(self.pages)}"
            _draw_cell(painter, Cell(0, self.wide, (words,), self._band, right=True), foot)
        painter.end()

    def _strip(self, painter: QPainter, placed: Placed) -> None:
        y = self.body_top + placed.y
        if placed.strip.rule:
            over = y + placed.strip.before / 2
            painter.setPen(QPen(_RULE, RESOLUTION / 200))
            painter.drawLine(QLineF(0, over, self.wide, over))
        for cell in placed.strip.cells:
            _draw_cell(painter, cell, y + placed.strip.before)


def broken(strips: Sequence[Strip], high: float) -> tuple[Page, ...]:
    """The strips on pages of this height, in order; a table that goes on has its headings on top again."""
    pages: list[list[Placed]] = [[]]
    y = 0.0
    for place, strip in enumerate(strips):
        if pages[-1] and y + _wanted(strips, place) > high:
            pages.append([])
            y = 0.0
            if strip.head is not None and strip.head.high + strip.high <= high:
                pages[-1].append(Placed(0.0, strip.head))
                y = strip.head.high
        pages[-1].append(Placed(y, strip))
        y += strip.high
    return tuple(tuple(page) for page in pages)


def _wanted(strips: Sequence[Strip], place: int) -> float:
    """The height of a strip and of those it must stay with: a heading never stands alone at the end of a page."""
    high = strips[place].high
    while strips[place].holds and place + 1 < len(strips):
        place += 1
        high += strips[place].high
    return high


def _draw_cell(painter: QPainter, cell: Cell, y: float) -> None:
    painter.setFont(cell.face.font)
    painter.setPen(_INK)
    for place, words in enumerate(cell.lines):
        x = cell.x + (cell.wide - cell.face.wide(words) if cell.right else 0.0)
        painter.drawText(QPointF(x, y + place * cell.face.line + cell.face.metrics.ascent()), words)
