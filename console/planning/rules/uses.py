"""What a plan lays claim to, in minutes: stations, instruments, hands in a room, people and devices, samples of a run."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from console.planning.problem import WHOLE_ROOM, Place, Plan, PlanBatch, PlanStep, Problem


@dataclass(frozen=True, slots=True)
class Use:
    """One claim from start to end; what lies before `settled` has happened and cannot be planned otherwise.

    `step` is the code to name, `title` how to speak of it. A claim that is all fact is settled to its end, a planned one to its
    start, a stand in which work has begun until now.
    """

    batch: str
    step: str
    title: str
    start: int
    end: int
    settled: int
    count: int = 1
    family: str = ""

    @property
    def fact(self) -> bool:
        """Whether nothing of it can still be planned."""
        return self.settled >= self.end


@dataclass(slots=True)
class Uses:
    """Every claim of a plan, under what it claims."""

    stations: dict[tuple[str, str], list[Use]] = field(default_factory=lambda: defaultdict(list))
    rooms: dict[str, list[Use]] = field(default_factory=lambda: defaultdict(list))
    closable_rooms: dict[str, list[Use]] = field(default_factory=lambda: defaultdict(list))
    instruments: dict[str, list[Use]] = field(default_factory=lambda: defaultdict(list))
    closable_instruments: dict[str, list[Use]] = field(default_factory=lambda: defaultdict(list))
    hands: dict[str, list[Use]] = field(default_factory=lambda: defaultdict(list))
    opens: dict[str, list[Use]] = field(default_factory=lambda: defaultdict(list))
    pools: dict[str, list[Use]] = field(default_factory=lambda: defaultdict(list))
    runs: dict[tuple[str, int], list[Use]] = field(default_factory=lambda: defaultdict(list))


def step_name(step: PlanStep) -> str:
    """How a sentence speaks of a step."""
    return step.title or step.code


def uses_of(problem: Problem, plan: Plan) -> Uses:
    """All claims of the batches in the problem; of a batch that is not fully planned, what is known."""
    uses = Uses()
    for batch in problem.batches:
        planned = _Planned(problem, plan, batch)
        for step in batch.steps:
            if step.code in planned.times:
                _claim_people(uses, planned, step)
        for loan in batch.loans:
            span = planned.span(loan.first, loan.last)
            if span is not None:
                uses.pools[loan.pool].append(planned.use(*span, (batch.step(loan.first), batch.step(loan.last)), count=loan.count))
        for number in range(len(batch.stands)):
            _claim_stand(uses, problem, planned, number)
    return uses


def _claim_people(uses: Uses, planned: _Planned, step: PlanStep) -> None:
    start, end = planned.times[step.code]
    if step.assay:
        uses.runs[step.assay, start].append(planned.use(start, end, (step,)))
    if end > start:
        for pool, count in step.crew:
            uses.pools[pool].append(planned.use(start, end, (step,), count=count))


def _claim_stand(uses: Uses, problem: Problem, planned: _Planned, number: int) -> None:
    """A stand claims its station (or all of its room), its instrument, and hands in the room for each attended step."""
    stand, place = planned.batch.stands[number], planned.place(number)
    steps = [step for step in planned.batch.steps if step.stand == number and step.code in planned.times]
    if place is None or not steps:
        return
    for step in steps:
        start, end = planned.times[step.code]
        if end > start and step.attended:
            uses.hands[place.room].append(planned.use(start, end, (step,)))
        if end > start and step.open:
            uses.opens[place.room].append(planned.use(start, end, (step,)))
    begin = min(planned.times[step.code][0] for step in steps)
    until = max(planned.times[step.code][1] for step in steps)
    whole = planned.use(begin, until, steps, family=stand.family)
    if until > begin:
        for station in _stations(problem, place):
            uses.stations[place.room, station].append(whole)
        uses.rooms[place.room].append(whole)
    if place.station != WHOLE_ROOM:
        held = _attended_ahead(planned, steps) if stand.held is not None else [whole]
        uses.closable_rooms[place.room] += held
    span = planned.span(stand.instrument_from, stand.instrument_until) if place.instrument else None
    if span is not None and span[1] > span[0]:
        claim = planned.use(*span, (planned.batch.step(stand.instrument_from), planned.batch.step(stand.instrument_until)))
        uses.instruments[place.instrument].append(claim)
        if stand.held is None:
            uses.closable_instruments[place.instrument].append(claim)


def _attended_ahead(planned: _Planned, steps: Sequence[PlanStep]) -> list[Use]:
    """What still needs hands at a stand whose cells are there already: they may stay in a closed room, people may not."""
    ahead = [step for step in steps if step.fact is None and step.attended]
    return [planned.use(*planned.times[step.code], (step,)) for step in ahead]


def _stations(problem: Problem, place: Place) -> tuple[str, ...]:
    room = problem.room_of.get(place.room)
    return room.stations if place.station == WHOLE_ROOM and room is not None else (place.station,)


class _Planned:
    """One batch with the minutes of its steps, as they were or are planned."""

    def __init__(self, problem: Problem, plan: Plan, batch: PlanBatch) -> None:
        self.batch, self.plan = batch, plan
        self.now = problem.now * problem.grid.minutes
        self.times = dict(times_of(problem, plan, batch))

    def place(self, number: int) -> Place | None:
        """Where a stand is: where it is held, else where the plan puts it."""
        return self.batch.stands[number].held or self.plan.places.get((self.batch.id, number))

    def span(self, first: str, last: str) -> tuple[int, int] | None:
        """From the start of one step to the end of another; None while one of them is not planned."""
        if first not in self.times or last not in self.times:
            return None
        return self.times[first][0], self.times[last][1]

    def use(self, start: int, end: int, steps: Sequence[PlanStep], count: int = 1, family: str = "") -> Use:
        """A claim by these steps, named by the first that can still be planned."""
        ahead = [step for step in steps if step.fact is None]
        facts = [step for step in steps if step.fact is not None]
        settled = end if not ahead else start
        if ahead and any(self.times[step.code][0] <= start for step in facts):
            settled = min(end, max(self.now, *(self.times[step.code][1] for step in facts)))
        named = (ahead or facts)[0]
        return Use(self.batch.id, named.code, f"{self.batch.id} {step_name(named)}", start, end, settled, count, family)


def times_of(problem: Problem, plan: Plan, batch: PlanBatch) -> Iterator[tuple[str, tuple[int, int]]]:
    """Code, and start and end in minutes, of every step of a batch that is a fact or planned."""
    minutes = problem.grid.minutes
    for step in batch.steps:
        if step.fact is not None:
            yield step.code, (step.fact.start * minutes, step.fact.end * minutes)
        elif (batch.id, step.code) in plan.starts:
            start = plan.starts[batch.id, step.code] * minutes
            yield step.code, (start, start + step.duration * minutes)
