"""Entries of another console come in whole or not at all, and both consoles then see the same (law 4)."""

import pytest

from console.domain.codec import Wire
from console.service.change import Trouble
from console.service.ports import StoreTrouble, ToRecord
from db.ids import uuid7
from tests.db.test_absorb import second
from tests.store.place import (
    START,
    Told,
    dispatcher,
    reopened,
    whole_fold,
    workplace,
)
from tests.store.scenes import hold, note


@pytest.fixture
def pair(site, run, tmp_path):
    """Another console of the same site, started from a copy."""
    site.journal.snapshot(run.floor)
    site.db.checkpoint()
    copied = second(site.db, tmp_path / "other")
    copied.close()
    work = workplace(copied.secrets, "console-2", 12)
    other = reopened(tmp_path / "other", work)
    yield other, dispatcher(other, work, new_id=lambda at: uuid7(at, work.random(10)))
    other.db.close()


def test_entries_of_another_console_come_in_and_both_see_the_same(site, run, pair):
    other, elsewhere = pair
    for n in range(3):
        note(elsewhere, "B-1", f"there {n}")
        note(run, "B-1", f"here {n}")
    change = run.absorb(site_entries(other, site)).result()
    assert not isinstance(change, Trouble)
    assert len(change.entries) == 3
    assert [entry.wire.type for entry in change.entries] == ["note.added"] * 3
    assert run.floor == whole_fold(site)
    assert site.journal.fault() == ""
    elsewhere.absorb(site_entries(site, other)).result()
    assert elsewhere.floor.batches == run.floor.batches
    assert other.journal.fault() == "" and other.verify().whole
    assert {n.text for n in run.floor.batches["B-1"].notes} == {f"{w} {n}" for w in ("here", "there") for n in range(3)}


def site_entries(giver, taker):
    return giver.journal.sealed(taker.journal.heads())


def test_a_stop_between_taking_in_and_rewriting_is_made_good_at_the_next_start(site, run, pair, work):
    _, elsewhere = pair
    hold(elsewhere, "B-1", "odd colour")
    assert site.journal.absorb(site_entries(pair[0], site)) != ()
    site.db.close()
    again = reopened(site.db.folder, work)
    assert again.verify().whole
    assert again.journal.load().batches["B-1"].held
    assert again.journal.fault() == "" and again.verify().whole
    again.db.close()


def test_what_cannot_be_is_refused_whole_and_told(site, run, pair, work):
    other, elsewhere = pair
    note(elsewhere, "B-1", "there")
    entries = site_entries(other, site)
    told = Told()
    run = dispatcher(site, work, told)
    before = run.floor
    answer = run.absorb([*entries[:-1], entries[-1].replace(b"there", b"theer")]).result()
    assert isinstance(answer, Trouble) and "payload" in answer.why
    assert run.floor == before == whole_fold(site)
    assert site.journal.absorb(entries) != ()


def test_an_entry_without_its_bytes_is_not_believed(site, run):
    _, tail = site.journal.fold_from(None)
    with pytest.raises(StoreTrouble):
        site.journal.absorb([tail[0]])


def test_an_event_of_a_newer_program_is_kept_and_locks_what_it_touches(site, run):
    wire = Wire("batch.teleported", 3, {"batch": "B-1", "where": "moon"}, ("batch:B-1",), "mia", START)
    site.journal.append([ToRecord(uuid7(START, bytes(range(10))), wire)], run.floor, ["B-1"])
    floor = site.journal.load()
    assert floor.locked == {"batch:B-1"}
    assert floor == whole_fold(site)
    assert site.verify().whole
