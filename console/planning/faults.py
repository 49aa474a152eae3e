"""Input that no plan can satisfy, or that makes no sense, found before anything is planned: what is wrong, and who is to blame."""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Iterator, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from console.planning.problem import WHOLE_ROOM, InstrumentSpec, Place, PlanBatch, PlanStep, Problem, RoomSpec, Stand
from console.planning.rules.limits import circle, distances, longest_open, longest_staffed, shortest_hold
from console.planning.rules.sharing import hours, listed
from console.planning.rules.uses import step_name


class FaultKind(StrEnum):
    """What can be wrong with a planning problem."""

    UNKNOWN = "unknown"
    TWICE = "twice"
    NEGATIVE = "negative"
    EMPTY = "empty"
    DATES = "dates"
    TOO_LONG = "too long"
    CIRCLE = "circle"
    NO_PLACE = "no place"
    MAINTENANCE = "maintenance"
    CHANGEOVER = "changeover"


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong, who is to blame ("B-0412 HARVEST", a room, three families), and one plain sentence."""

    kind: FaultKind
    culprit: str
    words: str


def faults(problem: Problem) -> tuple[Fault, ...]:
    """Everything that makes this problem impossible or senseless whatever the plan; empty when planning may begin."""
    found = [*_site(problem), *_triangles(problem)]
    known = _Known(problem)
    for batch in problem.batches:
        named = list(_names(known, batch))
        found += named
        if not named:  # what names nothing that exists cannot be reckoned with
            found += [*_steps(known, batch), *_limits(known, batch)]
    return tuple(dict.fromkeys(found))


@dataclass(slots=True)
class _Known:
    """What the site has, and what was worked out for one batch and holds for every other of its shape."""

    problem: Problem
    stations: dict[str, tuple[str, ...]] = field(init=False)
    pools: dict[str, int] = field(init=False)
    runs: dict[str, tuple[int, ...]] = field(init=False)
    staffed: dict[Hashable, int] = field(default_factory=dict)
    circles: dict[Hashable, tuple[str, ...]] = field(default_factory=dict)
    tables: dict[Hashable, list[list[int]]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        problem = self.problem
        self.stations = {room.id: room.stations for room in problem.rooms}
        self.pools = {pool.id: max((level for _, level in pool.levels), default=0) for pool in problem.pools}
        self.runs = {assay.id: tuple(at for at, size in assay.runs if size > 0) for assay in problem.assays}


def _site(problem: Problem) -> Iterator[Fault]:
    """The site's own lists: nothing twice, no negative spans or levels, no assay without a run."""
    for what in (problem.rooms, problem.instruments, problem.pools, problem.assays, problem.batches):
        for name, count in Counter(each.id for each in what).items():
            if count > 1:
                yield Fault(FaultKind.TWICE, name, f"{name} is there {count} times.")
    closable: tuple[RoomSpec | InstrumentSpec, ...] = (*problem.rooms, *problem.instruments)
    for spec in closable:
        for closed in spec.closed:
            if closed.end < closed.start:
                yield Fault(FaultKind.NEGATIVE, spec.id, f"{spec.title or spec.id} is closed until before it is closed.")
    for pool in problem.pools:
        if not pool.levels or pool.levels[0][0] > 0:
            yield Fault(FaultKind.EMPTY, pool.id, f"{pool.title or pool.id}: nobody says how many there are at the beginning.")
        if any(level < 0 for _, level in pool.levels):
            yield Fault(FaultKind.NEGATIVE, pool.id, f"{pool.title or pool.id}: there are fewer than none at some time.")
    for assay in problem.assays:
        if not any(size > 0 for _, size in assay.runs):
            yield Fault(FaultKind.EMPTY, assay.id, f"{assay.title or assay.id} has no run that takes a sample.")
    if problem.horizon <= problem.now:
        yield Fault(FaultKind.DATES, "horizon", "The time to be planned ends before it begins.")


def _triangles(problem: Problem) -> Iterator[Fault]:
    """A changeover by way of a third family may not be shorter than the direct one; the third that spoils it most is named."""
    gaps = problem.changeover
    families = sorted({family for pair in gaps for family in pair})
    minutes = problem.grid.minutes
    for (before, after), direct in sorted(gaps.items()):
        if direct < 0:
            yield Fault(FaultKind.NEGATIVE, f"{before}, {after}", f"The changeover from {before} to {after} is negative.")
        ways = [(gaps.get((before, via), 0) + gaps.get((via, after), 0), via) for via in families if via not in (before, after)]
        least, via = min(ways, default=(direct, ""))
        if least < direct:
            words = f"The changeover from {before} to {after} takes {hours(direct * minutes)}, by way of {via} only "
            words += f"{hours(least * minutes)}: the table contradicts itself."
            yield Fault(FaultKind.CHANGEOVER, f"{before}, {via}, {after}", words)


