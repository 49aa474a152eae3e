"""Making a site in a folder, and opening one: every way it can be wrong is told apart."""

from __future__ import annotations

import secrets as chance
import uuid
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from zoneinfo import ZoneInfo

from sqlalchemy import Connection, Engine, delete, insert, select
from sqlalchemy.exc import DatabaseError

from db import journal, schema
from db.backup import COPY_OF
from db.chain import Opening, Parent, SiteClass, open_chain, public_keys
from db.clock import Clock
from db.engine import APPLICATION_ID, Unreadable, fold_log, reader_engine, writer_engine
from db.identity import BACKUPS_NAME, IDENTITY_NAME, JOURNAL_NAME, Identity, is_plain_sqlite, key_name, read_identity
from db.pen import Pen
from db.place import refuse_remote, sync_file, sync_folder
from db.seal import SigningKey
from db.secret_store import DATABASE_KEY, DEVICE_KEY, HIGH_WATER, HighWater, SecretStore
from db.site import Site, Standing, note_high_water
from db.tables import checkpoint, mark
from db.trouble import (
    AlreadyASite,
    ClassForbids,
    ForeignFile,
    KeyMissing,
    NeedsUpgrade,
    NewerFormat,
    NotASite,
    NotWhole,
    SiteMissing,
    WrongKey,
)
from db.verify import check_tail
from db.writerlock import WriterLock

OWN_CHAIN = "chain"
PLAYED_CLOCKS = frozenset({"set", "paced"})


@dataclass(frozen=True, slots=True)
class Workplace:
    """What this computer brings to a site: its name, clock, zone, program version, chance and secrets."""

    device: str
    clock: Clock
    zone: ZoneInfo
    app: str
    secrets: SecretStore
    random: Callable[[int], bytes] = chance.token_bytes


# ------------------------------------------------------------------------------------------------------------- making


def create_site(folder: Path, class_: SiteClass, work: Workplace) -> Site:
    """Make an empty site and open it for writing; raises AlreadyASite, RemoteFolder or WriterBusy.

    The folder becomes a site in one moment, when its identity is written last.
    """
    folder.mkdir(parents=True, exist_ok=True)
    refuse_remote(folder)
    _check_clock(class_, work.clock)
    if (folder / IDENTITY_NAME).exists() or (folder / JOURNAL_NAME).exists():
        raise AlreadyASite(f"{folder.name} holds a site already; a new one needs an empty folder.")
    lock = WriterLock(folder)
    try:
        # Only a site that plays may be made from a seed: its keys are then no secret.
        random = work.random if class_.plays else chance.token_bytes
        site = str(uuid.UUID(bytes=random(16), version=4))
        key = chance.token_bytes(32)
        device_key = SigningKey(random(32))
        opening = Opening(site, class_, work.device, 1, device_key.public.hex(), random(16).hex(), work.zone.key, None)
        identity = Identity(site, schema.FORMAT, key_name(key))
        work.secrets.put(identity.scope, DATABASE_KEY, key)
        work.secrets.put(identity.scope, DEVICE_KEY, device_key.secret)
        _make_journal(folder, key, work, opening, device_key)
        (folder / BACKUPS_NAME).mkdir(exist_ok=True)
        identity.write(folder)
    finally:
        lock.release()
    return open_site(folder, work, writes=True)


def _make_journal(folder: Path, key: bytes, work: Workplace, opening: Opening, device_key: SigningKey) -> None:
    unborn = folder / (JOURNAL_NAME + ".new")
    for leftover in folder.glob(unborn.name + "*"):
        leftover.unlink()
    unborn.touch(mode=0o600)  # what SQLite puts beside it takes the same mode
    engine = writer_engine(unborn, key, running=False)
    pen = _pen(work, opening, device_key)
    with engine.begin() as connection:
        schema.create(connection)
        first = open_chain(connection, pen, opening)
        journal.make_checkpoint(connection, pen)
        _set_mark(connection, OWN_CHAIN, opening.chain)
    fold_log(engine)
    engine.dispose()
    note_high_water(work.secrets, Identity(opening.site, schema.FORMAT, key_name(key)).scope, first.chain, first.seq, first.hash)
    sync_file(unborn)
    unborn.rename(folder / JOURNAL_NAME)
    sync_folder(folder)


