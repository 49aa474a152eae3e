"""The charts as people meet them: painted in both themes, walked by keys, still where nothing moves."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from itertools import combinations

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from console.ui.charts.ageing_plot import AgeingPlot
from console.ui.charts.fan_plot import FanPlot
from console.ui.charts.plot import Plot
from console.ui.charts.remaining_plot import RemainingPlot
from console.ui.charts.strip import RemainingStrip
from console.ui.page import Place
from console.ui.theme import Theme
from console.view.charts.ageing import work_in_progress
from console.view.charts.fan import fan
from console.view.charts.placement import Box
from console.view.charts.remaining import remaining
from console.view.tokens import DARK, LIGHT, Tokens
from tests.ui.charts.invented import state

FLOOR = state()
LATE = next(each for each in FLOOR.live if each.batch == "B-0419")
Make = Callable[[Tokens], Plot]


def made_fan(tokens: Tokens) -> FanPlot:
    plot = FanPlot(tokens)
    plot.show_series(fan(LATE, FLOOR.kept[LATE.batch]), FLOOR.now, FLOOR.zone)
    return plot


def made_remaining(tokens: Tokens) -> RemainingPlot:
    plot = RemainingPlot(tokens)
    plot.show_series(remaining(FLOOR.live, FLOOR.kept), FLOOR.now, FLOOR.zone)
    return plot


def made_ageing(tokens: Tokens) -> AgeingPlot:
    plot = AgeingPlot(tokens)
    plot.show_series(work_in_progress(FLOOR.live, FLOOR.past), FLOOR.now, FLOOR.zone)
    return plot


ALL: list[Make] = [made_fan, made_remaining, made_ageing]


def shown(qtbot: QtBot, plot: QWidget, wide: int = 620, high: int = 320) -> None:
    qtbot.addWidget(plot)
    plot.resize(wide, high)
    with qtbot.waitExposed(plot):
        plot.show()


@pytest.mark.parametrize("make", ALL)
def test_the_same_state_gives_the_same_picture_and_the_themes_differ(qtbot: QtBot, theme: Theme, make: Make) -> None:
    pictures = {}
    for name, tokens in (("light", LIGHT), ("again", LIGHT), ("dark", DARK)):
        plot = make(tokens)
        shown(qtbot, plot)
        pictures[name] = plot.png()
    assert pictures["light"] == pictures["again"]
    assert pictures["light"] != pictures["dark"]


@pytest.mark.parametrize("make", ALL)
def test_changing_the_theme_gives_the_picture_of_that_theme(qtbot: QtBot, theme: Theme, make: Make) -> None:
    turned, dark = make(LIGHT), make(DARK)
    for plot in (turned, dark):
        shown(qtbot, plot)
    turned.use(DARK)
    assert turned.png() == dark.png()


@pytest.mark.parametrize("make", ALL)
def test_arrow_keys_walk_every_point_and_each_is_said_in_words(qtbot: QtBot, theme: Theme, make: Make) -> None:
    plot = make(LIGHT)
    shown(qtbot, plot)
    said: list[str] = []
    plot.said.connect(said.append)
    for _ in range(plot.count()):
        qtbot.keyClick(plot, Qt.Key.Key_Right)
    assert plot.cursor_at == plot.count() - 1
    assert len(said) == plot.count() and all("n = " in each or "past batches" in each for each in said)
    assert plot.accessibleDescription() == said[-1]
    qtbot.keyClick(plot, Qt.Key.Key_Right)
    assert plot.cursor_at == plot.count() - 1
    qtbot.keyClick(plot, Qt.Key.Key_Home)
    assert plot.cursor_at == 0
    with qtbot.waitSignal(plot.entered):
        qtbot.keyClick(plot, Qt.Key.Key_Return)
    qtbot.keyClick(plot, Qt.Key.Key_Escape)
    assert plot.cursor_at is None and said[-1] == ""


def paints_of(qtbot: QtBot, plot: Plot, tick: Callable[[datetime], None], by: timedelta) -> int:
    qtbot.wait(30)
    before = plot.paints
    tick(FLOOR.now + by)
    qtbot.wait(30)
    return plot.paints - before


@pytest.mark.parametrize("make", ALL)
def test_a_second_that_moves_nothing_paints_nothing_and_hours_paint_once(qtbot: QtBot, theme: Theme, make: Make) -> None:
    plot = make(LIGHT)
    shown(qtbot, plot)
    assert isinstance(plot, FanPlot | RemainingPlot | AgeingPlot)
    assert paints_of(qtbot, plot, plot.tick, timedelta(seconds=1)) == 0
    assert 1 <= paints_of(qtbot, plot, plot.tick, timedelta(hours=8)) <= 2, "twice when the margins grow"


@pytest.mark.parametrize("wide", [380, 540, 900])
def test_names_of_ageing_batches_never_overlap_nor_lie_on_a_dot(qtbot: QtBot, theme: Theme, wide: int) -> None:
    plot = made_ageing(LIGHT)
    shown(qtbot, plot, wide, 330)
    labels = [box for box, _, _ in plot._labels]
    assert labels
    dots = [Box(dot.x() - 6, dot.y() - 6, 12, 12) for dot in plot._dots if dot]
    assert not any(a.meets(b) for a, b in combinations(labels, 2))
    assert not any(label.meets(dot) for label in labels for dot in dots)
    named = {plot.work.ageing[i].batch.batch for _, _, i in plot._labels} if plot.work else set()
    assert {"B-0419", "B-0421", "B-0426"} <= named, "late, at risk and held are always named"


def test_events_that_moved_the_fan_are_named_above_it(qtbot: QtBot, theme: Theme) -> None:
    plot = made_fan(LIGHT)
    shown(qtbot, plot)
    assert [words for _, words, _, _ in plot._lane_items] == [
        "+6.6 h vector lot held", "+7.9 h mycoplasma test repeated", "−3.0 h QC desk freed",
    ]  # fmt: skip
    assert plot.left_out == 0


def test_the_fan_of_one_single_forecast_and_of_none_is_painted_without_complaint(qtbot: QtBot, theme: Theme) -> None:
    plot = FanPlot(LIGHT)
    for rows in ((), FLOOR.kept[LATE.batch][:1]):
        plot.show_series(fan(LATE, rows), FLOOR.now, FLOOR.zone)
    shown(qtbot, plot)
    assert plot.count() == 1 and plot.paints > 0


def test_rows_that_do_not_fit_are_reached_by_wheel_and_by_keys(qtbot: QtBot, theme: Theme) -> None:
    plot = made_remaining(LIGHT)
    shown(qtbot, plot, 900, 160)
    assert plot.rows.seen < plot.count() and plot.rows.text.startswith("rows 1–")
    plot.scroll_rows(2)
    assert plot.rows.first == 2
    qtbot.keyClick(plot, Qt.Key.Key_End)
    assert plot.count() - 1 in plot.rows.range()
    plot.scroll_rows(99)
    assert plot.rows.first + plot.rows.seen == plot.count()


def test_a_click_on_a_row_chooses_its_batch(qtbot: QtBot, theme: Theme) -> None:
    plot = made_remaining(LIGHT)
    shown(qtbot, plot, 900, 400)
    at = plot.mapFromScene(plot._field.mapToScene(20, plot.rows.middle(3)))
    with qtbot.waitSignal(plot.chosen) as told:
        qtbot.mouseClick(plot.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(at.x(), at.y()))
    assert told.args == [3]


def test_the_cursor_stays_on_its_batch_when_the_order_changes(qtbot: QtBot, theme: Theme) -> None:
    plot = made_remaining(LIGHT)
    shown(qtbot, plot, 900, 400)
    plot.point(0)
    first = plot.series.batches[0].batch if plot.series else ""
    rows = FLOOR.kept[first]
    later = replace(rows[-1], made_at=FLOOR.now, **{
        name: getattr(rows[-1], name) + timedelta(days=2) for name in ("p10", "p25", "p50", "p75", "p90")
    })
    plot.show_series(remaining(FLOOR.live, {**FLOOR.kept, first: (*rows, later)}), FLOOR.now, FLOOR.zone)
    assert plot.cursor_at not in (0, None)
    assert plot.series and plot.series.batches[plot.cursor_at or 0].batch == first


def test_the_strip_shows_the_nearest_and_goes_to_the_batch(qtbot: QtBot, theme: Theme) -> None:
    strip = RemainingStrip(LIGHT)
    strip.apply(remaining(FLOOR.live, FLOOR.kept), FLOOR.now, FLOOR.zone)
    shown(qtbot, strip, 1366, 140)
    qtbot.waitUntil(lambda: 3 <= strip.plot.rows.seen < 9)
    strip.tick(FLOOR.now + timedelta(minutes=5))
    assert "of 16" in strip.words.text()
    qtbot.keyClick(strip.plot, Qt.Key.Key_Down)
    with qtbot.waitSignal(strip.goes) as told:
        qtbot.keyClick(strip.plot, Qt.Key.Key_Return)
    assert told.args == [Place("batch", "B-0417")]
