"""Since when: a shift's start is the site's own, on change nights too, and nothing is offered that nobody knows."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from console.domain.facility import Shift
from console.view.charts.since import choices, morning, shift_start, short, words
from tests.ui.charts.invented import NOW, ZONE
from tests.ui.charts.told import SHIFTS

INSTANTS = st.datetimes(datetime(2026, 1, 1), datetime(2027, 12, 31), timezones=st.just(UTC))  # noqa: DTZ001 - made aware
ZONES = st.sampled_from([ZoneInfo(name) for name in ("America/New_York", "Europe/London", "Australia/Lord_Howe", "Asia/Kolkata")])


@given(INSTANTS, ZONES)
def test_the_shift_that_runs_began_at_one_of_its_hours_and_not_long_ago(now: datetime, zone: ZoneInfo) -> None:
    begun = shift_start(SHIFTS, now, zone)
    assert begun is not None and begun <= now
    assert begun.astimezone(zone).time() in {each.start for each in SHIFTS}
    assert now - begun < timedelta(hours=10), "three shifts of eight hours, one of them an hour longer on a change night"


@given(INSTANTS, ZONES)
def test_the_morning_is_the_last_seven_on_the_sites_clock(now: datetime, zone: ZoneInfo) -> None:
    at = morning(now, zone)
    assert at.astimezone(zone).time() == time(7) and timedelta() <= now - at < timedelta(hours=25)


@pytest.mark.parametrize(
    ("now", "begun"),
    [
        ("2026-11-23T11:00", "2026-11-23T11:00"),  # 06:00 sharp: the early shift has begun
        ("2026-11-23T10:59", "2026-11-23T03:00"),  # the night shift began yesterday at 22:00
        ("2026-11-23T03:30", "2026-11-23T03:00"),
    ],
)
def test_a_shift_over_midnight_began_yesterday(now: str, begun: str) -> None:
    at = shift_start(SHIFTS, datetime.fromisoformat(now).replace(tzinfo=UTC), ZONE)
    assert at == datetime.fromisoformat(begun).replace(tzinfo=UTC)


def test_a_shift_of_weekdays_is_the_last_one_on_a_sunday() -> None:
    weekdays = (Shift("D", "Day", time(8), time(16), (1, 2, 3, 4, 5)),)
    sunday = datetime(2026, 11, 22, 17, 0, tzinfo=UTC)
    assert shift_start(weekdays, sunday, ZONE) == datetime(2026, 11, 20, 13, 0, tzinfo=UTC)
    assert shift_start((), sunday, ZONE) is None


def test_only_what_is_known_is_offered_and_each_says_its_instant() -> None:
    whole = choices(SHIFTS, NOW - timedelta(hours=20), NOW, ZONE)
    assert [short(each, NOW, ZONE) for each in whole] == ["Shift start 06:00", "07:00", "24 h", "Last here yesterday 14:12"]
    assert [words(each, NOW, ZONE) for each in whole] == [
        "Shift start: today 06:00", "This morning: today 07:00", "24 h: yesterday 10:12", "Last here: yesterday 14:12",
    ]  # fmt: skip
    assert [each.key for each in choices((), None, NOW, ZONE)] == ["today", "day"]
    assert [each.key for each in choices((), NOW + timedelta(minutes=1), NOW, ZONE)] == ["today", "day"], "a clock put back"
