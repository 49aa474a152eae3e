"""The marks of the charts' axes rise, say where they are, and never write over one another."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from console.view.charts.axes import Scale, days, hours, unclashed, zoned


@given(low=st.floats(-200, 1_000), span=st.floats(0.1, 5_000), target=st.integers(1, 20))
def test_marks_rise_lie_inside_and_are_few(low: float, span: float, target: int) -> None:
    for marks in (hours(low, low + span, target), days(low, low + span, target)):
        at = [mark.at for mark in marks]
        assert at == sorted(set(at))
        assert all(low - 1e-6 <= each <= low + span + 1e-6 for each in at)
        assert len({mark.label for mark in marks}) == len(marks)
        assert len(marks) <= 4 * target + 2


@given(
    labels=st.lists(st.tuples(st.floats(0, 500), st.floats(5, 90), st.booleans()), max_size=20), gap=st.floats(0, 10)
)
def test_written_labels_do_not_touch_and_a_leading_one_is_not_lost_to_others(
    labels: list[tuple[float, float, bool]], gap: float
) -> None:
    at, wide = [each[0] for each in labels], [each[1] for each in labels]
    major = [each[2] for each in labels]
    shown = unclashed(at, wide, major, gap)
    for i in range(len(at)):
        for k in range(i):
            if shown[i] and shown[k]:
                assert abs(at[i] - at[k]) >= (wide[i] + wide[k]) / 2 + gap - 1e-6
    if any(major):
        assert any(s for s, m in zip(shown, major, strict=True) if m)


@pytest.mark.parametrize("zone", ["America/New_York", "Europe/London", "Australia/Lord_Howe", "Asia/Kolkata"])
def test_marks_of_a_chart_stand_at_local_midnights_from_any_origin(zone: str) -> None:
    origin = datetime(2026, 10, 1, 7, 20, tzinfo=UTC).timestamp()
    for mark in zoned(origin, 0, 45 * 24, ZoneInfo(zone), 45):
        local = datetime.fromtimestamp(origin + mark.at * 3_600, UTC).astimezone(ZoneInfo(zone))
        assert (local.hour, local.minute) == (0, 0)


@given(low=st.floats(-10, 10), span=st.floats(0.5, 100), value=st.floats(-20, 120))
def test_a_scale_goes_there_and_back(low: float, span: float, value: float) -> None:
    scale = Scale(low, low + span, 400, 0)
    assert abs(scale.value(scale.px(value)) - value) < 1e-6
