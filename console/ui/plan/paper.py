"""A draft made into pages: black on white in the console's typeface, marked and numbered on each page."""

from __future__ import annotations

from collections.abc import Iterator
from html import escape

from PySide6.QtCore import QBuffer, QIODevice, QMarginsF, QRectF, QSizeF, Qt
from PySide6.QtGui import QAbstractTextDocumentLayout, QPageLayout, QPageSize, QPainter, QPalette, QPdfWriter, QTextDocument

from console.ui import fonts
from console.view.plan.lines import Section
from console.view.plan.printed import Paper

MARGIN_MM = 16.0
BAND = 0.04
"""The share of a page's height that its top and its foot take each."""

_WORDS_PT, _BAND_PT, _TOP_PT = 9.0, 8.0, 11.0
_LEFT, _RIGHT = Qt.AlignmentFlag.AlignLeft, Qt.AlignmentFlag.AlignRight
_TOP, _BOTTOM = Qt.AlignmentFlag.AlignTop, Qt.AlignmentFlag.AlignBottom
_FORM = "td { padding: 2px 10px 2px 0; vertical-align: top; } h1 { font-size: 15pt; } h2 { font-size: 10.5pt; }"


def document(paper: Paper) -> QTextDocument:
    """The paper as running text; what a person wrote is never read as markup."""
    made = QTextDocument()
    made.setDocumentMargin(0)
    made.setDefaultFont(fonts.font(_WORDS_PT))
    made.setDefaultStyleSheet(_FORM)
    facts = "".join(_row(f"<b>{escape(name)}</b>", escape(said)) for name, said in paper.facts)
    parts = (
        f"<h1>{escape(paper.told.title)}</h1>",
        f"<table width='100%'>{facts}</table>",
        f"<p><b>{escape(paper.told.about)}</b></p>",
        *(part for section in paper.told.sections for part in _section(section)),
    )
    made.setHtml("".join(parts))
    return made


def _section(section: Section) -> Iterator[str]:
    yield f"<h2>{escape(section.heading)}</h2>"
    rows = "".join(_row(escape(line.words), escape(line.small)) for line in section.lines)
    yield f"<table width='100%'>{rows}</table>"


def _row(left: str, right: str) -> str:
    return f"<tr><td width='38%'>{left}</td><td>{right}</td></tr>"


def pdf(paper: Paper) -> bytes:
    """The paper as a PDF file, A4, each page with what it is and which of how many."""
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    writer = QPdfWriter(buffer)
    writer.setTitle(f"{paper.top[0]} · {paper.told.title}")
    writer.setCreator(paper.facts[-1][1])
    writer.setPageSize(QPageSize(QPageSize.PageSizeId.A4))
    writer.setPageMargins(QMarginsF(MARGIN_MM, MARGIN_MM, MARGIN_MM, MARGIN_MM), QPageLayout.Unit.Millimeter)
    _draw(paper, writer)
    buffer.close()
    return bytes(buffer.data().data())


def _draw(paper: Paper, writer: QPdfWriter) -> None:
    wide, high = writer.width(), writer.height()
    band = round(high * BAND)
    text = document(paper)
    text.documentLayout().setPaintDevice(writer)
    text.setPageSize(QSizeF(wide, high - 2 * band))
    painter = QPainter(writer)
    painter.setPen(Qt.GlobalColor.black)
    for page in range(text.pageCount()):
        if page:
            writer.newPage()
        body = QRectF(0, page * (high - 2 * band), wide, high - 2 * band)
        painter.save()
        painter.translate(0, band - body.top())
        painter.setClipRect(body)
        text.documentLayout().draw(painter, _on_paper(body))
        painter.restore()
        _say(painter, QRectF(0, 0, wide, band), _LEFT | _TOP, paper.top[0], _TOP_PT, strong=True)
        _say(painter, QRectF(0, 0, wide, band), _RIGHT | _TOP, paper.top[1], _BAND_PT)
        foot = QRectF(0, high - band, wide, band)
        _say(painter, foot, _LEFT | _BOTTOM, paper.foot, _BAND_PT)
        _say(painter, foot, _RIGHT | _BOTTOM, f"page {page + 1} of {text.pageCount()}", _BAND_PT)
    painter.end()


def _on_paper(body: QRectF) -> QAbstractTextDocumentLayout.PaintContext:
    """Black, whatever the screens look like: in the dark they write light on dark, which a white page would swallow."""
    context = QAbstractTextDocumentLayout.PaintContext()
    black = QPalette()
    black.setColor(QPalette.ColorRole.Text, Qt.GlobalColor.black)
    context.palette, context.clip = black, body
    return context


def _say(painter: QPainter, band: QRectF, where: Qt.AlignmentFlag, words: str, points: float, *, strong: bool = False) -> None:
    painter.setFont(fonts.font(points, strong=strong))
    painter.drawText(band, where, words)
