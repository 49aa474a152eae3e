"""Handovers of the past, read from the entries that speak of each of them."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import Connection, func, select

from console.domain import events as e
from console.domain.codec import from_wire
from console.service.handed import PastHandover, whole
from console.store.entries import to_fact
from db import journal
from db.entry import Entry
from db.tables import entry_entity

PREFIX = "handover:"
BEYOND = "handover;"
"""What sorts right after every name that begins with the prefix."""
MOST = 5_000
"""So many entries of one handover are read: a point checked is one."""


def handovers(connection: Connection, before: int | None, limit: int) -> Sequence[PastHandover]:
    """The handovers that are over, the latest first, each whole; `before` is the smallest n of the page shown so far."""
    latest = func.max(entry_entity.c.n)
    query = (
        select(entry_entity.c.entity, latest.label("last"), func.count().label("entries"))
        .where(entry_entity.c.entity >= PREFIX, entry_entity.c.entity < BEYOND)
        .group_by(entry_entity.c.entity)
        .order_by(latest.desc())
    )
    rows = connection.execute(query).all()
    late = _given_late(connection, [row.entity for row in rows if row.entries == 1])
    found: list[PastHandover] = []
    for row in rows:
        if before is not None and row.last >= before:
            continue
        one = _read(connection, row.entity, row.last, late)
        if one is not None and one.over:
            found.append(one)
        if len(found) == limit:
            break
    return found


def _given_late(connection: Connection, names: Sequence[str]) -> dict[str, Entry]:
    """The signatures that were given after duty had been taken, by the handover they belong to: each has a name of its own."""
    found = {}
    for name in names:
        (entry,) = journal.by_entity(connection, name, 1)
        payload = entry.payload if isinstance(entry.payload, dict) else {}
        settles = payload.get("settles")
        if isinstance(settles, str) and settles:
            found[f"{PREFIX}{settles}"] = entry
    return found


def _read(connection: Connection, name: str, last: int, late: dict[str, Entry]) -> PastHandover | None:
    entries = [*journal.by_entity(connection, name, MOST), *([late[name]] if name in late else [])]
    entries.sort(key=lambda one: (one.lamport, one.chain, one.seq))
    events = [from_wire(to_fact(entry).wire) for entry in entries]
    if any(isinstance(event, e.HandoverGiven) and event.settles and f"{PREFIX}{event.settles}" != name for event in events):
        return None  # it is told with the one it belongs to
    handover, withdrawn = whole(events)
    signed = [signature for entry in entries for signature in entry.signatures]
    names, roles = {one.user: one.printed_name for one in signed}, {one.user: one.role for one in signed}
    return None if handover is None else PastHandover(last, handover, names, withdrawn, roles)
