"""The programmes on screen: chosen by keyboard, sponsors apart, words over no data, everything saved as it stands."""

from __future__ import annotations

import re
from itertools import combinations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QAbstractItemModelTester
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from console.ui.charts.chance_plot import ChancePlot
from console.ui.charts.frame import ChartFrame
from console.ui.charts.programme_page import NONE, ProgrammePage
from console.ui.charts.recorded import PrintCharts
from console.ui.charts.xmr_plot import XmrPlot
from console.ui.page import Place
from console.ui.paper.printer import pdf
from console.ui.theme import Theme
from console.view.charts.programme import ProgrammeState
from console.view.charts.values import SaveDrawing, SavePicture, SaveTable
from console.view.tokens import DARK, LIGHT, Tokens
from tests.report.documents import imprint
from tests.ui.paper.reading import texts
from tests.view.charts.invented_programmes import state

STATE = state()
SIZES = ((1900, 940), (1350, 600))
PRODUCTS = ("AV-119", "HL-22", "QM-7")


@pytest.fixture(autouse=True)
def dressed(theme: Theme) -> Theme:
    """Words are as wide as they are in the program."""
    return theme


def shown(qtbot: QtBot, told: ProgrammeState = STATE, size: tuple[int, int] = SIZES[1], tokens: Tokens = LIGHT) -> ProgrammePage:
    page = ProgrammePage(tokens)
    qtbot.addWidget(page)
    page.resize(*size)
    page.show()
    page.apply(told)
    qtbot.wait(1)
    return page


def press(qtbot: QtBot, widget: QWidget, key: Qt.Key) -> None:
    qtbot.keyClick(widget, key)


def test_it_opens_with_the_first_programme_and_all_its_charts(qtbot: QtBot) -> None:
    page = shown(qtbot)
    assert page.product == "AV-119" and page.model.rowCount() == 3
    assert page.figures_frame.title.text() == "AV-119 CAR-T, Aldervale"
    assert page.run.chart.n == 60 and page.chance.curve.n == 69 and page.figures.count() == 6
    for frame in page.frames:
        assert frame.stack.currentWidget() is frame.body, "nothing is empty"


def test_n_stands_on_every_chart(qtbot: QtBot) -> None:
    page = shown(qtbot)
    assert "n = 69" in page.chance_frame.answer.text() and "n = 60" in page.run_frame.answer.text()
    for index, line in enumerate(page.figures.lines):
        assert re.search(rf"\b{line.n}\b", page.figures.words(index)) or line.key == "quarter"


def test_a_programme_is_chosen_with_the_arrow_keys(qtbot: QtBot) -> None:
    page = shown(qtbot)
    page.list.setFocus()
    press(qtbot, page.list, Qt.Key.Key_Down)
    assert page.product == "HL-22" and page.figures_frame.title.text().endswith("Harborlight")
    press(qtbot, page.list, Qt.Key.Key_Down)
    assert page.product == "QM-7"
    assert "not enough data, n = 4" in page.run_frame.answer.text() and page.run.count() == 4
    assert page.chance_frame.empty.text().startswith("not enough data, n = 4")


def test_a_chosen_sponsor_sees_nobody_else(qtbot: QtBot) -> None:
    page = shown(qtbot)
    page.sponsors.setFocus()
    press(qtbot, page.sponsors, Qt.Key.Key_Down)
    press(qtbot, page.sponsors, Qt.Key.Key_Down)
    assert page.sponsors.currentText() == "Harborlight"
    assert [each.naming.product for each in page.model.programmes] == ["HL-22"] and page.product == "HL-22"
    page.choose("AV-119")
    assert page.product == "HL-22", "what is not there cannot be chosen"
    page.apply(state(seed=6))
    assert page.sponsors.currentText() == "Harborlight" and page.product == "HL-22", "a new state opens nobody's door"


def test_the_list_of_programmes_is_a_sound_model(qtbot: QtBot) -> None:
    page = shown(qtbot)
    QAbstractItemModelTester(page.model, QAbstractItemModelTester.FailureReportingMode.Fatal)
    page.apply(state(judged=None))
    page.apply(ProgrammeState(STATE.now, STATE.zone))
    page.apply(STATE)
    assert page.model.index(0).data() == "AV-119 CAR-T"
    told = page.model.index(0).data(Qt.ItemDataRole.AccessibleTextRole)
    assert told.startswith("AV-119 CAR-T, Aldervale: median")


def test_a_new_state_keeps_the_programme_and_the_cursor(qtbot: QtBot) -> None:
    page = shown(qtbot)
    page.choose("HL-22")
    page.run.point(3)
    batch = page.run.chart.points[3].batch
    page.apply(state(many=65))
    assert page.product == "HL-22" and page.run.cursor_at is not None
    assert page.run.chart.points[page.run.cursor_at].batch == batch


def test_time_to_release_is_a_switch(qtbot: QtBot) -> None:
    page = shown(qtbot)
    page.release.click()
    assert page.run_frame.title.text() == "Time to release, hours, batch by batch"
    assert 4.5 < page.run.chart.points[0].hours < 8.0
    page.release.click()
    assert page.run_frame.title.text().startswith("Vein-to-vein")


