"""What is told of an hour that a clock showed twice, or never should have shown."""

from datetime import datetime, timedelta

import pytest

from console.domain.floor import Floor
from console.service.past import lived
from console.store.replay import floor_at, past_of
from tests.store.place import clock_of
from tests.store.scenes import note

MINUTE = timedelta(minutes=1)


@pytest.fixture
def clocked(site, run, work):
    """A site whose clock is put wherever a test says, with a note at each of its instants; what was held after each of them."""

    def go(*minutes: int) -> list[tuple[datetime, Floor]]:
        start = work.clock.now()
        held: list[tuple[datetime, Floor]] = []
        for minute in minutes:
            clock_of(work)._at = start + minute * MINUTE
            note(run, "B-1", f"{minute} {len(held)}")
            held.append((work.clock.now(), run.floor))
        return held

    return go


def test_of_an_instant_that_the_clock_showed_twice_the_second_time_is_told(site, clocked):
    held = clocked(10, 40, 20, 50)
    assert [floor_at(site.db, at) for at, _ in held] == [held[0][1], held[2][1], held[2][1], held[3][1]]
    assert floor_at(site.db, held[0][0] + 5 * MINUTE) == held[0][1]
    assert floor_at(site.db, held[2][0] + 15 * MINUTE) == held[2][1], "no mixture without the entry that the fast clock wrote"


@pytest.mark.parametrize("off", [-20_000_000, 20_000_000], ids=["years back", "years ahead"])
def test_a_clock_that_stood_years_off_for_a_while_spoils_no_other_year(site, clocked, off):
    held = clocked(10, 40, off, off + 5, 70, 500)
    for at, floor in held:
        assert floor_at(site.db, at) == floor
    assert floor_at(site.db, held[1][0] + MINUTE) == held[1][1]
    assert floor_at(site.db, held[4][0] + 60 * MINUTE) == held[4][1]


def test_the_past_told_to_a_process_is_the_floor_that_was_held_whatever_the_clock_showed(site, clocked):
    held = clocked(10, 40, 20, 50, 35, 80)
    for at, _ in held:
        assert lived(past_of(site.db, at))[0] == floor_at(site.db, at)
        assert len(lived(past_of(site.db, at))[1]) == len(held) - 1 - [floor for _, floor in held].index(floor_at(site.db, at))
