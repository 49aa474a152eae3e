"""How a chain begins: its first entry says whose it is, of which site and class, and what came before it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from sqlalchemy import Connection, insert, select

from db.canonical import Json
from db.entry import Draft, Entry
from db.journal import heads, store_entries
from db.pen import Head, Pen, write
from db.seal import Checkpoint, chain_id, genesis_prev
from db.tables import chain, chain_head

CHAIN_OPENED = "chain.opened"
SERIES_SEALED = "series.sealed"
# What the journal writes about itself; the floor's words know none of these.
SYSTEM_TYPES = frozenset({CHAIN_OPENED, SERIES_SEALED})


class SiteClass(StrEnum):
    """What a site's record is worth; sealed in its first entry and never changed."""

    DEMO = "DEMO"
    TRAINING = "TRAINING"
    AID = "AID"
    RECORD = "RECORD"

    @property
    def plays(self) -> bool:
        """Whether simulation, injected clocks and demo users may exist here."""
        return self in (SiteClass.DEMO, SiteClass.TRAINING)


@dataclass(frozen=True, slots=True)
class Parent:
    """What a chain follows after a restore: the last entry found, and how many are known to be missing after it."""

    chain: str
    seq: int
    head: str
    missing: int


@dataclass(frozen=True, slots=True)
class Opening:
    """What a chain says of itself in its first entry."""

    site: str
    class_: SiteClass
    device: str
    incarnation: int
    public_key: str
    nonce: str
    zone: str
    parent: Parent | None

    @property
    def chain(self) -> str:
        """The chain's name: bound to the key that seals it."""
        return chain_id(self.site, self.device, self.public_key, self.nonce)

    def plain(self) -> dict[str, Json]:
        """The payload of the first entry."""
        parent = self.parent
        return {
            "site": self.site,
            "class": self.class_.value,
            "device": self.device,
            "incarnation": self.incarnation,
            "public_key": self.public_key,
            "nonce": self.nonce,
            "zone": self.zone,
            "parent": None
            if parent is None
            else {"chain": parent.chain, "seq": parent.seq, "head": parent.head, "missing": parent.missing},
        }

    @classmethod
    def from_plain(cls, words: Json) -> Opening:
        """The opening that a first entry holds; raises KeyError, TypeError or ValueError when it holds none."""
        parent = words["parent"]
        texts = [words[name] for name in ("site", "device", "public_key", "nonce", "zone")]
        counts = [words["incarnation"]]
        if parent is not None:
            texts += [parent["chain"], parent["head"]]
            counts += [parent["seq"], parent["missing"]]
        if not all(isinstance(text, str) for text in texts) or not all(type(count) is int for count in counts):
            raise TypeError("a word of the opening is not in its form")
        if len(bytes.fromhex(words["public_key"])) != 32:
            raise ValueError("the key of the opening is no key")
        return cls(
            words["site"],
            SiteClass(words["class"]),
            words["device"],
            words["incarnation"],
            words["public_key"],
            words["nonce"],
            words["zone"],
            None if parent is None else Parent(parent["chain"], parent["seq"], parent["head"], parent["missing"]),
        )


def open_chain(connection: Connection, pen: Pen, opening: Opening) -> Entry:
    """Write the first entry of a chain, in the caller's transaction."""
    known = heads(connection)
    lamport = max((head.lamport for head in known.values()), default=0) + 1
    payload = opening.plain()
    word = Draft(CHAIN_OPENED, 1, payload, (), f"device:{opening.device}", pen.clock.now())
    place = Head(pen.chain, 1, genesis_prev(payload), lamport)
    first = write(pen, word, place, {name: head.seq for name, head in known.items()})
    enter_chain(connection, opening, first.recorded_at)
    stored = store_entries(connection, [first])[0]
    seal = Checkpoint(pen.chain, 1, stored.hash, stored.recorded_at, "", pen.app).signed(pen.key)
    enter_head(connection, stored, seal)
    return stored


def enter_chain(connection: Connection, opening: Opening, opened_at: datetime) -> None:
    """Note a chain, one's own or another console's."""
    row = {
        "id": opening.chain,
        "device": opening.device,
        "incarnation": opening.incarnation,
        "public_key": bytes.fromhex(opening.public_key),
        "opened_at": opened_at,
    }
    connection.execute(insert(chain), [row])


def enter_head(connection: Connection, last: Entry, word: Checkpoint | None) -> None:
    """Note the first head of a chain, with the device's word for it when there is one."""
    row = {
        "chain": last.chain,
        "seq": last.seq,
        "head": last.hash,
        "lamport": last.lamport,
        "at": last.recorded_at if word is None else word.at,
        "app": "" if word is None else word.app,
        "sig": None if word is None else word.sig,
    }
    connection.execute(insert(chain_head), [row])


def public_keys(connection: Connection) -> dict[str, bytes]:
    """The key that seals each chain, by chain."""
    return {row.id: row.public_key for row in connection.execute(select(chain.c.id, chain.c.public_key))}
