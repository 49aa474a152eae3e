"""When a person last left: when duty passed on, or began where it lasts; unknown where no handover says so."""

from __future__ import annotations

from dataclasses import replace

from console.domain.floor import Floor
from console.report.changes.leaving import left_at
from tests.domain.builders import MINUTE, SUPERVISOR
from tests.domain.decide.test_handover import NEXT, THIRD, accepted


def test_the_giver_left_when_the_other_accepted_and_the_taker_counts_from_then() -> None:
    house = accepted()
    handed = house.floor.handed
    assert handed is not None and handed.taken_at is not None
    assert left_at(house.floor, SUPERVISOR) == handed.taken_at
    assert left_at(house.floor, NEXT) == handed.taken_at
    assert left_at(house.floor, "") == handed.taken_at, "of nobody in particular: when duty last passed"
    assert left_at(house.floor, THIRD) is None
    assert left_at(Floor(), "") is None


def test_the_next_handover_begins_where_the_last_one_ended_so_that_nothing_lies_between_them() -> None:
    house = accepted()
    handed = house.floor.handed
    assert handed is not None and handed.taken_at is not None
    read = handed.taken_at - 20 * MINUTE
    floor = replace(house.floor, handed=replace(handed, until=read))
    assert left_at(floor, "") == read, "what came between giving and accepting is told in the next one"
    assert left_at(floor, SUPERVISOR) == handed.taken_at, "a person's own leaving is another matter"
