"""Whatever the weekday and the hour a demo is made, its present shows patients late, at risk, held and well, and a vector run."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from console.domain.batch import Batch, StepState
from console.domain.floor import Floor
from console.forecast.durations import learn
from console.forecast.expected import forecast_floor
from console.service.library import shipped_facility
from console.simulation.bookings import TURNS
from console.simulation.draws import Draws
from console.simulation.fate import key_of, patient_fate
from console.simulation.stories import wishes_for, working_day
from tests.simulation.lived import NOW, past

MOMENTS = [NOW + timedelta(days=d, hours=h) for d, h in ((0, 0), (2, -4), (3, 9), (5, 12))]


def patients(floor: Floor) -> list[Batch]:
    return [b for b in floor.batches.values() if b.coi and b.unreleased and b.status != "PLANNED"]


def slip(batch: Batch) -> timedelta:
    harvest = batch.steps["HARVEST_WASH"]
    if harvest.placement is None or harvest.baseline is None:
        return timedelta()
    return harvest.placement.start - harvest.baseline.start


@pytest.mark.parametrize("now", MOMENTS, ids=lambda at: f"{at:%a %H}")
def test_the_present_has_its_stories(now: datetime) -> None:
    floor = past(seed=3, days=9, now=now)[-1].floor
    waiting = [b for b in patients(floor) if b.steps["HARVEST_WASH"].state is StepState.PLANNED]
    assert [b for b in waiting if slip(b) >= timedelta(hours=10)], "nobody is late"
    assert [b for b in waiting if timedelta(hours=3.5) <= slip(b) <= timedelta(hours=5.5)], "nobody is at risk"
    assert [b for b in waiting if b.held], "nobody is held"
    assert [b for b in patients(floor) if not b.held and not slip(b)], "nobody is well"


def test_a_vector_run_stands_in_the_middle_of_its_rooms() -> None:
    floor = past(seed=3, days=9, now=NOW)[-1].floor
    assert floor.rooms["CR6"].stations["1"].batch.startswith("LVV-")


@pytest.mark.parametrize("days", range(20, 120, 3))
def test_however_long_the_past_a_vector_run_is_under_way_today(days: int) -> None:
    turn = next(t for t in TURNS if t.recipe.startswith("LVV"))
    day = wishes_for(shipped_facility(), ZoneInfo, NOW, days).first_turns[turn.recipe]
    while (following := working_day(day + timedelta(days=turn.every), turn)) <= NOW.date():
        day = following
    assert 2 <= (NOW.date() - day).days <= 16


def test_the_forecast_sees_them_as_they_are_meant() -> None:
    floor = past(seed=3, days=9, now=NOW)[-1].floor
    outlook = forecast_floor(floor, NOW, ZoneInfo, learn(floor))
    keep = {b.id: outlook.forecasts[b.id].p_keep for b in patients(floor)}
    late = [b.id for b in patients(floor) if slip(b) >= timedelta(hours=10)]
    risky = [b.id for b in patients(floor) if timedelta(hours=3) <= slip(b) <= timedelta(hours=6)]
    assert all((keep[b] or 0.0) < 0.2 for b in late)
    assert all(0.1 < (keep[b] or 0.0) < 0.8 for b in risky)
    assert any((share or 0.0) > 0.8 for share in keep.values())


def test_luck_is_written_in_the_chain_of_identity() -> None:
    floor = past(seed=3, days=9, now=NOW)[-1].floor
    for batch in patients(floor):
        if slip(batch):
            fate = patient_fate(Draws(3), shipped_facility(), key_of(batch))
            assert fate.incident is not None
            assert fate.slip == slip(batch)


def test_the_seven_days_before_now_tell_who_was_on_duty() -> None:
    floor = past(seed=3, days=9, now=NOW)[-1].floor
    assert len(floor.on_duty) >= 10
    assert all(since > datetime(2026, 11, 3, tzinfo=UTC) for since in floor.on_duty.values())
