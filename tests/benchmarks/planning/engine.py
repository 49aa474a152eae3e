"""How quick the engine is: insertion, lawful places, a frame of a drag, a year from nothing, and repair after troubles.

Process CPU of one thread. `python -m tests.benchmarks.planning.engine`
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterable
from dataclasses import replace
from random import Random

from console.planning.build import build
from console.planning.check import check
from console.planning.insert import earliest
from console.planning.moves import Mover, Wish
from console.planning.problem import Plan, Problem
from console.planning.repair import repair
from console.planning.timetable import Timetable
from tests.planning.facilities import facility, under_way
from tests.planning.troubles import KINDS, troubled

A_WEEK = 12.0


def timed(work: Callable[[], object]) -> float:
    """Milliseconds of process CPU."""
    begun = time.process_time()
    work()
    return (time.process_time() - begun) * 1e3


def told(what: str, figures: Iterable[float], budget: str) -> None:
    """One line: median, 95th percentile and greatest."""
    ordered = sorted(figures)
    p50, p95 = ordered[len(ordered) // 2], ordered[min(len(ordered) - 1, int(len(ordered) * 0.95))]
    print(f"{what:58} n={len(ordered):4}  p50 {p50:8.2f}  p95 {p95:8.2f}  max {ordered[-1]:8.2f} ms   budget {budget}")


def insertion(batches: int, budget: str) -> None:
    """Take one batch out of a full plan and put it back, a few hundred times."""
    problem = facility(batches, A_WEEK, 1)
    table = Timetable.of(problem, build(problem, ("due",)).plan)
    figures, chance = [], Random(1)
    for _ in range(300):
        booking = table.remove(chance.choice(problem.batches).id)
        figures.append(timed(lambda name=booking.batch.id: earliest(table, name)))  # type: ignore[misc]
        table.add(booking)
    told(f"insert a batch into {batches}", figures, budget)


def from_nothing() -> None:
    """A year of 1,000 batches, checked by the independent check."""
    problem = facility(1000, A_WEEK, 1)
    plans: list[Plan] = []
    figures = [timed(lambda: plans.append(build(problem, ("due",)).plan)) for _ in range(3)]
    told("plan 1,000 batches from nothing", figures, "1,500 ms")
    print(f"    violations by the independent check: {len(check(problem, plans[0]))}")


def live(batches: int) -> tuple[Problem, Plan]:
    """A facility in which so many batches are live: planned or in process, none over."""
    problem = facility(batches * 3, A_WEEK, 1)
    plan = build(problem, ("due",)).plan
    starts = sorted(plan.starts.values())
    later = under_way(problem, plan, starts[len(starts) // 8])
    open_ones = tuple(b for b in later.batches if any(s.fact is None for s in b.steps))[:batches]
    return replace(later, batches=open_ones), plan


def drag() -> None:
    """Bars of 60 live batches dragged to and fro."""
    problem, plan = live(60)
    hold, chance = Mover(problem, plan), Random(2)
    shown, frames, verdicts = [], [], dict.fromkeys(("ok", "pushes others", "not allowed"), 0)
    for _ in range(400):
        batch = chance.choice(problem.batches)
        step = chance.choice([s for s in batch.steps if s.fact is None])
        at = plan.starts[batch.id, step.code]
        place = None if step.stand is None else batch.stands[step.stand].held or chance.choice(batch.stands[step.stand].places)
        hold.preview(Wish(batch.id, step.code, at, place))  # takes the bar in hand
        shown.append(timed(lambda b=batch, s=step, at=at: hold.lawful(b.id, s.code, at - 192, at + 192)))  # type: ignore[misc]
        wish = Wish(batch.id, step.code, at + chance.randrange(-60, 60), place)
        begun = time.process_time()
        seen = hold.preview(wish)
        frames.append((time.process_time() - begun) * 1e3)
        verdicts[seen.verdict.value] += 1
    told("lawful places of a dragged bar, 60 live (4 days in sight)", shown, "1 ms")
    told("verdict and ripple of a frame, 60 live", frames, "12 ms p95")
    print(f"    verdicts: {verdicts}")


def mending(batches: int) -> None:
    """Random troubles, each repaired and checked."""
    problem, plan = live(batches)
    figures, honest, unlawful, moves = [], 0, 0, []
    chance = Random(3)
    for n in range(120):
        later = troubled(problem, plan, KINDS[n % len(KINDS)], chance)
        begun = time.process_time()
        mended = repair(later, plan)
        figures.append((time.process_time() - begun) * 1e3)
        lost = {one.batch for one in mended.unresolved}
        honest += bool(lost)
        unlawful += any(v.batch not in lost for v in check(later, mended.plan))
        moves.append(len(mended.moved))
    told(f"repair, {batches} live", figures, "50 ms p95")
    print(f"    unlawful {unlawful}, honest no {honest}, moved steps median {sorted(moves)[len(moves) // 2]}, most {max(moves)}")


def main() -> int:
    """All of it."""
    insertion(200, "2 ms p95")
    insertion(1000, "3 ms p95")
    drag()
    from_nothing()
    mending(60)
    mending(200)
    return 0


if __name__ == "__main__":
    sys.exit(main())
