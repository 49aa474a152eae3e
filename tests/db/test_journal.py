"""Entries are added at the end, read in canonical order, and cannot be changed or removed."""

import itertools
from datetime import timedelta

import pytest
from sqlalchemy import delete, text, update
from sqlalchemy.exc import DatabaseError

from db import journal
from db.canonical import is_canonical
from db.chain import SiteClass
from db.entry import Draft
from db.ids import id_bytes
from db.seal import Signature, SigningKey, content_digest, entry_hash
from db.tables import APPEND_ONLY, entry, metadata
from db.trouble import ClassForbids, JournalTrouble
from tests.db.place import START, draft, fill, made, workplace


@pytest.fixture
def site(tmp_path):
    opened = made(tmp_path / "site")
    yield opened
    opened.close()


def test_a_header_holds_what_the_design_says(site):
    [written] = site.record([draft(1)])
    assert set(written.words) == {
        "format", "chain", "seq", "prev", "lamport", "id", "type", "v", "entities", "actor", "occurred_at",
        "recorded_at", "offset", "mono", "boot", "clk", "base", "app", "signatures", "salt", "payload_sha256",
    }  # fmt: skip
    assert is_canonical(written.header)
    assert written.hash == entry_hash(written.header)
    assert len(id_bytes(written.id)) == 16
    assert b"92.5" not in written.header


def test_entries_read_back_as_they_were_written(site):
    written = site.record([draft(n) for n in range(250)])
    with site.reading() as connection:
        read = list(journal.after(connection))
        assert read[1:] == written
        assert journal.count(connection) == 251
        assert journal.by_id(connection, written[7].id) == written[7]
        assert [e.seq for e in journal.tail(connection, 3)] == [251, 250, 249]
        assert list(journal.after(connection, written[200].place)) == written[201:]
        assert list(journal.arrived_after(connection, written[200].n)) == written[201:]


def test_each_follows_the_one_before(site):
    written = site.record([draft(1), draft(2)]) + site.record([draft(3)])
    for before, after in itertools.pairwise(written):
        assert after.prev == before.hash
        assert after.seq == before.seq + 1
        assert after.lamport > before.lamport


def test_the_history_of_one_thing_is_paged(site):
    site.record([draft(n, "B-1" if n % 3 else "B-2") for n in range(60)])
    with site.reading() as connection:
        pages = []
        before = None
        while page := journal.by_entity(connection, "batch:B-2", 7, before):
            pages += page
            before = page[-1].n
        assert [e.payload["step"] for e in pages] == [f"S{n}" for n in range(57, -1, -3)]


def test_a_transaction_is_all_or_nothing(site):
    with pytest.raises(ZeroDivisionError):
        site.record([draft(1), draft(2)], also=lambda connection, entries: 1 / 0)
    with site.reading() as connection:
        assert journal.count(connection) == 1


def test_a_float_is_refused_and_nothing_is_recorded(site):
    with pytest.raises(ValueError, match=r"values\.temperature"):
        site.record([draft(1), draft(2, values={"temperature": 36.9})])
    with site.reading() as connection:
        assert journal.count(connection) == 1


ROWS = {
    "arrival": "INSERT INTO arrival VALUES (9, 1, 1, 'x')",
    "series_seal": "INSERT INTO series_seal VALUES ('s', 1, 1, zeroblob(32))",
    "original": "INSERT INTO original VALUES (zeroblob(32), 'pdf', 3, 1, zeroblob(3))",
}


@pytest.mark.parametrize("name", APPEND_ONLY)
def test_nothing_recorded_can_be_changed_or_removed(site, name):
    site.record([draft(n) for n in range(120)])
    table = metadata.tables[name]
    column = next(iter(table.c))
    with site.writing() as connection:
        if name in ROWS:
            connection.execute(text(ROWS[name]))
    for statement in (update(table).values({column.name: column}), delete(table)):
        with pytest.raises(DatabaseError, match="append-only"), site.writing() as connection:
            connection.execute(statement)


def test_replacing_an_entry_is_refused_too(site):
    site.record([draft(1)])
    columns = ", ".join(column.name for column in entry.c)
    with pytest.raises(DatabaseError, match=r"append-only|UNIQUE|constraint"), site.writing() as connection:
        connection.exec_driver_sql(f"INSERT OR REPLACE INTO entry SELECT {columns} FROM entry WHERE n = 2")  # noqa: S608


