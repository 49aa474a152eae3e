"""Taking in entries written by other consoles: all or nothing, and never past a gap."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, delete, insert, or_, select, update

from db import journal
from db.canonical import is_written
from db.chain import CHAIN_OPENED, Opening, enter_chain, enter_head, public_keys
from db.entry import Entry, entry_fault, pack, read_entry
from db.pen import Head
from db.seal import Checkpoint, genesis_prev
from db.tables import arrival, chain_head, checkpoint, entry, waiting
from db.trouble import ChainBroken, ForeignSite, Forked


@dataclass(frozen=True, slots=True)
class Absorbed:
    """What came of it: entries that are new here, in canonical order, and how many wait for their causes."""

    new: tuple[Entry, ...]
    waiting: int


def absorb(
    connection: Connection,
    home: Opening,
    offered: Sequence[Entry],
    at: datetime,
    source: str,
    seals: Sequence[Checkpoint] = (),
) -> Absorbed:
    """Check and store entries from elsewhere, in the caller's transaction; what is known already is passed over.

    An entry waits until the one before it in its chain and all that its console had seen are here. Raises Forked when
    another entry holds its place, ChainBroken when it cannot be what it claims, ForeignSite when it is not of this
    site and class. `at` is this console's instant, `source` where they came from.
    """
    taking = _Taking(connection, home)
    pool = _pool(connection, taking, offered)
    taken = _take_ready(taking, pool)
    if taken:
        stored = journal.store_entries(connection, taken)
        taking.keep_heads()
        row = {"upto": stored[-1].n, "count": len(stored), "at": at, "source": source}
        connection.execute(insert(arrival), [row])
        taken = sorted(stored, key=lambda item: item.place)
    _keep_waiting(connection, pool.values())
    _keep_seals(connection, taking, seals)
    return Absorbed(tuple(taken), len(pool))


class _Taking:
    """The heads as they move while entries are taken."""

    def __init__(self, connection: Connection, home: Opening) -> None:
        self.connection = connection
        self.home = home
        self.heads = journal.heads(connection)
        self.keys = public_keys(connection)
        self.last: dict[str, Entry] = {}
        self._new_chains: set[str] = set()

    def ready(self, item: Entry) -> bool:
        """Whether all its causes are here."""
        held = self.heads.get(item.chain)
        if (held.seq if held else 0) + 1 != item.seq:
            return False
        return all(name in self.heads and self.heads[name].seq >= seq for name, seq in item.heads.items())

    def take(self, item: Entry) -> None:
        """Move the head of its chain onto it, once it is what it claims to be."""
        if item.seq == 1:
            before = Head(item.chain, 0, self._open(item), 0)
        else:
            before = self.heads[item.chain]
        if item.prev != before.hash:
            raise Forked(item.chain, item.seq, "it follows another entry than the one that is here")
        if item.lamport <= before.lamport:
            raise ChainBroken(item.chain, item.seq, "its Lamport number does not grow")
        self.heads[item.chain] = Head(item.chain, item.seq, item.hash, item.lamport)
        self.last[item.chain] = item

    def _open(self, item: Entry) -> bytes:
        try:
            opening = Opening.from_plain(item.payload)
        except (KeyError, TypeError, ValueError):
            raise ChainBroken(item.chain, 1, "the chain does not begin with its opening") from None
        if item.type != CHAIN_OPENED or opening.chain != item.chain:
            raise ChainBroken(item.chain, 1, "the chain does not begin with its opening")
        if (opening.site, opening.class_) != (self.home.site, self.home.class_):
            raise ForeignSite(f"Chain {item.chain[:12]} is of another site, or of a site of class {opening.class_}.")
        enter_chain(self.connection, opening, item.recorded_at)
        self.keys[item.chain] = bytes.fromhex(opening.public_key)
        self._new_chains.add(item.chain)
        return genesis_prev(opening.plain())

    def keep_heads(self) -> None:
        """Write the heads that moved; another console's head is unsealed until its seal comes."""
        for name, last in self.last.items():
            if name in self._new_chains:
                enter_head(self.connection, last, None)
                continue
            values = {"seq": last.seq, "head": last.hash, "lamport": last.lamport, "at": last.recorded_at, "sig": None}
            self.connection.execute(update(chain_head).where(chain_head.c.chain == name).values(values))


