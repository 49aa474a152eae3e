"""What a solver may claim about a plan, and how far it is believed: the console keeps its plan until a cheaper whole one comes."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from console.planning.build import Stop
from console.planning.problem import Plan, Problem, cost, moved


class Status(StrEnum):
    """How a search ended."""

    PROVED = "proved"
    """No plan is cheaper, given what was fixed."""
    BETTER = "better"
    """A better plan was found; whether a still cheaper one exists is open."""
    KEPT = "kept"
    """Nothing better was found in the time given."""
    INFEASIBLE = "infeasible"
    """Proved: no lawful plan exists with the rest fixed as it is."""
    UNKNOWN = "unknown"
    """No whole plan was found, and none was there before."""


@dataclass(frozen=True)
class Proved:
    """What came of a search: the plan to go on with, what it costs, and the least any plan could cost (None: not known).

    `proved` says that the bound meets the cost; `fewest` that no plan of this cost moves fewer commitments either.
    """

    plan: Plan
    cost: int
    bound: int | None
    proved: bool
    status: Status
    fewest: bool = False


@dataclass(frozen=True)
class Claim:
    """What a solver says: a plan (None: it has none), a lower bound on the cost of the whole, and whether none can exist."""

    plan: Plan | None = None
    bound: int | None = None
    infeasible: bool = False
    fewest: bool = False


Prover = Callable[[Problem, Plan, Sequence[str], float, Stop], Proved]
"""Proves or improves the named batches of a plan within so many seconds."""


def believe(problem: Problem, plan: Plan, batches: Sequence[str], claim: Claim, baseline: Plan | None = None) -> Proved:
    """What follows from a claim: its plan only if it is whole, leaves the others alone and is better by our own count.

    Better is: cheaper, or as cheap with fewer moves against the baseline; any whole plan where ours was not.
    """
    before = plan if baseline is None else baseline
    kept, better = plan, False
    if claim.plan is not None and _whole(problem, claim.plan, batches) and _others_left(plan, claim.plan, batches):
        better = not _whole(problem, plan, batches) or _rank(problem, before, claim.plan) < _rank(problem, before, plan)
        kept = claim.plan if better else plan
    spent, whole = cost(problem, kept), _whole(problem, kept, batches)
    if claim.infeasible:
        return Proved(plan, cost(problem, plan), None, False, Status.INFEASIBLE)
    proved = whole and claim.bound == spent
    if proved:
        status = Status.PROVED
    elif better:
        status = Status.BETTER
    else:
        status = Status.KEPT if whole else Status.UNKNOWN
    return Proved(kept, spent, claim.bound, proved, status, proved and claim.fewest)


def _rank(problem: Problem, before: Plan, plan: Plan) -> tuple[int, int]:
    return cost(problem, plan), len(moved(problem, before, plan))


def _whole(problem: Problem, plan: Plan, batches: Sequence[str]) -> bool:
    return all(plan.holds(problem.batch_of[batch]) for batch in batches)


def _others_left(before: Plan, after: Plan, batches: Sequence[str]) -> bool:
    """Whether every other batch, and every pinned one, is where it was."""
    free = set(batches)
    starts = before.starts.items() ^ after.starts.items()
    places = before.places.items() ^ after.places.items()
    return all(key[0] in free for key, _ in starts) and all(key[0] in free for key, _ in places)
