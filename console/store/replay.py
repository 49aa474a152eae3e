"""The floor as this console held it at an instant (law 8): the fold of what had been recorded here by then."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Connection, func, select

from console.domain.floor import Floor
from console.service.followed import entry_plain
from console.service.past import Past, PastEntry
from console.store.entries import facts
from console.store.journal import fold
from db import journal
from db.canonical import parse
from db.held import Reach, reach
from db.site import Site
from db.snapshots import snapshots
from db.tables import arrival, entry


def floor_at(site: Site, at: datetime) -> Floor:
    """The floor this console held at an instant: of what came from elsewhere, what had come by then."""
    with site.reading() as connection:
        return floor_of(site, connection, reach_of(connection, at))


def reach_of(connection: Connection, at: datetime) -> Reach:
    """How far the record reached here at an instant."""
    return reach(connection, at)


def floor_of(site: Site, connection: Connection, held: Reach) -> Floor:
    """The fold, in canonical order, of every entry that was here."""
    return fold(Floor(), facts(one for one in journal.after(connection) if one.n <= held.n))


def past_of(site: Site, since: datetime) -> Past:
    """What was held at an instant and all that came after, for another process to fold: from the last snapshot before it."""
    with site.reading() as connection:
        came = _came(connection)
        first = connection.execute(select(func.min(entry.c.n)).where(entry.c.recorded_at > since)).scalar()
        first = min((n for n in (first, *(n for n, at in came.items() if at > since)) if n is not None), default=None)
        key, app = bytes.fromhex(site.opening.public_key), site.app
        sealed = next((s for s in snapshots(connection, key, app) if first is None or s.arrived < first), None)
        told = facts(journal.arrived_after(connection, sealed.arrived if sealed is not None else 0))
    body = None if sealed is None else parse(sealed.body)
    entries = (
        PastEntry(fact.id, (fact.lamport, fact.chain, fact.seq), came.get(fact.n, fact.recorded_at), entry_plain(fact.wire))
        for fact in told
    )
    return Past(since, body if isinstance(body, dict) else None, tuple(entries))


def _came(connection: Connection) -> dict[int, datetime]:
    """When the entries that came from elsewhere came, by their arrival numbers."""
    return {n: row.at for row in connection.execute(select(arrival)) for n in range(row.upto - row.count + 1, row.upto + 1)}
