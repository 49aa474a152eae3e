"""The prover process: it answers, it stops within half a second or is ended, and the console's plan is never at its mercy."""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterator, Sequence
from multiprocessing.connection import Connection

import pytest

from console.planning.build import Stop, build
from console.planning.check import check
from console.planning.optimise import Optimised
from console.planning.problem import Plan, Problem, cost
from console.planning.prove import Claim, Proved, Prover, believe
from console.service.prover import Cancelled, ProverLink
from console.service.prover_process import BetterAsk, Failed, NotInstalled, WindowAsk, serve
from tests.planning.facilities import facility

HALF_A_SECOND = 0.5

Entry = Callable[[Connection], None]


def obedient(problem: Problem, plan: Plan, batches: Sequence[str], seconds: float, stop: Stop) -> Proved:
    """Proves nothing for as long as it is let."""
    end = time.monotonic() + seconds
    while time.monotonic() < end and not stop():
        time.sleep(0.005)
    return believe(problem, plan, batches, Claim())


def deaf(problem: Problem, plan: Plan, batches: Sequence[str], seconds: float, stop: Stop) -> Proved:
    """Never looks up."""
    time.sleep(seconds)
    return believe(problem, plan, batches, Claim())


def dying(problem: Problem, plan: Plan, batches: Sequence[str], seconds: float, stop: Stop) -> Proved:
    """Takes its process with it."""
    os._exit(3)


def wrong(problem: Problem, plan: Plan, batches: Sequence[str], seconds: float, stop: Stop) -> Proved:
    """Asks for a batch that is not there."""
    return believe(problem, plan, ["nobody"], Claim(plan))


def run_obedient(pipe: Connection) -> None:
    serve(pipe, lambda: obedient)


def run_deaf(pipe: Connection) -> None:
    serve(pipe, lambda: deaf)


def run_dying(pipe: Connection) -> None:
    serve(pipe, lambda: dying)


def run_wrong(pipe: Connection) -> None:
    serve(pipe, lambda: wrong)


def run_without(pipe: Connection) -> None:
    serve(pipe, _no_solver)


def _no_solver() -> Prover | None:
    return None


@pytest.fixture
def linked() -> Iterator[Callable[[Entry], ProverLink]]:
    """Links that are closed when the test is over."""
    links: list[ProverLink] = []

    def link(entry: Entry) -> ProverLink:
        links.append(ProverLink(entry))
        return links[-1]

    yield link
    for each in links:
        each.close()


@pytest.fixture(scope="module")
def problem() -> Problem:
    return facility(6, 14, 1)


@pytest.fixture(scope="module")
def plan(problem: Problem) -> Plan:
    return build(problem).plan


def window(problem: Problem, plan: Plan, seconds: float) -> WindowAsk:
    return WindowAsk(problem, plan, tuple(batch.id for batch in problem.batches), seconds)


def test_a_question_is_answered_and_the_process_stays_for_the_next(linked, problem: Problem, plan: Plan):
    link = linked(run_obedient)
    first = link.ask(window(problem, plan, 0.01))
    process = link.process_id
    assert isinstance(first, Proved) and first.plan == plan and not first.proved
    assert isinstance(link.ask(window(problem, plan, 0.01)), Proved) and link.process_id == process


def test_a_search_that_listens_stops_and_answers(linked, problem: Problem, plan: Plan):
    link = linked(run_obedient)
    link.ask(window(problem, plan, 0.01))
    process = link.process_id
    told = _after(0.3)
    answer = link.ask(window(problem, plan, 60.0), told)
    assert time.monotonic() - told.at < HALF_A_SECOND
    assert isinstance(answer, Proved) and answer.plan == plan
    # the word to stop is not taken for the next question, nor stops it
    assert isinstance(link.ask(window(problem, plan, 0.05)), Proved) and link.process_id == process


def test_a_search_that_does_not_listen_is_ended_and_the_next_question_starts_another(linked, problem: Problem, plan: Plan):
    link = linked(run_deaf)
    link.ask(window(problem, plan, 0.01))
    told = _after(0.2)
    assert link.ask(window(problem, plan, 60.0), told) == Cancelled()
    assert time.monotonic() - told.at < HALF_A_SECOND
    assert link.process_id is None
    assert isinstance(link.ask(window(problem, plan, 0.01)), Proved)


def test_a_process_that_dies_is_said_and_started_again(linked, problem: Problem, plan: Plan):
    link = linked(run_dying)
    assert isinstance(link.ask(window(problem, plan, 1.0)), Failed)
    assert link.process_id is None
    assert isinstance(link.ask(BetterAsk(problem, plan, 0.1)), Failed | Optimised)


def test_a_question_that_makes_no_sense_is_answered_so(linked, problem: Problem, plan: Plan):
    answer = linked(run_wrong).ask(window(problem, plan, 1.0))
    assert isinstance(answer, Failed) and "nobody" in answer.why


def test_without_the_solver_windows_are_not_proved_and_plans_still_get_better(linked, problem: Problem, plan: Plan):
    link = linked(run_without)
    assert isinstance(link.ask(window(problem, plan, 1.0)), NotInstalled)
    better = link.ask(BetterAsk(problem, plan, 1.0))
    assert isinstance(better, Optimised)
    assert better.cost <= cost(problem, plan) and check(problem, better.plan) == ()
    assert better.windows == 0


def test_a_closed_link_answers_at_once(linked, problem: Problem, plan: Plan):
    link = linked(run_obedient)
    link.close()
    assert link.ask(window(problem, plan, 60.0)) == Cancelled()
    assert link.process_id is None


class _after:
    """True from so many seconds on after it was first asked; `at` is when that was."""

    def __init__(self, seconds: float) -> None:
        self.seconds, self.at = seconds, 0.0

    def __call__(self) -> bool:
        if not self.at:
            self.at = time.monotonic() + self.seconds
        return time.monotonic() >= self.at
