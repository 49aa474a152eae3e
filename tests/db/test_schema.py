"""The shape of the file: made at once or step by step it is the same, and a failed step leaves what was before."""

import hashlib
import os
import re
import signal
import subprocess
import sys
from datetime import timedelta

import pytest
from sqlalchemy import insert, inspect, update
from sqlcipher3 import dbapi2

from db import journal, migrate, schema
from db.backup import check_file
from db.canonical import canonical
from db.chain import SiteClass
from db.clock import to_micros
from db.engine import check_sqlite, connect, reader_engine, writer_engine
from db.identity import JOURNAL_NAME, read_identity
from db.opening import open_site
from db.secret_store import DATABASE_KEY, PrivateFolderStore
from db.series import seal_hour, unsealed_change
from db.tables import forecast_kept, metadata, trigger_statements
from db.trouble import NeedsChangeNumber, NeedsUpgrade, NotWhole, UnsafeSqlite, WriterBusy
from db.upgrading import upgrade_site
from db.writerlock import WriterLock
from tests.db.place import START, fill, made, reopened, workplace

KEY = bytes(32)

LATER = f"{int(schema.REVISION) + 1:04}"
TODAY = schema.REVISION

NEXT = '''"""A revision of a later program, for the test."""
from pathlib import Path
from alembic import op
revision = "{later}"
down_revision = "{today}"
branch_labels = None
depends_on = None
def upgrade():
    op.execute("ALTER TABLE draft ADD COLUMN colour TEXT")
    op.execute("CREATE TABLE later (n INTEGER NOT NULL CONSTRAINT pk_later PRIMARY KEY) STRICT")
    {then}
def downgrade():
    raise RuntimeError
'''


@pytest.fixture
def later(tmp_path, monkeypatch):
    """A program one revision further on; gives a function that writes its revision and returns how to run it."""
    monkeypatch.setattr(schema, "REVISION", LATER)
    monkeypatch.setattr(schema, "KNOWN_REVISIONS", (*schema.KNOWN_REVISIONS, LATER))

    def written(then="pass"):
        folder = tmp_path / "versions"
        folder.mkdir(exist_ok=True)
        (folder / f"r{LATER}_later.py").write_text(NEXT.format(then=then, later=LATER, today=TODAY))
        versions = (migrate.MIGRATIONS / "versions", folder)
        return lambda connection: migrate.run(connection, LATER, versions)

    return written


@pytest.fixture
def old(tmp_path):
    """A closed site as the program of today leaves it."""
    work = workplace()
    site = made(tmp_path / "site", work)
    fill(site, 40)
    site.close()
    return tmp_path / "site", work


def shape(folder, work) -> tuple[str, str, int]:
    key = work.secrets.get(read_identity(folder).scope, DATABASE_KEY)
    assert key is not None
    engine = reader_engine(folder / JOURNAL_NAME, key)
    with engine.connect() as connection, connection.begin():
        found = schema.fingerprint(connection), schema.revision(connection), journal.count(connection)
    engine.dispose()
    return found


def test_models_and_migrations_make_the_same_file(tmp_path):
    prints = []
    for name in ("models", "migrations"):
        engine = writer_engine(tmp_path / name, KEY, running=False)
        with engine.begin() as connection:
            if name == "models":
                schema.create(connection)
            else:
                migrate.run(connection)
                schema.make_triggers(connection)
        with engine.begin() as connection:
            rows = connection.exec_driver_sql("SELECT type, name, sql FROM sqlite_master ORDER BY type, name").all()
            prints.append((schema.fingerprint(connection), schema.revision(connection), [row[:2] for row in rows]))
        engine.dispose()
    assert prints[0] == prints[1]
    assert prints[0][:2] == (schema.FINGERPRINT, schema.REVISION)


def test_every_constraint_has_a_name_and_every_table_is_strict(tmp_path):
    engine = writer_engine(tmp_path / "file", KEY, running=False)
    with engine.begin() as connection:
        schema.create(connection)
        strict: dict[str, int] = dict(
            connection.exec_driver_sql("SELECT name, strict FROM pragma_table_list WHERE type = 'table'").all()
        )
        for name in metadata.tables:
            assert strict[name] == 1, name
            seen = inspect(connection)
            found = [seen.get_pk_constraint(name), *seen.get_foreign_keys(name), *seen.get_unique_constraints(name)]
            found += seen.get_check_constraints(name)
            assert all(constraint["name"] for constraint in found), name
    engine.dispose()


def test_no_program_of_today_meets_an_unknown_revision():
    assert schema.KNOWN_REVISIONS[-1] == schema.REVISION
    versions = sorted((migrate.MIGRATIONS / "versions").glob("r*.py"))
    assert [re.findall(r"r(\d+)_", path.name)[0] for path in versions] == list(schema.KNOWN_REVISIONS)


