"""A backup is a proved copy; put back, the site opens with it, goes on in a new chain and says so by verifying whole."""

from __future__ import annotations

import shutil
from pathlib import Path

from console.cli.codes import Exit
from console.cli.opened import open_existing, peek, writing
from console.domain.commands import RefuseSession
from console.domain.decide import CONSOLE
from console.service.clock import SystemClock


def test_a_backup_put_back_opens_as_what_it_is(own_demo: Path, tmp_path: Path, verb) -> None:
    site = own_demo
    code, out, said = verb("backup", "--db", site, "--to", tmp_path / "elsewhere")
    assert code == Exit.WELL, said
    (copy,) = (tmp_path / "elsewhere").iterdir()
    assert "proved whole" in out
    zone, _ = peek(site)
    clock = SystemClock()
    opened = writing(open_existing(site, clock, zone), clock, zone)
    opened.dispatcher.submit(RefuseSession(by=CONSOLE, user="nobody", why="after the backup")).result()
    entries = opened.dispatcher.floor.entries
    opened.close()
    for name in ("journal.db", "journal.db-wal", "journal.db-shm"):
        (site / name).unlink(missing_ok=True)
    shutil.copy(copy, site / "journal.db")
    opened = writing(open_existing(site, clock, zone), clock, zone)
    assert opened.dispatcher.floor.entries == entries - 1
    assert opened.site.standing.restored is not None
    opened.close()
    assert verb("verify", "--db", site)[0] == Exit.WELL
