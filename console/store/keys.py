"""Whose signing keys there ever were: a new key after a lost password leaves the old signatures true."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from sqlalchemy import Connection, select

from console.domain.codec import Wire, from_wire, wire_name
from console.domain.events import FacilityAdopted, PersonAdded, PersonKeyCertified
from db.canonical import parse
from db.tables import entry

_TELLING = tuple(wire_name(kind) for kind in (FacilityAdopted, PersonAdded, PersonKeyCertified))


def certified_keys(connection: Connection) -> Callable[[str, str], bool]:
    """Tells whether a key (hex) was ever certified as a user's; read from the record when it is first asked."""
    known: set[tuple[str, str]] = set()

    def knows(user: str, key: str) -> bool:
        if not known:
            known.update(_certified(connection))
        return (user, key) in known

    return knows


def _certified(connection: Connection) -> Iterator[tuple[str, str]]:
    columns = (entry.c.type, entry.c.v, entry.c.payload, entry.c.actor, entry.c.occurred_at)
    for row in connection.execute(select(*columns).where(entry.c.type.in_(_TELLING))):
        try:
            payload = parse(row.payload)
        except (ValueError, RecursionError):
            continue  # the walk names a harmed entry by its place
        event = from_wire(Wire(row.type, row.v, payload, (), row.actor, row.occurred_at))
        if isinstance(event, PersonKeyCertified):
            yield event.user, event.public_key
        elif isinstance(event, PersonAdded):
            yield event.person.id, event.person.public_key
        elif isinstance(event, FacilityAdopted):
            yield from ((person.id, person.public_key) for person in event.facility.people)
