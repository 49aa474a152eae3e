"""Why a forecast moved, as rows: nothing of the sum is lost however much is folded, and words say what arrows show."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from console.forecast.explained import Part, Waterfall
from console.view.charts import waterfall
from console.view.charts.waterfall import Kind, fall, headline, shift_text, table
from tests.ui.charts.invented import NOW, ZONE
from tests.ui.charts.told import PARTS, SINCE
from tests.ui.charts.told import waterfall as told

MINUTES = st.integers(-40 * 60, 40 * 60)
AGES = st.one_of(st.none(), st.integers(0, 600))
LISTS = st.lists(st.tuples(MINUTES, AGES), max_size=40)


def made(rows: list[tuple[int, int | None]]) -> Waterfall:
    return told(
        tuple(
            Part(f"thing {i}", timedelta(minutes=moved), None if ago is None else NOW - timedelta(minutes=ago), (f"e{i}",))
            for i, (moved, ago) in enumerate(rows)
        )
    )


@given(LISTS, st.integers(1, 12))
def test_folded_or_not_the_rows_lead_from_the_one_forecast_to_the_other(rows: list[tuple[int, int | None]], most: int) -> None:
    one = made(rows)
    drawn = fall(one, most)
    assert one.after is not None and one.before is not None
    parts = drawn.bars[1:-1]
    assert sum((bar.moved for bar in parts), timedelta()) == one.after - one.before
    assert len(parts) <= most and sum(bar.many for bar in parts) == len(rows)
    for before, bar in zip(drawn.bars, drawn.bars[1:], strict=False):
        assert bar.start_h == pytest.approx(before.end_h, abs=1e-6)


@given(LISTS, st.integers(2, 12))
def test_the_largest_keep_their_own_row_and_stand_in_the_order_they_happened(rows: list[tuple[int, int | None]], most: int) -> None:
    drawn = fall(made(rows), most)
    own = [bar for bar in drawn.bars if bar.kind is Kind.PART]
    folded = [bar for bar in drawn.bars if bar.kind is Kind.SMALL]
    sizes = sorted((abs(moved) for moved, _ in rows), reverse=True)
    assert sorted((round(abs(bar.moved) / timedelta(minutes=1)) for bar in own), reverse=True) == sizes[: len(own)]
    ages = [bar.at for bar in own if bar.at is not None]
    assert ages == sorted(ages)
    assert all(own.index(bar) >= len(ages) for bar in own if bar.at is None), "what has no instant comes last"
    assert len(folded) <= 1 and all(bar is drawn.bars[-2] for bar in folded)


def test_the_table_unfolds_every_part_and_ends_where_the_forecast_stands() -> None:
    one = told()
    rows = table(one, ZONE).rows
    assert len(rows) == len(PARTS) + 2
    assert rows[0][3] == "2026-11-24 13:26-05:00" and rows[-1][3] == rows[-2][3] == "2026-11-24 20:34-05:00"
    assert sum(float(row[2]) for row in rows[1:-1]) == pytest.approx(7 + 8 / 60, abs=0.05)
    assert rows[1][5] == "Ann Lee" and rows[4][4] == "B-0421"


def test_the_sum_is_said_in_one_line() -> None:
    assert headline(told(), NOW, ZONE) == "P50 moved +7 h 08 min: from tomorrow 13:26 to tomorrow 20:34"
    earlier = told((Part("the queue at the QC desk has gone", timedelta(minutes=-130)),))
    assert headline(earlier, NOW, ZONE) == "P50 moved −2 h 10 min: from tomorrow 13:26 to tomorrow 11:16"
    assert headline(told(()), NOW, ZONE) == "P50 has not moved: tomorrow 13:26"
    assert headline(told((), of="promise"), NOW, ZONE) == "P50 of the promise's end has not moved: tomorrow 13:26"


def test_without_a_forecast_at_either_end_it_says_why_and_draws_nothing() -> None:
    none = replace(told(()), before=None, why_not="The batch had not been ordered at 06:00.")
    assert fall(none).bars == () and table(none, ZONE).rows == ()
    assert headline(none, NOW, ZONE) == "The batch had not been ordered at 06:00."
    assert headline(replace(none, why_not=""), NOW, ZONE)


def test_each_row_is_told_in_words() -> None:
    drawn = fall(told(), 12, "Forecast at the shift's start")
    said = [waterfall.words(drawn, i, NOW, ZONE) for i in range(len(drawn.bars))]
    assert said[0] == "Forecast at the shift's start, today 06:00: release was expected tomorrow 13:26."
    assert said[1] == "today 06:04: Vector lot V-118 held: sterility not read yet: 6 h 35 min later."
    assert said[4].endswith("(B-0421): 52 min later.")
    assert said[-2] == "2 small ones together: 2 min earlier."
    assert said[-1] == "Now, today 10:12: release is expected tomorrow 20:34."


@pytest.mark.parametrize(
    ("moved", "words"),
    [
        (0, "unmoved"),
        (0.4, "unmoved"),
        (-0.4, "unmoved"),
        (1, "1 min later"),
        (-95, "1 h 35 min earlier"),
        (6_000, "4 d 4 h later"),
    ],
)
def test_a_movement_says_its_direction(moved: float, words: str) -> None:
    assert shift_text(timedelta(minutes=moved)) == words


def test_the_instant_of_a_part_is_named_on_the_day_it_happened() -> None:
    old = told((Part("hold placed", timedelta(hours=3), SINCE - timedelta(days=3)),))
    drawn = fall(old)
    assert waterfall.when_text(drawn.bars[1], NOW, ZONE) == "Fri 20 06:00"
    assert waterfall.when_text(drawn.bars[0], NOW, ZONE) == "06:00"
    assert waterfall.value_text(drawn, drawn.bars[1], NOW, ZONE) == "3 h later"
