"""Every kind of paper, at 100 % and 200 %, as it is and with the longest strings, read back by a reader that is not ours."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from io import BytesIO
from itertools import pairwise

import pytest
from pypdf import PdfReader
from pypdf.generic import ArrayObject, DictionaryObject, PdfObject, StreamObject
from PySide6.QtCore import QBuffer, QIODevice
from PySide6.QtWidgets import QApplication

from console.report.tree import Document, Table, Words
from console.ui import fonts
from console.ui.paper.printer import Sheet, pdf, writer_for
from tests.ui.paper.kinds import COPY, kinds, stretched
from tests.ui.paper.reading import texts

NAMES = ("handover", "history", "audit", "promise", "draft", "charts", "blank", "account")
EVERY = pytest.mark.parametrize("name", NAMES)
SIZES = pytest.mark.parametrize("text", [1.0, 2.0], ids=["100", "200"])


def flat(text: str) -> str:
    return re.sub(r"\s", "", text)


@cache
def printed(name: str, text: float) -> tuple[PdfReader, tuple[str, ...]]:
    """A paper as a reader that is not ours finds it, and the text of its pages."""
    kind = kinds()[name]
    reader = PdfReader(BytesIO(pdf(kind.document, text, kind.drawings)), strict=True)
    return reader, tuple(page.extract_text() for page in reader.pages)


def strings(document: Document) -> Iterator[str]:
    """Every string a reader must find again, word for word."""
    yield from (document.title, document.subtitle)
    for fact in document.facts:
        yield from fact
    for section in document.sections:
        yield section.title
        for block in section.blocks:
            if isinstance(block, Words):
                yield block.text
            elif isinstance(block, Table):
                yield from (cell for row in (block.headings, *block.rows) for cell in row)
    for signed in document.signatures():
        yield from (signed.name, signed.role, signed.meaning, signed.when, signed.about, signed.over)


def fonts_of(reader: PdfReader) -> list[DictionaryObject]:
    found: dict[str, DictionaryObject] = {}
    for page in reader.pages:
        used = of_dictionary(of_dictionary(page["/Resources"])["/Font"])
        found |= {name: of_dictionary(font) for name, font in used.items()}
    return list(found.values())


def of_dictionary(told: PdfObject) -> DictionaryObject:
    found = told.get_object()
    assert isinstance(found, DictionaryObject)
    return found


def of_array(told: PdfObject) -> ArrayObject:
    found = told.get_object()
    assert isinstance(found, ArrayObject)
    return found


def of_stream(told: PdfObject) -> bytes:
    found = told.get_object()
    assert isinstance(found, StreamObject)
    return bytes(found.get_data())


def test_no_kind_is_left_out() -> None:
    assert tuple(kinds()) == NAMES


@EVERY
@SIZES
def test_it_is_an_archive_s_file_and_every_page_says_whose_it_is(qapp: QApplication, name: str, text: float) -> None:
    kind, (reader, pages) = kinds()[name], printed(name, text)
    assert reader.pdf_header == "%PDF-1.4" and not reader.is_encrypted and not reader.attachments
    root = reader.root_object
    assert b"<pdfaid:part>1</pdfaid:part>" in of_stream(root["/Metadata"])
    assert "/OutputIntents" in root and not {"/OpenAction", "/AA", "/AcroForm"} & set(root)
    assert not {"/EmbeddedFiles", "/JavaScript"} & set(of_dictionary(root["/Names"]))
    for font in fonts_of(reader):
        below = of_dictionary(of_array(font["/DescendantFonts"])[0])
        assert "/ToUnicode" in font and "/FontFile2" in of_dictionary(below["/FontDescriptor"])
    for number, (page, words) in enumerate(zip(reader.pages, pages, strict=True), 1):
        found = flat(words)
        assert f"page{number}of{len(pages)}" in found and flat(COPY) in found
        assert flat(kind.document.imprint.mark + kind.document.title) in found and flat(kind.document.imprint.foot) in found
        assert "/Group" not in page and not of_array(page["/Annots"])


@EVERY
@SIZES
def test_every_word_is_read_out_again(qapp: QApplication, name: str, text: float) -> None:
    kind, (_, pages) = kinds()[name], printed(name, text)
    whole = " ".join(pages)
    words, letters = set(whole.split()), flat(whole)
    for told in strings(kind.document):
        for word in told.split():
            assert word in words or flat(word) in letters, word
    for signed in kind.document.signatures():
        assert flat(f"{signed.name}({signed.user}),{signed.role}") in letters
        assert flat(f"{signed.meaning}:{signed.when}") in letters


@EVERY
@SIZES
def test_with_the_longest_strings_nothing_is_cut_off_at_either_end(qapp: QApplication, name: str, text: float) -> None:
    kind = kinds()[name]
    document, marks = stretched(kind.document)
    words = {word for page in texts(pdf(document, text, kind.drawings)) for word in page.split()}
    lost = [mark for mark in marks if not any(mark in word for word in words)]
    assert marks and not lost


@EVERY
@SIZES
@pytest.mark.parametrize("long", [False, True], ids=["plain", "longest"])
def test_no_cell_leaves_its_column_or_its_page(qapp: QApplication, name: str, text: float, long: bool) -> None:
    kind = kinds()[name]
    document = stretched(kind.document)[0] if long else kind.document
    fonts.load()
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    writer = writer_for(buffer, document)
    sheet = Sheet(writer, document, text, kind.drawings)
    for _ in sheet.lay_out():
        pass
    assert sheet.body_high > sheet.high / 4
    for page in sheet.pages:
        for above, below in pairwise(page):
            assert above.y + above.strip.high <= below.y + 0.01
        for placed in page:
            assert placed.y + placed.strip.high <= sheet.body_high + 0.01
            for cell in placed.strip.cells:
                assert cell.x >= 0 and cell.x + cell.wide <= sheet.wide + 0.01
                assert all(cell.face.wide(line) <= cell.wide + 1 for line in cell.lines)
            for left, right in pairwise(placed.strip.cells):
                assert left.x + left.wide <= right.x
