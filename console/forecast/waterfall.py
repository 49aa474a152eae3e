"""Why a batch's forecast moved since an instant: what happened replayed entry by entry, each moved by what it did to the P50.

All runs share today's model and one seed. The part of an entry is the P50 just after it less the P50 just before it, at the
same instant; time that passes between two entries is a part of its own, and so is what was learned since. Where there are
more entries than runs are allowed, neighbours stay together, the largest movements being parted first; the sum is exact in
any case, because every part is the difference of two of the same chain of P50s.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from heapq import heapify, heappop, heappush
from itertools import pairwise

from console.domain.codec import Unknown
from console.domain.events.event import Event
from console.domain.floor import Floor
from console.forecast.explained import Part, Waterfall
from console.forecast.outlook import Forecast
from console.forecast.said import said, speaks_of, waits_for

RUNS = 160
"""How many forecasts one waterfall may cost; beyond them neighbouring entries stay together."""
SMALL = timedelta(minutes=5)
"""Movements below this are not told by themselves."""
NAMED = 12
"""How many parts are told by name; the smaller ones are taken together."""

LEARNED = "What was learned since"
STOOD = timedelta(0)


@dataclass(frozen=True, slots=True)
class Happened:
    """What came at one instant (mostly one entry): the ids, the last event, and the floor after it."""

    ids: tuple[str, ...]
    at: datetime
    event: Event | Unknown
    floor: Floor


@dataclass(frozen=True, slots=True)
class Way:
    """The way from the floor held at `since` to now: `happened` in the order it came."""

    since: datetime
    start: Floor
    happened: Sequence[Happened]
    now: datetime

    def floor(self, k: int) -> Floor:
        """The floor after the first `k` of what happened."""
        return self.happened[k - 1].floor if k else self.start

    def at(self, k: int) -> datetime:
        """When the k-th came; 0 is the beginning."""
        return self.happened[k - 1].at if k else self.since


Expect = Callable[[Floor, datetime], Mapping[str, Forecast]]
"""The forecast of every batch on a floor at an instant, under today's model and always the same seed."""


def waterfall(batch: str, way: Way, expect: Expect, expect_then: Expect, runs: int = RUNS) -> Waterfall:
    """Why the P50 of this batch moved between `way.since` and `way.now`; `expect_then` rests on what had been learned then.

    The parts sum to after less before, to the microsecond; every entry is in exactly one part. Of a batch that is released the
    end of its promise is explained.
    """
    first, last = expect_then(way.start, way.since).get(batch), expect(way.floor(len(way.happened)), way.now).get(batch)
    of = "promise" if last is not None and last.release is None else "release"
    before, after = _p50(first, of), _p50(last, of)
    if before is None or after is None:
        why_not = _why_not(batch, way, before is None, of)
        return Waterfall(batch, way.since, way.now, of, before, after, why_not=why_not)
    replay = _Replay(batch, way, expect, of, runs)
    parts = replay.parts(before, after)
    return Waterfall(batch, way.since, way.now, of, before, after, parts)


def _p50(made: Forecast | None, of: str) -> datetime | None:
    found = None if made is None else made.release if of == "release" else made.end
    return None if found is None else found.p50


def _why_not(batch: str, way: Way, then: bool, of: str) -> str:
    """In plain words why there is no forecast at the beginning (`then`), or none now."""
    now = way.floor(len(way.happened))
    known, earlier = now.batches.get(batch) or now.left.get(batch), way.start.batches.get(batch)
    if known is None:
        return f"The site knows no batch {batch}."
    if known.reported:
        return f"{batch} is history taken from a workbook; it was never forecast."
    if not known.live:
        return f"{batch} has ended ({known.status.value.replace('_', ' ').lower()}); nothing of it is forecast any more."
    if now.recipe_of(known) is None:
        return f"The site does not hold the recipe {known.recipe}; {batch} cannot be forecast."
    if not then and of == "promise":
        return f"{batch} is released, and its promise has ended or it has none; nothing of it is forecast any more."
    if then and earlier is None:
        return f"{batch} was not ordered yet at that time; choose a later one."
    if then:
        return f"{batch} had no forecast at that time; choose a later one."
    return f"No future of {batch} ends in a release as things stand."


@dataclass(frozen=True, slots=True, order=True)
class _Stretch:
    """What happened after the first `a` up to the first `b`, to be parted by the size of its movement (negative: heap)."""

    rank: timedelta
    a: int = field(compare=False)
    b: int = field(compare=False)


