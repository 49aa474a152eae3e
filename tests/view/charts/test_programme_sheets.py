"""Where the programmes' charts put their words: over no data, over one another never, and inside the room there is."""

from __future__ import annotations

from datetime import UTC, datetime
from math import nan
from zoneinfo import ZoneInfo

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from console.view.charts import chance_sheet, figures_sheet, xmr_sheet
from console.view.charts.chance import DAY_H, Fate, curve
from console.view.charts.chance_sheet import Promised
from console.view.charts.placement import Box
from console.view.charts.programme_words import Line, Unit, lines
from console.view.charts.xmr import Point, XmR, run_chart
from tests.view.charts.invented_programmes import state
from tests.view.charts.programmes import HOUR, START

ZONE = ZoneInfo("America/New_York")
HOURS = st.lists(st.floats(120, 220), max_size=70)
FIGURES = lines(state().programmes[0], 40)
ROOM = st.tuples(st.floats(200, 1900), st.floats(60, 700))


def wide(words: str) -> float:
    return 6.0 * len(words)


def chart(hours: list[float], promise: float = 176.0) -> XmR:
    return run_chart("Vein-to-vein", [Point(f"B-{n}", START + n * 24 * HOUR, h, promise + n % 3) for n, h in enumerate(hours)])


def apart(boxes: list[Box]) -> bool:
    return not any(one.meets(other) for i, one in enumerate(boxes) for other in boxes[:i])


def run_sheet(hours: list[float], room: tuple[float, float], promise: float = 176.0) -> xmr_sheet.Sheet:
    return xmr_sheet.lay_out(chart(hours, promise), xmr_sheet.Size(room[0], room[1], 15.0, 3), wide, ZONE)


@given(HOURS, ROOM)
def test_the_run_charts_words_touch_neither_one_another_nor_the_field(hours: list[float], room: tuple[float, float]) -> None:
    made = run_sheet(hours, room)
    named = [box for box, _, _ in made.named]
    assert apart(named) and apart([box for box, _, _ in made.beside])
    for box in named:
        assert box.bottom <= 0.0, "over the field"
        assert -made.lane <= box.y and box.x >= 0.0 and box.right <= room[0] + 1e-6
    for box, _, _ in made.beside:
        assert box.x > 0.0 and box.y >= -1e-6 and box.bottom <= room[1] + 1e-6, "beside the field, in its height"


@given(HOURS, ROOM)
def test_no_stem_of_a_signal_crosses_another_ones_words(hours: list[float], room: tuple[float, float]) -> None:
    made = run_sheet(hours, room)
    for box, _, _ in made.named:
        for other, _, index in made.named:
            stem = made.x.px(index)
            if other.y < box.y:
                assert not box.x + 1 < stem < box.right - 1


@given(HOURS, ROOM)
def test_every_point_and_line_lies_in_the_field(hours: list[float], room: tuple[float, float]) -> None:
    made, told = run_sheet(hours, room), chart(hours)
    for index, point in enumerate(told.points):
        assert 0 <= made.x.px(index) <= room[0] and -1e-6 <= made.y.px(point.hours) <= room[1]
    for _, at in xmr_sheet.lines(told):
        assert -1e-6 <= made.y.px(at) <= room[1]
    assert all(0 <= level <= room[1] for _, _, level in made.steps)


def test_signals_that_find_no_room_are_counted() -> None:
    made = run_sheet([160.0, 161.0] * 10 + [200.0, 120.0] * 15, (420.0, 300.0))
    told = xmr_sheet.told(chart([160.0, 161.0] * 10 + [200.0, 120.0] * 15))
    assert made.left_out == len(told) - len(made.named) > 0
    assert all("limit" in words for _, words, _ in made.named)


def test_the_names_of_the_lines_say_their_hours() -> None:
    names = [name for name, _ in xmr_sheet.lines(chart([160.0, 162.0] * 6))]
    assert names == ["upper limit 166.3 h", "mean 161.0 h", "lower limit 155.7 h", "promise 178.0 h"]
    assert [name for name, _ in xmr_sheet.lines(chart([160.0] * 3))] == ["promise 178.0 h"], "no limits without enough"


def test_equal_promises_are_one_stroke_and_none_is_a_gap() -> None:
    told = run_chart("V", [Point(f"B-{n}", START + n * HOUR, 160.0, [170.0, 170.0, nan, 170.0, 175.0][n]) for n in range(5)])
    made = xmr_sheet.lay_out(told, xmr_sheet.Size(500, 200, 15, 3), wide, ZONE)
    assert [(round(made.x.value(a), 2), round(made.x.value(b), 2)) for a, b, _ in made.steps] == [
        (-0.5, 1.5),
        (2.5, 3.5),
        (3.5, 4.5),
    ]


