"""A chart that leaves the screen: words stay words, pages name class, site, instant and number, the screen stays as it was."""

from __future__ import annotations

import re
from dataclasses import replace
from xml.etree import ElementTree

import pytest
from PySide6.QtGui import QImage
from pytestqt.qtbot import QtBot

from console.report.tree import Picture, Table
from console.ui.charts.frame import ChartFrame
from console.ui.charts.recorded import PrintCharts
from console.ui.charts.screen import ChartsScreen
from console.ui.paper.printer import pdf
from console.ui.theme import Theme
from console.view.charts.printed import MOST_ROWS, Chart, Imprint, charts_document
from console.view.charts.tables import Table as Behind
from console.view.charts.values import SaveDrawing, SavePicture
from console.view.tokens import DARK, LIGHT
from tests.report.documents import imprint
from tests.ui.charts import told
from tests.ui.charts.test_why import FLOOR, Room
from tests.ui.paper.reading import objects, stream, texts

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


def flat(text: str) -> str:
    return re.sub(r"\s", "", text)


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
    assert isinstance(asked[0], SavePicture) and isinstance(asked[1], PrintCharts)
    image = QImage.fromData(asked[0].png)
    assert image.width() >= 2 * size.width() and image.height() >= 2 * size.height()
    qtbot.wait(20)
    assert (frame.plot.size(), frame.plot.cursor_at) == (size, at)
    assert frame.plot.grab().toImage() == before


def printed(wish: object, text: float = 1.0) -> bytes:
    assert isinstance(wish, PrintCharts)
    return pdf(wish.document(imprint()), text, wish.drawings)


@NAMES
@pytest.mark.parametrize("text", [1.0, 2.0])
def test_a_chart_on_paper_is_drawn_and_its_words_are_text(qtbot: QtBot, theme: Theme, name: str, text: float) -> None:
    _, frame, asked = framed(qtbot, name)
    frame.keep_paper.trigger()
    content = printed(asked[0], text)
    pages = texts(content)
    said = flat("".join(pages))
    for words in (*FRAMES[name][2], frame.title.text(), frame.answer.text()):
        assert flat(words) in said, words
    heads = b"".join(body.partition(b"stream")[0] for body in objects(content).values())
    assert b"/Subtype /Image" not in heads and b"/DeviceCMYK" not in heads, "no pixels on paper"
    assert set(re.findall(rb"/(?:CA|ca) ([\d.]+)", heads)) <= {b"1", b"1.0"}, "nothing is transparent in PDF/A-1"
    assert all(f"page {n} of {len(pages)}" in page for n, page in enumerate(pages, 1))


def test_a_page_of_charts_is_printed_with_each_chart_and_its_table(qtbot: QtBot, theme: Theme) -> None:
    room, _, asked = framed(qtbot, "waterfall")
    room.screen.print_page()
    (wish,) = asked
    assert isinstance(wish, PrintCharts) and (wish.name, wish.title) == ("charts-why", "Charts: Why")
    document = wish.document(imprint())
    assert [sum(isinstance(block, Picture) for block in part.blocks) for part in document.sections] == [1, 1, 0], "and the levers"
    assert all(any(isinstance(block, Table) for block in part.blocks) for part in document.sections)
    assert set(wish.drawings) == {"chart 1", "chart 2"}


def test_paper_is_black_on_white_in_the_dark_too_and_shows_what_stood_when_somebody_asked(qtbot: QtBot, theme: Theme) -> None:
    room, frame, asked = framed(qtbot, "waterfall")
    frame.keep_paper.trigger()
    before = drawn(printed(asked[0]))
    room.screen.use(DARK)
    frame.keep_paper.trigger()
    assert drawn(printed(asked[1])) == before == drawn(printed(asked[0]))
    assert frame.plot.tokens is DARK


def drawn(content: bytes) -> list[bytes]:
    """What is drawn on each page; its fonts may be numbered otherwise."""
    found = [body for body in objects(content).values() if re.search(rb"/Type\s*/Page\b(?!s)", body)]
    pages = [re.search(rb"/Contents (\d+) 0 R", body) for body in found]
    return [re.sub(rb"/F\d+ ", b"/F ", stream(objects(content)[int(page[1])])) for page in pages if page]


def test_a_table_too_long_for_paper_says_what_is_left() -> None:
    rows = tuple((f"row {i}", str(i)) for i in range(MOST_ROWS + 7))
    chart = Chart("Ages", "They are old.", Behind("t", ("what", "n"), rows, frozenset({1})))
    (part,) = charts_document("Charts", [chart, replace(chart, table=Behind("t", (), ()))], imprint()).sections[:1]
    table = next(block for block in part.blocks if isinstance(block, Table))
    assert len(table.rows) == MOST_ROWS and table.numbers == {1}
    assert "7 more rows" in str(part.blocks[-1])


def test_without_a_site_the_imprint_is_only_what_is_known(qtbot: QtBot, theme: Theme) -> None:
    assert (Imprint().mark, Imprint().foot) == ("", "")
    assert Imprint("Watertown", "AID").mark == "AID. A decision aid beside the paper: not the batch record."
    screen = ChartsScreen(LIGHT)
    qtbot.addWidget(screen)
    asked: list[object] = []
    screen.asks.connect(asked.append)
    screen.print_page()
    assert all(isinstance(each, PrintCharts) for each in asked)
    assert FLOOR.site == "Watertown"
