"""The floor as this console held it at an instant (law 8): the fold of what had come here by then, from the nearest stone on."""

from __future__ import annotations

import gc
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, select

from console.domain.codec import from_wire
from console.domain.evolve import evolve
from console.domain.floor import Floor
from console.domain.plain import PlainError
from console.service.followed import entry_plain
from console.service.past import Past, PastEntry
from console.store.entries import facts, wires
from console.store.stones import Gatherer, Rest, plain_of
from db import journal, stones
from db.canonical import parse
from db.entry import START, Place
from db.held import Reach, last_place, least_place, reach
from db.site import Site
from db.snapshots import snapshots
from db.stones import Stone
from db.tables import arrival

RECENT = 6
"""So many of the floors told last are kept: a hand that moves through time goes on from the one before."""
BREATH = 10
"""After so many entries somebody else may have a turn."""


@dataclass(frozen=True, slots=True)
class Standing:
    """The floor after the first `arrived` entries that came here; `place` is that of the last of them in canonical order."""

    arrived: int
    place: Place
    floor: Floor


NOTHING = Standing(0, START, Floor())
AFTER_ALL = Place(2**63, "", 0)
"""After every place in canonical order."""


class Replay:
    """Tells the floors that a site's console held; readers on any thread may share one."""

    def __init__(self, site: Site, gather: Gatherer | None = None) -> None:
        self._site = site
        self._gather = gather or Gatherer()
        self._recent: tuple[Standing, ...] = ()

    def at(self, connection: Connection, at: datetime) -> tuple[Reach, Floor]:
        """How far the record reached at an instant, and the floor that was held."""
        held = reach(connection, at)
        with _uncollected():
            return held, self.after(connection, held.n).floor

    def after(self, connection: Connection, arrived: int, rest: Rest | None = None) -> Standing:
        """The floor after the first so many entries; what stands of it on the disk changes nothing but the time this takes."""
        base = self._base(connection, arrived)
        if base.arrived < arrived:
            base = self._folded(connection, base, arrived, rest)
            self._recent = (base, *self._recent[: RECENT - 1])
        return base

    def _folded(self, connection: Connection, base: Standing, arrived: int, rest: Rest | None) -> Standing:
        last = last_place(connection, base.arrived, arrived) or base.place
        floor = base.floor
        for number, wire in enumerate(wires(journal.held_after(connection, base.place, arrived, last))):
            floor = evolve(floor, from_wire(wire))
            if rest is not None and number % BREATH == 0:
                rest()
        return Standing(arrived, last, floor)

    def _base(self, connection: Connection, arrived: int) -> Standing:
        """The nearest floor to go on from: nothing that came since stands before its place in canonical order."""
        least, reached = AFTER_ALL, arrived
        for one in self._nearest_first(connection, arrived):
            least, reached = _less(least, least_place(connection, one.arrived, reached)), one.arrived
            if one.place < least:
                made = one if isinstance(one, Standing) else self._gathered(connection, one)
                if made is not None:
                    return made
        return NOTHING

    def _nearest_first(self, connection: Connection, arrived: int) -> Iterator[Standing | Stone]:
        recent = sorted((one for one in self._recent if one.arrived <= arrived), key=lambda one: -one.arrived)
        opening = self._site.opening
        for stone in stones.stones(connection, bytes.fromhex(opening.public_key), self._site.app, arrived):
            while recent and recent[0].arrived >= stone.arrived:
                yield recent.pop(0)
            yield stone
        yield from recent

    def _gathered(self, connection: Connection, stone: Stone) -> Standing | None:
        try:
            return Standing(stone.arrived, stone.place, self._gather(connection, stone.names))
        except (KeyError, PlainError, TypeError, ValueError):  # a part is missing or harmed: an older stone, or none, serves
            return None


@contextmanager
def _uncollected() -> Iterator[None]:
    """Without the collector of garbage, which a few hundred batches made at once would call to walk everything there is.

    They hold no cycles: nothing stays behind that it would have found. Who else worked without it goes on so.
    """
    was = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was:
            gc.enable()


def floor_at(site: Site, at: datetime) -> Floor:
    """The floor this console held at an instant: of what came from elsewhere, what had come by then."""
    with site.reading() as connection:
        return Replay(site).at(connection, at)[1]


def past_of(site: Site, since: datetime) -> Past:
    """What was held at an instant and all that came after, for another process to fold: from a stone or snapshot before it.

    Of an instant that the clock showed twice the entries are told as if it had been set forward over what was held already.
    """
    with site.reading() as connection:
        came, held = _came(connection), reach(connection, since)
        first, floor = _start(site, connection, held.n)
        told = facts(journal.arrived_after(connection, first))
    next_to = since + timedelta.resolution
    entries = []
    for fact in told:
        at = came.get(fact.n, fact.recorded_at)
        at = min(at, since) if fact.n <= held.n else max(at, next_to)
        entries.append(PastEntry(fact.id, (fact.lamport, fact.chain, fact.seq), at, entry_plain(fact.wire)))
    return Past(since, floor, tuple(entries))


def _start(site: Site, connection: Connection, arrived: int) -> tuple[int, Mapping[str, Any] | None]:
    """After how many entries the nearest plain floor was that no entry which came later stands before, and that floor."""
    key, app = bytes.fromhex(site.opening.public_key), site.app
    sealed = next((one for one in snapshots(connection, key, app) if one.arrived <= arrived), None)
    laid = _stone_before(connection, key, app, arrived)
    if laid is not None and (sealed is None or laid[0] > sealed.arrived):
        return laid
    body = None if sealed is None else parse(sealed.body)
    return (sealed.arrived, body) if sealed is not None and isinstance(body, dict) else (0, None)


def _stone_before(connection: Connection, key: bytes, app: str, arrived: int) -> tuple[int, Mapping[str, Any]] | None:
    least, reached = AFTER_ALL, journal.last_number(connection)
    for stone in stones.stones(connection, key, app, arrived):
        least, reached = _less(least, least_place(connection, stone.arrived, reached)), stone.arrived
        if stone.place < least:
            try:
                return stone.arrived, plain_of(connection, stone.names)
            except (KeyError, TypeError, ValueError):
                continue
    return None


def _less(one: Place, other: Place | None) -> Place:
    return one if other is None else min(one, other)


def _came(connection: Connection) -> dict[int, datetime]:
    """When the entries that came from elsewhere came, by their arrival numbers."""
    return {n: row.at for row in connection.execute(select(arrival)) for n in range(row.upto - row.count + 1, row.upto + 1)}
