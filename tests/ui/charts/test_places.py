"""Where words stand on the charts: never over one another, never over data, at every size a console has."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations

import pytest
from pytestqt.qtbot import QtBot

from console.ui.charts.calibration_plot import CalibrationPlot
from console.ui.charts.drivers_plot import DriversPlot
from console.ui.charts.fan_plot import LANE_ROW_PX, FanPlot
from console.ui.charts.plot import Plot
from console.ui.charts.waterfall_plot import WaterfallPlot
from console.ui.theme import Theme
from console.view.charts import drivers, trust
from console.view.charts.fan import fan
from console.view.charts.placement import Box
from console.view.tokens import LIGHT
from tests.ui.charts import told
from tests.ui.charts.invented import state

FLOOR = state()
SIZES = pytest.mark.parametrize(("wide", "high"), [(380, 230), (560, 250), (560, 520), (1040, 420), (1280, 820)])


def shown(qtbot: QtBot, plot: Plot, wide: int, high: int) -> None:
    qtbot.addWidget(plot)
    plot.resize(wide, high)
    with qtbot.waitExposed(plot):
        plot.show()


def apart(boxes: Sequence[Box], data: Box, sheet: tuple[int, int]) -> None:
    """No two meet, none lies over the data, none leaves the sheet."""
    assert boxes
    assert not [pair for pair in combinations(boxes, 2) if pair[0].meets(pair[1], -0.5)]
    assert not [box for box in boxes if box.meets(data, -0.5)]
    assert not [box for box in boxes if box.x < 0 or box.y < 0 or box.right > sheet[0] + 0.5 or box.bottom > sheet[1] + 0.5]


@SIZES
def test_the_words_of_a_waterfall_stand_beside_its_bars(qtbot: QtBot, theme: Theme, wide: int, high: int) -> None:
    plot = WaterfallPlot(LIGHT)
    plot.show_fall(told.waterfall(), "Forecast at the shift's start", FLOOR.now, FLOOR.zone)
    shown(qtbot, plot, wide, high)
    apart(plot.label_boxes(), plot.field_box(), (wide, high))
    assert plot.drawn is not None and plot.rows.seen == len(plot.drawn.bars), "every row is seen: what has no room is folded"
    assert plot.field_box().w > 0.2 * wide, "the bars keep room beside the words"
    low, high_px = plot._scale.px(plot.drawn.low), plot._scale.px(plot.drawn.high)
    assert low >= 0 and high_px <= plot.field_box().w


@SIZES
def test_every_n_of_the_calibration_hangs_over_its_point(qtbot: QtBot, theme: Theme, wide: int, high: int) -> None:
    plot = CalibrationPlot(LIGHT)
    plot.show_card(told.card())
    shown(qtbot, plot, wide, high)
    apart(plot.label_boxes(), plot.field_box(), (wide, high))
    assert [index for index, _, _, _ in plot._labels] == [0, 1, 2, 3, 4], "n is visible at each point"


@SIZES
def test_too_few_batches_are_told_in_words_off_the_diagonal(qtbot: QtBot, theme: Theme, wide: int, high: int) -> None:
    plot = CalibrationPlot(LIGHT)
    plot.show_card(told.card(4))
    shown(qtbot, plot, wide, high)
    apart(plot.label_boxes(), plot.field_box(), (wide, high))
    words = plot.words_box()
    left, top = plot._x.value(words.x), plot._y.value(words.y)
    assert words.w > 0 and words.x >= 0 and words.right <= plot.field_box().w and words.bottom <= plot.field_box().h
    assert left > top, "its upper left corner lies under the diagonal, hence all of it"
    assert trust.too_few(plot.points) == "not enough data, n = 4"


@SIZES
def test_the_names_and_values_of_drivers_leave_the_bars_alone(qtbot: QtBot, theme: Theme, wide: int, high: int) -> None:
    plot = DriversPlot(LIGHT)
    plot.show_drivers(told.explained())
    shown(qtbot, plot, wide, high)
    names, field, said = plot._names.geometry(), plot._field.geometry(), plot._said.geometry()
    assert names.right() <= field.left() + 0.5 and field.right() <= said.left() + 0.5
    assert said.width() >= max(plot.wide(drivers.share_text(one)) for one in plot.drivers) + 10
    assert plot.rows.height >= plot.metrics.height(), "two rows of words do not touch"


@SIZES
@pytest.mark.parametrize("batch", ["B-0419", "B-0421", "LV-118", "B-0425"])
def test_the_words_of_a_fan_stand_above_and_beside_it(qtbot: QtBot, theme: Theme, wide: int, high: int, batch: str) -> None:
    plot = FanPlot(LIGHT)
    live = next(each for each in FLOOR.live if each.batch == batch)
    plot.show_series(fan(live, FLOOR.kept[batch]), FLOOR.now, FLOOR.zone)
    shown(qtbot, plot, wide, high)
    lane = plot._lane.geometry()
    named = [
        Box(lane.left() + x, lane.bottom() - 2 - (row + 1) * LANE_ROW_PX, plot.wide(words) + 8, LANE_ROW_PX)
        for _, words, row, x in plot._lane_items
    ]
    field = plot._box.geometry()
    data = Box(field.left(), field.top(), field.width(), field.height())
    if named:
        apart(named, data, (wide, high))
    ends = plot.ends.boxes()
    apart(ends, data, (wide, high))
    assert all(field.right() <= box.x for box in ends)
    assert {"P50", "promise"} <= {words.split()[0] for _, words, _ in plot.ends.names}


@pytest.mark.parametrize("name", ["waterfall", "drivers"])
def test_rows_give_way_when_the_chart_is_made_lower_and_come_back(qtbot: QtBot, theme: Theme, name: str) -> None:
    waterfall, hanging = WaterfallPlot(LIGHT), DriversPlot(LIGHT)
    waterfall.show_fall(told.waterfall(), "Forecast then", FLOOR.now, FLOOR.zone)
    hanging.show_drivers(told.explained())
    plot = waterfall if name == "waterfall" else hanging
    shown(qtbot, plot, 700, 600)
    tall = plot.rows.height
    for high in (420, 190, 420, 600):
        plot.resize(700, high)
        qtbot.wait(20)
        axis = plot._axis.geometry()
        assert axis.bottom() <= high and axis.height() >= 24, "the axis is seen"
        assert plot.rows.seen * plot.rows.height <= plot._field.size().height() + 0.5
    assert plot.rows.height == tall
