"""Age of work in progress against the past, and honest silence where the past is too short."""

from datetime import timedelta
from zoneinfo import ZoneInfo

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from console.view.charts.ageing import ENOUGH, RowSizes, drawn, headline, place_text, scale_end, table, words, work_in_progress
from console.view.charts.values import PastAges
from console.view.standing import Standing
from tests.view.charts.kept import START, batch

NOW = START + timedelta(hours=150)
ZONE = ZoneInfo("Asia/Kolkata")


def past(step: str, *ages: float) -> PastAges:
    return PastAges("CART-7D", step, step.title(), ages)


@given(ages=st.lists(st.floats(0, 300), max_size=60), age=st.floats(0, 300))
def test_percentiles_rise_and_are_silent_without_enough_batches(ages: list[float], age: float) -> None:
    (step,) = work_in_progress([], [past("EXPAND", *ages)]).steps
    limits = [each for each in (step.p50, step.p85, step.p95) if np.isfinite(each)]
    assert limits == sorted(limits)
    assert len(limits) == (0 if len(ages) < ENOUGH else 2 if len(ages) < 20 else 3)
    if ages:
        assert step.share_younger(age) == sum(each <= age for each in ages) / len(ages)


def test_not_enough_data_is_an_answer() -> None:
    work = work_in_progress([batch()], [past("EXPAND", 140, 150, 151, 160)])
    assert work.steps[0].n_text == "not enough data, n = 4"
    assert words(work, work.ageing[0], NOW) == "B-0412 at Expand: 6.2 d since leukapheresis; not enough data, n = 4."
    assert table(work, NOW, ZONE).rows[0][-1] == "not enough data, n = 4"
    assert place_text(work, work.ageing[0], NOW) == ""


def test_a_batch_older_than_the_past_is_said_so() -> None:
    work = work_in_progress([batch()], [past("EXPAND", *range(100, 140))])
    assert place_text(work, work.ageing[0], NOW) == "past P95"
    assert "100 % of 40 past batches had finished this step at that age" in words(work, work.ageing[0], NOW)


def test_batches_without_leukapheresis_are_counted_not_drawn() -> None:
    work = work_in_progress([batch(), batch("LV-118", leukapheresis_at=None)], [])
    assert len(work.ageing) == 1 and work.without == 1
    assert headline(work) == "1 batch · 1 without leukapheresis"


def test_a_step_nobody_has_finished_gets_its_row_with_n_zero() -> None:
    work = work_in_progress([batch()], [past("ENRICH", 5, 6)])
    assert [step.step for step in work.steps] == ["ENRICH", "EXPAND"]
    assert work.steps[1].n == 0 and work.ageing[0].row == 1


@given(
    many=st.lists(st.integers(0, 6), min_size=1, max_size=24),
    room=st.floats(40, 900),
)
def test_rows_fit_the_room_and_steps_with_batches_come_first(many: list[int], room: float) -> None:
    live = [batch(f"{step}-{i}", step=f"S{step}") for step, count in enumerate(many) for i in range(count)]
    work = work_in_progress(live, [past(f"S{step}", 1.0) for step in range(len(many))])
    sizes = RowSizes(17.0, 31.0, 13.0)
    rows = drawn(work, room, sizes)
    assert [row for row, _ in rows] == sorted({row for row, _ in rows})
    assert sum(high for _, high in rows) <= max(room, sizes.held) + 1e-6
    held = {row for row, count in enumerate(many) if count}
    seen = {row for row, _ in rows}
    if seen - held:
        assert held <= seen, "no empty step takes the room of one with a batch"


def test_when_room_is_short_the_step_with_the_late_batch_stays() -> None:
    live = [batch(f"B-{i}", step=f"S{i}", standing=Standing.LATE if i == 7 else Standing.ON_TIME) for i in range(9)]
    work = work_in_progress(live, [past(f"S{i}", 1.0) for i in range(9)])
    assert 7 in {row for row, _ in drawn(work, 70.0, RowSizes(17.0, 31.0, 13.0))}


def test_the_axis_ends_in_whole_days_beyond_the_oldest() -> None:
    work = work_in_progress([batch()], [])
    assert scale_end(work, NOW) == 7 * 24
