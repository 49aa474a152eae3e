"""Lays the stones along the record while the console runs: as it grows, and anew after an upgrade; nobody waits for it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Executor, Future
from functools import partial
from itertools import pairwise
from threading import Event
from typing import TypeVar

from sqlalchemy import Connection

from console.domain.floor import Floor
from console.service.change import Change
from console.store.replay import Replay, Standing
from console.store.stones import Cutter, Gatherer, digests_of
from db import journal, stones
from db.entry import START, Place
from db.held import arrivals, least_place
from db.site import Site

EVERY = 500
"""So many entries lie between two stones: a look back folds half of them on average."""
REST_S = 0.01
"""Ten entries are folded in a thousandth of a second; then everybody else has ten."""
PORTION = 50
"""So many parts are looked at or removed before others have their turn."""


T = TypeVar("T")


class Stopped(Exception):
    """The console closes; what is laid stays, the rest is laid another time."""


class Mason:
    """Belongs to a thread of its own; what it puts on the disk is put there by the writer, a stone at a time.

    `thread` is where it works, `writer` what writes; `every` is how many entries lie between two stones.
    """

    def __init__(self, site: Site, thread: Executor, writer: Executor, every: int = EVERY, rest_s: float = REST_S) -> None:
        self._site, self._thread, self._writer = site, thread, writer
        self._every, self._rest_s = every, rest_s
        self._closing = Event()
        self._cut = Cutter()
        self._last = self._at_start = 0
        self._place = START
        self._key = bytes.fromhex(site.opening.public_key)

    def start(self) -> Future[int]:
        """Begin: take up what does not hold, lay what is missing; the future tells how many were laid."""
        with self._site.reading() as connection:
            self._last = self._at_start = journal.last_number(connection)
            nearest = next(stones.stones(connection, self._key, self._site.app, self._last), None)
        self._place = START if nearest is None else nearest.place
        return self._thread.submit(self._unless_stopped, self._mend)

    def hear(self, change: Change) -> None:
        """Something was recorded: a stone is laid on the floor it made when there is enough, or when it stands before the last one.

        What came late from elsewhere does that; without a new stone every look back would fold what lies between once more.
        """
        if self._closing.is_set() or not change.entries:
            return
        arrived = max(entry.n for entry in change.entries)
        places = [Place(entry.lamport, entry.chain, entry.seq) for entry in change.entries]
        if arrived - self._last >= self._every or min(places) < self._place:
            self._last, self._place, floor = arrived, max(self._place, *places), change.after
            self._thread.submit(self._unless_stopped, lambda: self._lay_here(arrived, floor))

    def stop(self) -> None:
        """Lay no more."""
        self._closing.set()

    def _unless_stopped(self, work: Callable[[], int]) -> int:
        try:
            return work()
        except Stopped:
            return 0

    def _rest(self) -> None:
        if self._closing.wait(self._rest_s):
            raise Stopped

    def _write(self, work: Callable[[Connection], None]) -> None:
        def written() -> None:
            with self._site.writing() as connection:
                work(connection)

        self._rest()
        self._writer.submit(written).result()

    # ------------------------------------------------------------------------------------------------------- as it grows

    def _lay_here(self, arrived: int, floor: Floor) -> int:
        with self._site.reading() as connection:
            # So many came since: one more from the end of canonical order, and one that was here already is among them.
            since = journal.last_number(connection) - arrived
            place = next(one.place for one in journal.tail(connection, since + 1) if one.n <= arrived)
        return self._lay(Standing(arrived, place, floor))

    def _lay(self, standing: Standing) -> int:
        names, cut = self._cut(standing.floor, self._rest)
        with self._site.reading() as connection:
            known = stones.here(connection, cut)
        parts = {digest: self._packed(body) for digest, body in cut.items() if digest not in known}

        def put(connection: Connection) -> None:
            stones.lay(connection, self._site.pen, standing.place, standing.arrived, names, parts)

        self._write(put)
        return 1

    def _packed(self, body: bytes) -> bytes:
        self._rest()
        return stones.packed(body)

    # -------------------------------------------------------------------------------------------------------------- anew

    def _mend(self) -> int:
        replay, count = Replay(self._site, Gatherer(0)), 0
        for low, high in pairwise([(0, START), *self._swept(), (self._at_start + self._every // 2, START)]):
            place = low[1]
            for arrived, began in self._due(low[0], high[0]):
                with self._site.reading() as connection:
                    first = None if began is None else least_place(connection, began, arrived)
                    if first is not None and first > place:
                        continue
                    standing = replay.after(connection, arrived, self._rest)
                place = standing.place
                count += self._lay(standing)
        return count

    def _due(self, low: int, high: int) -> list[tuple[int, int | None]]:
        """After how many entries stones are missing between two; with what came from elsewhere, after how many it began."""
        regular = range(low + self._every, high - self._every // 2 + 1, self._every)
        with self._site.reading() as connection:
            came = {upto: began for began, upto in arrivals(connection) if low < upto < high and upto <= self._at_start}
        return sorted({**came, **dict.fromkeys(regular)}.items(), key=lambda one: one[0])

    def _swept(self) -> list[tuple[int, Place]]:
        """Take up what does not hold: stones of another program, parts that are harmed or that no stone names."""
        with self._site.reading() as connection:
            laid, lying = stones.laid(connection), stones.all_parts(connection)
            held = list(stones.stones(connection, self._key, self._site.app, self._at_start))
        sound: set[bytes] = set()
        for portion in _portions(lying):
            self._rest()
            with self._site.reading() as connection:
                sound |= stones.parts(connection, portion).keys()
        holding = {one.arrived: (digests, one.place) for one in held if (digests := digests_of(one.names)) <= sound}
        used = set().union(*(digests for digests, _ in holding.values()))
        for gone in _portions([arrived for arrived in laid if arrived not in holding]):
            self._write(partial(stones.take_up, arrived=gone))
        for idle in _portions([digest for digest in lying if digest not in used]):
            self._write(partial(stones.drop, unwanted=idle))
        return sorted((arrived, place) for arrived, (_, place) in holding.items())


def _portions(items: Sequence[T]) -> Iterator[Sequence[T]]:
    for first in range(0, len(items), PORTION):
        yield items[first : first + PORTION]
