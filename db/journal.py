"""The journal: entries are added at the end and read in canonical order; nothing else can be done to them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from sqlalchemy import Connection, Row, Select, bindparam, func, insert, select, tuple_, update

from db.canonical import Json
from db.entry import START, Draft, Entry, Place
from db.pen import Head, Pen, write
from db.seal import Checkpoint
from db.tables import chain_head, checkpoint, entry, entry_entity

CHECKPOINT_EVERY = 100
PAGE = 2000
FEW = 500

_COLUMNS = tuple(
    entry.c[name]
    for name in (
        "n", "chain", "seq", "lamport", "id", "type", "v", "actor", "occurred_at", "recorded_at", "header", "payload",
        "hash",
    )
)  # fmt: skip

# Statements of every commit, made once: a statement that is made anew is compiled anew.
_HEADS = select(chain_head.c.chain, chain_head.c.seq, chain_head.c.head, chain_head.c.lamport)
_LAST_N = select(func.max(entry.c.n))
_INSERT_ENTRY = insert(entry)
_INSERT_ENTITY = insert(entry_entity)
_MOVE_HEAD = update(chain_head).where(chain_head.c.chain == bindparam("which"))


def append(connection: Connection, pen: Pen, drafts: Sequence[Draft], floor: Callable[[], str] | None = None) -> list[Entry]:
    """Record drafts at the end of the pen's chain, in the caller's transaction; `floor` gives the Floor's hash.

    Raises JournalTrouble for a draft whose signature is not over it, ClassForbids for one with a recording instant
    of its own where the class forbids that, and NotCanonical for a payload that cannot be sealed.
    """
    if not drafts:
        return []
    known = heads(connection)
    own = known[pen.chain]
    others = {name: head.seq for name, head in known.items() if name != pen.chain}
    lamport = max(head.lamport for head in known.values())
    made: list[Entry] = []
    due: list[Entry] = []
    for place, draft in enumerate(drafts, start=1):
        made.append(write(pen, draft, Head(pen.chain, own.seq + 1, own.hash, lamport + place), others))
        own = Head(pen.chain, own.seq + 1, made[-1].hash, lamport + place)
        if own.seq % CHECKPOINT_EVERY == 0:
            due.append(made[-1])
    stored = store_entries(connection, made)
    _seal_head(connection, pen, stored[-1])
    for at in due:
        _insert_checkpoint(connection, pen, at, floor() if floor is not None and at is due[-1] else "")
    return stored


def store_entries(connection: Connection, entries: Sequence[Entry]) -> list[Entry]:
    """Put entries that were checked into their tables; returns them with their arrival numbers."""
    first = (connection.execute(_LAST_N).scalar() or 0) + 1
    stored = [item.numbered(first + place) for place, item in enumerate(entries)]
    connection.execute(_INSERT_ENTRY, [_columns(item) for item in stored])
    links = [{"entity": entity, "lamport": item.lamport, "n": item.n} for item in stored for entity in dict.fromkeys(item.entities)]
    if links:
        connection.execute(_INSERT_ENTITY, links)
    return stored


def _columns(item: Entry) -> dict[str, Json]:
    return {
        "n": item.n,
        "chain": item.chain,
        "seq": item.seq,
        "lamport": item.lamport,
        "id": item.id,
        "type": item.type,
        "v": item.v,
        "actor": item.actor,
        "occurred_at": item.occurred_at,
        "recorded_at": item.recorded_at,
        "header": item.header,
        "payload": item.body,
        "hash": item.hash,
    }


def _seal_head(connection: Connection, pen: Pen, last: Entry) -> None:
    """Every commit carries the device's word for its head, so that no tail stands unsealed after a crash."""
    word = Checkpoint(pen.chain, last.seq, last.hash, last.recorded_at, "", pen.app).signed(pen.key)
    connection.execute(
        _MOVE_HEAD,
        {
            "which": pen.chain,
            "seq": word.seq,
            "head": word.head,
            "lamport": last.lamport,
            "at": word.at,
            "app": word.app,
            "sig": word.sig,
        },
    )


def _insert_checkpoint(connection: Connection, pen: Pen, last: Entry, floor: str) -> Checkpoint:
    word = Checkpoint(pen.chain, last.seq, last.hash, last.recorded_at, floor, pen.app).signed(pen.key)
    connection.execute(insert(checkpoint), [checkpoint_columns(word)])
    return word


def checkpoint_columns(word: Checkpoint) -> dict[str, Json]:
    """A checkpoint as its row."""
    return {
        "chain": word.chain,
        "seq": word.seq,
        "head": word.head,
        "at": word.at,
        "floor": word.floor,
        "app": word.app,
        "sig": word.sig,
    }


def make_checkpoint(connection: Connection, pen: Pen, floor: str = "") -> Checkpoint | None:
    """Seal the head of the pen's chain now (at close, at a release); None when that head has its checkpoint."""
    own = heads(connection)[pen.chain]
    done = select(checkpoint.c.seq).where(checkpoint.c.chain == own.chain, checkpoint.c.seq == own.seq)
    if connection.execute(done).first() is not None:
        return None
    row = connection.execute(_entries().where(entry.c.chain == own.chain, entry.c.seq == own.seq)).one()
    return _insert_checkpoint(connection, pen, _entry(row), floor)


