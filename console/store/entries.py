"""Events on their way into the record and out of it again."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from console.domain.codec import Wire
from console.service.change import EntryFact, Signed
from console.service.ports import ToRecord
from db.chain import SYSTEM_TYPES
from db.entry import Draft, Entry
from db.seal import Signature


def to_draft(record: ToRecord) -> Draft:
    """The draft that an event is recorded from."""
    wire = record.wire
    return Draft(
        type=wire.type,
        v=wire.v,
        payload=wire.payload,
        entities=wire.entities,
        actor=wire.by,
        occurred_at=wire.at,
        signatures=tuple(to_signature(signed) for signed in record.signatures),
        id=record.id,
        recorded_at=record.recorded_at,
    )


def to_signature(signed: Signed) -> Signature:
    """A signature as the record holds it."""
    return Signature(
        signed.user,
        signed.name,
        signed.role,
        signed.meaning,
        signed.over,
        signed.at,
        signed.zone,
        signed.key,
        signed.sig,
    )


def to_signed(signature: Signature) -> Signed:
    """A recorded signature as the console reads it."""
    return Signed(
        signature.user,
        signature.printed_name,
        signature.role,
        signature.meaning,
        signature.over,
        signature.at,
        signature.zone,
        signature.key,
        signature.sig,
    )


def to_fact(entry: Entry) -> EntryFact:
    """An entry as the console reads it."""
    wire = Wire(entry.type, entry.v, entry.payload, entry.entities, entry.actor, entry.occurred_at)
    signatures = tuple(to_signed(signature) for signature in entry.signatures)
    return EntryFact(
        entry.id, entry.chain, entry.seq, entry.lamport, entry.n, wire, entry.recorded_at, entry.hash.hex(), signatures
    )


def wires(entries: Iterable[Entry]) -> Iterator[Wire]:
    """What entries say of the floor, one by one; what the journal writes about itself is left out."""
    for entry in entries:
        if entry.type not in SYSTEM_TYPES:
            yield Wire(entry.type, entry.v, entry.payload, entry.entities, entry.actor, entry.occurred_at)


def facts(entries: Iterable[Entry]) -> tuple[EntryFact, ...]:
    """The entries that speak of the floor; what the journal writes about itself is left out."""
    return tuple(to_fact(entry) for entry in entries if entry.type not in SYSTEM_TYPES)
