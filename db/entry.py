"""An entry: an event as recorded, and the draft it is made from."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from typing import Any, NamedTuple

from db.canonical import Json, parse
from db.clock import from_micros
from db.header import header_fault
from db.seal import Signature, content_digest, entry_hash, payload_digest


class Place(NamedTuple):
    """Where an entry stands in canonical order: the same on every console."""

    lamport: int
    chain: str
    seq: int


START = Place(0, "", 0)


@dataclass(frozen=True, slots=True)
class Draft:
    """What is to be recorded. `occurred_at` is when it happened, by the word of the actor.

    `id` is made by the journal when empty; `saw` is what the actor had before them (entity → its revision).
    `recorded_at` is given by a simulation only and is refused where the site's class forbids it.
    """

    type: str
    v: int
    payload: Json
    entities: tuple[str, ...]
    actor: str
    occurred_at: datetime
    signatures: tuple[Signature, ...] = ()
    saw: Mapping[str, int | str] = field(default_factory=dict)
    id: str = ""
    recorded_at: datetime | None = None


@dataclass(frozen=True)
class Entry:
    """One line of the record: header and payload kept exactly, to the byte.

    `n` is the order in which it came to this console, 0 for an entry not yet stored.
    """

    header: bytes
    body: bytes
    hash: bytes
    chain: str
    seq: int
    lamport: int
    id: str
    type: str
    v: int
    actor: str
    occurred_at: datetime
    recorded_at: datetime
    n: int = 0

    def numbered(self, n: int) -> Entry:
        """The same, with its arrival number; what was parsed of it stays parsed."""
        twin = object.__new__(Entry)
        twin.__dict__.update(self.__dict__, n=n)
        return twin

    @property
    def place(self) -> Place:
        """Where it stands in canonical order."""
        return Place(self.lamport, self.chain, self.seq)

    @cached_property
    def words(self) -> dict[str, Any]:
        """The header's words as plain values."""
        words: dict[str, Any] = parse(self.header)
        return words

    @cached_property
    def payload(self) -> Json:
        """What the event says, as plain values."""
        return parse(self.body)

    @property
    def entities(self) -> tuple[str, ...]:
        """What it speaks of."""
        return tuple(self.words["entities"])

    @property
    def signatures(self) -> tuple[Signature, ...]:
        """Who signed it, and how."""
        return tuple(Signature.from_plain(words) for words in self.words["signatures"])

    @property
    def prev(self) -> bytes:
        """The hash of the entry before it in its chain."""
        return bytes.fromhex(self.words["prev"])

    @property
    def heads(self) -> dict[str, int]:
        """What its console held of other chains when it was written: its causes."""
        heads: dict[str, int] = self.words["base"]["heads"]
        return heads

    @property
    def content(self) -> str:
        """The digest that a signature of it must be over."""
        return content_digest(self.type, self.v, self.payload)


def read_entry(header: bytes, body: bytes, n: int = 0) -> Entry:
    """The entry that these bytes are; raises ValueError when the header is not one of ours."""
    words = parse(header)
    fault = header_fault(words)
    if fault:
        raise ValueError(fault)
    entry = Entry(
        header=header,
        body=body,
        hash=entry_hash(header),
        chain=words["chain"],
        seq=words["seq"],
        lamport=words["lamport"],
        id=words["id"],
        type=words["type"],
        v=words["v"],
        actor=words["actor"],
        occurred_at=from_micros(words["occurred_at"]),
        recorded_at=from_micros(words["recorded_at"]),
        n=n,
    )
    entry.__dict__["words"] = words
    return entry


def pack(entry: Entry) -> bytes:
    """An entry as it travels to another console: header and payload, to the byte, one line each."""
    return entry.header + b"\n" + entry.body


def unpack(packed: bytes) -> Entry:
    """The entry that travelled; raises ValueError when these bytes are none."""
    header, line, body = packed.partition(b"\n")
    if not line:
        raise ValueError("an entry travels as two lines")
    try:
        return read_entry(header, body)
    except (OverflowError, RecursionError) as error:
        raise ValueError(f"the header cannot be read: {error}") from None


def entry_fault(entry: Entry) -> str:
    """What is wrong with an entry by itself: its payload's digest or a signature; nothing when it is whole."""
    words = entry.words
    if payload_digest(bytes.fromhex(words["salt"]), entry.body) != words["payload_sha256"]:
        return "the payload is not the one that was sealed"
    if words["signatures"]:
        content = entry.content
        for signature in entry.signatures:
            fault = signature.fault(content)
            if fault:
                return fault
    return ""
