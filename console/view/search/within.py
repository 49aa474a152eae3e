"""What is known of a found person or lot: what they have on, and which batches its record speaks of."""

from __future__ import annotations

from collections.abc import Iterable

from console.service.audited import AuditRow
from console.view.search.batches import batch_thing
from console.view.search.people import on_now
from console.view.search.seen import Seen
from console.view.search.things import Thing


def within(seen: Seen, thing: Thing) -> list[Thing]:
    """What the floor knows of it at once."""
    kind, _, name = thing.where.about.partition(":")
    return on_now(seen, name) if kind == "user" else []


def batches_spoken_of(seen: Seen, rows: Iterable[AuditRow]) -> list[Thing]:
    """The batches that these entries are about, each once, in the order of the entries."""
    names = dict.fromkeys(name.partition(":")[2] for row in rows for name in row.about if name.startswith("batch:"))
    floor = seen.floor
    found = [(floor.batches.get(name) or floor.left.get(name), name in floor.left) for name in names]
    return [batch_thing(seen, batch, None, left) for batch, left in found if batch is not None]
