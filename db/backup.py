"""Backups: a copy is made while the site runs, read back, and only then called a backup."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from sqlalchemy import insert
from sqlcipher3 import dbapi2

from db import journal
from db.engine import connect, fold_log, pragma, writer_engine
from db.pen import Head
from db.place import sync_file, sync_folder
from db.tables import mark
from db.trouble import NotWhole

COPY_OF = "copy-of"


@dataclass(frozen=True, slots=True)
class Backup:
    """A verified copy: where it lies, how many entries it holds, up to which heads."""

    path: Path
    entries: int
    heads: tuple[Head, ...]


def back_up(source: Path, key: bytes, target: Path, at: datetime) -> Backup:
    """Copy a journal, running or not, prove the copy whole and make it last; raises NotWhole.

    The copy knows that it is one: whoever opens it in the site's place goes on in a new chain.
    """
    unproved = target.with_name(target.name + ".new")
    for leftover in target.parent.glob(unproved.name + "*"):
        leftover.unlink()
    held = _copy(source, key, unproved)
    made = _prove(unproved, key, at)
    if (made.entries, made.heads) != held:
        unproved.unlink()
        raise NotWhole("the backup does not hold what the journal holds; it was thrown away.")
    sync_file(unproved)
    unproved.replace(target)
    sync_folder(target.parent)
    return Backup(target, made.entries, made.heads)


def _copy(source: Path, key: bytes, target: Path) -> tuple[int, tuple[Head, ...]]:
    """Copy in one reading transaction, so that the copy is the moment it is compared with."""
    reader = connect(source, key, writes=False)
    try:
        reader.execute("BEGIN")
        entries = reader.execute("SELECT count(*) FROM entry").fetchone()
        rows = reader.execute("SELECT chain, seq, head, lamport FROM chain_head ORDER BY chain").fetchall()
        target.touch(mode=0o600)
        copy = connect(target, key, writes=True, running=False)
        try:
            reader.backup(copy)
        finally:
            copy.close()
        reader.execute("ROLLBACK")
    finally:
        reader.close()
    return (entries[0] if entries else 0), tuple(Head(*row) for row in rows)


def _prove(copy: Path, key: bytes, at: datetime) -> Backup:
    engine = writer_engine(copy, key, running=False)
    try:
        with engine.begin() as connection:
            entries = journal.count(connection)
            heads = tuple(sorted(journal.heads(connection).values(), key=lambda head: head.chain))
            connection.execute(mark.delete().where(mark.c.name == COPY_OF))
            connection.execute(insert(mark), [{"name": COPY_OF, "value": at.isoformat()}])
        fold_log(engine)
    finally:
        engine.dispose()
    check_file(copy, key)
    return Backup(copy, entries, heads)


def check_file(path: Path, key: bytes) -> None:
    """Read every page of a journal and check its seal and its structure; raises NotWhole. Seconds per gigabyte."""
    try:
        raw = connect(path, key, writes=False)
        try:
            bad_pages = raw.execute("PRAGMA cipher_integrity_check").fetchall()
            structure = pragma(raw, "quick_check")
        finally:
            raw.close()
    except dbapi2.DatabaseError as error:
        raise NotWhole(f"{path.name} is damaged: {error}.") from None
    if bad_pages:
        raise NotWhole(f"{path.name} is damaged: {bad_pages[0][0]}.")
    if structure != "ok":
        raise NotWhole(f"{path.name} is damaged: {structure}.")
