"""How far work kept to its first plan: starts and ends against their baselines, by room and by step."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from math import ceil

from console.domain.batch import Batch
from console.domain.floor import Floor

CLOSE = timedelta(minutes=30)
"""A start or an end not further than this from its baseline counts as kept."""


@dataclass(frozen=True, slots=True)
class Departure:
    """One step that began: where, when, and how far its start and end lay from its first plan (later is positive).

    `end` is None while the step runs.
    """

    batch: str
    recipe: str
    step: str
    lane: str
    started_at: datetime
    start: timedelta
    end: timedelta | None


@dataclass(frozen=True, slots=True)
class Kept:
    """How well `n` moments kept to their plan: the share within half an hour, median and ninth decile; later is positive."""

    n: int
    within: float
    median: timedelta
    p90: timedelta


@dataclass(frozen=True, slots=True)
class Adherence:
    """How starts and ends of one room, or of one step, kept to their plan; `ends` is None while none has ended."""

    key: str
    starts: Kept
    ends: Kept | None


def departures(floor: Floor, since: datetime | None = None, until: datetime | None = None) -> tuple[Departure, ...]:
    """Every step with a first plan that began in [since, until), of all batches the floor still holds, in the order of time."""
    batches = (*floor.batches.values(), *floor.left.values())
    found = [
        departure
        for batch in batches
        for departure in _of_batch(batch)
        if (since is None or departure.started_at >= since) and (until is None or departure.started_at < until)
    ]
    return tuple(sorted(found, key=lambda d: (d.started_at, d.batch, d.step)))


def by_room(floor: Floor, found: Iterable[Departure]) -> tuple[Adherence, ...]:
    """Adherence of each room in which something began, in the order of their names."""
    return _grouped((d for d in found if d.lane in floor.rooms), lambda d: d.lane)


def by_step(found: Iterable[Departure]) -> tuple[Adherence, ...]:
    """Adherence of each step code, in the order of their names."""
    return _grouped(found, lambda d: d.step)


def kept(spans: Iterable[timedelta]) -> Kept | None:
    """How well these moments kept to their plan; None for none. Quantiles are moments that were seen (nearest rank)."""
    ordered = sorted(spans)
    if not ordered:
        return None
    close = sum(1 for span in ordered if abs(span) <= CLOSE)
    return Kept(len(ordered), close / len(ordered), _quantile(ordered, 0.5), _quantile(ordered, 0.9))


def _quantile(ordered: list[timedelta], p: float) -> timedelta:
    return ordered[max(0, ceil(p * len(ordered)) - 1)]


def _of_batch(batch: Batch) -> Iterator[Departure]:
    for step in batch.steps.values():
        first = step.baseline
        if first is None or step.started_at is None:
            continue
        end = step.finished_at - first.end if step.finished_at is not None else None
        lane = step.lane or first.lane
        yield Departure(batch.id, batch.recipe, step.code, lane, step.started_at, step.started_at - first.start, end)


def _grouped(found: Iterable[Departure], key: Callable[[Departure], str]) -> tuple[Adherence, ...]:
    groups: dict[str, list[Departure]] = {}
    for departure in found:
        groups.setdefault(key(departure), []).append(departure)
    rows = []
    for name in sorted(groups):
        starts = kept(d.start for d in groups[name])
        if starts is not None:
            rows.append(Adherence(name, starts, kept(d.end for d in groups[name] if d.end is not None)))
    return tuple(rows)
