"""Stones change nothing but the time a look back takes: all, some, harmed or none, the floor told is the same."""

import random
from dataclasses import replace
from datetime import datetime, timedelta
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import delete, select, update

from console.domain.codec import floor_from_plain, floor_plain
from console.domain.events import NoteAdded
from console.domain.evolve import RULES
from console.domain.floor import Floor
from console.service.past import lived
from console.store.entries import facts
from console.store.indexed import index
from console.store.journal import fold
from console.store.mason import Mason
from console.store.replay import Replay, floor_at, past_of
from console.store.stones import Cutter, Gatherer, digests_of, plain_of
from db import journal, stones
from db.canonical import parse
from db.entry import Draft, Place
from db.held import arrivals, reach
from db.ids import uuid7
from db.tables import snapshot, stone, stone_part
from tests.db.test_absorb import second
from tests.store.place import Here, clock_of, dispatcher, furnish, made, reopened, whole_fold, workplace
from tests.store.scenes import hold, note, order

MINUTE = timedelta(minutes=1)


class Past:
    """A site that worked a while with another console of it, with every floor that it held, by instant."""

    def __init__(self, folder, seed) -> None:
        self.chance = random.Random(seed)
        self.work = workplace(seed=seed)
        self.site = made(folder / "site", self.work)
        self.run = dispatcher(self.site, self.work)
        furnish(self.run)
        order(self.run, "B-1")
        self.site.journal.snapshot(self.run.floor)
        self.site.db.checkpoint()
        copied = second(self.site.db, folder / "other")
        copied.close()
        self._their_work = workplace(copied.secrets, "console-2", seed + 1)
        self.other = reopened(folder / "other", self._their_work)
        self._there = dispatcher(self.other, self._their_work, new_id=lambda at: uuid7(at, self._their_work.random(10)))
        self.held = [(self.work.clock.now(), self.run.floor)]
        self._batches = 1

    def go_on(self, deeds: int) -> None:
        for _ in range(deeds):
            clock = clock_of(self.work)
            clock.put(clock.now() + self.chance.randrange(1, 60) * MINUTE)
            clock_of(self._their_work).put(clock.now())
            self.chance.choice((self._note, self._note, self._order, self._hold, self._unknown, self._there_too, self._absorb))()
            self.held.append((clock.now(), self.run.floor))

    def close(self) -> None:
        self.other.db.close()
        self.site.db.close()

    def _any(self) -> str:
        return self.chance.choice([name for name in self.run.floor.batches if f"batch:{name}" not in self.run.floor.locked])

    def _note(self) -> None:
        note(self.run, self._any(), f"remark {len(self.held)}")

    def _order(self) -> None:
        self._batches += 1
        order(self.run, f"B-{self._batches}")

    def _hold(self) -> None:
        batch = self._any()
        if not self.run.floor.batches[batch].held:
            hold(self.run, batch, "odd colour")

    def _there_too(self) -> None:
        for n in range(self.chance.randrange(1, 4)):
            note(self._there, "B-1", f"from the anteroom {n}")

    def _absorb(self) -> None:
        self.run.absorb(self.other.journal.sealed(self.site.journal.heads())).result()

    def _unknown(self) -> None:
        """An entry that only a later program would understand."""
        if self._batches > 1:
            now = self.work.clock.now()
            self.site.db.record([Draft("tea.spilled", 1, {}, (f"batch:B-{self._batches}",), "somebody", now)], index)
            self.run._believe_disk()


def mason(past: Past, every: int = 7) -> Mason:
    return Mason(past.site.db, Here(), Here(), every, 0)


def laid(past: Past) -> list[int]:
    with past.site.db.reading() as connection:
        return stones.laid(connection)


def told(past: Past) -> list[Floor]:
    """What one who looks back at every instant in some order is told."""
    replay = Replay(past.site.db)
    found = {}
    for at, _ in past.chance.sample(past.held, len(past.held)):
        with past.site.db.reading() as connection:
            found[at] = replay.at(connection, at)[1]
    return [found[at] for at, _ in past.held]


@pytest.fixture
def past(tmp_path, request):
    made = Past(tmp_path, 3)
    made.go_on(45)
    yield made
    made.close()


# ------------------------------------------------------------------------------------------------------------ the same floor


def harm_some(past: Past) -> None:
    """Take some stones away, spoil parts and seals of others."""
    with past.site.db.writing() as connection:
        for arrived in stones.laid(connection):
            what = past.chance.randrange(6)
            which = stone.c.arrived == arrived
            if what == 0:
                connection.execute(delete(stone).where(which))
            elif what == 1:
                connection.execute(update(stone).where(which).values(sig=bytes(64)))
            elif what == 2:
                connection.execute(update(stone).where(which).values(lamport=1))
            elif what == 3:
                connection.execute(update(stone).where(which).values(body=b"\0\1\2"))
        for digest in connection.execute(select(stone_part.c.digest)).scalars().all():
            if past.chance.random() < 0.1:
                connection.execute(update(stone_part).where(stone_part.c.digest == digest).values(body=stones.packed(b"[]")))


