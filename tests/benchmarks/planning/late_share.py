"""How many CAR-T batches come late if the floor works a plan off: the start plan against the improved one, before a strange judge.

Start plan: each batch at its earliest lawful place, by due date. Improved: our own search, then proved windows, for a minute. Both
are worked off by the event-by-event judge under the same drawn durations, which neither has seen.
Usage: python -m tests.benchmarks.planning.late_share [seconds] [runs]
"""

from __future__ import annotations

import sys
import time
from collections.abc import Sequence
from random import Random

from console.planning.build import Stop, build
from console.planning.check import check
from console.planning.cpsat.solving import prove_window
from console.planning.optimise import optimise
from console.planning.problem import Plan, PlanBatch, PlanStep, Problem, cost
from console.planning.prove import Proved
from tests.planning.facilities import facility, law_of
from tests.planning.judge import judge

INSTANCES = ((50, 10.0, 1), (50, 12.0, 2), (50, 12.0, 3))
"""Batches, batches a week, seed."""


def main(seconds: float = 60.0, runs: int = 200) -> None:
    """Print each instance and the sum."""
    print(f"{seconds:.0f} s each, {runs} runs; share of CAR-T late, hold limits broken, cost in per cent of slots")
    sums = [0.0, 0.0]
    for batches, per_week, seed in INSTANCES:
        problem = facility(batches, per_week, seed)
        start = build(problem, ("due",)).plan
        better = improved(problem, seconds)
        before, after = shares(problem, start, runs), shares(problem, better, runs)
        sums = [sums[0] + before[0], sums[1] + after[0]]
        print(f"{batches} batches, {per_week:.0f} a week, seed {seed}: late {_change(before[0], after[0])}")
        print(f"    limits broken {_change(before[1], after[1])}; cost {cost(problem, start):,} -> {cost(problem, better):,}")
        print(f"    violations {len(check(problem, start))} and {len(check(problem, better))}", flush=True)
    print(f"sum: late {_change(*sums)}; wanted: -50 % in sum, -35 % at least each")


def improved(problem: Problem, seconds: float) -> Plan:
    """The best plan after so many seconds of wall time, windows included."""
    until = time.monotonic() + seconds
    found = optimise(problem, build(problem).plan, lambda: time.monotonic() > until, prove=_windows)
    return found.plan


def shares(problem: Problem, plan: Plan, runs: int) -> tuple[float, float]:
    """The share of CAR-T batches late, and of hold limits broken, over so many runs of the floor."""
    cells = {batch.id for batch in problem.batches if batch.title.startswith("CAR-T")}
    judged = [judge(problem, plan, seed, _drawn) for seed in range(runs)]
    late = sum(len(run.late & cells) for run in judged) / (runs * len(cells))
    return late, sum(run.breaches for run in judged) / sum(run.limits for run in judged)


def _drawn(batch: PlanBatch, step: PlanStep, chance: Random) -> float:
    return law_of(batch, step.code).sample(chance) * 4


def _windows(problem: Problem, plan: Plan, batches: Sequence[str], seconds: float, stop: Stop) -> Proved:
    return prove_window(problem, plan, batches, seconds, stop=stop)


def _change(before: float, after: float) -> str:
    return f"{before:.1%} -> {after:.1%}" + (f" ({after / before - 1:+.0%})" if before else "")


if __name__ == "__main__":
    main(*(kind(word) for kind, word in zip((float, int), sys.argv[1:], strict=False)))
