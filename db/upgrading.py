"""Bringing an older site to this program: a verified backup first, then one transaction, or nothing at all."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from sqlalchemy import Connection

from db import schema
from db.backup import Backup, back_up
from db.chain import SiteClass
from db.engine import fold_log, writer_engine
from db.identity import BACKUPS_NAME, JOURNAL_NAME
from db.opening import Workplace, card_and_key, own_opening
from db.trouble import NeedsChangeNumber
from db.writerlock import WriterLock


def upgrade_site(
    folder: Path,
    work: Workplace,
    rebuild: Callable[[Connection], None],
    migrate: Callable[[Connection], None],
    expected: str | None = None,
    change_number: str = "",
) -> Backup:
    """Back the site up, migrate it in one transaction, and return the backup; raises SiteTrouble and changes nothing.

    `rebuild` folds the projections anew, `migrate` runs the revisions (db.migrate.run), `expected` is the fingerprint
    to arrive at; a RECORD site also wants the change number under which it is done.
    """
    _, key = card_and_key(folder, work.secrets)
    lock = WriterLock(folder)
    try:
        engine = writer_engine(folder / JOURNAL_NAME, key, running=False)
        try:
            with engine.connect() as connection:
                found = schema.revision(connection)
                schema.is_current(connection)
                if own_opening(connection).class_ is SiteClass.RECORD and not change_number.strip():
                    raise NeedsChangeNumber(f"{folder.name} is a RECORD site: it is migrated under a signed change number only.")
            target = folder / BACKUPS_NAME / f"journal.pre-{schema.REVISION}-from-{found}.db"
            target.parent.mkdir(exist_ok=True)
            backup = back_up(folder / JOURNAL_NAME, key, target, work.clock.now())
            with engine.begin() as connection:
                schema.upgrade(connection, rebuild, migrate, expected)
            fold_log(engine)
        finally:
            engine.dispose()
    finally:
        lock.release()
    return backup
