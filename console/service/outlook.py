"""The console's side of the outlook: sends what happened, tells what is to be expected, and starts the process again if it dies."""

from __future__ import annotations

import multiprocessing
from collections.abc import Callable
from concurrent.futures import Executor, Future
from concurrent.futures import TimeoutError as Late
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from queue import Empty, SimpleQueue
from threading import Event

from console.domain.codec import floor_plain
from console.domain.floor import Floor
from console.forecast.expected import SCENARIOS
from console.forecast.outlook import Outlook
from console.service.change import Change, Trouble
from console.service.outlook_process import Ask, Failed, entry_plain, run_outlook
from console.service.ports import Clock

LOOKS_UP_S = 0.05
"""How often a wait for an answer looks whether the console is closing."""
REST_S = 0.3
"""How long the process rests after each outlook, so that a busy demo does not keep a whole processor at it."""
LEAVE_S = 1.0
"""How long the process may take to leave by itself."""
DEATHS_BORNE = 3
"""How often in a row the process may die before it is left alone."""
KIND = "outlook"


class OutlookLink:
    """Owns the outlook process and one thread of the executor it is given.

    `feed` and `refresh` only queue and may be called from any thread; what gathers while an outlook is being made goes as one.
    `tell`, `trouble` and `settled` (called with the kind of trouble that is gone) are called on the executor's thread.
    """

    def __init__(
        self,
        floor: Callable[[], Floor],
        own_chain: str,
        clock: Clock,
        executor: Executor,
        tell: Callable[[Outlook], None],
        trouble: Callable[[Trouble], None],
        settled: Callable[[str], None] = lambda kind: None,
        scenarios: int = SCENARIOS,
        seed: int = 0,
    ) -> None:
        self._floor = floor
        self._own_chain = own_chain
        self._clock = clock
        self._executor = executor
        self._tell = tell
        self._trouble = trouble
        self._settled = settled
        self._scenarios = scenarios
        self._seed = seed
        self._waiting: SimpleQueue[Change | None] = SimpleQueue()
        self._closing = Event()
        self._thread: Future[None] | None = None
        self._process: BaseProcess | None = None
        self._pipe: Connection | None = None
        self._deaths = 0
        self._troubled = False

    def start(self) -> None:
        """Start the process and ask for the first outlook."""
        if self._thread is None:
            self._closing.clear()
            self._deaths = 0
            self._thread = self._executor.submit(self._run)
            self.refresh()

    def feed(self, change: Change) -> None:
        """Send on what was recorded."""
        self._waiting.put(change)

    def refresh(self) -> None:
        """Ask for a new outlook because time has passed."""
        self._waiting.put(None)

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
    def process_id(self) -> int | None:
        """The process's id, None while there is none."""
        return self._process.pid if self._process is not None else None

    def _run(self) -> None:
        try:
            while not self._closing.is_set():
                gathered = [self._waiting.get(), *self._more()]
                if not self._closing.is_set() and self._deaths < DEATHS_BORNE:
                    self._make([change for change in gathered if change is not None])
                    self._closing.wait(REST_S)
        finally:
            self._end_process(LEAVE_S)

    def _more(self) -> list[Change | None]:
        found: list[Change | None] = []
        try:
            while True:
                found.append(self._waiting.get_nowait())
        except Empty:
            return found

    def _make(self, changes: list[Change]) -> None:
        """Ask once; with the whole floor if the process is new, lost its place, or entries came in from elsewhere."""
        foreign = any(entry.chain != self._own_chain for change in changes for entry in change.entries)
        whole = foreign or self._process is None
        while self._deaths < DEATHS_BORNE and not self._closing.is_set():
            answer = self._asked(self._whole() if whole else self._part(changes))
            if isinstance(answer, Outlook):
                self._deaths = 0
                self._tell(answer)
                self._no_trouble()
                return
            if isinstance(answer, Failed) and not (answer.lost and not whole):
                self._say(f"No forecast could be made ({answer.why}).", "The last one stays; look at the newest entries.")
                return
            whole = True

    def _whole(self) -> Ask:
        return Ask(self._clock.now(), self._scenarios, self._seed, floor=floor_plain(self._floor()))

    def _part(self, changes: list[Change]) -> Ask:
        entries = tuple(entry_plain(entry.wire) for change in changes for entry in change.entries)
        after = changes[0].before.entries if changes else 0
        return Ask(self._clock.now(), self._scenarios, self._seed, after=after, entries=entries)

    def _asked(self, ask: Ask) -> Outlook | Failed | None:
        """The process's answer; None when it died, or the console is closing."""
        try:
            pipe = self._alive()
            pipe.send(ask)
            while not pipe.poll(LOOKS_UP_S):
                if self._closing.is_set():
                    return None
            answer = pipe.recv()
        except (EOFError, OSError):
            self._died()
            return None
        return answer if isinstance(answer, Outlook) else Failed(answer.why, answer.lost)

    def _alive(self) -> Connection:
        if self._pipe is None:
            spawn = multiprocessing.get_context("spawn")
            here, there = spawn.Pipe()
            self._process = spawn.Process(target=run_outlook, args=(there,), name="outlook", daemon=True)
            self._process.start()
            there.close()
            self._pipe = here
        return self._pipe

    def _died(self) -> None:
        self._end_process(0.0)
        self._deaths += 1
        if self._closing.is_set():
            return
        if self._deaths < DEATHS_BORNE:
            self._say("The forecast stopped and is being started again.", "Nothing recorded is touched.")
        else:
            self._say("The forecast stopped several times and now stands still.", "Start the console again.")

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
        self._trouble(Trouble(KIND, why, instead))

    def _no_trouble(self) -> None:
        if self._troubled:
            self._troubled = False
            self._settled(KIND)
