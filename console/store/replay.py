"""The floor as this console held it at an instant (law 8): the fold of what had been recorded here by then."""

from __future__ import annotations

from datetime import datetime

from console.domain.floor import Floor
from console.store.entries import facts
from console.store.journal import fold
from db import journal
from db.site import Site


def floor_at(site: Site, at: datetime) -> Floor:
    """The fold, in canonical order, of every entry recorded up to this instant."""
    with site.reading() as connection:
        held = [entry for entry in journal.after(connection) if entry.recorded_at <= at]
    return fold(Floor(), facts(held))
