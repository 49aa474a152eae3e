"""What a plan costs in the model: weighted expected tardiness first, then the commitments that move."""

from __future__ import annotations

from dataclasses import dataclass

from console.planning.cpsat.formulation import Expr, Formulation, OpenBatch
from console.planning.problem import Penalty, Plan, Span


@dataclass(frozen=True, slots=True)
class Price:
    """The objective is `scale` x cost + moves, and moves never reach `scale`."""

    scale: int

    def least_cost(self, bound: float) -> int:
        """The least cost that a lower bound on the objective leaves possible."""
        # the solver tells the bound of a whole number as a float
        return -int(-(bound - 1e-6) // 1) // self.scale


def add_price(form: Formulation, baseline: Plan | None) -> Price:
    """Minimise what the free batches cost; with a baseline, of equally cheap plans take the one that moves least from it."""
    costs = [term for opened in form.opened if (term := _lateness(form, opened)) is not None]
    moves = [] if baseline is None else [move for opened in form.opened for move in _moves(form, opened, baseline)]
    price = Price(len(moves) + 1)
    form.model.minimize(price.scale * sum(costs) + sum(moves))
    return price


def pieces(penalty: Penalty) -> list[Span]:
    """A convex penalty as lines: it is at least slope x end - offset for each (slope, offset), and 0."""
    lines, slope, offset = [], 0, 0
    for at, more in sorted(penalty.pieces):
        slope, offset = slope + more, offset + more * at
        lines.append((slope, offset))
    return lines


def _lateness(form: Formulation, opened: OpenBatch) -> Expr | None:
    """Weighted expected tardiness of one batch; None where it has no promise."""
    batch = opened.batch
    if batch.promise_step not in batch.index or not batch.weight:
        return None
    n = batch.index[batch.promise_step]
    shift = 0 if batch.promise_at_start else opened.lengths[n]
    end = opened.starts[n] + shift
    if not opened.is_open(n):
        return batch.weight * batch.penalty.cost(opened.bounds[n][0] + shift)
    soonest, latest = (batch.penalty.cost(at + shift) for at in opened.bounds[n])
    planned = opened.hinted(n)
    late = form.number(soonest, latest, None if planned is None else batch.penalty.cost(planned + shift))
    for slope, offset in pieces(batch.penalty):
        form.model.add(late >= slope * end - offset)
    return batch.weight * late


def _moves(form: Formulation, opened: OpenBatch, baseline: Plan) -> list[Expr]:
    """A literal for each step that the baseline tells to people: it starts or stands elsewhere now."""
    found: list[Expr] = []
    for n, step in enumerate(opened.batch.steps):
        told = baseline.starts.get((opened.batch.id, step.code))
        if told is None or not opened.is_open(n):
            continue
        options = [] if step.stand is None else opened.options[step.stand]
        place = None if step.stand is None else baseline.places.get((opened.batch.id, step.stand))
        stays = [option.chosen for option in options if option.place == place]
        if not opened.bounds[n][0] <= told <= opened.bounds[n][1] or (options and not stays):
            continue  # it moves in any case
        planned = form.plan.places.get((opened.batch.id, -1 if step.stand is None else step.stand))
        move = form.yes(None if opened.planned is None else opened.planned[n] != told or (bool(options) and planned != place))
        form.model.add(opened.starts[n] == told).only_enforce_if(~move)
        for chosen in stays:
            form.model.add_implication(~move, chosen)
        found.append(move)
    return found
