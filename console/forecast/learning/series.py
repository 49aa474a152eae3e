"""The sightings of one thing in the order of time, what has changed lately among them, and the tally that they come to."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from operator import attrgetter

from console.domain.durations import DurationLaw
from console.forecast.learning.bounded import Bounds, filled
from console.forecast.learning.changes import Changed, latest_change
from console.forecast.learning.sightings import Sighting
from console.forecast.spread import NU0, Tally, from_law

FORGOTTEN = 0.1
"""What a sighting from before a change still counts for."""


@dataclass(frozen=True, slots=True)
class Series:
    """What a thing's sightings come to: the tally learned from, how it has changed lately (None: it has not), and since when."""

    tally: Tally
    changed: Changed | None = None
    since: datetime | None = None


def series_of(sightings: Iterable[Sighting], law: DurationLaw, offset: float = 0.0) -> Series:
    """The series of these sightings against their stated law; what lies before a change counts little from then on."""
    ordered = sorted(sightings, key=attrgetter("at", "value"))
    exact = [s for s in ordered if not s.bounded]
    by_batch = _by_batch(exact)
    changed = latest_change([value for value, _ in by_batch])
    since = by_batch[changed.first][1] if changed is not None else None
    tally = _tally(exact, since)
    bounds = [_bounds(s, since) for s in ordered if s.bounded]
    return Series(filled(from_law(law, offset, NU0), tally, bounds), changed, since)


def _by_batch(exact: Sequence[Sighting]) -> list[tuple[float, datetime]]:
    """One value and its first instant for each batch: the tests of one afternoon are not fifteen witnesses of a change."""
    found: dict[str, list[Sighting]] = {}
    for n, sighting in enumerate(exact):
        found.setdefault(sighting.batch or str(n), []).append(sighting)
    return [(sum(s.value for s in of) / len(of), of[0].at) for of in found.values()]


def _tally(exact: Sequence[Sighting], since: datetime | None) -> Tally:
    """Mean and squares about it, in two passes; a weight before a change is a tenth of itself."""
    weights = [_weight(s, since) for s in exact]
    n = sum(weights)
    if n <= 0.0:
        return Tally()
    mean = sum(w * s.value for w, s in zip(weights, exact, strict=True)) / n
    return Tally(n, mean, sum(w * (s.value - mean) ** 2 for w, s in zip(weights, exact, strict=True)))


def _weight(sighting: Sighting, since: datetime | None) -> float:
    return sighting.weight * (FORGOTTEN if since is not None and sighting.at < since else 1.0)


def _bounds(sighting: Sighting, since: datetime | None) -> Bounds:
    low = sighting.low if sighting.low is not None else float("-inf")
    high = sighting.high if sighting.high is not None else float("inf")
    return Bounds(low, high, _weight(sighting, since))
