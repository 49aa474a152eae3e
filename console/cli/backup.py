"""`backup`: a verified copy of a site's journal, also while a console writes to it."""

from __future__ import annotations

import argparse

from console.cli.codes import Exit
from console.cli.places import store_for
from console.service.clock import SystemClock
from db.backup import back_up
from db.identity import BACKUPS_NAME, JOURNAL_NAME, read_identity
from db.secret_store import DATABASE_KEY
from db.trouble import KeyMissing


def backup(asked: argparse.Namespace) -> int:
    """Copy the journal, prove the copy, and say what it holds; put back, it opens a new chain that says so."""
    identity, secrets = read_identity(asked.db), store_for(asked.db)
    key = secrets.get(identity.scope, DATABASE_KEY)
    if key is None:
        raise KeyMissing(f"No key for {asked.db.name} is kept {secrets.title}; the recovery file brings it back.")
    now = SystemClock().now()
    folder = asked.to or asked.db / BACKUPS_NAME
    folder.mkdir(parents=True, exist_ok=True)
    made = back_up(asked.db / JOURNAL_NAME, key, folder / f"{now:%Y%m%d-%H%M%S}-{JOURNAL_NAME}", now)
    print(f"{made.entries} entries, proved whole, in {made.path}")
    return Exit.WELL
