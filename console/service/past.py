"""What this console held at an instant and what came after: read from the record, told to a process, folded there."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from typing import Any

from console.domain.codec import Unknown, floor_from_plain, from_wire
from console.domain.events.event import Event
from console.domain.evolve import evolve
from console.domain.floor import Floor
from console.forecast.waterfall import Happened
from console.service.followed import entry_wire


@dataclass(frozen=True, slots=True)
class PastEntry:
    """An entry as it crosses to a process: its id, its place in canonical order, when it came here, and its content."""

    id: str
    place: tuple[int, str, int]
    came: datetime
    plain: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Past:
    """A floor (plain; None: an empty one) that is the fold of entries held before `since`, and all others."""

    since: datetime
    floor: Mapping[str, Any] | None
    entries: tuple[PastEntry, ...]


def until(past: Past, at: datetime) -> Past:
    """The same without what came after an instant."""
    return Past(past.since, past.floor, tuple(one for one in past.entries if one.came <= at))


def lived(past: Past) -> tuple[Floor, tuple[Happened, ...]]:
    """The floor as it was held at `since`, and each entry that came later with the floor it made (law 8)."""
    base = Floor() if past.floor is None else floor_from_plain(past.floor)
    then = base
    after: list[Happened] = []
    for happened in _folded(base, sorted(past.entries, key=lambda one: (one.came, one.place))):
        if happened.at <= past.since:
            then = happened.floor
        else:
            after.append(happened)
    return then, tuple(after)


def one_by_one(past: Past) -> Iterator[Happened]:
    """Each entry as it came with the floor it made, one at a time: nothing is held but the last."""
    base = Floor() if past.floor is None else floor_from_plain(past.floor)
    return _folded(base, sorted(past.entries, key=lambda one: (one.came, one.place)))


def _folded(base: Floor, entries: Sequence[PastEntry]) -> Iterator[Happened]:
    """The floor after each entry as they came; what belongs earlier in canonical order re-folds, all of one instant at once."""
    floor, held = base, list[tuple[PastEntry, Event | Unknown]]()
    for came, together in groupby(entries, key=lambda one: one.came):
        group = [(one, from_wire(entry_wire(one.plain))) for one in together]
        if held and group[0][0].place < held[-1][0].place:
            held = sorted((*held, *group), key=lambda one: one[0].place)
            floor = base
            for _, event in held:
                floor = evolve(floor, event)
            ids = tuple(one.id for one, _ in group)
            yield Happened(ids, came, group[-1][1], floor)
            continue
        held += group
        for one, event in group:
            floor = evolve(floor, event)
            yield Happened((one.id,), came, event, floor)
