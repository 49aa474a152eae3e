"""How a programme counts its batches: days as the promise counts them, losses, second attempts, clocks that jumped."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from console.domain.batch import BatchStatus
from console.domain.facility import Measure, Promise
from console.domain.promise import deadline
from console.view.charts.cases import counted, promised_days
from tests.view.charts.programmes import HOUR, NOW, SITE, START, batch, case, done, floor_of

CALENDAR = Promise("APH_COLLECT", "INFUSE", 7)
HOURS = Promise("APH_COLLECT", "INFUSE", 7, Measure.HOURS)
CLINIC = SITE.clinics[0]
ZONE = ZoneInfo("America/New_York")


def local(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=ZONE).astimezone(UTC)


def days(promise: Promise, began: datetime, ended: datetime) -> float:
    return promised_days(promise, began, ended, CLINIC, SITE, ZoneInfo)


@pytest.mark.parametrize(
    ("began", "ended", "calendar", "hours"),
    [
        ("2026-10-26T12:00", "2026-11-02T12:00", 7.0, 169 / 24),  # the night of 25 hours lies between
        ("2026-03-02T12:00", "2026-03-09T12:00", 7.0, 167 / 24),  # the night of 23 hours lies between
        ("2026-10-31T12:00", "2026-11-01T12:00", 1.0, 25 / 24),
        ("2026-11-10T12:00", "2026-11-17T21:00", 7.0, 177 / 24),  # as the bedside closes
        ("2026-11-10T12:00", "2026-11-17T21:01", 8.0, 177 / 24 + 1 / 1440),  # the bedside day is over
        ("2026-11-10T23:30", "2026-11-11T00:30", 1.0, 1 / 24),
        ("2026-11-10T12:00", "2026-11-10T18:00", 0.0, 6 / 24),
    ],
)
def test_days_are_counted_as_the_promise_counts_them(began: str, ended: str, calendar: float, hours: float) -> None:
    assert days(CALENDAR, local(began), local(ended)) == calendar
    assert days(HOURS, local(began), local(ended)) == pytest.approx(hours)


@given(st.integers(0, 366 * 24 * 60), st.integers(0, 20 * 24 * 60), st.sampled_from([CALENDAR, HOURS]))
def test_the_days_of_a_batch_are_within_the_promise_just_when_its_deadline_is_met(start: int, took: int, promise: Promise) -> None:
    began = datetime(2026, 1, 1, tzinfo=UTC) + timedelta(minutes=start)
    ended = began + timedelta(minutes=took)
    by = deadline(promise, began, CLINIC, SITE, ZoneInfo)
    assert (days(promise, began, ended) <= promise.days + 1e-9) == (ended <= by)


def test_a_batch_is_counted_from_its_leukapheresis_to_its_infusion() -> None:
    (one,) = counted(floor_of(batch("B-1", took_h=160.0)), ZoneInfo).cases["AV-119"]
    assert (one.length_h, one.turnaround_h, one.release_h) == (160.0, 156.0, 5.0)
    assert one.days == 7.0 and one.kept(NOW) is True and not one.running


def test_what_is_planned_reported_or_a_block_is_no_case() -> None:
    told = replace(batch("B-3"), reported=True)
    floor = floor_of(batch("B-1", began=None), told, batch("R-1", product="ROOM"), batch("X", product="nothing we know"))
    assert counted(floor, ZoneInfo).cases == {}


@pytest.mark.parametrize(
    ("status", "word"),
    [
        (BatchStatus.TERMINATED, "terminated"),
        (BatchStatus.REJECTED, "rejected"),
        (BatchStatus.CANCELLED, "called off"),
        (BatchStatus.POST_RELEASE_FAILURE, "failed after release"),
    ],
)
def test_a_lost_batch_has_missed_its_promise_at_once(status: BatchStatus, word: str) -> None:
    began = NOW - 24 * HOUR
    (one,) = counted(floor_of(batch("B-1", began, None, status=status, status_at=NOW)), ZoneInfo).cases["AV-119"]
    assert (one.lost_as, one.lost_at, one.length_h) == (word, NOW, None)
    assert one.kept(NOW) is False and not one.running


def test_a_failure_after_the_infusion_is_still_a_vein_to_vein() -> None:
    failed = batch("B-1", status=BatchStatus.POST_RELEASE_FAILURE)
    (one,) = counted(floor_of(failed), ZoneInfo).cases["AV-119"]
    assert one.length_h == 160.0 and not one.lost_as


def test_a_running_batch_is_open_until_its_promise_has_passed() -> None:
    (one,) = counted(floor_of(batch("B-1", NOW - 24 * HOUR, None)), ZoneInfo).cases["AV-119"]
    assert one.kept(NOW) is None and one.running
    assert one.promise_by is not None and one.kept(one.promise_by + HOUR) is False


def test_a_second_attempt_for_the_same_chain_of_identity_is_none_of_the_first() -> None:
    lost = batch("B-2", START, None, coi="COI", status=BatchStatus.TERMINATED, status_at=START + 99 * HOUR)
    again = batch("B-1", START + 200 * HOUR, coi="COI")
    without = [batch(f"B-{n}", START + n * HOUR, coi="") for n in (3, 4)]
    cases = counted(floor_of(again, lost, *without), ZoneInfo).cases["AV-119"]
    assert {each.batch: each.first for each in cases} == {"B-2": True, "B-1": False, "B-3": True, "B-4": True}


def test_clocks_that_jumped_are_noticed() -> None:
    assert case().sound
    assert not case(ended_at=START - HOUR).sound, "infused before its leukapheresis"
    assert not case(released_at=START - HOUR, formulated_at=None).sound
    assert not case(formulated_at=START + 159 * HOUR, released_at=START + 156 * HOUR).sound
    assert not case("B-1", None, lost_as="terminated", lost_at=START - HOUR).sound


def test_batches_that_left_the_floor_still_count() -> None:
    cases = counted(floor_of(batch("B-2"), left=(batch("B-1", START - HOUR),)), ZoneInfo).cases["AV-119"]
    assert [each.batch for each in cases] == ["B-1", "B-2"], "in the order they began"


def test_nothing_is_read_twice_that_did_not_change() -> None:
    one, two = batch("B-1"), batch("B-2", NOW - 24 * HOUR, None)
    before = counted(floor_of(one, two), ZoneInfo)
    assert counted(floor_of(one, two), ZoneInfo, before) is before
    moved = replace(two, steps={**two.steps, "DISPOSITION": done("DISPOSITION", NOW)}, released_at=NOW)
    after = counted(floor_of(one, moved), ZoneInfo, before)
    assert after.of["B-1"] is before.of["B-1"] and after.of["B-2"] is not before.of["B-2"]
    assert after.cases == counted(floor_of(one, moved), ZoneInfo).cases
    other = replace(SITE, zone="Europe/Berlin")
    assert counted(floor_of(one, two, site=other), ZoneInfo, before).of["B-1"] is not before.of["B-1"]
    assert "B-2" not in counted(floor_of(one), ZoneInfo, before).of
