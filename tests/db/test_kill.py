"""What was acknowledged is on the disk: after a kill at any moment, and on a disk that is full."""

import json
import os
import subprocess
import sys

from db import journal
from db.chain import SiteClass
from db.opening import create_site, open_site
from db.secret_store import PrivateFolderStore
from db.verify import verify
from tests.db.place import workplace


def child(*words: str) -> subprocess.CompletedProcess[str]:
    path = os.pathsep.join(entry for entry in sys.path if entry)
    return subprocess.run(
        [sys.executable, *words], env={**os.environ, "PYTHONPATH": path}, capture_output=True, text=True, check=False
    )


def test_no_acknowledged_entry_is_lost_to_a_kill(tmp_path):
    ran = child("-m", "tests.db.killing", str(tmp_path), "40", "20260302")
    assert ran.returncode == 0, ran.stderr
    figures = json.loads(ran.stdout)
    assert figures["lost"] == 0
    assert figures["acknowledged"] > 100


def test_a_full_disk_is_said_and_loses_nothing(tmp_path):
    store = PrivateFolderStore(tmp_path / "state")
    create_site(tmp_path / "site", SiteClass.DEMO, workplace(store)).close()
    ran = child("-m", "tests.db.full_disk", str(tmp_path / "site"), str(tmp_path / "state"), "3000000")
    assert ran.returncode == 0, ran.stderr
    assert "full" in ran.stderr or "I/O" in ran.stderr
    names = ran.stdout.split()
    site = open_site(tmp_path / "site", workplace(store), writes=True)
    with site.reading() as connection:
        assert all(journal.by_id(connection, name) is not None for name in names)
        assert verify(connection).whole
        assert journal.count(connection) >= len(names) > 50
    site.close()
