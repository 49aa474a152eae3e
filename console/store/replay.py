"""The floor as this console held it at an instant (law 8): the fold of what had been recorded here by then."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select

from console.domain.floor import Floor
from console.store.entries import facts
from console.store.journal import fold
from db import journal
from db.site import Site
from db.tables import arrival


def floor_at(site: Site, at: datetime) -> Floor:
    """The fold, in canonical order, of every entry that was here at this instant.

    What came from elsewhere bears its own console's instant; here it counts from when it arrived.
    """
    with site.reading() as connection:
        came = {n: row.at for row in connection.execute(select(arrival)) for n in range(row.upto - row.count + 1, row.upto + 1)}
        held = [entry for entry in journal.after(connection) if came.get(entry.n, entry.recorded_at) <= at]
    return fold(Floor(), facts(held))
