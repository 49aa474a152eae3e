"""What this console held at an instant, for people who look back: the floor, the forecasts as they stood, the instants to go to."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Select, and_, func, select

from console.service.held import Held, KeptForecast, Moment
from console.store.kept import kept_forecast
from console.store.replay import Replay
from console.store.sayings import sentence
from db import held as arrivals
from db import journal
from db.chain import SYSTEM_TYPES
from db.site import Site
from db.tables import forecast_kept


def held(site: Site, replay: Replay, at: datetime) -> Held:
    """The floor of an instant with what is kept beside it."""
    with site.reading() as connection:
        reach, floor = replay.at(connection, at)
        kept = stood_by(connection, floor.batches, at)
        return Held(at, floor, kept, arrivals.first(connection), reach.n, reach.at)


def stood_by(connection: Connection, batches: Iterable[str], at: datetime) -> tuple[KeptForecast, ...]:
    """Of each of these batches the last forecast kept by an instant; those of which none was kept are not there."""
    return tuple(kept_forecast(row) for row in connection.execute(last_kept(batches, at)))


def last_kept(batches: Iterable[str], at: datetime) -> Select[Any]:
    """The query for the last row of each of these batches: one seek in the primary key for each, however much is kept."""
    names = func.json_each(json.dumps(sorted(batches))).table_valued("value")
    other = forecast_kept.alias("other")
    last = (
        select(func.max(other.c.made_at, type_=other.c.made_at.type))
        .where(other.c.batch == names.c.value, other.c.made_at <= at)
        .scalar_subquery()
    )
    joined = and_(forecast_kept.c.batch == names.c.value, forecast_kept.c.made_at == last)
    return select(forecast_kept).select_from(names.join(forecast_kept, joined)).order_by(forecast_kept.c.batch)


def moments(
    site: Site, before: datetime | None, after: datetime | None, limit: int, name_of: Callable[[str], str]
) -> Sequence[Moment]:
    """Entries that speak of the floor by when they came here: the latest before one, youngest first; with `after` alone the next.

    Of entries that came in one instant a page may hold some only: what is jumped to is the instant, and it holds them all.
    """
    forward = after is not None and before is None
    with site.reading() as connection:
        came = arrivals.came_between(connection, after, before, limit, forward=forward, passed_over=SYSTEM_TYPES)
        entries = {entry.n: entry for entry in journal.numbered(connection, [n for n, _ in came])}
    found = [(entries[n], at) for n, at in came]
    return [
        Moment(entry.n, at, entry.type, sentence(entry.type), next(iter(entry.entities), ""), name_of(entry.actor))
        for entry, at in found
    ]
