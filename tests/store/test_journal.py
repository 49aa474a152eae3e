"""The store holds what the dispatcher believes: rows, journal and Floor are one (laws 2 and 3)."""

from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import event, select, update

from console.domain.codec import to_wire
from console.domain.commands import AddNote, AdoptFacility, NoteUpgrade
from console.domain.events import SiteUpgraded
from console.domain.facility import Role
from console.domain.floor import Floor
from console.domain.refusal import Refusal
from console.service.change import Trouble
from console.service.clock import SystemClock
from console.service.ports import Journal, StoreTrouble, ToRecord
from console.store.floor_hash import FloorHash
from db.engine import connect
from db.identity import JOURNAL_NAME
from db.ids import uuid7
from db.tables import batch_row, step_row
from db.trouble import ClassForbids, WriterBusy
from tests.db.place import key_of
from tests.store.place import (
    START,
    Asked,
    Struck,
    Told,
    clock_of,
    dispatcher,
    done,
    furnish,
    made,
    reopened,
    whole_fold,
    workplace,
)
from tests.store.scenes import hold, note, order, someone


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


def test_a_harmed_entry_is_named_whatever_it_told(site, run, work):
    key = key_of(site.db.folder, work)
    site.journal.close(run.floor)
    raw = connect(site.db.folder / JOURNAL_NAME, key, writes=True, running=False)
    raw.execute("DROP TRIGGER entry_no_update")
    raw.execute("UPDATE entry SET payload = zeroblob(9) WHERE type IN ('facility.adopted', 'batch.ordered')")
    raw.close()
    again = reopened(site.db.folder, work, writes=False)
    broken = again.verify().first_break
    assert broken is not None and broken.where == "entry"
    with pytest.raises(StoreTrouble):
        again.journal.fold_from((1, "", 0))
    again.db.close()


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


@contextmanager
def statements(site):
    """Every statement that the writing connection runs meanwhile."""
    heard = []
    engine = site.db._writing[0]

    def hear(connection, cursor, statement, parameters, context, many):
        heard.append(statement)

    event.listen(engine, "before_cursor_execute", hear)
    yield heard
    event.remove(engine, "before_cursor_execute", hear)


def test_a_command_costs_as_many_statements_on_a_full_plant_as_on_an_empty_one(site, run):
    note(run, "B-1", "warm")
    with statements(site) as few:
        note(run, "B-1", "one batch")
    for n in range(2, 12):
        order(run, f"B-{n}")
    with statements(site) as many:
        note(run, "B-1", "eleven batches")
    assert len(few) == len(many) <= 8


# ------------------------------------------------------------------------------------------------- failed commits (law 3)


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


# ------------------------------------------------------------------------------------------------------------- classes


@pytest.mark.parametrize("kind", ["AID", "RECORD"])
def test_a_real_site_takes_no_played_time(tmp_path, kind):
    with pytest.raises(ClassForbids):
        made(tmp_path / "played", workplace(), kind)
    work = workplace()
    object.__setattr__(work, "clock", SystemClock())
    site = made(tmp_path / "real", work, kind)
    run = dispatcher(site, work)
    past = START - timedelta(days=30)
    upgraded = NoteUpgrade(by="console", from_revision="1", to_revision="2")
    [answer] = run.submit_all([Asked(upgraded, now=past)]).result()
    assert isinstance(answer, Refusal) and answer.rule == "class"
    # Nor does the store take it from anybody who goes past the dispatcher.
    event_then = SiteUpgraded(by="console", at=past, from_revision="1", to_revision="2")
    played = ToRecord(uuid7(past, b"0123456789"), to_wire(event_then), recorded_at=past)
    with pytest.raises(ClassForbids):
        site.journal.append([played], run.floor, ())
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
