"""What batches may not do to one another: be in one station, one instrument or one pair of hands at the same time."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import pairwise, product

from console.planning.problem import Assay, Closed, InstrumentSpec, Problem, RoomSpec
from console.planning.rules.uses import Use, Uses
from console.planning.rules.violation import Rule, Violation


def shared(problem: Problem, uses: Uses) -> Iterator[Violation]:
    """Every violation that takes more than one batch's own times to see; what facts alone do is none."""
    yield from _stations(problem, uses.stations)
    for instrument, claims in uses.instruments.items():
        name = _title(problem.instruments, instrument)
        for one, other in _meeting(claims):
            yield from _clash(problem, Rule.INSTRUMENT, one, other, f"both need {name} at the same time")
    for room, claims in uses.hands.items():
        name = _title(problem.rooms, room)
        for one, other in _meeting(claims):
            yield from _clash(problem, Rule.ATTENDED, one, other, f"both need hands in {name} at the same time")
    yield from _opens(problem, uses)
    yield from _closed(problem, uses)
    for pool, claims in uses.pools.items():
        yield from _people(problem, pool, claims)
    yield from _runs(problem, uses.runs)


def _stations(problem: Problem, stations: Mapping[tuple[str, str], Sequence[Use]]) -> Iterator[Violation]:
    gaps = {pair: gap * problem.grid.minutes for pair, gap in problem.changeover.items()}
    widest = max(gaps.values(), default=0)
    for (room, station), claims in stations.items():
        where = f"{_title(problem.rooms, room)} station {station}"
        for before, after in _meeting(claims, widest):
            if after.start < before.end:
                yield from _clash(problem, Rule.STATION, before, after, f"are both in {where}")
                continue
            gap = gaps.get((before.family, after.family), 0)
            if after.start < before.end + gap and not (before.fact and after.settled > after.start):
                words = f"follows {before.title} in {where} without the {hours(gap)} of changeover between them"
                yield _of(problem, Rule.CHANGEOVER, after, before, words, (before.end, after.start))


def _opens(problem: Problem, uses: Uses) -> Iterator[Violation]:
    """An open manipulation is alone in its room: nothing of another batch may stand there."""
    for room, opens in uses.opens.items():
        name = _title(problem.rooms, room)
        here = {id(use) for use in opens}
        for one, other in _meeting([*opens, *uses.rooms[room]]):
            if one.batch != other.batch and (id(one) in here) != (id(other) in here):
                opened, standing = (one, other) if id(one) in here else (other, one)
                span = _unsettled(one, other)
                if span is not None:
                    words = f"{opened.title} is done in the open in {name} while {standing.batch} stands there."
                    yield _violation(problem, Rule.OPEN, *_named(opened, standing), words, span)


def _closed(problem: Problem, uses: Uses) -> Iterator[Violation]:
    closable: list[tuple[RoomSpec | InstrumentSpec, Sequence[Use]]] = []
    closable += [(spec, uses.closable_rooms.get(spec.id, ())) for spec in problem.rooms]
    closable += [(spec, uses.closable_instruments.get(spec.id, ())) for spec in problem.instruments]
    for spec, claims in closable:
        for use, closed in product(claims, spec.closed):
            span = _over(problem, use, closed)
            if span is not None:
                why = f" ({closed.why})" if closed.why else ""
                words = f"{use.title} needs {spec.title or spec.id} while it is closed{why}."
                yield _violation(problem, Rule.CLOSED, use, (), words, span)


def _over(problem: Problem, use: Use, closed: Closed) -> tuple[int, int] | None:
    """Where a claim that can still be planned lies in a closed span, in minutes."""
    minutes = problem.grid.minutes
    start, end = max(use.start, use.settled, closed.start * minutes), min(use.end, closed.end * minutes)
    return (start, end) if start < end else None


def _people(problem: Problem, pool: str, claims: Sequence[Use]) -> Iterator[Violation]:
    """Each stretch over which planned work takes more of a pool than there is; where facts alone do, planned work adds to it."""
    known = problem.pool_of.get(pool)
    title, levels = (known.title or pool, known.levels) if known else (pool, ())
    for start, end, needed, level in _short(problem, levels, claims):
        there = [use for use in claims if use.start < end and use.end > start]
        ahead = [use for use in there if not use.fact and max(use.start, use.settled) < end]
        whom = listed(use.title for use in there)
        words = f"{title[:1].upper()}{title[1:]}: {needed} are needed and {level} are there for {whom}."
        yield _violation(problem, Rule.PEOPLE, ahead[0], [use for use in there if use is not ahead[0]], words, (start, end))