def test_enter_on_a_point_opens_its_batch(qtbot: QtBot) -> None:
    page = shown(qtbot)
    with qtbot.waitSignal(page.goes) as went:
        page.run.setFocus()
        press(qtbot, page.run, Qt.Key.Key_End)
        press(qtbot, page.run, Qt.Key.Key_Return)
    assert went.args == [Place("batch", page.run.chart.points[-1].batch)]


def test_a_point_is_told_in_words(qtbot: QtBot) -> None:
    page = shown(qtbot)
    page.run.point(page.run.chart.signals[0].index)
    assert "signal: above the upper limit" in page.run_frame.status.text()
    page.chance.point(0)
    assert page.chance_frame.status.text().startswith("By ") and "had waited so long" in page.chance_frame.status.text()


def test_the_rules_are_stated_where_nobody_points(qtbot: QtBot) -> None:
    page = shown(qtbot)
    assert "Wheeler" in page.run_frame.status.text() and "Nelson" in page.run_frame.status.text()
    assert "never count as released" in page.chance_frame.status.text()


def test_the_table_of_each_chart_is_what_is_saved(qtbot: QtBot) -> None:
    page = shown(qtbot)
    asked: list[object] = []
    page.asks.connect(asked.append)
    for frame, rows in ((page.figures_frame, 6), (page.chance_frame, page.chance.count()), (page.run_frame, 60)):
        frame.keep_table.trigger()
        wish = asked[-1]
        assert isinstance(wish, SaveTable) and wish.text.count("\r\n") == 1 + rows
        frame.as_table.click()
        assert frame.model.rowCount() == rows
    assert [wish.name for wish in asked if isinstance(wish, SaveTable)] == [
        "programme-AV-119.csv", "chance-of-release-AV-119.csv", "run-chart-length-AV-119.csv",
    ]  # fmt: skip


def test_each_chart_is_kept_as_picture_drawing_and_paper(qtbot: QtBot) -> None:
    page = shown(qtbot, tokens=DARK)
    asked: list[object] = []
    page.asks.connect(asked.append)
    words = ("First-pass success", "waiting", "upper limit")
    for frame, word in zip(page.frames, words, strict=True):
        assert isinstance(frame, ChartFrame)
        for action in (frame.keep_picture, frame.keep_drawing, frame.keep_paper):
            action.trigger()
        picture, drawing, paper = asked[-3:]
        assert isinstance(picture, SavePicture) and picture.png.startswith(b"\x89PNG")
        assert isinstance(drawing, SaveDrawing) and word in drawing.svg.decode(), "words stay words"
        assert isinstance(paper, PrintCharts) and word in "".join(texts(pdf(paper.document(imprint()), drawings=paper.drawings)))
        assert frame.plot.tokens is DARK, "paper is white, the screen stays as it was"


def test_unproven_forecasts_are_told_as_soon_as_they_are_judged(qtbot: QtBot) -> None:
    page = shown(qtbot, state(judged=None))
    assert any("unproven" in line.value for line in page.figures.lines)
    page.judge(33)
    assert not any("unproven" in line.value for line in page.figures.lines)
    page.apply(state(judged=None))
    assert not any("unproven" in line.value for line in page.figures.lines), "what is known once stays known"


def test_one_chart_may_have_the_whole_page(qtbot: QtBot) -> None:
    page = shown(qtbot)
    page.run_frame.enlarge.click()
    assert page.run_frame.isVisible() and not page.figures_frame.isVisible() and not page.chance_frame.isVisible()
    page.run_frame.enlarge.click()
    assert all(frame.isVisible() for frame in page.frames)


def test_a_site_without_a_promise_says_so(qtbot: QtBot) -> None:
    page = shown(qtbot, ProgrammeState(STATE.now, STATE.zone))
    assert page.model.rowCount() == 0
    assert all(frame.empty.text() == NONE for frame in page.frames)
    page.apply(STATE)
    assert page.product == "AV-119" and page.figures_frame.stack.currentWidget() is page.figures


def words_and_field(plot: XmrPlot | ChancePlot) -> None:
    boxes, field = plot.label_boxes(), plot.field_box()
    assert boxes, "the lines are named"
    for box in boxes:
        assert not box.meets(field), "no word over the data"
        assert box.x >= -1 and box.right <= plot.width() + 1 and box.y >= -1 and box.bottom <= plot.height() + 1
    assert not [pair for pair in combinations(boxes, 2) if pair[0].meets(pair[1], -0.5)], "no word over another"


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("product", PRODUCTS)
@pytest.mark.parametrize("release", [False, True])
def test_no_word_lies_over_the_data_or_over_another(qtbot: QtBot, size: tuple[int, int], product: str, release: bool) -> None:
    page = shown(qtbot, size=size)
    page.choose(product)
    page.release.setChecked(release)
    qtbot.wait(1)
    if page.run.chart.enough or not release:
        words_and_field(page.run)
    if page.chance.curve.enough:
        words_and_field(page.chance)


def test_another_theme_repaints_everything(qtbot: QtBot) -> None:
    page = shown(qtbot)
    before = page.grab().toImage()
    page.use(DARK)
    assert page.run.tokens is page.chance.tokens is page.figures.tokens is page.delegate.tokens is DARK
    assert page.grab().toImage() != before


def test_the_same_state_is_not_drawn_again(qtbot: QtBot) -> None:
    page = shown(qtbot)
    sheet = page.run.sheet_of
    page.apply(STATE)
    page.tick(STATE.now)
    assert page.run.sheet_of is sheet
