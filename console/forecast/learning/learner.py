"""Learning from a whole floor, batch by batch; what lies well behind is read once and kept."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from console.domain.batch import Batch
from console.domain.durations import DurationLaw
from console.domain.floor import Floor
from console.domain.promise import Zones
from console.domain.recipe import Recipe
from console.forecast.learning.lessons import Surroundings, lessons_of
from console.forecast.learning.occupied import NOTHING_KNOWN, occupied
from console.forecast.learning.series import Series, series_of
from console.forecast.learning.shrinking import Part, code_of, part_of
from console.forecast.learning.sightings import WAIT_OFFSET_H, Cases, Key, LeftOut, Lessons, Sighting
from console.forecast.spread import NU0, from_law

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


class Learner:
    """Reads floors one after another; the same floor gives the same lessons, whatever was read before."""

    def __init__(self, zones: Zones) -> None:
        self._zones = zones
        self._kept: dict[str, tuple[Batch, Recipe, tuple[datetime, ...], Lessons]] = {}
        self._series: dict[tuple[Key, float], tuple[tuple[Sighting, ...], DurationLaw, Series]] = {}

    def read(self, floor: Floor) -> Read:
        """Everything this floor teaches, its batches that left it included."""
        if floor.latest is None:
            return Read()
        settled = settled_at(floor)
        lessons = [found for batch in _every(floor) if (found := self._known(floor, batch, settled)) is not None]
        fresh = [b for b in _every(floor) if self._known(floor, b, settled) is None and b.recipe in floor.recipes]
        lessons += self._anew(floor, fresh, settled)
        kinds = {recipe.name: recipe.kind.value for recipe in floor.recipes.values()}
        return self._together(lessons, kinds)

    def _known(self, floor: Floor, batch: Batch, settled: Mapping[str, tuple[datetime, ...]]) -> Lessons | None:
        kept = self._kept.get(batch.id)
        if kept is None or kept[0] is not batch or kept[1] is not floor.recipes.get(batch.recipe):
            return None
        return kept[3] if kept[2] == settled.get(batch.id, ()) else None

    def _anew(self, floor: Floor, batches: list[Batch], settled: Mapping[str, tuple[datetime, ...]]) -> list[Lessons]:
        until = floor.latest
        begun = [at for batch in batches if not batch.reported and (at := _began(batch)) is not None]
        if until is None or not batches:
            return []
        there = occupied(floor, _every(floor), self._zones, min(begun), until) if begun else NOTHING_KNOWN
        found = []
        for batch in batches:
            recipe, own = floor.recipes[batch.recipe], settled.get(batch.id, ())
            lessons = lessons_of(Surroundings(floor, until, there, own), recipe, batch)
            if not batch.live and _last(batch, until) < until - SETTLED:
                self._kept[batch.id] = (batch, recipe, own, lessons)
            found.append(lessons)
        return found

    def _together(self, lessons: Iterable[Lessons], kinds: Mapping[str, str]) -> Read:
        gathered = _Gathered()
        for found in lessons:
            gathered.add(found)
        took = {key: self._come_to(key, seen, gathered.laws[key], 0.0) for key, seen in gathered.took.items()}
        waited = {key: self._come_to(key, seen, gathered.wait_laws[key], WAIT_OFFSET_H) for key, seen in gathered.waited.items()}
        return Read(
            took, waited, gathered.cases, gathered.batches, tuple(gathered.left_out),
            parts_of(took, gathered.laws, kinds, 0.0), parts_of(waited, gathered.wait_laws, kinds, WAIT_OFFSET_H),
        )  # fmt: skip

    def _come_to(self, key: Key, seen: list[Sighting], law: DurationLaw, offset: float) -> Series:
        """The series of these sightings; reckoned anew only when one of them is new."""
        now = tuple(seen)
        known = self._series.get((key, offset))
        if known is None or known[0] != now or known[1] != law:
            known = (now, law, series_of(now, law, offset))
            self._series[key, offset] = known
        return known[2]


class _Gathered:
    """What many batches show, by what it is of."""

    def __init__(self) -> None:
        self.took: dict[Key, list[Sighting]] = defaultdict(list)
        self.waited: dict[Key, list[Sighting]] = defaultdict(list)
        self.laws: dict[Key, DurationLaw] = {}
        self.wait_laws: dict[Key, DurationLaw] = {}
        self.cases: dict[Key, Cases] = {}
        self.batches: dict[str, int] = {}
        self.left_out: list[LeftOut] = []

    def add(self, found: Lessons) -> None:
        """Those of one more batch; where versions of a recipe differ in a law, the latest read stands."""
        for sighting in found.took:
            self.took[sighting.key].append(sighting)
        for sighting in found.waited:
            self.waited[sighting.key].append(sighting)
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


def _last(batch: Batch, otherwise: datetime) -> datetime:
    """When anything last happened to this batch."""
    if batch.reported:
        return max((r.finished_at for r in batch.rows if r.finished_at is not None), default=otherwise)
    ends = [s.finished_at or s.started_at for s in batch.steps.values()]
    ends += [t.reviewed_at or t.entered_at or t.started_at for t in batch.tests.values()]
    return max((at for at in (*ends, batch.status_at) if at is not None), default=otherwise)