@settings(max_examples=3)
@given(seed=st.integers(0, 10**6))
def test_with_all_some_harmed_or_no_stones_the_same_floors_are_told(tmp_path_factory, seed):
    past = Past(tmp_path_factory.mktemp("past"), seed)
    past.go_on(past.chance.randrange(5, 30))
    floors = [floor for _, floor in past.held]
    assert told(past) == floors and laid(past) == []
    count = mason(past).start().result()
    assert len(laid(past)) == count > 0
    assert told(past) == floors
    harm_some(past)
    assert told(past) == floors
    mason(past).start().result()
    assert told(past) == floors
    past.go_on(8)
    assert told(past) == [floor for _, floor in past.held]
    assert whole_fold(past.site) == past.run.floor and past.site.verify().whole
    past.close()


def test_a_look_back_begins_at_the_nearest_stone(past):
    assert base(past, past.held[-1][0]) == 0
    mason(past).start().result()
    marks = laid(past)
    assert all(0 < later - earlier < 14 for earlier, later in pairwise([0, *marks]))
    with past.site.db.reading() as connection:
        for arrived in marks:
            assert Replay(past.site.db)._base(connection, arrived).arrived == arrived
        assert Replay(past.site.db)._base(connection, marks[-1] - 1).arrived < marks[-1]


def base(past: Past, at: datetime) -> int:
    """After how many entries the floor was that a look back at this instant begins at."""
    with past.site.db.reading() as connection:
        replay = Replay(past.site.db)
        return replay._base(connection, reach(connection, at).n).arrived


def test_what_came_late_is_folded_from_a_stone_that_stands_before_it(tmp_path):
    past = Past(tmp_path, 5)
    past._there_too()
    for _ in range(30):
        clock_of(past.work).put(past.work.clock.now() + MINUTE)
        past._note()
    before, quiet = past.work.clock.now(), past.run.floor
    mason(past).start().result()
    clock_of(past.work).put(before + MINUTE)
    past._absorb()
    assert base(past, before) == laid(past)[-1], "for what was held before, the stones hold"
    assert base(past, before + MINUTE) < laid(past)[-1], "what came late stands before them"
    assert (floor_at(past.site.db, before), floor_at(past.site.db, before + MINUTE)) == (quiet, past.run.floor)
    assert mason(past).start().result() > 0
    with past.site.db.reading() as connection:
        assert arrivals(connection)[-1][1] in laid(past), "a stone lies where it came"
    assert mason(past).start().result() == 0
    past.close()


def test_where_something_comes_late_a_stone_is_laid_at_once(tmp_path):
    past = Past(tmp_path, 6)
    past._there_too()
    past.go_on(3)
    working = mason(past, 1000)
    working.start().result()
    past.run._tell = working.hear
    past._note()
    assert laid(past) == []
    working._place = journal_end(past)
    past._note()
    past._absorb()
    with past.site.db.reading() as connection:
        assert [upto for _, upto in arrivals(connection)][-1:] == laid(past)
        assert Replay(past.site.db).after(connection, laid(past)[0]).floor == fold_of(past, laid(past)[0])
    past.close()


def journal_end(past: Past) -> Place:
    """The place of the last entry in canonical order."""
    with past.site.db.reading() as connection:
        return journal.tail(connection, 1)[0].place


# ---------------------------------------------------------------------------------------------------------------- the mason


def test_stones_are_laid_as_the_record_grows_and_hold_the_floor_of_then(past):
    working = mason(past)
    working.start().result()
    first = laid(past)
    past.run._tell = working.hear
    past.go_on(40)
    fresh = [arrived for arrived in laid(past) if arrived not in first]
    assert len(fresh) >= 3
    assert told(past) == [floor for _, floor in past.held]
    with past.site.db.reading() as connection:
        for arrived in fresh:
            assert Replay(past.site.db).after(connection, arrived).floor == fold_of(past, arrived)


def fold_of(past: Past, arrived: int) -> Floor:
    """The fold of the first so many entries, without help of any stone."""
    with past.site.db.reading() as connection:
        return fold(Floor(), facts(one for one in journal.after(connection) if one.n <= arrived))


def test_what_did_not_change_is_laid_once(past):
    mason(past, 10).start().result()
    with past.site.db.reading() as connection:
        names = list(stones.stones(connection, key(past), past.site.db.app, 10**9))
        named = [digest for one in names for digest in digests_of(one.names)]
        assert len(named) > 3 * len(stones.all_parts(connection)) and set(named) == set(stones.all_parts(connection))


