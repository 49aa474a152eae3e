"""The outlook of a past hour: what was kept, as it was kept, and nothing that was not."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from console.domain.floor import Floor
from console.domain.promise import promise_of
from console.service.held import Held, KeptForecast
from console.service.recalled import recalled
from tests.service.test_past_front import kept_row
from tests.ui.front import DAY0, ordered, site_floor

AT = datetime(2026, 11, 18, 7, 0, tzinfo=UTC)


@pytest.fixture(scope="module")
def floor() -> Floor:
    return ordered(ordered(site_floor(), "B-1", DAY0, "W1234567788"), "B-2", DAY0 + timedelta(days=1), "W1234561234")


def held(floor: Floor, *kept: KeptForecast) -> Held:
    return Held(AT, floor, kept, DAY0, floor.entries, AT)


def test_no_forecast_had_been_kept() -> None:
    assert recalled(held(Floor()), ZoneInfo) is None


def test_a_forecast_is_as_it_was_kept_and_its_promise_is_the_floors(floor: Floor) -> None:
    one, two = kept_row("B-1", AT - timedelta(hours=2)), kept_row("B-2", AT - timedelta(minutes=5))
    made = recalled(held(floor, one, two), ZoneInfo)
    assert made is not None and made.made_at == two.made_at and made.entries == floor.entries
    told, promise = made.forecasts["B-1"], promise_of(floor, floor.batches["B-1"], ZoneInfo)
    assert promise is not None and (told.promise_to, told.promise_at) == (promise.to_step, promise.by)
    assert told.made_at == one.made_at and told.release is not None and told.end is not None
    assert (told.release.p10, told.release.p25, told.release.p50, told.release.p75, told.release.p90) == (
        one.p10, one.p25, one.p50, one.p75, one.p90,
    )  # fmt: skip
    assert (told.end.p10, told.end.p50, told.end.p90) == (one.end_p10, one.end_p50, one.end_p90)
    assert (told.p_keep, told.p_never, told.n_history) == (one.p_keep, one.p_never, one.n_history)


def test_what_was_not_kept_is_not_there(floor: Floor) -> None:
    made = recalled(held(floor, kept_row("B-1", AT)), ZoneInfo)
    assert made is not None
    told = made.forecasts["B-1"]
    assert not told.steps and not told.blockers and told.harvest_by is None and not told.model
    assert not made.model and not made.drifts and made.scenarios == 0
    assert "B-2" not in made.forecasts, "of which none was kept"


def test_of_a_batch_that_had_ended_nothing_is_expected(floor: Floor) -> None:
    gone = replace(floor, batches={name: batch for name, batch in floor.batches.items() if name != "B-1"})
    made = recalled(held(gone, kept_row("B-1", AT), kept_row("B-2", AT)), ZoneInfo)
    assert made is not None and set(made.forecasts) == {"B-2"}


def test_a_row_without_a_release_to_come_is_a_forecast_without_one(floor: Floor) -> None:
    row = replace(kept_row("B-1", AT), p10=None, p25=None, p50=None, p75=None, p90=None, end_p10=None, end_p50=None, end_p90=None)
    made = recalled(held(floor, row), ZoneInfo)
    assert made is not None and made.forecasts["B-1"].release is None and made.forecasts["B-1"].end is None


@settings(max_examples=60, deadline=None)
@given(hours=st.lists(st.floats(0, 400), min_size=3, max_size=3).map(sorted))
def test_the_quarters_of_the_promised_end_lie_on_the_lines_between_what_was_kept(floor: Floor, hours: list[float]) -> None:
    low, middle, high = (AT + timedelta(hours=h) for h in hours)
    made = recalled(held(floor, replace(kept_row("B-1", AT), end_p10=low, end_p50=middle, end_p90=high)), ZoneInfo)
    assert made is not None
    end = made.forecasts["B-1"].end
    assert end is not None and end.p10 <= end.p25 <= end.p50 <= end.p75 <= end.p90
    assert abs((end.p25 - low) * (50 - 10) - (middle - low) * (25 - 10)) <= timedelta(milliseconds=1)
    assert abs((high - end.p75) * (90 - 50) - (high - middle) * (90 - 75)) <= timedelta(milliseconds=1)
