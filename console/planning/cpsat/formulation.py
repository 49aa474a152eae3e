"""One batch as variables: a start for each step that is no fact, within the slots that its own limits and the others leave."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray
from ortools.sat.python.cp_model import CpModel, Domain, IntervalVar, IntVar, LinearExpr, LiteralT

from console.planning.leftover import Leftover, settled_place
from console.planning.problem import Place, Plan, PlanBatch, Problem, Span
from console.planning.reach import least_gaps, length
from console.planning.starts import Slots, allowed_starts, stretches

Expr = LinearExpr | int
"""A slot or a length in the model: settled, or still to be found."""


@dataclass(frozen=True, slots=True)
class Option:
    """A place a stand may have, and the literal that says it has it (True: it has no other)."""

    place: Place
    chosen: LiteralT


@dataclass
class Formulation:
    """A model in the making: the problem, the plan it starts from, what the fixed batches leave, and a hint for every variable."""

    problem: Problem
    plan: Plan
    left: Leftover
    model: CpModel = field(default_factory=CpModel)
    opened: list[OpenBatch] = field(default_factory=list)

    def yes(self, hint: bool | None) -> IntVar:
        """A new literal, hinted if there is anything to hint."""
        literal = self.model.new_bool_var("")
        if hint is not None:
            self.model.add_hint(literal, hint)
        return literal

    def number(self, first: int, last: int, hint: int | None) -> IntVar:
        """A new whole number between two others, both in."""
        number = self.model.new_int_var(first, last, "")
        if hint is not None:
            self.model.add_hint(number, min(max(hint, first), last))
        return number


@dataclass
class OpenBatch:
    """A free batch in the model: starts and ends of its steps (facts: numbers), their bounds, where its stands may be.

    `planned` are the starts the plan gives (None: it gives none), `gaps` what its own limits put between any two starts.
    """

    batch: PlanBatch
    planned: tuple[int, ...] | None
    lengths: list[int]
    bounds: list[Span]
    gaps: NDArray[np.int64]
    starts: list[Expr] = field(default_factory=list)
    ends: list[Expr] = field(default_factory=list)
    spans: dict[int, IntervalVar] = field(default_factory=dict)
    options: list[list[Option]] = field(default_factory=list)
    rooms: list[dict[str, LiteralT]] = field(default_factory=list)

    def is_open(self, step: int) -> bool:
        """Whether a step is still to be placed."""
        return self.batch.steps[step].fact is None

    def hinted(self, step: int, end: bool = False) -> int | None:
        """When the plan starts (or ends) a step."""
        return None if self.planned is None else self.planned[step] + end * self.lengths[step]


def add_batch(form: Formulation, batch: PlanBatch) -> OpenBatch | None:
    """Put one batch into the model; None when its own limits, or what the others leave, already contradict it."""
    places = [_options(form, batch, number) for number in range(len(batch.stands))]
    if not all(places):
        return None
    planned = tuple(form.plan.start(batch, step) for step in batch.steps) if form.plan.holds(batch) else None
    allowed = [_allowed(form, batch, n, places, planned) for n in range(len(batch.steps))]
    if not all(slots is None or slots.any() for slots in allowed):
        return None
    bounds = [_bounds(batch, n, slots) for n, slots in enumerate(allowed)]
    gaps = least_gaps(batch, bounds)
    if gaps is None:
        return None
    bounds = [(int(gaps[-1, n]), int(-gaps[n, -1])) for n in range(len(batch.steps))]
    opened = OpenBatch(batch, planned, [length(step) for step in batch.steps], bounds, gaps)
    for n, slots in enumerate(allowed):
        if not _add_step(form, opened, n, slots):
            return None
    _add_limits(form, opened)
    for number, choice in enumerate(places):
        _add_options(form, opened, number, choice)
    form.opened.append(opened)
    return opened


def _options(form: Formulation, batch: PlanBatch, number: int) -> list[Place]:
    """Where a stand may be: where it is, if it is anywhere or is frozen; else wherever its recipe allows."""
    settled = settled_place(batch, number, form.plan, free=True)
    if settled is not None:
        return [settled]
    planned = form.plan.places.get((batch.id, number))
    places = list(dict.fromkeys(batch.stands[number].places))
    frozen = any(form.plan.starts.get((batch.id, batch.steps[n].code), form.problem.freeze) < form.problem.freeze
                 for n in batch.at_stand(number))  # fmt: skip
    return [planned] if frozen and planned in places else places


def _allowed(
    form: Formulation, batch: PlanBatch, n: int, places: list[list[Place]], planned: tuple[int, ...] | None
) -> Slots | None:
    """The starts a step may have, None for a fact; what is frozen stays, if it can."""
    step = batch.steps[n]
    if step.fact is not None:
        return None
    rooms = set() if step.stand is None else {place.room for place in places[step.stand]}
    allowed = allowed_starts(form.problem, form.left, batch, step, rooms.pop() if len(rooms) == 1 else None)
    if planned is not None and planned[n] < form.problem.freeze and 0 <= planned[n] < len(allowed) and allowed[planned[n]]:
        allowed = np.zeros_like(allowed)
        allowed[planned[n]] = True
    return allowed


def _bounds(batch: PlanBatch, n: int, allowed: Slots | None) -> Span:
    fact = batch.steps[n].fact
    if allowed is None:
        assert fact is not None
        return fact.start, fact.start
    where = np.flatnonzero(allowed)
    return int(where[0]), int(where[-1])


def _add_step(form: Formulation, opened: OpenBatch, n: int, allowed: Slots | None) -> bool:
    """A variable for a step that is open; False when nothing is left of its slots."""
    step = opened.batch.steps[n]
    if step.fact is not None or allowed is None:
        opened.starts.append(opened.bounds[n][0])
        opened.ends.append(opened.bounds[n][0] + opened.lengths[n])
        return True
    domain = stretches(allowed, *opened.bounds[n])
    if not domain:
        return False
    opened.bounds[n] = domain[0][0], domain[-1][1]
    start = form.model.new_int_var_from_domain(Domain.from_intervals(domain), "")
    if opened.planned is not None:
        form.model.add_hint(start, opened.planned[n])
    opened.starts.append(start)
    opened.ends.append(start + step.duration)
    if step.duration:
        opened.spans[n] = form.model.new_fixed_size_interval_var(start, step.duration, "")
    return True


def _add_limits(form: Formulation, opened: OpenBatch) -> None:
    batch = opened.batch
    for lag in batch.lags:
        u, v = batch.index[lag.before], batch.index[lag.after]
        if opened.is_open(u) or opened.is_open(v):
            apart = _edge(opened, v, lag.to_end) - _edge(opened, u, lag.from_end)
            form.model.add_linear_constraint(apart, lag.least, form.problem.horizon * 2 if lag.most is None else lag.most)
    for anchor in batch.anchors:
        root, step = batch.index[anchor.root], batch.index[anchor.step]
        if opened.is_open(root) or opened.is_open(step):
            _add_clock(form, opened, root, step, anchor.opens)


def _edge(opened: OpenBatch, n: int, end: bool) -> Expr:
    return opened.ends[n] if end else opened.starts[n]


def _add_clock(form: Formulation, opened: OpenBatch, root: int, step: int, opens: Sequence[int]) -> None:
    """A step waits for the hour its root's day gives: one literal for each day the root may have, where the day matters."""
    days = form.problem.days
    first, last = (form.problem.day(at) for at in opened.bounds[root])
    if first == last:
        form.model.add(opened.starts[step] >= opens[first])
        return
    literals = []
    for day in range(first, last + 1):
        planned = opened.hinted(root)
        on = form.yes(None if planned is None else form.problem.day(planned) == day)
        form.model.add(opened.starts[root] >= (days[day] if day else 0)).only_enforce_if(on)
        form.model.add(opened.starts[step] >= opens[day]).only_enforce_if(on)
        if day < last:
            form.model.add(opened.starts[root] < days[day + 1]).only_enforce_if(on)
        literals.append(on)
    form.model.add_exactly_one(literals)


def _add_options(form: Formulation, opened: OpenBatch, number: int, places: list[Place]) -> None:
    """Exactly one place for a stand, and a literal for each room it may be in."""
    planned = form.plan.places.get((opened.batch.id, number)) if opened.planned is not None else None
    if len(places) == 1:
        options = [Option(places[0], True)]
    else:
        options = [Option(place, form.yes(None if planned is None else place == planned)) for place in places]
        form.model.add_exactly_one(option.chosen for option in options)
    rooms: dict[str, LiteralT] = {}
    for room in dict.fromkeys(place.room for place in places):
        inside = [option.chosen for option in options if option.place.room == room]
        if len(inside) == len(options):
            rooms[room] = True
        elif len(inside) == 1:
            rooms[room] = inside[0]
        else:
            rooms[room] = form.yes(None if planned is None else planned.room == room)
            form.model.add(sum(inside) == rooms[room])
    opened.options.append(options)
    opened.rooms.append(rooms)