def _pool(connection: Connection, taking: _Taking, offered: Iterable[Entry]) -> dict[tuple[str, int], Entry]:
    pool = {(row.chain, row.seq): read_entry(row.header, row.payload) for row in connection.execute(select(waiting))}
    for item in offered:
        _check_alone(item)
        held = taking.heads.get(item.chain)
        if held is not None and item.seq <= held.seq:
            _check_same(connection, item)
            continue
        other = pool.setdefault((item.chain, item.seq), item)
        if other.hash != item.hash:
            raise Forked(item.chain, item.seq, "two different entries claim this place")
    return pool


def _check_alone(item: Entry) -> None:
    try:
        written = is_written(item.header, item.words) and is_written(item.body, item.payload)
        fault = entry_fault(item) if written else "it is not written in canonical form"
    except (KeyError, TypeError, ValueError, RecursionError):
        fault = "its words cannot be read"
    if fault:
        raise ChainBroken(item.chain, item.seq, fault)


def _check_same(connection: Connection, item: Entry) -> None:
    found = connection.execute(select(entry.c.hash).where(entry.c.chain == item.chain, entry.c.seq == item.seq)).first()
    if found is None or found.hash != item.hash:
        raise Forked(item.chain, item.seq, "another entry is here already")


def _take_ready(taking: _Taking, pool: dict[tuple[str, int], Entry]) -> list[Entry]:
    """Entries whose causes are here, causes first; they leave the pool."""
    taken: list[Entry] = []
    moved = True
    while moved:
        moved = False
        for name in sorted({chain for chain, _ in pool}):
            held = taking.heads.get(name)
            seq = (held.seq if held else 0) + 1
            while (name, seq) in pool and taking.ready(pool[name, seq]):
                item = pool.pop((name, seq))
                taking.take(item)
                taken.append(item)
                seq += 1
                moved = True
    _check_names(taking.connection, taken)
    return taken


def _check_names(connection: Connection, taken: Sequence[Entry]) -> None:
    names = [item.id for item in taken]
    doubled = len(set(names)) != len(names)
    for start in range(0, len(names), 500):
        query = select(entry.c.id).where(entry.c.id.in_(names[start : start + 500]))
        doubled = doubled or connection.execute(query).first() is not None
    if doubled:
        raise ChainBroken(taken[0].chain, taken[0].seq, "an entry bears the name of another")


def _keep_waiting(connection: Connection, left: Iterable[Entry]) -> None:
    connection.execute(delete(waiting))
    rows = [{"chain": e.chain, "seq": e.seq, "header": e.header, "payload": e.body} for e in left]
    if rows:
        connection.execute(insert(waiting), rows)


def _keep_seals(connection: Connection, taking: _Taking, seals: Sequence[Checkpoint]) -> None:
    """Another device's checkpoints, where their entries are here; a seal that is not the device's refuses all."""
    for word in seals:
        found = journal.at(connection, word.chain, word.seq)
        if found is None:
            continue
        if found.hash != word.head:
            raise Forked(word.chain, word.seq, "its device sealed another entry here")
        if not word.holds(taking.keys[word.chain]):
            raise ChainBroken(word.chain, word.seq, "the seal is not its device's")
        same = (checkpoint.c.chain == word.chain, checkpoint.c.seq == word.seq)
        if connection.execute(select(checkpoint.c.seq).where(*same)).first() is None:
            connection.execute(insert(checkpoint), [journal.checkpoint_columns(word)])


def seals_after(connection: Connection, chain: str, seq: int) -> list[Checkpoint]:
    """The checkpoints of a chain beyond an entry, to travel with its entries."""
    query = select(checkpoint).where(checkpoint.c.chain == chain, checkpoint.c.seq > seq).order_by(checkpoint.c.seq)
    return [Checkpoint(r.chain, r.seq, r.head, r.at, r.floor, r.app, r.sig) for r in connection.execute(query)]


def packed_after(connection: Connection, held: dict[str, int]) -> list[bytes]:
    """Every entry that another console does not hold, packed; `held` is its last entry of each chain."""
    beyond = [(entry.c.chain == name) & (entry.c.seq > held.get(name, 0)) for name in journal.heads(connection)]
    query = select(entry.c.header, entry.c.payload).where(or_(*beyond)).order_by(entry.c.n)
    return [pack(read_entry(row.header, row.payload)) for row in connection.execute(query)]
