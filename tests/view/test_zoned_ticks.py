"""The marks on an axis of time stay true on the nights the clocks change."""

from datetime import UTC, datetime
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from console.view.zoned_ticks import DAY_S, day_label, ticks

ZONES = ["America/New_York", "Europe/London", "Australia/Lord_Howe", "Asia/Kolkata"]
CHANGE_NIGHTS = {
    "America/New_York": [(2026, 3, 8), (2026, 11, 1)],
    "Europe/London": [(2026, 3, 29), (2026, 10, 25)],
    "Australia/Lord_Howe": [(2026, 4, 5), (2026, 10, 4)],
    "Asia/Kolkata": [(2026, 3, 8), (2026, 11, 1)],
}


def local(zone: str, year: int, month: int, day: int, hour: int = 0) -> float:
    return datetime(year, month, day, hour, tzinfo=ZoneInfo(zone)).timestamp()


@given(
    zone=st.sampled_from(ZONES),
    start=st.floats(1.6e9, 2.2e9, allow_nan=False),
    span=st.floats(60, 400 * DAY_S),
    target=st.integers(1, 40),
)
def test_ticks_rise_are_unique_and_stand_at_round_local_times(
    zone: str, start: float, span: float, target: int
) -> None:
    marks = ticks(start, start + span, ZoneInfo(zone), target)
    at = [mark.at_s for mark in marks]
    assert at == sorted(set(at))
    assert all(start <= each <= start + span for each in at)
    assert len(marks) <= target + 3
    for mark in marks:
        wall = datetime.fromtimestamp(mark.at_s, UTC).astimezone(ZoneInfo(zone))
        assert wall.second == 0 and wall.minute % 5 == 0
        assert mark.label.startswith(wall.strftime("%H:%M") if ":" in mark.label else day_label(wall.date()))


@pytest.mark.parametrize("zone", ZONES)
@pytest.mark.parametrize("season", [0, 1])
def test_hourly_ticks_over_a_change_night_never_say_the_same_twice(zone: str, season: int) -> None:
    year, month, day = CHANGE_NIGHTS[zone][season]
    start = local(zone, year, month, day) - 3_600
    marks = ticks(start, start + 12 * 3_600, ZoneInfo(zone), 14)
    labels = [mark.label for mark in marks]
    assert len(labels) == len(set(labels))
    gaps = [b.at_s - a.at_s for a, b in pairwise(marks)]
    assert min(gaps) >= 1_800 and max(gaps) <= 5_400


def test_new_york_autumn_marks_one_o_clock_twice_with_its_offset() -> None:
    start = local("America/New_York", 2026, 11, 1, 0)
    labels = [mark.label for mark in ticks(start, start + 4 * 3_600, ZoneInfo("America/New_York"), 6)]
    assert labels == ["Sun 1 Nov", "01:00 −04:00", "01:00 −05:00", "02:00", "03:00"]


def test_new_york_spring_leaves_out_two_o_clock() -> None:
    start = local("America/New_York", 2026, 3, 8, 0)
    labels = [mark.label for mark in ticks(start, start + 3 * 3_600, ZoneInfo("America/New_York"), 6)]
    assert labels == ["Sun 8 Mar", "00:30", "01:00", "01:30", "03:00", "03:30", "04:00"]


def test_lord_howe_autumn_repeats_only_the_half_hour() -> None:
    start = local("Australia/Lord_Howe", 2026, 4, 5, 1)
    labels = [mark.label for mark in ticks(start, start + 2 * 3_600, ZoneInfo("Australia/Lord_Howe"), 4)]
    assert labels == ["01:00", "01:30 +11:00", "01:30 +10:30", "02:00", "02:30"]


@pytest.mark.parametrize("zone", ZONES)
def test_days_are_marked_once_each_across_the_change(zone: str) -> None:
    for year, month, day in CHANGE_NIGHTS[zone]:
        start = local(zone, year, month, day) - 3 * DAY_S
        marks = ticks(start, start + 7 * DAY_S, ZoneInfo(zone), 7)
        assert 7 <= len(marks) <= 8
        assert len({mark.label for mark in marks}) == len(marks)


def test_weeks_are_marked_on_mondays_however_the_view_is_moved() -> None:
    for shift in range(9):
        start = local("Asia/Kolkata", 2026, 11, 2) + shift * DAY_S
        marks = ticks(start, start + 60 * DAY_S, ZoneInfo("Asia/Kolkata"), 10)
        assert marks and all(mark.label.startswith("Mon") for mark in marks)


def test_nothing_is_marked_in_an_empty_span() -> None:
    assert ticks(10.0, 10.0, ZoneInfo("Europe/London"), 5) == []
    assert ticks(10.0, 5.0, ZoneInfo("Europe/London"), 5) == []
    assert ticks(0.0, 5.0, ZoneInfo("Europe/London"), 0) == []
