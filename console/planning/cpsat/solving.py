"""Solve a window of a plan, or a whole problem, with CP-SAT, and say no more than was found or proved."""

from __future__ import annotations

from collections.abc import Sequence
from threading import Event, Thread

from ortools.sat.python.cp_model import FEASIBLE, INFEASIBLE, OPTIMAL, CpSolver

from console.planning.build import Stop, never
from console.planning.cpsat.formulation import Formulation, add_batch
from console.planning.cpsat.price import Price, add_price
from console.planning.cpsat.sharing import add_assays, add_hands, add_open_work, add_people
from console.planning.cpsat.standing import add_stands
from console.planning.leftover import left_by
from console.planning.problem import Place, Plan, Problem, cost_of
from console.planning.prove import Claim, Proved, believe

LOOKS_UP_S = 0.02
"""How often a search looks whether it is to stop."""


def prove_window(
    problem: Problem,
    plan: Plan,
    batches: Sequence[str],
    seconds: float,
    workers: int = 1,
    stop: Stop = never,
    baseline: Plan | None = None,
    seed: int = 0,
) -> Proved:
    """The best plan with these batches free and all others as they are, in at most so many seconds of search.

    Of equally cheap plans the one that moves least from the baseline (the plan itself, if none is given) is best. Pinned batches
    stay; so does what starts before the freeze, if it can. Batches the plan does not hold may be named: they are placed.
    What fixed batches break among themselves, or against what has happened, stays broken: name them, too, where it is to be mended.
    """
    free = tuple(batch.id for batch in problem.batches if batch.id in set(batches) and not batch.pinned)
    before = plan if baseline is None else baseline
    search = _Search(seconds, workers, stop, seed, presolve=False)
    claim = Claim() if stop() else _claim(problem, plan, free, search, before)
    return believe(problem, plan, free, claim, before)


def solve(
    problem: Problem,
    seconds: float,
    workers: int = 1,
    hint: Plan | None = None,
    stop: Stop = never,
    seed: int = 0,
    first: bool = False,
    presolve: bool = True,
) -> Proved:
    """The whole problem at once, every batch free that is not pinned in the hint; with `first` any plan at all will do.

    The solver's own presolve pays on one big batch of limits, and costs more than it brings on many batches.
    """
    plan = Plan() if hint is None else hint
    free = tuple(batch.id for batch in problem.batches if not (batch.pinned and plan.holds(batch)))
    search = _Search(seconds, workers, stop, seed, presolve)
    search.solver.parameters.stop_after_first_solution = first
    claim = Claim() if stop() else _claim(problem, plan, free, search, None)
    return believe(problem, plan, free, claim)


class _Search:
    """One run of the solver; a watcher stops it, since a stop asked before the search begins is not heard."""

    def __init__(self, seconds: float, workers: int, stop: Stop, seed: int, presolve: bool) -> None:
        self.solver = CpSolver()
        self.solver.parameters.max_time_in_seconds = seconds
        self.solver.parameters.num_workers = workers
        self.solver.parameters.random_seed = seed
        if not presolve:
            # slots are narrowed before they reach the solver: its presolve and its relaxations would take longer than the search
            self.solver.parameters.cp_model_presolve = False
            self.solver.parameters.linearization_level = 0
        self._stop = stop
        self._over = Event()

    def run(self, form: Formulation) -> int:
        """How the solver says it ended."""
        watcher = Thread(target=self._watch, name="prover-stop", daemon=True)
        watcher.start()
        try:
            return int(self.solver.solve(form.model))
        finally:
            self._over.set()
            watcher.join()

    def _watch(self) -> None:
        while not self._over.wait(LOOKS_UP_S):
            if self._stop():
                self.solver.stop_search()


def _claim(problem: Problem, plan: Plan, free: Sequence[str], search: _Search, baseline: Plan | None) -> Claim:
    form = Formulation(problem, plan, left_by(problem, plan, frozenset(free)))
    for batch in problem.batches:
        if batch.id in set(free) and add_batch(form, batch) is None:
            return Claim(infeasible=True)
    holds = add_stands(form)
    add_hands(form)
    add_open_work(form, holds)
    add_people(form)
    add_assays(form)
    price = add_price(form, baseline)
    status = search.run(form)
    if status == INFEASIBLE:
        return Claim(infeasible=True)
    others = sum(cost_of(batch, plan) for batch in problem.batches if batch.id not in set(free) and plan.holds(batch))
    bound, fewest = _bound(search.solver, price, status)
    found = _read(form, search.solver) if status in (OPTIMAL, FEASIBLE) else None
    return Claim(found, None if bound is None else bound + others, False, fewest)


def _bound(solver: CpSolver, price: Price, status: int) -> tuple[int | None, bool]:
    """The least cost left possible, and whether the best found is as good as the bound: the word "optimal" proves nothing."""
    if status not in (OPTIMAL, FEASIBLE):
        return None, False
    bound = solver.best_objective_bound
    return price.least_cost(bound), abs(solver.objective_value - bound) < 0.5


def _read(form: Formulation, solver: CpSolver) -> Plan:
    starts: dict[tuple[str, str], int] = {}
    places: dict[tuple[str, int], Place] = {}
    for opened in form.opened:
        for n, step in enumerate(opened.batch.steps):
            starts[opened.batch.id, step.code] = solver.value(opened.starts[n])
        for number, options in enumerate(opened.options):
            places[opened.batch.id, number] = next(o.place for o in options if o.chosen is True or solver.value(o.chosen))
    free = {opened.batch.id for opened in form.opened}
    return Plan(
        {key: at for key, at in form.plan.starts.items() if key[0] not in free} | starts,
        {key: at for key, at in form.plan.places.items() if key[0] not in free} | places,
    )
