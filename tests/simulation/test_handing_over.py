"""The invented plant hands its last shifts over: by two people, every point checked, and somebody has duty at the end."""

from __future__ import annotations

from datetime import timedelta

from console.domain import commands as c
from console.domain.facility import Role
from console.domain.handover import Handover
from tests.simulation.lived import NOW, past


def handed() -> list[Handover]:
    found: dict[str, Handover] = {}
    for happened in past():
        last = happened.floor.handed
        if last is not None and last.taker:
            found[last.id] = last
    return list(found.values())


def test_the_last_shifts_were_handed_over_by_two_people_with_every_point_checked() -> None:
    given = [h for h in handed() if h.given_at is not None]
    assert len(given) >= 2
    for handover in given:
        assert handover.giver != handover.taker and not handover.unchecked(handover.taker)
        assert handover.must_know and handover.points
        assert handover.taken_at is not None and handover.given_at is not None
        assert timedelta() < handover.taken_at - handover.given_at < timedelta(minutes=30)


def test_somebody_who_is_on_the_floor_has_duty_now() -> None:
    floor = past()[-1].floor
    assert floor.handover is None and floor.responsible in floor.on_duty
    assert Role.SUPERVISOR in floor.people[floor.responsible].roles
    since = floor.duties[floor.responsible].since
    assert since > NOW - timedelta(hours=14)


def test_points_that_stay_open_are_carried_over_and_counted() -> None:
    last = past()[-1].floor.handed
    assert last is not None and max(point.carried for point in last.points) >= 1


def test_only_the_last_day_of_a_history_is_handed_over() -> None:
    first = next(h.at for h in past() if isinstance(h.asked.command, c.GiveHandover | c.TakeDuty))
    assert NOW - timedelta(hours=26) <= first < NOW - timedelta(hours=17)
