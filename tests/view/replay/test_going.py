"""Where replay goes from an instant, over both nights on which the clocks change."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from console.domain.facility import Facility, Shift
from console.service.library import shipped_facility
from console.view.replay.going import day_away, day_of, hour_away, shift_away, within

SITE = ZoneInfo("America/New_York")
BACK, FORWARD = datetime(2026, 11, 1, 5, 30, tzinfo=UTC), datetime(2026, 3, 8, 6, 30, tzinfo=UTC)
"""01:30 before the clocks go back (EDT), and 01:30 before they go forward (EST)."""
INSTANTS = st.integers(0, 730 * 86_400).map(lambda seconds: datetime(2026, 1, 1, tzinfo=UTC) + timedelta(seconds=seconds))
ZONES = st.sampled_from(
    [SITE, ZoneInfo("Europe/Berlin"), ZoneInfo("Australia/Lord_Howe"), ZoneInfo("Asia/Kolkata"), ZoneInfo("UTC")]
)


def local(at: datetime) -> str:
    return f"{at.astimezone(SITE):%d %H:%M %Z}"


def test_an_hour_is_an_hour_when_the_clock_shows_it_twice_or_never() -> None:
    assert [local(hour_away(BACK, n)) for n in (-1, 0, 1, 2)] == ["01 00:30 EDT", "01 01:30 EDT", "01 01:30 EST", "01 02:30 EST"]
    assert [local(hour_away(FORWARD, n)) for n in (0, 1)] == ["08 01:30 EST", "08 03:30 EDT"]


def test_a_day_away_shows_the_same_clock() -> None:
    assert local(day_away(BACK, -1, SITE)) == "31 01:30 EDT"
    assert local(day_away(BACK, 1, SITE)) == "02 01:30 EST"
    assert local(day_away(hour_away(BACK, 1), 0, SITE)) == "01 01:30 EST", "the second of both stays the second"


def test_a_clock_that_does_not_exist_is_as_much_later_as_the_clocks_went_forward() -> None:
    the_day_before = datetime(2026, 3, 7, 7, 30, tzinfo=UTC)
    assert local(the_day_before) == "07 02:30 EST"
    assert local(day_away(the_day_before, 1, SITE)) == "08 03:30 EDT"


@pytest.mark.parametrize(("at", "hours"), [(BACK, 25), (FORWARD, 23), (datetime(2026, 7, 1, 12, tzinfo=UTC), 24)])
def test_a_day_is_as_long_as_it_is(at: datetime, hours: int) -> None:
    first, last = day_of(at, SITE)
    assert (last - first) == timedelta(hours=hours)
    assert local(first)[3:8] == local(last)[3:8] == "00:00"


@given(at=INSTANTS, zone=ZONES)
def test_every_instant_lies_in_its_day_and_in_no_other(at: datetime, zone: ZoneInfo) -> None:
    first, last = day_of(at, zone)
    assert first <= at < last
    assert day_of(last, zone)[0] == last and day_of(first - timedelta(microseconds=1), zone)[1] == first


@given(at=INSTANTS, zone=ZONES)
def test_shifts_are_walked_there_and_back(at: datetime, zone: ZoneInfo) -> None:
    facility = shipped_facility()
    later, earlier = shift_away(at, 1, zone, facility), shift_away(at, -1, zone, facility)
    assert earlier < at < later
    begins = {shift.start for shift in facility.shifts}
    assert {earlier.astimezone(zone).time(), later.astimezone(zone).time()} <= begins
    assert shift_away(later, -1, zone, facility) <= at
    assert shift_away(shift_away(later, 1, zone, facility), -1, zone, facility) == later


def test_a_site_without_shifts_goes_by_half_days_and_one_that_rests_waits_for_monday() -> None:
    noon = datetime(2026, 11, 21, 17, tzinfo=UTC)
    assert shift_away(noon, 1, SITE, Facility("s", "America/New_York")) - noon == timedelta(hours=12)
    assert noon - shift_away(noon, -1, SITE, None) == timedelta(hours=12)
    week = Facility("s", "America/New_York", shifts=(Shift("d", "Day", time(6), time(14), (1, 2, 3, 4, 5)),))
    assert local(shift_away(noon, 1, SITE, week)) == "23 06:00 EST"
    assert local(shift_away(noon, -1, SITE, week)) == "20 06:00 EST"


@given(at=INSTANTS, ends=st.tuples(INSTANTS, INSTANTS).map(sorted))
def test_nobody_goes_beyond_the_record(at: datetime, ends: list[datetime]) -> None:
    first, last = ends
    gone = within(at, first, last)
    assert first <= gone <= last and (gone == at or not first <= at <= last)
