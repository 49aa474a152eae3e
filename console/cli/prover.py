"""Where the optional solver is fetched, if it is there: by the prover process, and by the verbs that prove in their own."""

from __future__ import annotations

import os
from collections.abc import Sequence
from multiprocessing.connection import Connection

from console.planning.build import Stop
from console.planning.problem import Plan, Problem
from console.planning.prove import Proved, Prover
from console.service.planner_process import NICE
from console.service.prover_process import serve


def solver() -> Prover | None:
    """The solver's way to prove a window; None where the extra `optimise` is not installed."""
    try:
        from console.planning.cpsat import prove_window
    except ImportError:
        return None

    def prove(problem: Problem, plan: Plan, batches: Sequence[str], seconds: float, stop: Stop) -> Proved:
        return prove_window(problem, plan, batches, seconds, stop=stop)

    return prove


def run_prover(pipe: Connection) -> None:
    """The life of the prover process, behind everything else that runs on this computer."""
    if hasattr(os, "nice"):
        os.nice(NICE)
    serve(pipe, solver)
