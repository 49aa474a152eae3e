"""What lies between two instants as this console held them: both floors, the entries, and the forecasts that were kept."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import select

from console.domain.codec import floor_from_plain, from_wire
from console.domain.floor import Floor
from console.report.changes.lines import Between, Entered, Expected
from console.service.followed import entry_wire
from console.service.past import one_by_one, until
from console.store.kept import kept_forecast
from console.store.replay import past_of
from db import journal
from db.site import Site
from db.tables import forecast_kept

LEAVING = ("session.closed", "person.left_duty")
"""The entries by which somebody goes."""
PAGE = 200


def between(site: Site, since: datetime, now: datetime) -> Between:
    """What came here after `since` and until `now`, with the floors held at both and the forecasts that stood then."""
    past = until(past_of(site, since), now)
    before = after = Floor() if past.floor is None else floor_from_plain(past.floor)
    for happened in one_by_one(past):
        after = happened.floor
        if happened.at <= since:
            before = after
    came = sorted((one for one in past.entries if one.came > since), key=lambda one: (one.came, one.place))
    entries = tuple(Entered(one.id, from_wire(entry_wire(one.plain))) for one in came)
    live = [batch.id for batch in after.batches.values() if batch.live]
    return Between(before, after, entries, stood_at(site, live, since), stood_at(site, live, now))


def stood_at(site: Site, batches: Iterable[str], at: datetime) -> dict[str, Expected]:
    """Of each of these batches the last forecast kept by an instant; those of which none was kept are not there."""
    latest = select(forecast_kept).where(forecast_kept.c.made_at <= at).order_by(forecast_kept.c.made_at.desc()).limit(1)
    with site.reading() as connection:
        rows = [connection.execute(latest.where(forecast_kept.c.batch == batch)).first() for batch in batches]
    kept = [kept_forecast(row) for row in rows if row is not None]
    return {one.batch: Expected(one.made_at, one.p50, one.end_p50, one.p_keep) for one in kept}


def last_left(site: Site, user: str, now: datetime) -> datetime | None:
    """When this person last ended a session or left duty by an instant, or None."""
    before: int | None = None
    with site.reading() as connection:
        while page := journal.by_entity(connection, f"user:{user}", PAGE, before):
            gone = [one.recorded_at for one in page if one.type in LEAVING and one.recorded_at <= now]
            if gone:
                return max(gone)
            before = page[-1].n
    return None
