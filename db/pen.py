"""What a console writes with, and how it writes one entry."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from db.canonical import canonical
from db.clock import Clock, to_micros
from db.entry import Draft, Entry
from db.header import FORMAT
from db.ids import uuid7
from db.seal import SigningKey, content_digest, entry_hash, payload_digest
from db.trouble import ClassForbids, JournalTrouble

SALT_BYTES = 16


@dataclass(frozen=True, slots=True)
class Head:
    """The last entry held of a chain."""

    chain: str
    seq: int
    hash: bytes
    lamport: int


@dataclass(frozen=True, slots=True)
class Pen:
    """What one console writes with: its chain and key, its clock and zone, and its sources of names and salt.

    `backdates` is true only where the site's class allows injected clocks.
    """

    site: str
    chain: str
    key: SigningKey
    clock: Clock
    zone: ZoneInfo
    app: str
    random: Callable[[int], bytes]
    backdates: bool = False

    def new_id(self, instant: datetime) -> str:
        """A fresh name for an entry."""
        return uuid7(instant, self.random(10))


def write(pen: Pen, draft: Draft, place: Head, others: dict[str, int]) -> Entry:
    """The entry that a draft becomes at a place in the pen's chain; `place.hash` is the hash of what stands before.

    `others` is what is held of other chains: the entry's causes.
    """
    recorded_at = _recorded_at(pen, draft)
    name = draft.id or pen.new_id(recorded_at)
    salt = pen.random(SALT_BYTES)
    body = canonical(draft.payload)
    _check_signatures(draft)
    header = canonical(
        {
            "format": FORMAT,
            "chain": pen.chain,
            "seq": place.seq,
            "prev": place.hash.hex(),
            "lamport": place.lamport,
            "id": name,
            "type": draft.type,
            "v": draft.v,
            "entities": list(draft.entities),
            "actor": draft.actor,
            "occurred_at": to_micros(draft.occurred_at),
            "recorded_at": to_micros(recorded_at),
            "offset": _offset_minutes(recorded_at, pen.zone),
            "mono": pen.clock.mono_ns(),
            "boot": pen.clock.boot,
            "clk": dict(pen.clock.standing()),
            "base": {"heads": others, "saw": dict(draft.saw)},
            "app": pen.app,
            "signatures": [signature.plain() for signature in draft.signatures],
            "salt": salt.hex(),
            "payload_sha256": payload_digest(salt, body),
        }
    )
    return Entry(
        header, body, entry_hash(header), pen.chain, place.seq, place.lamport, name, draft.type, draft.v,
        draft.actor, draft.occurred_at, recorded_at,
    )  # fmt: skip


def _recorded_at(pen: Pen, draft: Draft) -> datetime:
    if draft.recorded_at is None:
        return pen.clock.now()
    if not pen.backdates:
        raise ClassForbids("This site's class allows no recording instant but the clock's own.")
    return draft.recorded_at


def _offset_minutes(instant: datetime, zone: ZoneInfo) -> int:
    offset = instant.astimezone(zone).utcoffset()
    return round(offset.total_seconds() / 60) if offset is not None else 0


def _check_signatures(draft: Draft) -> None:
    if not draft.signatures:
        return
    content = content_digest(draft.type, draft.v, draft.payload)
    for signature in draft.signatures:
        fault = signature.fault(content)
        if fault:
            raise JournalTrouble(f"{draft.type} is not recorded: {fault}.")
