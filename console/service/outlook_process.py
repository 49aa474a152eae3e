"""The outlook process: from its own floor it answers each time with a frozen outlook."""

from __future__ import annotations

from dataclasses import dataclass
from multiprocessing.connection import Connection

from console.domain.floor import Floor
from console.forecast.baselines import Recent, recents, with_baselines
from console.forecast.durations import History, learn
from console.forecast.expected import SCENARIOS, forecast_floor
from console.forecast.outlook import Outlook
from console.service.followed import Ask, answer_all
from console.service.zones import zone_of


@dataclass(frozen=True, slots=True)
class Drawn:
    """How many scenarios are wished for, from which seed."""

    scenarios: int = SCENARIOS
    seed: int = 0


class Foreteller:
    """What the process has learned; it learns again only when a finished batch has changed."""

    def __init__(self) -> None:
        self._seen: tuple[int, ...] = ()
        self._history = History()
        self._recent = Recent()

    def answer(self, floor: Floor, ask: Ask) -> Outlook:
        """The outlook of this floor at the asked instant."""
        drawn: Drawn = ask.wish
        if ask.floor is not None:
            self._seen = ()
        history = self.learned(floor)
        outlook = forecast_floor(floor, ask.now, zone_of, history, drawn.scenarios, drawn.seed)
        return with_baselines(outlook, floor, zone_of, self._recent, history)

    def learned(self, floor: Floor) -> History:
        """What this floor teaches; learned anew only when a finished batch has changed."""
        done = [b for b in (*floor.batches.values(), *floor.left.values()) if b.released_at is not None or not b.live]
        steps = sum(s.over for b in done for s in b.steps.values())
        tests = sum(t.reviewed_at is not None for b in done for t in b.tests.values())
        corrections = sum(len(s.corrections) for b in done for s in b.steps.values())
        seen = (len(done), steps, tests, corrections, len(floor.recipes))
        if seen != self._seen:
            self._seen, self._history, self._recent = seen, learn(floor), recents(floor)
        return self._history


def run_outlook(pipe: Connection) -> None:
    """The life of the process."""
    answer_all(pipe, Foreteller().answer)
