"""Shifts cover every hour of the year, the nights of the clock change too, and nobody checks themselves."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from console.domain.facility import Role
from console.service.library import shipped_facility
from console.simulation.draws import Draws
from console.simulation.roster import Roster

ROSTER = Roster(shipped_facility(), ZoneInfo("America/New_York"), Draws(1))
YEAR = datetime(2026, 1, 1, tzinfo=UTC)


@given(st.integers(0, 365 * 24 * 60))
def test_somebody_is_always_on_shift_for_every_duty(minutes: int) -> None:
    at = YEAR + timedelta(minutes=minutes)
    for role in (Role.OPERATOR, Role.SUPERVISOR, Role.QC_ANALYST, Role.QC_REVIEWER, Role.QA):
        assert ROSTER.people(role, at), (at, role)


@pytest.mark.parametrize(
    ("local", "shifts"),
    [
        ("2026-11-02T03:00", {"WN"}),  # Monday before dawn still belongs to the weekend's night
        ("2026-11-02T06:45", {"WN", "D"}),  # the handover
        ("2026-11-03T03:00", {"N"}),
        ("2026-10-31T06:45", {"N", "WD"}),
        ("2026-11-01T01:30", {"WN"}),  # the hour that comes twice
    ],
)
def test_who_has_the_shift(local: str, shifts: set[str]) -> None:
    at = datetime.fromisoformat(local).replace(tzinfo=ZoneInfo("America/New_York"))
    assert set(ROSTER.on_shift(at)) == shifts


@given(st.integers(0, 365 * 24), st.integers(0, 50))
def test_a_second_person_is_another_person(hours: int, n: int) -> None:
    at = YEAR + timedelta(hours=hours)
    first = ROSTER.choose(Role.OPERATOR, at, ("B-1", n))
    second = ROSTER.choose(Role.OPERATOR, at, ("B-1", n, "checks"), not_these={first})
    assert first
    assert second
    assert first != second


def test_everybody_who_comes_leaves_within_thirteen_hours() -> None:
    changes = ROSTER.changes(datetime(2026, 11, 1, 12, tzinfo=UTC))
    came = {user: at for at, user, comes in changes if comes}
    left = {user: at for at, user, comes in changes if not comes}
    assert came.keys() == left.keys()
    assert all(timedelta(hours=12) < left[user] - came[user] < timedelta(hours=14) for user in came)
