"""Written times are read exactly or refused; the repeated and the skipped hour are never guessed."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from console.domain.refusal import Refusal
from console.view import instants

NOW = datetime(2026, 11, 22, 19, 5, tzinfo=UTC)
BOSTON = ZoneInfo("America/New_York")
ZONES = ("America/New_York", "Europe/London", "Australia/Lord_Howe", "Asia/Kolkata")
SPOTS = st.datetimes(datetime(2026, 1, 1), datetime(2027, 12, 31), timezones=st.just(UTC))  # noqa: DTZ001 - wall times


@pytest.mark.parametrize(
    ("text", "utc"),
    [
        ("14:05", "2026-11-22T19:05"),
        ("today 9:30", "2026-11-22T14:30"),
        ("tomorrow  09:30", "2026-11-23T14:30"),
        ("yesterday 23:59", "2026-11-22T04:59"),
        ("2026-07-01 08:00", "2026-07-01T12:00"),
        ("2026-11-01 01:30 EDT", "2026-11-01T05:30"),
        ("2026-11-01 01:30 est", "2026-11-01T06:30"),
    ],
)
def test_a_written_time_is_an_instant(text: str, utc: str) -> None:
    assert instants.read(text, NOW, BOSTON) == datetime.fromisoformat(utc).replace(tzinfo=UTC)


@pytest.mark.parametrize(
    ("text", "rule"),
    [
        ("noon", "form.time"),
        ("25:00", "form.time"),
        ("2026-02-30 10:00", "form.time"),
        ("01/02/2026 10:00", "form.time"),
        ("9999-12-31 23:59", "form.time"),
        ("0001-01-01 00:00", "form.time"),
        ("2026-03-08 02:30", "form.time-skipped"),
        ("2026-11-01 01:30", "form.time-twice"),
        ("2026-07-01 08:00 EST", "form.time-zone"),
    ],
)
def test_what_cannot_be_read_or_has_two_meanings_is_refused(text: str, rule: str) -> None:
    found = instants.read(text, NOW, BOSTON, "slot_at")
    assert isinstance(found, Refusal)
    assert (found.rule, found.place) == (rule, "slot_at")
    assert found.instead


@pytest.mark.parametrize("name", ZONES)
@given(at=SPOTS)
def test_writing_and_reading_is_the_identity_to_the_minute(name: str, at: datetime) -> None:
    zone, whole = ZoneInfo(name), at.replace(second=0, microsecond=0)
    assert instants.read(instants.write(whole, zone), NOW, zone) == whole


@pytest.mark.parametrize(
    ("text", "minutes"),
    [("40", 40), ("40 min", 40), ("1 h 20", 80), ("1h20min", 80), ("-2d", -2880), ("+3 h", 180), ("−30m", -30), ("2 d 1 h", 2940)],
)
def test_a_span_is_read(text: str, minutes: int) -> None:
    assert instants.read_span(text) == timedelta(minutes=minutes)


@pytest.mark.parametrize(
    "text", ["", "soon", "h", "4 weeks", "1.5 h", "9999 d", "999999999 d 999999999 h", "9" * 30 + " d", "9" * 5000]
)
def test_a_span_that_is_none_is_refused(text: str) -> None:
    assert isinstance(instants.read_span(text), Refusal)
