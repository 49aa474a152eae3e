"""The room of charts: one selection, words for every state, tables and pictures to keep."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QAbstractItemModelTester
from PySide6.QtWidgets import QToolButton
from pytestqt.qtbot import QtBot

from console.ui.charts.batches import LINE_ROLE, BatchModel
from console.ui.charts.screen import ChartsScreen
from console.ui.charts.table import TableModel
from console.ui.page import Place
from console.ui.theme import Theme
from console.view.charts.remaining import hours_left, remaining
from console.view.charts.tables import Table
from console.view.charts.values import ChartsState, SavePicture, SaveTable
from console.view.tokens import DARK, LIGHT
from tests.ui.charts.invented import NOW, ZONE, state

FLOOR = state()
STRICT = QAbstractItemModelTester.FailureReportingMode.Fatal


def shown(qtbot: QtBot, floor: ChartsState = FLOOR, wide: int = 1366, high: int = 640) -> ChartsScreen:
    screen = ChartsScreen(LIGHT)
    qtbot.addWidget(screen)
    screen.resize(wide, high)
    screen.apply(floor)
    with qtbot.waitExposed(screen):
        screen.show()
    return screen


def test_the_late_batch_is_seen_first_and_its_fan_answers(qtbot: QtBot, theme: Theme) -> None:
    screen = shown(qtbot)
    assert screen.batch == "B-0419"
    assert screen.fan_frame.title.text() == "B-0419: how its forecast moved"
    assert "n = 42" in screen.fan_frame.answer.text()
    assert screen.list.currentIndex().data() == "B-0419"


def test_one_selection_on_the_whole_page_said_once(qtbot: QtBot, theme: Theme) -> None:
    screen = shown(qtbot)
    told: list[str] = []
    screen.selected.connect(told.append)
    screen.select("B-0422")
    assert told == [] and screen.fan.series is not None and screen.fan.series.batch.batch == "B-0422"
    screen.list.setCurrentIndex(screen.model.index(0))
    assert told == ["B-0417"]
    assert (screen.batch, screen.remaining.selected, screen.ageing.selected) == ("B-0417",) * 3
    screen.remaining.chosen.emit(1)
    assert told == ["B-0417", "B-0418"] and screen.list.currentIndex().row() == 1


def test_enter_goes_to_the_batch_from_list_and_charts(qtbot: QtBot, theme: Theme) -> None:
    screen = shown(qtbot)
    went: list[object] = []
    screen.goes.connect(went.append)
    qtbot.keyClick(screen.fan, Qt.Key.Key_End)
    qtbot.keyClick(screen.fan, Qt.Key.Key_Return)
    screen.list.activated.emit(screen.model.index(2))
    qtbot.keyClick(screen.ageing, Qt.Key.Key_Home)
    qtbot.keyClick(screen.ageing, Qt.Key.Key_Return)
    assert went == [Place("batch", "B-0419"), Place("batch", "B-0420"), Place("batch", "B-0430")]


def test_the_value_under_the_cursor_stands_in_words(qtbot: QtBot, theme: Theme) -> None:
    screen = shown(qtbot)
    qtbot.keyClick(screen.remaining, Qt.Key.Key_Home)
    words = screen.remaining_frame.status.text()
    assert words.startswith("B-0417 (QC release): release in 2.8 h (1.5–4.7 h)")
    screen.tick(NOW + timedelta(hours=1))
    assert "1.8 h" in screen.remaining_frame.status.text()


def test_without_batches_every_chart_says_why_it_is_empty(qtbot: QtBot, theme: Theme) -> None:
    screen = shown(qtbot, ChartsState(NOW, ZONE))
    for frame in screen.frames:
        assert frame.stack.currentWidget() is frame.empty
        assert "in process" in frame.empty.text()
    screen.apply(FLOOR)
    assert all(frame.stack.currentWidget() is frame.plot for frame in screen.frames)


def test_a_batch_without_forecast_says_so(qtbot: QtBot, theme: Theme) -> None:
    screen = shown(qtbot)
    screen.select("B-0431")
    assert screen.fan_frame.stack.currentWidget() is screen.fan_frame.empty
    assert "no forecast has been made yet" in screen.fan_frame.empty.text()


def test_a_new_forecast_moves_fan_list_and_rows(qtbot: QtBot, theme: Theme) -> None:
    screen = shown(qtbot)
    rows = FLOOR.kept["B-0419"]
    new = replace(
        rows[-1], made_at=NOW + timedelta(hours=1), cause="second vector lot released",
        p10=rows[-1].p10 - timedelta(hours=8), p25=rows[-1].p25 - timedelta(hours=8),
        p50=rows[-1].p50 - timedelta(hours=8), p75=rows[-1].p75 - timedelta(hours=8), p90=rows[-1].p90 - timedelta(hours=8),
    )
    screen.made([new], FLOOR.live, NOW + timedelta(hours=1))
    assert screen.fan.series is not None
    assert screen.fan.series.moves[-1].text == "−8.0 h second vector lot released"
    assert len(screen.fan.series) == len(rows) + 1
    row = screen.model.row("B-0419")
    assert row is not None and screen.model.index(row).data(LINE_ROLE).startswith("29 h")
    assert screen.batch == "B-0419"


def test_a_batch_that_leaves_gives_the_page_to_another(qtbot: QtBot, theme: Theme) -> None:
    screen = shown(qtbot)
    left = tuple(each for each in FLOOR.live if each.batch != "B-0419")
    screen.made([], left, NOW)
    assert screen.batch == "B-0421", "the one at risk comes next"
    assert screen.model.row("B-0419") is None


@pytest.mark.parametrize("name", ["fan_frame", "remaining_frame", "ageing_frame"])
def test_table_and_picture_can_be_seen_and_kept(qtbot: QtBot, theme: Theme, name: str) -> None:
    screen = shown(qtbot)
    frame = getattr(screen, name)
    tester = QAbstractItemModelTester(frame.model, STRICT)
    asked: list[object] = []
    screen.asks.connect(asked.append)
    frame.as_table.click()
    assert frame.stack.currentWidget() is frame.view
    assert frame.model.rowCount() == len(frame.model.table.rows) > 3
    screen.tick(NOW + timedelta(minutes=2))
    frame.keep_table.trigger()
    frame.keep_picture.trigger()
    table, picture = asked
    assert isinstance(table, SaveTable) and table.name.endswith(".csv")
    assert len(table.text.splitlines()) == len(frame.model.table.rows) + 1
    assert isinstance(picture, SavePicture) and picture.png.startswith(b"\x89PNG")
    frame.as_table.click()
    assert frame.stack.currentWidget() is frame.plot
    assert tester.failureReportingMode() is STRICT


def test_one_chart_may_take_the_page_and_give_it_back(qtbot: QtBot, theme: Theme) -> None:
    screen = shown(qtbot)
    screen.remaining_frame.enlarge.click()
    assert [frame.isVisible() for frame in screen.frames] == [False, False, True]
    qtbot.waitUntil(lambda: screen.remaining.rows.seen == 16)
    screen.remaining_frame.enlarge.click()
    assert all(frame.isVisible() for frame in screen.frames)


@pytest.mark.parametrize("size", [(1366, 640), (1920, 960)])
def test_the_page_is_the_same_twice_in_both_themes(qtbot: QtBot, theme: Theme, size: tuple[int, int]) -> None:
    pictures = []
    for _ in range(2):
        theme.use(theme="light")
        screen = shown(qtbot, FLOOR, *size)
        qtbot.wait(20)
        light = screen.grab().toImage()
        theme.use(theme="dark")
        screen.use(DARK)
        qtbot.wait(20)
        pictures.append((light, screen.grab().toImage()))
    assert pictures[0][0] == pictures[1][0] and pictures[0][1] == pictures[1][1]
    assert pictures[0][0] != pictures[0][1]


def test_every_button_has_a_name_for_a_screen_reader(qtbot: QtBot, theme: Theme) -> None:
    screen = shown(qtbot)
    for frame in screen.frames:
        assert all(each.accessibleName() for each in frame.findChildren(QToolButton))
        assert frame.plot.accessibleName() and frame.view.accessibleName()


def test_the_list_of_batches_is_a_sound_model_through_all_changes(qtbot: QtBot, theme: Theme) -> None:
    model = BatchModel()
    tester = QAbstractItemModelTester(model, STRICT)
    series = remaining(FLOOR.live, FLOOR.kept)
    model.take(series, hours_left(series, NOW))
    model.take(series, hours_left(series, NOW + timedelta(hours=3)))
    fewer = remaining(FLOOR.live[:4], FLOOR.kept)
    model.take(fewer, hours_left(fewer, NOW))
    assert model.rowCount() == 4 and model.data(model.index(9, 0)) is None
    none = remaining((), {})
    model.take(none, hours_left(none, NOW))
    assert model.rowCount() == 0
    assert tester.failureReportingMode() is STRICT


def test_the_table_model_keeps_rows_that_only_change_their_words(qtbot: QtBot) -> None:
    model = TableModel()
    tester = QAbstractItemModelTester(model, STRICT)
    model.take(Table("t", ("a", "b"), (("1", "2"), ("3", "4")), frozenset({1})))
    with qtbot.assertNotEmitted(model.modelReset), qtbot.waitSignal(model.dataChanged):
        model.take(Table("t", ("a", "b"), (("1", "2"), ("3", "5")), frozenset({1})))
    with qtbot.waitSignal(model.modelReset):
        model.take(Table("t", ("a",), ()))
    assert tester.failureReportingMode() is STRICT
