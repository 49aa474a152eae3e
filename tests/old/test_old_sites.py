"""A site of every release opens, verifies, reads as it did, and goes on."""

import shutil
from pathlib import Path

import pytest

from console.store.upgrading import upgrade
from db.secret_store import PrivateFolderStore
from db.trouble import NeedsUpgrade
from tests.store.place import dispatcher, reopened, whole_fold, workplace
from tests.store.scenes import note

RELEASES = sorted(path.name for path in Path(__file__).parent.iterdir() if (path / "site").is_dir())


def test_there_is_a_site_of_every_release():
    assert "0.1.0" in RELEASES


@pytest.mark.parametrize("release", RELEASES)
def test_a_site_of_a_release_opens_and_goes_on(tmp_path, release):
    shutil.copytree(Path(__file__).parent / release, tmp_path / release)
    folder = tmp_path / release / "site"
    work = workplace(PrivateFolderStore(tmp_path / release / "secrets"), seed=99)
    try:
        site = reopened(folder, work)
    except NeedsUpgrade:
        upgrade(folder, work)
        site = reopened(folder, work)
    assert site.db.standing.restored is None
    run = dispatcher(site, work)
    assert set(run.floor.batches) == {"B-1", "B-2", "B-3"}
    assert [batch.id for batch in run.floor.batches.values() if batch.held] == ["B-2"]
    assert not run.floor.locked
    note(run, "B-1", "and on")
    assert run.floor == whole_fold(site)
    assert site.verify().whole
    assert site.credentials.unlock("mia", "pass", work.clock.now()) is None
    site.journal.close(run.floor)
