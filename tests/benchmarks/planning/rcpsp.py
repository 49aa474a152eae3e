"""RCPSP/max in ten seconds each: `python -m tests.benchmarks.planning.rcpsp [FOLDER] [SECONDS]`."""

from __future__ import annotations

import multiprocessing
import sys
import time
from collections import Counter
from dataclasses import dataclass
from multiprocessing.connection import Connection
from pathlib import Path

from console.planning.build import build
from console.planning.check import check
from console.planning.cpsat import solve
from console.planning.faults import faults
from console.planning.problem import Plan, Problem
from console.planning.prove import Status
from tests.benchmarks.planning.instances import BESIDE, PER_SLOT, Known, Project, found, known, problem_of, read

SECONDS = 10.0
WORKERS = 2
ENGINE_S = 2.0
"""How long our engine may take: it is made for many batches of a dozen steps, not for one of fifty with limits all across."""


@dataclass(frozen=True, slots=True)
class Result:
    """What was claimed of one instance: makespan of our engine and in the end, bound, infeasibility; what is wrong with it."""

    engine: int | None
    makespan: int | None
    bound: int | None
    infeasible: bool
    wrong: str
    seconds: float

    @property
    def proved(self) -> bool:
        """Whether nothing is left open."""
        return self.infeasible or (self.makespan is not None and self.makespan == self.bound)

    def word(self, best: Known | None) -> str:
        """How it stands against what is known."""
        if self.wrong:
            return self.wrong
        if best is not None and best.upper is None:
            return "infeasible" if self.infeasible else "PLAN FOR AN INFEASIBLE ONE" if self.makespan else "unknown"
        if self.makespan is None:
            return "CALLED INFEASIBLE" if self.infeasible and best is not None else "infeasible" if self.infeasible else "unknown"
        if best is None or best.upper is None:
            return ""
        return "reached" if self.makespan == best.upper else "better" if self.makespan < best.upper else "missed"


def attempt(project: Project, seconds: float) -> Result:
    """Our engine first, then CP-SAT from there; what either claims is verified twice."""
    problem, began = problem_of(project), time.perf_counter()
    if faults(problem):
        return Result(None, None, None, True, "", time.perf_counter() - began)
    built = _built(problem)
    proved = solve(problem, seconds - (time.perf_counter() - began), WORKERS, built)
    spent = time.perf_counter() - began
    engine = None if built is None else project.makespan(_starts(project, built))
    if not proved.plan.starts:
        return Result(engine, None, None, proved.status is Status.INFEASIBLE, "", spent)
    wrong = _wrong(project, problem, proved.plan) or ("" if built is None else _wrong(project, problem, built))
    bound = None if proved.bound is None else -(-proved.bound // PER_SLOT)
    return Result(engine, proved.cost // PER_SLOT, bound, False, wrong, spent)


def _built(problem: Problem) -> Plan | None:
    """Our engine's plan, if it has one in time."""
    here, there = multiprocessing.Pipe()
    engine = multiprocessing.Process(target=_build, args=(problem, there))
    engine.start()
    plan: Plan | None = here.recv() if here.poll(ENGINE_S) else None
    engine.kill()
    engine.join()
    return plan


def _build(problem: Problem, pipe: Connection) -> None:
    built = build(problem, ("due",))
    pipe.send(None if built.unplaced else built.plan)


def _starts(project: Project, plan: Plan) -> list[int]:
    return [plan.starts[project.name, str(n)] for n in range(len(project.durations))]


def _wrong(project: Project, problem: Problem, plan: Plan) -> str:
    broken = project.broken(_starts(project, plan))
    return "BROKEN " + broken[0] if broken else "UNLAWFUL" if check(problem, plan) else ""


def main(folder: Path = BESIDE / "rcpsp_max", seconds: float = SECONDS) -> int:
    """A line for each instance and one for each set."""
    if not folder.is_dir():
        print(f"No instances at {folder}: give a folder of .SCH files.")
        return 0
    best = known(folder)
    words: dict[str, Counter[str]] = {}
    print(
        f"{'set':8} {'instance':14} {'engine':>6} {'cp-sat':>6} {'bound':>6} {'known':>9} {'s':>5}  {'':6} against the best known"
    )
    for path in found(folder):
        name = path.parent.name
        there, result = best.get((name, path.name)), attempt(read(path), seconds)
        word = result.word(there)
        words.setdefault(name, Counter()).update([word, *(["proved"] if result.proved else [])])
        shown = "-" if there is None else "none" if there.upper is None else f"{there.lower}..{there.upper}"
        cells = [f"{'-' if value is None else value:>6}" for value in (result.engine, result.makespan, result.bound)]
        done = "proved" if result.proved else ""
        print(f"{name:8} {path.name:14} {' '.join(cells)} {shown:>9} {result.seconds:5.1f}  {done:6} {word}", flush=True)
    return _summary(words)


def _summary(words: dict[str, Counter[str]]) -> int:
    """Each set in one line; 1 when anything was claimed that is not so."""
    wrong = 0
    for name, counted in words.items():
        false = sum(count for word, count in counted.items() if word.isupper() or word.startswith(("BROKEN", "PLAN", "CALLED")))
        judged = counted["reached"] + counted["better"] + counted["missed"]
        reached = counted["reached"] + counted["better"]
        total = sum(count for word, count in counted.items() if word != "proved")
        print(f"{name}: {counted['proved']} of {total} proved; best known reached or beaten {reached} of {judged}", end=" ")
        print(f"({counted['better']} better);", end=" ")
        print(f"infeasible said {counted['infeasible']}, unknown {counted['unknown']}, false claims {false}")
        wrong += false
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main(*(kind(word) for kind, word in zip((Path, float), sys.argv[1:], strict=False))))
