"""Papers to be written on: their number is on every page, no label is cut off, and every box leaves room for a hand."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PySide6.QtCore import QBuffer, QIODevice
from PySide6.QtGui import QColor, QImage, QPainter, QPdfWriter
from PySide6.QtWidgets import QApplication

from console.report.blanks.sheet import blank_document
from console.report.code128 import QUIET, modules
from console.report.tree import Boxes, Document, Section, Words
from console.ui import fonts
from console.ui.paper.cells import Face, face
from console.ui.paper.forms import WRITING_MM, Coded, Form
from console.ui.paper.printer import RESOLUTION, Sheet, pdf
from tests.domain.sheets import N, out, sheet
from tests.report.documents import LONG_TEXT, LONG_WORD, imprint
from tests.report.test_code128 import read
from tests.ui.paper.reading import texts

MM = RESOLUTION / 25.4


def printed() -> Document:
    house = out()
    return blank_document(house.floor, sheet(house), imprint())


def longest() -> Document:
    """A sheet whose every word is as long as it can be."""
    house = out()
    blank = sheet(house)
    lines = tuple(
        replace(
            line, title=LONG_WORD, batch=LONG_WORD, after=(LONG_TEXT,), station=LONG_WORD[:80],
            values=tuple(replace(limit, title=f"{LONG_WORD} {limit.title}") for limit in line.values),
        )
        for line in blank.lines
    )  # fmt: skip
    return blank_document(house.floor, replace(blank, lines=lines, reason=LONG_TEXT, room="CR1"), imprint())


def flat(text: str) -> str:
    return re.sub(r"\s", "", text)


def labels(document: Document) -> list[str]:
    return [label for s in document.sections for block in s.blocks if isinstance(block, Boxes) for label in block.labels if label]


@pytest.mark.parametrize("text", [1.0, 2.0])
@pytest.mark.parametrize("document", [printed(), longest()], ids=["ordinary", "longest"])
def test_the_number_is_on_every_page_and_every_label_on_the_paper(qapp: QApplication, document: Document, text: float) -> None:
    pages = texts(pdf(document, text))
    whole = flat("".join(pages))
    assert all(page.count(f"{N}\n") >= 1 and f"page {n} of {len(pages)}\n" in page for n, page in enumerate(pages, 1))
    for label in labels(document):
        assert flat(label)[:12] in whole
    assert whole.count("ß") >= "".join(labels(document)).count("ß")


@pytest.mark.parametrize("text", [1.0, 2.0])
@pytest.mark.parametrize("document", [printed(), longest()], ids=["ordinary", "longest"])
def test_nothing_leaves_its_page(writer: QPdfWriter, document: Document, text: float) -> None:
    made = Sheet(writer, document, text)
    for _ in made.lay_out():
        pass
    assert made.code.high > 0 and made.body_high > made.high / 4
    for page in made.pages:
        assert all(placed.y + placed.strip.high <= made.body_high + 0.01 for placed in page)


def test_a_printed_line_is_not_torn_while_it_fits_on_a_page(writer: QPdfWriter) -> None:
    made = Sheet(writer, printed(), 1.0)
    for _ in made.lay_out():
        pass
    for page in made.pages[:-1]:
        assert not page[-1].strip.holds


@settings(max_examples=40)
@given(names=st.lists(st.text(max_size=200), min_size=1, max_size=5), text=st.sampled_from((1.0, 2.0)), lines=st.integers(1, 3))
def test_a_label_stands_within_its_box_and_a_hand_has_room_under_it(
    writer: QPdfWriter, names: list[str], text: float, lines: int
) -> None:
    plain = face(writer, 8.0 * text)
    made = Form(8_000, 12_000, RESOLUTION, plain)
    laid = made.laid_out(Boxes(tuple(names), lines))
    room = made._widths(Boxes(tuple(names), lines))
    assert sum(room) <= 8_000.01
    assert laid.high >= lines * WRITING_MM * MM
    for _, wide, over in laid.over:
        assert all(plain.wide(line) <= wide + 1 for line in over)


def test_the_bars_on_the_paper_are_read_as_the_number(qapp: QApplication) -> None:
    dots = 300.0
    image = QImage(2200, 400, QImage.Format.Format_RGB32)
    image.fill(QColor("white"))
    made = Coded(N, 2200, dots, large())
    painter = QPainter(image)
    made.draw(painter, 10)
    painter.end()
    row = [image.pixelColor(x, 60).lightness() < 128 for x in range(1100, 2200)]
    assert read(measured(row)) == N
    quiet = next(n for n, ink in enumerate(reversed(row)) if ink)
    assert quiet >= QUIET * round(0.33 / 25.4 * dots) - 1


def large() -> Face:
    fonts.load()
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    writer = QPdfWriter(buffer)
    writer.setResolution(300)
    return face(writer, 22.0, strong=True)


def measured(row: list[bool]) -> tuple[int, ...]:
    """Widths of bars and gaps in modules, from the first ink to the last."""
    first, last = row.index(True), len(row) - row[::-1].index(True)
    runs: list[int] = []
    before: bool | None = None
    for ink in row[first:last]:
        if ink is before:
            runs[-1] += 1
        else:
            runs.append(1)
        before = ink
    unit = sum(runs) / sum(modules(N))
    return tuple(round(run / unit) for run in runs)


def test_a_paper_without_a_number_has_no_line_for_it(writer: QPdfWriter) -> None:
    plain = Document("Report", "", imprint(), sections=(Section("One", (Words("x"),)),))
    assert Sheet(writer, plain, 1.0).code.high == 0.0
