"""Kept series sealed by the hour: forecasts made and readings taken cannot be rewritten once their hour has closed."""

from __future__ import annotations

import hashlib
from datetime import datetime, timedelta

from sqlalchemy import Connection, func, insert, select

from db.canonical import canonical
from db.chain import SERIES_SEALED
from db.clock import to_micros
from db.entry import Draft
from db.tables import forecast_kept, reading, series_seal

HOUR = timedelta(hours=1)

# Each series by name: its table and the column that says when.
SERIES = {"forecast": (forecast_kept, "made_at"), "reading": (reading, "at")}

FIRST_WIDTH = {"forecast": 13}
"""How many columns a series had at first, where it has grown since: a row that says nothing in the newer ones is digested without
them, so that an hour sealed before they existed still holds. Rows of either width differ, so neither can pass for the other."""


def hour_of(instant: datetime) -> datetime:
    """The full hour, in UTC, that an instant lies in."""
    return instant.replace(minute=0, second=0, microsecond=0)


def sealed_until(connection: Connection, series: str) -> datetime | None:
    """The end of the last sealed hour: nothing earlier may be put in any more; None while none is sealed."""
    last = connection.execute(select(func.max(series_seal.c.hour)).where(series_seal.c.series == series)).scalar()
    return None if last is None else last + HOUR


def due_hours(connection: Connection, series: str, now: datetime) -> list[datetime]:
    """Closed hours that hold rows and are not sealed yet, oldest first."""
    table, when = SERIES[series]
    sealed = sealed_until(connection, series)
    query = select(table.c[when]).distinct().where(table.c[when] < hour_of(now)).order_by(table.c[when])
    if sealed is not None:
        query = query.where(table.c[when] >= sealed)
    return list(dict.fromkeys(hour_of(at) for at in connection.execute(query).scalars()))


def seal_hour(connection: Connection, series: str, hour: datetime, device: str, now: datetime) -> Draft:
    """Note an hour as sealed; the draft returned is to be appended in the same transaction."""
    rows, digest = digest_hour(connection, series, hour)
    row = {"series": series, "hour": hour, "rows": rows, "digest": bytes.fromhex(digest)}
    connection.execute(insert(series_seal), [row])
    payload = {"series": series, "hour": to_micros(hour), "rows": rows, "digest": digest}
    return Draft(SERIES_SEALED, 1, payload, (), f"device:{device}", now)


def digest_hour(connection: Connection, series: str, hour: datetime) -> tuple[int, str]:
    """How many rows an hour holds and their SHA-256, in hex, in the order of their keys."""
    table, when = SERIES[series]
    order, first = list(table.primary_key), FIRST_WIDTH.get(series)
    query = select(table).where(table.c[when] >= hour, table.c[when] < hour + HOUR).order_by(*order)
    seal = hashlib.sha256()
    rows = 0
    for row in connection.execute(query):
        said = row[:first] if first and all(value is None for value in row[first:]) else row
        seal.update(canonical([_plain(value) for value in said]) + b"\n")
        rows += 1
    return rows, seal.hexdigest()


def _plain(value: object) -> object:
    return to_micros(value) if isinstance(value, datetime) else value


def unsealed_change(connection: Connection) -> str:
    """The first sealed hour whose rows are no longer those that were sealed, in words; nothing when all hold."""
    query = select(series_seal).order_by(series_seal.c.series, series_seal.c.hour)
    for row in connection.execute(query).all():
        if digest_hour(connection, row.series, row.hour) != (row.rows, row.digest.hex()):
            return f"the {row.series} series of {row.hour.isoformat()} is not the one that was sealed"
    return ""
