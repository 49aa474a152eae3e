"""Whether the index of what entries speak of is true to the entries."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable

from sqlalchemy import Connection, select

from db.entry import Entry, read_entry
from db.tables import entry, entry_entity

_WRAP = 2**128


def entry_digest(item: Entry) -> int:
    """What an entry adds to the digest of a true index."""
    return sum(_row_digest(entity, item.lamport, item.n) for entity in dict.fromkeys(item.entities)) % _WRAP


def index_digest(connection: Connection) -> int:
    """The digest of the index as it stands; rows add up in any order, so that nothing need be sorted or held."""
    query = select(entry_entity.c.entity, entry_entity.c.lamport, entry_entity.c.n).execution_options(yield_per=5000)
    return sum(_row_digest(row.entity, row.lamport, row.n) for row in connection.execute(query)) % _WRAP


def _row_digest(entity: str, lamport: int, n: int) -> int:
    words = f"{lamport} {n} {entity}".encode()
    return int.from_bytes(hashlib.blake2b(words, digest_size=16).digest(), "big")


def first_untrue(connection: Connection) -> tuple[str, int]:
    """Chain and number of the first entry whose rows in the index are not its own; looked for only when one is."""
    held: dict[int, set[tuple[str, int]]] = {}
    for row in connection.execute(select(entry_entity)):
        held.setdefault(row.n, set()).add((row.entity, row.lamport))
    for item in _entries(connection):
        if held.pop(item.n, set()) != {(entity, item.lamport) for entity in item.entities}:
            return item.chain, item.seq
    return "", 0


def _entries(connection: Connection) -> Iterable[Entry]:
    for row in connection.execute(select(entry.c.header, entry.c.payload, entry.c.n).order_by(entry.c.n)):
        yield read_entry(row.header, row.payload, row.n)
