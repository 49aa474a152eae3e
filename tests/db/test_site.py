"""A site is a folder: one process writes it, its class is sealed, and an older copy never goes on unseen."""

import json
import os
import shutil
import stat
import subprocess
import sys

import pytest

from db import journal
from db.backup import back_up
from db.chain import SiteClass
from db.identity import IDENTITY_NAME, JOURNAL_NAME, read_identity
from db.opening import create_site, open_site
from db.secret_store import DEVICE_KEY, HIGH_WATER, HighWater
from db.site import ReadOnly
from db.trouble import (
    AlreadyASite,
    ClassForbids,
    WriterBusy,
)
from db.verify import verify
from db.writerlock import WriterLock
from tests.db.place import START, draft, fill, key_of, made, reopened, workplace


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
    if sys.platform != "win32":
        assert {stat.S_IMODE(path.stat().st_mode) for path in folder.iterdir() if path.is_file()} == {0o600}
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
        keys.append(work.secrets.get(read_identity(tmp_path / name).scope, DEVICE_KEY))
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


# ------------------------------------------------------------------------------------------------------- older copies


def test_the_high_water_mark_follows_every_checkpoint_and_the_close(tmp_path, work):
    site = made(tmp_path / "site", work)

    def seq() -> int:
        kept = work.secrets.get(site.identity.scope, HIGH_WATER)
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
    work.secrets.forget(site.identity.scope, HIGH_WATER)
    shutil.copy(folder / "backups" / "one.db", folder / JOURNAL_NAME)
    site = reopened(folder, work)
    assert site.standing.restored is not None and "backup copy" in site.standing.rolled_back
    assert len(heads(folder, work)) == 2
    site.close()


def test_a_lost_device_key_goes_on_in_a_new_chain(folder, work):
    work.secrets.forget(read_identity(folder).scope, DEVICE_KEY)
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
    work.secrets.put(site.identity.scope, HIGH_WATER, HighWater(site.opening.chain, 120, heads_at(folder, work, 120)).to_bytes())
    crashed = reopened(copy, work)
    assert crashed.standing.unclean and crashed.standing.restored is None
    with crashed.reading() as connection:
        assert journal.count(connection) == 125
    kept = work.secrets.get(site.identity.scope, HIGH_WATER)
    assert kept is not None and HighWater.from_bytes(kept).seq == 125
    crashed.close()


def heads_at(folder, work, seq) -> str:
    site = open_site(folder, work, writes=False)
    with site.reading() as connection:
        found = journal.at(connection, site.opening.chain, seq)
    site.close()
    assert found is not None
    return found.hash.hex()