def test_an_old_sqlite_is_refused(monkeypatch):
    check_sqlite()
    monkeypatch.setattr(dbapi2, "sqlite_version_info", (3, 51, 2))
    with pytest.raises(UnsafeSqlite):
        check_sqlite()


def test_an_older_site_is_migrated_after_a_verified_backup(old, later):
    folder, work = old
    run = later()
    with pytest.raises(NeedsUpgrade):
        open_site(folder, work, writes=True)
    rebuilt = []
    backup = upgrade_site(folder, work, lambda connection: rebuilt.append(journal.count(connection)), run)
    assert rebuilt == [41]
    assert shape(folder, work)[1:] == (LATER, 41)
    key = work.secrets.get(read_identity(folder).scope, DATABASE_KEY)
    check_file(backup.path, key)
    raw = connect(backup.path, key, writes=False)
    assert raw.execute("SELECT version_num FROM alembic_version").fetchone() == (TODAY,)
    raw.close()
    site = reopened(folder, work)
    fill(site, 3)
    site.close()


@pytest.fixture
def old_record(tmp_path):
    """A closed RECORD site as the program of today leaves it."""
    work = workplace(status="alone")
    made(tmp_path / "record", work, SiteClass.RECORD).close()
    return tmp_path / "record", work


def test_a_record_site_is_migrated_under_a_change_number_only(old_record, later):
    folder, work = old_record
    run = later()
    before = shape(folder, work)
    with pytest.raises(NeedsChangeNumber):
        upgrade_site(folder, work, lambda connection: None, run)
    assert shape(folder, work) == before
    upgrade_site(folder, work, lambda connection: None, run, change_number="CC-2026-014")
    assert shape(folder, work)[1] == LATER


def test_migrating_twice_changes_nothing(old, later):
    folder, work = old
    run = later()
    upgrade_site(folder, work, lambda connection: None, run)
    before = shape(folder, work)
    upgrade_site(folder, work, lambda connection: None, run)
    assert shape(folder, work) == before


@pytest.mark.parametrize(
    "then",
    [
        "raise RuntimeError('in the middle')",
        "op.execute('DROP TRIGGER entry_no_delete'); op.execute('DELETE FROM entry WHERE seq = 40')",
        "op.execute('DROP TRIGGER chain_head_no_update')",
        "op.execute('PRAGMA defer_foreign_keys = ON'); op.execute(\"INSERT INTO entry_entity VALUES ('x', 1, 999)\")",
    ],
)
def test_a_failed_migration_leaves_the_site_as_it_was(old, later, then, monkeypatch):
    folder, work = old
    before = shape(folder, work)
    run = later(then)
    with pytest.raises(Exception, match=r"in the middle|changed the record|no such trigger|point at nothing|FOREIGN KEY"):
        upgrade_site(folder, work, lambda connection: None, run)
    assert shape(folder, work) == before
    monkeypatch.undo()
    site = reopened(folder, work)
    fill(site, 2)
    site.close()


def test_a_rebuild_that_fails_takes_the_migration_back(old, later):
    folder, work = old
    before = shape(folder, work)
    with pytest.raises(ZeroDivisionError):
        upgrade_site(folder, work, lambda connection: print(1 // 0), later())
    assert shape(folder, work) == before


def test_a_migration_to_another_shape_than_expected_is_taken_back(old, later):
    folder, work = old
    before = shape(folder, work)
    with pytest.raises(NotWhole, match="expected shape"):
        upgrade_site(folder, work, lambda connection: None, later(), expected="0" * 64)
    assert shape(folder, work) == before


def test_a_site_that_is_written_is_not_migrated(old, later):
    folder, work = old
    lock = WriterLock(folder)
    with pytest.raises(WriterBusy):
        upgrade_site(folder, work, lambda connection: None, later())
    lock.release()


KILLED = """
import os, signal, sys
from pathlib import Path
from db import migrate, schema
from db.secret_store import PrivateFolderStore
from db.upgrading import upgrade_site
from tests.db.place import workplace
folder, state, versions = map(Path, sys.argv[1:4])
schema.REVISION, schema.KNOWN_REVISIONS = sys.argv[4], (*schema.KNOWN_REVISIONS, sys.argv[4])
run = lambda c: migrate.run(c, sys.argv[4], (migrate.MIGRATIONS / "versions", versions))
upgrade_site(folder, workplace(PrivateFolderStore(state)), lambda c: None, run)
"""


@pytest.fixture
def kept_on_disk(tmp_path):
    """A closed site whose keys another process can find."""
    work = workplace(PrivateFolderStore(tmp_path / "state"))
    site = made(tmp_path / "site", work)
    fill(site, 40)
    site.close()
    return site, work


def test_a_kill_in_the_middle_of_a_migration_leaves_the_site_as_it_was(kept_on_disk, tmp_path, later):
    site, work = kept_on_disk
    before = shape(site.folder, work)
    later("import os, signal; os.kill(os.getpid(), signal.SIGKILL)")
    child = subprocess.run(
        [sys.executable, "-c", KILLED, str(site.folder), str(tmp_path / "state"), str(tmp_path / "versions"), LATER],
        env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)},
        check=False,
    )
    assert child.returncode == -signal.SIGKILL
    assert shape(site.folder, work) == before
    upgrade_site(site.folder, work, lambda connection: None, later())
    assert shape(site.folder, work)[1:] == (LATER, 41)


