"""What lies between two instants in a real file: each entry in one difference and no other, also what came late from elsewhere."""

from __future__ import annotations

from datetime import timedelta
from itertools import pairwise

from console.report.changes.difference import difference
from console.store.changes import between, last_left, stood_at
from tests.store.place import clock_of
from tests.store.scenes import note
from tests.store.test_replay import MINUTE, other

__all__ = ["other"]


def test_differences_that_follow_one_another_tell_every_entry_once_also_what_came_late(site, run, work, other) -> None:
    elsewhere, their_work, there = other
    clock = clock_of(work)
    held = [(clock.now(), run.floor)]
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
    told: list[str] = []
    for (since, before), (now, after) in pairwise(held):
        found = between(site.db, since, now)
        assert (found.before, found.after) == (before, after)
        lines = difference(found, "")
        assert sorted(entry for line in lines for entry in line.entries) == sorted(entry.id for entry in found.entries)
        told += [entry.id for entry in found.entries]
    whole = between(site.db, held[0][0], held[-1][0])
    assert len(told) == len(set(told)) and set(told) == {entry.id for entry in whole.entries}
    assert len(told) == held[-1][1].entries - held[0][1].entries
    assert sum("there" in getattr(entry.event, "text", "") for entry in whole.entries) == 3


def test_where_nothing_came_both_floors_are_one_and_nothing_is_told(site, run, work) -> None:
    note(run, "B-1", "here")
    now = clock_of(work).now()
    quiet = between(site.db, now, now + MINUTE)
    assert quiet.before == quiet.after == run.floor and quiet.entries == ()
    assert difference(quiet, "") == ()
    assert stood_at(site.db, ["B-1"], now) == {}, "no forecast was kept"
    assert last_left(site.db, "nobody", now + timedelta(days=1)) is None