def _names(known: _Known, batch: PlanBatch) -> Iterator[Fault]:
    """Every name a batch uses exists, and nothing about it is there twice or not at all."""
    codes = {step.code for step in batch.steps}
    if not batch.steps:
        yield Fault(FaultKind.EMPTY, batch.id, f"{batch.id} has no step.")
    for code, count in Counter(step.code for step in batch.steps).items():
        if count > 1:
            yield Fault(FaultKind.TWICE, f"{batch.id} {code}", f"{batch.id} has {count} steps {code}.")
    named = [(code, "a limit") for lag in batch.lags for code in (lag.before, lag.after)]
    named += [(code, "a clock") for anchor in batch.anchors for code in (anchor.root, anchor.step)]
    named += [(code, "a loan") for loan in batch.loans for code in (loan.first, loan.last)]
    named += [(code, "an instrument's hold") for s in batch.stands for code in (s.instrument_from, s.instrument_until) if code]
    named += [(batch.promise_step, "the promise")] if batch.promise_step else []
    for code, what in named:
        if code not in codes:
            yield Fault(FaultKind.UNKNOWN, f"{batch.id} {code}", f"{batch.id}: {what} names {code}, which is none of its steps.")
    pools = [pool for step in batch.steps for pool, _ in step.crew] + [loan.pool for loan in batch.loans]
    assays = [step.assay for step in batch.steps if step.assay]
    for name in (*(pool for pool in pools if pool not in known.pools), *(assay for assay in assays if assay not in known.runs)):
        yield Fault(FaultKind.UNKNOWN, f"{batch.id} {name}", f"{batch.id} needs {name}, which the site does not have.")
    for step in batch.steps:
        if step.stand is not None and not 0 <= step.stand < len(batch.stands):
            yield Fault(
                FaultKind.UNKNOWN, f"{batch.id} {step.code}", f"{batch.id} {step_name(step)} is done at no stand of its batch."
            )
    for stand in batch.stands:
        for place in stand.places:
            yield from _place(known, batch, place)


def _place(known: _Known, batch: PlanBatch, place: Place) -> Iterator[Fault]:
    instruments = {instrument.id for instrument in known.problem.instruments}
    if place.room not in known.stations:
        yield Fault(FaultKind.UNKNOWN, f"{batch.id} {place.room}", f"{batch.id} may use room {place.room}, which is not there.")
    elif place.station != WHOLE_ROOM and place.station not in known.stations[place.room]:
        where = f"{place.room} station {place.station}"
        yield Fault(FaultKind.UNKNOWN, f"{batch.id} {where}", f"{batch.id} may use {where}, which is not there.")
    if place.instrument and place.instrument not in instruments:
        words = f"{batch.id} may use instrument {place.instrument}, which is not there."
        yield Fault(FaultKind.UNKNOWN, f"{batch.id} {place.instrument}", words)


def _steps(known: _Known, batch: PlanBatch) -> Iterator[Fault]:
    """Each step by itself: its length against its people, its hours, its runs, its dates."""
    problem = known.problem
    begun = any(step.fact is not None for step in batch.steps)
    if batch.due is not None and batch.due < batch.release and not begun:
        yield Fault(FaultKind.DATES, batch.id, f"{batch.id} is promised before it is released for work.")
    for step in (step for step in batch.steps if step.fact is None):
        name, spoken = f"{batch.id} {step.code}", f"{batch.id} {step_name(step)}"
        if step.duration < 0:
            yield Fault(FaultKind.NEGATIVE, name, f"{spoken} takes less than no time.")
        first, last = max(problem.now, batch.release, step.earliest), problem.horizon if step.latest is None else step.latest
        if first > last:
            yield Fault(FaultKind.DATES, name, f"{spoken} may start at no time: its latest start lies before its earliest.")
        elif step.windows is not None and not any(max(opens, first) < min(closes, last + 1) for opens, closes in step.windows):
            yield Fault(FaultKind.EMPTY, name, f"{spoken} has no hours in which it may start.")
        elif step.assay and not any(first <= run <= last for run in known.runs[step.assay]):
            yield Fault(FaultKind.EMPTY, name, f"{spoken} has no run of {step.assay} to start with.")
        yield from _crew(known, step, name, spoken)
    for loan in batch.loans:
        if loan.count > known.pools[loan.pool]:
            words = f"{batch.id} needs {loan.count} of {loan.pool}, and there are never more than {known.pools[loan.pool]}."
            yield Fault(FaultKind.TOO_LONG, f"{batch.id} {loan.pool}", words)