# ------------------------------------------------------------------------------------------- forecasts sealed before 0002

HOUR = timedelta(hours=1)
KEPT_BEFORE = [
    ("B-1", START + timedelta(minutes=5), START + timedelta(days=2), 812_500, 14),
    ("B-1", START + timedelta(minutes=20), START + timedelta(days=3), 700_000, 14),
    ("B-2", START + timedelta(minutes=20), None, None, 0),
]


def sealed_then(rows) -> bytes:
    """What the program before revision 0002 sealed of these rows: thirteen columns each."""
    seal = hashlib.sha256()
    for batch, made_at, p50, p_keep, n in rows:
        late = None if p50 is None else to_micros(p50)
        seal.update(canonical([batch, to_micros(made_at), None, None, late, None, None, None, None, None, p_keep, None, n]) + b"\n")
    return seal.digest()


@pytest.fixture
def before_0002(tmp_path):
    """A journal at revision 0001 with an hour of forecasts, sealed as then."""
    engine = writer_engine(tmp_path / "file", KEY, running=False)
    with engine.begin() as connection:
        migrate.run(connection, "0001")
        there = inspect(connection).get_table_names()
        for statement in (one for one in trigger_statements() if one.split(" ")[6] in there):
            connection.exec_driver_sql(statement)
        for batch, made_at, p50, p_keep, n in KEPT_BEFORE:
            row = (batch, to_micros(made_at), None if p50 is None else to_micros(p50), p_keep, n)
            connection.exec_driver_sql(
                "INSERT INTO forecast_kept (batch, made_at, p50, p_keep, n_history) VALUES (?, ?, ?, ?, ?)", row
            )
        seal = (to_micros(START), len(KEPT_BEFORE), sealed_then(KEPT_BEFORE))
        connection.exec_driver_sql("INSERT INTO series_seal VALUES ('forecast', ?, ?, ?)", seal)
    yield engine
    engine.dispose()


def test_an_hour_sealed_before_the_columns_of_0002_still_holds_after_the_migration(before_0002):
    with before_0002.begin() as connection:
        schema.upgrade(connection, lambda connection: None, migrate.run, schema.FINGERPRINT)
    with before_0002.begin() as connection:
        assert unsealed_change(connection) == ""
        row = {"batch": "B-1", "made_at": START + HOUR, "step": "THAW", "plan_at": START + 9 * HOUR, "n_history": 14}
        connection.execute(insert(forecast_kept), [row])
        connection.execute(insert(forecast_kept), [{"batch": "B-2", "made_at": START + HOUR, "n_history": 14}])
        seal_hour(connection, "forecast", START + HOUR, "console-1", START + 2 * HOUR)
        assert unsealed_change(connection) == ""


@pytest.mark.parametrize("column", [column.name for column in forecast_kept.columns][13:])
@pytest.mark.parametrize("hour", [0, 1])
def test_what_the_new_columns_say_cannot_be_put_in_or_taken_out_of_a_sealed_hour(before_0002, column, hour):
    at = START + hour * HOUR
    with before_0002.begin() as connection:
        schema.upgrade(connection, lambda connection: None, migrate.run)
        if hour:
            said = START if column.endswith("_at") else "x"
            row = {"batch": "B-1", "made_at": at, "n_history": 1, column: said}
            connection.execute(insert(forecast_kept), [row])
            seal_hour(connection, "forecast", at, "console-1", at + HOUR)
        assert unsealed_change(connection) == ""
        value = None if hour else START if column.endswith("_at") else ""
        hit = (forecast_kept.c.made_at >= at) & (forecast_kept.c.made_at < at + HOUR) & (forecast_kept.c.batch == "B-1")
        connection.execute(update(forecast_kept).where(hit).values({column: value}))
        assert "forecast series" in unsealed_change(connection)
