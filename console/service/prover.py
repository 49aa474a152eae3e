"""The console's side of the prover: asks in a process of its own, ends it when it will not stop, and keeps the plan it has."""

from __future__ import annotations

import multiprocessing
from collections.abc import Callable
from dataclasses import dataclass
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from threading import Lock

from console.planning.build import Stop, never
from console.service.prover_process import STOP, Answer, Failed, Question

LOOKS_UP_S = 0.02
"""How often a wait for an answer looks whether it is still wanted."""
PATIENCE_S = 0.25
"""How long the process may take to stop by itself; a search that does not is ended with its process."""


@dataclass(frozen=True, slots=True)
class Cancelled:
    """The answer was no longer wanted; the plan stays as it was."""


class ProverLink:
    """Owns the prover process, starts it with the first question and again when it has died; one question at a time.

    `entry` is the life of the process: the wiring's, because only the wiring may know the solver. `ask` blocks: call it on an
    executor's thread; it comes back within half a second of `stop` saying True, or of `close`.
    """

    def __init__(self, entry: Callable[[Connection], None]) -> None:
        self._entry = entry
        self._one = Lock()
        self._closing = False
        self._process: BaseProcess | None = None
        self._pipe: Connection | None = None

    @property
    def process_id(self) -> int | None:
        """The process's id, None while there is none."""
        return self._process.pid if self._process is not None else None

    def ask(self, question: Question, stop: Stop = never) -> Answer | Cancelled:
        """What the process says; Failed when it died, Cancelled when it had to be ended."""
        with self._one:
            if self._closing or stop():
                return Cancelled()
            try:
                return self._asked(question, stop)
            except (EOFError, OSError):
                self._end()
                return Failed("The process that proves plans has ended; it is started again with the next question.")

    def close(self) -> None:
        """End the process; a question that is open is cancelled."""
        self._closing = True
        with self._one:
            self._end()

    def _asked(self, question: Question, stop: Stop) -> Answer | Cancelled:
        pipe = self._alive()
        pipe.send(question)
        while not pipe.poll(LOOKS_UP_S):
            if self._closing or stop():
                pipe.send(STOP)
                if not pipe.poll(PATIENCE_S):
                    self._end()
                    return Cancelled()
        found: Answer = pipe.recv()
        return found

    def _alive(self) -> Connection:
        if self._pipe is None:
            spawn = multiprocessing.get_context("spawn")
            here, there = spawn.Pipe()
            self._process = spawn.Process(target=self._entry, args=(there,), name="prover", daemon=True)
            self._process.start()
            there.close()
            self._pipe = here
        return self._pipe

    def _end(self) -> None:
        process, self._process = self._process, None
        if self._pipe is not None:
            self._pipe.close()
            self._pipe = None
        if process is not None:
            process.kill()
            process.join()
            process.close()
