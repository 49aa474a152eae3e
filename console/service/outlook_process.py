"""The outlook process: from its own floor it answers each time with a frozen outlook."""

from __future__ import annotations

from dataclasses import dataclass
from multiprocessing.connection import Connection
from operator import is_
from typing import Any

from console.domain.floor import Floor
from console.forecast.baselines import Noting, Recent, recents
from console.forecast.durations import History, history_of
from console.forecast.expected import SCENARIOS, forecast_floor
from console.forecast.learning.learner import Learner
from console.forecast.model import in_use
from console.forecast.outlook import Outlook
from console.service.followed import Ask, answer_all
from console.service.zones import zone_of


@dataclass(frozen=True, slots=True)
class Drawn:
    """How many scenarios are wished for, from which seed, at a site of which class."""

    scenarios: int = SCENARIOS
    seed: int = 0
    kind: str = ""


class Foreteller:
    """What the forecast rests on: what the process has learned, anew only when something has ended or been put right.

    On a RECORD site it is the promoted model; between two promotions only what drifts is told there.
    """

    def __init__(self) -> None:
        self._taught = _Taught()
        self._learner = Learner(zone_of)
        self._history = History()
        self._recent = Recent()
        self._noting = Noting()

    def answer(self, floor: Floor, ask: Ask) -> Outlook:
        """The outlook of this floor at the asked instant."""
        drawn: Drawn = ask.wish
        history = self.learned(floor, drawn.kind)
        outlook = forecast_floor(floor, ask.now, zone_of, history, drawn.scenarios, drawn.seed)
        return self._noting.noted(outlook, floor, zone_of, self._recent, history)

    def learned(self, floor: Floor, kind: str = "") -> History:
        """What the forecast of this floor rests on, at a site of this class; the same value while nothing of it has changed."""
        taught = _Taught.by(floor, kind)
        if not taught.same(self._taught):
            self._taught, lately = taught, recents(floor)
            if lately != self._recent:
                self._recent = lately  # the same value while nothing was released: what was noted of a batch stays true
            found = in_use(floor, kind, self._learn)
            if found != self._history:
                self._history = found
        return self._history

    def _learn(self, floor: Floor) -> History:
        return history_of(floor, self._learner.read(floor))


@dataclass(frozen=True, slots=True)
class _Taught:
    """What a floor can have taught: how much has ended on it or been put right, and the values its lessons are read from."""

    ended: tuple[object, ...] = ()
    values: tuple[Any, ...] = ()

    @classmethod
    def by(cls, floor: Floor, kind: str) -> _Taught:
        """By this floor; what left it, its recipes and people are the same values while nothing of them has changed."""
        steps = [s for b in floor.batches.values() for s in b.steps.values()]
        tests = [t for b in floor.batches.values() for t in b.tests.values()]
        ended = (
            kind,
            sum(b.released_at is not None or not b.live for b in floor.batches.values()),
            sum(s.over for s in steps),
            sum(len(s.corrections) for s in steps),
            sum((t.entered_at is not None) + (t.reviewed_at is not None) for t in tests),
        )
        values = (floor.facility, floor.recipes, floor.people, floor.left, floor.deviations, floor.model)
        return cls(ended, values)

    def same(self, other: _Taught) -> bool:
        """Whether nothing has changed in between."""
        alike = len(self.values) == len(other.values) and all(map(is_, self.values, other.values))
        return alike and self.ended == other.ended


def run_outlook(pipe: Connection) -> None:
    """The life of the process."""
    answer_all(pipe, Foreteller().answer)
