"""How the encrypted file is opened: one connection that writes, a few that only read."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import cast

from sqlalchemy import Connection, Engine, QueuePool, StaticPool, create_engine, event
from sqlcipher3 import dbapi2

from db.trouble import NotWhole, UnsafeSqlite

SQLITE_FLOOR = (3, 51, 3)  # up to 3.51.2 a reset of the write-ahead log could corrupt the file
APPLICATION_ID = 0x43434A31  # "CCJ1": a Cleanroom Console journal
READERS = 3
BUSY_MS = 5000

_NOT_A_DATABASE = ("file is not a database", "file is encrypted")

# What no running program asks for: the shape of the record changes in a migration only.
_DENIED = frozenset(
    {
        dbapi2.SQLITE_DROP_TABLE,
        dbapi2.SQLITE_DROP_TRIGGER,
        dbapi2.SQLITE_DROP_INDEX,
        dbapi2.SQLITE_DROP_VIEW,
        dbapi2.SQLITE_DROP_VTABLE,
        dbapi2.SQLITE_ALTER_TABLE,
        dbapi2.SQLITE_ATTACH,
        dbapi2.SQLITE_CREATE_TRIGGER,
    }
)
_DENIED_PRAGMAS = frozenset({"writable_schema", "key", "rekey", "recursive_triggers", "synchronous", "journal_mode"})


class Unreadable(NotWhole):
    """The file is no database under this key."""


def check_sqlite() -> None:
    """Raise UnsafeSqlite when the bundled SQLite is older than the floor."""
    if dbapi2.sqlite_version_info < SQLITE_FLOOR:
        wanted = ".".join(map(str, SQLITE_FLOOR))
        raise UnsafeSqlite(f"SQLite {dbapi2.sqlite_version} may corrupt a journal; {wanted} or later is needed.")


def connect(path: Path, key: bytes, *, writes: bool, running: bool = True) -> dbapi2.Connection:
    """One raw connection under a 32-byte key; `running` forbids changing the shape of the record.

    Raises Unreadable when the file is no database under this key.
    """
    if len(key) != 32:
        raise ValueError("the key of a journal has 32 bytes")
    raw = dbapi2.connect(_address(path, writes), timeout=BUSY_MS / 1000, isolation_level=None, check_same_thread=False, uri=True)
    try:
        _prepare(raw, key, writes)
    except dbapi2.DatabaseError as error:
        raw.close()
        if any(words in str(error) for words in _NOT_A_DATABASE):
            raise Unreadable("the journal cannot be read under its key.") from None
        raise
    except BaseException:
        raw.close()
        raise
    if running:
        raw.set_authorizer(_authorize)
    return raw


def _address(path: Path, writes: bool) -> str:
    address = path.absolute().as_uri()
    if writes:
        return address + "?mode=rwc"
    # A reader must be able to make the shared index of the write-ahead log, so it opens for writing and then forbids
    # itself to; on a medium that cannot be written nobody else writes either.
    return address + ("?mode=rw" if os.access(path.parent, os.W_OK) else "?mode=ro&immutable=1")


def _prepare(raw: dbapi2.Connection, key: bytes, writes: bool) -> None:
    raw.execute("PRAGMA cipher_log_level = NONE")
    raw.execute(f"PRAGMA key = \"x'{key.hex()}'\"")
    raw.execute("PRAGMA cipher_memory_security = OFF")
    raw.execute("SELECT count(*) FROM sqlite_master").fetchone()
    if writes:
        raw.execute("PRAGMA journal_mode = WAL")
        raw.execute("PRAGMA wal_autocheckpoint = 1000")
    for pragma in (
        "synchronous = FULL",
        "foreign_keys = ON",
        "recursive_triggers = ON",
        "trusted_schema = OFF",
        "cell_size_check = ON",
        "mmap_size = 0",
        f"busy_timeout = {BUSY_MS}",
        "secure_delete = ON",
        "temp_store = MEMORY",
    ):
        raw.execute(f"PRAGMA {pragma}")
    if sys.platform == "darwin":
        raw.execute("PRAGMA fullfsync = ON")
    _assert_durable(raw, writes)
    if not writes:
        raw.execute("PRAGMA query_only = ON")


def _assert_durable(raw: dbapi2.Connection, writes: bool) -> None:
    """A pragma that did not take is silent in SQLite; a record must not depend on silence."""
    wanted = {"synchronous": 2, "foreign_keys": 1, "recursive_triggers": 1}
    for name, value in wanted.items():
        found = pragma(raw, name)
        if found != value:
            raise NotWhole(f"PRAGMA {name} is {found}, {value} is needed.")
    if writes and pragma(raw, "journal_mode") != "wal":
        raise NotWhole("the journal cannot use a write-ahead log on this disk.")


def pragma(raw: dbapi2.Connection, name: str) -> int | str | None:
    """The value of one pragma."""
    row = raw.execute(f"PRAGMA {name}").fetchone()
    value: int | str | None = row[0] if row else None
    return value


def _authorize(action: int, first: str | None, second: str | None, db: str | None, source: str | None) -> int:
    if action in _DENIED:
        return dbapi2.SQLITE_DENY
    if action == dbapi2.SQLITE_PRAGMA and second is not None and (first or "").lower() in _DENIED_PRAGMAS:
        return dbapi2.SQLITE_DENY
    return dbapi2.SQLITE_OK


def writer_engine(path: Path, key: bytes, *, running: bool = True) -> Engine:
    """The engine of the one connection that writes: every transaction begins IMMEDIATE."""
    engine = _engine(path, key, writes=True, running=running, size=1)
    event.listen(engine, "begin", _begin_immediate)
    return engine


def reader_engine(path: Path, key: bytes) -> Engine:
    """The engine of a small pool of connections that cannot write and never hold up the writer."""
    engine = _engine(path, key, writes=False, running=True, size=READERS)
    event.listen(engine, "begin", _begin_deferred)
    return engine


@contextmanager
def scratch() -> Iterator[Connection]:
    """A database in memory, empty and gone afterwards: where something is made only to be compared with what a file holds."""
    engine = create_engine("sqlite+pysqlite://", module=dbapi2, poolclass=StaticPool, hide_parameters=True)
    try:
        with engine.connect() as connection:
            yield connection
    finally:
        engine.dispose()


def _engine(path: Path, key: bytes, *, writes: bool, running: bool, size: int) -> Engine:
    check_sqlite()
    return create_engine(
        "sqlite+pysqlite://",
        module=dbapi2,
        creator=lambda: connect(path, key, writes=writes, running=running),
        poolclass=QueuePool,
        pool_size=size,
        max_overflow=0,
        hide_parameters=True,
    )


def _begin_immediate(connection: Connection) -> None:
    connection.exec_driver_sql("BEGIN IMMEDIATE")


def _begin_deferred(connection: Connection) -> None:
    connection.exec_driver_sql("BEGIN")


def raw_of(connection: Connection) -> dbapi2.Connection:
    """The driver's own connection beneath a Core connection, for what Core has no word for."""
    return cast(dbapi2.Connection, connection.connection.dbapi_connection)


def fold_log(engine: Engine) -> None:
    """Fold the write-ahead log into the file, outside any transaction: a clean close leaves one file."""
    pooled = engine.raw_connection()
    try:
        cursor = pooled.cursor()
        cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        cursor.close()
    finally:
        pooled.close()
