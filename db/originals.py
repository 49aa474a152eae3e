"""Originals kept beside the journal: bytes under their own digest, written once, found again, proved."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import Connection, select
from sqlalchemy.dialects.sqlite import insert

from db.tables import arrival, entry, original


def keep_original(connection: Connection, kind: str, body: bytes, at: datetime) -> bytes:
    """Keep these bytes, in the caller's transaction; the same ones once. Returns their SHA-256."""
    digest = hashlib.sha256(body).digest()
    row = {"digest": digest, "kind": kind, "size": len(body), "kept_at": at, "body": body}
    connection.execute(insert(original).on_conflict_do_nothing(), [row])
    return digest


def read_original(connection: Connection, digest: bytes) -> bytes | None:
    """The bytes of this SHA-256, or None where they do not lie here."""
    found: bytes | None = connection.execute(select(original.c.body).where(original.c.digest == digest)).scalar()
    return found


def has_original(connection: Connection, digest: bytes) -> bool:
    """Whether the bytes of this SHA-256 lie here."""
    return connection.execute(select(original.c.size).where(original.c.digest == digest)).scalar() is not None


def altered_original(connection: Connection) -> str:
    """The first original whose bytes are not those of its digest, in words; nothing when all are (0.5 s a hundred megabytes)."""
    for digest in connection.execute(select(original.c.digest).order_by(original.c.digest)).scalars().all():
        body = read_original(connection, digest)
        if body is None or hashlib.sha256(body).digest() != digest:
            return f"original {digest.hex()[:16]}: its bytes are not those that were attached"
    return ""


def kept_originals(connection: Connection) -> frozenset[bytes]:
    """The digests of all originals that lie here."""
    return frozenset(connection.execute(select(original.c.digest)).scalars())


def written_here(connection: Connection, kind: str) -> Iterable[bytes]:
    """The payloads of all entries of a kind that this console, or the one whose backup it is, wrote itself."""
    spans = [(row.upto - row.count, row.upto) for row in connection.execute(select(arrival.c.upto, arrival.c.count))]
    rows = connection.execute(select(entry.c.n, entry.c.payload).where(entry.c.type == kind).order_by(entry.c.n))
    return [row.payload for row in rows if not any(first < row.n <= upto for first, upto in spans)]
