"""A chart that leaves the screen: words stay words, pages name class, site, instant and number, the screen stays as it was."""

from __future__ import annotations

import re
import zlib
from xml.etree import ElementTree

import pytest
from PySide6.QtCore import QRectF
from PySide6.QtGui import QImage
from pytestqt.qtbot import QtBot

from console.ui.charts import tabled
from console.ui.charts.frame import ChartFrame
from console.ui.charts.screen import ChartsScreen
from console.ui.theme import Theme
from console.view.charts.printed import Imprint
from console.view.charts.tables import Table
from console.view.charts.values import SaveDrawing, SavePaper, SavePicture
from console.view.tokens import DARK, LIGHT
from tests.ui.charts import told
from tests.ui.charts.test_why import FLOOR, Room

FRAMES = {
    "fan": ("live", "fan_frame", ["B-0419: how its forecast moved", "vector lot held", "promise tomorrow 19:16", "n = 42"]),
    "remaining": ("live", "remaining_frame", ["Hours left to release", "B-0417", "release P50, P10–P90"]),
    "ageing": ("live", "ageing_frame", ["Age of work in progress", "n = 42", "not enough data"]),
    "waterfall": ("why", "fall_frame", ["Forecast now", "6 h 35 min later", "← earlier", "Transduction began 40 min late"]),
    "drivers": ("why", "driver_frame", ["Mycoplasma test, the repeat", "68 % · 31 h"]),
    "calibration": ("trust", "calibration_frame", ["n = 42", "chance stated", "as stated"]),
}
NAMES = pytest.mark.parametrize("name", list(FRAMES))
SVG = "{http://www.w3.org/2000/svg}"


def framed(qtbot: QtBot, name: str) -> tuple[Room, ChartFrame, list[object]]:
    page, attribute, _ = FRAMES[name]
    room = Room(qtbot, page)
    room.answer()
    room.screen.card(told.card())
    frame = getattr(getattr(room.screen, page), attribute)
    assert isinstance(frame, ChartFrame)
    asked: list[object] = []
    room.screen.asks.connect(asked.append)
    return room, frame, asked


def words_of(svg: bytes) -> str:
    return " ".join("".join(each.itertext()) for each in ElementTree.fromstring(svg).iter(f"{SVG}text"))


@NAMES
def test_a_drawing_is_well_formed_and_its_words_are_text(qtbot: QtBot, theme: Theme, name: str) -> None:
    _, frame, asked = framed(qtbot, name)
    frame.keep_drawing.trigger()
    (wish,) = asked
    assert isinstance(wish, SaveDrawing) and wish.name == f"{frame.name}.svg"
    said = words_of(wish.svg)
    for words in (*FRAMES[name][2], frame.title.text(), "DEMO", "Watertown", "made 2026-11-23 10:12 EST"):
        assert words in said, words
    assert not list(ElementTree.fromstring(wish.svg).iter(f"{SVG}image")), "no pixels in a drawing"


@NAMES
def test_a_picture_is_sharp_and_the_screen_stays_as_it_was(qtbot: QtBot, theme: Theme, name: str) -> None:
    _, frame, asked = framed(qtbot, name)
    frame.plot.point(1)
    before, size, at = frame.plot.grab().toImage(), frame.plot.size(), frame.plot.cursor_at
    frame.keep_picture.trigger()
    frame.keep_paper.trigger()
    assert isinstance(asked[0], SavePicture) and isinstance(asked[1], SavePaper)
    image = QImage.fromData(asked[0].png)
    assert image.width() >= 2 * size.width() and image.height() >= 2 * size.height()
    qtbot.wait(20)
    assert (frame.plot.size(), frame.plot.cursor_at) == (size, at)
    assert frame.plot.grab().toImage() == before


def pages_of(pdf: bytes) -> int:
    return len(re.findall(rb"/Type\s*/Page\b(?!s)", pdf))


def titles_of(pdf: bytes) -> bytes:
    """What the file says of itself: its streams unpacked where they are packed."""
    found = [pdf]
    for packed in re.findall(rb"stream\r?\n(.*?)endstream", pdf, re.DOTALL):
        try:
            found.append(zlib.decompress(packed))
        except zlib.error:
            found.append(packed)
    return b"".join(found)