def _pen(work: Workplace, opening: Opening, key: SigningKey) -> Pen:
    return Pen(opening.site, opening.chain, key, work.clock, work.zone, work.app, work.random, backdates=opening.class_.plays)


def _check_clock(class_: SiteClass, clock: Clock) -> None:
    if not class_.plays and clock.standing().get("status") in PLAYED_CLOCKS:
        raise ClassForbids(f"A site of class {class_} is written by the computer's own clock only.")


def _set_mark(connection: Connection, name: str, value: str) -> None:
    connection.execute(delete(mark).where(mark.c.name == name))
    connection.execute(insert(mark), [{"name": name, "value": value}])


def _get_mark(connection: Connection, name: str) -> str | None:
    return connection.execute(select(mark.c.value).where(mark.c.name == name)).scalar()


# ------------------------------------------------------------------------------------------------------------ opening


def open_site(folder: Path, work: Workplace, *, writes: bool) -> Site:
    """Open a site; raises one of the SiteTrouble family, each saying what is wrong and nothing secret."""
    identity, key = card_and_key(folder, work.secrets)
    path = folder / JOURNAL_NAME
    lock = WriterLock(folder) if writes else None
    readers = reader_engine(path, key)
    writer: Engine | None = None
    try:
        if lock is not None:
            writer = writer_engine(path, key)
        with (writer or readers).begin() as connection:
            _recognise(connection, folder)
            opening = own_opening(connection)
        if writer is None or lock is None:
            with readers.begin() as connection:
                # Whether it was closed cleanly is the next writer's to say: one may be writing now.
                standing = Standing(False, _rolled_back(connection, work.secrets.get(identity.scope, HIGH_WATER)))
            return Site(folder, identity, opening, standing, readers, work, None)
        opening, pen, standing = _take_up(writer, identity, opening, work)
        return Site(folder, identity, opening, standing, readers, work, (writer, pen, lock))
    except BaseException as error:
        readers.dispose()
        if writer is not None:
            writer.dispose()
        if lock is not None:
            lock.release()
        raise _told_apart(error, path) from error


def card_and_key(folder: Path, secrets: SecretStore) -> tuple[Identity, bytes]:
    """The card of a folder and the key kept for it; raises one of the SiteTrouble family."""
    if not folder.is_dir():
        raise NotASite(f"There is no folder {folder.name}.")
    refuse_remote(folder)
    identity = read_identity(folder)
    if not (folder / JOURNAL_NAME).is_file():
        raise SiteMissing(f"{folder.name} names a site, but its {JOURNAL_NAME} is not there; restore a backup.")
    key = secrets.get(identity.scope, DATABASE_KEY)
    if key is None:
        raise KeyMissing(f"No key for {folder.name} is kept {secrets.title}; the recovery file brings it back.")
    if key_name(key) != identity.key:
        raise WrongKey(f"The key kept {secrets.title} is not the one {folder.name} is sealed with.")
    return identity, key


def _told_apart(error: BaseException, path: Path) -> BaseException:
    if isinstance(error, Unreadable):
        if is_plain_sqlite(path):
            return ForeignFile(f"{path.name} in {path.parent.name} is a plain SQLite file, not a sealed journal.")
        return NotWhole(f"{path.name} in {path.parent.name} is damaged, or is not the journal of this site.")
    if isinstance(error, DatabaseError):
        return NotWhole(f"{path.name} in {path.parent.name} is damaged: {error.orig}.")
    return error


