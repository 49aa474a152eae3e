"""What stands and steps share in the model: the hands of a room, open work, people and devices, seats in assay runs."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray
from ortools.sat.python.cp_model import Domain, IntervalVar, LiteralT

from console.planning.cpsat.formulation import Expr, Formulation, OpenBatch
from console.planning.cpsat.standing import Hold, absent
from console.planning.leftover import merged
from console.planning.problem import Span
from console.planning.starts import open_starts, stretches


@dataclass
class Demand:
    """What asks for a share of something: intervals, how much each takes, and the slots they can lie in."""

    spans: list[IntervalVar] = field(default_factory=list)
    counts: list[int] = field(default_factory=list)
    first: int = 1 << 60
    last: int = 0

    def add(self, span: IntervalVar, count: int, within: Span) -> None:
        """One more that asks."""
        self.spans.append(span)
        self.counts.append(count)
        self.first, self.last = min(self.first, within[0]), max(self.last, within[1])


def add_hands(form: Formulation) -> None:
    """One attended manipulation in a room at a time."""
    rooms: dict[str, Demand] = defaultdict(Demand)
    choosers: dict[str, Demand] = defaultdict(Demand)
    for opened in form.opened:
        for n, span in opened.spans.items():
            step, within = opened.batch.steps[n], (opened.bounds[n][0], opened.bounds[n][1] + opened.lengths[n])
            if step.stand is None or not step.attended:
                continue
            for room, there in opened.rooms[step.stand].items():
                if there is True:
                    rooms[room].add(span, 1, within)
                else:
                    new = form.model.new_optional_fixed_size_interval_var(opened.starts[n], step.duration, there, "")
                    rooms[room].add(new, 1, within)
                    choosers[room].add(new, 1, within)
    for room, demand in rooms.items():
        if len(demand.spans) > 1:
            form.model.add_no_overlap(demand.spans)
        choosing = choosers[room]
        # a step whose room is settled has the taken stretches out of its slots already
        taken = merged(((taken.start, taken.end) for taken in form.left.hands[room]), choosing.first, choosing.last)
        if taken and choosing.spans:
            fixed = [form.model.new_fixed_size_interval_var(start, end - start, "") for start, end in taken]
            form.model.add_no_overlap([*choosing.spans, *fixed])


def add_open_work(form: Formulation, holds: list[Hold]) -> None:
    """An open step has its room to itself: no stand of another batch is held there meanwhile."""
    crowded = {room.id for room in form.problem.rooms if len(room.stations) > 1}
    for opened in form.opened:
        for n, step in enumerate(opened.batch.steps):
            if not step.open or n not in opened.spans or step.stand is None:
                continue
            _apart_from_settled(form, opened, n, opened.rooms[step.stand])
            for hold in holds:
                mine, other = opened.rooms[step.stand], hold.opened.rooms[hold.number]
                shared = [(mine[room], other[room]) for room in mine if room in other and room in crowded]
                if hold.opened is not opened and shared:
                    _apart(form, opened, n, hold, shared)


def _apart_from_settled(form: Formulation, opened: OpenBatch, n: int, rooms: dict[str, LiteralT]) -> None:
    if len(rooms) == 1:
        return  # its slots reckon with it already
    for room, there in rooms.items():
        allowed = open_starts(form.problem, form.left, opened.batch, opened.batch.steps[n], room)
        domain = Domain.from_intervals(stretches(allowed, *opened.bounds[n]))
        form.model.add_linear_expression_in_domain(opened.starts[n], domain).only_enforce_if(there)


def _apart(form: Formulation, opened: OpenBatch, n: int, hold: Hold, shared: list[tuple[LiteralT, LiteralT]]) -> None:
    first, last = opened.bounds[n]
    if hold.first >= last + opened.lengths[n] or first >= hold.last:
        return
    start, end = opened.hinted(n), opened.hinted(n, end=True)
    before = form.yes(None if end is None or hold.hint is None else hold.hint[0] >= end)
    after = form.yes(None if start is None or hold.hint is None else start >= hold.hint[1])
    form.model.add(hold.start >= opened.ends[n]).only_enforce_if(before)
    form.model.add(opened.starts[n] >= hold.end).only_enforce_if(after)
    for both in shared:
        form.model.add_bool_or(before, after, *absent(*both))


def add_people(form: Formulation) -> None:
    """No more people or devices of a pool than there are: crews for the whole step, loans from one step to another."""
    pools: dict[str, Demand] = defaultdict(Demand)
    for opened in form.opened:
        for n, span in opened.spans.items():
            for pool, count in opened.batch.steps[n].crew:
                if count:
                    pools[pool].add(span, count, (opened.bounds[n][0], opened.bounds[n][1] + opened.lengths[n]))
        _add_loans(form, opened, pools)
    for pool, demand in pools.items():
        _add_shared(form, demand, form.left.people[pool])


def _add_loans(form: Formulation, opened: OpenBatch, pools: dict[str, Demand]) -> None:
    for loan in opened.batch.loans:
        u, v = opened.batch.index[loan.first], opened.batch.index[loan.last]
        if not (opened.is_open(u) or opened.is_open(v)) or not loan.count:
            continue
        first, last = opened.bounds[u][0], opened.bounds[v][1] + opened.lengths[v]
        start: Expr = opened.starts[u]
        begun, until = opened.hinted(u), opened.hinted(v, end=True)
        if not opened.is_open(u):
            start = first = max(first, form.problem.now)
            begun = begun and max(begun, first)
        size = form.number(0, max(last - first, 0), None if begun is None or until is None else until - begun)
        pools[loan.pool].add(form.model.new_interval_var(start, size, opened.ends[v], ""), loan.count, (first, last))


def _add_shared(form: Formulation, demand: Demand, left: NDArray[np.int64]) -> None:
    """Never more at once than is left in each slot: what is missing to the most there ever is, is taken by fixed stretches."""
    first, last = max(demand.first, 0), min(demand.last, len(left))
    here = left[first:last]
    if last <= first or sum(demand.counts) <= here.min():
        return
    most = int(here.max())
    edges = [0, *(np.flatnonzero(np.diff(here)) + 1).tolist(), len(here)]
    spans, counts = list(demand.spans), list(demand.counts)
    for start, end in pairwise(edges):
        if here[start] < most:
            spans.append(form.model.new_fixed_size_interval_var(first + start, end - start, ""))
            counts.append(most - int(here[start]))
    form.model.add_cumulative(spans, counts, most)


def add_assays(form: Formulation) -> None:
    """No more samples in a run than it takes; that a step starts with a run is in its slots already."""
    for assay, seats in form.left.seats.items():
        demand = Demand()
        for opened in form.opened:
            for n, step in enumerate(opened.batch.steps):
                if step.assay == assay and opened.is_open(n):
                    within = opened.bounds[n][0], opened.bounds[n][1] + 1
                    demand.add(form.model.new_fixed_size_interval_var(opened.starts[n], 1, ""), 1, within)
        if demand.spans:
            size = max(max(seats, default=0) + 1, demand.last)
            left = np.full(size, max(seats.values(), default=0), dtype=np.int64)
            for at, free in seats.items():
                left[at] = max(free, 0)
            _add_shared(form, demand, left)
