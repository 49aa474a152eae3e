"""Hours by the clock: the clinic's night is a gap, a reading waits for its time of day, and both change nights are true."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from console.domain.facility import Clinic
from console.forecast.hours import DayClocks
from console.planning.floor.nominal import bedside

ZONES = ("America/New_York", "Europe/London", "Australia/Lord_Howe", "Asia/Kolkata", "America/Chicago")
CHANGES = (datetime(2026, 3, 8, tzinfo=UTC), datetime(2026, 11, 1, tzinfo=UTC), datetime(2026, 4, 4, tzinfo=UTC),
           datetime(2026, 10, 3, tzinfo=UTC), datetime(2026, 10, 25, tzinfo=UTC))  # fmt: skip
HOUR = timedelta(hours=1)


@given(
    zone=st.sampled_from(ZONES),
    change=st.sampled_from(CHANGES),
    start=st.floats(-90, 30),
    after=st.floats(0, 200),
    opens=st.integers(0, 11),
    length=st.integers(1, 12),
)
def test_the_bedside_day_is_the_clinics_own(zone: str, change: datetime, start: float, after: float, opens: int, length: int):
    origin = change + start * HOUR
    clinic = Clinic("C", "C", zone, time(opens), time(opens + length))
    day = DayClocks(origin).bedside(ZoneInfo(zone), clinic.opens, clinic.closes)
    at = origin + after * HOUR
    wanted = bedside(at, clinic, ZoneInfo(zone))
    found = origin + float(day.within(np.array([after]))[0]) * HOUR
    local = at.astimezone(ZoneInfo(zone))
    if _plain(local):
        assert abs(found - wanted) < timedelta(seconds=1)


def _plain(local: datetime) -> bool:
    """Whether no change of the clocks lies within three hours: there the two may choose differently which of two equal times."""
    return (local - 3 * HOUR).utcoffset() == (local + 3 * HOUR).utcoffset()


def test_a_bedside_open_day_and_night_has_no_gap():
    day = DayClocks(CHANGES[0]).bedside(ZoneInfo("UTC"), time(0), time(0))
    at = np.linspace(0, 100, 500)
    assert np.all(day.within(at) == at)


@pytest.mark.parametrize("zone", ZONES)
@given(after=st.floats(0, 400), change=st.sampled_from(CHANGES))
def test_a_reading_waits_for_its_clock_on_its_own_day(zone: str, after: float, change: datetime):
    reading = DayClocks(change).reading(ZoneInfo(zone), time(8))
    found = change + float(reading.not_before(np.array([after]))[0]) * HOUR
    ready = change + after * HOUR
    local = found.astimezone(ZoneInfo(zone))
    assert found >= ready - timedelta(milliseconds=1)
    assert local.date() == ready.astimezone(ZoneInfo(zone)).date()
    assert (local + timedelta(milliseconds=1)).time() >= time(8)


def test_the_tables_reach_as_far_as_they_are_asked():
    day = DayClocks(CHANGES[1]).bedside(ZoneInfo("Europe/London"), time(8), time(21))
    at = np.array([5.0, 24.0 * 900])
    found = day.within(at)
    assert found[1] >= at[1] and found[1] < at[1] + 24