@pytest.mark.parametrize(
    "statement",
    [
        "DROP TABLE entry",
        "DROP TRIGGER entry_no_delete",
        "ALTER TABLE entry ADD COLUMN extra TEXT",
        "PRAGMA writable_schema = ON",
        "PRAGMA recursive_triggers = OFF",
        "PRAGMA synchronous = OFF",
        "ATTACH 'other.db' AS other",
        "DROP INDEX ix_entry_canonical",
    ],
)
def test_a_running_console_cannot_change_the_shape_of_the_record(site, statement):
    with pytest.raises(DatabaseError, match="not authorized"), site.writing() as connection:
        connection.exec_driver_sql(statement)


def test_readers_cannot_write(site):
    with pytest.raises(DatabaseError, match=r"readonly|query_only|read-only"), site.reading() as connection:
        connection.exec_driver_sql("DELETE FROM draft")


def test_readers_do_not_hold_up_the_writer_and_see_one_moment(site):
    site.record([draft(1)])
    with site.reading() as connection:
        assert journal.count(connection) == 2
        site.record([draft(2)])
        assert journal.count(connection) == 2
    with site.reading() as connection:
        assert journal.count(connection) == 3


def signed(draft_: Draft, with_key: SigningKey, **change: str) -> Draft:
    over = content_digest(draft_.type, draft_.v, draft_.payload)
    bare = Signature("mia", "Mia Okoro", "operator", "performed", over, START, "Europe/London").signed(with_key)
    words = {name: getattr(bare, name) for name in Signature.__slots__} | change
    return Draft(draft_.type, draft_.v, draft_.payload, draft_.entities, draft_.actor, draft_.occurred_at, (Signature(**words),))


def test_a_signature_is_kept_with_its_entry(site):
    key = SigningKey(bytes(range(32)))
    [written] = site.record([signed(draft(1), key)])
    with site.reading() as connection:
        found = journal.by_id(connection, written.id)
    assert found is not None
    [signature] = found.signatures
    assert signature.fault(found.content) == ""
    assert signature.printed_name == "Mia Okoro"
    assert signature.key == key.public.hex()


@pytest.mark.parametrize(
    "change", [{"over": "00" * 32}, {"printed_name": "Noa Berg"}, {"meaning": "approved"}, {"sig": "00" * 64}, {"key": "zz"}]
)
def test_a_signature_that_does_not_hold_is_refused(site, change):
    with pytest.raises(JournalTrouble):
        site.record([signed(draft(1), SigningKey(bytes(32)), **change)])
    with site.reading() as connection:
        assert journal.count(connection) == 1


def test_a_signature_cannot_be_moved_to_another_entry(site):
    moved = signed(draft(1), SigningKey(bytes(32)))
    other = Draft(moved.type, moved.v, draft(2).payload, moved.entities, moved.actor, START, moved.signatures)
    with pytest.raises(JournalTrouble):
        site.record([other])


def test_a_checkpoint_is_sealed_every_hundred_entries_and_at_close(tmp_path):
    work = workplace()
    site = made(tmp_path / "site", work)
    fill(site, 230)
    with site.reading() as connection:
        seqs = connection.execute(text("SELECT seq FROM checkpoint ORDER BY seq")).scalars().all()
    assert seqs == [1, 100, 200]
    assert site.checkpoint("floor") is not None
    assert site.checkpoint() is None
    site.close()


def test_only_a_site_that_plays_takes_a_recording_instant_from_outside(tmp_path):
    backdated = Draft("step.started", 1, {}, (), "mia", START, recorded_at=START - timedelta(days=9))
    demo = made(tmp_path / "demo")
    [written] = demo.record([backdated])
    assert written.recorded_at == START - timedelta(days=9)
    demo.close()
    real = made(tmp_path / "real", workplace(status="alone"), SiteClass.RECORD)
    with pytest.raises(ClassForbids):
        real.record([backdated])
    real.close()


def test_the_same_seed_gives_the_same_bytes(tmp_path):
    runs = []
    for name in ("first", "second"):
        site = made(tmp_path / name, workplace(seed=5))
        fill(site, 20)
        with site.reading() as connection:
            runs.append([(e.header, e.body) for e in journal.after(connection)])
        site.close()
    assert runs[0] == runs[1]
