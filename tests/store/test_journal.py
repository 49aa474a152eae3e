"""The store holds what the dispatcher believes: rows, journal and Floor are one (laws 2, 3 and 4)."""

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule, run_state_machine_as_test
from sqlalchemy import event, select, update

from console.domain.codec import Wire
from console.domain.commands import AddNote, AdoptFacility, NoteUpgrade
from console.domain.facility import Role
from console.domain.floor import Floor
from console.service.change import Trouble
from console.service.clock import SystemClock
from console.service.ports import Journal, StoreTrouble, ToRecord
from console.store.floor_hash import FloorHash
from console.store.journal import fold_all
from db.ids import uuid7
from db.tables import batch_row, step_row
from db.trouble import ClassForbids, WriterBusy
from tests.db.test_absorb import second
from tests.store.place import (
    START,
    Asked,
    Told,
    clock_of,
    dispatcher,
    done,
    furnish,
    made,
    reopened,
    workplace,
)
from tests.store.scenes import hold, note, order, someone


@pytest.fixture
def work():
    return workplace()


@pytest.fixture
def site(tmp_path, work):
    opened = made(tmp_path / "site", work)
    yield opened
    opened.db.close()


@pytest.fixture
def run(site, work):
    running = dispatcher(site, work)
    furnish(running)
    order(running, "B-1")
    return running


def whole_fold(site) -> Floor:
    with site.db.reading() as connection:
        return fold_all(connection)


def test_it_is_the_port(site):
    port: Journal = site.journal
    assert port.site.kind == "DEMO"
    assert port.site.chain == site.db.pen.chain


def test_rows_and_floor_and_journal_are_one(site, run):
    hold(run, "B-1", "odd colour")
    assert site.journal.fault() == ""
    assert whole_fold(site) == run.floor == site.journal.load()
    assert site.verify().whole


def test_entries_come_back_as_they_were_asked(site, run):
    change = note(run, "B-1", "the pump hums")
    _, tail = site.journal.fold_from(None)
    assert tail[-len(change.entries) :] == change.entries
    assert site.journal.holds([entry.id for entry in change.entries])
    assert not site.journal.holds([change.entries[0].id, uuid7(START, bytes(10))])
    last = change.entries[-1]
    assert site.journal.place() == (last.lamport, last.chain, last.seq)


def test_a_reopened_site_has_the_same_floor(site, run, work):
    note(run, "B-1", "before")
    site.journal.close(run.floor)
    again = reopened(site.db.folder, work)
    assert again.journal.load() == run.floor
    assert again.db.standing.unclean is False
    again.db.close()


def test_a_snapshot_spares_the_fold_and_changes_nothing(site, run):
    site.journal.snapshot(run.floor)
    note(run, "B-1", "after")
    floor, tail = site.journal.fold_from(None)
    assert floor != Floor() and len(tail) == 1
    assert site.journal.load() == run.floor


def test_a_changed_row_is_named(site, run):
    with site.db.writing() as connection:
        connection.execute(update(batch_row).values(status="RELEASED"))
    assert "batch_row B-1: status" in site.journal.fault()
    verdict = site.verify()
    assert verdict.first_break is not None and verdict.first_break.where == "projections"


def test_a_row_put_in_from_outside_is_named(site, run):
    with site.db.writing() as connection:
        connection.execute(update(step_row).values(batch="B-9"))
    assert "step_row and the journal do not hold the same rows" in site.journal.fault()


def test_rows_of_another_program_are_made_anew(site, run, work):
    with site.db.writing() as connection:
        connection.execute(update(batch_row).values(status="RELEASED"))
    site.journal.close(run.floor)
    newer = workplace(work.secrets)
    object.__setattr__(newer, "app", "999.0")
    again = reopened(site.db.folder, newer)
    assert again.journal.load() == run.floor
    assert again.journal.fault() == ""
    again.db.close()


def test_a_facility_taken_anew_brings_all_rows_along(site, run):
    facility = run.floor.facility
    assert facility is not None
    sponsors = tuple(replace(product, sponsor="another") for product in facility.products)
    done(run.submit(AdoptFacility(by=someone(run, Role.ADMIN), facility=replace(facility, products=sponsors))))
    with site.db.reading() as connection:
        assert connection.execute(select(batch_row.c.sponsor)).scalars().all() == ["another"]
    assert site.journal.fault() == ""


# ------------------------------------------------------------------------------------------------- failed commits (law 3)


class Struck:
    """Makes the next commits fail, before or after they reach the disk."""

    def __init__(self, site, after: bool) -> None:
        self.engine = site.db._writing[0]
        self.after = after
        self.on = True
        event.listen(self.engine, "commit", self._strike)

    def _strike(self, connection) -> None:
        if self.on:
            self.on = False
            if self.after:
                connection.connection.dbapi_connection.commit()
            raise OSError("the disk is gone")

    def mend(self) -> None:
        event.remove(self.engine, "commit", self._strike)


