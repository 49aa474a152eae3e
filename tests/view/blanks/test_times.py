"""A clock on a sheet of paper means the one instant in or beside the sheet's hours; what could be two is asked, never guessed."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from console.domain.refusal import Refusal
from console.view.blanks.times import BESIDE, Hours, read

ZONE = ZoneInfo("America/New_York")
NIGHTS = (datetime(2026, 11, 1, tzinfo=UTC), datetime(2026, 3, 8, tzinfo=UTC), datetime(2026, 11, 25, tzinfo=UTC))


def sheet(day: str, start: str, hours: int = 12) -> Hours:
    begin = datetime.fromisoformat(f"{day}T{start}").replace(tzinfo=ZONE).astimezone(UTC)
    return Hours(begin, begin + timedelta(hours=hours), ZONE)


def utc(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("14:05", "2026-11-25T19:05"),
        ("1405", "2026-11-25T19:05"),
        (" 14.05 ", "2026-11-25T19:05"),
        ("05:40", "2026-11-25T10:40"),
        ("20:15", "2026-11-26T01:15"),
        ("2026-11-27 14:05", "2026-11-27T19:05"),
    ],
)
def test_a_clock_is_of_the_day_on_which_it_lies_in_or_beside_the_sheets_hours(written: str, meant: str) -> None:
    assert read(written, sheet("2026-11-25", "06:00"), "start") == utc(meant)


def test_a_night_sheet_goes_over_midnight() -> None:
    night = sheet("2026-11-25", "18:00")
    assert read("23:50", night, "start") == utc("2026-11-26T04:50")
    assert read("00:10", night, "start") == utc("2026-11-26T05:10")


def test_in_the_long_night_the_hour_that_comes_twice_is_asked_and_the_zones_name_settles_it() -> None:
    night = sheet("2026-10-31", "18:00")
    asked = read("01:30", night, "start")
    assert (
        isinstance(asked, Refusal) and (asked.rule, asked.place) == ("form.time-twice", "start") and "EDT or EST" in asked.instead
    )
    assert read("01:30 EDT", night, "start") == utc("2026-11-01T05:30")
    assert read("01:30 est", night, "start") == utc("2026-11-01T06:30")


def test_in_the_short_night_the_hour_that_is_left_out_is_no_time() -> None:
    left_out = read("02:30", sheet("2026-03-07", "18:00"), "start")
    assert isinstance(left_out, Refusal) and left_out.rule == "form.time-skipped"


@pytest.mark.parametrize(
    ("written", "rule"),
    [("25:00", "form.time"), ("noon", "form.time"), ("00:00", "form.time-day"), ("14:05 EDT", "form.time-zone")],
)
def test_what_is_no_clock_of_this_sheet_is_refused_with_the_way_out(written: str, rule: str) -> None:
    found = read(written, sheet("2026-11-25", "06:00"), "start")
    assert isinstance(found, Refusal) and found.rule == rule and found.instead


def test_a_clock_far_from_a_short_sheet_wants_its_day() -> None:
    found = read("23:00", sheet("2026-11-25", "06:00", hours=4), "end")
    assert isinstance(found, Refusal) and found.rule == "form.time-far"


@given(st.sampled_from(NIGHTS), st.integers(-20, 30), st.integers(1, 24), st.integers(0, 23), st.integers(0, 59))
def test_whatever_is_read_is_what_a_walk_through_the_minutes_finds(
    night: datetime, begin: int, length: int, h: int, m: int
) -> None:
    start = night + timedelta(hours=begin)
    hours = Hours(start, start + timedelta(hours=length), ZONE)
    span = int((hours.end - hours.start + 2 * BESIDE) / timedelta(minutes=1))
    every = [hours.start - BESIDE + timedelta(minutes=n) for n in range(span + 1)]
    shown = [at for at in every if (at.astimezone(ZONE).hour, at.astimezone(ZONE).minute) == (h, m)]
    inside = [at for at in shown if hours.start <= at <= hours.end]
    found = read(f"{h}:{m:02d}", hours, "start")
    best = inside or shown
    if len(best) == 1:
        assert found == best[0]
    else:
        assert isinstance(found, Refusal) and found.place == "start" and found.instead
