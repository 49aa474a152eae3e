"""The life of the prover process: it answers each question about a plan, stops when told to, and ends with the console."""

from __future__ import annotations

import signal
from collections.abc import Callable
from dataclasses import dataclass
from multiprocessing.connection import Connection
from time import monotonic

from console.planning.build import Stop
from console.planning.optimise import Optimised, optimise
from console.planning.problem import Plan, Problem
from console.planning.prove import Proved, Prover

STOP = "stop"
"""What the console sends while a question is open: enough, answer with what there is."""


@dataclass(frozen=True)
class WindowAsk:
    """Prove or improve these batches, the rest as it is; of equally cheap plans the one that moves least from the baseline."""

    problem: Problem
    plan: Plan
    batches: tuple[str, ...]
    seconds: float = 4.0


@dataclass(frozen=True)
class BetterAsk:
    """Look for a better plan of the whole for so many seconds; with the solver if there is one."""

    problem: Problem
    plan: Plan
    seconds: float = 30.0
    seed: int = 0


@dataclass(frozen=True, slots=True)
class NotInstalled:
    """The solver is not there: the extra `optimise` was not installed. Everything but proofs works without it."""

    why: str = "The solver is not installed: make optimise, or pip install ortools."


@dataclass(frozen=True, slots=True)
class Failed:
    """The process could not answer, and why."""

    why: str


Question = WindowAsk | BetterAsk
Answer = Proved | Optimised | NotInstalled | Failed


def answer(ask: Question, prove: Prover | None, stop: Stop) -> Answer:
    """What the process says to one question; `prove` is None where the solver is missing."""
    try:
        if isinstance(ask, BetterAsk):
            end = monotonic() + ask.seconds
            return optimise(ask.problem, ask.plan, lambda: stop() or monotonic() >= end, ask.seed, prove)
        if prove is None:
            return NotInstalled()
        return prove(ask.problem, ask.plan, ask.batches, ask.seconds, stop)
    except (ValueError, ArithmeticError, LookupError, TypeError, AttributeError, RuntimeError) as wrong:
        return Failed(f"{type(wrong).__name__}: {wrong}")


def serve(pipe: Connection, prove: Callable[[], Prover | None]) -> None:
    """Answer until the console closes its end; the solver is fetched here, in the process, and only if it is there."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    prover = prove()
    try:
        while True:
            ask = pipe.recv()
            if ask != STOP:  # else: the answer crossed with it
                pipe.send(answer(ask, prover, _told(pipe)))
    except (EOFError, OSError):
        return


def _told(pipe: Connection) -> Stop:
    """True once anything has come, or the console is gone: while a question is open it sends nothing but STOP."""

    def told() -> bool:
        try:
            return pipe.poll()
        except OSError:
            return True

    return told