def _short(problem: Problem, levels: Sequence[tuple[int, int]], claims: Sequence[Use]) -> Iterator[tuple[int, int, int, int]]:
    """(start, end, most needed, least there) of each stretch in which planned claims stand above the level, in minutes."""
    changes: dict[int, list[int]] = {}
    for use in claims:
        changes.setdefault(use.start, [0, 0])[0] += use.count
        changes.setdefault(use.end, [0, 0])[0] -= use.count
        if not use.fact:
            changes.setdefault(max(use.start, use.settled), [0, 0])[1] += use.count
            changes.setdefault(use.end, [0, 0])[1] -= use.count
    steps = {at * problem.grid.minutes: level for at, level in levels}
    total = planned = level = 0
    found: tuple[int, int, int, int] | None = None
    for at, until in pairwise(sorted({*changes, *steps})):
        level = steps.get(at, level)
        total, planned = total + changes.get(at, (0, 0))[0], planned + changes.get(at, (0, 0))[1]
        if planned > 0 and total > level:
            known = found or (at, until, total, level)
            found = (known[0], until, max(known[2], total), min(known[3], level))
        elif found is not None:
            yield found
            found = None
    if found is not None:
        yield found


def _runs(problem: Problem, runs: Mapping[tuple[str, int], Sequence[Use]]) -> Iterator[Violation]:
    minutes = problem.grid.minutes
    sizes = {(assay.id, at * minutes): size for assay in problem.assays for at, size in assay.runs}
    for (assay, at), samples in runs.items():
        name, ahead = _title(problem.assays, assay), [use for use in samples if not use.fact]
        if (assay, at) not in sizes:
            for use in ahead:
                yield _violation(problem, Rule.ASSAY, use, (), f"{use.title} does not start with a {name}.", (at, use.end))
        elif ahead and len(samples) > sizes[assay, at]:
            words = f"{name} takes {sizes[assay, at]} samples and {len(samples)} are planned for it: "
            words += listed(use.title for use in samples) + "."
            others = [use for use in samples if use is not ahead[-1]]
            yield _violation(problem, Rule.ASSAY, ahead[-1], others, words, (at, ahead[-1].end))


def _meeting(claims: Iterable[Use], apart: int = 0) -> Iterator[tuple[Use, Use]]:
    """Every pair, the earlier first, of which the later starts before the earlier ends or less than `apart` minutes after."""
    going: list[Use] = []
    for use in sorted(claims, key=lambda use: (use.start, use.end, use.batch, use.step)):
        going = [before for before in going if before.end + apart > use.start]
        for before in going:
            yield before, use
        going.append(use)


def _clash(problem: Problem, rule: Rule, one: Use, other: Use, words: str) -> Iterator[Violation]:
    span = _unsettled(one, other)
    if span is not None:
        named, others = _named(other, one)
        yield _violation(problem, rule, named, others, f"{one.title} and {other.title} {words}.", span)


def _of(problem: Problem, rule: Rule, one: Use, other: Use, words: str, span: tuple[int, int]) -> Violation:
    named, others = _named(one, other)
    return _violation(problem, rule, named, others, f"{one.title} {words}.", span)


def _named(one: Use, other: Use) -> tuple[Use, list[Use]]:
    """Whoever can still be planned is named first: a fact breaks no rule."""
    return (other, [one]) if one.fact else (one, [other])


def _unsettled(one: Use, other: Use) -> tuple[int, int] | None:
    """Where two claims meet and at least one of them could still be planned otherwise; None when they do so in fact alone."""
    start, end = max(one.start, other.start, min(one.settled, other.settled)), min(one.end, other.end)
    return (start, end) if start < end else None


def _violation(problem: Problem, rule: Rule, use: Use, others: Iterable[Use], words: str, span: tuple[int, int]) -> Violation:
    start, end = (at // problem.grid.minutes for at in span)
    return Violation(rule, use.batch, use.step, words, start, end, tuple((other.batch, other.step) for other in others))


def _title(specs: Iterable[RoomSpec | InstrumentSpec | Assay], wanted: str) -> str:
    """How a sentence speaks of a room, an instrument or an assay."""
    return next((spec.title for spec in specs if spec.id == wanted), "") or wanted


def listed(titles: Iterable[str]) -> str:
    """Names as a sentence lists them, each once: A, B and C."""
    names = list(dict.fromkeys(titles))
    return ", ".join(names[:-1]) + f" and {names[-1]}" if len(names) > 1 else "".join(names)


def hours(minutes: int) -> str:
    """So many minutes as a person says them: 45 min, 18 h, 1 h 30 min."""
    whole, rest = divmod(minutes, 60)
    return f"{whole} h {rest} min" if whole and rest else f"{whole} h" if whole else f"{rest} min"
