"""What rows that read clearly say against one another: said as findings, since only people can know which is right."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from datetime import tzinfo as Zone

from console.exchange.workbook.reading import Fault, StepRow, Weight
from console.exchange.workbook.site_clock import local_text
from console.exchange.workbook.spelling import fold
from console.exchange.workbook.vocabulary import Vocabulary

Columns = Callable[[StepRow, str], int]
"""The column in which a field of a row stands, 0 where it stands in none."""


@dataclass(frozen=True, slots=True)
class _Stay:
    """A row from one instant to another, planned or actual."""

    row: StepRow
    start: datetime
    end: datetime
    actual: bool


def contradictions(rows: Sequence[StepRow], words: Vocabulary, zone: Zone, column: Columns) -> list[Fault]:
    """Every finding between the rows, in the order of the rows that come second."""
    stays = {actual: list(_stays(rows, actual)) for actual in (False, True)}
    found: list[Fault] = []
    for actual in (True, False):
        found += _crowded(stays[actual], words, zone, column)
        found += _two_places(stays[actual], words, zone, column)
        found += _too_early(stays[actual], words, zone, column)
    found += _unlike_states(rows, column)
    found += _unknown_people(rows, words, column)
    found += _alike_batches(rows, column)
    return found


def duplicates(rows: Sequence[StepRow]) -> Iterator[tuple[StepRow, StepRow]]:
    """Each row that says exactly what an earlier one says, with that one."""
    first: dict[tuple[object, ...], StepRow] = {}
    for row in rows:
        earlier = first.setdefault(row.facts, row)
        if earlier is not row:
            yield row, earlier


def _stays(rows: Sequence[StepRow], actual: bool) -> Iterator[_Stay]:
    for row in rows:
        start, end = (row.started_at, row.finished_at) if actual else (row.planned_start, row.planned_end)
        moot = not actual and (row.started_at is not None or row.status == "skipped")  # what has happened overtakes its plan
        if start and end and start < end and not moot:
            yield _Stay(row, start, end, actual)


def _crowded(stays: Sequence[_Stay], words: Vocabulary, zone: Zone, column: Columns) -> Iterator[Fault]:
    """More batches at once in a room than it has stations, or two in one station."""
    places: dict[tuple[str, str], list[_Stay]] = defaultdict(list)
    for stay in stays:
        if stay.row.lane in words.stations:
            places[(stay.row.lane, stay.row.station)].append(stay)
    for (lane, station), there in places.items():
        held = 1 if station else max(len(words.stations[lane]), 1)
        for stay, others in _meeting(there):
            rivals = {o.row.batch: o for o in others if o.row.batch != stay.row.batch}
            if len(rivals) >= held:
                place = f"{lane}, station {station}" if station else lane
                other = max(rivals.values(), key=lambda o: o.end)
                what = f"batch {stay.row.batch} overlaps {other.row.batch} in {place}"
                why = f"{_where(other.row)} keeps it until {local_text(other.end, zone)}; it holds {_batches(held)} at once"
                yield _finding("room.overlap", stay.row, column, "room", lane, what, why)


def _two_places(stays: Sequence[_Stay], words: Vocabulary, zone: Zone, column: Columns) -> Iterator[Fault]:
    """One person at work with their hands in two lanes at once."""
    by_person: dict[str, list[_Stay]] = defaultdict(list)
    for stay in stays:
        if _attended(stay.row, words):
            for name in stay.row.people:
                by_person[fold(name)].append(stay)
    for there in by_person.values():
        for stay, others in _meeting(there):
            other = next((o for o in others if o.row.lane != stay.row.lane), None)
            if other is not None:
                name = next(n for n in stay.row.people if fold(n) in {fold(p) for p in other.row.people})
                what = f"{name} {'is' if stay.actual else 'is planned'} in two places at once"
                why = f"{_where(other.row)} has {name} in {other.row.lane} until {local_text(other.end, zone)}"
                yield _finding("people.two_places", stay.row, column, "people", name, what, why)


def _too_early(stays: Sequence[_Stay], words: Vocabulary, zone: Zone, column: Columns) -> Iterator[Fault]:
    """A step that starts before one that must be over first."""
    by_batch: dict[str, list[_Stay]] = defaultdict(list)
    for stay in stays:
        by_batch[stay.row.batch].append(stay)
    for there in by_batch.values():
        for stay in there:
            recipe = words.recipe_by_id.get(stay.row.recipe)
            needed = frozenset[str]().union(*(recipe.before(c) for c in stay.row.codes)) if recipe else frozenset()
            needed -= set(stay.row.codes)
            open_then = [o for o in there if o.start > stay.start and needed.intersection(o.row.codes)]
            if open_then:
                other = min(open_then, key=lambda o: o.start)
                name = "started_at" if stay.actual else "planned_start"
                what = f"{stay.row.label} before {other.row.label}"
                why = f"{_where(other.row)} starts at {local_text(other.start, zone)} and should be over by then"
                yield _finding("step.early", stay.row, column, name, local_text(stay.start, zone), what, why)


def _unlike_states(rows: Sequence[StepRow], column: Columns) -> Iterator[Fault]:
    for row in rows:
        if row.status == "done" and not row.finished_at:
            why = "the state says done, no end is given"
        elif row.status in ("planned", "skipped") and row.started_at:
            why = f"the state says {row.status}, a start is given"
        elif row.status == "running" and (row.finished_at or not row.started_at):
            why = "the state says running, " + ("an end is given" if row.finished_at else "no start is given")
        else:
            continue
        yield _finding("status.unlike", row, column, "status", row.status, "state and times differ", why)


def _unknown_people(rows: Sequence[StepRow], words: Vocabulary, column: Columns) -> Iterator[Fault]:
    seen: dict[str, list[StepRow]] = defaultdict(list)
    names: dict[str, str] = {}
    for row in rows:
        for name in row.people:
            if len(words.people.get(fold(name), ())) != 1:
                seen[fold(name)].append(row)
                names.setdefault(fold(name), name)
    for key, where in seen.items() if words.people else ():
        ids = words.people.get(key, ())
        what = f"{names[key]} may be {' or '.join(ids)}" if ids else f"{names[key]} is not known to the site"
        why = f"kept as written, in {len(where)} row{'' if len(where) == 1 else 's'}"
        yield _finding("people.unknown", where[0], column, "people", names[key], what, why)


def _alike_batches(rows: Sequence[StepRow], column: Columns) -> Iterator[Fault]:
    spelled: dict[str, StepRow] = {}
    said = set()
    for row in rows:
        first = spelled.setdefault(fold(row.batch), row)
        if first.batch != row.batch and row.batch not in said:
            said.add(row.batch)
            why = f"{_where(first)} writes {first.batch}; they are kept as two batches"
            yield _finding("batch.alike", row, column, "batch", row.batch, "two spellings of one batch?", why)


def _meeting(stays: Sequence[_Stay]) -> Iterator[tuple[_Stay, list[_Stay]]]:
    """Each stay with those that began before it and still lasted when it began."""
    running: list[_Stay] = []
    for stay in sorted(stays, key=lambda s: (s.start, s.end)):
        running = [r for r in running if r.end > stay.start]
        yield stay, list(running)
        running.append(stay)


def _attended(row: StepRow, words: Vocabulary) -> bool:
    recipe = words.recipe_by_id.get(row.recipe)
    return recipe is None or any(recipe.by_code[c].attended for c in row.codes if c in recipe.by_code)


def _where(row: StepRow) -> str:
    return f"{row.sheet} row {row.row}" if row.sheet else f"row {row.row}"


def _batches(n: int) -> str:
    return "one batch" if n == 1 else f"{n} batches"


def _finding(rule: str, row: StepRow, column: Columns, field: str, value: str, what: str, why: str) -> Fault:
    return Fault(Weight.FINDING, rule, row.sheet, row.row, column(row, field), field, value, what, why)
