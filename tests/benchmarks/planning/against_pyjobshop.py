"""The same instances in the same time by PyJobShop: `python -m tests.benchmarks.planning.against_pyjobshop [SECONDS] [FOLDER]`.

PyJobShop is no part of the console and in none of its locks: `pip install pyjobshop==0.0.9` into an environment of your own, beside
numpy, hypothesis and ortools. What counts are its plans that the independent check finds lawful; ours may never be worse.
"""

from __future__ import annotations

import importlib
import sys
import time
from collections.abc import Iterable
from dataclasses import replace
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from console.cli.prover import solver
from console.planning.build import build
from console.planning.check import check
from console.planning.cpsat import solve
from console.planning.optimise import optimise
from console.planning.problem import Penalty, Plan, Problem, cost
from tests.benchmarks.planning.instances import BESIDE, PER_SLOT, Project, found, problem_of, read
from tests.benchmarks.planning.shop import Shop
from tests.planning.facilities import facility

LIBRARY = "pyjobshop"
SECONDS = 20.0
WORKERS = 2
FACILITIES = ((10, 14.0, 1), (20, 14.0, 1), (20, 16.0, 2), (50, 14.0, 1))
PROJECTS = 5.0
"""Seconds for each public instance."""


def tardiness(batches: int, per_week: float, seed: int) -> Problem:
    """A facility whose objective is the planned weighted tardiness: PyJobShop knows no expected one."""
    problem = facility(batches, per_week, seed)
    return replace(
        problem, batches=tuple(replace(b, penalty=Penalty(((b.due or problem.horizon, PER_SLOT),))) for b in problem.batches)
    )


def facilities(library: Any, seconds: float) -> int:
    """Each facility by both; how often ours was worse than a lawful plan of theirs."""
    worse = 0
    for batches, rate, seed in FACILITIES:
        problem = tardiness(batches, rate, seed)
        since = time.perf_counter()
        shop = Shop(library, problem)
        built = time.perf_counter() - since
        theirs = shop.model.solve(solver="ortools", time_limit=seconds, display=False, num_workers=WORKERS)
        end = time.monotonic() + seconds
        ours = optimise(problem, build(problem).plan, lambda end=end: time.monotonic() >= end, 1, solver())  # type: ignore[misc]
        plan = shop.plan(theirs.best) if theirs.best.tasks else None
        broken = [] if plan is None else check(problem, plan)
        lawful = plan is not None and not broken
        worse += lawful and plan is not None and ours.cost > cost(problem, plan)
        print(f"{batches} batches, {rate:.0f} a week, seed {seed}, {seconds:.0f} s each (its model built in {built:.1f} s)")
        print(f"  PyJobShop {_shown(problem, plan):>12}  {theirs.status.value}; {_judged(plan, broken)}")
        print(
            f"  ours      {ours.cost:>12,}  {ours.proved}/{ours.windows} windows; {_judged(ours.plan, check(problem, ours.plan))}",
            flush=True,
        )
    return worse


def _shown(problem: Problem, plan: Plan | None) -> str:
    return "no plan" if plan is None else f"{cost(problem, plan):,}"


def _judged(plan: Plan | None, broken: Iterable[object]) -> str:
    rules = [str(getattr(violation, "rule", "")) for violation in broken]
    return "" if plan is None else f"breaks {len(rules)} rules: {', '.join(sorted(set(rules)))}" if rules else "lawful"


def projects(library: Any, folder: Path, seconds: float) -> int:
    """Each public instance by both; how often ours was worse."""
    worse = proved = theirs_proved = better = count = 0
    for path in found(folder):
        project = read(path)
        theirs = _their_project(library, project, seconds)
        ours = solve(problem_of(project), seconds, WORKERS)
        makespan = ours.cost // PER_SLOT if ours.plan.starts else None
        other = int(theirs.objective) if theirs is not None and theirs.best.tasks else None
        worse += other is not None and (makespan is None or makespan > other)
        better += makespan is not None and (other is None or makespan < other)
        proved += ours.status in ("proved", "infeasible")
        theirs_proved += theirs is None or theirs.status.value in ("Optimal", "Infeasible")
        count += 1
    print(f"{count} public instances, {seconds:.0f} s each: ours better {better}, worse {worse};", end=" ")
    print(f"settled by us {proved}, by PyJobShop {theirs_proved}", flush=True)
    return worse


def _their_project(library: Any, project: Project, seconds: float) -> Any:
    """What it makes of a project; None where it refuses it because an activity needs more than there is."""
    model = library.Model()
    resources = [model.add_renewable(capacity) for capacity in project.capacities]
    tasks = [model.add_task(latest_end=project.horizon, latest_start=n and project.horizon) for n in range(len(project.durations))]
    for task, duration, needs in zip(tasks, project.durations, project.needs, strict=True):
        model.add_mode(task, resources, duration, list(needs))
    for before, after, least in project.lags:
        model.add_start_before_start(tasks[before], tasks[after], least)
    model.set_objective(weight_makespan=1)
    try:
        return model.solve(solver="ortools", time_limit=seconds, display=False, num_workers=WORKERS)
    except ValueError:
        return None


def main(seconds: float = SECONDS, folder: Path = BESIDE / "rcpsp_max") -> int:
    """Facilities, then the public instances where they lie; 1 when we were ever worse than a lawful plan of theirs."""
    if find_spec(LIBRARY) is None:
        print("PyJobShop is not installed here; it is only needed for this comparison: pip install pyjobshop==0.0.9")
        return 0
    library = importlib.import_module(LIBRARY)
    worse = facilities(library, seconds)
    if folder.is_dir():
        worse += projects(library, folder, PROJECTS)
    print(f"=> worse than a lawful plan of PyJobShop: {worse} times")
    return 1 if worse else 0


if __name__ == "__main__":
    sys.exit(main(*(kind(word) for kind, word in zip((float, Path), sys.argv[1:], strict=False))))
