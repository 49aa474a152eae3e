"""Learning from a whole floor, batch by batch; what lies well behind is read once and kept."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from operator import itemgetter

from console.domain.batch import Batch
from console.domain.durations import DurationLaw
from console.domain.floor import Floor
from console.domain.promise import Zones
from console.domain.recipe import Recipe
from console.forecast.learning.lessons import Laws, Surroundings, lessons_of
from console.forecast.learning.luck import LATELY, share_of, standardised
from console.forecast.learning.occupied import NOTHING_KNOWN, Shifts, occupied
from console.forecast.learning.series import Series, series_of
from console.forecast.learning.shrinking import Part, code_of, part_of
from console.forecast.learning.sightings import WAIT_OFFSET_H, Cases, Key, LeftOut, Lessons, Sighting
from console.forecast.spread import NU0, from_law, learned

SETTLED = timedelta(days=3)
"""A batch nothing has happened to for so long is read once: an entry this late would have to touch it."""


@dataclass(frozen=True, slots=True)
class Read:
    """All lessons of a floor put together, by what they are of."""

    took: Mapping[Key, Series] = field(default_factory=dict)
    waited: Mapping[Key, Series] = field(default_factory=dict)
    cases: Mapping[Key, Cases] = field(default_factory=dict)
    batches: Mapping[str, int] = field(default_factory=dict)
    left_out: tuple[LeftOut, ...] = ()
    took_parts: Mapping[tuple[str, str], tuple[Part, ...]] = field(default_factory=dict)
    waited_parts: Mapping[tuple[str, str], tuple[Part, ...]] = field(default_factory=dict)
    shared: float = 0.0


@dataclass(frozen=True, slots=True)
class _Kept:
    """A batch that lies well behind: as it was read, and what it taught."""

    batch: Batch
    recipe: Recipe
    settled: tuple[datetime, ...]
    lessons: Lessons
    end: datetime

    def holds(self, floor: Floor, batch: Batch, settled: Mapping[str, tuple[datetime, ...]]) -> bool:
        """Whether nothing it was read from has changed; what never changed is the same value."""
        same = self.batch is batch and self.recipe is floor.recipes.get(batch.recipe)
        return same and self.settled == settled.get(batch.id, ())


class Learner:
    """Reads floors one after another; the same floor gives the same lessons, whatever was read before."""

    def __init__(self, zones: Zones) -> None:
        self._zones, self._shifts = zones, Shifts()
        self._kept: dict[str, _Kept] = {}
        self._gathered_from: list[_Kept] = []
        self._gathered = _Gathered()
        self._series: dict[tuple[Key, float], tuple[tuple[Sighting, ...], DurationLaw, Series]] = {}

    def read(self, floor: Floor) -> Read:
        """Everything this floor teaches, its batches that left it included.

        What is open is reckoned up to the last end of anything, so that nothing is learned anew while nothing ends.
        """
        settled = settled_at(floor)
        kept: list[_Kept] = []
        fresh: list[Batch] = []
        for batch in _every(floor):
            known = self._kept.get(batch.id)
            if known is not None and known.holds(floor, batch, settled):
                kept.append(known)
            elif batch.recipe in floor.recipes:
                fresh.append(batch)
        lessons = self._anew(floor, fresh, settled, kept)
        kinds = {recipe.name: recipe.kind.value for recipe in floor.recipes.values()}
        read = self._together(self._behind(kept), lessons, kinds)
        lately = sorted(kept, key=lambda known: known.end)[-2 * LATELY :]
        return replace(read, shared=self._shared([known.lessons for known in lately] + lessons))

    def _anew(
        self, floor: Floor, batches: list[Batch], settled: Mapping[str, tuple[datetime, ...]], kept: Sequence[_Kept]
    ) -> list[Lessons]:
        ends = {batch.id: last_end(batch) for batch in batches}
        until = max((at for at in (*(known.end for known in kept), *ends.values()) if at is not None), default=None)
        if until is None:
            return []
        begun = [at for batch in batches if not batch.reported and (at := _began(batch)) is not None]
        there = NOTHING_KNOWN
        if begun:
            near = [known.batch for known in kept if known.end >= min(begun)]
            there = occupied(floor, (*near, *batches), self._zones, min(begun), until, self._shifts)
        found, laws = [], Laws(floor.facility)
        for batch in batches:
            recipe, own, end = floor.recipes[batch.recipe], settled.get(batch.id, ()), ends[batch.id]
            lessons = lessons_of(Surroundings(floor, until, there, laws, own), recipe, batch)
            if not batch.live and end is not None and end < until - SETTLED:
                self._kept[batch.id] = _Kept(batch, recipe, own, lessons, end)
            found.append(lessons)
        return found

    def _behind(self, kept: list[_Kept]) -> _Gathered:
        """What all that lies well behind shows; gathered anew only when something has joined it."""
        if kept != self._gathered_from:
            self._gathered_from, self._gathered = kept, _Gathered()
            self._gathered.add([known.lessons for known in kept])
        return self._gathered

    def _together(self, behind: _Gathered, lessons: Sequence[Lessons], kinds: Mapping[str, str]) -> Read:
        gathered = behind.copy()
        gathered.add(lessons)
        took = {key: self._come_to(key, seen, gathered.laws[key], 0.0) for key, seen in gathered.took.items()}
        waited = {key: self._come_to(key, seen, gathered.wait_laws[key], WAIT_OFFSET_H) for key, seen in gathered.waited.items()}
        odd = tuple(sorted(gathered.left_out, key=lambda found: (found.batch, found.what, found.why)))
        return Read(
            took, waited, gathered.cases, gathered.batches, odd,
            parts_of(took, gathered.laws, kinds, 0.0), parts_of(waited, gathered.wait_laws, kinds, WAIT_OFFSET_H),
        )  # fmt: skip

    def _shared(self, lessons: Iterable[Lessons]) -> float:
        """The share of its luck that a batch's steps have in common, under what is learned of each step."""
        laws = {key: learned(law, series.tally) for (key, offset), (_, law, series) in self._series.items() if not offset}
        told = [found for _, found in sorted(((f.last, f) for f in lessons if f.last is not None), key=itemgetter(0))]
        return share_of(standardised(told[-LATELY:], laws))

    def _come_to(self, key: Key, seen: tuple[Sighting, ...], law: DurationLaw, offset: float) -> Series:
        """The series of these sightings; reckoned anew only when one of them is new."""
        known = self._series.get((key, offset))
        if known is None or known[0] != seen or known[1] != law:
            known = (seen, law, series_of(seen, law, offset))
            self._series[key, offset] = known
        return known[2]


