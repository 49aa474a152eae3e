"""Proof that the record is whole: every chain is walked, and the first break is named."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from sqlalchemy import Connection, Row, select
from sqlalchemy.exc import DatabaseError

from db import journal, schema
from db.canonical import Json, is_written
from db.chain import CHAIN_OPENED, Opening
from db.entity_index import entry_digest, first_untrue, index_digest
from db.entry import Entry, entry_fault, read_entry
from db.pen import Head
from db.seal import Checkpoint, entry_hash, genesis_prev
from db.secret_store import HighWater
from db.tables import chain, chain_head, checkpoint, entry
from db.trouble import NotWhole, SiteTrouble

WHERE_ENTRY = "entry"
WHERE_SEAL = "seal"
WHERE_PROJECTIONS = "projections"
WHERE_ANCHOR = "high-water mark"
WHERE_SITE = "site"
WHERE_SHAPE = "shape of the file"
WHERE_FILE = "file"


@dataclass(frozen=True, slots=True)
class Break:
    """The first thing that is not whole: in which chain, at which entry, what, and where it shows."""

    chain: str
    seq: int
    what: str
    where: str

    def __str__(self) -> str:
        place = f"chain {self.chain[:12]}, entry {self.seq}, " if self.chain else ""
        return f"{place}{self.where}: {self.what}"


@dataclass(frozen=True, slots=True)
class Verdict:
    """Whether the record is whole, and what was looked at to say so.

    `unsealed` counts entries of other consoles after their last seal that came here.
    """

    whole: bool
    first_break: Break | None
    entries: int
    chains: int
    checkpoints: int
    signatures: int
    unsealed: int
    heads: tuple[Head, ...]


class _Broken(Exception):
    def __init__(self, chain: str, seq: int, what: str, where: str) -> None:
        super().__init__(what)
        self.found = Break(chain, seq, what, where)


@dataclass(slots=True)
class _Tally:
    entries: int = 0
    chains: int = 0
    checkpoints: int = 0
    signatures: int = 0
    unsealed: int = 0
    index: int = 0


def verify(
    connection: Connection,
    anchor: HighWater | None = None,
    projections: Callable[[Connection], str] | None = None,
    knows_key: Callable[[str, str], bool] | None = None,
    device_key: bytes | None = None,
) -> Verdict:
    """Walk every chain; never raises for a broken record, always says where it breaks first.

    `anchor` is a head kept outside the file; `projections` returns what differs from the journal, or nothing;
    `knows_key(user, key)` tells whether a signing key is that person's; `device_key` is the public key this computer
    seals its own chain with.
    """
    tally = _Tally()
    heads: tuple[Head, ...] = ()
    try:
        heads = tuple(sorted(journal.heads(connection).values(), key=lambda head: head.chain))
        _walk_all(connection, heads, tally, knows_key)
        _check_pages(connection)
        _check_index(connection, tally.index)
        _check_shape(connection)
        _check_anchor(connection, anchor)
        _check_device(connection, heads, device_key, anchor)
        if projections is not None:
            differs = projections(connection)
            if differs:
                raise _Broken("", 0, differs, WHERE_PROJECTIONS)
    except _Broken as broken:
        return Verdict(False, broken.found, *_counts(tally), heads)
    except DatabaseError:
        found = Break("", 0, "a page of the file does not hold what was written", WHERE_FILE)
        return Verdict(False, found, *_counts(tally), heads)
    return Verdict(True, None, *_counts(tally), heads)


def _counts(tally: _Tally) -> tuple[int, int, int, int, int]:
    return tally.entries, tally.chains, tally.checkpoints, tally.signatures, tally.unsealed


def _walk_all(connection: Connection, heads: Iterable[Head], tally: _Tally, knows_key: Callable[[str, str], bool] | None) -> None:
    known = {head.chain: head for head in heads}
    openings: list[Opening] = []
    for row in connection.execute(select(chain).order_by(chain.c.id)).all():
        head = known.get(row.id)
        if head is None:
            raise _Broken(row.id, 0, "the chain has no head", WHERE_SEAL)
        openings.append(_walk(connection, head, row.public_key, tally, knows_key))
        tally.chains += 1
    if not openings:
        raise _Broken("", 0, "there is no chain", WHERE_SITE)
    stray = connection.execute(select(entry.c.chain, entry.c.seq).where(entry.c.chain.not_in(known))).first()
    if stray is not None:
        raise _Broken(stray.chain, stray.seq, "an entry of no known chain", WHERE_ENTRY)
    first = openings[0]
    for other in openings:
        if (other.site, other.class_) != (first.site, first.class_):
            raise _Broken(other.chain, 1, "the chain is of another site or class", WHERE_SITE)


def _walk(
    connection: Connection,
    head: Head,
    public_key: bytes,
    tally: _Tally,
    knows_key: Callable[[str, str], bool] | None,
) -> Opening:
    checkpoints = {word.seq: word for word in _checkpoints(connection, head.chain)}
    before = Head(head.chain, 0, b"", 0)
    opening: Opening | None = None
    sealed = 0
    for item in _chain_entries(connection, head.chain):
        if opening is None:
            opening = _check_opening(item, public_key)
            before = Head(head.chain, 0, genesis_prev(opening.plain()), 0)
        _check_entry(item, before, knows_key)
        tally.index += entry_digest(item)
        word = checkpoints.pop(item.seq, None)
        if word is not None:
            _check_seal(word, item.hash, public_key)
            sealed = item.seq
            tally.checkpoints += 1
        tally.entries += 1
        tally.signatures += len(item.words["signatures"])
        before = Head(head.chain, item.seq, item.hash, item.lamport)
    if opening is None:
        raise _Broken(head.chain, 1, "the chain has no first entry", WHERE_ENTRY)
    if checkpoints:
        seq = min(checkpoints)
        raise _Broken(head.chain, before.seq + 1, f"the head was sealed at entry {seq}, which is gone", WHERE_SEAL)
    tally.unsealed += before.seq - max(sealed, _check_head(connection, before, public_key))
    return opening


def _chain_entries(connection: Connection, name: str) -> Iterator[Entry]:
    seq = 0
    while True:
        query = select(entry).where(entry.c.chain == name, entry.c.seq > seq).order_by(entry.c.seq).limit(journal.PAGE)
        rows = connection.execute(query).all()
        for row in rows:
            seq = row.seq
            yield _faithful(row)
        if len(rows) < journal.PAGE:
            return


def _faithful(row: Row[tuple[Json, ...]]) -> Entry:
    """The entry its bytes make, after its columns were compared with them."""
    columns = row._mapping
    name, seq = columns["chain"], columns["seq"]
    try:
        item = read_entry(columns["header"], columns["payload"], columns["n"])
        written = is_written(item.header, item.words) and is_written(item.body, item.payload)
    except (ValueError, KeyError, TypeError, OverflowError, RecursionError) as error:
        raise _Broken(name, seq, f"the header cannot be read: {error}", WHERE_ENTRY) from None
    if not written:
        raise _Broken(name, seq, "it is not written in canonical form", WHERE_ENTRY)
    for word in ("chain", "seq", "lamport", "id", "type", "v", "actor", "occurred_at", "recorded_at", "hash"):
        if columns[word] != getattr(item, word):
            raise _Broken(name, seq, f"the column {word} is not what the header says", WHERE_ENTRY)
    return item


def _check_opening(item: Entry, public_key: bytes) -> Opening:
    try:
        opening = Opening.from_plain(item.payload)
    except (KeyError, TypeError, ValueError):
        raise _Broken(item.chain, item.seq, "the chain does not begin with its opening", WHERE_ENTRY) from None
    if item.type != CHAIN_OPENED or item.seq != 1 or opening.chain != item.chain:
        raise _Broken(item.chain, item.seq, "the chain does not begin with its opening", WHERE_ENTRY)
    if opening.public_key != public_key.hex():
        raise _Broken(item.chain, item.seq, "the chain's key is not the one it was opened with", WHERE_SEAL)
    return opening


def _check_entry(item: Entry, before: Head, knows_key: Callable[[str, str], bool] | None) -> None:
    if item.seq != before.seq + 1:
        raise _Broken(item.chain, before.seq + 1, "the entry is gone", WHERE_ENTRY)
    if item.prev != before.hash:
        raise _Broken(item.chain, item.seq, "it does not follow the entry before it", WHERE_ENTRY)
    if item.lamport <= before.lamport:
        raise _Broken(item.chain, item.seq, "its Lamport number does not grow", WHERE_ENTRY)
    fault = entry_fault(item)
    if fault:
        raise _Broken(item.chain, item.seq, fault, WHERE_ENTRY)
    if knows_key is None:
        return
    for signature in item.signatures:
        if signature.key and not knows_key(signature.user, signature.key):
            raise _Broken(item.chain, item.seq, f"the key it is signed with is not {signature.user}'s", WHERE_SEAL)


def _check_index(connection: Connection, wanted: int) -> None:
    if index_digest(connection) != wanted % 2**128:
        where = first_untrue(connection)
        raise _Broken(*where, "the index of what it speaks of is not true", WHERE_PROJECTIONS)


def _check_pages(connection: Connection) -> None:
    """Every page of the file against its own seal, those that the record does not use too (8 s a gigabyte)."""
    harmed = connection.exec_driver_sql("PRAGMA cipher_integrity_check").first()
    if harmed is not None:
        raise _Broken("", 0, f"a page does not hold what was written: {harmed[0]}", WHERE_FILE)


def _check_shape(connection: Connection) -> None:
    """A dropped trigger harms no entry yet; it says that somebody meant to."""
    try:
        current = schema.is_current(connection)
    except SiteTrouble as wrong:
        raise _Broken("", 0, str(wrong), WHERE_SHAPE) from None
    if current and schema.fingerprint(connection) != schema.FINGERPRINT:
        raise _Broken("", 0, "tables or triggers are not as this program made them", WHERE_SHAPE)


def _check_seal(word: Checkpoint, head: bytes, public_key: bytes) -> None:
    if word.head != head:
        raise _Broken(word.chain, word.seq, "it is not the entry that was sealed here", WHERE_SEAL)
    if not word.holds(public_key):
        raise _Broken(word.chain, word.seq, "the seal is not the device's", WHERE_SEAL)


def _check_head(connection: Connection, last: Head, public_key: bytes) -> int:
    """The entry up to which the kept head seals the chain; 0 for another console's unsealed tail."""
    row = connection.execute(select(chain_head).where(chain_head.c.chain == last.chain)).one()
    if (row.seq, row.head, row.lamport) != (last.seq, last.hash, last.lamport):
        raise _Broken(last.chain, last.seq, f"the kept head says entry {row.seq}", WHERE_SEAL)
    if row.sig is None:
        return 0
    _check_seal(Checkpoint(row.chain, row.seq, row.head, row.at, "", row.app, row.sig), last.hash, public_key)
    return last.seq