def test_a_commit_that_failed_leaves_memory_as_the_disk(site, run, work):
    told = Told()
    run = dispatcher(site, work, told)
    before = run.floor
    struck = Struck(site, after=False)
    answer = run.submit(AddNote(by=someone(run, Role.SUPERVISOR), batch="B-1", text="lost")).result()
    assert isinstance(answer, Trouble) and told.troubles == [answer]
    assert run.floor == before == whole_fold(site)
    struck.mend()
    note(run, "B-1", "kept")
    assert site.journal.fault() == "" and run.floor == whole_fold(site)


def test_a_commit_that_failed_after_it_reached_the_disk_is_believed(site, run, work):
    run = dispatcher(site, work)
    struck = Struck(site, after=True)
    change = done(run.submit(AddNote(by=someone(run, Role.SUPERVISOR), batch="B-1", text="kept")))
    struck.mend()
    assert site.journal.holds([change.entries[0].id])
    assert run.floor == whole_fold(site)
    note(run, "B-1", "and on")
    assert site.journal.fault() == ""


def test_a_record_that_cannot_be_read_ends_writing(site, run, work, monkeypatch):
    def gone(*_):
        raise OSError("the disk is gone")

    monkeypatch.setattr(site.journal, "append", gone)
    monkeypatch.setattr(site.journal, "holds", gone)
    answer = run.submit(AddNote(by=someone(run, Role.SUPERVISOR), batch="B-1", text="lost")).result()
    assert isinstance(answer, Trouble) and run.read_only


# ------------------------------------------------------------------------------------------------- other consoles (law 4)


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


# ------------------------------------------------------------------------------------------------------------- classes


@pytest.mark.parametrize("kind", ["AID", "RECORD"])
def test_a_real_site_takes_no_played_time(tmp_path, kind):
    with pytest.raises(ClassForbids):
        made(tmp_path / "played", workplace(), kind)
    work = workplace()
    object.__setattr__(work, "clock", SystemClock())
    site = made(tmp_path / "real", work, kind)
    run = dispatcher(site, work)
    [answer] = run.submit_all(
        [Asked(NoteUpgrade(by="console", from_revision="1", to_revision="2"), now=START - timedelta(days=30))]
    ).result()
    assert isinstance(answer, Trouble) and "clock" in answer.why
    assert run.floor == whole_fold(site)
    site.db.close()


def test_the_same_seed_gives_the_same_payloads_to_the_byte(tmp_path):
    payloads = []
    for name in ("one", "two"):
        work = workplace(seed=4)
        site = made(tmp_path / name, work)
        run = dispatcher(site, work)
        furnish(run)
        order(run, "B-1")
        clock_of(work).put(START + timedelta(hours=3))
        note(run, "B-1", "the same")
        payloads.append([packed.partition(b"\n")[2] for packed in site.journal.sealed({})])
        site.journal.close(run.floor)
    assert payloads[0] == payloads[1] and len(payloads[0]) > 5


def test_a_second_console_may_read_beside_the_writer(site, run, work):
    from_outside = workplace(work.secrets)
    with pytest.raises(WriterBusy):
        reopened(site.db.folder, from_outside)


def test_the_hash_of_a_floor_is_of_its_content(site, run):
    assert FloorHash()(site.journal.load()) == FloorHash()(run.floor)
    before = FloorHash()(run.floor)
    note(run, "B-1", "new")
    assert FloorHash()(run.floor) != before


# ------------------------------------------------------------------------------------------- random work against the law


class Random(RuleBasedStateMachine):
    """Random work with restarts, snapshots and failed commits: rows, journal and Floor stay one."""

    folder = Path()
    number = 0

    def __init__(self) -> None:
        super().__init__()
        Random.number += 1
        self.work = workplace(seed=Random.number)
        self.site = made(Random.folder / str(Random.number), self.work)
        self.run = dispatcher(self.site, self.work)
        furnish(self.run)
        self.batches = 0

    @rule()
    def order(self) -> None:
        self.batches += 1
        order(self.run, f"B-{self.batches}")

    @precondition(lambda self: self.batches)
    @rule(data=st.data())
    def note(self, data) -> None:
        note(self.run, f"B-{data.draw(st.integers(1, self.batches))}", "hm")

    @precondition(lambda self: self.batches)
    @rule(after=st.booleans())
    def fail(self, after) -> None:
        struck = Struck(self.site, after)
        self.run.submit(AddNote(by=someone(self.run, Role.SUPERVISOR), batch="B-1", text="hm")).result()
        struck.mend()

    @rule()
    def snapshot(self) -> None:
        self.run.snapshot().result()

    @rule(clean=st.booleans())
    def restart(self, clean) -> None:
        if clean:
            self.site.journal.close(self.run.floor)
        else:
            self.site.db.close()
        self.site = reopened(self.site.db.folder, self.work)
        self.run = dispatcher(self.site, self.work)

    @invariant()
    def one(self) -> None:
        assert whole_fold(self.site) == self.run.floor
        assert self.site.journal.fault() == ""

    def teardown(self) -> None:
        assert self.site.verify().whole
        self.site.db.close()


def test_random_work_keeps_rows_journal_and_floor_one(tmp_path_factory):
    Random.folder = tmp_path_factory.mktemp("random")
    run_state_machine_as_test(Random, settings=settings(max_examples=8, stateful_step_count=12))
