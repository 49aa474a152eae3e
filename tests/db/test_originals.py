"""Originals lie in the file byte for byte, once, and what altered them is found."""

import hashlib

import pytest
from sqlalchemy.exc import IntegrityError

from db.backup import back_up
from db.engine import reader_engine
from db.identity import JOURNAL_NAME
from db.originals import altered_original, has_original, keep_original, kept_originals, read_original, written_here
from db.secret_store import DATABASE_KEY, HighWater
from db.tables import original
from tests.db.place import START, draft, made, workplace
from tests.db.tamper import File

SCAN = b"%PDF-1.7 " + bytes(range(256)) * 40


@pytest.fixture
def place(tmp_path):
    work = workplace()
    site = made(tmp_path / "site", work)
    yield site, work
    site.close()


def test_the_bytes_come_back_as_they_went_in_and_the_same_ones_lie_there_once(place):
    site, _ = place
    with site.writing() as connection:
        digest = keep_original(connection, "pdf", SCAN, START)
        assert digest == hashlib.sha256(SCAN).digest() == keep_original(connection, "pdf", SCAN, START)
    with site.reading() as connection:
        assert read_original(connection, digest) == SCAN and has_original(connection, digest)
        assert kept_originals(connection) == {digest}
        assert read_original(connection, bytes(32)) is None and not has_original(connection, bytes(32))
        assert altered_original(connection) == ""


def test_a_size_that_is_not_that_of_the_bytes_is_refused(place):
    site, _ = place
    row = {"digest": bytes(32), "kind": "pdf", "size": 3, "kept_at": START, "body": b"12"}
    with pytest.raises(IntegrityError, match="size_counts"), site.writing() as connection:
        connection.execute(original.insert(), [row])


def test_a_backup_holds_them(place, tmp_path):
    site, work = place
    with site.writing() as connection:
        digest = keep_original(connection, "pdf", SCAN, START)
    key = work.secrets.get(site.identity.scope, DATABASE_KEY)
    copy = back_up(site.folder / JOURNAL_NAME, key, tmp_path / "copy.db", START).path
    engine = reader_engine(copy, key)
    with engine.connect() as connection, connection.begin():
        assert read_original(connection, digest) == SCAN
    engine.dispose()


def test_altered_bytes_are_named(place):
    site, work = place
    with site.writing() as connection:
        digest = keep_original(connection, "pdf", SCAN, START)
    key = work.secrets.get(site.identity.scope, DATABASE_KEY)
    with File(site.folder / JOURNAL_NAME, key, HighWater("", 0, ""), b"").opened() as raw:
        raw.execute("UPDATE original SET body = zeroblob(size)")
    with site.reading() as connection:
        assert altered_original(connection) == f"original {digest.hex()[:16]}: its bytes are not those that were attached"


def test_what_came_from_elsewhere_was_not_written_here(place):
    site, _ = place
    site.record([draft(n) for n in range(6)])
    with site.writing() as connection:
        kind = draft(0).type
        assert len(list(written_here(connection, kind))) == 6
        connection.exec_driver_sql("INSERT INTO arrival VALUES (5, 2, 1, 'elsewhere')")
        assert len(list(written_here(connection, kind))) == 4
