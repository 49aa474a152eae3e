"""Our engine against CP-SAT alone on the whole problem: the first plan, and the best after equal time.

`python -m tests.benchmarks.planning.against_cpsat [SECONDS] [PATIENCE]`: both get the same facility, CP-SAT has two workers
and no hint. Wall time, since CP-SAT runs on two processors and we on one.
"""

from __future__ import annotations

import sys
import time

from console.cli.prover import solver
from console.planning.build import build
from console.planning.check import check
from console.planning.cpsat import solve
from console.planning.optimise import optimise
from console.planning.problem import Plan, Problem
from tests.planning.facilities import facility

SECONDS = 20.0
PATIENCE = 120.0
"""How long CP-SAT may look for a first plan."""
INSTANCES = ((50, 14.0, 1), (100, 14.0, 1))
WORKERS = 2
SETTINGS = (("CP-SAT", True), ("CP-SAT plain", False))
"""As it comes, and without its presolve, which is what it likes best here."""


def lawful(problem: Problem, plan: Plan) -> str:
    """What the independent check says of a whole plan."""
    broken = len(check(problem, plan))
    return "lawful" if not broken else f"{broken} VIOLATIONS"


def first_plan(problem: Problem, patience: float) -> float:
    """How many times sooner our engine has a lawful plan; CP-SAT counts as found when its time is over."""
    since = time.perf_counter()
    built = build(problem, ("due",))
    ours = time.perf_counter() - since
    print(f"  first plan, ours         {ours:8.3f} s  cost {built.cost:>11,}  {lawful(problem, built.plan)}")
    soonest = patience
    for words, presolve in SETTINGS:
        since = time.perf_counter()
        raw = solve(problem, patience, WORKERS, first=True, presolve=presolve)
        theirs = time.perf_counter() - since
        found = f"cost {raw.cost:>11,}  {lawful(problem, raw.plan)}" if raw.plan.starts else "none yet"
        print(f"  first plan, {words:13}{theirs:8.3f} s  {found}", flush=True)
        soonest = min(soonest, theirs)
    return soonest / ours


def equal_time(problem: Problem, seconds: float) -> bool:
    """Whether we are better after equal time, without and with the windows."""
    theirs: list[int] = []
    for words, presolve in SETTINGS:
        raw = solve(problem, seconds, WORKERS, presolve=presolve)
        print(
            f"  after {seconds:3.0f} s, {words:13}{f'{raw.cost:,}' if raw.plan.starts else 'none':>17}  bound {raw.bound}",
            flush=True,
        )
        theirs += [raw.cost] if raw.plan.starts else []
    costs = []
    for words, prove in (("ours alone", None), ("ours, with windows", solver())):
        end = time.monotonic() + seconds
        attempts = 1_000_000 if prove is None else 400
        found = optimise(problem, build(problem).plan, lambda end=end: time.monotonic() >= end, 1, prove, attempts)  # type: ignore[misc]
        print(f"  after {seconds:3.0f} s, {words:18}{found.cost:>12,}  {lawful(problem, found.plan)}", end="  ")
        print(f"{found.proved}/{found.windows} windows proved")
        costs.append(found.cost)
    return all(max(costs) < cost for cost in theirs)


def main(seconds: float = SECONDS, patience: float = PATIENCE) -> int:
    """Every instance; what is said is measured, nothing is gated."""
    for batches, rate, seed in INSTANCES:
        problem = facility(batches, rate, seed)
        print(f"{batches} batches, {rate:.0f} a week, seed {seed}")
        sooner = first_plan(problem, patience)
        better = equal_time(problem, seconds)
        print(
            f"  => first plan {sooner:,.0f} times sooner; {'better' if better else 'NOT BETTER'} after {seconds:.0f} s", flush=True
        )
    return 0


if __name__ == "__main__":
    sys.exit(main(*map(float, sys.argv[1:])))
