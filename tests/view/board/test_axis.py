"""The axis tells the site's clock as it is, on the nights it changes too."""

from datetime import datetime
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from console.view.board.axis import axis, clock, lasting, stamp, zone_text
from console.view.board.window import DAY_S, HOUR_S, LEAST_S, MOST_S, TimeWindow

ZONES = ("America/New_York", "Europe/London", "Australia/Lord_Howe", "Asia/Kolkata")
NIGHTS = {
    "America/New_York": ((2026, 3, 8, 23), (2026, 11, 1, 25)),
    "Europe/London": ((2026, 3, 29, 23), (2026, 10, 25, 25)),
    "Australia/Lord_Howe": ((2026, 4, 5, 24.5), (2026, 10, 4, 23.5)),
    "Asia/Kolkata": ((2026, 3, 8, 24), (2026, 11, 1, 24)),
}


def midnight(zone: str, year: int, month: int, day: int) -> float:
    return datetime(year, month, day, tzinfo=ZoneInfo(zone)).timestamp()


@pytest.mark.parametrize("zone", ZONES)
@pytest.mark.parametrize("season", [0, 1])
def test_the_change_night_is_as_long_as_it_is_and_no_hour_is_named_twice(zone: str, season: int) -> None:
    year, month, day, hours = NIGHTS[zone][season]
    start = midnight(zone, year, month, day)
    told = axis(TimeWindow(start - 2 * HOUR_S, start + 30 * HOUR_S), 2400, ZoneInfo(zone))
    night = next(d for d in told.days if d.start == start)
    assert night.hours == hours
    assert (f"{hours:g} h day" in night.text) == (hours != 24)
    marks = [hour.at for hour in told.hours]
    assert marks == sorted(set(marks))
    named = [hour.label for hour in told.hours if hour.label and start <= hour.at < start + hours * HOUR_S]
    assert len(named) == len(set(named))
    assert all(b.start == a.end for a, b in pairwise(told.days))


def test_new_york_writes_one_o_clock_twice_with_its_offsets() -> None:
    start = midnight("America/New_York", 2026, 11, 1)
    told = axis(TimeWindow(start, start + 6 * HOUR_S), 1400, ZoneInfo("America/New_York"))
    ones = [hour.label for hour in told.hours if hour.label.startswith("01:00")]
    assert ones == ["01:00 −04:00", "01:00 −05:00"]
    assert zone_text(start, start + 6 * HOUR_S, ZoneInfo("America/New_York")) == "EDT −04:00 → EST −05:00"


def test_lord_howe_moves_by_half_an_hour() -> None:
    zone = ZoneInfo("Australia/Lord_Howe")
    start = midnight("Australia/Lord_Howe", 2026, 4, 5)
    told = axis(TimeWindow(start, start + 4 * HOUR_S), 1400, zone)
    assert [h.label for h in told.hours if h.label.startswith("01:30")] == ["01:30 +11:00", "01:30 +10:30"]


@given(
    zone=st.sampled_from(ZONES), start=st.floats(1.6e9, 2.2e9), span=st.floats(LEAST_S, MOST_S),
    width=st.integers(200, 3000),
)  # fmt: skip
def test_days_tile_the_window_and_labels_never_touch(zone: str, start: float, span: float, width: int) -> None:
    window = TimeWindow(start, start + span)
    told = axis(window, width, ZoneInfo(zone))
    assert told.days[0].start == start and told.days[-1].end == window.end
    assert all(a.end == b.start for a, b in pairwise(told.days))
    labelled = [window.x(hour.at, width) for hour in told.hours if hour.label]
    assert all(b - a >= 48 for a, b in pairwise(labelled))


def test_an_instant_is_stamped_with_the_zone_it_is_told_in() -> None:
    zone = ZoneInfo("America/New_York")
    at = midnight("America/New_York", 2026, 11, 1) + 1.5 * HOUR_S
    assert stamp(at, zone) == "Sun 1 Nov 01:30 EDT"
    assert stamp(at + HOUR_S, zone) == "Sun 1 Nov 01:30 EST"
    assert clock(at, zone) == "01:30−04:00" and clock(at + 5 * HOUR_S, zone) == "05:30"
    assert stamp(at, ZoneInfo("Asia/Kolkata"), day=False) == "11:00 IST"


@pytest.mark.parametrize(
    ("seconds", "words"),
    [(59 * 60, "59 min"), (HOUR_S, "1 h"), (3 * HOUR_S + 1200, "3 h 20 min"), (2 * DAY_S + 4 * HOUR_S, "2 d 4 h")],
)  # fmt: skip
def test_lengths_are_said_as_people_say_them(seconds: float, words: str) -> None:
    assert lasting(seconds) == words
