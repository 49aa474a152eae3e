"""Making and opening a site: every way it can be wrong is told apart, and an older copy never goes on unseen."""

import json
import os
import shutil
import stat
import subprocess
import sys
from pathlib import Path

import pytest
from sqlcipher3 import dbapi2

from db import journal
from db.backup import back_up, check_file
from db.chain import SiteClass
from db.engine import connect
from db.identity import IDENTITY_NAME, JOURNAL_NAME, read_identity
from db.opening import create_site, open_site
from db.people import Cost
from db.place import refuse_remote
from db.recovery import WeakPassphrase, recover_key, write_recovery
from db.secret_store import DATABASE_KEY, DEVICE_KEY, HIGH_WATER, HighWater, MemoryStore, PrivateFolderStore
from db.site import ReadOnly
from db.trouble import (
    AlreadyASite,
    ClassForbids,
    ForeignFile,
    KeyMissing,
    NewerFormat,
    NotASite,
    NotWhole,
    RemoteFolder,
    SiteMissing,
    SiteTrouble,
    WriterBusy,
    WrongKey,
)
from db.verify import verify
from db.writerlock import WriterLock
from tests.db.place import START, draft, fill, made, reopened, workplace

CHEAP = Cost(1, 64, 1)


@pytest.fixture
def work():
    return workplace()


@pytest.fixture
def folder(tmp_path, work):
    """A closed site of 120 entries."""
    site = made(tmp_path / "site", work)
    fill(site, 119)
    site.close()
    return tmp_path / "site"


def key_of(folder, work) -> bytes:
    key = work.secrets.get(read_identity(folder).site, DATABASE_KEY)
    assert key is not None
    return key


def heads(folder, work):
    site = open_site(folder, work, writes=False)
    with site.reading() as connection:
        found = journal.heads(connection)
    site.close()
    return found


def test_a_closed_site_is_two_files_and_a_folder(folder):
    assert sorted(path.name for path in folder.iterdir()) == [
        "backups", "identity.json", "journal.db", "writer.lock",
    ]  # fmt: skip
    card = json.loads((folder / IDENTITY_NAME).read_text())
    assert set(card) == {"product", "site", "format", "key"}


@pytest.mark.parametrize("class_", SiteClass)
def test_the_class_is_sealed_in_the_first_entry(tmp_path, class_):
    work = workplace(status="alone")
    create_site(tmp_path / "site", class_, work).close()
    site = open_site(tmp_path / "site", work, writes=False)
    with site.reading() as connection:
        [first] = journal.after(connection)
    assert first.payload["class"] == class_.value
    assert site.class_ is class_
    site.close()


def test_nothing_of_the_record_can_be_read_without_its_key(folder, work):
    body = (folder / JOURNAL_NAME).read_bytes()
    for word in (b"step.started", b"viability", b"room:R1", b"CREATE TABLE", b"SQLite"):
        assert word not in body
    assert key_of(folder, work).hex() not in (folder / IDENTITY_NAME).read_text()


def test_a_real_site_keeps_no_seeded_key(tmp_path):
    keys = []
    for name in ("a", "b"):
        work = workplace(status="alone")
        create_site(tmp_path / name, SiteClass.RECORD, work).close()
        keys.append(work.secrets.get(read_identity(tmp_path / name).site, DEVICE_KEY))
    assert keys[0] != keys[1]


@pytest.mark.parametrize("class_", [SiteClass.AID, SiteClass.RECORD])
def test_a_real_site_refuses_a_played_clock(tmp_path, class_):
    with pytest.raises(ClassForbids):
        create_site(tmp_path / "site", class_, workplace(status="paced"))
    assert not (tmp_path / "site" / IDENTITY_NAME).exists()


def test_a_site_is_not_made_over_another(folder, work):
    with pytest.raises(AlreadyASite):
        create_site(folder, SiteClass.DEMO, work)


def test_one_process_writes_and_others_read(folder, work):
    site = reopened(folder, work)
    with pytest.raises(WriterBusy, match=str(os.getpid())) as busy:
        reopened(folder, work)
    assert busy.value.pid == os.getpid()
    reader = open_site(folder, work, writes=False)
    site.record([draft(1)])
    with reader.reading() as connection:
        assert journal.count(connection) == 121
    with pytest.raises(ReadOnly):
        reader.record([draft(2)])
    reader.close()
    site.close()
    reopened(folder, work).close()