def _checkpoints(connection: Connection, name: str) -> Iterator[Checkpoint]:
    for row in connection.execute(select(checkpoint).where(checkpoint.c.chain == name).order_by(checkpoint.c.seq)):
        yield Checkpoint(row.chain, row.seq, row.head, row.at, row.floor, row.app, row.sig)


def _check_anchor(connection: Connection, anchor: HighWater | None) -> None:
    if anchor is None:
        return
    found = journal.at(connection, anchor.chain, anchor.seq)
    if found is None:
        raise _Broken(anchor.chain, anchor.seq, "an entry sealed on this computer is gone", WHERE_ANCHOR)
    if found.hash.hex() != anchor.hash:
        raise _Broken(anchor.chain, anchor.seq, "it is not the entry sealed on this computer", WHERE_ANCHOR)


def _check_device(connection: Connection, heads: Iterable[Head], device_key: bytes | None, anchor: HighWater | None) -> None:
    if device_key is None or anchor is None:
        return
    row = connection.execute(select(chain.c.public_key).where(chain.c.id == anchor.chain)).first()
    if row is None or row.public_key != device_key:
        raise _Broken(anchor.chain, 1, "the chain is not sealed with this computer's key", WHERE_ANCHOR)


def check_tail(connection: Connection, name: str) -> None:
    """Check a chain from its last checkpoint to its head, as at every start; raises NotWhole naming the break."""
    last = select(checkpoint.c.seq).where(checkpoint.c.chain == name).order_by(checkpoint.c.seq.desc()).limit(1)
    seq = connection.execute(last).scalar() or 1
    public_key = connection.execute(select(chain.c.public_key).where(chain.c.id == name)).scalar_one()
    query = select(entry).where(entry.c.chain == name, entry.c.seq >= seq).order_by(entry.c.seq)
    before: Head | None = None
    try:
        for row in connection.execute(query):
            item = _faithful(row)
            if item.hash != entry_hash(item.header):
                raise _Broken(name, item.seq, "its hash is not its header's", WHERE_ENTRY)
            if before is not None:
                _check_entry(item, before, None)
            before = Head(name, item.seq, item.hash, item.lamport)
        if before is None:
            raise _Broken(name, seq, "the sealed entry is gone", WHERE_ENTRY)
        _check_head(connection, before, public_key)
    except _Broken as broken:
        raise NotWhole(f"the end of the record is not whole: {broken.found}.") from None
