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
from heapq import heappop, heappush

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

MENTIONED = timedelta(microseconds=1)
"""The rank of a stretch that moved little and speaks of the batch: it is looked at when all larger ones are."""

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
    """Forecasts of the past: those run already are at hand, not more than `left` others are run, and none once it is `late`.

    One `known` may serve many waterfalls of a batch, as long as model and seed stay: a question asked again goes on where it ended.
    """

    def __init__(
        self, expect: Expect, known: Known | None = None, left: int = RUNS, late: Callable[[], bool] = lambda: False
    ) -> None:
        self._expect = expect
        self._known = known if known is not None else {}
        self._late = late
        self.left = left

    def __call__(self, floor: Floor, at: datetime) -> Mapping[str, Middle]:
        """What was to be expected on this floor at this instant."""
        key = (floor.entries, at)
        if not self.knows(floor, at):
            self.left -= 1
            self._known[key] = self._expect(floor, at)
            if self._late():
                self.left = 0
        return self._known[key]

    def knows(self, floor: Floor, at: datetime) -> bool:
        """Whether this was run before."""
        return (floor.entries, at) in self._known


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
        """The way in stretches, the largest movement parted first; then those in which something speaks of this batch."""
        heap = [self._stretch(0, count)] if count else []
        done: list[_Stretch] = []
        while heap:
            top = heappop(heap)
            cut = self._cut(top.a, top.b) if top.rank < STOOD and self._runs.left > 1 else 0
            if not cut or self._after(cut) is None:
                done.append(top)
                if top.b - top.a == 1:
                    self._just_before(top.b)  # run while the largest movements come first, should runs become few
            else:
                heappush(heap, self._stretch(top.a, cut))
                heappush(heap, self._stretch(cut, top.b))
        return sorted(done, key=lambda one: one.a)

    def _cut(self, a: int, b: int) -> int:
        """Where a stretch is parted: before or after what speaks of this batch, nearest the middle; 0 for a single entry."""
        if b - a == 1:
            return 0
        middle = (a + b) // 2
        edges = [k for n in self._speaking(a, b) for k in (n - 1, n) if a < k < b]
        return min(edges, key=lambda k: abs(k - middle)) if edges else middle

    def _speaking(self, a: int, b: int) -> list[int]:
        """Which of these entries speak of this batch, or of a room or an instrument."""
        return [k for k in range(a + 1, b + 1) if speaks_of(self._way.happened[k - 1].event, self._batch)]

    def _stretch(self, a: int, b: int) -> _Stretch:
        """A stretch, by what it moved; one that moved little comes after all others, if anything in it speaks of the batch."""
        start, end = self._after(a), self._after(b)
        assert start is not None and end is not None
        moved = abs(end - start)
        if moved < SMALL:
            moved = MENTIONED if b - a > 1 and self._speaking(a, b) else STOOD
        return _Stretch(-moved, a, b)

    def _told(self, stretch: _Stretch) -> list[Part]:
        """The parts of one stretch: of a single entry the time that went by before it, and what it did."""
        a, b, way = stretch.a, stretch.b, self._way
        start, end = self._after(a), self._after(b)
        assert start is not None and end is not None
        entries = tuple(name for one in way.happened[a:b] for name in one.ids)
        if b - a > 1:
            return [Part(f"{len(entries)} entries and the time up to then, not told apart", end - start, way.at(b), entries)]
        one, waited = way.happened[a], self._just_before(b)
        title, other = said(one.event, way.floor(a), one.floor, self._batch)
        if waited is None:
            title, waited = f"{title}, and the time before it", start
        time = Part(waits_for(way.floor(a), self._batch), waited - start)
        return [time, Part(title, end - waited, one.at, entries, other, one.floor.person_name(one.event.by))]

    def _just_before(self, k: int) -> datetime | None:
        """The P50 just before the k-th came, at the same instant; None where no run is left to say."""
        floor, at = self._way.floor(k - 1), self._way.at(k)
        return self._run(k - 1, at) if self._runs.left > 0 or self._runs.knows(floor, at) else None


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
