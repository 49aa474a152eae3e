"""The real solver in its own process: it proves, stops within half a second, and is never loaded where it is not wanted."""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Iterator

import pytest

from console.cli.prover import run_prover
from console.planning.build import build
from console.planning.check import check
from console.planning.optimise import Optimised
from console.planning.problem import cost
from console.planning.prove import Proved, Status
from console.service.prover import Cancelled, ProverLink
from console.service.prover_process import BetterAsk, WindowAsk
from tests.planning.facilities import facility
from tests.shape.tree import ROOT


@pytest.fixture
def link() -> Iterator[ProverLink]:
    made = ProverLink(run_prover)
    yield made
    made.close()


def test_a_window_is_proved_in_the_process(link: ProverLink):
    problem = facility(6, 14, 1)
    plan = build(problem).plan
    answer = link.ask(WindowAsk(problem, plan, tuple(batch.id for batch in problem.batches), 20.0))
    assert isinstance(answer, Proved) and answer.status is Status.PROVED
    assert check(problem, answer.plan) == () and answer.cost == answer.bound and answer.cost <= cost(problem, plan)


def test_a_long_search_is_cancelled_within_half_a_second_and_the_plan_stays(link: ProverLink):
    problem = facility(60, 16, 2)
    plan = build(problem).plan
    everything = WindowAsk(problem, plan, tuple(batch.id for batch in problem.batches), 60.0)
    link.ask(WindowAsk(problem, plan, (problem.batches[0].id,), 5.0))  # the process has loaded the solver
    told = time.monotonic() + 1.5
    answer = link.ask(everything, lambda: time.monotonic() >= told)
    assert time.monotonic() - told < 0.5
    assert isinstance(answer, Cancelled) or (isinstance(answer, Proved) and check(problem, answer.plan) == ())


def test_a_plan_gets_better_within_the_seconds_given(link: ProverLink):
    problem = facility(20, 14, 1)
    plan = build(problem).plan
    answer = link.ask(BetterAsk(problem, plan, 6.0))
    assert isinstance(answer, Optimised) and answer.windows
    assert answer.cost <= cost(problem, plan) and check(problem, answer.plan) == ()


def test_the_console_itself_never_loads_the_solver():
    program = "import sys, console.cli.prover, console.service.prover, console.planning.optimise; print('ortools' in sys.modules)"
    answer = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True, timeout=60, cwd=ROOT)
    assert answer.stdout.strip() == "False"


def test_where_the_solver_is_missing_there_is_none_and_nothing_breaks():
    program = "from tests.blocked import block; block(); from console.cli.prover import solver; print(solver())"
    answer = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True, timeout=60, cwd=ROOT)
    assert answer.stdout.strip() == "None"
