"""The console's side of a process that follows the floor: sends what happened, and starts the process again if it dies."""

from __future__ import annotations

import multiprocessing
from collections.abc import Callable, Sequence
from concurrent.futures import Executor, Future
from concurrent.futures import TimeoutError as Late
from dataclasses import dataclass
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from queue import Empty, SimpleQueue
from threading import Event
from typing import Any

from console.domain.codec import floor_plain
from console.domain.floor import Floor
from console.service.breath import Rest
from console.service.change import Change, Trouble
from console.service.followed import Ask, Failed, entry_plain
from console.service.ports import Clock

LOOKS_UP_S = 0.05
"""How often a wait for an answer looks whether the console is closing."""
LEAVE_S = 1.0
"""How long the process may take to leave by itself."""
DEATHS_BORNE = 3
"""How often in a row the process may die before it is left alone."""


@dataclass(frozen=True, slots=True)
class Errand:
    """What a process is for: its name (also the kind of its troubles), what it runs, and what people call it.

    `rest` says how long it rests after each round, so that a busy demo does not keep a whole processor at it.
    """

    kind: str
    run: Callable[[Connection], None]
    title: str
    rest: Rest


@dataclass(frozen=True, slots=True)
class Source:
    """Where a follower draws from: the floor, this console's chain and clock, a thread's executor, and who hears of troubles.

    `trouble` and `settled` (called with the kind of trouble that is gone) are called on the executor's thread.
    """

    floor: Callable[[], Floor]
    own_chain: str
    clock: Clock
    executor: Executor
    trouble: Callable[[Trouble], None]
    settled: Callable[[str], None] = lambda kind: None


class Following:
    """Owns a process that folds the same floor, and one thread of an executor that talks to it.

    `put` only queues and may be called from any thread; what gathers during a round goes into the next as one. `do_round` is
    called on the executor's thread with what has gathered; it may `ask`, and says after how many seconds it wants to be called
    with nothing (None: not before something comes).
    """

    def __init__(self, errand: Errand, source: Source, do_round: Callable[[list[Any]], float | None]) -> None:
        self._errand = errand
        self._source = source
        self._do_round = do_round
        self._waiting: SimpleQueue[Any] = SimpleQueue()
        self._closing = Event()
        self._thread: Future[None] | None = None
        self._process: BaseProcess | None = None
        self._pipe: Connection | None = None
        self._deaths = 0
        self._troubled = False

    def start(self) -> None:
        """Start the thread; the process starts with the first thing asked."""
        if self._thread is None:
            self._closing.clear()
            self._deaths = 0
            self._thread = self._source.executor.submit(self._run)

    def put(self, what: Any) -> None:
        """Queue something for the next round."""
        self._waiting.put(what)

    def stop(self) -> None:
        """End the thread and the process, within two seconds."""
        self._closing.set()
        self._waiting.put(None)
        if self._thread is not None:
            try:
                self._thread.result(timeout=2 * LEAVE_S)
            except Late:
                self._end_process(0.0)
            self._thread = None

    @property
    def waited_for(self) -> bool:
        """Whether something is queued, or it is to end: time to leave what takes long."""
        return self._closing.is_set() or not self._waiting.empty()

    def left(self) -> list[Any]:
        """What was queued and never came into a round; for when it has stopped."""
        return self._gathered(0.0)

    @property
    def process_id(self) -> int | None:
        """The process's id, None while there is none."""
        return self._process.pid if self._process is not None else None

    @property
    def alive(self) -> bool:
        """Whether answers may still be had: it runs, is not closing, and has not died too often."""
        return self._thread is not None and not self._closing.is_set() and self._deaths < DEATHS_BORNE

    def ask(self, changes: Sequence[Change], wish: Any) -> Any:
        """Ask once, after these changes; None when it could not be answered, which has been said.

        The whole floor goes along if the process is new, lost its place, or entries came in from elsewhere.
        """
        foreign = any(entry.chain != self._source.own_chain for change in changes for entry in change.entries)
        whole = foreign or self._process is None
        while self._deaths < DEATHS_BORNE and not self._closing.is_set():
            answer = self._asked(self._whole(wish) if whole else self._part(changes, wish))
            if isinstance(answer, Failed) and not (answer.lost and not whole):
                why = f"No {self._errand.title} could be made ({answer.why})."
                self._say(why, "The last one stays; look at the newest entries.")
                return None
            if answer is not None and not isinstance(answer, Failed):
                self._deaths = 0
                self._no_trouble()
                return answer
            whole = True
        return None

    def _run(self) -> None:
        pause: float | None = None
        try:
            while not self._closing.is_set():
                gathered = self._gathered(pause)
                if self._closing.is_set():
                    for item in gathered:
                        self._waiting.put(item)  # whoever waits for an answer is told that there is none
                    break
                began = self._source.clock.mono_ns()
                pause = self._do_round(gathered)
                ended = self._source.clock.mono_ns()
                self._closing.wait(self._errand.rest(ended / 1e9, (ended - began) / 1e9))
        finally:
            self._end_process(LEAVE_S)

    def _gathered(self, pause: float | None) -> list[Any]:
        found: list[Any] = []
        try:
            found.append(self._waiting.get(timeout=pause))
            while True:
                found.append(self._waiting.get_nowait())
        except Empty:
            return found

    def _whole(self, wish: Any) -> Ask:
        return Ask(self._source.clock.now(), wish, floor=floor_plain(self._source.floor()))

    def _part(self, changes: Sequence[Change], wish: Any) -> Ask:
        entries = tuple(entry_plain(entry.wire) for change in changes for entry in change.entries)
        after = changes[0].before.entries if changes else 0
        return Ask(self._source.clock.now(), wish, after=after, entries=entries)

    def _asked(self, ask: Ask) -> Any:
        """The process's answer; None when it died, or the console is closing."""
        try:
            pipe = self._alive()
            pipe.send(ask)
            while not pipe.poll(LOOKS_UP_S):
                if self._closing.is_set():
                    return None
            return pipe.recv()
        except (EOFError, OSError):
            self._died()
            return None

    def _alive(self) -> Connection:
        if self._pipe is None:
            spawn = multiprocessing.get_context("spawn")
            here, there = spawn.Pipe()
            self._process = spawn.Process(target=self._errand.run, args=(there,), name=self._errand.kind, daemon=True)
            self._process.start()
            there.close()
            self._pipe = here
        return self._pipe

    def _died(self) -> None:
        self._end_process(0.0)
        self._deaths += 1
        if self._closing.is_set():
            return
        title = self._errand.title
        if self._deaths < DEATHS_BORNE:
            self._say(f"The {title} stopped and is being started again.", "Nothing recorded is touched.")
        else:
            self._say(f"The {title} stopped several times and now stands still.", "Start the console again.")

    def _end_process(self, patience_s: float) -> None:
        process, self._process = self._process, None
        if self._pipe is not None:
            self._pipe.close()
            self._pipe = None
        if process is not None:
            process.join(patience_s)
            if process.is_alive():
                process.kill()
                process.join()
            process.close()

    def _say(self, why: str, instead: str) -> None:
        self._troubled = True
        self._source.trouble(Trouble(self._errand.kind, why, instead))

    def _no_trouble(self) -> None:
        if self._troubled:
            self._troubled = False
            self._source.settled(self._errand.kind)