def key(past: Past) -> bytes:
    return bytes.fromhex(past.site.db.opening.public_key)


def test_after_an_upgrade_the_old_stones_are_ignored_taken_up_and_laid_anew(past):
    mason(past).start().result()
    floors = [floor for _, floor in past.held]
    with past.site.db.reading() as connection:
        old = {one.arrived for one in stones.stones(connection, key(past), past.site.db.app, 10**9)}
    folder = past.site.db.folder
    past.site.db.close()
    past.work = replace(past.work, app="99.0")
    past.site = reopened(folder, past.work)
    assert base(past, past.held[-1][0]) == 0 and told(past) == floors
    assert mason(past, 9).start().result() > 3
    with past.site.db.reading() as connection:
        fresh = {one.arrived for one in stones.stones(connection, key(past), "99.0", 10**9)}
        assert fresh == set(stones.laid(connection)) != old
        named = {digest for one in stones.stones(connection, key(past), "99.0", 10**9) for digest in digests_of(one.names)}
        assert named == set(stones.all_parts(connection))
    assert told(past) == floors


def test_after_an_upgrade_of_evolve_what_was_held_is_folded_by_the_new_one(past, monkeypatch):
    mason(past).start().result()
    old = RULES[NoteAdded]
    monkeypatch.setitem(RULES, NoteAdded, lambda floor, event: old(floor, replace(event, text=event.text.upper())))
    folder = past.site.db.folder
    past.site.db.close()
    past.work = replace(past.work, app="99.0")
    past.site = reopened(folder, past.work)
    with past.site.db.reading() as connection:
        reached = [reach(connection, at).n for at, _ in past.held]
    expected = [fold_of(past, n) for n in reached]
    assert told(past) == expected != [floor for _, floor in past.held]
    assert mason(past).start().result() > 3
    assert base(past, past.held[-1][0]) > 0 and told(past) == expected


def test_a_harmed_part_is_found_and_its_stones_are_laid_anew(past):
    mason(past).start().result()
    whole, nearest = laid(past), base(past, past.held[-1][0])
    with past.site.db.writing() as connection:
        connection.execute(update(stone_part).values(body=stones.packed(b"[]")))
    assert base(past, past.held[-1][0]) == 0
    assert mason(past).start().result() == len(whole)
    assert laid(past) == whole and base(past, past.held[-1][0]) == nearest > 0


class Closing(Mason):
    """A mason whose console closes when it rests for the fortieth time."""

    turns = 0

    def _rest(self) -> None:
        self.turns += 1
        if self.turns == 40:
            self.stop()
        super()._rest()


def test_a_console_that_closes_does_not_wait_for_the_mason(past):
    working = Closing(past.site.db, Here(), Here(), 7, 0)
    assert working.start().result() == 0 and working.turns == 40
    some = laid(past)
    assert mason(past).start().result() + len(some) == len(laid(past)) > len(some)
    past.run._tell = working.hear
    past.go_on(9)
    assert told(past) == [floor for _, floor in past.held]


# ----------------------------------------------------------------------------------------------------------- parts of a floor


def test_a_floor_in_parts_is_the_floor(past):
    with past.site.db.writing() as connection:
        cut, gather = Cutter(), Gatherer()
        for _, floor in past.held[-3:]:
            names, fresh = cut(floor)
            stones.lay(connection, past.site.db.pen, Place(1, "c", 1), 1, names, {d: stones.packed(b) for d, b in fresh.items()})
            for reader in (gather, Gatherer(0)):
                assert reader(connection, parse(names)) == floor
            assert floor_from_plain(plain_of(connection, parse(names))) == floor


def test_the_same_floor_is_cut_into_the_same_parts_however_it_came_about(past):
    again = floor_from_plain(floor_plain(past.run.floor))
    assert again == past.run.floor and again is not past.run.floor
    cut = Cutter()
    names, parts = cut(past.run.floor)
    assert cut(past.run.floor) == (names, {})
    told, fresh = cut(again)
    assert told == names and fresh and fresh.items() <= parts.items()


def test_what_came_is_told_to_a_process_from_the_nearest_stone(past):
    plain = [lived(past_of(past.site.db, at)) for at, _ in past.held[::9]]
    with past.site.db.writing() as connection:
        connection.execute(delete(snapshot))
    mason(past).start().result()
    some = [past_of(past.site.db, at) for at, _ in past.held[::9]]
    assert any(one.floor is not None for one in some)
    assert [lived(one)[0] for one in some] == [floor for _, floor in past.held[::9]]
    assert [[h.floor for h in lived(one)[1]] for one in some] == [[h.floor for h in after] for _, after in plain]
