"""The two nights on which clocks change, in four zones."""

# ruff: noqa: DTZ001  (the cells of a workbook hold wall times without a zone)

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from console.exchange.workbook.site_clock import instants, local_text
from tests.exchange.workbook.by_hand import HEADINGS, book, places, read, row

ZONES = ("America/New_York", "Europe/London", "Australia/Lord_Howe", "Asia/Kolkata")
REPEATED = [
    ("America/New_York", "2026-11-01 01:30", "-04:00", "-05:00", "EDT", "EST"),
    ("Europe/London", "2026-10-25 01:30", "+01:00", "+00:00", "BST", "GMT"),
    ("Australia/Lord_Howe", "2026-04-05 01:45", "+11:00", "+10:30", "+11", "+1030"),
]
MISSING = [
    ("America/New_York", "2026-03-08 02:30"),
    ("Europe/London", "2026-03-29 01:30"),
    ("Australia/Lord_Howe", "2026-10-04 02:15"),
]


def planned(text: object, zone: str):
    later = datetime(2026, 12, 1, 12)
    return read(book(HEADINGS, row(Planned_start=text, Planned_end=later)), zone=ZoneInfo(zone))


@pytest.mark.parametrize(("zone", "text", "first", "second", "summer", "winter"), REPEATED)
def test_the_repeated_hour_asks_for_its_offset(zone: str, text: str, first: str, second: str, summer: str, winter: str) -> None:
    for cell in (text, datetime.fromisoformat(text)):
        reading = planned(cell, zone)
        assert places(reading.errors) == [("time.repeated_hour", 2, 5)]
        assert first in reading.errors[0].instead and second in reading.errors[0].instead
    told = [planned(f"{text} {word}", zone).rows[0].planned_start for word in (first, second)]
    assert told == [datetime.fromisoformat(text + word).astimezone(UTC) for word in (first, second)]
    assert told[0] and told[1] and told[1] > told[0]
    if summer.isalpha():
        assert [planned(f"{text} {word}", zone).rows[0].planned_start for word in (summer, winter)] == told


@pytest.mark.parametrize(("zone", "text"), MISSING)
def test_the_missing_hour_is_an_error(zone: str, text: str) -> None:
    for cell in (text, datetime.fromisoformat(text)):
        assert places(planned(cell, zone).errors) == [("time.missing_hour", 2, 5)]


@pytest.mark.parametrize("text", [r[1] for r in REPEATED] + [m[1] for m in MISSING])
def test_a_zone_without_change_reads_every_hour(text: str) -> None:
    start = planned(text, "Asia/Kolkata").rows[0].planned_start
    assert start == datetime.fromisoformat(text + "+05:30").astimezone(UTC)


def test_a_half_hour_change_repeats_half_an_hour_only() -> None:
    assert planned("2026-04-05 01:15", "Australia/Lord_Howe").errors == ()
    assert planned("2026-04-05 02:00", "Australia/Lord_Howe").errors == ()


def test_a_separate_date_and_time_on_the_change_night() -> None:
    titles = ("Room", "Batch", "Product", "Step", "Date", "Planned start", "Status")
    reading = read(book(titles, ("CR1", "B-1", "CART-7D", "Enrichment", "1 Nov 2026", "01:30", "planned")))
    assert places(reading.errors) == [("time.repeated_hour", 2, 6)]


def test_an_end_in_the_second_of_the_repeated_hours_is_after_its_start() -> None:
    reading = read(book(HEADINGS, row(Planned_start="2026-11-01 01:45 EDT", Planned_end="2026-11-01 01:15 EST")))
    assert reading.errors == ()
    only = reading.rows[0]
    assert only.planned_start and only.planned_end
    assert only.planned_end - only.planned_start == timedelta(minutes=30)


@given(
    at=st.datetimes(datetime(2026, 1, 1), datetime(2027, 12, 31)).map(lambda d: d.replace(microsecond=0, tzinfo=UTC)),
    zone=st.sampled_from(ZONES),
)
def test_every_instant_written_locally_reads_back(at: datetime, zone: str) -> None:
    site = ZoneInfo(zone)
    local = at.astimezone(site).replace(tzinfo=None, fold=0)
    assert at in instants(local, site)
    text = local_text(at, site)
    assert (len(text) > 19) == (len(instants(local, site)) == 2)
