"""The promise, by calendar and by hours, over both change nights, where clocks move by an hour, by half of one, or not at all."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from console.domain import commands as c
from console.domain.facility import Clinic, Facility, Measure, Promise
from console.domain.floor import Floor
from console.domain.promise import deadline, promise_of
from tests.domain.builders import DAY, HOUR, LOT, House, after, ordered

SEVEN = Promise("APH_COLLECT", "INFUSE", 7)
HOURS = replace(SEVEN, measure=Measure.HOURS)
ZONES = ("America/New_York", "Europe/London", "Australia/Lord_Howe", "Asia/Kolkata")
CHANGES = {
    "America/New_York": (date(2026, 3, 8), date(2026, 11, 1)),
    "Europe/London": (date(2026, 3, 29), date(2026, 10, 25)),
    "Australia/Lord_Howe": (date(2026, 4, 5), date(2026, 10, 4)),
    "Asia/Kolkata": (date(2026, 3, 8), date(2026, 11, 1)),
}
NIGHTS = [(zone, night) for zone, nights in CHANGES.items() for night in nights]


def clinic(zone: str) -> Clinic:
    return Clinic("C", "Clinic", zone, time(8), time(21))


def local(zone: str, day: date, hour: int, minute: int = 0) -> datetime:
    return datetime.combine(day, time(hour, minute), ZoneInfo(zone)).astimezone(UTC)


@pytest.mark.parametrize(("zone", "night"), NIGHTS)
@pytest.mark.parametrize("before", range(8))
def test_calendar_days_end_with_the_bedside_day_at_the_clinic_whatever_the_clocks_did(zone: str, night: date, before: int) -> None:
    collected = night - timedelta(days=before)
    by = deadline(SEVEN, local(zone, collected, 13, 10), clinic(zone), Facility("s", "UTC"), ZoneInfo)
    there = by.astimezone(ZoneInfo(zone))
    assert (there.date(), there.time()) == (collected + timedelta(days=7), time(21))
    assert by.tzinfo is UTC


@pytest.mark.parametrize(("zone", "night"), NIGHTS)
def test_hours_are_hours_whatever_the_clocks_did(zone: str, night: date) -> None:
    started = local(zone, night - timedelta(days=3), 13, 10)
    assert deadline(HOURS, started, clinic(zone), Facility("s", zone), ZoneInfo) == started + timedelta(hours=168)


@pytest.mark.parametrize(
    ("zone", "night", "hours"),
    [
        ("America/New_York", date(2026, 3, 8), 23),
        ("America/New_York", date(2026, 11, 1), 25),
        ("Europe/London", date(2026, 10, 25), 25),
        ("Australia/Lord_Howe", date(2026, 4, 5), 24.5),
        ("Australia/Lord_Howe", date(2026, 10, 4), 23.5),
        ("Asia/Kolkata", date(2026, 11, 1), 24),
    ],
)
def test_the_calendar_day_of_a_change_night_is_as_long_as_it_is(zone: str, night: date, hours: float) -> None:
    def by(day: date) -> datetime:
        return deadline(SEVEN, local(zone, day, 12), clinic(zone), Facility("s", zone), ZoneInfo)

    week_before = night - timedelta(days=7)
    assert by(week_before) - by(week_before - timedelta(days=1)) == timedelta(hours=hours)


@pytest.mark.parametrize("zone", ZONES)
@pytest.mark.parametrize("minute", [0, 29, 59])
def test_the_day_is_the_collection_sites_own_just_before_and_after_its_midnight(zone: str, minute: int) -> None:
    day = date(2026, 6, 10)
    late, early = local(zone, day, 23, minute), local(zone, day + timedelta(days=1), 0, minute)
    facility = Facility("s", "Pacific/Auckland")
    assert deadline(SEVEN, early, clinic(zone), facility, ZoneInfo) - deadline(SEVEN, late, clinic(zone), facility, ZoneInfo) == DAY


def test_without_a_clinic_the_day_ends_at_the_sites_midnight() -> None:
    by = deadline(SEVEN, local("Asia/Kolkata", date(2026, 6, 10), 1), None, Facility("s", "Asia/Kolkata"), ZoneInfo)
    assert by.astimezone(ZoneInfo("Asia/Kolkata")).isoformat() == "2026-06-18T00:00:00+05:30"


@given(
    at=st.datetimes(datetime(2026, 1, 1), datetime(2027, 12, 31)).map(lambda naive: naive.replace(tzinfo=UTC)),  # noqa: DTZ001
    later=st.integers(0, 60 * 24 * 10),
    zone=st.sampled_from(ZONES),
)
def test_whoever_is_collected_later_is_never_promised_earlier(at: datetime, later: int, zone: str) -> None:
    def by(start: datetime) -> datetime:
        return deadline(SEVEN, start, clinic(zone), Facility("s", zone), ZoneInfo)

    assert by(at) <= by(at + timedelta(minutes=later))
    assert timedelta(days=6, hours=20) < by(at) - at < timedelta(days=8)


def test_before_collection_the_promise_stands_on_the_plan_and_after_it_on_the_fact() -> None:
    house = ordered()
    planned = house.step("B-1", "APH_COLLECT").placement
    told = promise_of(house.floor, house.batch("B-1"), ZoneInfo)
    assert planned is not None and told is not None
    assert (told.from_at, told.from_is_fact, told.to_step) == (planned.end, False, "INFUSE")
    house = after("APH_COLLECT")
    told = promise_of(house.floor, house.batch("B-1"), ZoneInfo)
    assert told is not None and told.from_is_fact
    assert told.from_at == house.step("B-1", "APH_COLLECT").finished_at
    assert told.by is not None and told.by.astimezone(ZoneInfo("America/New_York")).isoformat() == "2026-10-19T21:00:00-04:00"


def test_a_correction_of_the_collection_moves_the_promise_with_it() -> None:
    house = after("APH_COLLECT")
    house.ask(
        c.CorrectStep(
            by="jhart", batch="B-1", step="APH_COLLECT", name="finished_at", new="2026-10-13T04:30:00Z", reason="after midnight"
        )
    )
    told = promise_of(house.floor, house.batch("B-1"), ZoneInfo)
    assert told is not None and told.by is not None
    assert told.by.astimezone(ZoneInfo("America/New_York")).date() == date(2026, 10, 20)


def test_an_unplanned_batch_has_a_promise_that_nothing_has_started() -> None:
    house = House()
    house.order("B-1", placements={})
    told = promise_of(house.floor, house.batch("B-1"), ZoneInfo)
    assert told is not None and told.by is None and told.from_at is None


def test_a_lots_due_date_is_the_promise_of_its_release_and_a_block_promises_nothing() -> None:
    house = House()
    due = house.now + 20 * DAY
    house.order("L-1", recipe="LVV-SUSP-50L-v1", due_at=due)
    told = promise_of(house.floor, house.batch("L-1"), ZoneInfo)
    assert told is not None and (told.to_step, told.by) == ("DISPOSITION", due)
    house.order("Q-1", recipe="CAL-v1", product="")
    assert promise_of(house.floor, house.batch("Q-1"), ZoneInfo) is None


def test_a_product_promised_in_hours_counts_from_its_fill() -> None:
    house = House()
    house.order("L-1", recipe=LOT)
    house.live("L-1", "FILTER_FILL")
    told = promise_of(house.floor, house.batch("L-1"), ZoneInfo)
    filled = house.step("L-1", "FILTER_FILL").finished_at
    assert told is not None and filled is not None and told.by == filled + 21 * 24 * HOUR


def test_a_floor_without_facility_or_recipe_promises_nothing() -> None:
    batch = ordered().batch("B-1")
    assert promise_of(Floor(), batch, ZoneInfo) is None
