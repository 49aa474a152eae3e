"""What this console held at an instant, told again from its file (law 8): also what came late from elsewhere."""

from datetime import timedelta

import pytest

from console.service.past import lived
from console.store.replay import floor_at, past_of
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
    for since, floor in held:
        start, happened = lived(past_of(site.db, since))
        assert start == floor and (happened[-1].floor if happened else start) == run.floor
        assert [at for at, _ in held if at > since] == sorted({one.at for one in happened})
    assert lived(past_of(site.db, held[3][0]))[1][0].ids and len(past_of(site.db, held[-1][0]).entries) > 0


def test_the_past_is_told_from_the_last_snapshot_before_it(site, run, work):
    clock = clock_of(work)
    note(run, "B-1", "first")
    then = clock.now()
    clock.put(then + MINUTE)
    site.journal.snapshot(run.floor)
    clock.put(then + 2 * MINUTE)
    note(run, "B-1", "second")
    told = past_of(site.db, then + MINUTE)
    assert told.floor is not None and len(told.entries) == 1
    assert lived(told)[0].batches["B-1"].notes == run.floor.batches["B-1"].notes[:1]
    early = past_of(site.db, then - MINUTE)
    assert early.floor is None or len(early.entries) > 1
    assert lived(early)[1][-1].floor == run.floor


def test_before_anything_was_here_there_was_nothing(site, run, work):
    note(run, "B-1", "here")
    assert floor_at(site.db, clock_of(work).now() - timedelta(days=400)).batches == {}
