"""Instants are kept to the microsecond with the offset of their place; names of entries sort by their age."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from db.clock import EPOCH, from_micros, to_micros
from db.ids import id_bytes, id_text, uuid7
from db.opening import Workplace
from db.secret_store import MemoryStore
from tests.db.place import StepClock, draft, made

INSTANTS = st.integers(0, 7_258_118_400_000_000).map(lambda micros: EPOCH + timedelta(microseconds=micros))


@given(INSTANTS)
def test_an_instant_is_kept_to_the_microsecond(at):
    assert from_micros(to_micros(at)) == at


@given(INSTANTS, st.sampled_from(["America/New_York", "Europe/London", "Australia/Lord_Howe", "Asia/Kolkata"]))
def test_the_same_instant_in_another_zone_is_the_same(at, zone):
    assert to_micros(at.astimezone(ZoneInfo(zone))) == to_micros(at)


def test_an_instant_without_a_zone_is_refused():
    with pytest.raises(ValueError, match="zone"):
        to_micros(datetime(2026, 1, 1))  # noqa: DTZ001 - that is what is refused


@pytest.mark.parametrize(
    ("zone", "before", "offsets"),
    [
        ("America/New_York", datetime(2026, 3, 8, 6, 59, tzinfo=UTC), (-300, -240)),
        ("America/New_York", datetime(2026, 11, 1, 5, 59, tzinfo=UTC), (-240, -300)),
        ("Europe/London", datetime(2026, 3, 29, 0, 59, tzinfo=UTC), (0, 60)),
        ("Europe/London", datetime(2026, 10, 25, 0, 59, tzinfo=UTC), (60, 0)),
        ("Australia/Lord_Howe", datetime(2026, 4, 4, 14, 59, tzinfo=UTC), (660, 630)),
        ("Australia/Lord_Howe", datetime(2026, 10, 3, 15, 29, tzinfo=UTC), (630, 660)),
        ("Asia/Kolkata", datetime(2026, 11, 1, 5, 59, tzinfo=UTC), (330, 330)),
    ],
)
def test_each_entry_bears_the_offset_of_its_place_over_a_change_night(tmp_path, zone, before, offsets):
    clock = StepClock(before - timedelta(seconds=30))
    work = Workplace("console-1", clock, ZoneInfo(zone), "0.1.0", MemoryStore())
    site = made(tmp_path / "site", work)
    [first] = site.record([draft(1)])
    clock.at = before + timedelta(minutes=1)
    [second] = site.record([draft(2)])
    assert (first.words["offset"], second.words["offset"]) == offsets
    assert first.recorded_at < second.recorded_at
    site.close()


@given(INSTANTS, st.binary(min_size=10, max_size=10))
def test_a_name_is_a_uuid_of_version_seven(at, random):
    name = uuid7(at, random)
    assert id_text(id_bytes(name)) == name
    raw = id_bytes(name)
    assert raw[6] >> 4 == 7 and raw[8] >> 6 == 2
    assert int.from_bytes(raw[:6], "big") == to_micros(at) // 1000


@given(INSTANTS, st.integers(1, 10**9), st.binary(min_size=10, max_size=10), st.binary(min_size=10, max_size=10))
def test_what_is_younger_sorts_later(at, later, one, other):
    assert uuid7(at, one) < uuid7(at + timedelta(milliseconds=later), other)


@pytest.mark.parametrize("name", ["", "x", "01900000-0000-7000-8000-00000000000", "01900000-0000-7000-8000-00000000000G"])
def test_what_is_no_name_is_refused(name):
    with pytest.raises(ValueError, match="UUID"):
        id_bytes(name)


def test_a_name_takes_ten_random_bytes():
    with pytest.raises(ValueError, match="ten"):
        uuid7(datetime(2026, 1, 1, tzinfo=UTC), bytes(9))