def _crew(known: _Known, step: PlanStep, name: str, spoken: str) -> Iterator[Fault]:
    """A step no longer than the longest stretch over which its whole crew is there."""
    problem = known.problem
    if step.crew not in known.staffed:
        crew = [(problem.pool_of[pool], count) for pool, count in step.crew]
        known.staffed[step.crew] = longest_staffed(crew, problem.horizon)
    longest, minutes = known.staffed[step.crew], problem.grid.minutes
    if step.duration > longest:
        people = listed(f"{count} of {problem.pool_of[pool].title or pool}" for pool, count in step.crew)
        words = f"{spoken} takes {hours(step.duration * minutes)} and " + (
            f"needs {people}, who are never there for more than {hours(longest * minutes)}."
            if step.crew
            else "does not fit into the time to be planned."
        )
        yield Fault(FaultKind.TOO_LONG, name, words)


def _limits(known: _Known, batch: PlanBatch) -> Iterator[Fault]:
    """What the steps of a batch ask of one another and of their rooms: no circle, enough time, a place with enough time."""
    shape = (batch.lags, tuple((step.code, step.duration, step.fact is None) for step in batch.steps))
    if shape not in known.circles:
        known.circles[shape] = circle(batch)
        known.tables[shape] = [] if known.circles[shape] else distances(batch)
    if known.circles[shape]:
        on = known.circles[shape]
        words = f"{batch.id}: the limits between {listed(step_name(batch.step(code)) for code in on)} contradict each other."
        yield Fault(FaultKind.CIRCLE, f"{batch.id} {', '.join(on)}", words)
        return
    far, problem = known.tables[shape], known.problem
    begin = max(problem.now, batch.release)
    for v, step in enumerate(batch.steps):
        chained = max(begin + row[v] for row in far)
        if step.fact is None and chained + step.duration > problem.horizon:
            words = f"{batch.id} {step_name(step)} cannot end within the time to be planned: its limits alone need longer."
            yield Fault(FaultKind.DATES, f"{batch.id} {step.code}", words)
        elif step.fact is None and step.latest is not None and begin <= step.latest < chained:
            words = f"{batch.id} {step_name(step)} cannot start by its latest start: what comes before it needs longer."
            yield Fault(FaultKind.DATES, f"{batch.id} {step.code}", words)
    for number, stand in enumerate(batch.stands):
        steps = batch.at_stand(number)
        if stand.held is None and steps and all(batch.steps[n].fact is None for n in steps):
            yield from _stand(known, batch, stand, steps, far)


def _stand(known: _Known, batch: PlanBatch, stand: Stand, steps: Sequence[int], far: Sequence[Sequence[int]]) -> Iterator[Fault]:
    """A stand has a place, and at one of them at least its shortest hold fits between two closed spans."""
    name, problem = f"{batch.id} {stand.title or step_name(batch.steps[steps[0]])}", known.problem
    if not stand.places:
        yield Fault(FaultKind.NO_PLACE, name, f"{name}: there is no place where it may be done.")
        return
    hold = shortest_hold(batch, far, steps)
    kept = (batch.index[stand.instrument_from], batch.index[stand.instrument_until]) if stand.instrument_from else ()
    begin = max(problem.now, batch.release)
    instruments = {instrument.id: instrument.closed for instrument in problem.instruments}

    def fits(place: Place) -> bool:
        if place.station != WHOLE_ROOM and longest_open(problem.room_of[place.room].closed, begin, problem.horizon) < hold:
            return False
        needed = far[kept[0]][kept[1]] + batch.steps[kept[1]].duration if kept and place.instrument else 0
        return longest_open(instruments.get(place.instrument, ()), begin, problem.horizon) >= needed

    if not any(fits(place) for place in stand.places):
        rooms = listed(problem.room_of[place.room].title or place.room for place in stand.places)
        words = f"{name} holds its place for {hours(hold * problem.grid.minutes)} at least, and {rooms} are never open for so long."
        yield Fault(FaultKind.MAINTENANCE, f"{name}: {rooms}", words)