def test_a_page_of_charts_is_printed_with_a_page_for_each_and_its_table(qtbot: QtBot, theme: Theme) -> None:
    room, _, asked = framed(qtbot, "waterfall")
    room.screen.print_page()
    (wish,) = asked
    assert isinstance(wish, SavePaper) and wish.name == "charts-why.pdf"
    assert wish.pdf.startswith(b"%PDF-1.4") and pages_of(wish.pdf) == 5, "two charts with their tables, and the levers"
    assert b"pdfaid:part" in titles_of(wish.pdf), "PDF/A-1b: to be read in thirty years"
    assert "DEMO · Watertown · Charts: Why".encode() in titles_of(wish.pdf)


def test_every_page_is_told_class_site_instant_and_its_number(qtbot: QtBot, theme: Theme, monkeypatch: pytest.MonkeyPatch) -> None:
    said: list[str] = []
    room, _, _ = framed(qtbot, "waterfall")
    monkeypatch.setattr("console.ui.charts.sheet._say", lambda painter, box, words, *rest, **more: said.append(words))
    room.screen.print_page()
    assert [words for words in said if words.startswith("page ")] == [f"page {i} of 5" for i in range(1, 6)]
    assert said.count("DEMO. A demo: invented people, invented patients, a plant that is simulated.") == 5
    assert sum(words.startswith("Watertown · made 2026-11-23 10:12 EST · Cleanroom Console") for words in said) == 5


def test_paper_is_black_on_white_in_the_dark_too(qtbot: QtBot, theme: Theme) -> None:
    room, frame, asked = framed(qtbot, "waterfall")
    frame.keep_paper.trigger()
    room.screen.use(DARK)
    frame.keep_paper.trigger()
    light, dark = (wish.pdf for wish in asked if isinstance(wish, SavePaper))
    drop = re.compile(rb"(/ID|/CreationDate|/ModDate|xmp:|xmpMM).*")
    assert drop.sub(b"", light) == drop.sub(b"", dark)
    assert frame.plot.tokens is DARK


@pytest.mark.parametrize("rows", [1, 40, 60, 150, 400])
def test_a_long_table_is_parted_between_rows_and_loses_none(qtbot: QtBot, theme: Theme, rows: int) -> None:
    table = Table("t", ("what", "n"), tuple((f"row {i}", str(i)) for i in range(rows)), frozenset({1}))
    laid = tabled.lay_out(table, "t", QRectF(0, 0, 1000, 640))
    assert laid is not None
    highs = [sum(tabled.height(laid.rows[i]) for i in page) for page in laid.pages]
    assert all(high <= 640 - tabled.TITLE_PX - tabled.height(laid.head) for high in highs)
    assert all(high > 500 for high in highs[:-1]), "no page is left half empty but the last"
    assert [i for page in laid.pages for i in page] == list(range(rows))


def test_a_wide_table_is_folded_into_the_page(qtbot: QtBot, theme: Theme) -> None:
    row = tuple("a sentence that is longer than its column has room for" for _ in range(9))
    laid = tabled.lay_out(Table("t", tuple("abcdefghi"), (row,)), "t", QRectF(0, 0, 1000, 640))
    assert laid is not None and sum(laid.widths) <= 1000.5
    assert all(len(lines) > 1 and " ".join(lines) == row[0] for lines in laid.rows[0])
    assert tabled.lay_out(Table("t", (), ()), "t", QRectF(0, 0, 1000, 640)) is None


def test_without_a_site_the_imprint_is_only_what_is_known(qtbot: QtBot, theme: Theme) -> None:
    assert (Imprint().mark, Imprint().foot) == ("", "")
    assert Imprint("Watertown", "AID").mark == "AID. A decision aid beside the paper: not the batch record."
    screen = ChartsScreen(LIGHT)
    qtbot.addWidget(screen)
    asked: list[object] = []
    screen.asks.connect(asked.append)
    screen.print_page()
    assert all(isinstance(each, SavePaper) for each in asked)
    assert FLOOR.site == "Watertown"