class _Replay:
    """One replay: the P50s that were run, and the stretches between them."""

    def __init__(self, batch: str, way: Way, expect: Expect, of: str, runs: int) -> None:
        self._batch, self._way, self._expect, self._of = batch, way, expect, of
        self._left = max(4, runs)
        self._known: dict[tuple[int, datetime], datetime | None] = {}

    def parts(self, before: datetime, after: datetime) -> tuple[Part, ...]:
        """All parts, the largest first; what was learned and time that passed stand among them."""
        way, count = self._way, len(self._way.happened)
        start, end = self._run(0, way.since), self._run(count, way.at(count))
        if start is None or end is None:
            entries = tuple(name for one in way.happened for name in one.ids)
            return (Part(_together(len(entries)), after - before, None, entries),)
        found = [Part(LEARNED, start - before)]
        for stretch in self._stretches(count):
            found += self._told(stretch)
        found.append(Part(waits_for(way.floor(count), self._batch), after - end))
        return _folded(found)

    def _run(self, k: int, at: datetime) -> datetime | None:
        key = (k, at)
        if key not in self._known:
            self._left -= 1
            self._known[key] = _p50(self._expect(self._way.floor(k), at).get(self._batch), self._of)
        return self._known[key]

    def _after(self, k: int) -> datetime | None:
        return self._run(k, self._way.at(k))

    def _stretches(self, count: int) -> list[_Stretch]:
        """The way in stretches: single entries that speak of this batch first, then the largest movements parted in two."""
        cuts = {0, count}
        for k in self._speaking(count):
            cuts |= {n for n in (k - 1, k) if self._after(n) is not None}
        ends = sorted(cuts)
        heap = [self._stretch(a, b) for a, b in pairwise(ends)]
        heapify(heap)
        done: list[_Stretch] = []
        singles = sum(1 for one in heap if one.b - one.a == 1)
        while heap:
            top = heappop(heap)
            middle = (top.a + top.b) // 2
            if top.b - top.a == 1 or -top.rank < SMALL or self._left <= singles or self._after(middle) is None:
                done.append(top)
                continue
            for half in (self._stretch(top.a, middle), self._stretch(middle, top.b)):
                singles += half.b - half.a == 1
                heappush(heap, half)
        return sorted(done, key=lambda one: one.a)

    def _speaking(self, count: int) -> list[int]:
        """Which entries speak of this batch or of a room or instrument; at most a third of the runs go to them, the last first."""
        found = [k for k in range(1, count + 1) if speaks_of(self._way.happened[k - 1].event, self._batch)]
        return found[-(self._left // 6 or 1) :]

    def _stretch(self, a: int, b: int) -> _Stretch:
        start, end = self._after(a), self._after(b)
        assert start is not None and end is not None
        return _Stretch(-abs(end - start), a, b)

    def _told(self, stretch: _Stretch) -> list[Part]:
        """The parts of one stretch: of a single entry the time before it apart from what it did."""
        a, b, way = stretch.a, stretch.b, self._way
        start, end = self._after(a), self._after(b)
        assert start is not None and end is not None
        entries = tuple(name for one in way.happened[a:b] for name in one.ids)
        if b - a > 1:
            return [Part(f"{len(entries)} entries up to then, not told apart", end - start, way.at(b), entries)]
        one = way.happened[a]
        just_before = self._run(a, one.at) if self._left > 0 else start
        if just_before is None:
            just_before = start
        title, other = said(one.event, way.floor(a), one.floor, self._batch)
        who = one.floor.person_name(one.event.by)
        waited = Part(waits_for(way.floor(a), self._batch), just_before - start)
        return [waited, Part(title, end - just_before, one.at, entries, other, who)]


def _folded(found: Sequence[Part]) -> tuple[Part, ...]:
    """Equal titles without an instant as one; the small ones taken together; the largest first."""
    times: dict[str, timedelta] = {}
    for part in found:
        if part.at is None and not part.entries:
            times[part.title] = times.get(part.title, STOOD) + part.moved
    spans = [Part(title, moved) for title, moved in times.items() if moved]
    named = sorted((part for part in found if part.entries and abs(part.moved) >= SMALL), key=lambda part: -abs(part.moved))[:NAMED]
    others = [part for part in found if part.entries and not any(part is one for one in named)]
    entries = tuple(name for part in others for name in part.entries)
    told = [*spans, *named]
    if entries:
        told.append(Part(_together(len(entries), bool(named)), sum((part.moved for part in others), STOOD), None, entries))
    return tuple(sorted(told, key=lambda part: -abs(part.moved)))


def _together(count: int, other: bool = False) -> str:
    return f"{count} {'other ' if other else ''}{'entry' if count == 1 else 'entries'}"