def _recognise(connection: Connection, folder: Path) -> None:
    if connection.exec_driver_sql("PRAGMA application_id").scalar() != APPLICATION_ID:
        raise ForeignFile(f"{JOURNAL_NAME} in {folder.name} was not made by this program.")
    found = connection.exec_driver_sql("PRAGMA user_version").scalar_one()
    if found > schema.FORMAT:
        raise NewerFormat(f"{folder.name} was written by a newer program (file generation {found}).")
    if not schema.is_current(connection):
        raise NeedsUpgrade(f"{folder.name} was written by an older program and is to be migrated first.")


def own_opening(connection: Connection) -> Opening:
    """What the chain this file writes says of itself; raises NotWhole."""
    name = _get_mark(connection, OWN_CHAIN)
    first = None if name is None else journal.at(connection, name, 1)
    if first is None:
        raise NotWhole("the journal does not say which chain it writes.")
    return Opening.from_plain(first.payload)


# ------------------------------------------------------------------------------------------------------------ writing


def _take_up(writer: Engine, identity: Identity, opening: Opening, work: Workplace) -> tuple[Opening, Pen, Standing]:
    """Go on with the chain, or open a new one where an older copy stands in the site's place."""
    _check_clock(opening.class_, work.clock)
    with writer.begin() as connection:
        standing = _standing(connection, opening, work.secrets.get(identity.scope, HIGH_WATER))
        secret = work.secrets.get(identity.scope, DEVICE_KEY)
        key = SigningKey(secret) if secret is not None else None
        known = public_keys(connection)[opening.chain]
        if key is not None and key.public == known and not standing.rolled_back:
            check_tail(connection, opening.chain)
            if standing.unclean:  # what was written after the last mark is from now on known to this computer
                head = journal.heads(connection)[opening.chain]
                note_high_water(work.secrets, identity.scope, head.chain, head.seq, head.hash)
            return opening, _pen(work, opening, key), standing
        if key is None:
            key = SigningKey(chance.token_bytes(32))
            work.secrets.put(identity.scope, DEVICE_KEY, key.secret)
        followed = _parent(connection, opening, work.secrets.get(identity.scope, HIGH_WATER))
        opening = Opening(
            opening.site, opening.class_, work.device, opening.incarnation + 1, key.public.hex(),
            chance.token_bytes(16).hex(), work.zone.key, followed,
        )  # fmt: skip
        pen = _pen(work, opening, key)
        first = open_chain(connection, pen, opening)
        journal.make_checkpoint(connection, pen)
        _set_mark(connection, OWN_CHAIN, opening.chain)
        connection.execute(delete(mark).where(mark.c.name == COPY_OF))
    note_high_water(work.secrets, identity.scope, first.chain, first.seq, first.hash)
    return opening, pen, Standing(standing.unclean, standing.rolled_back, followed)


def _standing(connection: Connection, opening: Opening, kept: bytes | None) -> Standing:
    head = journal.heads(connection)[opening.chain]
    sealed = select(checkpoint.c.seq).where(checkpoint.c.chain == head.chain, checkpoint.c.seq == head.seq)
    unclean = connection.execute(sealed).first() is None
    return Standing(unclean, _rolled_back(connection, kept))


def _rolled_back(connection: Connection, kept: bytes | None) -> str:
    copied = _get_mark(connection, COPY_OF)
    if copied is not None:
        return f"this is a backup copy, made at {copied}"
    if kept is None:
        return "this computer never sealed a head of this site"
    high = HighWater.from_bytes(kept)
    found = journal.at(connection, high.chain, high.seq)
    if found is None:
        return f"entry {high.seq} of chain {high.chain[:12]} was sealed here and is not in the file"
    if found.hash.hex() != high.hash:
        return f"entry {high.seq} of chain {high.chain[:12]} is not the one that was sealed here"
    return ""


def _parent(connection: Connection, opening: Opening, kept: bytes | None) -> Parent:
    head = journal.heads(connection)[opening.chain]
    high = HighWater.from_bytes(kept) if kept is not None else None
    missing = max(0, high.seq - head.seq) if high is not None and high.chain == head.chain else 0
    return Parent(head.chain, head.seq, head.hash.hex(), missing)
