"""Sealed snapshots: a console starts from the last one that still holds and folds only what came after."""

from __future__ import annotations

import hashlib
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, delete, func, insert, select, tuple_

from db.canonical import canonical
from db.clock import to_micros
from db.entry import Place
from db.pen import Pen
from db.seal import is_signed
from db.tables import entry, snapshot

KEPT = 5
_SNAPSHOT = b"cleanroom-console-snapshot-v1\0"


@dataclass(frozen=True, slots=True)
class Snapshot:
    """The Floor's bytes as they stood after the entry at `place`, when `arrived` entries had come here."""

    place: Place
    arrived: int
    made_at: datetime
    app: str
    floor: str
    body: bytes


def keep_snapshot(connection: Connection, pen: Pen, place: Place, floor: str, body: bytes) -> None:
    """Seal a Floor's bytes, which must be the fold of every entry now held; older ones than the last five go."""
    arrived = connection.execute(select(func.max(entry.c.n))).scalar_one()
    made_at = pen.clock.now()
    message = _message(place, arrived, made_at, pen.app, floor, body)
    row = {
        "lamport": place.lamport,
        "chain": place.chain,
        "seq": place.seq,
        "arrived": arrived,
        "made_at": made_at,
        "app": pen.app,
        "floor": floor,
        "body": zlib.compress(body, 6),
        "sig": pen.key.sign(message),
    }
    connection.execute(insert(snapshot), [row])
    newest = select(snapshot.c.n).order_by(snapshot.c.n.desc()).limit(1).offset(KEPT)
    connection.execute(delete(snapshot).where(snapshot.c.n <= newest.scalar_subquery()))


def snapshots(connection: Connection, public_key: bytes, app: str, before: Place | None = None) -> Iterator[Snapshot]:
    """Snapshots that hold, youngest first: made by this program and device, unharmed, overtaken by no late entry.

    `before` asks for those that end before a place in canonical order.
    """
    order = tuple_(snapshot.c.lamport, snapshot.c.chain, snapshot.c.seq)
    query = select(snapshot).where(snapshot.c.app == app).order_by(snapshot.c.n.desc())
    if before is not None:
        query = query.where(order < tuple_(*before))
    for row in connection.execute(query).all():
        place = Place(row.lamport, row.chain, row.seq)
        if _overtaken(connection, place, row.arrived):
            continue
        try:
            body = zlib.decompress(row.body)
        except zlib.error:
            continue
        if is_signed(public_key, _message(place, row.arrived, row.made_at, row.app, row.floor, body), row.sig):
            yield Snapshot(place, row.arrived, row.made_at, row.app, row.floor, body)


def _overtaken(connection: Connection, place: Place, arrived: int) -> bool:
    order = tuple_(entry.c.lamport, entry.c.chain, entry.c.seq)
    late = select(entry.c.n).where(entry.c.n > arrived, order <= tuple_(*place)).limit(1)
    return connection.execute(late).first() is not None


def _message(place: Place, arrived: int, made_at: datetime, app: str, floor: str, body: bytes) -> bytes:
    words = {
        "place": list(place),
        "arrived": arrived,
        "made_at": to_micros(made_at),
        "app": app,
        "floor": floor,
        "body": hashlib.sha256(body).hexdigest(),
    }
    return _SNAPSHOT + canonical(words)
