"""Keys, recovery files and backups: what is kept opens, and what is harmed is found."""

import stat
import sys

import pytest

from db import journal
from db.backup import back_up, check_file
from db.identity import JOURNAL_NAME
from db.people import Cost
from db.recovery import WeakPassphrase, recover_key, write_recovery
from db.secret_store import DATABASE_KEY, MemoryStore, PrivateFolderStore
from db.trouble import (
    KeyMissing,
    NotASite,
    NotWhole,
    WrongKey,
)
from tests.db.place import START, draft, key_of, made, reopened, workplace

CHEAP = Cost(1, 64, 1)


def test_the_private_folder_is_this_users_alone(tmp_path):
    store = PrivateFolderStore(tmp_path / "state")
    store.put("site-1", DATABASE_KEY, b"secret")
    assert store.get("site-1", DATABASE_KEY) == b"secret"
    path = tmp_path / "state" / "site-1" / DATABASE_KEY
    if sys.platform != "win32":
        assert stat.S_IMODE(path.stat().st_mode) == 0o600
        assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700
    assert "readable by whoever is this user" in store.title
    store.forget("site-1", DATABASE_KEY)
    assert store.get("site-1", DATABASE_KEY) is None
    with pytest.raises(ValueError, match="letters"):
        store.put("../elsewhere", DATABASE_KEY, b"")


def test_the_recovery_file_brings_a_site_back_on_another_computer(folder, work, tmp_path):
    passphrase = "nine rooms and one gowning area"
    write_recovery(folder, tmp_path / "recovery.json", passphrase, work.secrets, CHEAP)
    assert key_of(folder, work).hex() not in (tmp_path / "recovery.json").read_text()
    elsewhere = workplace(MemoryStore(), "console-2", 4)
    with pytest.raises(KeyMissing):
        reopened(folder, elsewhere)
    with pytest.raises(WrongKey):
        recover_key(folder, tmp_path / "recovery.json", passphrase + "!", elsewhere.secrets)
    recover_key(folder, tmp_path / "recovery.json", passphrase, elsewhere.secrets)
    site = reopened(folder, elsewhere)
    assert site.standing.restored is not None
    with site.reading() as connection:
        assert journal.count(connection) == 121
    site.close()


def test_a_weak_passphrase_is_refused(folder, work, tmp_path):
    with pytest.raises(WeakPassphrase):
        write_recovery(folder, tmp_path / "recovery.json", "too short", work.secrets, CHEAP)
    assert not (tmp_path / "recovery.json").exists()


def test_a_recovery_file_of_another_site_is_refused(folder, work, tmp_path):
    other = made(tmp_path / "other", workplace(seed=8))
    write_recovery(other.folder, tmp_path / "recovery.json", "fifteen characters", other.secrets, CHEAP)
    other.close()
    with pytest.raises(NotASite):
        recover_key(folder, tmp_path / "recovery.json", "fifteen characters", work.secrets)
    (tmp_path / "recovery.json").write_text("[]")
    with pytest.raises(NotASite):
        recover_key(folder, tmp_path / "recovery.json", "fifteen characters", work.secrets)


def test_a_backup_made_while_the_site_is_written_holds_one_moment(folder, work):
    site = reopened(folder, work)
    with site.writing() as connection:
        journal.append(connection, site.pen, [draft(1)])
        made_ = back_up(folder / JOURNAL_NAME, key_of(folder, work), folder / "backups" / "now.db", START)
    assert made_.entries == 120
    check_file(made_.path, key_of(folder, work))
    assert sorted(path.name for path in (folder / "backups").iterdir()) == ["now.db"]
    site.close()


def test_every_harmed_page_of_a_backup_is_found(folder, work):
    key = key_of(folder, work)
    kept = back_up(folder / JOURNAL_NAME, key, folder / "backups" / "one.db", START).path
    whole = kept.read_bytes()
    for page in range(len(whole) // 4096):
        harmed = bytearray(whole)
        harmed[page * 4096 + 1000] ^= 4
        kept.write_bytes(harmed)
        with pytest.raises(NotWhole):
            check_file(kept, key)