# ------------------------------------------------------------------------------------------------------------- reading


def heads(connection: Connection) -> dict[str, Head]:
    """The last entry held of every chain, by chain."""
    return {row.chain: Head(row.chain, row.seq, row.head, row.lamport) for row in connection.execute(_HEADS)}


def count(connection: Connection) -> int:
    """How many entries the journal holds."""
    return connection.execute(select(func.count()).select_from(entry)).scalar_one()


def last_number(connection: Connection) -> int:
    """The arrival number of the entry that came last."""
    return connection.execute(_LAST_N).scalar() or 0


def after(connection: Connection, place: Place = START) -> Iterator[Entry]:
    """Entries that stand after a place, in canonical order, read page by page."""
    order = tuple_(entry.c.lamport, entry.c.chain, entry.c.seq)
    query = _entries().order_by(entry.c.lamport, entry.c.chain, entry.c.seq).limit(PAGE)
    while True:
        rows = connection.execute(query.where(order > tuple_(*place))).all()
        for row in rows:
            yield _entry(row)
        if len(rows) < PAGE:
            return
        place = Place(rows[-1].lamport, rows[-1].chain, rows[-1].seq)


def held_after(connection: Connection, place: Place, upto: int, last: Place) -> Iterator[Entry]:
    """Of the first `upto` entries that came, those that stand after a place and up to a last one, in canonical order."""
    order = tuple_(entry.c.lamport, entry.c.chain, entry.c.seq)
    query = _entries().order_by(entry.c.lamport, entry.c.chain, entry.c.seq).limit(FEW)
    query = query.where(entry.c.n <= upto, entry.c.lamport <= last.lamport)
    while True:
        rows = connection.execute(query.where(order > tuple_(*place))).all()
        for row in rows:
            yield _entry(row)
        if len(rows) < FEW:
            return
        place = Place(rows[-1].lamport, rows[-1].chain, rows[-1].seq)


def arrived_after(connection: Connection, n: int) -> Iterator[Entry]:
    """Entries that came to this console after the one numbered `n`, in the order of arrival."""
    query = _entries().order_by(entry.c.n).limit(PAGE)
    while True:
        rows = connection.execute(query.where(entry.c.n > n)).all()
        for row in rows:
            yield _entry(row)
        if len(rows) < PAGE:
            return
        n = rows[-1].n


def tail(connection: Connection, limit: int, before: Place | None = None) -> list[Entry]:
    """The last entries in canonical order, youngest first; `before` pages on."""
    query = _entries()
    if before is not None:
        query = query.where(tuple_(entry.c.lamport, entry.c.chain, entry.c.seq) < tuple_(*before))
    query = query.order_by(entry.c.lamport.desc(), entry.c.chain.desc(), entry.c.seq.desc()).limit(limit)
    return [_entry(row) for row in connection.execute(query)]


def by_entity(connection: Connection, entity: str, limit: int, before: int | None = None) -> list[Entry]:
    """The last entries that speak of a thing, youngest first; `before` (`n` of the last one shown) pages on."""
    query = _entries().join(entry_entity, entry_entity.c.n == entry.c.n).where(entry_entity.c.entity == entity)
    if before is not None:
        lamport = connection.execute(select(entry.c.lamport).where(entry.c.n == before)).scalar_one()
        query = query.where(tuple_(entry_entity.c.lamport, entry_entity.c.n) < tuple_(lamport, before))
    query = query.order_by(entry_entity.c.lamport.desc(), entry_entity.c.n.desc()).limit(limit)
    return [_entry(row) for row in connection.execute(query)]


def by_id(connection: Connection, name: str) -> Entry | None:
    """The entry of this name: after a failed commit, the only way to know whether it was recorded."""
    row = connection.execute(_entries().where(entry.c.id == name)).first()
    return None if row is None else _entry(row)


def numbered(connection: Connection, numbers: Sequence[int]) -> list[Entry]:
    """Entries by their arrival numbers, youngest first."""
    query = _entries().where(entry.c.n.in_(numbers)).order_by(entry.c.n.desc())
    return [_entry(row) for row in connection.execute(query)]


def at(connection: Connection, chain: str, seq: int) -> Entry | None:
    """The entry at a place in a chain."""
    row = connection.execute(_entries().where(entry.c.chain == chain, entry.c.seq == seq)).first()
    return None if row is None else _entry(row)


def _entries() -> Select[tuple[Json, ...]]:
    return select(*_COLUMNS)


def _entry(row: Row[tuple[Json, ...]]) -> Entry:
    return Entry(
        row.header, row.payload, row.hash, row.chain, row.seq, row.lamport, row.id, row.type, row.v, row.actor,
        row.occurred_at, row.recorded_at, row.n,
    )  # fmt: skip
