"""The console's side of the explainer: a question goes to its process with what the floor has become, the answer comes back."""

from __future__ import annotations

from concurrent.futures import Future, InvalidStateError
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any

from console.domain.refusal import Refusal
from console.forecast.explained import Explain, ForecastAnswer, Moved
from console.service.breath import always
from console.service.change import Change
from console.service.explainer_process import Why, run_explainer
from console.service.following import Errand, Following, Source
from console.service.outlook_process import Drawn
from console.service.past import Past

CHANGES_KEPT = 500
"""Changes that wait for the next question; beyond them the process takes the whole floor instead."""

REST_S = 0.05
"""How long the process rests after each answer."""

NO_ANSWER = Refusal("explain", "The forecast cannot be explained now.", "Try again in a moment.", "batch")


@dataclass(frozen=True, slots=True)
class _Question:
    """A question somebody waits for."""

    why: Why
    answer: Future[ForecastAnswer | Refusal] = field(default_factory=Future)


class ExplainerLink:
    """Owns the explainer process, which starts with the first question; `feed` and `ask` only queue.

    It is another process than the outlook's, so that no answer delays the live forecast; what drives a batch is answered before
    what takes longer.
    """

    def __init__(self, source: Source, drawn: Drawn | None = None) -> None:
        self._drawn = drawn or Drawn()
        self._following = Following(Errand("explain", run_explainer, "explanation", always(REST_S)), source, self._round)
        self._changes: list[Change] = []

    def start(self) -> None:
        """Be ready for questions."""
        self._following.start()

    def feed(self, change: Change) -> None:
        """Something was recorded; it goes along with the next question."""
        self._following.put(change)

    def ask(self, wish: Explain | Moved, past: Past | None = None) -> Future[ForecastAnswer | Refusal]:
        """Ask a question, `Moved` with what was held in the past; the future holds its answer, or a refusal in plain words."""
        question = _Question(Why(wish, past, self._drawn))
        self._following.put(question)
        if not self._following.alive:
            _settle(question, NO_ANSWER)
        return question.answer

    def stop(self) -> None:
        """End the thread and the process, within two seconds; questions nobody answered are refused."""
        self._following.stop()
        for left in self._following.left():
            if isinstance(left, _Question):
                _settle(left, NO_ANSWER)

    @property
    def process_id(self) -> int | None:
        """The process's id, None while there is none."""
        return self._following.process_id

    def _round(self, gathered: list[Any]) -> float | None:
        self._changes += [item for item in gathered if isinstance(item, Change)]
        del self._changes[:-CHANGES_KEPT]
        questions = [item for item in gathered if isinstance(item, _Question)]
        for question in sorted(questions, key=lambda one: isinstance(one.why.wish, Moved)):
            answer = self._following.ask(self._changes, question.why)
            if answer is not None:
                self._changes = []
            _settle(question, NO_ANSWER if answer is None else answer)
        return None


def _settle(question: _Question, answer: Any) -> None:
    with suppress(InvalidStateError):  # the console may be closing meanwhile, and have refused it
        question.answer.set_result(answer)
