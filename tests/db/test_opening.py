"""Every way in which a site can be wrong is told apart, in words that give nothing secret away."""

import json
import shutil
from pathlib import Path

import pytest
from sqlcipher3 import dbapi2

from db.engine import connect
from db.identity import IDENTITY_NAME, JOURNAL_NAME, read_identity
from db.opening import open_site
from db.place import refuse_remote
from db.secret_store import DATABASE_KEY
from db.trouble import (
    ForeignFile,
    KeyMissing,
    NewerFormat,
    NotASite,
    NotWhole,
    RemoteFolder,
    SiteMissing,
    SiteTrouble,
    WrongKey,
)
from tests.db.place import key_of, made, workplace


def wrong_key(folder, work):
    work.secrets.put(read_identity(folder).scope, DATABASE_KEY, bytes(32))


def no_key(folder, work):
    work.secrets.forget(read_identity(folder).scope, DATABASE_KEY)


def no_identity(folder, work):
    (folder / IDENTITY_NAME).unlink()


def no_journal(folder, work):
    (folder / JOURNAL_NAME).unlink()


def foreign_identity(folder, work):
    (folder / IDENTITY_NAME).write_text('{"name": "somebody"}')


def torn_identity(folder, work):
    (folder / IDENTITY_NAME).write_text('{"product": "cleanroom')


def newer_identity(folder, work):
    card = json.loads((folder / IDENTITY_NAME).read_text())
    (folder / IDENTITY_NAME).write_text(json.dumps({**card, "format": 2}))


def plain_sqlite(folder, work):
    (folder / JOURNAL_NAME).unlink()
    raw = dbapi2.connect(str(folder / JOURNAL_NAME))
    raw.execute("CREATE TABLE entry (n)")
    raw.close()


def foreign_bytes(folder, work):
    (folder / JOURNAL_NAME).write_bytes(b"not a journal at all" * 999)


def anothers_journal(folder, work):
    other = made(folder.parent / "other", workplace(seed=8))
    other.close()
    shutil.copy(folder.parent / "other" / JOURNAL_NAME, folder / JOURNAL_NAME)


def encrypted_but_foreign(folder, work):
    (folder / JOURNAL_NAME).unlink()
    raw = connect(folder / JOURNAL_NAME, key_of(folder, work), writes=True)
    raw.execute("CREATE TABLE entry (n)")
    raw.close()


def truncated(folder, work):
    body = (folder / JOURNAL_NAME).read_bytes()
    (folder / JOURNAL_NAME).write_bytes(body[: len(body) // 2])


def half_a_page(folder, work):
    (folder / JOURNAL_NAME).write_bytes((folder / JOURNAL_NAME).read_bytes()[:100])


def empty_file(folder, work):
    (folder / JOURNAL_NAME).write_bytes(b"")


def newer_revision(folder, work):
    raw = connect(folder / JOURNAL_NAME, key_of(folder, work), writes=True)
    raw.execute("UPDATE alembic_version SET version_num = '9999'")
    raw.close()


def newer_generation(folder, work):
    raw = connect(folder / JOURNAL_NAME, key_of(folder, work), writes=True)
    raw.execute("PRAGMA user_version = 7")
    raw.close()


@pytest.mark.parametrize(
    ("harm", "trouble"),
    [
        (wrong_key, WrongKey),
        (no_key, KeyMissing),
        (no_identity, NotASite),
        (no_journal, SiteMissing),
        (foreign_identity, NotASite),
        (torn_identity, NotWhole),
        (newer_identity, NewerFormat),
        (plain_sqlite, ForeignFile),
        (foreign_bytes, NotWhole),
        (anothers_journal, NotWhole),
        (encrypted_but_foreign, ForeignFile),
        (truncated, NotWhole),
        (half_a_page, NotWhole),
        (empty_file, ForeignFile),
        (newer_revision, NewerFormat),
        (newer_generation, NewerFormat),
    ],
)
@pytest.mark.parametrize("writes", [True, False])
def test_what_is_wrong_is_told_apart_in_words(folder, work, harm, trouble, writes, capfd):
    harm(folder, work)
    with pytest.raises(SiteTrouble) as told:
        open_site(folder, work, writes=writes)
    assert type(told.value) is trouble
    assert str(told.value).endswith(".")
    assert capfd.readouterr() == ("", "")


def test_a_share_is_refused():
    with pytest.raises(RemoteFolder):
        refuse_remote(Path("//server/share/site"))


def test_no_key_stands_in_an_error(folder, work):
    key = key_of(folder, work).hex()
    truncated(folder, work)
    with pytest.raises(SiteTrouble) as told:
        open_site(folder, work, writes=True)
    chain = ""
    error: BaseException | None = told.value
    while error is not None:
        chain += repr(error)
        error = error.__cause__ or error.__context__
    assert key not in chain
