"""A floor with so many batches, live and gone: for the speed of the search."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from console.view.search.seen import Seen
from tests.ui.front import DAY0, ZONE, ordered, run_until, site_floor


def crowded(live: int, left: int) -> Seen:
    """The same batch in the middle of its work so many times over, under numbers of their own."""
    floor = run_until(ordered(site_floor(), "B-0412", DAY0, "W1234567788"), "B-0412", DAY0 + timedelta(days=3))
    batch = floor.batches["B-0412"]
    many = {f"B-{n:04}": replace(batch, id=f"B-{n:04}", coi=f"W{n:09}") for n in range(live + left)}
    names = list(many)
    return Seen(replace(floor, batches={n: many[n] for n in names[:live]}, left={n: many[n] for n in names[live:]}), None, ZONE)
