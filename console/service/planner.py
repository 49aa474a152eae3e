"""The console's side of the planner: sends what happened, tells how the plan stands, searches in quiet moments, answers."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Future, InvalidStateError
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any, Protocol

from console.domain.refusal import Refusal
from console.planning.answers.plan_view import PlanView
from console.planning.build import Stop
from console.planning.optimise import Optimised
from console.service.breath import always
from console.service.change import Change
from console.service.following import Errand, Following, Source
from console.service.planner_process import Hand, Handed, Look, Search, Searched, Take, run_planner
from console.service.prover_process import BetterAsk, NotInstalled

REST_S = 0.3
"""How long the process rests after each round."""

QUIET_S = 2.0
"""How long nothing must have happened before a better plan is searched for."""

SLICE_S = 0.5
"""How long a search goes on before it is looked whether somebody asks something."""

PROVE_S = 20.0
"""How long the solver looks on once our own search rests."""

BUSY_ROUNDS = 20
"""After so many rounds without a quiet moment a slice is searched all the same: a busy site is the one that needs it."""

NO_ANSWER = Refusal("planner", "The planner gives no answer now.", "Try again in a moment.", "plan")


@dataclass(frozen=True, slots=True)
class _Question:
    """A wish somebody waits for."""

    wish: Any
    answer: Future[Any] = field(default_factory=Future)


class Proves(Protocol):
    """Who looks on with a solver, in a process of its own; `ask` blocks and comes back soon after `stop` says True."""

    def ask(self, question: BetterAsk, stop: Stop) -> object:
        """Optimised with a plan no worse, NotInstalled, or anything else when there is nothing to say."""

    def close(self) -> None:
        """End it."""


class PlannerLink:
    """Owns the planner process; `feed`, `refresh` and `ask` only queue, what gathers during a round goes into the next as one.

    `tell` is called on the executor's thread with each new view.
    """

    def __init__(self, source: Source, tell: Callable[[PlanView], None], prover: Proves | None = None) -> None:
        self._tell = tell
        self._prover = prover
        self._can_prove, self._to_prove = prover is not None, False
        self._following = Following(Errand("plan", run_planner, "plan", always(REST_S)), source, self._round)
        self._searching = False
        self._rounds = 0
        self._told: PlanView | None = None

    def start(self) -> None:
        """Start the process and ask how the plan stands."""
        self._following.start()
        self.refresh()

    def feed(self, change: Change) -> None:
        """Send on what was recorded."""
        self._following.put(change)

    def refresh(self) -> None:
        """Ask anew because time has passed."""
        self._following.put(None)

    def ask(self, wish: Any) -> Future[Any]:
        """Ask a question; the future holds its answer, or a refusal when there is none to be had."""
        question = _Question(wish)
        self._following.put(question)
        if not self._following.alive:
            _settle(question, NO_ANSWER)
        return question.answer

    def stop(self) -> None:
        """End the thread and the processes, within three seconds; questions nobody answered are refused."""
        self._following.stop()
        if self._prover is not None:
            self._prover.close()
        for left in self._following.left():
            if isinstance(left, _Question):
                _settle(left, NO_ANSWER)

    @property
    def process_id(self) -> int | None:
        """The process's id, None while there is none."""
        return self._following.process_id

    def _round(self, gathered: list[Any]) -> float | None:
        questions = [item for item in gathered if isinstance(item, _Question)]
        if len(questions) < len(gathered):
            self._look([item for item in gathered if isinstance(item, Change)])
        for question in questions:
            answer = self._following.ask((), question.wish)
            _settle(question, NO_ANSWER if answer is None else answer)
        self._rounds += 1
        if self._searching and (not gathered or self._rounds >= BUSY_ROUNDS):
            self._search()
        elif self._to_prove and not gathered:
            self._prove()
        return (REST_S if not gathered else QUIET_S) if self._searching or self._to_prove else None

    def _look(self, changes: list[Change]) -> None:
        answer = self._following.ask(changes, Look())
        if isinstance(answer, PlanView):
            self._searching, self._to_prove = True, False
            self._say(answer)

    def _search(self) -> None:
        self._rounds = 0
        answer = self._following.ask((), Search(SLICE_S))
        self._searching = isinstance(answer, Searched) and answer.more
        self._to_prove = self._can_prove and not self._searching
        if isinstance(answer, Searched):
            self._say(answer.view)

    def _prove(self) -> None:
        """Let the solver, if there is one, look on from where our own search rests; anything that comes up ends it at once."""
        self._to_prove = False
        handed = self._following.ask((), Hand())
        if self._prover is None or not isinstance(handed, Handed):
            return
        found = self._prover.ask(BetterAsk(handed.problem, handed.plan, PROVE_S), lambda: self._following.waited_for)
        if isinstance(found, NotInstalled):
            self._can_prove = False
        elif isinstance(found, Optimised) and found.plan != handed.plan:
            answer = self._following.ask((), Take(found.plan))
            if isinstance(answer, Searched):
                self._say(answer.view)

    def _say(self, view: PlanView) -> None:
        if view != self._told:
            self._told = view
            self._tell(view)


def _settle(question: _Question, answer: Any) -> None:
    with suppress(InvalidStateError):  # the console may be closing meanwhile, and have refused it
        question.answer.set_result(answer)
