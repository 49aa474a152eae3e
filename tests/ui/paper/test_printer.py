"""The one printer: PDF/A with its fonts, text that can be read out again, and no cell cut off however long its words."""

from __future__ import annotations

import re
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PySide6.QtGui import QPdfWriter
from PySide6.QtWidgets import QApplication

from console.report.tree import Document, Table
from console.ui.paper.cells import Columns, face, wrapped
from console.ui.paper.printer import Sheet, pdf
from tests.report.documents import DIGEST, LONG_WORD, longest, report
from tests.ui.paper.reading import objects, page_count, stream, texts


def laid_out(writer: QPdfWriter, document: Document, text: float = 1.0) -> Sheet:
    sheet = Sheet(writer, document, text)
    for _ in sheet.lay_out():
        pass
    return sheet


def flat(text: str) -> str:
    return re.sub(r"\s", "", text)


def cells_of(document: Document) -> list[str]:
    return [cell for s in document.sections for block in s.blocks if isinstance(block, Table) for row in block.rows for cell in row]


def test_it_is_pdf_a_1b_with_its_own_fonts_in_it(qapp: QApplication) -> None:
    found = objects(pdf(report(60)))
    whole = b"\n".join(found.values())
    assert b"/GTS_PDFA1" in whole and b"/Encrypt" not in whole
    said = next(stream(body) for body in found.values() if b"/Type /Metadata" in body)
    assert b"<pdfaid:part>1</pdfaid:part>" in said and b"<pdfaid:conformance>B</pdfaid:conformance>" in said
    described = [body for body in found.values() if b"/Type /FontDescriptor" in body]
    names = {name for body in described for name in re.findall(rb"\+([\w-]+)", body)}
    assert names == {b"ConsoleInter-Regular", b"ConsoleInter-SemiBold"}
    for body in described:
        file = re.search(rb"/FontFile2 (\d+) 0 R", body)
        assert file and len(stream(found[int(file[1])])) > 1_000
    assert whole.count(b"/ToUnicode") == len(described)


@pytest.mark.parametrize("text", [1.0, 2.0])
def test_each_page_says_its_number_and_whose_it_is(qapp: QApplication, text: float) -> None:
    document = report(60)
    content = pdf(document, text)
    pages = texts(content)
    assert len(pages) == page_count(content) > 1
    for number, page in enumerate(pages, start=1):
        assert f"page {number} of {len(pages)}\n" in page
        assert flat(document.imprint.mark) in flat(page) and flat(document.imprint.foot) in flat(page)


def test_a_table_that_goes_on_has_its_headings_again_and_every_row_once(qapp: QApplication) -> None:
    pages = texts(pdf(report(200)))
    assert len(pages) > 3
    for page in pages:
        if "Step finished" in page:
            assert "When\nWhat\nHours\n" in page
    whole = "".join(pages)
    assert all(whole.count(f"\nrow {n}\n") == 1 for n in range(200))


def test_each_signature_stands_with_name_role_meaning_instant_and_digest(qapp: QApplication) -> None:
    last = texts(pdf(report()))[-1]
    assert "J. Hart (jhart), supervisor" in last
    assert "released: 2026-11-03 10:00 EST (UTC-05:00)" in last and "released: SIGNATURE MISSING" in last
    assert flat(last).count(f"overSHA-256{DIGEST}") == 2


@pytest.mark.parametrize("text", [1.0, 2.0])
def test_the_longest_words_are_all_on_paper(qapp: QApplication, text: float) -> None:
    """Letter for letter: a cell of several pages stands interleaved with its neighbours, so letters are counted."""
    document = longest()
    whole = flat("".join(texts(pdf(document, text))))
    for rare in ("ß", "ä", "₂", "ü"):
        least = sum(cell.count(rare) for cell in cells_of(document))
        assert whole.count(rare) >= least
    assert "<b>notbold</b>" in whole and "=SUM(A1)" in whole


@pytest.mark.parametrize("text", [1.0, 2.0])
@pytest.mark.parametrize("document", [report(60), longest()], ids=["ordinary", "longest"])
def test_no_line_is_wider_than_its_column_and_no_strip_leaves_its_page(writer: QPdfWriter, document: Document, text: float) -> None:
    sheet = laid_out(writer, document, text)
    assert sheet.body_high > sheet.high / 3
    for page in sheet.pages:
        assert page
        for above, below in pairwise(page):
            assert above.y + above.strip.high <= below.y + 0.01
        for placed in page:
            assert placed.y + placed.strip.high <= sheet.body_high + 0.01
            for cell in placed.strip.cells:
                assert cell.x >= 0 and cell.x + cell.wide <= sheet.wide + 0.01
                assert all(cell.face.wide(line) <= cell.wide + 1 for line in cell.lines)
            for left, right in pairwise(placed.strip.cells):
                assert left.x + left.wide < right.x
    for cell in (sheet.top, sheet.foot):
        assert all(cell.face.wide(line) <= cell.wide + 1 for line in cell.lines)


def test_a_heading_never_stands_alone_at_the_end_of_a_page(writer: QPdfWriter) -> None:
    for rows in range(40, 60):
        for page in laid_out(writer, report(rows)).pages[:-1]:
            assert not page[-1].strip.holds


@settings(max_examples=60, deadline=None)
@given(words=st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cf", "Mn"]), max_size=80), room=st.integers(300, 4000))
def test_wrapping_loses_nothing_but_spaces_at_the_ends_of_lines(writer: QPdfWriter, words: str, room: int) -> None:
    lines = wrapped(words, room, face(writer, 8.0))
    assert flat("".join(lines)) == flat(words)


@settings(max_examples=60, deadline=None)
@given(
    rows=st.lists(st.lists(st.sampled_from(("", "4.5", "Step finished", DIGEST, LONG_WORD)), min_size=4, max_size=4), max_size=4)
)
def test_columns_never_ask_more_than_the_room_and_break_no_word_while_there_is_some(
    writer: QPdfWriter, rows: list[list[str]]
) -> None:
    plain = face(writer, 8.0)
    headings, room = ("When", "What", "Hours", "Details of it"), 8_000.0
    asked = Columns(headings, (plain, plain))
    for row in rows:
        asked.look(row)
    made = asked.widths(room)
    assert sum(made) <= room + 0.01 and all(wide > 0 for wide in made)
    need = [max(plain.wide(word) for text in (heading, *(row[i] for row in rows)) for word in text.split() or [""])
            for i, heading in enumerate(headings)]  # fmt: skip
    if sum(need) <= room:
        assert all(wide >= least - 0.01 for wide, least in zip(made, need, strict=True))
