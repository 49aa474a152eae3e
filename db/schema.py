"""The shape of journal.db: how it is made, recognised, and brought up to date."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable

from sqlalchemy import Connection, column, insert, select, table

from db.engine import APPLICATION_ID
from db.journal import count, heads
from db.tables import SEARCH, TERMS, metadata, trigger_statements
from db.trouble import NewerFormat, NotWhole

REVISION = "0005"
KNOWN_REVISIONS = ("0001", "0002", "0003", "0004", "0005")
# What `fingerprint` says of a whole file at REVISION.
FINGERPRINT = "f24ca71442d9a665878057819a06353a1ee2336b1b2b8c6345884dc9a4b13c27"
FORMAT = 1  # the generation of the file as a whole: identity.json and user_version

_version = table("alembic_version", column("version_num"))
_master = table("sqlite_master", column("type"), column("name"), column("sql"))


def create(connection: Connection) -> None:
    """Make every table and trigger in an empty file, in the caller's transaction."""
    metadata.create_all(connection, checkfirst=False)
    for statement in (SEARCH, TERMS):
        connection.exec_driver_sql(statement)
    make_triggers(connection)
    connection.exec_driver_sql(
        "CREATE TABLE alembic_version (version_num VARCHAR(32) NOT NULL, CONSTRAINT alembic_version_pkc PRIMARY KEY (version_num))"
    )
    connection.execute(insert(_version), [{"version_num": REVISION}])
    connection.exec_driver_sql(f"PRAGMA application_id = {APPLICATION_ID}")
    connection.exec_driver_sql(f"PRAGMA user_version = {FORMAT}")


def make_triggers(connection: Connection) -> None:
    """Make the triggers that keep the record append-only, replacing what a migration may have lost."""
    for statement in trigger_statements():
        name = statement.split(" ", 3)[2]
        connection.exec_driver_sql(f"DROP TRIGGER IF EXISTS {name}")
        connection.exec_driver_sql(statement)


def revision(connection: Connection) -> str:
    """The revision the file is at; raises NotWhole when it has none."""
    rows = connection.execute(select(_version.c.version_num)).scalars().all()
    if len(rows) != 1:
        raise NotWhole("the journal does not say which revision it is at.")
    found: str = rows[0]
    return found


def is_current(connection: Connection) -> bool:
    """Whether the file is at this program's revision; raises NewerFormat for one this program does not know."""
    found = revision(connection)
    if found not in KNOWN_REVISIONS:
        raise NewerFormat(f"The journal is at revision {found}, written by a newer program than this one.")
    return found == REVISION


def fingerprint(connection: Connection) -> str:
    """SHA-256 of every table, index and trigger as SQLite holds them: equal files have equal shapes."""
    # FTS5 makes tables of its own, and how they look is its own affair.
    query = select(_master.c.type, _master.c.name, _master.c.sql).where(
        _master.c.sql.is_not(None), _master.c.name.not_like("entry\\_search\\_%", escape="\\")
    )
    rows = connection.execute(query)
    lines = sorted(f"{row.type} {row.name} {_normal(row.sql)}" for row in rows)
    return hashlib.sha256("\n".join(lines).encode("utf-8")).hexdigest()


def _normal(sql: str) -> str:
    return re.sub(r"\s*([(),=])\s*", r"\1", re.sub(r"\s+", " ", sql.replace('"', ""))).strip()


def upgrade(
    connection: Connection,
    rebuild: Callable[[Connection], None],
    migrate: Callable[[Connection], None],
    expected: str | None = None,
) -> None:
    """Bring the file to this program's revision, in the caller's one transaction, after a verified backup.

    `migrate` runs the revisions (db.migrate.run), `rebuild` folds the projections anew. Raises NotWhole, so that the
    transaction is taken back, when the record is not the same after as before.
    """
    before = count(connection), heads(connection)
    migrate(connection)
    make_triggers(connection)
    rebuild(connection)
    if (count(connection), heads(connection)) != before:
        raise NotWhole("the migration changed the record; it was taken back.")
    if connection.exec_driver_sql("PRAGMA foreign_key_check").first() is not None:
        raise NotWhole("the migration left rows that point at nothing; it was taken back.")
    if connection.exec_driver_sql("PRAGMA quick_check").scalar() != "ok":
        raise NotWhole("the migration left a file that is not whole; it was taken back.")
    if expected is not None and fingerprint(connection) != expected:
        raise NotWhole("the migration did not arrive at the expected shape; it was taken back.")