def test_the_lock_of_a_killed_process_is_free(tmp_path):
    held = "import sys, time; from pathlib import Path; from db.writerlock import WriterLock; "
    held += "lock = WriterLock(Path(sys.argv[1])); print('held', flush=True); time.sleep(60)"
    child = subprocess.Popen([sys.executable, "-c", held, str(tmp_path)], stdout=subprocess.PIPE)
    assert child.stdout is not None
    child.stdout.readline()
    with pytest.raises(WriterBusy, match=f"process {child.pid}"):
        WriterLock(tmp_path)
    child.kill()
    child.wait()
    child.stdout.close()
    WriterLock(tmp_path).release()


# ---------------------------------------------------------------------------------------------------- what can be wrong


def wrong_key(folder, work):
    work.secrets.put(read_identity(folder).site, DATABASE_KEY, bytes(32))


def no_key(folder, work):
    work.secrets.forget(read_identity(folder).site, DATABASE_KEY)


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
    chain, error = "", told.value
    while error is not None:
        chain += repr(error)
        error = error.__cause__ or error.__context__
    assert key not in chain


# ------------------------------------------------------------------------------------------------------- older copies


def test_the_high_water_mark_follows_every_checkpoint_and_the_close(tmp_path, work):
    site = made(tmp_path / "site", work)

    def seq() -> int:
        kept = work.secrets.get(site.identity.site, HIGH_WATER)
        assert kept is not None
        return HighWater.from_bytes(kept).seq

    assert seq() == 1
    fill(site, 150)
    assert seq() == 100
    site.close()
    assert seq() == 151


def test_an_older_copy_put_back_goes_on_in_a_new_chain_and_says_what_is_missing(folder, work):
    old = (folder / JOURNAL_NAME).read_bytes()
    site = reopened(folder, work)
    fill(site, 30)
    chain = site.pen.chain
    site.close()
    (folder / JOURNAL_NAME).write_bytes(old)
    reader = open_site(folder, work, writes=False)
    assert "entry 150" in reader.standing.rolled_back
    reader.close()
    site = reopened(folder, work)
    parent = site.standing.restored
    assert parent is not None
    assert (parent.chain, parent.seq, parent.missing) == (chain, 120, 30)
    assert site.pen.chain != chain
    assert site.opening.incarnation == 2
    fill(site, 3)
    with site.reading() as connection:
        assert verify(connection).whole
    site.close()
    again = reopened(folder, work)
    assert again.standing.restored is None and again.pen.chain == site_chain(folder, work)
    again.close()


def site_chain(folder, work):
    return max(heads(folder, work).values(), key=lambda head: head.lamport).chain


def test_a_copy_from_between_two_checkpoints_is_known_by_its_chain_when_restored_as_backup(folder, work):
    site = reopened(folder, work)
    fill(site, 10)
    back_up(folder / JOURNAL_NAME, key_of(folder, work), folder / "backups" / "one.db", START)
    fill(site, 10)
    site.close()
    work.secrets.forget(site.identity.site, HIGH_WATER)
    shutil.copy(folder / "backups" / "one.db", folder / JOURNAL_NAME)
    site = reopened(folder, work)
    assert site.standing.restored is not None and "backup copy" in site.standing.rolled_back
    assert len(heads(folder, work)) == 2
    site.close()


def test_a_lost_device_key_goes_on_in_a_new_chain(folder, work):
    work.secrets.forget(read_identity(folder).site, DEVICE_KEY)
    site = reopened(folder, work)
    assert site.standing.restored is not None and site.standing.restored.missing == 0
    fill(site, 2)
    with site.reading() as connection:
        assert verify(connection).chains == 2 and verify(connection).whole
    site.close()


def test_a_console_that_was_not_closed_is_told(folder, work):
    site = reopened(folder, work)
    fill(site, 5)
    copy = folder.parent / "crashed"
    shutil.copytree(folder, copy)
    site.close()
    work.secrets.put(site.identity.site, HIGH_WATER, HighWater(site.opening.chain, 120, heads_at(folder, work, 120)).to_bytes())
    crashed = reopened(copy, work)
    assert crashed.standing.unclean and crashed.standing.restored is None
    with crashed.reading() as connection:
        assert journal.count(connection) == 125
    crashed.close()


def heads_at(folder, work, seq) -> str:
    site = open_site(folder, work, writes=False)
    with site.reading() as connection:
        found = journal.at(connection, site.opening.chain, seq)
    site.close()
    assert found is not None
    return found.hash.hex()


# --------------------------------------------------------------------------------------------------- keys and backups


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