def test_days_under_the_run_chart_are_the_sites_own_across_both_changes_of_clock() -> None:
    def days(*ended: datetime) -> list[str]:
        told = run_chart("V", [Point(f"B-{n}", at, 160.0) for n, at in enumerate(ended)])
        return [mark.label for mark in xmr_sheet.dates(told, 500.0, ZONE)]

    night = datetime(2026, 11, 1, 3, 30, tzinfo=UTC)
    assert days(night, night + 1.5 * HOUR, night + 2.5 * HOUR) == ["31 Oct", "1 Nov", "1 Nov"], "23:30, 01:00 twice"
    night = datetime(2026, 3, 8, 4, 59, tzinfo=UTC)
    assert days(night, night + 2 * HOUR) == ["7 Mar", "8 Mar"], "23:59, 01:59"


@given(st.floats(100, 200), st.floats(0.1, 600), st.floats(60, 900))
def test_marks_of_hours_lie_in_sight_and_are_not_crowded(low: float, length: float, height: float) -> None:
    marks = xmr_sheet.hours(low, low + length, height)
    assert all(low - 1e-6 <= mark.at <= low + length + 1e-6 for mark in marks)
    assert len(marks) <= height / 34 + 3


FATES = st.lists(
    st.builds(lambda age, kind: Fate(age, kind == 1, kind == 2), st.floats(20, 260), st.integers(0, 2)), min_size=1, max_size=40
)


@settings(max_examples=40)
@given(FATES, ROOM, st.floats(100, 200), st.floats(0, 30))
def test_the_chance_charts_words_stand_over_and_beside_its_field(
    fates: list[Fate], room: tuple[float, float], low: float, more: float
) -> None:
    made = chance_sheet.lay_out(curve(fates), Promised("infusion", low, low + more), chance_sheet.Size(*room, 15.0), wide)
    assert apart([box for box, _, _ in made.beside])
    for box, _, _ in made.beside:
        assert box.x > 0 and box.y >= -1e-6 and box.bottom <= room[1] + 1e-6
    assert made.promise is not None and made.promise.x >= 0
    assert made.promise.right <= max(room[0], made.promise.w) + 1e-6
    for way in (made.released, made.low, made.high, made.lost):
        xs, ys = np.array(way).T
        assert np.all(np.diff(xs) >= -1e-6) and np.all((ys >= -1e-6) & (ys <= room[1]))
        assert np.all(np.diff(ys) <= 1e-6), "a chance never falls"
    assert made.band is not None and 0 <= made.band[0] <= made.band[1] <= room[0]
    assert len(made.waiting) == len(made.marks)


def test_how_many_waited_stands_under_its_own_day() -> None:
    told = curve([Fate(150.0 + n, released=True) for n in range(20)] + [Fate(40.0)])
    made = chance_sheet.lay_out(told, Promised(), chance_sheet.Size(600, 300, 15), wide)
    assert made.promise is None and made.band is None
    assert [int(words) for words in made.waiting] == [told.waiting(mark.at * DAY_H) for mark in made.marks]
    assert all(made.x.low <= mark.at <= made.x.high for mark in made.marks)


def test_what_was_lost_before_the_axis_begins_is_there_from_its_beginning() -> None:
    told = curve([Fate(150.0 + n, released=True) for n in range(8)] + [Fate(10.0, lost=True)] * 2)
    made = chance_sheet.lay_out(told, Promised(), chance_sheet.Size(600, 300, 15), wide)
    assert made.y.value(made.lost[0][1]) == pytest.approx(0.2)
    assert [name for name, _ in chance_sheet.names(told)] == ["released 80 % (41–95 %)", "lost 20 %"]


@given(st.floats(250, 1200), st.floats(150, 700))
def test_the_figures_rows_touch_and_their_axes_hold_what_they_show(width: float, height: float) -> None:
    told = FIGURES
    made = figures_sheet.lay_out(told, width, height, wide)
    assert len(made.rows) == len(told)
    for one, other in zip(made.rows, made.rows[1:], strict=False):
        assert other.top >= one.top + one.high - 1e-6
    assert made.rows[-1].top + made.rows[-1].high <= height - figures_sheet.AXIS_PX + 1e-6
    for line, row in zip(told, made.rows, strict=True):
        scale, _, top, bottom = made.axes[line.unit]
        assert top - 1e-6 <= row.top and row.top + row.high <= bottom + 1e-6
        for value in (line.at, line.low, line.high, line.promise):
            assert value != value or made.left <= scale.px(value) <= width, "words lie left of the axes, figures right"


def test_figures_without_enough_still_have_their_axes() -> None:
    told = [Line("a", "A", "not enough data, n = 4", "", unit, nan, nan, nan, 4) for unit in (Unit.DAYS, Unit.PERCENT)]
    made = figures_sheet.lay_out(told, 500, 200, wide)
    assert set(made.axes) == {Unit.DAYS, Unit.PERCENT}
