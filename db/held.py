"""When entries came to this console, and how far its record reached at an instant."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, and_, func, select

from db.entry import Place
from db.tables import arrival, entry

SET_BACK = timedelta(hours=3)
"""How far people, or the network, set a clock back that was wrong by a little."""
EARLIEST = datetime.min.replace(tzinfo=UTC) + SET_BACK


@dataclass(frozen=True, slots=True)
class Reach:
    """How far the record reached: the arrival number of the last entry held (0: none) and when it came."""

    n: int
    at: datetime | None = None


def reach(connection: Connection, at: datetime) -> Reach:
    """How many entries were here at an instant: all up to the last one that had come by then.

    A clock that was set back shows some instants twice. The last that came in the hours before the instant decides, so that the
    second time is told; where nothing came in these hours, the entry nearest before it. So a clock that stood years off for a
    while spoils what is told of those years' hours only. In any case it is a record that was held here, never a mixture of two.
    """
    near = max(at, EARLIEST) - SET_BACK
    queries = (
        _own().where(entry.c.recorded_at <= at, entry.c.recorded_at > near).order_by((entry.c.n + 0).desc()),
        _arrivals().where(arrival.c.at <= at, arrival.c.at > near).order_by((arrival.c.upto + 0).desc()),
    )
    lately = [Reach(row.n, row.at) for query in queries for row in connection.execute(query.limit(1))]
    if lately:
        return max(lately, key=lambda one: one.n)
    queries = (
        _own().where(entry.c.recorded_at <= at).order_by(entry.c.recorded_at.desc(), entry.c.n.desc()),
        _arrivals().where(arrival.c.at <= at).order_by(arrival.c.at.desc(), arrival.c.upto.desc()),
    )
    before = [Reach(row.n, row.at) for query in queries for row in connection.execute(query.limit(1))]
    return max(before, key=lambda one: (one.at, one.n), default=Reach(0))


def first(connection: Connection) -> datetime:
    """When the first of the entries came that were recorded here."""
    found: datetime = connection.execute(_own().order_by(entry.c.recorded_at).limit(1)).one().at
    return found


def arrivals(connection: Connection) -> list[tuple[int, int]]:
    """What came from elsewhere: after how many entries each time, and up to how many."""
    rows = connection.execute(select(arrival.c.upto, arrival.c.count).order_by(arrival.c.upto))
    return [(row.upto - row.count, row.upto) for row in rows]


def least_place(connection: Connection, after: int, upto: int) -> Place | None:
    """The first place, in canonical order, of entries that came after so many and are among the first so many; None of none."""
    # `+ 0` keeps the search in the order of arrival: by canonical order it would walk the whole record.
    order = (entry.c.lamport + 0, entry.c.chain, entry.c.seq)
    query = select(entry.c.lamport, entry.c.chain, entry.c.seq).where(entry.c.n > after, entry.c.n <= upto)
    row = connection.execute(query.order_by(*order).limit(1)).first()
    return None if row is None else Place(*row)


def last_place(connection: Connection, after: int, upto: int) -> Place | None:
    """The last place, in canonical order, of entries that came after so many and are among the first so many; None of none."""
    order = ((entry.c.lamport + 0).desc(), entry.c.chain.desc(), entry.c.seq.desc())
    query = select(entry.c.lamport, entry.c.chain, entry.c.seq).where(entry.c.n > after, entry.c.n <= upto)
    row = connection.execute(query.order_by(*order).limit(1)).first()
    return None if row is None else Place(*row)


def came_between(
    connection: Connection,
    after: datetime | None,
    before: datetime | None,
    limit: int,
    *,
    forward: bool,
    passed_over: Collection[str] = (),
) -> list[tuple[int, datetime]]:
    """Arrival numbers and instants of entries that came between two instants (both left out), in or against their order."""
    found: list[tuple[datetime, int]] = []
    for query, at in ((_own(), entry.c.recorded_at), (_come(), arrival.c.at)):
        bounds = [at > after] if after is not None else []
        bounds += [at < before] if before is not None else []
        order = (at, entry.c.n) if forward else (at.desc(), entry.c.n.desc())
        rows = connection.execute(query.where(*bounds, entry.c.type.not_in(passed_over)).order_by(*order).limit(limit))
        found += [(row.at, row.n) for row in rows]
    return [(n, at) for at, n in sorted(found, reverse=not forward)[:limit]]


def _own() -> Select[Any]:
    """Entries recorded here, by when."""
    return select(entry.c.n, entry.c.recorded_at.label("at")).where(_recorded_here())


def _arrivals() -> Select[Any]:
    """Times at which entries came from elsewhere, each with the number of the last of them."""
    return select(arrival.c.upto.label("n"), arrival.c.at)


def _recorded_here() -> ColumnElement[bool]:
    """Whether no arrival brought it: the first that ends at or after it begins after it."""
    begins = select(arrival.c.upto - arrival.c.count).where(arrival.c.upto >= entry.c.n).order_by(arrival.c.upto).limit(1)
    return func.coalesce(begins.scalar_subquery(), entry.c.n) >= entry.c.n


def _come() -> Select[Any]:
    """Entries that came from elsewhere, by when they came."""
    within = and_(entry.c.n <= arrival.c.upto, entry.c.n > arrival.c.upto - arrival.c.count)
    return select(entry.c.n, arrival.c.at).select_from(arrival.join(entry, within))