class _Gathered:
    """What many batches show, by what it is of."""

    def __init__(self) -> None:
        self.took: dict[Key, tuple[Sighting, ...]] = {}
        self.waited: dict[Key, tuple[Sighting, ...]] = {}
        self.laws: dict[Key, DurationLaw] = {}
        self.wait_laws: dict[Key, DurationLaw] = {}
        self.cases: dict[Key, Cases] = {}
        self.batches: dict[str, int] = {}
        self.left_out: tuple[LeftOut, ...] = ()

    def copy(self) -> _Gathered:
        """The same once more, to add to."""
        other = _Gathered()
        other.took, other.waited, other.cases = dict(self.took), dict(self.waited), dict(self.cases)
        other.laws, other.wait_laws = dict(self.laws), dict(self.wait_laws)
        other.batches, other.left_out = dict(self.batches), self.left_out
        return other

    def add(self, every: Sequence[Lessons]) -> None:
        """Those of more batches; where versions of a recipe differ in a law, the latest read stands."""
        self._put(self.took, (s for found in every for s in found.took))
        self._put(self.waited, (s for found in every for s in found.waited))
        for found in every:
            self._count(found)

    def _put(self, into: dict[Key, tuple[Sighting, ...]], sightings: Iterable[Sighting]) -> None:
        by_key: dict[Key, list[Sighting]] = defaultdict(list)
        for sighting in sightings:
            by_key[sighting.key].append(sighting)
        for key, told in by_key.items():
            into[key] = (*into.get(key, ()), *told)

    def _count(self, found: Lessons) -> None:
        self.laws.update(found.laws)
        self.wait_laws.update(found.wait_laws)
        for key, happened in found.cases:
            old = self.cases.get(key, Cases())
            self.cases[key] = Cases(old.happened + happened, old.of + 1)
        self.batches[found.recipe] = self.batches.get(found.recipe, 0) + found.done
        self.left_out += found.left_out


def parts_of(
    found: Mapping[Key, Series], laws: Mapping[Key, DurationLaw], kinds: Mapping[str, str], offset: float
) -> dict[tuple[str, str], tuple[Part, ...]]:
    """What every recipe shows of each step, by kind of recipe and code of step."""
    parts: dict[tuple[str, str], list[Part]] = defaultdict(list)
    for key, series in found.items():
        if series.tally.n > 0.0:
            parts[kinds.get(key[0], ""), code_of(key[1])].append(part_of(key, series.tally, from_law(laws[key], offset, NU0)))
    return {place: tuple(sorted(told, key=lambda p: p.of)) for place, told in parts.items()}


def settled_at(floor: Floor) -> dict[str, tuple[datetime, ...]]:
    """For each batch the instants at which deviations that touch it were settled: release could not come before."""
    found: dict[str, tuple[datetime, ...]] = {}
    for deviation in floor.deviations.values():
        at = deviation.assessed_at or deviation.closed_at
        for batch in deviation.batches if at is not None else ():
            known = floor.batches.get(batch) or floor.left.get(batch)
            if at is not None and known is not None and known.released_at is not None and at <= known.released_at:
                found[batch] = (*found.get(batch, ()), at)
    return found


def _every(floor: Floor) -> Iterable[Batch]:
    return sorted((*floor.batches.values(), *floor.left.values()), key=lambda b: b.id)


def _began(batch: Batch) -> datetime | None:
    return min((s.started_at for s in batch.steps.values() if s.started_at is not None), default=None)


def last_end(batch: Batch) -> datetime | None:
    """When anything of this batch last ended; None while nothing has."""
    if batch.reported:
        return max((r.finished_at for r in batch.rows if r.finished_at is not None), default=None)
    ends = [s.finished_at for s in batch.steps.values()]
    ends += [t.reviewed_at or t.entered_at for t in batch.tests.values()]
    ends.append(batch.status_at if not batch.live else None)
    return max((at for at in ends if at is not None), default=None)
