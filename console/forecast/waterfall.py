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


@dataclass(frozen=True, slots=True)
class Middle:
    """The P50 of a batch's release and of its promise's end, None where nothing of it is forecast."""

    release: datetime | None = None
    end: datetime | None = None

    @staticmethod
    def of(made: Forecast) -> Middle:
        """The middle of a whole forecast."""
        return Middle(made.release.p50 if made.release else None, made.end.p50 if made.end else None)


Expect = Callable[[Floor, datetime], Mapping[str, Middle]]
"""The forecast of every batch on a floor at an instant, under one model and always the same seed."""
Known = dict[tuple[int, datetime], Mapping[str, Middle]]
"""What was expected on the floor of so many entries at an instant."""


class Runs:
    """Forecasts of the past: those run already are at hand, and not more than `left` others are run.

    One `known` may serve many waterfalls, as long as model and seed stay: a question asked again goes on where it ended.
    """

    def __init__(self, expect: Expect, known: Known | None = None, left: int = RUNS) -> None:
        self._expect = expect
        self._known = known if known is not None else {}
        self.left = left

    def __call__(self, floor: Floor, at: datetime) -> Mapping[str, Middle]:
        """What was to be expected on this floor at this instant."""
        key = (floor.entries, at)
        if key not in self._known:
            self.left -= 1
            self._known[key] = self._expect(floor, at)
        return self._known[key]


def waterfall(batch: str, way: Way, runs: Runs, expect_then: Expect) -> Waterfall:
    """Why the P50 of this batch moved between `way.since` and `way.now`; `expect_then` rests on what had been learned then.

    The parts sum to after less before, to the microsecond; every entry is in exactly one part. Of a batch that is released the
    end of its promise is explained.
    """
    count = len(way.happened)
    first, last = expect_then(way.start, way.since).get(batch, Middle()), runs(way.floor(count), way.now).get(batch, Middle())
    known = way.floor(count).batches.get(batch)
    of = "promise" if known is not None and known.released_at is not None else "release"
    before, after = (first.end, last.end) if of == "promise" else (first.release, last.release)
    if before is None or after is None:
        why_not = _why_not(batch, way, after is not None, of)
        return Waterfall(batch, way.since, way.now, of, before, after, why_not=why_not)
    return Waterfall(batch, way.since, way.now, of, before, after, _Replay(batch, way, runs, of).parts(before, after))


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
    """One replay of a batch: the way in stretches, and what moved in each."""

    def __init__(self, batch: str, way: Way, runs: Runs, of: str) -> None:
        self._batch, self._way, self._runs, self._of = batch, way, runs, of

    def parts(self, before: datetime, after: datetime) -> tuple[Part, ...]:
        """All parts, the largest first; what was learned and time that passed stand among them."""
        way, count = self._way, len(self._way.happened)
        start, end = self._run(0, way.since), self._after(count)
        if start is None or end is None:
            entries = tuple(name for one in way.happened for name in one.ids)
            return (Part(_together(len(entries)), after - before, None, entries),)
        found = [Part(LEARNED, start - before)]
        for stretch in self._stretches(count):
            found += self._told(stretch)
        found.append(Part(waits_for(way.floor(count), self._batch), after - end))
        return _folded(found)

    def _run(self, k: int, at: datetime) -> datetime | None:
        found = self._runs(self._way.floor(k), at).get(self._batch, Middle())
        return found.end if self._of == "promise" else found.release

    def _after(self, k: int) -> datetime | None:
        """The P50 just after the k-th."""
        return self._run(k, self._way.at(k))

    def _stretches(self, count: int) -> list[_Stretch]:
        """The way in stretches: single entries that speak of this batch first, then the largest movements parted in two."""
        cuts = {0, count}
        for k in self._speaking(count):
            cuts |= {n for n in (k - 1, k) if self._after(n) is not None}
        heap = [self._stretch(a, b) for a, b in pairwise(sorted(cuts))]
        heapify(heap)
        done: list[_Stretch] = []
        while heap:
            top = heappop(heap)
            middle = (top.a + top.b) // 2
            if top.b - top.a == 1 or -top.rank < SMALL or self._runs.left < 4 or self._after(middle) is None:
                done.append(top)
            else:
                heappush(heap, self._stretch(top.a, middle))
                heappush(heap, self._stretch(middle, top.b))
        return sorted(done, key=lambda one: one.a)

    def _speaking(self, count: int) -> list[int]:
        """Which entries speak of this batch or of a room or instrument; at most half of the runs go to them, the last first."""
        found = [k for k in range(1, count + 1) if speaks_of(self._way.happened[k - 1].event, self._batch)]
        return found[-max(1, self._runs.left // 8) :]

    def _stretch(self, a: int, b: int) -> _Stretch:
        """A stretch, by the larger of what it moved in all and what its entries moved beside the time that went by."""
        start, end = self._after(a), self._after(b)
        assert start is not None and end is not None
        return _Stretch(-max(abs(end - start), abs(end - self._waited(a, b, start))), a, b)

    def _waited(self, a: int, b: int, start: datetime) -> datetime:
        """The P50 just before the b-th, had nothing come since the a-th; where no run is left, time moved nothing."""
        found = self._run(a, self._way.at(b)) if self._runs.left > 0 or b - a == 0 else None
        return start if found is None else found

    def _told(self, stretch: _Stretch) -> list[Part]:
        """The parts of one stretch: the time that went by, and what came."""
        a, b, way = stretch.a, stretch.b, self._way
        start, end = self._after(a), self._after(b)
        assert start is not None and end is not None
        waited = self._waited(a, b, start)
        time = Part(waits_for(way.floor(a), self._batch), waited - start)
        entries = tuple(name for one in way.happened[a:b] for name in one.ids)
        if b - a > 1:
            return [time, Part(f"{len(entries)} entries up to then, not told apart", end - waited, way.at(b), entries)]
        one = way.happened[a]
        title, other = said(one.event, way.floor(a), one.floor, self._batch)
        return [time, Part(title, end - waited, one.at, entries, other, one.floor.person_name(one.event.by))]


def _folded(found: Sequence[Part]) -> tuple[Part, ...]:
    """Equal titles without an instant as one; the small ones taken together; the largest first."""
    times: dict[str, timedelta] = {}
    for part in found:
        if not part.entries:
            times[part.title] = times.get(part.title, STOOD) + part.moved
    spans = [Part(title, moved) for title, moved in times.items()]
    came = [part for part in found if part.entries]
    largest = sorted(came, key=lambda part: -abs(part.moved))[:NAMED]
    named = [part for part in (*spans, *largest) if abs(part.moved) >= SMALL]
    others = [part for part in (*spans, *came) if not any(part is one for one in named)]
    entries = tuple(name for part in others for name in part.entries)
    rest = sum((part.moved for part in others), STOOD)
    if entries or rest:
        named.append(Part(_together(len(entries), any(part.entries for part in named)), rest, None, entries))
    return tuple(sorted(named, key=lambda part: -abs(part.moved)))


def _together(count: int, other: bool = False) -> str:
    """What is not told by itself: so many entries, or only time."""
    if not count:
        return "Time went by"
    return f"{count} {'other ' if other else ''}{'entry' if count == 1 else 'entries'}"
