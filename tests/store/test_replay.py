"""What this console held at an instant, told again from its file (law 8): also what came late from elsewhere."""

from datetime import timedelta

import pytest

from console.store.replay import floor_at
from db.ids import uuid7
from tests.db.test_absorb import second
from tests.store.place import clock_of, dispatcher, reopened, workplace
from tests.store.scenes import note

MINUTE = timedelta(minutes=1)


@pytest.fixture
def other(site, run, tmp_path):
    """Another console of the same site, started from a copy, whose clock goes with the first one's."""
    site.journal.snapshot(run.floor)
    site.db.checkpoint()
    copied = second(site.db, tmp_path / "other")
    copied.close()
    work = workplace(copied.secrets, "console-2", 12)
    other = reopened(tmp_path / "other", work)
    yield other, work, dispatcher(other, work, new_id=lambda at: uuid7(at, work.random(10)))
    other.db.close()


def test_every_floor_this_console_held_can_be_told_again(site, run, work, other):
    elsewhere, their_work, there = other
    clock = clock_of(work)
    held = []
    for n in range(4):
        clock.put(clock.now() + MINUTE)
        clock_of(their_work).put(clock.now())
        note(there, "B-1", f"there {n}")
        note(run, "B-1", f"here {n}")
        held.append((clock.now(), run.floor))
        if n == 2:
            clock.put(clock.now() + MINUTE)
            run.absorb(elsewhere.journal.sealed(site.journal.heads())).result()
            held.append((clock.now(), run.floor))
    assert [floor_at(site.db, at) for at, _ in held] == [floor for _, floor in held]
    assert [len(floor.batches["B-1"].notes) for _, floor in held] == [1, 2, 3, 6, 7]


def test_before_anything_was_here_there_was_nothing(site, run, work):
    note(run, "B-1", "here")
    assert floor_at(site.db, clock_of(work).now() - timedelta(days=400)).batches == {}
